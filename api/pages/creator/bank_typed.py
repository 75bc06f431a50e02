"""An account as a creator types it: bank and branch by name or number, the rest as the passbook."""

import unicodedata
from collections.abc import Callable
from typing import Final, Literal

from api.pages.forms import Form
from ledger.bank_details.checking import checked
from ledger.bank_details.details import Details, DomesticTyped, ForeignTyped, Typed
from ledger.bank_details.directory import Bank, Branch
from ledger.bank_details.finding import find_banks, find_branches
from ledger.errors import RuleViolation

Kind = Literal["domestic", "postal", "foreign"]
KINDS: Final[tuple[Kind, ...]] = ("domestic", "postal", "foreign")
FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "domestic": ("bank", "branch", "branch_name", "account_type", "account_number", "holder"),
    "postal": ("postal_sign", "postal_number", "holder"),
    "foreign": (
        "currency", "country", "holder", "address1", "address2", "bic", "iban", "account_number",
        "bank_name", "bank_address",
    ),
}  # fmt: skip


def read_account(form: Form, kind: Kind) -> tuple[Typed, Details]:
    """Return an account as typed, and as a bank can be told it.

    Args:
        form: As sent.
        kind: Which form it is.

    Raises:
        RuleViolation: Names the field, its value and what would be right.
        ValidationError: A field has another shape.
    """
    typed = _READERS[kind](form)
    return typed, checked(typed, takes_offer=form.flag("takes_offer"))


def _domestic(form: Form) -> DomesticTyped:
    bank = _bank(form)
    is_new = form.given("branch_name") is not None
    branch = _plain(form.needed("branch")) if is_new else _branch(form, bank).code
    return DomesticTyped(
        bank=bank.code,
        branch=branch,
        branch_name=form.given("branch_name"),
        account_type=form.needed("account_type"),
        account_number=_plain(form.needed("account_number")),
        holder=form.needed("holder"),
    )


def _postal(form: Form) -> DomesticTyped:
    return DomesticTyped(
        postal_sign=_plain(form.needed("postal_sign")),
        postal_number=_plain(form.needed("postal_number")),
        holder=form.needed("holder"),
    )


def _foreign(form: Form) -> ForeignTyped:
    lines = (form.text("address1"), form.text("address2"))
    return ForeignTyped(
        kind="foreign",
        currency=form.needed("currency").upper(),
        holder=form.needed("holder"),
        country=form.needed("country").upper(),
        bic=form.needed("bic").upper(),
        iban=form.given("iban"),
        account_number=form.given("account_number"),
        bank_name=form.needed("bank_name"),
        bank_address=form.given("bank_address"),
        address=tuple(line for line in lines if line),
    )


def _bank(form: Form) -> Bank:
    said = form.needed("bank")
    found = find_banks(said)
    chosen = [bank for bank in found if bank.code == form.text("bank_choice")]
    if len(found) == 1 or chosen:
        return (chosen or found)[0]
    raise _unclear("bank", said, [(one.code, one.name) for one in found])


def _branch(form: Form, bank: Bank) -> Branch:
    said = form.needed("branch")
    found = find_branches(bank.code, said)
    chosen = [branch for branch in found if branch.code == form.text("branch_choice")]
    if len(found) == 1 or chosen:
        return (chosen or found)[0]
    raise _unclear("branch", said, [(one.code, one.name) for one in found])


def _unclear(field: str, said: str, found: list[tuple[str, str]]) -> RuleViolation:
    if not found:
        return RuleViolation(
            f"{field}-name-unknown",
            f"no {field} of this name is in the table",
            field=field,
            value=said,
            expected="0001" if field == "bank" else "001",
        )
    return RuleViolation(
        f"{field}-ambiguous",
        f"several of them have this name: choose the {field}",
        field=field,
        value=said,
        candidates=[f"{code} {name}" for code, name in found],
    )


def _plain(text: str) -> str:
    """Return digits as banks write them, whatever width and hyphens they were typed with."""
    return unicodedata.normalize("NFKC", text).replace("-", "").replace(" ", "")


_READERS: Final[dict[Kind, Callable[[Form], Typed]]] = {
    "domestic": _domestic,
    "postal": _postal,
    "foreign": _foreign,
}
