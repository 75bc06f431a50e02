"""Who signed what: keys by index, signatures over recorded commands, nonces, demanded signatures.

The rules kept here, in order; they are those of the register, decided again from the log alone:

1. A signature counts if its key was in force at its entry, is the named party's, and signed the
   recorded command for this log: `key-not-valid`, `signature-invalid`.
2. No key uses a nonce twice: `nonce-reused`.
3. A new key signs its own registration; a rotation is signed by the old key as well; whoever wants
   commands of a type signed has signed them; so has a party whose consent is by key:
   `signature-missing`.
4. What a revoked key signed after its last trusted entry is contested: counted, no failure.

State is one record per key: its nonces, and where it signed. It grows with signatures, never with
entries.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.findings import Check
from ledger.audit.records import Record, plain
from ledger.audit.waiting import ASSUMED
from ledger.committees.signers import concerned
from ledger.committees.versions import VERSIONS
from ledger.errors import LedgerError, SignatureInvalid
from ledger.keys.policy import demands
from ledger.log.authorship import (
    COMMAND,
    SIGNATURES,
    Signature,
    SignedCommand,
    check_public_key,
    key_id,
    recorded_command,
)

_MEMBERS = frozenset({"party", "key", "nonce", "signature"})
_GIVERS = {"TransferRight/1": "giver", "AssignLicensor/1": "giver", "EncumberRight/1": "holder"}
"""Where commands about rights name whose right, or whose contract, they move."""


@dataclass(slots=True)
class KeyState:
    """What is known of a key.

    Attributes:
        last: Last entry that it may sign; None while it is in force.
        nonces: Those it used. signed: the entries it signed, in order.
    """

    party: str
    public_key: bytes
    last: int | None = None
    nonces: set[bytes] = field(default_factory=set)
    signed: "array[int]" = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class Act:
    """One signed or unsigned command, while it is looked at.

    Attributes:
        new: Name and state of the key that this very entry puts in force.
        keys: Keys that signed. signers: parties whose keys, in force before, signed.
    """

    index: int
    entry: Entry
    command: SignedCommand
    new: tuple[str, KeyState] | None
    keys: set[str] = field(default_factory=set)
    signers: set[str] = field(default_factory=set)


class Authors(Family):
    """Follows keys and policies, and checks every signature and every lack of one."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._origin = setting.origin
        self._tally = Tally(self.findings, "authors")
        self._keys: dict[str, KeyState] = {}
        self._policies: dict[str, Sequence[str]] = {}
        self._members: dict[str, list[dict[str, Any]]] = {}
        self._ends: dict[str, str] = {}
        self._contested = 0
        self._blind_keys = self._blind_members = False

    def see(self, entry: Entry) -> None:
        """Take one entry: its signatures first, as the register decided, then its fact."""
        new = _brought(entry)
        if "type" in entry.parts.get(COMMAND, {}) and not entry.is_closed_in_part:
            self._check(entry, new)
        self._apply(entry, new)

    def missing(self, index: int, event_type: str) -> None:
        """What was not disclosed may have brought or ended a key, or changed who holds shares."""
        self._blind_keys |= event_type.startswith("key.")
        self._blind_members |= event_type in VERSIONS

    def finish(self) -> None:
        """Close the check, and state how many signatures are contested."""
        self._tally.close()
        if self._contested:
            check = Check("authors-contested", self._contested, "contested")
            self.findings.checks.append(check)

    # --- signatures -------------------------------------------------------------------------------

    def _check(self, entry: Entry, new: tuple[str, KeyState] | None) -> None:
        try:
            command = recorded_command(self._origin, entry.parts)
            rows = list(_rows(entry.parts))
        except LedgerError as error:
            self._tally.add(entry.index, "signatures-malformed", "as chapter 17 says", error)
            return
        if not self._origin:
            self._tally.unavailable += len(rows)
            return
        act = Act(entry.index, entry, command, new)
        for party, signature in rows:
            self._check_one(act, party, signature)
        for party, why in self._demanded(act):
            if party not in act.signers and party not in act.keys:
                self._lack(act, party, why)

    def _check_one(self, act: Act, party: str, signature: Signature) -> None:
        """Check one signature, and note that its key used its nonce."""
        is_new = act.new is not None and act.new[0] == signature.key
        key = act.new[1] if act.new and is_new else self._keys.get(signature.key)
        if key is None and self._blind_keys:
            self._tally.unavailable += 1
            act.signers.add(party)  # the benefit of the doubt
            return
        self._tally.count += 1
        if key is None or key.party != party or (key.last is not None and key.last < act.index):
            found = "unknown" if key is None else f"of {key.party}, until entry {key.last}"
            expected = f"a key of {party} in force at entry {act.index}"
            self._tally.add(act.index, "key-not-valid", expected, f"{signature.key} {found}")
            return
        nonce = bytes.fromhex(signature.nonce)
        if nonce in key.nonces:
            self._tally.add(act.index, "nonce-reused", "a new nonce", signature.nonce)
        key.nonces.add(nonce)
        key.signed.append(act.index)
        try:
            act.command.verify(signature, party, key.public_key)
        except SignatureInvalid as error:
            expected = f"a signature over {error.fields['expected']}"
            self._tally.add(act.index, error.code, expected, signature.key)
            return
        act.keys.add(signature.key)
        if not is_new:
            act.signers.add(party)

    def _lack(self, act: Act, party: str, why: str) -> None:
        if self._blind_keys or (self._blind_members and why == "shares"):
            self._tally.unavailable += 1
            return
        found = sorted(act.signers | act.keys) or "no signature"
        self._tally.add(act.index, "signature-missing", f"a signature of {party} ({why})", found)

    # --- what must be signed ----------------------------------------------------------------------

    def _demanded(self, act: Act) -> Iterator[tuple[str, str]]:
        """Yield each party, or key, whose signature must be there, and why."""
        # A registration is judged by what is true of keys: its party's policy cannot ask for more.
        if not act.command.type.startswith("RegisterKey/"):
            yield from self._by_policy(act)
        for consent in act.command.body.get("consents", ()):
            if consent["method"] == "key":
                yield consent["party"], "consent by key"
        yield from self._about_keys(act)

    def _by_policy(self, act: Act) -> Iterator[tuple[str, str]]:
        sender = act.entry.parts[COMMAND].get("party")
        for party in dict.fromkeys([sender, *_debtors(act), *self._concerned(act)]):
            if party and demands(self._policies.get(party, ()), act.command.type):
                yield party, "policy" if party == sender else "shares"

    def _about_keys(self, act: Act) -> Iterator[tuple[str, str]]:
        """Yield who must sign a change of keys: the new key, and one that was in force."""
        fact, kind = act.entry.fact, act.entry.event_type
        if kind in ("key.registered/1", "key.rotated/1"):
            yield fact.id, "the new key"
        if kind == "key.rotated/1":
            yield fact.replaces, "the old key"
        by_operator = act.entry.parts[COMMAND].get("role") == "operator"
        is_further = kind == "key.registered/1" and self._in_force(fact.party)
        if is_further or (kind == "key.policy_set/1" and not by_operator):
            yield fact.party, "a key in force"

    def _concerned(self, act: Act) -> list[str]:
        """Return whose shares, or whose right or contract, the command moves."""
        body = act.command.body
        committee = body.get("committee") or self._ends.get(str(body.get("dissolution")))
        before = self._members.get(str(committee), ())
        giver = body.get(_GIVERS.get(act.command.type, ""), "")
        own = [giver] if giver.startswith("party_") and body.get("burden") != "attachment" else []
        return [*own, *concerned(act.command.type, body, before)]

    def _in_force(self, party: str) -> bool:
        return any(key.party == party and key.last is None for key in self._keys.values())

    # --- facts ------------------------------------------------------------------------------------

    def _apply(self, entry: Entry, new: tuple[str, KeyState] | None) -> None:
        fact = entry.fact
        if entry.event_type in VERSIONS:
            self._members[fact.id] = plain(fact.members)
        elif entry.event_type == "committee.dissolution_begun/1":
            self._ends[fact.id] = fact.committee
        elif entry.event_type == "key.policy_set/1":
            self._policies[fact.party] = fact.commands
        elif entry.event_type == "key.revoked/1":
            self._revoke(entry.index, fact)
        elif new is not None:
            self._put(entry, *new)

    def _put(self, entry: Entry, name: str, key: KeyState) -> None:
        """Put a key in force, and end the one that it replaces."""
        fact = entry.fact
        try:
            check_public_key(key.public_key)
        except LedgerError as error:
            self._tally.add(entry.index, error.code, error.fields["expected"], fact.public_key)
        if name in self._keys or key_id(key.public_key) != name:
            self._tally.add(entry.index, "key-id", key_id(key.public_key), name)
        self._keys.setdefault(name, key)
        if entry.event_type == "key.rotated/1" and fact.replaces in self._keys:
            self._keys[fact.replaces].last = entry.index

    def _revoke(self, index: int, fact: Record) -> None:
        key = self._keys.get(fact.id)
        if key is None:
            self._unknown(index, fact.id)
            return
        if fact.last_trusted_index is not None:
            # The notice itself is not contested, even where the key signed its own end.
            trusted = bisect_right(key.signed, fact.last_trusted_index)
            self._contested += bisect_right(key.signed, index - 1) - trusted
        key.last = index if key.last is None else key.last

    def _unknown(self, index: int, name: str) -> None:
        if self._blind_keys:
            self._tally.unavailable += 1
        else:
            self._tally.add(index, "key-not-valid", "a key on record", name)


