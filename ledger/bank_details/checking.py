"""An account in Japan as somebody types it, checked: what is sealed is what a bank can be told.

Rules kept here, in order:

1. Bank and branch stand in the table of banks, whose day every refusal names. A branch younger than
   the table is taken when its reading is typed beside it (`branch_name`), and is marked.
2. The post bank's sign and number become branch, type and number by the bank's own rule.
3. The holder's name is in letters that banks write. Another width is the same letter; whatever
   would change a letter is refused with what it would become, unless the offer is taken.
4. What is written into a file of transfers is written once here, so that nothing is found too late.
"""

from functools import partial
from typing import Final

from contracts.banking import postal, transfers
from contracts.banking.holders import narrowed, offered
from contracts.banking.letters import bank_letters
from ledger.bank_details.abroad import checked_abroad
from ledger.bank_details.details import Details, Domestic, DomesticTyped, ForeignTyped, Typed
from ledger.bank_details.directory import check_bank, check_branch
from ledger.bank_details.refusing import refusing
from ledger.errors import RuleViolation

_HOLDER_LETTERS: Final = next(f.length for f in transfers.DATA if f.name == "name")
_NUMBER_DIGITS: Final = 7
TYPES_JA: Final = {"ordinary": "普通", "current": "当座", "savings": "貯蓄", "other": "その他"}


def checked(typed: Typed, *, takes_offer: bool = False) -> Details:
    """Return details that a bank can be told, or say what is wrong with them.

    Args:
        typed: As typed.
        takes_offer: Take the holder's name as a bank would write it, where it differs.

    Raises:
        RuleViolation: Names the field, its value and what would be right.
    """
    if isinstance(typed, ForeignTyped):
        return checked_abroad(typed)
    return _domestic(_from_passbook(typed), takes_offer=takes_offer)


def _from_passbook(typed: DomesticTyped) -> DomesticTyped:
    """Turn the post bank's sign and number into what other banks call the account."""
    if typed.postal_sign is None and typed.postal_number is None:
        return typed
    for field in ("branch", "account_type", "account_number"):
        if getattr(typed, field) is not None:
            raise RuleViolation(
                "postal-and-branch",
                "sign and number of the post bank say this already",
                field=field,
                value=getattr(typed, field),
                expected="either 記号 and 番号, or branch, type and number",
            )
    account = refusing(
        partial(postal.converted, typed.postal_sign or "", typed.postal_number or "")
    )
    return typed.model_copy(
        update={
            "bank": postal.POSTAL_BANK,
            "branch": account.branch,
            "account_type": account.type,
            "account_number": account.number,
            "postal_sign": None,
            "postal_number": None,
        }
    )


def _domestic(typed: DomesticTyped, *, takes_offer: bool) -> Domestic:
    bank = check_bank(_required(typed, "bank"))
    branch, is_new = _branch(typed)
    details = Domestic(
        bank=bank.code,
        bank_name=bank.reading,
        branch=_required(typed, "branch"),
        branch_name=branch,
        account_type=_account_type(_required(typed, "account_type")),
        account_number=_number(_required(typed, "account_number"), bank.code),
        holder=_holder(typed.holder, takes_offer=takes_offer),
        is_branch_new=is_new,
    )
    refusing(partial(transfers.data_record, transfers.Transfer(details.account(), 1)))
    return details


def _branch(typed: DomesticTyped) -> tuple[str, bool]:
    """Return the reading of a branch, and whether it is younger than the table."""
    number = _required(typed, "branch")
    if typed.branch_name is None:
        return check_branch(_required(typed, "bank"), number).reading, False
    reading = refusing(partial(bank_letters, typed.branch_name, field="branch_name"))
    try:
        return check_branch(_required(typed, "bank"), number).reading, False
    except RuleViolation:
        return reading, True


def _required(typed: DomesticTyped, field: str) -> str:
    value: str | None = getattr(typed, field)
    if value is None:
        raise RuleViolation(
            "bank-field-missing", field=field, value="", expected="what the passbook says"
        )
    return value


def _account_type(text: str) -> transfers.AccountType:
    for known in transfers.ACCOUNT_TYPES:
        if text in (known, TYPES_JA[known]):
            return known  # type: ignore[return-value]  # the table's keys are the literals
    raise RuleViolation(
        "bank-account-type-wrong",
        "no such type of account",
        field="account_type",
        value=text,
        expected=", ".join(f"{name} ({TYPES_JA[name]})" for name in transfers.ACCOUNT_TYPES),
    )


def _number(text: str, bank: str) -> str:
    if text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS and text.strip("0"):
        return text.rjust(_NUMBER_DIGITS, "0")
    hint = "; with the post bank type 記号 and 番号" if bank == postal.POSTAL_BANK else ""
    raise RuleViolation(
        "bank-account-number-wrong",
        "a number of other digits",
        field="account_number",
        value=text,
        expected=f"1 to {_NUMBER_DIGITS} digits{hint}",
    )


def _holder(name: str, *, takes_offer: bool) -> str:
    """Return the holder's name in letters of banks; nothing is changed that was not agreed to."""
    offer = offered(name)
    if offer is None:
        refusing(partial(bank_letters, name, field="holder"))
        raise RuleViolation(
            "bank-holder-unreadable",
            "banks know readings, not characters",
            field="holder",
            value=name,
            expected="the reading in kana as the passbook has it",
        )
    if offer != narrowed(name) and not takes_offer:
        raise RuleViolation(
            "bank-holder-rewritten",
            "a bank would write this name in other letters",
            field="holder",
            value=name,
            expected=offer,
        )
    if len(offer) > _HOLDER_LETTERS:
        raise RuleViolation(
            "bank-holder-too-long",
            f"{len(offer)} letters, voiced marks counted; nothing is cut",
            field="holder",
            value=offer,
            expected=f"at most {_HOLDER_LETTERS} letters, as the bank has it",
        )
    return offer
