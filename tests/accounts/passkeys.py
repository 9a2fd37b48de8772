"""A passkey as a browser registers it, without a browser."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


def credential(site: str = "localhost") -> dict[str, Any]:
    """What is kept of a passkey for `site`; nobody holds its private half any more."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    public = AttestedCredentialData.create(Aaguid(bytes(16)), b"passkey", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    shown = AuthenticatorData.create(hashlib.sha256(site.encode()).digest(), flags, 0, public)
    asked = {"type": "webauthn.create", "challenge": "eA", "origin": f"https://{site}"}
    return {
        "id": websafe_encode(b"passkey"),
        "rawId": websafe_encode(b"passkey"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(asked).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", shown, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
