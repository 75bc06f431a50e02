"""One statement as a worksheet: its lines, the identity of its totals, and the taxes of a payment.

Source:
    ledger/statements/totals.py: carried_in + royalties + adjustments - recouped = payable +
    carried_out; transfer = payable + consumption tax - withholding.
"""

from collections.abc import Mapping
from typing import Final

from contracts.money import Ratio, floor_toward_zero, parse_ratio
from contracts.tax.income import INCOMES
from ledger.audit.populations import Drawn
from ledger.audit.records import Record
from ledger.errors import NotFound
from ledger.jobs.sheet_cells import Block, Formula

_BEFORE: Final = "withholding_statements_before"


def statement_sheet(name: str, drawn: Drawn) -> Block:
    """Lay out a statement.

    Raises:
        NotFound: It is not disclosed.
    """
    fact = drawn.fact
    if fact is None:
        raise NotFound("statement-not-disclosed", value=drawn.index, expected="its contents")
    block = Block(name, drawn.index)
    _heading(block, fact)
    block.add()
    lines = _lines(block, fact)
    block.add()
    block.head("項目 / figure", "計算 / computed", "記録 / recorded", "差額 / difference")
    first = block.next_row
    total = _Figures(block, fact, lines).write()
    block.add()
    block.set_total([f"D{first}:D{first + len(list(fact.totals)) - 1}"], total)
    return block


def _heading(block: Block, fact: Record) -> None:
    block.head("支払明細書 / statement", fact.id)
    block.add("支払者 / payer", fact.payer)
    block.add("受取人 / payee", fact.payee)
    block.add("支払先 / paid to", fact.paid_to)
    block.add("期間 / period", fact.period)
    block.add("支払日 / payment date", fact.payment_date.isoformat())
    block.add("通貨 / currency", fact.currency)
    for name in sorted(fact.tax):
        block.add(f"税 / tax: {name}", fact.tax[name])


def _lines(block: Block, fact: Record) -> tuple[int, int]:
    """Write the lines; return the numbers of the first and the last."""
    block.head(
        "条項 / clause", "種類 / kind", "税区分 / treatment", "金額 / amount", "計算 / run",
        "所得 / income",
    )  # fmt: skip
    first = block.next_row
    for line in fact.lines:
        block.add(
            line.label_ja, line.kind, line.treatment, line.amount_minor, line.run, line.income
        )
    return first, max(first, block.next_row - 1)


