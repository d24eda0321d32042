// Joins the pages' proof panels to proof.js: reads what a panel holds, shows each check's outcome.
import * as proof from './proof.js';

const pause = matchMedia('(prefers-reduced-motion: no-preference)').matches ? 28 : 0;
const wait = () => new Promise(resolve => setTimeout(resolve, pause));

// A check that can't be made: why, in words. Neither a success nor a failure.
class Skipped extends Error {}

// What a check found wrong, in words.
class Wrong extends Error {}

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
        // A pasted text may have gained or lost white space at its ends.
        const receipt = proof.parseProof(`${text.value.trim()}\n`);
        const given = recordBytes ?? (record.value ? proof.utf8(record.value) : null);
        const bytes = receipt.record ?? given;
        return { ...receipt, given, record: bytes, leaf: bytes && await proof.leafHash(bytes) };
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
    const lines = [...panel.querySelectorAll('[data-check]')];
    for (const line of lines) show(line, '', '');
    try {
        const claim = await read();
        const note = proof.parseNote(claim.note);
        const head = proof.parseCheckpoint(note.text);
        const checks = { record, inclusion, signature, witnesses };
        const wrong = [];
        let isWhole = true;
        for (const line of lines) {
            const { state, words } = await outcome(() => checks[line.dataset.check]({
                panel, t, claim, note, head, cells,
            }), t);
            show(line, state, words);
            if (state === 'bad') wrong.push(words);
            if (state === 'skip') isWhole = false;
        }
        const took = Math.round(performance.now() - started);
        if (wrong.length > 0) {
            for (const cell of cells) cell.classList.add('bad');
            say(panel, false, t(`不成立：${wrong.join('；')}。请保留原件并报告。`,
                `It does not hold: ${wrong.join('; ')}. Keep it and report it.`));
        } else if (!isWhole) {
            say(panel, null, t('能算的都成立，有一项未核。', 'What could be checked holds; not all could.'));
        } else {
            say(panel, true, t(`全部成立，本机用时 ${took} 毫秒。`, `All hold; computed here in ${took} ms.`));
        }
    } catch (error) {
        if (!(error instanceof proof.Malformed)) throw error;
        const part = PARTS[error.message] ?? PARTS.receipt;
        say(panel, false, t(`格式不对：读不出${part[0]}。`, `Malformed: ${part[1]} can't be read.`));
    } finally {
        button.disabled = false;
    }
}

// The parts of a proof as people call them, by what proof.js calls them.
const PARTS = {
    receipt: ['回执的开头', 'the head of the receipt'],
    record: ['回执里的记录', 'the record in the receipt'],
    index: ['记录的序号', "the record's number"],
    path: ['路径', 'the path'],
    note: ['检查点', 'the checkpoint'],
    checkpoint: ['检查点', 'the checkpoint'],
    signature: ['检查点的签名', "the checkpoint's signatures"],
};

function show(line, state, words) {
    line.dataset.state = state;
    line.querySelector('[data-outcome]').textContent = words;
}

async function outcome(check, t) {
    try {
        return { state: 'ok', words: await check() };
    } catch (error) {
        if (error instanceof Skipped) return { state: 'skip', words: error.message };
        if (error instanceof Wrong) return { state: 'bad', words: error.message };
        if (error instanceof proof.Malformed) return { state: 'bad', words: t('格式不对', 'malformed') };
        if (!(error instanceof DOMException)) throw error;
        return { state: 'skip', words: t('此浏览器不支持 Ed25519', 'This browser lacks Ed25519') };
    }
}

// The checks. Each gives what it found, or throws what is wrong or why it can't be made.

// The record that the receipt brings, or else the one given with it, belongs at the proof's place.
async function record({ claim, t }) {
    if (!claim.record) throw new Skipped(t('回执不带记录，也未提供原文', 'no record in the receipt, none given'));
    if (claim.given && !proof.equal(claim.given, claim.record)) {
        throw new Wrong(t('您提供的原文不是回执里的记录', "the record given isn't the receipt's"));
    }
    let fields;
    try {
        fields = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(claim.record));
    } catch {
        throw new Wrong(t('记录被改动：不是完整的 JSON', 'the record was changed: it is not whole JSON'));
    }
    if (fields?.sequence !== claim.index) {
        throw new Wrong(t(`记录自称 #${fields?.sequence}，证明却在 #${claim.index}`,
            `the record says #${fields?.sequence}, the proof #${claim.index}`));
    }
    return `#${claim.index} ${fields.path} → ${short(claim.leaf)}`;
}

