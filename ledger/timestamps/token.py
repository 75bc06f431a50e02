"""A time-stamp token over a signed note: asked for, and verified against roots that one trusts.

Verified are, each with its own refusal: the answer grants a token; its imprint is the SHA-256 of
the note; the nonce is the one that was sent, where it is known; exactly one signer, whose
certificate is in the token once and named by its hash in what is signed; that certificate is for
time-stamping and nothing else, and says so critically; the signature (CMS) holds, and its chain
leads to a root that the verifier supplied, every certificate being valid at the time that the
token states.

Whether a certificate was revoked is not asked: that needs a network, and changes with time.

Source:
    RFC 3161 sections 2.3 (the certificate's purpose), 2.4.1, 2.4.2 and 4; RFC 5652 for CMS; the
    CMS signature and the chain are checked by rfc3161-client with OpenSSL.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from ledger.errors import LedgerError, RuleViolation, SignatureInvalid
from ledger.timestamps.der import in_order, names_signer

MAX_TOKEN_BYTES: Final = 262_144
_SAID: Final = re.compile(r'"Verify error: ?([^"]+)"')
_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_STATES: Final = {
    0: "granted",
    1: "granted with modifications",
    2: "rejection",
    3: "waiting",
    4: "revocation warning",
    5: "revocation notification",
}


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a verified token established: the note existed at this time.

    Attributes:
        time: By the authority's clock, in UTC.
        authority: Subject of its certificate.
        policy: Object identifier of its policy.
        serial: Number of the token.
    """

    time: datetime
    authority: str
    policy: str
    serial: int


@dataclass(frozen=True, slots=True)
class Query:
    """A request for a token.

    Attributes:
        body: To be sent. nonce: comes back in the answer.
    """

    body: bytes
    nonce: int


