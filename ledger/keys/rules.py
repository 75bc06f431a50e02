"""What decides about authors' keys.

1. A new key signs its own registration: nobody registers a key that he does not hold.
2. Beside a key in force, or in its place, a new one is registered only with its signature.
3. After all keys of a party ended, the operator registers the next one, by a document: whoever
   stole a token must not become the party.
4. A policy needs a key in force, and to be changed the signature of one; the operator may change it
   by a document, for a party that lost its keys.
"""

from typing import Final

from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.keys.events import KeyPolicySet, KeyRegistered, KeyRevoked, KeyRotated
from ledger.keys.policy import COMPOSED, EVERYTHING
from ledger.keys.views import IN_FORCE, REVOKED, KeyPolicyRow, KeyRow, keys_in_force
from ledger.log.authorship import check_public_key, key_id
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.values import DocumentRef


def needs_register_key(command: RegisterKey) -> list[Key]:
    """Name the rows that `register_key` looks at."""
    return [(PartyRow, (command.party,)), (KeyRow, (_name(command.public_key),))]


def register_key(command: RegisterKey, state: State, context: Context) -> list[Event]:
    """Decide about a key of a party: its first, one more, or the next after all others ended."""
    state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    key = _check_new(command.public_key, state, context)
    _check_standing(command, state, context)
    return [KeyRegistered(id=key, **dict(command))]


def _check_standing(command: RegisterKey, state: State, context: Context) -> None:
    earlier = state.select(KeyRow, party=command.party)
    if any(row["status"] == IN_FORCE for row in earlier):
        _must_be_signed(command.party, context, "a signature of a key in force")
    elif earlier and not context.actor.is_operator:
        raise Forbidden(
            "keys-all-ended",
            "all keys of this party ended; the operator registers the next one, by a document",
            field="party",
            value=command.party,
            expected="the operator",
        )
    else:
        _must_cite(command.evidence, context)


def needs_rotate_key(command: RotateKey) -> list[Key]:
    """Name the rows that `rotate_key` looks at."""
    return [(KeyRow, (command.replaces,)), (KeyRow, (_name(command.public_key),))]


def rotate_key(command: RotateKey, state: State, context: Context) -> list[Event]:
    """Decide about a new key in the place of one in force."""
    old = _own(state, command.replaces, command.party, "replaces")
    context.actor.must_act_for(command.party, "party")
    if old["status"] != IN_FORCE:
        raise Conflict(
            "key-not-in-force", field="replaces", value=command.replaces, expected="a key in force"
        )
    key = _check_new(command.public_key, state, context)
    if command.replaces not in context.keys:
        raise Forbidden(
            "signature-required",
            field="signatures",
            value=sorted(context.keys),
            expected=f"a signature of {command.replaces}, the old key",
        )
    return [KeyRotated(id=key, **dict(command))]


def needs_revoke_key(command: RevokeKey) -> list[Key]:
    """Name the rows that `revoke_key` looks at."""
    return [(KeyRow, (command.key,))]


def revoke_key(command: RevokeKey, state: State, context: Context) -> list[Event]:
    """Decide about the end of a key, and from where on its signatures are contested."""
    key = _own(state, command.key, command.party, "key")
    context.actor.must_act_for(command.party, "party")
    _must_cite(command.evidence, context)
    if key["status"] == REVOKED:
        raise Conflict("key-revoked-already", field="key", value=command.key)
    trusted = command.last_trusted_index
    if trusted is not None and not key["valid_from"] - 1 <= trusted < context.index:
        raise RuleViolation(
            "last-trusted-index",
            field="last_trusted_index",
            value=trusted,
            expected=f"{max(0, key['valid_from'] - 1)} to {context.index - 1}",
        )
    fields = dict(command)
    return [KeyRevoked(id=fields.pop("key"), **fields)]


def needs_set_key_policy(command: SetKeyPolicy) -> list[Key]:
    """Name the rows that `set_key_policy` looks at."""
    return [(PartyRow, (command.party,)), (KeyPolicyRow, (command.party,))]


def set_key_policy(command: SetKeyPolicy, state: State, context: Context) -> list[Event]:
    """Decide about which commands of a party need a signature."""
    state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    _check_commands(command.commands)
    if command.commands and not keys_in_force(state, command.party):
        raise RuleViolation(
            "policy-without-key",
            field="party",
            value=command.party,
            expected="a party with a key in force",
        )
    if command.party not in context.signers:
        # Keys end without a signature: if that ended the policy too, a stolen token could do both.
        if not context.actor.is_operator:
            _must_be_signed(command.party, context, "a signature of a key in force")
        _must_cite(command.evidence, context)
    return [KeyPolicySet(**dict(command))]


def _check_commands(commands: tuple[str, ...]) -> None:
    for number, name in enumerate(commands):
        field = f"commands[{number}]"
        if name in commands[:number]:
            raise RuleViolation("command-repeated", field=field, value=name, expected="each once")
        if name in COMPOSED:
            raise RuleViolation(
                "command-not-signable",
                "the register composes this command itself: nobody can sign it beforehand",
                field=field,
                value=name,
                expected=f"none of {', '.join(sorted(COMPOSED))}",
            )
    if EVERYTHING in commands and len(commands) > 1:
        raise RuleViolation(
            "everything-and-more", field="commands", value=list(commands), expected="* alone"
        )


def _check_new(public_key: str, state: State, context: Context) -> str:
    """Return the name of a key that may be registered: sound, new, and held by who asks."""
    check_public_key(bytes.fromhex(public_key))
    key = _name(public_key)
    if state.get(KeyRow, key) is not None:
        raise Conflict("key-taken", field="public_key", value=key, expected="a key of its own")
    if key not in context.keys:
        raise Forbidden(
            "possession-not-shown",
            "the new key has to sign its own registration",
            field="signatures",
            value=sorted(context.keys),
            expected=f"a signature of {key}",
        )
    return key


def _own(state: State, key: str, party: str, field: str) -> Row:
    row = state.get(KeyRow, key)
    if row is None or row["party"] != party:
        raise NotFound("key-not-found", field=field, value=key, expected=f"a key of {party}")
    return row


def _must_be_signed(party: str, context: Context, expected: str) -> None:
    if party not in context.signers:
        raise Forbidden(
            "signature-required",
            field="signatures",
            value=sorted(context.signers),
            expected=f"{expected} of {party}",
        )


def _must_cite(evidence: DocumentRef | None, context: Context) -> None:
    """Refuse an operator who speaks for a party without a document of the party's will."""
    if context.actor.is_operator and evidence is None:
        raise RuleViolation(
            "evidence-missing",
            "the operator decides about a party's keys by a document only",
            field="evidence",
            value=None,
            expected="the document in which the party says so",
        )


def _name(public_key: str) -> str:
    return key_id(bytes.fromhex(public_key))


HANDLERS: Final[dict[type[Command], Handler]] = {
    RegisterKey: Handler(register_key, needs_register_key),
    RotateKey: Handler(rotate_key, needs_rotate_key),
    RevokeKey: Handler(revoke_key, needs_revoke_key),
    SetKeyPolicy: Handler(set_key_policy, needs_set_key_policy),
}