def _debtors(act: Act) -> tuple[str, ...]:
    """Return who owed an agreement and who owes it, where a command lets its debtor change."""
    is_handed_over = act.command.type.startswith("AssumeDebt/")
    if not is_handed_over or act.entry.event_type != ASSUMED:
        return ()
    return act.entry.fact.payer, act.entry.fact.debtor


def _rows(parts: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Signature]]:
    """Yield party and signature of each row.

    Raises:
        LedgerError: A row is malformed.
    """
    if SIGNATURES not in parts:
        return
    rows = parts[SIGNATURES].get("signatures")
    if not isinstance(rows, list) or not rows:
        raise SignatureInvalid("signatures-malformed", expected="a list of at least one")
    for row in rows:
        if not isinstance(row, dict) or row.keys() != _MEMBERS or type(row["party"]) is not str:
            raise SignatureInvalid("signatures-malformed", expected=sorted(_MEMBERS))
        yield row["party"], Signature(row["key"], row["nonce"], row["signature"])


def _brought(entry: Entry) -> tuple[str, KeyState] | None:
    """Return name and state of the key that an entry puts in force."""
    if entry.event_type not in ("key.registered/1", "key.rotated/1"):
        return None
    fact = entry.fact
    return fact.id, KeyState(fact.party, bytes.fromhex(fact.public_key))
