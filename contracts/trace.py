"""The trace is the computation: one row per amount, each naming the rows it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from contracts.conversion import Fx
from contracts.errors import TermsInvalid
from contracts.money import Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """One amount and how it came about.

    `amount_minor` is what this run moves: `rounded_minor` (to date, where the rule is cumulative)
    less `prior_minor`, which earlier runs already moved.

    Attributes:
        id: Unique in the trace, such as "window_fee" or "window_fee/to/party_x".
        step: Step of the terms; "" for revenue items.
        kind: Kind of the step, or "item", "sum", "share", "held", "carried", "retained".
        clause: Clause of the paper contract.
        label_ja: Japanese name.
        label_en: English name.
        currency: ISO 4217 code of all amounts.
        basis: What `basis_minor` is: "gross", "remainder", "after:x", "to-date" ...
        basis_minor: Amount the rule was applied to.
        added_minor: Of it, what this run added, where the basis is an amount to date.
        rate: Fraction applied, when the rule has one.
        exact: The exact result before rounding.
        unit: Rounding unit.
        rounded_minor: The result after rounding.
        prior_minor: Of it, what earlier runs already moved.
        amount_minor: What this run moves.
        left_minor: What remained in this part of the flow afterwards.
        rule: Name of the arithmetic.
        account: Recoupment account or held account concerned.
        payee: Who receives.
        channel: Window the money came through, where the row concerns one.
        month: Month of the sale, where the row concerns one.
        note: A fact worth saying, such as the reason for holding.
        parents: Rows whose amount this one was made from.
        flow: Rows whose remainder this one took from, or was made from when it reads a remainder.
        fx: How reported money was converted, when it came in another currency.
    """

    id: str
    step: str = ""
    kind: str
    clause: str = ""
    label_ja: str = ""
    label_en: str = ""
    currency: str
    basis: str = ""
    basis_minor: int = 0
    added_minor: int | None = None
    rate: Ratio | None = None
    exact: Ratio = (0, 1)
    unit: int = 1
    rounded_minor: int = 0
    prior_minor: int = 0
    amount_minor: int = 0
    left_minor: int | None = None
    rule: str
    account: str = ""
    payee: str = ""
    channel: str = ""
    month: str = ""
    note: str = ""
    parents: tuple[str, ...] = ()
    flow: tuple[str, ...] = ()
    fx: Fx | None = None

    @property
    def reads_left(self) -> bool:
        """Whether the basis is what other rows left, rather than their amounts."""
        return self.basis in ("received", "remainder", "pool") or self.basis.startswith("after:")

    def to_dict(self) -> dict[str, Any]:
        """Give the row as JSON values: whole numbers and text only; empty fields are left out.

        The numerator of `exact` may be beyond 2^53 - 1: write it as text where readers mind.
        """
        # Not asdict: it copies deeply what cannot change, and auditors write many thousand rows.
        pairs = ((name, getattr(self, name)) for name in self.__slots__)
        row: dict[str, Any] = {name: value for name, value in pairs if value not in ("", None, ())}
        for name in ("rate", "exact"):
            if name in row:
                row[name] = {"num": row[name][0], "den": row[name][1]}
        for name in ("parents", "flow"):
            if name in row:
                row[name] = list(row[name])
        if self.fx is not None:
            row["fx"] = self.fx.to_dict()
        return row

    @classmethod
    def from_dict(cls, obj: Mapping[str, Any]) -> "TraceRow":
        """Read a row back.

        Raises:
            TermsInvalid: Not a trace row.
        """
        row = dict(obj)
        try:
            for name in ("rate", "exact"):
                if name in row:
                    row[name] = (row[name]["num"], row[name]["den"])
            for name in ("parents", "flow"):
                row[name] = tuple(row.get(name, ()))
            if "fx" in row:
                row["fx"] = Fx(**row["fx"])
            return cls(**row)
        except (TypeError, KeyError) as cause:
            raise TermsInvalid(
                "trace-malformed",
                "This is not a trace row.",
                value=repr(obj),
                expected=[field.name for field in fields(cls)],
            ) from cause
