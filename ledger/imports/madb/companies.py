"""The organisations of one work, each under all the spellings that are printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.imports.madb.committees import Committee
from ledger.imports.madb.credit_sheet import Credit
from ledger.imports.madb.organisations import alias_of, organisation_kind
from ledger.parties.commands import CompanyKind
from ledger.works.commands import Role


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation in one work, under all spellings printed there.

    Attributes:
        key: Key under which all accepted spellings meet, in every row and file.
        name: Name under which the register should know it.
        printed: Spellings printed in this work.
        legal_form: Such as 株式会社, or empty.
        kind: Company, association or public body, as far as the name tells.
        roles: What it did, as roles of the register; empty for a member of a committee only.
    """

    key: str
    name: str
    printed: tuple[str, ...]
    legal_form: str
    kind: CompanyKind
    roles: tuple[Role, ...]


def companies_of(
    credits_read: Iterable[Credit], committee: Committee | None
) -> tuple[Company, ...]:
    """Gather the organisations of credits and committee, in printed order."""
    found: dict[str, list[tuple[str, str, tuple[Role, ...]]]] = {}
    for credit in credits_read:
        if credit.is_company:
            found.setdefault(credit.key, []).append((credit.name, credit.legal_form, credit.roles))
    for member in committee.members if committee else ():
        found.setdefault(member.key, []).append((member.name, member.legal_form, ()))
    return tuple(_company(key, spellings) for key, spellings in found.items())


def _company(key: str, spellings: list[tuple[str, str, tuple[Role, ...]]]) -> Company:
    alias = alias_of(spellings[0][0])
    return Company(
        key=key,
        name=alias.canonical if alias else spellings[0][0],
        printed=tuple(dict.fromkeys(name for name, _form, _roles in spellings)),
        legal_form=next((form for _name, form, _roles in spellings if form), ""),
        kind=organisation_kind(spellings[0][0]),
        roles=tuple(dict.fromkeys(role for _n, _f, roles in spellings for role in roles)),
    )
