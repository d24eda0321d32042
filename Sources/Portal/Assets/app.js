// Progressive enhancement only: every page works without this file.
const isChinese = document.documentElement.lang.startsWith('zh');
const t = (zh, en) => isChinese ? zh : en;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// "/" goes to the search box, unless the visitor is typing.
addEventListener('keydown', event => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector('[data-hotkey="/"]');
    if (!box) return;
    event.preventDefault();
    box.focus();
});

for (const button of all('[data-theme-toggle]')) {
    button.addEventListener('click', () => {
        const root = document.documentElement;
        const isDark = root.dataset.theme
            ? root.dataset.theme === 'dark'
            : matchMedia('(prefers-color-scheme: dark)').matches;
        root.dataset.theme = isDark ? 'light' : 'dark';
        document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    });
}

for (const button of all('[data-copy]')) {
    button.addEventListener('click', async () => {
        const before = button.getAttribute('aria-label');
        try {
            await navigator.clipboard.writeText(button.dataset.copy);
        } catch {
            return; // Refused by the browser: the text beside the button can still be selected.
        }
        button.classList.add('done');
        button.setAttribute('aria-label', button.dataset.done);
        setTimeout(() => {
            button.classList.remove('done');
            button.setAttribute('aria-label', before);
        }, 1600);
    });
}

for (const button of all('[data-print]')) button.addEventListener('click', () => print());

// Facets are open beside the list, and closed above it where there is no room beside it.
for (const facets of all('.facets')) facets.open = matchMedia('(min-width: 761px)').matches;
for (const box of all('.facets input[type=checkbox]')) {
    box.addEventListener('change', () => box.form.requestSubmit());
}

const load = (selector, module, mount) => {
    const found = all(selector);
    if (found.length) import(module).then(loaded => found.forEach(each => loaded[mount](each, t)));
};
load('[data-chart]', './chart.js', 'mount');
load('[data-proof]', './verify.js', 'mountPanel');
load('[data-receipt]', './verify.js', 'mountReceipt');
load('[data-record-check]', './verify.js', 'mountRecord');
load('[data-sample]', './verify.js', 'mountSample');
