#!/usr/bin/env python3
"""Reads the transparency log's formats without the library, on Python's standard library alone.

    check.py                        checks the golden files beside it
    check.py RECEIPT POLICY ENTRY   checks that the receipt proves the entry under the policy

It says what it checked, or stops at the first thing that is wrong.
"""

import base64
import hashlib
import pathlib
import struct
import sys


def demand(condition, problem):
    if not condition:
        sys.exit("refused: " + problem)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# Merkle tree: RFC 6962 §2.1


def leaf(entry):
    return sha256(b"\0", entry)


def node(left, right):
    return sha256(b"\1", left, right)


def split(count):
    return 1 << ((count - 1).bit_length() - 1)


def root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    k = split(len(hashes))
    return node(root(hashes[:k]), root(hashes[k:]))


def path(index, hashes):
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return path(index, hashes[:k]) + [root(hashes[k:])]
    return path(index - k, hashes[k:]) + [root(hashes[:k])]


def consistency(old, hashes, complete=True):
    if old == len(hashes):
        return [] if complete else [root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return consistency(old, hashes[:k], complete) + [root(hashes[k:])]
    return consistency(old - k, hashes[k:], False) + [root(hashes[:k])]


def root_from_path(index, size, hash, path):
    """The root that a leaf's path leads to."""
    if size == 1:
        demand(not path, "the path is too long")
        return hash
    demand(path, "the path is too short")
    k = split(size)
    if index < k:
        return node(root_from_path(index, k, hash, path[:-1]), path[-1])
    return node(path[-1], root_from_path(index - k, size - k, hash, path[:-1]))


# Ed25519: RFC 8032 §5.1, verification only

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    """Adds points in extended coordinates."""
    left, right = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    product, double = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = right - left, double - product, double + product, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    sum = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            sum = add(sum, point)
        point, scalar = add(point, point), scalar >> 1
    return sum


def decompress(bytes):
    number = int.from_bytes(bytes, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    demand(y < P and (x * x - square) % P == 0 and not (x == 0 and sign), "not a point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(signature, message, public_key):
    scalar = int.from_bytes(signature[32:], "little")
    hash = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(hash, "little") % ORDER
    x, y, z, t = times(challenge, decompress(public_key))
    return scalar < ORDER and compress(add(times(scalar, BASE), (-x, y, z, -t))) == signature[:32]


# Keys, notes and checkpoints: C2SP signed-note, tlog-checkpoint, tlog-cosignature


def read_vkey(vkey):
    """A key as (name, key ID), type byte and public key."""
    name, hash, blob = vkey.split("+", 2)
    blob = base64.b64decode(blob, validate=True)
    id = sha256(name.encode(), b"\n", blob)[:4]
    demand(id.hex() == hash and len(blob) == 33, "not a key: " + vkey)
    return (name, id), blob[0], blob[1:]


def read_note(note):
    """A note's text and its signatures, as ((name, key ID), signature)."""
    text, _, lines = note.rpartition(b"\n\n")
    signatures = []
    for line in lines.decode().splitlines():
        dash, name, blob = line.split(" ")
        demand(dash == "\u2014", "not a signature line")
        blob = base64.b64decode(blob, validate=True)
        signatures.append(((name, blob[:4]), blob[4:]))
    return text + b"\n", signatures


def check_signature(text, signature, type, public_key):
    if type == 4:
        (time,) = struct.unpack(">Q", signature[:8])
        text, signature = b"cosignature/v1\ntime %d\n" % time + text, signature[8:]
    demand(len(signature) == 64 and is_signature(signature, text, public_key), "bad signature")


def read_checkpoint(text):
    origin, size, root = text.decode().splitlines()[:3]
    return origin, int(size), base64.b64decode(root, validate=True)


# Policies and receipts: C2SP tlog-policy, tlog-proof


def check_policy(policy, note):
    """Checks a checkpoint's signatures and quorum; returns its size and root."""
    text, signatures = read_note(note)
    origin, size, root = read_checkpoint(text)
    seen, quorum = set(), None
    for words in (line.split() for line in policy.splitlines()):
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("log", "witness"):
            vkey = words[1] if words[0] == "log" else words[2]
            key, type, public_key = read_vkey(vkey)
            for signature in (signature for signer, signature in signatures if signer == key):
                check_signature(text, signature, type, public_key)
                seen.add("log of " + key[0] if words[0] == "log" else words[1])
        elif words[0] == "group":
            members = words[3:]
            needed = {"any": 1, "all": len(members)}.get(words[2]) or int(words[2])
            if sum(member in seen for member in members) >= needed:
                seen.add(words[1])
        elif words[0] == "quorum":
            quorum = words[1]
    demand("log of " + origin in seen, "no trusted log signed")
    demand(quorum == "none" or quorum in seen, "the quorum isn't met")
    return size, root


def check_receipt(receipt, policy, entry):
    head, _, note = receipt.partition(b"\n\n")
    lines = head.decode().splitlines()
    demand(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a receipt")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = int(lines.pop(0).removeprefix("index "))
    hashes = [base64.b64decode(line, validate=True) for line in lines]
    demand(all(len(hash) == 32 for hash in hashes), "not a hash")
    size, root = check_policy(policy, note)
    demand(index < size, "the index is past the end")
    demand(root_from_path(index, size, leaf(entry), hashes) == root, "the log has another entry")
    return index, size


# The golden files: a log of the entries "entry 0" to "entry 299"


def tile_bytes(name, entries):
    row, number = name.split("/")[1:3]
    start = int(number.removesuffix(".p")) * 256
    width = int(name.split("/")[3]) if number.endswith(".p") else 256
    if row == "entries":
        return b"".join(struct.pack(">H", len(e)) + e for e in entries[start : start + width])
    hashes = [leaf(entry) for entry in entries]
    for _ in range(int(row)):
        full = len(hashes) // 256 * 256
        hashes = [root(hashes[at : at + 256]) for at in range(0, full, 256)]
    return b"".join(hashes[start : start + width])


def check_golden(folder):
    def read(name):
        return (folder / name).read_bytes()

    entries = [b"entry %d" % number for number in range(300)]
    hashes = [leaf(entry) for entry in entries]
    for line in read("roots.txt").decode().splitlines():
        size, hash = line.split()
        demand(root(hashes[: int(size)]).hex() == hash, line)
    for line in read("proofs.txt").decode().splitlines():
        kind, first, size, *proof = line.split()
        prove = {"inclusion": path, "consistency": consistency}[kind]
        demand([hash.hex() for hash in prove(int(first), hashes[: int(size)])] == proof, line)
    for line in read("tiles.txt").decode().splitlines():
        name, hash = line.split()
        demand(sha256(tile_bytes(name, entries)).hex() == hash, line)
    policy = read("policy.txt").decode()
    checkpoint = check_policy(policy, read("checkpoint.txt"))
    demand(checkpoint == (300, root(hashes)), "the checkpoint's root")
    receipt = check_receipt(read("receipt.tlog-proof"), policy, entries[7])
    demand(receipt == (7, 300), "the receipt's place")

    proof, _, note = read("add-checkpoint.txt").partition(b"\n\n")
    old, *lines = proof.decode().splitlines()
    wanted = [base64.b64encode(hash).decode() for hash in consistency(256, hashes)]
    demand(old == "old 256" and lines == wanted, "the witness request's proof")
    answer = note + read("add-checkpoint-answer.txt")
    lines = [line for line in policy.splitlines() if line.startswith(("log", "witness W1"))]
    check_policy("\n".join(lines + ["quorum W1"]), answer)


if len(sys.argv) == 4:
    receipt, policy, entry = (pathlib.Path(name).read_bytes() for name in sys.argv[1:])
    index, size = check_receipt(receipt, policy.decode(), entry)
    print(f"entry {index} of the log of {size} entries, signed and witnessed as the policy asks")
else:
    check_golden(pathlib.Path(__file__).parent)
    print("the golden files agree")
