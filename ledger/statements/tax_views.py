"""Payments as taxes count them, kept row by row, so that a month or a year is summed by the store.

A statement's rows are made when it is issued and again whenever payments change what was paid of
it. The rules are those of `ledger.statements.tax_parts`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Index
from sqlmodel import Field

from ledger.statements.tax_parts import Sent, parts_of
from ledger.store.state import State
from ledger.store.views import View, integer, text

_BY_DAY: Final = ("day", "rule", "currency", "counts", "withheld_minor")


class TaxPaymentRow(View, table=True):
    """One payment of one kind of income of a statement.

    `abroad_day` and `abroad_counts` take the place of `day` and `counts` where whoever is paid
    resides abroad and the statement does not tell; they are null wherever that changes nothing.
    """

    __tablename__ = "v_tax_payment"
    __table_args__ = (
        # The sums of a month are read from this index alone.
        Index("v_tax_payment_payer", "payer", "abroad_day", *_BY_DAY),
        Index("v_tax_payment_receiver", "receiver", "abroad_day", "day"),
        Index("v_tax_payment_payee", "payee", "abroad_day", "day"),
    )

    statement_id: str = Field(sa_column=text(key=True))
    number: int = Field(sa_column=integer(key=True))
    payer: str = Field(sa_column=text())
    payee: str = Field(sa_column=text())
    receiver: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    income: str = Field(sa_column=text())
    day: str = Field(sa_column=text())
    counts: str = Field(sa_column=text())
    residence: str = Field(sa_column=text())
    abroad_day: str | None = Field(sa_column=text(null=True))
    abroad_counts: str | None = Field(sa_column=text(null=True))
    rule: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    consumption_minor: int = Field(sa_column=integer())
    withheld_minor: int = Field(sa_column=integer())
    treaty_form: str | None = Field(sa_column=text(null=True))


def keep_tax(
    state: State,
    statement: Mapping[str, Any],
    tax: Mapping[str, str],
    sent: Sequence[Sent] | None = None,
) -> None:
    """Keep what a statement pays as taxes count it.

    Nobody is paid by himself, and what pays nothing is no payment. Rows that it had before are the
    caller's to delete.

    Args:
        state: Of the transaction.
        statement: Its row in the register.
        tax: What it states of its taxes.
        sent: What was paid of it; None where no payment that stands names it.
    """
    if statement["payable_minor"] <= 0 or statement["payer"] == statement["paid_to"]:
        return
    for number, part in enumerate(parts_of(statement, tax, sent), 1):
        day, counts = part.abroad or (None, None)
        state.put(
            TaxPaymentRow,
            statement_id=statement["id"],
            number=number,
            payer=statement["payer"],
            payee=statement["payee"],
            receiver=statement["paid_to"],
            currency=statement["currency"],
            income=part.income,
            day=part.day.isoformat(),
            counts=part.counts,
            residence=part.residence,
            abroad_day=day.isoformat() if day else None,
            abroad_counts=counts,
            rule=part.rule,
            amount_minor=part.amount_minor,
            consumption_minor=part.consumption_minor,
            withheld_minor=part.withheld_minor,
            treaty_form=part.treaty_form,
        )
