"""Are the signatures beside a command good? Asked before queueing, and again by the writer.

The rules kept here, in order:

1. At most 32 signatures, each of another key.
2. Each key is on the register, or the very command registers it, and is in force at this index.
3. Each signature is over this command, for the party of its key, in this log.
4. No key uses a nonce twice: a signature counts for one entry.
5. Who sends a command that his party wants signed brings a signature of one of its keys; so does
   every party that the command concerns by its rule and that wants such commands signed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.command import Actor, Command
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation, SignatureInvalid
from ledger.keys.commands import RegisterKey, RotateKey
from ledger.keys.policy import demands
from ledger.keys.views import IN_FORCE, KeyPolicyRow, KeyRow, NonceRow, policy_of
from ledger.log.authorship import MAX_SIGNATURES, Signature, SignedCommand, key_id
from ledger.store.state import Key, State

FIELD: Final = "signatures"


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures beside a command, all of them good.

    Attributes:
        keys: Names of the keys.
        signers: Parties for which a key signed that was in force before.
        rows: What is recorded, in the order in which it was sent.
    """

    keys: frozenset[str] = frozenset()
    signers: frozenset[str] = frozenset()
    rows: tuple[Mapping[str, str], ...] = field(default=())

    @property
    def parties(self) -> tuple[str, ...]:
        """Return for whom keys signed, each party once: they may read what they signed."""
        return tuple(dict.fromkeys(row["party"] for row in self.rows))


UNSIGNED: Final = Signed()


def signing_keys(actor: Actor, signatures: Sequence[Signature]) -> list[Key]:
    """Name the rows that the checks of a command will look at."""
    keys: list[Key] = [(KeyPolicyRow, (actor.party,))] if actor.party else []
    for one in signatures:
        keys += [(KeyRow, (one.key,)), (NonceRow, (one.key, one.nonce))]
    return keys


def check_signatures(
    state: State, origin: str, command: Command, signatures: Sequence[Signature]
) -> Signed:
    """Check every signature beside a command.

    Args:
        state: Keys and nonces.
        origin: Name of the log.
        command: What is signed.
        signatures: As sent.

    Raises:
        Refused: Names the first signature that is not good, and why.
    """
    if not signatures:
        return UNSIGNED
    _check_number(signatures)
    signed = SignedCommand(origin, command.TYPE, command.body())
    brought = _brought_key(command)
    signers: set[str] = set()
    rows: list[Mapping[str, str]] = []
    for number, one in enumerate(signatures):
        place = f"{FIELD}[{number}]"
        if brought is not None and one.key == key_id(brought[1]):
            party, public_key = brought
        else:
            party, public_key = _known_key(state, one.key, place)
            signers.add(party)
        _check_one(signed, one, party, public_key, place)
        _check_nonce(state, one, place)
        rows.append(
            {"party": party, "key": one.key, "nonce": one.nonce, "signature": one.signature}
        )
    return Signed(frozenset(one.key for one in signatures), frozenset(signers), tuple(rows))


def _check_number(signatures: Sequence[Signature]) -> None:
    if len(signatures) > MAX_SIGNATURES:
        raise RuleViolation(
            "signatures-too-many",
            field=FIELD,
            value=len(signatures),
            expected=f"at most {MAX_SIGNATURES}",
        )
    keys = [one.key for one in signatures]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise RuleViolation(
                "signature-repeated",
                field=f"{FIELD}[{number}].key",
                value=key,
                expected="one signature of each key",
            )


def _brought_key(command: Command) -> tuple[str, bytes] | None:
    """Return party and public key that the command itself would put in force."""
    if isinstance(command, RegisterKey | RotateKey):
        return command.party, bytes.fromhex(command.public_key)
    return None


def _known_key(state: State, key: str, place: str) -> tuple[str, bytes]:
    row = state.get(KeyRow, key)
    if row is None:
        raise NotFound(
            "key-not-found", field=f"{place}.key", value=key, expected="a key on the register"
        )
    if row["status"] != IN_FORCE:
        raise Forbidden(
            "key-not-in-force",
            f"{key} was {row['status']} at entry {row['valid_until']}",
            field=f"{place}.key",
            value=key,
            status=row["status"],
            expected="a key in force",
        )
    return row["party"], bytes.fromhex(row["public_key"])


def _check_one(
    signed: SignedCommand, one: Signature, party: str, public_key: bytes, place: str
) -> None:
    try:
        signed.verify(one, party, public_key)
    except SignatureInvalid as error:
        raise RuleViolation(
            error.code,
            error.message,
            field=f"{place}.signature",
            value=one.key,
            expected=f"a signature over the bytes with SHA-256 {error.fields['expected']}",
        ) from None


def _check_nonce(state: State, one: Signature, place: str) -> None:
    row = state.get(NonceRow, one.key, one.nonce)
    if row is not None:
        raise Conflict(
            "nonce-reused",
            f"{one.key} used this nonce at entry {row['entry_index']}",
            field=f"{place}.nonce",
            value=one.nonce,
            expected="a nonce that this key never used",
        )


def check_policies(
    state: State, command: Command, actor: Actor, concerned: Iterable[str], signed: Signed
) -> None:
    """Refuse a command that lacks a signature which a party's policy demands.

    Args:
        state: Policies.
        command: What is asked.
        actor: Who asks.
        concerned: Parties whose rights the command moves.
        signed: The good signatures beside it.

    Raises:
        Forbidden: `signature-required`; names the party.
    """
    parties = dict.fromkeys(([actor.party] if actor.party else []) + list(concerned))
    for party in parties:
        if party in signed.signers or not demands(policy_of(state, party), command.TYPE):
            continue
        if isinstance(command, RegisterKey) and command.party == party:
            continue  # the rule of that command knows when a key may follow without one
        raise Forbidden(
            "signature-required",
            f"{party} wants {command.TYPE} signed",
            field=FIELD,
            value=sorted(signed.signers),
            expected=f"a signature of a key of {party}",
        )


def use_nonces(state: State, rows: Iterable[Mapping[str, str]], index: int) -> None:
    """Note the nonces of an entry's signatures as used.

    Args:
        state: Where.
        rows: The signatures as the entry holds them.
        index: Of the entry.
    """
    for row in rows:
        state.put(NonceRow, key_id=row["key"], nonce=row["nonce"], entry_index=index)
