"""Kills a server under load at random moments and checks that no acknowledged command is lost.

    python crash.py --binary .build/debug/databourse --kills 50

Clients sign commands and remember every acknowledgement (command ID, sequence number). The server
is killed with SIGKILL, started again, and so on. Commands that weren't acknowledged are sent again
under their old ID: each must be recorded once. At the end every acknowledged command stands once in
the journal, at the sequence number that was acknowledged, and `databourse audit` replays the whole.
Then a control: the same check on a journal without its last acknowledged record must fail.
"""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import random
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.serialization import load_pem_private_key

ORIGIN = "databourse.example/2026"


class Member:
    """Signs commands with a key file (docs/formats/signed-messages.md)."""

    def __init__(self, key_file):
        self.key = load_pem_private_key(pathlib.Path(key_file).read_bytes(), None)
        public = self.key.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(b"\x01" + public).hexdigest()[:32]

    def request(self, server, path, body, command_id):
        content = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(content).digest()).decode() + ":"
        parameters = (
            f'("@method" "@path" "content-digest");created={int(time.time())}'
            f';keyid="{self.key_id}";nonce="{command_id}";tag="{ORIGIN}"'
        )
        base = (
            f'"@method": POST\n"@path": {path}\n"content-digest": {digest}\n'
            f'"@signature-params": {parameters}'
        )
        signature = base64.b64encode(self.key.sign(base.encode())).decode()
        return urllib.request.Request(
            server + path,
            data=content,
            headers={
                "content-type": "application/json",
                "content-digest": digest,
                "signature-input": "sig1=" + parameters,
                "signature": f"sig1=:{signature}:",
            },
        )


class Load:
    """Clients that post deposits without pause and remember what was acknowledged."""

    def __init__(self, server, member, clients):
        self.server, self.member = server, member
        self.acknowledged = {}
        self.open_ids = set()
        self.errors = []
        self.lock = threading.Lock()
        self.stopping = False
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def run(self):
        pending = None
        while not self.stopping:
            command_id = pending or secrets.token_hex(16)
            with self.lock:
                self.open_ids.add(command_id)
            body = {"account": "6222", "amount": {"amount": 1, "currency": "CNY"}}
            request = self.member.request(self.server, "/v1/clearing/request-deposit", body, command_id)
            try:
                with urllib.request.urlopen(request, timeout=5) as response:
                    reply = json.load(response)
                with self.lock:
                    known = self.acknowledged.setdefault(command_id, reply["sequence"])
                    if known != reply["sequence"]:
                        self.errors.append(f"{command_id}: acknowledged as {known} and {reply['sequence']}")
                    self.open_ids.discard(command_id)
                pending = None
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503):
                    self.errors.append(f"{error.code}: {error.read()[:200]}")
                pending = command_id
                time.sleep(0.05)
            except OSError:
                pending = command_id
                time.sleep(0.02)

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()


def start(binary, venue, port):
    process = subprocess.Popen(
        [binary, "serve", venue, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"the server doesn't start: {process.stderr.read().decode()}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1)
            return process
        except OSError:
            time.sleep(0.02)
    sys.exit("the server isn't ready within 12 s")


def lost(records, acknowledged):
    """The acknowledged commands that don't stand exactly once at their place."""
    places = {}
    for record in records:
        if "command" in record:
            places.setdefault(record["command"], []).append(record["sequence"])
    return [i for i, sequence in acknowledged.items() if places.get(i) != [sequence]]


def public(binary, key_file):
    text = subprocess.run([binary, "key", "show", key_file], capture_output=True, text=True, check=True).stdout
    return dict(line.split() for line in text.splitlines())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=18460)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    dice = random.Random(options.seed)
    binary = os.path.abspath(options.binary)
    server = f"http://127.0.0.1:{options.port}"
    with tempfile.TemporaryDirectory() as folder:
        venue = os.path.join(folder, "venue")
        subprocess.run([binary, "init", venue, "--test"], check=True, capture_output=True)
        # The bank is a member from the first record on; it asks for deposits as any member may.
        member = Member(os.path.join(venue, "keys/bank.pem"))
        process = start(binary, venue, options.port)
        load = Load(server, member, options.clients)
        for _ in range(options.kills):
            time.sleep(dice.uniform(0.02, 0.4))
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start(binary, venue, options.port)
        time.sleep(0.5)
        load.stop()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        journal = subprocess.run(
            [binary, "journal", "--folder", venue], capture_output=True, check=True
        ).stdout.splitlines()
        records = [json.loads(line) for line in journal]
        failures = load.errors + [f"lost or doubled: {i}" for i in lost(records, load.acknowledged)]
        audit = subprocess.run([binary, "audit", "--folder", venue], capture_output=True, text=True)
        if audit.returncode != 0:
            failures.append(f"audit: {audit.stderr}")
        newest = max(load.acknowledged.values(), default=0)
        planted = [r for r in records if r["sequence"] != newest]
        if not lost(planted, load.acknowledged):
            failures.append("the control isn't caught: a lost record goes unnoticed")
        print(
            f"{options.kills} kills, {len(load.acknowledged)} acknowledged commands, "
            f"{len(records)} records, {len(failures)} failures; control caught"
        )
        print(audit.stdout.rstrip())
        for failure in failures[:10]:
            print("FAILURE", failure)
        sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
