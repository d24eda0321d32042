// Joins the pages' proof panels to proof.js: reads what a panel holds, shows each check's outcome.
import * as proof from './proof.js';

const pause = matchMedia('(prefers-reduced-motion: no-preference)').matches ? 28 : 0;
const wait = () => new Promise(resolve => setTimeout(resolve, pause));

// A check that can't be made: why, in words. Neither a success nor a failure.
class Skipped extends Error {}

export function mountPanel(panel, t) {
    const button = panel.querySelector('[data-verify]');
    button?.addEventListener('click', () => run(panel, button, t, async () => ({
        leaf: panel.dataset.leaf && proof.fromHex(panel.dataset.leaf),
        index: Number(panel.dataset.index),
        path: (panel.dataset.path ?? '').split(' ').filter(Boolean).map(proof.fromHex),
        note: panel.dataset.note,
        expected: { size: Number(panel.dataset.size), root: proof.fromHex(panel.dataset.root) },
    })));
}

export function mountReceipt(panel, t) {
    const [text, record] = ['text', 'record'].map(name => panel.querySelector(`textarea[data-${name}]`));
    const file = panel.querySelector('[data-file]');
    const drop = panel.querySelector('[data-drop]');
    const button = panel.querySelector('[data-verify]');
    let recordBytes = null;

    async function take(files) {
        for (const each of [...files].slice(0, 2)) {
            const bytes = new Uint8Array(await each.arrayBuffer());
            const words = new TextDecoder().decode(bytes);
            if (words.startsWith('c2sp.org/tlog-proof')) {
                text.value = words;
            } else {
                record.value = words;
                recordBytes = bytes;
            }
        }
        button.click();
    }

    record.addEventListener('input', () => { recordBytes = null; });
    file.addEventListener('change', () => take(file.files));
    drop.addEventListener('dragover', event => {
        event.preventDefault();
        drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', event => {
        event.preventDefault();
        drop.classList.remove('over');
        take(event.dataTransfer.files);
    });
    button.addEventListener('click', () => run(panel, button, t, async () => {
        const receipt = proof.parseProof(text.value.endsWith('\n') ? text.value : `${text.value}\n`);
        const bytes = recordBytes ?? (record.value && proof.utf8(record.value));
        return { ...receipt, leaf: bytes ? await proof.leafHash(bytes) : null, needsRecord: true };
    }));
}

export function mountRecord(panel, t) {
    const text = panel.querySelector('[data-text]');
    panel.querySelector('[data-verify]').addEventListener('click', async () => {
        const wanted = panel.dataset.leaf;
        // A pasted text may have gained a line break that the record doesn't end with.
        const tries = [text.value, text.value.replace(/\n$/, '')];
        const found = [];
        for (const each of tries) found.push(proof.toHex(await proof.leafHash(proof.utf8(each))));
        const fits = found.includes(wanted);
        say(panel, fits, fits
            ? t('一致：这就是该记录的原文。', 'They agree: this is the record.')
            : t(`不一致：算得 ${found[0].slice(0, 16)}…`, `They differ: got ${found[0].slice(0, 16)}…`));
    });
}

export function mountSample(panel, t) {
    const button = panel.querySelector('[data-verify]');
    button.addEventListener('click', async () => {
        button.disabled = true;
        const size = Number(panel.dataset.rows) + 1;
        let failures = 0;
        for (const row of panel.querySelectorAll('tr')) {
            const fits = await proves(row, size, panel.dataset.root);
            failures += fits ? 0 : 1;
            row.classList.toggle('fits', fits);
            row.classList.toggle('fails', !fits);
            const outcome = row.querySelector('[data-outcome]');
            outcome.textContent = fits ? t('✓ 在数据中', '✓ in the data') : t('✗ 不符', '✗ differs');
            if (pause) await wait();
        }
        say(panel, failures === 0, failures === 0
            ? t('表头与每一行都由本机算到同一个数据指纹。', 'Header and rows all lead to the fingerprint, computed here.')
            : t(`${failures} 行算不到数据指纹。`, `${failures} rows don't lead to the fingerprint.`));
        button.disabled = false;
    });
}

