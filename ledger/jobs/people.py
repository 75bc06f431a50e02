"""People on the register: names go into the vault first, then the log gets the commitments.

The order matters: after a crash there may be a sealed name that no entry cites, never an entry
whose names nobody can open. A subject stands for one credited name of one work until the person
claims it, so that erasing it touches nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.ids import PARTY, SUBJECT, PartyId, new_id
from ledger.parties.commands import PersonKind, RegisterPerson
from ledger.values import Country, Text, Value
from ledger.vault.vault import Secret
from ledger.works.commands import Credit, Role

CREDIT_NAME: Final = "credit_name"
KANA: Final = "kana"


class Person(Value):
    """A person as somebody types it: with names in plain text, which never enter the log.

    Attributes:
        credit_name: As printed in credits; a pen name is one.
        kana: Its reading.
    """

    id: PartyId | None = None
    kind: PersonKind = "person"
    credit_name: Text
    kana: Text | None = None
    residence: Country = "JP"
    invoice_number: Text | None = None


class PlainCredit(Value):
    """A line of credits as somebody types it.

    Attributes:
        person: Printed name of a person.
        party: The party that this credit belongs to, once it is known.
        organisation: Printed name of an organisation.
    """

    role: Role
    role_printed: Text | None = None
    person: Text | None = None
    party: PartyId | None = None
    organisation: Text | None = None
    character: Text | None = None


@dataclass(frozen=True, slots=True)
class _Sealed:
    subject: str
    commit: str


def register_person(
    register: Register,
    person: Person,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Recorded:
    """Seal a person's names, then register the person as a party.

    Args:
        register: Where.
        person: Names in plain text.
        actor: Who asks.
        request: Idempotency key; a repeated request seals nothing again.

    Raises:
        Refused: A rule refused; the sealed names are then cited by nothing.
    """
    earlier = register.ledger.replay(RegisterPerson, request) if request else None
    if earlier:
        return earlier
    subject = new_id(SUBJECT, register.clock, register.entropy)
    names = [Secret(subject, CREDIT_NAME, person.credit_name)]
    if person.kana:
        names.append(Secret(subject, KANA, person.kana))
    commits = register.vault.seal(names)
    command = RegisterPerson(
        id=person.id or new_id(PARTY, register.clock, register.entropy),
        kind=person.kind,
        subject=subject,
        credit_name=commits[0],
        kana=commits[1] if person.kana else None,
        residence=person.residence,
        invoice_number=person.invoice_number,
    )
    return register.ledger.record(command, actor, request)


def seal_credits(register: Register, lines: Iterable[PlainCredit]) -> tuple[Credit, ...]:
    """Put the persons' names of one work's credits into the vault.

    Args:
        register: Where.
        lines: Credits of one work; the same name on several lines is one subject.

    Returns:
        The credits as the log may hold them, in order.
    """
    credited = tuple(lines)
    names = list(dict.fromkeys(line.person for line in credited if line.person))
    secrets = [
        Secret(new_id(SUBJECT, register.clock, register.entropy), CREDIT_NAME, name)
        for name in names
    ]
    commits = register.vault.seal(secrets) if secrets else []
    sealed = {
        secret.value: _Sealed(secret.subject, commit)
        for secret, commit in zip(secrets, commits, strict=True)
    }
    return tuple(_credit(line, sealed.get(line.person or "")) for line in credited)


def _credit(line: PlainCredit, person: _Sealed | None) -> Credit:
    return Credit(
        role=line.role,
        role_printed=line.role_printed,
        subject=person.subject if person else None,
        name=person.commit if person else None,
        party=line.party,
        organisation=line.organisation,
        character=line.character,
    )
