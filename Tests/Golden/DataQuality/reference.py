"""The profile and the fingerprint of a CSV file, computed independently of the Swift code.

    python3 Tests/Golden/DataQuality/reference.py FILE

prints both as JSON. It is written to be obviously right, not fast: it holds everything in memory
and counts distinct values exactly, so it agrees with the profile where `isExact` is true.
The data-set key is the bytes 00 01 … 1f.
"""
import collections, csv, datetime, decimal, hashlib, hmac, json, re, sys

MISSING = {"", "NA", "N/A", "NULL", "null", "NaN"}
NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?\Z")


def sha(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\1" + root(leaves[:half]) + root(leaves[half:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if index < half:
        return path(index, leaves[:half]) + [root(leaves[half:])]
    return path(index - half, leaves[half:]) + [root(leaves[:half])]


def canonical(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def salt(index, key=bytes(range(32))):
    return hmac.new(key, index.to_bytes(8, "big"), hashlib.sha256).digest()


def leaves(records):
    return [sha(b"\0" + salt(i) + canonical(r)) for i, r in enumerate(records)]


def kind(text):
    """The narrowest type and the value that orders it."""
    match = NUMBER.match(text)
    if match and (match[1] or match[2]) and text[-1] != ".":
        return ("decimal" if match[2] or match[3] else "integer"), decimal.Decimal(text)
    try:
        return "date", datetime.date.fromisoformat(text)
    except ValueError:
        return "text", None


def column(name, values, rows):
    held = [v for v in values if v not in MISSING]
    kinds = [(kind(v), v) for v in held]
    counts = collections.Counter(k[0] for k, _ in kinds)
    numeric = "decimal" if counts["decimal"] else "integer"
    shares = [(numeric, counts["integer"] + counts["decimal"]), ("date", counts["date"])]
    best, conforming = max(shares, key=lambda s: s[1])
    if not held:
        best, conforming = "empty", 0
    elif conforming * 10 < len(held) * 9:
        best, conforming = "text", len(held)
    if best == "text":
        order, known = (lambda v: v.encode()[:100]), held
    else:
        accepted = {"integer", "decimal"} if best in ("integer", "decimal") else {best}
        order, known = (lambda v: kind(v)[1]), [v for k, v in kinds if k[0] in accepted]
    frequent = collections.Counter(held)
    result = {
        "distinct": {"isExact": len(frequent) <= 10_000, "value": len(frequent)},
        "frequent": [],
        "missing": rows - len(held),
        "missingShare": (rows - len(held)) * 1_000_000 // rows if rows else 0,
        "name": name,
        "type": best,
        "typeShare": conforming * 1_000_000 // len(held) if held else 0,
    }
    if held:
        result["minimum"] = min(known, key=order)
        result["maximum"] = max(known, key=order)
        result["shortest"] = min(map(len, held))
        result["longest"] = max(map(len, held))
    if len(frequent) <= 1_000 and all(len(v.encode()) <= 100 for v in frequent):
        top = sorted(frequent.items(), key=lambda item: (-item[1], item[0].encode()))[:10]
        result["frequent"] = [{"count": count, "value": value} for value, count in top]
    return result


def main(name):
    data = open(name, "rb").read()
    records = list(csv.reader(data.decode("utf-8-sig").splitlines(True), strict=True))
    rows = len(records) - 1
    columns = [column(n, [r[i] for r in records[1:]], rows) for i, n in enumerate(records[0])]
    fields, missing = rows * len(columns), sum(c["missing"] for c in columns)
    hashes = leaves(records)
    proven = rows // 2
    report = {
        "profile": {
            "bytes": len(data),
            "columns": columns,
            "completeness": (fields - missing) * 1_000_000 // fields,
            "rows": rows,
            "sha256": hashlib.sha256(data).hexdigest(),
        },
        "fingerprint": {"root": root(hashes).hex(), "rows": rows},
        "proof": {
            "index": proven,
            "path": [h.hex() for h in path(proven, hashes)],
            "row": records[proven],
            "salt": salt(proven).hex(),
        },
    }
    json.dump(report, sys.stdout, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


main(sys.argv[1])
