"""In which currency revenue may be reported, invoiced and received.

The agreement's own, or any other once its clauses say how it is converted. Amounts stay in that
currency on the register; a payout run converts what it takes.
"""

from contracts.errors import TermsError
from contracts.money import minor_unit
from ledger.agreements.views import TermsRow
from ledger.errors import RuleViolation
from ledger.store.state import Row, State
from ledger.store.views import unpack


def refuse_currency(currency: str, agreement: Row) -> None:
    """Refuse amounts in another currency than the agreement's.

    Raises:
        RuleViolation: `unknown-currency` or `currency-differs`.
    """
    _refuse_unknown(currency)
    if currency != agreement["currency"]:
        raise RuleViolation(
            "currency-differs",
            "this is in the agreement's currency alone",
            field="currency",
            value=currency,
            expected=agreement["currency"],
        )


def refuse_unconvertible(currency: str, agreement: Row, state: State) -> None:
    """Refuse a currency that is neither the agreement's nor converted by its newest clauses.

    Raises:
        RuleViolation: `unknown-currency` or `currency-differs`.
    """
    _refuse_unknown(currency)
    if currency == agreement["currency"] or _converts(agreement, state):
        return
    raise RuleViolation(
        "currency-differs",
        "the agreement's clauses do not say how another currency is converted",
        field="currency",
        value=currency,
        expected=f"{agreement['currency']}, or clauses with `fx`",
    )


def refuse_other_currency(currency: str, report: Row) -> None:
    """Refuse money or an invoice for a report in another currency than the report's.

    Raises:
        RuleViolation: `currency-differs`.
    """
    if currency != report["currency"]:
        raise RuleViolation(
            "currency-differs",
            f"the report is in {report['currency']}; what is promised and paid on it is, too",
            field="currency",
            value=currency,
            report=report["id"],
            expected=report["currency"],
        )


def _refuse_unknown(currency: str) -> None:
    try:
        minor_unit(currency)
    except TermsError as error:
        fields = {**error.fields, "field": "currency"}
        raise RuleViolation(error.code, str(error), **fields) from error


def _converts(agreement: Row, state: State) -> bool:
    row = state.get(TermsRow, agreement["id"], agreement["terms_version"])
    return row is not None and "fx" in unpack(row["doc"])["terms"]