// Whether the row leads to the root, and the cells shown are the fields that were hashed.
async function proves(row, size, root) {
    try {
        const { index, row: canonical, salt, path } = row.dataset;
        const fields = JSON.parse(canonical);
        const cells = [...row.querySelectorAll('[data-cell]')].map(cell => cell.textContent);
        if (!proof.equal(fields.map(shown), cells)) return false;
        const leaf = await proof.leafHash(proof.concat(proof.fromHex(salt), proof.utf8(canonical)));
        const siblings = path.split(' ').filter(Boolean).map(proof.fromHex);
        const found = await proof.rootFrom(leaf, Number(index), size, siblings);
        return found !== null && proof.toHex(found) === root;
    } catch {
        return false;
    }
}

// A field as a page shows it: control characters have no place in HTML.
const shown = field => field.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\ufffd');

function say(panel, fits, words) {
    const verdict = panel.querySelector('[data-verdict]');
    verdict.classList.toggle('ok-t', fits === true);
    verdict.classList.toggle('bad-t', fits === false);
    verdict.textContent = words;
}

// Makes every check that the panel lists; `read` gives what there is to check.
async function run(panel, button, t, read) {
    button.disabled = true;
    const started = performance.now();
    const cells = [...panel.querySelectorAll('.ap')];
    for (const cell of cells) cell.classList.remove('on', 'bad');
    const states = [];
    try {
        const claim = await read();
        const note = proof.parseNote(claim.note);
        const head = proof.parseCheckpoint(note.text);
        const checks = { record, inclusion, signature, witnesses };
        for (const line of panel.querySelectorAll('[data-check]')) {
            states.push(await outcome(line, () => checks[line.dataset.check]({
                panel, t, claim, note, head, cells,
            }), t));
        }
        const took = Math.round(performance.now() - started);
        if (states.includes('bad')) {
            for (const cell of cells) cell.classList.add('bad');
            say(panel, false, t('核验失败：请保留这份证明并报告。', 'It does not verify: keep this proof and report it.'));
        } else if (states.includes('skip')) {
            say(panel, null, t('能算的都成立，有一项未核。', 'What could be checked holds; not all could.'));
        } else {
            say(panel, true, t(`全部成立，本机用时 ${took} 毫秒。`, `All hold; computed here in ${took} ms.`));
        }
    } catch (error) {
        if (!(error instanceof proof.Malformed)) throw error;
        say(panel, false, t('格式不对：这不是一份完整的证明。', 'Malformed: this is not a complete proof.'));
    } finally {
        button.disabled = false;
    }
}

async function outcome(line, check, t) {
    const words = line.querySelector('[data-outcome]');
    let state = 'ok';
    try {
        const result = await check();
        state = result === false ? 'bad' : 'ok';
        words.textContent = typeof result === 'string' ? result : '';
    } catch (error) {
        if (error instanceof Skipped) {
            state = 'skip';
            words.textContent = error.message;
        } else if (error instanceof DOMException) {
            state = 'skip';
            words.textContent = t('此浏览器不支持 Ed25519', 'This browser lacks Ed25519');
        } else {
            state = 'bad';
            words.textContent = t('格式不对', 'malformed');
        }
    }
    line.dataset.state = state;
    return state;
}

// The checks. Each gives false for a failure, or true or a short text for a success.

async function record({ claim, t }) {
    if (!claim.leaf) throw new Skipped(t('未提供原文', 'no record given'));
    return `${proof.toHex(claim.leaf).slice(0, 12)}…`;
}

async function inclusion({ claim, head, cells, t }) {
    if (!claim.leaf) throw new Skipped(t('需要记录原文', 'needs the record'));
    const root = await proof.rootFrom(claim.leaf, claim.index, head.size, claim.path, async level => {
        cells[level]?.classList.add('on');
        if (pause) await wait();
    });
    return root !== null && proof.equal(root, head.root)
        && t(`${claim.path.length} 次哈希`, `${claim.path.length} hashes`);
}

async function signature({ panel, claim, note, head }) {
    const { expected } = claim;
    if (expected && (expected.size !== head.size || !proof.equal(expected.root, head.root))) return false;
    if (panel.dataset.origin && panel.dataset.origin !== head.origin) return false;
    const key = await proof.parseKey(panel.dataset.logKey);
    return await proof.isSignedBy(key, note) === true && key.name;
}

async function witnesses({ panel, note, t }) {
    const keys = panel.dataset.witnessKeys.split(' ').filter(Boolean);
    let good = 0;
    for (const text of keys) {
        const signed = await proof.isSignedBy(await proof.parseKey(text), note);
        if (signed === false) return false;
        if (signed) good += 1;
    }
    if (good === 0) throw new Skipped(t('尚无联署', 'none yet'));
    return `${good} / ${keys.length}`;
}
