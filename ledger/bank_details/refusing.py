"""What pure checks refuse, in the register's own words and with the fields that somebody typed."""

from collections.abc import Callable
from typing import Final, TypeVar

from contracts.errors import TermsError
from ledger.errors import RuleViolation

_T = TypeVar("_T")
_TYPED: Final = {"name": "holder", "number": "account_number"}


def refusing(ask: Callable[[], _T]) -> _T:
    """Return what a pure check gives, and refuse in the register's words what it refuses."""
    try:
        return ask()
    except TermsError as wrong:
        field = str(wrong.fields.get("field", "")).rpartition(".")[2]
        fields = {**wrong.fields, "field": _TYPED.get(field, field)}
        raise RuleViolation(wrong.code, wrong.message, **fields) from wrong
