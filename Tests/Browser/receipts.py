"""Pastes receipts into the ledger's page: a good one, and one altered in each part.

The page must accept the one and say of each other, in both languages, which part is wrong.
"""

import base64
import json
import re

from playwright.sync_api import expect

GOOD, BAD = "live fine ok-t", "live fine bad-t"

# A page's proof scripts are fetched after it is loaded; then the network is idle.
SCRIPTS = "networkidle"

# Signs a checkpoint's text anew, as a stranger who bears the log's name would.
STRANGER = """async ([text, name]) => {
    const utf8 = words => new TextEncoder().encode(words);
    const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
    const key = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
    const named = new Uint8Array([...utf8(name + '\\n'), 1, ...key]);
    const id = new Uint8Array(await crypto.subtle.digest('SHA-256', named)).slice(0, 4);
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, utf8(text)));
    return btoa(String.fromCharCode(...id, ...signature));
}"""


class Receipt:
    """A receipt taken apart (C2SP tlog-proof)."""

    def __init__(self, text):
        head, self.text, self.signatures = text.split("\n\n")
        self.format, extra, self.index, *self.path = head.split("\n")
        self.record = base64.b64decode(extra.removeprefix("extra ")).decode()

    def joined(self, **parts):
        each = {**vars(self), **parts}
        extra = "extra " + base64.b64encode(each["record"].encode()).decode()
        head = [each["format"], extra, each["index"], *each["path"]]
        return "\n\n".join(["\n".join(head), each["text"], each["signatures"]])

    def checkpoint(self, line, change):
        """The receipt with a line of its checkpoint changed: origin 0, size 1, root 2."""
        lines = self.text.split("\n")
        lines[line] = change(lines[line])
        return self.joined(text="\n".join(lines))


def flipped(text, at=0):
    """Base64 or hex with one digit changed."""
    return text[:at] + ("a" if text[at] != "a" else "b") + text[at + 1:]


def altered(receipt, stranger):
    """Receipts altered in one part each, with what must be said of it in Chinese and English."""
    sequence = json.loads(receipt.record)["sequence"]
    salt = re.search(r'"salt":"', receipt.record).end()
    numbered = receipt.record.replace(f'"sequence":{sequence}', f'"sequence":{sequence + 1}')
    name = re.match("\u2014 (\\S+) (\\S+)", receipt.signatures)
    return [
        (receipt.joined(record=flipped(receipt.record, salt)), "记录被改动", "the record was changed"),
        (receipt.joined(record=numbered), "记录自称", "the record says"),
        (receipt.joined(record=receipt.record[:-1]), "记录被改动", "the record was changed"),
        (receipt.joined(index=f"index {sequence - 1}"), "记录自称", "the record says"),
        (receipt.joined(path=[flipped(receipt.path[0]), *receipt.path[1:]]),
         "路径被改动", "the path was changed"),
        (receipt.joined(path=receipt.path[1:]), "路径或序号被改动", "the path or the number was changed"),
        (receipt.joined(path=["?", *receipt.path[1:]]), "读不出路径", "the path can't be read"),
        (receipt.checkpoint(0, lambda origin: origin + "0"), "检查点属于另一日志", "of another log"),
        (receipt.checkpoint(1, lambda size: str(int(size) + 1)),
         "检查点被改动", "the checkpoint was changed"),
        (receipt.checkpoint(2, flipped), "检查点被改动", "the checkpoint was changed"),
        (receipt.joined(signatures=receipt.signatures.replace(
            name[2], flipped(name[2], 20), 1)), "检查点被改动", "the checkpoint was changed"),
        (receipt.joined(signatures=f"\u2014 {name[1]} {stranger}\n"),
         "检查点由陌生人签名", "signed by a stranger"),
        (receipt.joined(format="c2sp.org/tlog-proof@v9"), "读不出回执的开头", "the head of the receipt"),
        (receipt.joined()[:200], "格式不对", "Malformed"),
    ]


def paste(page, text, wanted):
    """Pastes a receipt, checks it, and gives the verdict once it has come."""
    verdict = page.locator("[data-receipt] [data-verdict]")
    page.fill("[data-receipt] [data-text]", text)
    page.locator("[data-receipt] [data-verify]").click()
    expect(verdict).to_have_class(wanted, timeout=10_000)
    expect(page.locator("[data-receipt] [data-verify]")).to_be_enabled()
    return verdict.inner_text()


def check_receipts(checker, address, text):
    """Checks a receipt that must hold; `address` has a place for the language."""
    receipt = Receipt(text)
    for language, words in (("zh", 1), ("en", 2)):
        path = address.format(language)
        with checker.page(path, SCRIPTS) as page:
            stranger = page.evaluate(
                STRANGER, [receipt.text + "\n", receipt.text.split("\n")[0]])
            for case in altered(receipt, stranger):
                verdict = paste(page, case[0], BAD)
                if case[words] not in verdict:
                    checker.report(path, f"not '{case[words]}' but '{verdict}'")
            for good in (text, f"\n  {text}\n\n", text.replace("\n", "\r\n")):
                paste(page, good, GOOD)
            states = page.locator("[data-receipt] [data-check]").evaluate_all(
                "lines => lines.map(line => line.dataset.state)")
            if set(states) != {"ok"} or len(states) < 3:
                checker.report(path, f"checks of a good receipt: {states}")
            if checker.shots:
                page.locator("[data-receipt]").screenshot(
                    path=checker.shots / f"receipt-{language}.png")
    print("done receipts")
