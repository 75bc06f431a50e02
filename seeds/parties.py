"""Record the invented companies and creators, with agents, heirs and other spellings."""

from datetime import date

from stdnum.jp import cn

from ledger.ids import PARTY
from ledger.jobs.people import Person as PlainPerson
from ledger.jobs.people import register_person
from ledger.parties.commands import Alias, RecordSuccession, RegisterCompany, SetPayee, Successor
from ledger.values import DocumentRef, Names, Ratio
from seeds.build import Builder, document_hash
from seeds.world import Company

_AGENT_SINCE = date(2025, 3, 15)


def record_parties(builder: Builder) -> None:
    """Record every company and creator of the plan."""
    whole = len(builder.world.companies) + len(builder.world.people)
    for number, company in enumerate(builder.world.companies):
        builder.send(company_of(builder, number, company))
    builder.settle()
    for number, person in enumerate(builder.world.people, 1):
        party = builder.new_id(PARTY, person.key)
        plain = PlainPerson(
            id=party,
            credit_name=person.names.ja,
            kana=person.names.kana,
            residence=person.country,
            invoice_number=f"T{_number(9_000_000 + number)}" if person.registered else None,
            kind="sole_trader" if person.registered else "person",
        )
        register_person(builder.register, plain)
        builder.tell("parties", len(builder.world.companies) + number, whole)
    _agents(builder)
    _heirs(builder)


def company_of(builder: Builder, number: int, company: Company) -> RegisterCompany:
    """Return the command that registers a planned company under an invented number."""
    corporate = _number(1_000_000 + number)
    return RegisterCompany(
        id=builder.new_id(PARTY, company.key),
        names=company.names,
        legal_form="株式会社",
        aliases=(Alias(text=company.key.upper(), reason="略称（見本）"),),
        corporate_number=corporate,
        invoice_number=f"T{corporate}",
        source="synthetic sample",
    )


def _number(base: int) -> str:
    """Return an invented 13-digit number with a right check digit."""
    body = f"{700_000_000_000 + base:012d}"
    return cn.calc_check_digit(body) + body


def _agents(builder: Builder) -> None:
    for person in builder.world.people:
        if person.agency:
            builder.send(
                SetPayee(
                    party=builder.ids[person.key],
                    payee=builder.ids[person.agency],
                    relation="agent_company",
                    effective_from=_AGENT_SINCE,
                    evidence=DocumentRef(sha256=document_hash(f"agency of {person.key}")),
                )
            )
    builder.settle()


def _heirs(builder: Builder) -> None:
    """Let two heirs take the place of one creator from October on; the first is paid for both."""
    author = builder.world.people[2]
    heirs = []
    for place in ("first", "second"):
        family = author.names.ja.split()[0]
        kana = (author.names.kana or "").split()[0]
        given = {"first": ("一花", "イチカ"), "second": ("双葉", "フタバ")}[place]
        names = Names(ja=f"{family} {given[0]}", kana=f"{kana} {given[1]}")
        heir = builder.new_id(PARTY, f"heir-{place}")
        register_person(
            builder.register, PlainPerson(id=heir, credit_name=names.ja, kana=names.kana)
        )
        heirs.append(Successor(party=heir, share=Ratio(num=1, den=2)))
    builder.send(
        RecordSuccession(
            party=builder.ids[author.key],
            ground="inheritance",
            successors=tuple(heirs),
            effective_from=date(2025, 10, 1),
            evidence=DocumentRef(sha256=document_hash("certificate of inheritance")),
        )
    )
    builder.send(
        SetPayee(
            party=builder.ids[author.key],
            payee=builder.ids["heir-first"],
            relation="assignee",
            effective_from=date(2025, 10, 1),
            evidence=DocumentRef(sha256=document_hash("agreement of the heirs")),
        )
    )
    builder.settle()
