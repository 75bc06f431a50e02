"""How options of `daicho payments prepare` are read."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, cast

from api.cli.inputs import day
from ledger.errors import RuleViolation


def toward_of(text: str) -> Literal["before", "after"]:
    """Read which way a day moves on which banks rest.

    Raises:
        RuleViolation: `payment-option-wrong`.
    """
    if text not in ("before", "after"):
        raise RuleViolation(
            "payment-option-wrong", field="toward", value=text, expected="before, after"
        )
    return cast('Literal["before", "after"]', text)


def received_of(texts: Sequence[str]) -> dict[str, date]:
    """Read when the work of each statement came in, as `stmt_...=2027-04-01`.

    Raises:
        RuleViolation: `received-malformed`.
    """
    found: dict[str, date] = {}
    for text in texts:
        statement, sign, when = text.partition("=")
        if not sign:
            raise RuleViolation(
                "received-malformed", field="received", value=text, expected="stmt_...=2027-04-01"
            )
        found[statement] = day(when, "received")
    return found