async function inclusion({ panel, claim, note, head, cells, t }) {
    if (!claim.leaf) throw new Skipped(t('需要记录原文', 'needs the record'));
    const root = await proof.rootFrom(claim.leaf, claim.index, head.size, claim.path, async level => {
        cells[level]?.classList.add('on');
        if (pause) await wait();
    });
    if (root === null) {
        throw new Wrong(t('路径或序号被改动：长短与位置不符',
            'the path or the number was changed: the length does not fit the place'));
    }
    if (!proof.equal(root, head.root)) throw new Wrong(await whyNot(panel, claim, note, head, t));
    return t(`${claim.path.length} 次哈希 → ${short(root)}`, `${claim.path.length} hashes → ${short(root)}`);
}

// Which part leads astray: the log's published leaf hash tells a changed record from a changed path.
async function whyNot(panel, claim, note, head, t) {
    const key = await proof.parseKey(panel.dataset.logKey);
    if (await proof.isSignedBy(key, note).catch(() => null) !== true) {
        return t('算出的根不是这个检查点的根', "the root computed isn't this checkpoint's");
    }
    const leaf = await publishedLeaf(claim.index, head.size);
    if (leaf === null) {
        return t('算出的根不是已签名的根：记录或路径被改动',
            "the root computed isn't the signed one: the record or the path was changed");
    }
    return proof.equal(leaf, claim.leaf)
        ? t('路径被改动：记录与日志公布的叶哈希一致', 'the path was changed: the record fits the leaf hash that the log publishes')
        : t(`记录被改动：日志公布的叶哈希是 ${short(leaf)}`, `the record was changed: the log publishes the leaf hash ${short(leaf)}`);
}

// The leaf hash that the log publishes for an entry, or null.
async function publishedLeaf(index, size) {
    const { path, partial, place } = proof.leafTile(index, size);
    // A partial tile may go once the whole one is there.
    for (const each of new Set([partial, path])) {
        const answer = await fetch(`/log/${each}`).catch(() => null);
        if (!answer?.ok) continue;
        const hashes = new Uint8Array(await answer.arrayBuffer());
        if (hashes.length >= (place + 1) * 32) return hashes.slice(place * 32, (place + 1) * 32);
    }
    return null;
}

async function signature({ panel, claim, note, head, t }) {
    const { expected } = claim;
    if (expected && (expected.size !== head.size || !proof.equal(expected.root, head.root))) {
        throw new Wrong(t('检查点不是页面所示的那个', "the checkpoint isn't the one shown"));
    }
    if (panel.dataset.origin && panel.dataset.origin !== head.origin) {
        throw new Wrong(t(`检查点属于另一日志 ${head.origin}`, `the checkpoint is of another log, ${head.origin}`));
    }
    const key = await proof.parseKey(panel.dataset.logKey);
    const signed = await proof.isSignedBy(key, note);
    if (signed === null) {
        const signers = note.signatures.map(each => `${each.name}+${each.id}`).join(', ');
        throw new Wrong(t(`检查点由陌生人签名：${signers}，没有 ${key.name}+${key.id}`,
            `the checkpoint is signed by a stranger: ${signers}, not by ${key.name}+${key.id}`));
    }
    if (!signed) {
        throw new Wrong(t('检查点被改动：签名与内容不符', 'the checkpoint was changed: its signature does not fit'));
    }
    return `${key.name}+${key.id}`;
}

async function witnesses({ panel, note, t }) {
    const keys = panel.dataset.witnessKeys.split(' ').filter(Boolean);
    let good = 0;
    for (const text of keys) {
        const key = await proof.parseKey(text);
        const signed = await proof.isSignedBy(key, note);
        if (signed === false) {
            throw new Wrong(t(`${key.name} 的联署与检查点不符`, `the cosignature of ${key.name} does not fit`));
        }
        if (signed) good += 1;
    }
    if (good === 0) throw new Skipped(t('尚无联署', 'none yet'));
    return `${good} / ${keys.length}`;
}

const short = hash => `${proof.toHex(hash).slice(0, 12)}…`;
