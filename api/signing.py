"""Signatures on requests: the header that carries them, and the bytes that a sender is to sign.

`Daicho-Signature` holds `key:nonce:signature`, several separated by commas. With the header
`Prefer: return=to-be-signed` nothing is recorded; the answer is the command as it would be, and the
bytes over which a party signs it, so that a client needs no model of any command.

Source:
    docs/LOG-FORMAT.md chapter 17; RFC 7240 for `Prefer`.
"""

import base64
from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import Header

from ledger.bootstrap import Register
from ledger.command import Actor, Command
from ledger.errors import RuleViolation
from ledger.keys.policy import COMPOSED
from ledger.log.authorship import MAX_SIGNATURES, NONCE_BYTES, Signature, SignedCommand

SIGNATURE: Final = "Daicho-Signature"
TO_BE_SIGNED: Final = "return=to-be-signed"
_FORM: Final = "key_<32 digits>:<32 digits>:<128 digits>, hexadecimal; several with commas"
_MEMBERS: Final = 3

SignatureHeader = Annotated[
    list[str] | None,
    Header(alias=SIGNATURE, description="Authors' signatures: key:nonce:signature, ..."),
]


def read_signatures(lines: Iterable[str]) -> tuple[Signature, ...]:
    """Read the signatures of a request.

    Raises:
        RuleViolation: `signature-header-malformed`, `signatures-too-many`, or a malformed member.
    """
    texts = [text.strip() for line in lines for text in line.split(",")]
    if len(texts) > MAX_SIGNATURES:
        raise RuleViolation(
            "signatures-too-many",
            field=SIGNATURE,
            value=len(texts),
            expected=f"at most {MAX_SIGNATURES}",
        )
    return tuple(_signature(text) for text in texts)


def _signature(text: str) -> Signature:
    members = text.split(":")
    if len(members) != _MEMBERS:
        raise RuleViolation(
            "signature-header-malformed", field=SIGNATURE, value=text[:80], expected=_FORM
        )
    return Signature(*members)


def wants_bytes(preferences: Iterable[str]) -> bool:
    """Tell whether the values of `Prefer` ask for the bytes to sign; others are not ours."""
    asked = (item.strip().lower() for value in preferences for item in value.split(","))
    return any(item.partition(";")[0].strip() == TO_BE_SIGNED for item in asked)


def to_be_signed(register: Register, actor: Actor, command: Command) -> dict[str, Any]:
    """Return a command with the bytes that the sender's party signs, under a fresh nonce.

    Args:
        register: Names the log and draws the nonce, which the sender may replace.
        actor: For whose party; an operator signs for the party that the command names.
        command: As it would be recorded.

    Raises:
        RuleViolation: Nobody can sign the command, or there is no party to sign for.
    """
    must_be_signable(command.TYPE)
    party = actor.party or getattr(command, "party", None)
    if party is None:
        raise RuleViolation(
            "party-needed-to-sign",
            "an operator has no party to sign for",
            field="Authorization",
            value=actor.role,
            expected="the token of a party",
        )
    nonce = register.entropy.bytes(NONCE_BYTES).hex()
    signed = SignedCommand(register.origin, command.TYPE, command.body())
    return {
        "origin": signed.origin,
        "type": signed.type,
        "party": party,
        "nonce": nonce,
        "command": signed.body,
        "to_be_signed": base64.b64encode(signed.to_be_signed(party, nonce)).decode(),
    }


def must_be_signable(command_type: str) -> None:
    """Refuse signatures beside a command that the register composes itself.

    Raises:
        RuleViolation: As said.
    """
    if command_type in COMPOSED:
        raise not_signable(command_type)


def not_signable(what: str) -> RuleViolation:
    """Return the refusal of a signature over what nobody has seen before it is recorded."""
    return RuleViolation(
        "command-not-signable",
        "the register composes this command itself: nobody can sign it beforehand",
        field=SIGNATURE,
        value=what,
        expected="a request without signature",
    )


def id_needed(field: str, prefix: str) -> RuleViolation:
    """Return the refusal of a signed body without the id that its command must hold."""
    return RuleViolation(
        "id-needed-to-sign",
        "what is signed holds its id: the sender chooses it",
        field=field,
        value=None,
        expected=f"an id such as {prefix}_01KAM3Z4T0V6S8Q2YB5C9D7E1F",
    )
