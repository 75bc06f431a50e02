"""Invented bank accounts of companies and creators: proposed by one, confirmed by another.

Banks and branches are real codes, because a register checks them; account numbers are invented. One
creator has no account, so that there is something to be left out.
"""

from typing import Final

from contracts.banking.companies import account_name
from contracts.banking.letters import bank_letters
from ledger.bank_details.commands import ConfirmBankDetails
from ledger.bank_details.details import DomesticTyped, ForeignTyped, Typed
from ledger.command import Actor
from ledger.ids import BANK_DETAILS
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.values import DocumentRef, Names
from seeds.build import Builder, document_hash
from seeds.films import films_of
from seeds.world import Company, Person

MAKER: Final = Actor("operator", by="tok_00000000000000000000000001")
CHECKER: Final = Actor("operator", by="tok_00000000000000000000000002")
WITHOUT_ACCOUNT: Final = "person-4"
_COUNTRY: Final = "JP"
_BANKS: Final = (("0001", "001"), ("0005", "001"), ("0009", "015"))
_FRENCH: Final = "FR1420041010050500013M02606"  # the example that the standard prints


def record_accounts(builder: Builder) -> None:
    """Record an account for everybody but one."""
    films = [film.theatre for film in films_of(builder.world)]
    for number, company in enumerate((*builder.world.companies, *films)):
        _record(builder, company.key, _of_company(company, number))
    for number, person in enumerate(builder.world.people, 1):
        if person.key != WITHOUT_ACCOUNT:
            _record(builder, person.key, _of_person(person, number))
        builder.tell("accounts", number, len(builder.world.people))
    for number, heir in enumerate(("heir-first", "heir-second")):
        _record(builder, heir, _account("ｿｳｿﾞｸ ﾆﾝ", 9_900 + number))


def _record(builder: Builder, key: str, account: Typed) -> None:
    proposal = Proposal(
        id=builder.new_id(BANK_DETAILS),
        party=builder.ids[key],
        account=account,
        evidence=DocumentRef(sha256=document_hash(f"account of {key}")),
    )
    propose_details(builder.register, proposal, actor=MAKER)
    confirmed = ConfirmBankDetails(id=proposal.id or "", how="call_back", note="届出の番号に折返し")
    builder.register.ledger.record(confirmed, CHECKER)


def _of_company(company: Company, number: int) -> DomesticTyped:
    name = account_name("株式会社", _reading(company.names), before=True)
    return _account(name, 1_000 + number)


def _of_person(person: Person, number: int) -> Typed:
    if person.country == _COUNTRY:
        return _account(bank_letters(_reading(person.names)), 5_000 + number)
    return ForeignTyped(
        kind="foreign",
        currency="JPY",
        holder=person.names.en or "",
        country=person.country,
        bic="BNPAFRPP",
        iban=_FRENCH,
        bank_name="BNP Paribas",
        address=("1 rue du Livre, Paris",),
    )


def _reading(names: Names) -> str:
    return names.kana or names.en or ""


def _account(holder: str, number: int) -> DomesticTyped:
    bank, branch = _BANKS[number % len(_BANKS)]
    return DomesticTyped(
        bank=bank,
        branch=branch,
        account_type="ordinary",
        account_number=f"{1_000_000 + number * 37}",
        holder=holder,
    )