def query_for(note: bytes) -> Query:
    """Return the request for a token over a note, with a nonce and asking for the certificate.

    The nonce is drawn by the library: it is never recorded and changes nothing in the log.

    Source:
        RFC 3161 section 2.4.1.
    """
    builder = TimestampRequestBuilder(data=note, hash_algorithm=HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    if request.nonce is None:
        raise SignatureInvalid("timestamp-malformed", field="nonce", expected="a nonce was sent")
    return Query(request.as_bytes(), request.nonce)


def check_answer(data: bytes, note: bytes, nonce: int | None = None) -> Stamped:
    """Check what can be checked of an answer without trusting anybody.

    Args:
        data: The answer (TimeStampResp, DER).
        note: What the token must be over.
        nonce: What it must repeat, if it was kept.

    Returns:
        What the token claims. Its signature is not verified.

    Raises:
        SignatureInvalid: The answer is malformed, grants nothing, or is about something else.
    """
    with _reading():
        return _check(data, note, nonce)


def _check(data: bytes, note: bytes, nonce: int | None) -> Stamped:
    answer = _decoded(data)
    info = answer.tst_info
    imprint = info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise SignatureInvalid(
            "timestamp-hash", value=imprint.hash_algorithm.dotted_string, expected="SHA-256"
        )
    expected = sha256(note).digest()
    if imprint.message != expected:
        raise SignatureInvalid(
            "timestamp-of-another-note", value=imprint.message.hex(), expected=expected.hex()
        )
    if nonce is not None and info.nonce != nonce:
        raise SignatureInvalid("timestamp-nonce-differs", value=info.nonce, expected=nonce)
    signer = _signer(answer)
    _must_be_named(data, signer)
    _must_be_for_time_stamping(signer)
    policy = info.policy.dotted_string
    authority = signer.subject.rfc4514_string()
    return Stamped(info.gen_time, authority, policy, info.serial_number)


def verify_token(
    data: bytes, note: bytes, roots: Sequence[x509.Certificate], nonce: int | None = None
) -> Stamped:
    """Verify a token fully.

    Args:
        data: The answer (TimeStampResp, DER), as it was kept.
        note: The signed note, byte for byte.
        roots: Whom the verifier trusts; one at least.
        nonce: What the token must repeat, if it was kept.

    Raises:
        SignatureInvalid: Something does not hold; the code says what.
        RuleViolation: No root was given.

    Source:
        RFC 3161 section 2.4.2, and 2.3 for the certificate.
    """
    if not roots:
        raise RuleViolation("tsa-roots-malformed", field="tsa_roots", expected="one root at least")
    stamped = check_answer(data, note, nonce)
    verifier = VerifierBuilder(roots=list(roots), nonce=nonce).build()
    try:
        with _reading():
            verifier.verify_message(_decoded(data), note)
    except VerificationError as error:
        raise SignatureInvalid(
            "timestamp-not-trusted",
            "signature or certificates of the token do not hold for the roots given",
            value=_reason(error),
            authority=stamped.authority,
            expected=[root.subject.rfc4514_string() for root in roots],
        ) from error
    return stamped


def _decoded(data: bytes) -> TimeStampResponse:
    """Take an answer apart; one that grants nothing is refused in its own words."""
    if len(data) > MAX_TOKEN_BYTES:
        raise _malformed(f"{len(data)} bytes", f"at most {MAX_TOKEN_BYTES} bytes")
    answer = decode_timestamp_response(_ordered(data))
    if answer.status != 0:
        said = [_STATES.get(answer.status, str(answer.status)), *answer.status_string]
        raise SignatureInvalid("timestamp-refused", value=": ".join(said), expected="granted")
    return answer


@contextmanager
def _reading() -> Iterator[None]:
    """Say in one way what the libraries say in many: these are not the bytes of an answer.

    Hostile bytes make them raise nearly anything, for instance `KeyError` for a kind of text that
    no name may have; whatever it is, it is the answer's fault.
    """
    try:
        yield
    except (LedgerError, VerificationError):
        raise
    except Exception as error:
        raise _malformed(str(error), "a time-stamp response (RFC 3161) in DER") from error


def _ordered(data: bytes) -> bytes:
    """Return an answer with its certificates in order; one without a token has none."""
    try:
        return in_order(data)
    except ValueError:
        return data  # the library says what is wrong with it


def _reason(error: Exception) -> str:
    """Return the one sentence for people in what OpenSSL says, if there is one."""
    found = _SAID.search(str(error))
    return found[1] if found else str(error)


def _must_be_named(data: bytes, signer: x509.Certificate) -> None:
    if not names_signer(data, signer.public_bytes(Encoding.DER)):
        raise SignatureInvalid(
            "timestamp-signer-unnamed",
            "the token does not name its signer's certificate in what is signed",
            value=signer.subject.rfc4514_string(),
            expected="the hash of this certificate (ESSCertID)",
        )


def _signer(answer: TimeStampResponse) -> x509.Certificate:
    """Return the one certificate in the token that is the signer's.

    Two with the same issuer and number are refused: one could answer for the purpose and the
    other for the signature.
    """
    infos = list(answer.signed_data.signer_infos)
    if len(infos) != 1:
        raise _malformed(f"{len(infos)} signers", "one signer")
    embedded = [x509.load_der_x509_certificate(c) for c in answer.signed_data.certificates]
    wanted = infos[0].issuer, infos[0].serial_number
    found = [c for c in embedded if (c.issuer, c.serial_number) == wanted]
    if len(found) != 1:
        raise _malformed(f"{len(found)} certificates of the signer", "one")
    return found[0]


def _must_be_for_time_stamping(signer: x509.Certificate) -> None:
    """Check the extended key usage.

    Source:
        RFC 3161 section 2.3: one key purpose, id-kp-timeStamping, in a critical extension.
    """
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise _not_for_time("no extended key usage") from None
    if not usage.critical:
        raise _not_for_time("an extended key usage that is not critical")
    if list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise _not_for_time(", ".join(purpose.dotted_string for purpose in usage.value))


def _not_for_time(found: str) -> SignatureInvalid:
    return SignatureInvalid(
        "timestamp-purpose", value=found, expected="time-stamping alone, and critical"
    )


def _malformed(found: str, expected: str) -> SignatureInvalid:
    return SignatureInvalid("timestamp-malformed", value=found[:200], expected=expected)
