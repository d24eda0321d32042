#!/usr/bin/env python3
"""Signs the golden messages, independently of the Swift code: make.py > messages.json

Follows docs/formats/signed-messages.md with the `cryptography` package (>= 43). The keys are the
published test keys of RFC 9421, appendices B.1.3 and B.1.4. Both algorithms are used
deterministically, so the output is always the same.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

ED25519 = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----
"""
P256 = """-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIFKbhfNZfpDsW43+0+JjUr9K+bTeuxopu653+hBaXGA7oAoGCCqGSM49
AwEHoUQDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM
4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END EC PRIVATE KEY-----
"""
TAG = "databourse.example/2026"
CREATED = 1795392000
DOCUMENT = '{"contract":"c-17","rows":120}'
PURPOSE = "delivery-receipt"


def b64(data):
    return base64.b64encode(data).decode()


class Key:
    def __init__(self, pem):
        self.private = serialization.load_pem_private_key(pem.encode(), None)
        self.pem = self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        public = self.private.public_key()
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            self.number, self.prefix = 1, "ed25519"
            self.bytes = public.public_bytes_raw()
        else:
            self.number, self.prefix = 2, "p256"
            self.bytes = public.public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        self.id = hashlib.sha256(bytes([self.number]) + self.bytes).hexdigest()[:32]
        url = base64.urlsafe_b64encode(self.bytes).decode().rstrip("=")
        self.text = f"{self.prefix}:{url}"

    def sign(self, message):
        if self.number == 1:
            return self.private.sign(message)
        der = self.private.sign(
            message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        )
        r, s = utils.decode_dss_signature(der)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def signed(name, key, method, target, body, nonce):
    path, mark, query = target.partition("?")
    lines = [f'"@method": {method}', f'"@path": {path}']
    fields = {}
    if method == "POST":
        digest = f"sha-256=:{b64(hashlib.sha256(body.encode()).digest())}:"
        fields["content-digest"] = digest
        lines.append(f'"content-digest": {digest}')
    else:
        lines.append(f'"@query": ?{query}')
    covered = " ".join(line.split(":")[0] for line in lines)
    parameters = (
        f'({covered});created={CREATED};keyid="{key.id}";nonce="{nonce}";tag="{TAG}"'
    )
    lines.append(f'"@signature-params": {parameters}')
    base = "\n".join(lines)
    fields["signature-input"] = f"sig1={parameters}"
    fields["signature"] = f"sig1=:{b64(key.sign(base.encode()))}:"
    return {
        "name": name,
        "key": key.prefix,
        "method": method,
        "target": target,
        "body": body,
        "created": CREATED,
        "nonce": nonce,
        "tag": TAG,
        "base": base,
        "fields": fields,
    }


def attested(key):
    message = f"databourse/attestation/v1\n{PURPOSE}\n{DOCUMENT}".encode()
    return {
        "key": key.prefix,
        "purpose": PURPOSE,
        "document": DOCUMENT,
        "signature": key.sign(message).hex(),
    }


def main():
    keys = [Key(ED25519), Key(P256)]
    messages = []
    for key in keys:
        messages += [
            signed(
                "a bid",
                key,
                "POST",
                "/v1/trading/english-auction/bid",
                '{"auction":"a-9","price":110000}',
                "00112233445566778899aabbccddeeff",
            ),
            signed(
                "a command without content",
                key,
                "POST",
                "/v1/membership/%E6%95%B0%E8%A1%A1/renew",
                "",
                "ffeeddccbbaa99887766554433221100",
            ),
            signed(
                "a search",
                key,
                "GET",
                "/v1/products?q=%E5%A4%A9%E6%B0%94&limit=20&next=a?b",
                "",
                "0123456789abcdef0123456789abcdef",
            ),
            signed(
                "a read without a query",
                key,
                "GET",
                "/v1/products/p-1",
                "",
                "fedcba9876543210fedcba9876543210",
            ),
        ]
    golden = {
        "keys": [
            {"name": k.prefix, "pem": k.pem, "public": k.text, "id": k.id} for k in keys
        ],
        "messages": messages,
        "attestations": [attested(key) for key in keys],
    }
    print(json.dumps(golden, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
