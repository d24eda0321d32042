#!/usr/bin/env python3
"""Checks pages as visitors meet them, in a real browser.

    check_pages.py http://127.0.0.1:8080 /zh /en/market ... [--shots FOLDER] [--receipt FILE]
    check_pages.py --serve FOLDER [--shots FOLDER]

Each page is opened light and dark, wide (1440 px) and narrow (390 px). It fails when axe-core finds a
violation (WCAG 2.2 A and AA, best practice), the console shows an error, the page scrolls sideways,
or nothing can be read with scripts off; html5lib must parse it without complaint. With --serve, the
folder that the test "The sample pages are written for the browser" wrote is served and all of its
pages are checked, and the proofs on them are recomputed, also after tampering. With --receipt, a
receipt of the exchange is pasted into its page, as it is and altered in each part.

Needs Chromium, and from PyPI playwright, axe-playwright-python and html5lib.
"""

import argparse
import contextlib
import functools
import http.server
import pathlib
import sys
import threading
import urllib.request

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from receipts import BAD, GOOD, SCRIPTS, check_receipts

AXE_OPTIONS = {"runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
WIDTHS = (1440, 390)


class SampleServer(http.server.SimpleHTTPRequestHandler):
    """Serves a folder with the headers that the real server sends."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def end_headers(self):
        for line in (pathlib.Path(self.directory) / "headers").read_text().splitlines():
            self.send_header(*line.split(": ", 1))
        super().end_headers()


SampleServer.extensions_map[".js"] = "text/javascript"


@contextlib.contextmanager
def serving(folder):
    handler = functools.partial(SampleServer, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Checker:
    def __init__(self, browser, base, shots):
        self.browser, self.base, self.shots = browser, base, shots
        self.axe, self.problems = Axe(), []

    def report(self, path, what):
        self.problems.append(f"{path}: {what}")
        print(f"FAIL {path}: {what}")

    @contextlib.contextmanager
    def page(self, path, until="load", **options):
        """A page open at `path`; whatever its console complains of is a problem."""
        context = self.browser.new_context(reduced_motion="reduce", **options)
        page = context.new_page()

        def complain(text):
            # A browser notes the status of an error page that was asked for; that is its purpose.
            if "Failed to load resource" not in text:
                self.report(path, f"console: {text}")

        page.on("console", lambda m: complain(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complain(str(e)))
        page.goto(self.base + path, wait_until=until)
        yield page
        context.close()

    def markup(self, path):
        try:
            source = urllib.request.urlopen(self.base + path).read()
        except urllib.error.HTTPError as error:
            source = error.read()
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(source, transport_encoding="utf-8")
        for (line, column), code, details in parser.errors:
            self.report(path, f"html {line}:{column} {code} {details}")

    def under_policy(self, path):
        """With the policy in force: only the console can complain."""
        with self.page(path):
            pass

    def looks(self, path):
        # axe is injected, which the page's own policy rightly forbids.
        with self.page(path, bypass_csp=True) as page:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.reload(wait_until="load")
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    self.look(page, path, scheme, width)

    def look(self, page, path, scheme, width):
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            self.report(path, f"{width} px {scheme}: {overflow} px too wide")
        if self.shots:
            name = path.strip("/").replace("/", "-") or "root"
            page.screenshot(path=self.shots / f"{name}-{scheme}-{width}.png", full_page=True)
        for found in self.axe.run(page, options=AXE_OPTIONS).response["violations"]:
            where = [node["target"] for node in found["nodes"][:3]]
            self.report(path, f"{width} px {scheme}: axe {found['id']} at {where}")

    def without_scripts(self, path):
        with self.page(path, java_script_enabled=False) as page:
            text = page.locator("main").inner_text().strip()
            if not text or page.locator("h1").count() != 1:
                self.report(path, "scripts off: no content or not one h1")
            if page.locator(".needs-script:visible").count():
                self.report(path, "scripts off: a control that needs scripts is shown")

    def check(self, path):
        self.markup(path)
        self.under_policy(path)
        self.looks(path)
        self.without_scripts(path)
        print(f"done {path}")


def press(page, panel, wanted):
    """Presses a panel's button and waits for the class that its verdict gets."""
    page.locator(f"{panel} [data-verify]").click()
    expect(page.locator(f"{panel} [data-verdict]")).to_have_class(wanted, timeout=10_000)


def check_proofs(checker, folder):
    """The browser must accept what is true and refuse what was tampered with."""
    good, bad = GOOD, BAD
    proof = (folder / "proof").read_text()
    record = (folder / "record").read_text()

    with checker.page("/zh/record/", SCRIPTS) as page:
        press(page, "[data-proof]", good)
        page.evaluate("document.querySelector('[data-proof]').dataset.leaf = 'ab'.repeat(32)")
        press(page, "[data-proof]", bad)
        page.fill("[data-record-check] textarea", record)
        press(page, "[data-record-check]", good)
        page.fill("[data-record-check] textarea", record + " ")
        press(page, "[data-record-check]", bad)

    # A proof that brings no record is checked with the record beside it.
    with checker.page("/zh/ledger/", SCRIPTS) as page:
        page.fill("[data-receipt] [data-text]", proof)
        press(page, "[data-receipt]", "live fine")
        page.fill("[data-receipt] [data-record]", record)
        press(page, "[data-receipt]", good)
        page.fill("[data-receipt] [data-text]", (folder / "receipt").read_text())
        page.fill("[data-receipt] [data-record]", record + " ")
        press(page, "[data-receipt]", bad)

    with checker.page("/zh/ledger/", SCRIPTS) as page:
        page.set_input_files("[data-file]", [folder / "proof", folder / "record"])
        expect(page.locator("[data-receipt] [data-verdict]")).to_have_class(good)
        press(page, "[data-proof]", good)
        page.focus(".plotbox")
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".tip")).to_be_visible()

    with checker.page("/en/product/", SCRIPTS) as page:
        press(page, "[data-sample]", good)
        page.evaluate("document.querySelector('[data-sample] tbody [data-cell]').textContent += '0'")
        press(page, "[data-sample]", bad)
        page.keyboard.press("/")
        expect(page.locator("[data-hotkey]")).to_be_focused()
    print("done proofs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("base", nargs="?", help="where the exchange's portal is served")
    parser.add_argument("paths", nargs="*", help="paths to check")
    parser.add_argument("--serve", type=pathlib.Path, help="serve and check the sample pages here")
    parser.add_argument("--shots", type=pathlib.Path, help="put screenshots here")
    parser.add_argument("--receipt", type=pathlib.Path, help="a receipt that must hold")
    parser.add_argument("--only", default="", help="with --serve, only paths containing this")
    arguments = parser.parse_args()
    if not arguments.serve and not arguments.paths:
        parser.error("give a base address and paths, or --serve")
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)

    with contextlib.ExitStack() as stack:
        base, paths = arguments.base, arguments.paths
        if folder := arguments.serve:
            base = stack.enter_context(serving(folder))
            pages = sorted(folder.glob("*/*/index.html"))
            paths = [f"/{page.parent.relative_to(folder)}/" for page in pages]
            paths = [path for path in paths if arguments.only in path]
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--font-render-hinting=none"])
        checker = Checker(browser, base, arguments.shots)
        for path in paths:
            checker.check(path)
        if folder and not arguments.only:
            check_proofs(checker, folder)
            check_receipts(checker, "/{}/ledger/", (folder / "receipt").read_text())
        elif arguments.receipt:
            check_receipts(checker, "/{}/ledger", arguments.receipt.read_text())
        browser.close()
    print(f"{len(paths)} pages, {len(checker.problems)} problems")
    return 1 if checker.problems or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
