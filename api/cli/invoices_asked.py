"""What options of `daicho invoices` ask for: days of sending, classes that somebody decided."""

from datetime import date
from typing import Any

from api.cli.inputs import build, day
from contracts.tax.invoice_classes import CLASSES
from ledger.errors import RuleViolation
from ledger.invoices.commands import ClassOverride, SaleClass, Sent


def document(sha256: str | None) -> dict[str, str] | None:
    """Return the reference to a document; None for none."""
    return {"sha256": sha256} if sha256 else None


def sent(method: str, on: str | None, sha256: str | None, today: date) -> Sent:
    """Return how and when documents are sent."""
    data: dict[str, Any] = {"method": method, "on": str(day(on, "sent") if on else today)}
    return build(Sent, data | ({"document": document(sha256)} if sha256 else {}))


def overrides(
    lines: list[str] | None, reason: str | None, sha256: str | None
) -> tuple[ClassOverride, ...]:
    """Read lines of other classes, such as `3=out_of_scope`.

    Raises:
        RuleViolation: `tax-class-option`, or what is missing for one.
    """
    found = []
    for one in lines or ():
        number, _, klass = one.partition("=")
        if not number.isdecimal() or klass not in CLASSES:
            raise _option("--line", one, f"N= and one of {', '.join(CLASSES)}")
        decided = {"line": int(number), "tax_class": klass}
        found.append(build(ClassOverride, _with_reason(decided, reason, sha256)))
    return tuple(found)


def decided(klass: str | None, reason: str | None, sha256: str | None) -> SaleClass | None:
    """Return the class that somebody decided for an invoice; None where nobody did."""
    if klass is None:
        return None
    if klass not in CLASSES:
        raise _option("--class", klass, ", ".join(CLASSES))
    return build(SaleClass, _with_reason({"tax_class": klass}, reason, sha256))


def _with_reason(data: dict[str, Any], reason: str | None, sha256: str | None) -> dict[str, Any]:
    if not reason or not sha256:
        missing = "--document" if reason else "--reason"
        raise _option(missing, None, "a reason and a document, because the table says otherwise")
    return {**data, "reason": reason, "document": document(sha256)}


def _option(name: str, value: str | None, expected: str) -> RuleViolation:
    return RuleViolation("tax-class-option", field=name, value=value, expected=expected)