class _Figures:
    """Writes the totals one below the other, each from those above it.

    Args:
        block: The sheet. fact: the statement. lines: where its lines stand.
    """

    def __init__(self, block: Block, fact: Record, lines: tuple[int, int]) -> None:
        self._block, self._fact = block, fact
        first, last = lines
        self._kinds, self._treatments = f"B{first}:B{last}", f"C{first}:C{last}"
        self._amounts, self._incomes = f"D{first}:D{last}", f"F{first}:F{last}"
        self._cells: dict[str, str] = {}
        self._values: dict[str, int] = {}
        self._total = 0

    def write(self) -> int:
        """Write everything; return the sum of the absolute differences."""
        totals, cells = self._fact.totals, self._cells
        self._put("carried_in", totals.carried_in)
        self._sum_of("royalties", "royalty", 1)
        self._sum_of("adjustments", "adjustment", 1)
        self._sum_of("recouped", "recoupment", -1)
        v = self._values
        balance = v["carried_in"] + v["royalties"] + v["adjustments"] - v["recouped"]
        text = f"{cells['carried_in']}+{cells['royalties']}+{cells['adjustments']}"
        text += f"-{cells['recouped']}"
        payable = self._payable(text, balance)
        self._put("payable", payable)
        rest = Formula(f"={text}-{cells['payable']}", balance - payable.value)
        self._put("carried_out", rest)
        self._put("consumption_tax", self._consumption())
        self._put("withholding", self._withholding())
        text = f"={cells['payable']}+{cells['consumption_tax']}-{cells['withholding']}"
        transfer = v["payable"] + v["consumption_tax"] - v["withholding"]
        self._put("transfer", Formula(text, transfer))
        return self._total

    def _payable(self, text: str, balance: int) -> Formula:
        """Return what is payable: nothing below zero, nothing below the smallest payment."""
        tax = self._fact.tax
        least = int(tax.get("minimum_payment", "0"))
        if not least or self._fact.final or tax.get("rule") == "own-account":
            return Formula(f"=MAX(0,{text})", max(0, balance))
        return Formula(f"=IF({text}<{least},0,{text})", 0 if balance < least else balance)

    def _put(self, name: str, value: Formula | int) -> None:
        """Write one figure beside the recorded one."""
        at, found = self._block.next_row, getattr(self._fact.totals, name)
        number = value.value if isinstance(value, Formula) else value
        self._cells[name], self._values[name] = f"B{at}", number
        self._total += abs(number - found)
        self._block.add(name, value, found, Formula(f"=B{at}-C{at}", number - found))

    def _sum_of(self, name: str, kind: str, sign: int) -> None:
        amount = sum(line.amount_minor for line in self._fact.lines if line.kind == kind)
        text = f'=SUMIF({self._kinds},"{kind}",{self._amounts})*{sign}'
        self._put(name, Formula(text, amount * sign))

    def _taxable(self) -> tuple[str, int]:
        lines = [one.amount_minor for one in self._fact.lines if one.treatment == "taxable"]
        summed = f'SUMIF({self._treatments},"taxable",{self._amounts})'
        text = f"MIN({self._cells['payable']},MAX(0,{summed}))"
        return text, min(self._values["payable"], max(0, sum(lines)))

    def _consumption(self) -> Formula | int:
        rate = _rate(self._fact.tax, "consumption_rate")
        if rate is None:
            return Formula("=0", 0)
        text, base = self._based(self._taxable(), int(self._fact.tax["consumption_base"]))
        num, den = rate
        return Formula(f"=ROUNDDOWN({text}*{num}/{den},0)", floor_toward_zero(base, num, den))

    def _based(self, computed: tuple[str, int], recorded: int) -> tuple[str, int]:
        """Return a base as the lines give it; as recorded where amounts were carried or set off."""
        if computed[1] == recorded:
            return computed
        self._block.constants += 1
        return str(recorded), recorded

    def _of_income(self, income: str) -> tuple[str, int]:
        lines = [one.amount_minor for one in self._fact.lines if one.income == income]
        return f'SUMIF({self._incomes},"{income}",{self._amounts})', sum(lines)

    def _withholding(self) -> Formula | int:
        """Return the tax withheld; beside other statements of the day it is their common affair."""
        tax = self._fact.tax
        kinds = [kind for kind in ("", *INCOMES) if f"{_named(kind)}_rate" in tax]
        if not kinds:
            return Formula("=0", 0)
        if _BEFORE in tax:
            self._block.constants += 1
            found: int = self._fact.totals.withholding
            return found
        taxes = [self._withheld(kind) for kind in kinds]
        return Formula(f"={'+'.join(tax.text for tax in taxes)}", sum(tax.value for tax in taxes))

    def _withheld(self, kind: str) -> Formula:
        """Return the tax of one kind of income; of all lines where the rules knew no kinds."""
        tax, name = self._fact.tax, _named(kind)
        recorded = int(tax[f"{name}_base"])
        if kind:
            text, base = self._based(self._of_income(kind), recorded)
        else:
            text, base = self._taxable()
            if base != recorded:
                text, base = self._cells["payable"], self._values["payable"]
        rate = parse_ratio(tax[f"{name}_rate"])
        upper = _rate(tax, f"{name}_upper_rate") or rate
        most = int(tax.get(f"{name}_threshold", "0")) or base
        below, above = min(base, most), max(0, base - most)
        (num, den), (more, over) = rate, upper
        exact = below * num * over + above * more * den
        parts = f"MIN({text},{most})*{num}*{over}+MAX(0,{text}-{most})*{more}*{den}"
        return Formula(f"ROUNDDOWN(({parts})/({den}*{over}),0)", exact // (den * over))


def _named(kind: str) -> str:
    return f"withholding_{kind}" if kind else "withholding"


def _rate(tax: Mapping[str, str], name: str) -> Ratio | None:
    return parse_ratio(tax[name]) if name in tax else None
