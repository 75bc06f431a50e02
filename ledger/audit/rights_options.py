"""What was said of options after they were granted, checked again: extended, offered, exercised."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.audit.family import Difference
from ledger.errors import LedgerError
from ledger.rights.checks import Agreed
from ledger.rights.option_checks import (
    check_answer,
    check_exercise,
    check_extension,
    check_leads,
    check_offer,
)
from ledger.rights.reading import Recorded, day_of

Body = Mapping[str, Any]

SAID: Final[Mapping[str, str]] = {
    "rights.option_extended/1": "extensions",
    "rights.option_exercised/1": "exercises",
    "rights.offer_notified/1": "offers",
    "rights.offer_answered/1": "answers",
}
"""Types of facts to where `Recorded` keeps them."""


def differences(
    name: str, one: Recorded, body: Body, present: set[str], led: Recorded | None
) -> Iterator[Difference]:
    """Yield what the door would have refused of something said later.

    Args:
        name: Where it is kept.
        one: The option with what was said before.
        body: What is said now.
        present: Who agreed.
        led: The grant that an exercise names.
    """
    yield "rights-option", one.body["work"], body["work"]
    signers: list[str] | None = None
    try:
        if name == "extensions":
            signers = [*check_extension(one, body, Agreed(present, {}))]
        elif name == "offers":
            check_offer(one, body)
        elif name == "answers":
            check_answer(one, body)
        else:
            check_exercise(one, day_of(body["exercised_on"]))
            yield "rights-option", body["right"], led.body["id"] if led else None
            if led is not None:
                check_leads(one, led)
    except LedgerError as error:
        yield "rights-refused", "no refusal", f"{error.code}: {error.fields}"
    if name == "offers":
        yield "rights-option", len(one.offers) + 1, body["number"]
    if signers is not None:
        yield "rights-signers", signers, body.get("signers") or []
