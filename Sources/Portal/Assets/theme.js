// Runs before the first paint, so that a chosen theme never flashes; without a choice the system's holds.
{
    const root = document.documentElement;
    const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)/);
    if (chosen) root.dataset.theme = chosen[1];
    root.classList.add('scripts');
}
