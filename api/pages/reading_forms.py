"""What forms of many pages have in common: days, amounts, and a form that is shown again."""

import re
from datetime import date
from functools import partial
from typing import Final

from starlette.responses import HTMLResponse

from api.cli.inputs import day
from api.pages.desk import Desk
from api.pages.forms import Form
from api.pages.separators import ungrouped
from api.pages.words.book import WORDS
from contracts.money import MAX_MINOR, minor_unit
from ledger.errors import RuleViolation

_LABELS: Final = {
    "amount_minor": "disputes.claimed",
    "answer_by": "disputes.answer-by",
    "cause": "creator-bank.cause",
    "channel": "creator-notices.channel",
    "claim": "disputes.claim",
    "code": "creator-notices.code",
    "consented_on": "disputes.consented-on",
    "correction.id": "disputes.correction-id",
    "day": "creator-details.day",
    "effective_from": "creator-details.from-day",
    "evidence": "disputes.evidence",
    "granted_minor": "disputes.granted-amount",
    "is_sure": "disputes.end-sure",
    "kind": "creator-details.change",
    "kinds": "creator-notices.kinds",
    "line": "creator-invoices.line",
    "method": "disputes.method",
    "number": "creator-details.number",
    "payee": "creator-details.receiver",
    "reason": "disputes.end-reason",
    "relation": "creator-details.relation",
    "source": "creator-details.source",
    "target": "creator-notices.target",
    "text": "disputes.reply",
}
_NUMBER: Final = re.compile(r"(\d{1,13})(?:\.(\d{1,4}))?")


def day_in(form: Form, name: str) -> date:
    """Return a day that has to be filled in.

    Raises:
        RuleViolation: It is empty or no day.
    """
    return day(form.needed(name), name)


def amount_in(form: Form, name: str, currency: str, *, least: int = 1) -> int | None:
    """Return an amount in minor units, or None where it is empty.

    Args:
        form: As sent.
        name: Of the field.
        currency: Says how many decimals there are.
        least: The smallest amount: above zero, unless something else is said.

    Example:
        "1,234.5" in EUR is 123450; "１２，０００円" in JPY is 12000.

    Raises:
        RuleViolation: It is no amount of this currency.
    """
    text = ungrouped(form.text(name))
    text = text.removesuffix("円").removeprefix("¥")
    if not text:
        return None
    places = minor_unit(currency)
    found = _NUMBER.fullmatch(text)
    decimals = (found[2] or "") if found else ""
    if found is None or len(decimals) > places:
        raise _no_amount(form.text(name), name, places)
    amount = int(found[1] + decimals.ljust(places, "0"))
    if not least <= amount <= MAX_MINOR:
        raise _no_amount(form.text(name), name, places)
    return amount


def _no_amount(given: str, name: str, places: int) -> RuleViolation:
    expected = "1,234" + (f".{'50'.ljust(places, '0')[:places]}" if places else "")
    return RuleViolation(
        "page-amount-malformed",
        "this is no amount of this currency",
        field=name,
        value=given,
        expected=expected,
    )


def name_of_field(desk: Desk, field: str) -> str:
    """Return what a field is called on the page that has it."""
    key = _LABELS.get(field) or f"creator-bank.f-{field}"
    return desk.say(key, currency="") if key in WORDS else field


def shown_again(
    desk: Desk, error: Exception, form: Form, template: str, **context: object
) -> HTMLResponse:
    """Show a form again with what was typed and what is wrong with it.

    Args:
        desk: Of the request.
        error: Why it was refused.
        form: As sent.
        template: The form's page.
        **context: What the template names besides.
    """
    return desk.page(
        template,
        status=desk.status_of(error),
        problem=desk.problem(error),
        form=form,
        key=form.key or desk.new_key(),
        called=partial(name_of_field, desk),
        **context,  # type: ignore[arg-type]  # `title` is among them
    )
