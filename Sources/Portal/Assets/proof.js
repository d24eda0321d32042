// Proofs of the transparency log, computed by the visitor's own browser and nothing else.
// Formats: RFC 9162 (tree), C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof.

const encoder = new TextEncoder();

export class Malformed extends Error {}

function require(condition, what) {
    if (!condition) throw new Malformed(what);
}

// Bytes

export const utf8 = text => encoder.encode(text);

export function concat(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const toHex = bytes => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text) {
    require(/^(?:[0-9a-f]{2})*$/.test(text), 'hex');
    return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
}

export function fromBase64(text, what) {
    let binary;
    try {
        binary = atob(text);
    } catch {
        throw new Malformed(what);
    }
    require(btoa(binary) === text, what);
    return Uint8Array.from(binary, character => character.charCodeAt(0));
}

function decimal(text, what) {
    require(/^(?:0|[1-9][0-9]{0,15})$/.test(text), what);
    const value = Number(text);
    require(Number.isSafeInteger(value), what);
    return value;
}

// Tree (RFC 9162 §2.1)

async function sha256(...parts) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}

export const leafHash = record => sha256(Uint8Array.of(0), record);

const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

// The root that a leaf and its audit path lead to, or null when the path doesn't fit the place.
// Halving by division, since >> would cut numbers above 2^31.
export async function rootFrom(leaf, index, size, path, step = async () => {}) {
    if (leaf.length !== 32 || index < 0 || index >= size || path.length > 63) return null;
    const half = n => Math.floor(n / 2);
    let node = index, last = size - 1, root = leaf;
    for (const [level, sibling] of path.entries()) {
        if (last === 0 || sibling.length !== 32) return null;
        if (node % 2 === 1 || node === last) {
            root = await nodeHash(sibling, root);
            while (node % 2 === 0 && node !== 0) {
                node = half(node);
                last = half(last);
            }
        } else {
            root = await nodeHash(root, sibling);
        }
        node = half(node);
        last = half(last);
        await step(level);
    }
    return last === 0 ? root : null;
}

// Notes

// A verifier key: name+id+base64(type, key); the id must be the one its contents give.
export async function parseKey(text) {
    const match = text.match(/^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/);
    require(match, 'key');
    const [, name, id, encoded] = match;
    const blob = fromBase64(encoded, 'key');
    require(blob.length === 33 && (blob[0] === 1 || blob[0] === 4), 'key');
    const digest = await sha256(utf8(name), Uint8Array.of(0x0a), blob);
    require(toHex(digest.slice(0, 4)) === id, 'key');
    return { name, id, type: blob[0], bytes: blob.slice(1) };
}

// The signed text (with its final line feed) and the signature lines.
export function parseNote(text) {
    require(text.length <= 1_000_000, 'note');
    require(!/[\u0000-\u0009\u000b-\u001f]/.test(text), 'note');
    const split = text.lastIndexOf('\n\n');
    require(split > 0 && text.endsWith('\n'), 'note');
    const lines = text.slice(split + 2, -1).split('\n');
    require(lines.length <= 100, 'note');
    const signatures = lines.map(line => {
        const match = line.match(/^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/);
        require(match, 'signature');
        const blob = fromBase64(match[2], 'signature');
        require(blob.length > 4, 'signature');
        return { name: match[1], id: toHex(blob.slice(0, 4)), bytes: blob.slice(4) };
    });
    return { text: text.slice(0, split + 1), signatures };
}

export function parseCheckpoint(text) {
    const lines = text.split('\n');
    require(lines.length >= 4 && lines[0] !== '' && lines.at(-1) === '', 'checkpoint');
    const root = fromBase64(lines[2], 'checkpoint');
    require(root.length === 32, 'checkpoint');
    return { origin: lines[0], size: decimal(lines[1], 'checkpoint'), root };
}

// What must have been signed: the text itself by the log (type 1), or the text with the time it
// was seen by a witness (type 4).
function signedBytes(key, note, signature) {
    if (key.type === 1) {
        require(signature.bytes.length === 64, 'signature');
        return { message: utf8(note.text), signature: signature.bytes };
    }
    require(signature.bytes.length === 72, 'signature');
    const time = new DataView(signature.bytes.buffer, signature.bytes.byteOffset).getBigUint64(0);
    return {
        message: utf8(`cosignature/v1\ntime ${time}\n${note.text}`),
        signature: signature.bytes.slice(8),
    };
}

// true, false, or null when the note carries no signature by this key.
export async function isSignedBy(key, note) {
    const found = note.signatures.filter(each => each.name === key.name && each.id === key.id);
    if (found.length === 0) return null;
    const publicKey = await crypto.subtle.importKey('raw', key.bytes, 'Ed25519', false, ['verify']);
    for (const each of found) {
        const { message, signature } = signedBytes(key, note, each);
        if (!await crypto.subtle.verify('Ed25519', publicKey, signature, message)) return false;
    }
    return true;
}

// Receipts

export function parseProof(text) {
    const split = text.indexOf('\n\n');
    require(split > 0 && text.length <= 1_000_000, 'receipt');
    const lines = text.slice(0, split).split('\n');
    require(lines.shift() === 'c2sp.org/tlog-proof@v1', 'receipt');
    const record = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift().slice(6), 'record') : null;
    const index = lines.shift()?.match(/^index (.+)$/);
    require(index, 'index');
    const path = lines.map(line => fromBase64(line, 'path'));
    require(path.length <= 63 && path.every(hash => hash.length === 32), 'path');
    return { record, index: decimal(index[1], 'index'), path, note: text.slice(split + 2) };
}

// Tiles (C2SP tlog-tiles)

// Where the leaf hash of an entry stands in a log of so many: the tile's path, and the hash's place.
export function leafTile(index, size) {
    const tile = Math.floor(index / 256);
    const groups = [tile % 1000];
    for (let rest = Math.floor(tile / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(rest % 1000);
    const digits = groups.map(group => String(group).padStart(3, '0'));
    const path = `tile/0/${digits.map((group, i) => i + 1 < digits.length ? `x${group}` : group).join('/')}`;
    const width = Math.min(256, size - tile * 256);
    return { path, partial: width < 256 ? `${path}.p/${width}` : path, place: index % 256 };
}
