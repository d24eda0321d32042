"""Sends generated requests to every operation of the OpenAPI document (schemathesis).

    python fuzz_api.py --server http://127.0.0.1:8420 --origin databourse.example/2026 --key buyer.pem

Each operation gets requests that fit its schema and requests that don't, signed with the member's key
and unsigned. Checked: no 5xx, no answer that the document doesn't describe, and no unsigned command
that is accepted.
"""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import secrets
import sys
import tempfile
import time
import unicodedata
import urllib.parse

# Generated constants are kept beside nothing of ours.
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()

import requests
import schemathesis
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Streams that don't end by themselves; the gateway's own tests read them.
ENDLESS = {"/v1/events"}


class Signer:
    def __init__(self, key_file, origin):
        self.key = load_pem_private_key(pathlib.Path(key_file).read_bytes(), None)
        public = self.key.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(b"\x01" + public).hexdigest()[:32]
        self.origin = origin

    def sign(self, request):
        """Signs a prepared request as docs/formats/signed-messages.md says."""
        url = urllib.parse.urlsplit(request.url)
        if request.method == "POST":
            body = request.body or b""
            body = body.encode() if isinstance(body, str) else body
            digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
            request.headers["Content-Digest"] = digest
            covered, last = '"@method" "@path" "content-digest"', f'"content-digest": {digest}'
        else:
            covered, last = '"@method" "@path" "@query"', f'"@query": ?{url.query}'
        parameters = (
            f"({covered});created={int(time.time())};keyid=\"{self.key_id}\""
            f';nonce="{secrets.token_hex(16)}";tag="{self.origin}"'
        )
        base = f'"@method": {request.method}\n"@path": {url.path}\n{last}\n"@signature-params": {parameters}'
        signature = base64.b64encode(self.key.sign(base.encode())).decode()
        request.headers["Signature-Input"] = "sig1=" + parameters
        request.headers["Signature"] = f"sig1=:{signature}:"


def canonical(value):
    """Texts in NFC: what the gateway would refuse otherwise is tried by its own tests."""
    if isinstance(value, bytes):
        return value
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace")


def try_operation(operation, mode, signer, session, base, examples, tally):
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def probe(case):
        for is_signed in (True, False):
            arguments = case.as_transport_kwargs(base_url=base)
            arguments.pop("json", None)
            if operation.method.upper() == "POST":
                arguments["data"] = canonical(case.body) if case.body is not schemathesis.core.NOT_SET else b""
                arguments.setdefault("headers", {})["Content-Type"] = "application/json"
            for name in ("Signature", "Signature-Input", "Content-Digest"):
                for known in [h for h in arguments.get("headers") or {} if h.lower() == name.lower()]:
                    arguments["headers"].pop(known)
            arguments.pop("cookies", None)
            try:
                request = session.prepare_request(
                    requests.Request(**{k: v for k, v in arguments.items() if v is not None})
                )
            except (ValueError, requests.exceptions.RequestException):
                continue
            if is_signed:
                signer.sign(request)
            response = session.send(request, timeout=20)
            tally[response.status_code] = tally.get(response.status_code, 0) + 1
            if response.status_code == 429:
                time.sleep(1)
                continue
            if not is_signed and operation.method.upper() == "POST":
                assert response.status_code >= 400, f"an unsigned command was accepted: {request.body}"
            assert response.status_code < 500 or response.status_code == 503, response.text
            case.validate_response(response, checks=CHECKS)

    probe()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    parser.add_argument("--origin", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--examples", type=int, default=12)
    options = parser.parse_args()
    schema = schemathesis.openapi.from_url(options.server + "/openapi.json")
    signer = Signer(options.key, options.origin)
    session = requests.Session()
    tally, failures, count = {}, [], 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in ENDLESS:
            continue
        count += 1
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                try_operation(
                    operation, mode, signer, session, options.server, options.examples, tally
                )
            except Exception as failure:  # noqa: BLE001: every kind of failure is reported
                if "Unsatisfiable" in type(failure).__name__:
                    continue
                failures.append(f"{operation.method.upper()} {operation.path}: {failure}")
    codes = ", ".join(f"{code}: {tally[code]}" for code in sorted(tally))
    print(f"{count} operations, {sum(tally.values())} requests ({codes}), {len(failures)} failures")
    for failure in failures:
        print("FAILURE", failure[:1500])
    sys.exit(1 if failures or count < 20 else 0)


if __name__ == "__main__":
    main()
