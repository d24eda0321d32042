// A crosshair for a server-drawn chart. It reads the figure's own table: there is one copy of the data.
export function mount(figure) {
    const rows = [...figure.querySelectorAll('tbody tr')];
    const box = figure.querySelector('.plotbox');
    const tip = figure.querySelector('.tip');
    const cross = figure.querySelector('.cross');
    const line = cross.querySelector('.cx');
    const dot = cross.querySelector('.cc');
    let current = rows.length - 1;

    function show(index) {
        current = Math.max(0, Math.min(rows.length - 1, index));
        const row = rows[current];
        const x = Number(row.dataset.x) / 10, y = Number(row.dataset.y) / 2;
        for (const end of ['x1', 'x2']) line.setAttribute(end, `${x}%`);
        dot.setAttribute('cx', `${x}%`);
        dot.setAttribute('cy', `${y}%`);
        cross.setAttribute('visibility', 'visible');
        tip.replaceChildren(...[...row.cells].map(cell => {
            const part = document.createElement('span');
            part.textContent = cell.textContent;
            return part;
        }));
        tip.hidden = false;
        const at = x / 100 * box.clientWidth;
        const isRight = at + tip.offsetWidth + 28 > box.clientWidth;
        tip.style.transform = `translateX(${Math.round(isRight ? at - tip.offsetWidth - 14 : at + 14)}px)`;
    }

    function hide() {
        cross.setAttribute('visibility', 'hidden');
        tip.hidden = true;
    }

    box.addEventListener('pointermove', event => {
        const frame = box.getBoundingClientRect();
        const x = (event.clientX - frame.left) / frame.width * 1000;
        const distances = rows.map(row => Math.abs(Number(row.dataset.x) - x));
        show(distances.indexOf(Math.min(...distances)));
    });
    box.addEventListener('pointerleave', hide);
    box.addEventListener('blur', hide);
    box.addEventListener('keydown', event => {
        const target = {
            ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: rows.length - 1,
        }[event.key];
        if (target !== undefined) {
            event.preventDefault();
            show(target);
        } else if (event.key === 'Escape') {
            hide();
        }
    });
}
