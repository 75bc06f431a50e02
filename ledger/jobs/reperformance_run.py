"""One payout run as a worksheet: inputs, every step with its formula, allocations, postings."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contracts.conversion import Fx
from contracts.waterfall import Inputs
from ledger.audit.files import Files
from ledger.audit.populations import Drawn
from ledger.audit.rates import currency_of
from ledger.audit.records import Record
from ledger.errors import NotFound
from ledger.jobs.sheet_cells import Block, Formula
from ledger.jobs.worksheet import Cell, Line, Sheet
from ledger.royalties.result import Computation, read_trace, recompute, result_of

_STEPS: Final = (
    "行 / row", "内容 / what", "規則 / rule", "今回の基礎 / basis now",
    "前回まで / brought forward", "累計の基礎 / basis to date",
    "分子 / numerator", "分母 / denominator", "単位 / unit", "上限・目標 / limit",
    "端数処理後 / rounded", "既計上 / moved before", "金額 / amount", "残額 / left",
    "記録 / recorded", "差額 / difference", "備考 / note", "商 / quotient", "剰余 / remainder",
)  # fmt: skip
_CHANGED: Final = (
    "通貨 / currency", "原通貨 / reported", "同相場の累計 / to date", "", "相場 / rate", "分母",
    "公表日 / date", "公表元 / source",
)  # fmt: skip
_PAYABLE: Final = "payable:"


def run_sheet(name: str, drawn: Drawn, files: Files) -> Block:
    """Lay out a run.

    Raises:
        NotFound: Its clauses are not at hand.
        LedgerError: The recorded computation is not there, or cannot be repeated.
    """
    run, terms = drawn.fact, drawn.terms
    if run is None or terms is None:
        raise NotFound("terms-not-disclosed", value=drawn.index, expected="the clauses it cites")
    trace = files.get(run.trace.sha256)
    computation = recompute(trace, terms)
    recorded = {row.id: row.amount_minor for row in read_trace(trace)["rows"]}
    block = Block(name, drawn.index)
    _heading(block, run)
    cells = _inputs(block, computation.inputs)
    block.add()
    block.head(*_STEPS)
    sheet = Sheet(computation.outcome.trace, cells, block.next_row, _limits(terms))
    totals = [_steps(block, sheet, recorded)]
    block.add()
    given = block.next_row + 1
    totals.append(_allocations(block, sheet, run, computation))
    rows = (given, max(given, block.next_row - 1))
    block.add()
    totals.append(_postings(block, run, rows))
    block.add()
    block.set_total([cells for cells, _ in totals], sum(total for _, total in totals))
    return block


def _heading(block: Block, run: Record) -> None:
    block.head("支払計算 / payout run", run.id)
    block.add("契約 / agreement", run.agreement)
    block.add("期間 / period", run.period)
    block.add("通貨 / currency", run.currency)
    block.add("条件の版 / terms", str(run.terms_version), run.terms_sha256)
    block.add("計算の記録 / trace", run.trace.sha256)


def _limits(terms: Mapping[str, Any]) -> dict[str, int]:
    return {step["id"]: step["cap"]["amount"] for step in terms["steps"] if "cap" in step}


def _inputs(block: Block, inputs: Inputs) -> dict[str, str]:
    """Write items, costs and holders; return the cell of each amount by its row in the trace."""
    cells: dict[str, str] = {}
    block.add()
    heading = ("売上 / items", "出所 / source", "媒体 / channel", "月 / month", "金額 / amount")
    is_foreign = any(item.fx for item in inputs.items)
    block.head(*heading, *(_CHANGED if is_foreign else ()))
    for item in sorted(inputs.items, key=lambda one: one.id):
        known = (item.id, item.source, item.channel or "?", item.month, item.amount_minor)
        at = block.add(*known, *_changed(item.fx))
        cells[f"item/{item.id}"] = f"E{at}"
    block.head("経費 / costs", "出所 / source", "", "", "金額 / amount")
    for cost in sorted(inputs.expenses, key=lambda one: (one.step, one.source)):
        at = block.add(cost.step, cost.source, "", "", cost.amount_minor)
        cells[f"{cost.step}/cost/{cost.source}"] = f"E{at}"
    block.head("権利者 / holders", "当事者 / party", "", "", "持分の比 / weight")
    for reference in sorted(inputs.holders):
        for party, weight in inputs.holders[reference]:
            block.add(reference, party, "", "", weight)
    return cells


def _changed(fx: Fx | None) -> Iterator[str | int]:
    """Yield how an item was converted, for one reported in another currency."""
    if fx is not None:
        yield from (fx.currency, fx.amount_minor, fx.to_date_minor)
        yield from ("÷" if fx.inverse else "×", fx.num, fx.den, fx.date, fx.source)


def _steps(block: Block, sheet: Sheet, recorded: Mapping[str, int]) -> tuple[str, int]:
    """Write every row of the trace; return the cells of the differences, and their sum."""
    first, total = block.next_row, 0
    lines = sheet.lines()
    for line in lines:
        found = recorded.get(line.row.id, 0)
        total += abs(line.amount.value - found)
        block.constants += line.constants
        block.add(*_line(line, found))
    for row in sorted(recorded.keys() - {line.row.id for line in lines}):
        at = block.next_row
        total += abs(recorded[row])
        blank = (None,) * 9
        found = recorded[row]
        block.add(row, "?", "?", *blank, 0, None, found, Formula(f"=M{at}-O{at}", -found))
    return f"P{first}:P{max(first, block.next_row - 1)}", total


def _line(line: Line, recorded: int) -> Iterator[Any]:
    row, at = line.row, line.number
    rate = row.rate or (None, None)
    note = "定数を含む / has constants" if line.constants else row.note
    yield from (row.id, row.label_ja or row.payee or row.channel, f"{row.kind} {row.rule}")
    yield from (_shown(line.basis), line.carried, _shown(line.counted), *rate, row.unit, line.limit)
    yield from (_shown(line.rounded), row.prior_minor, _shown(line.amount), _shown(line.left))
    yield from (recorded, Formula(f"=M{at}-O{at}", line.amount.value - recorded), note)
    yield from (_shown(line.quotient), _shown(line.remainder))


def _shown(cell: Cell | None) -> Formula | int | None:
    if cell is None:
        return None
    return Formula(cell.formula, cell.value) if cell.formula else cell.value


def _allocations(
    block: Block, sheet: Sheet, run: Record, computation: Computation
) -> tuple[str, int]:
    """Write who is due what, from the steps above, beside what the fact says."""
    block.head(
        "支払先 / payee", "条項 / clause", "行 / row", "計算 / computed", "記録 / recorded",
        "差額 / difference", "入金前控除 / kept before",
    )  # fmt: skip
    computed = {
        (one.party, line.step, line.row): line.amount_minor
        for one in result_of(computation).allocations
        for line in one.lines
    }
    stated = {
        (one.party, line.step, line.row): (line.amount_minor, line.kept_minor)
        for one in run.allocations
        for line in one.lines
    }
    first, total = block.next_row, 0
    for key in sorted({*computed, *stated}):
        at, value = block.next_row, computed.get(key, 0)
        amount, kept = stated.get(key, (0, 0))
        cell = _from_step(sheet, key[2], value)
        block.constants += isinstance(cell, int) and key in computed
        total += abs(value - amount)
        block.add(*key, cell, amount, Formula(f"=D{at}-E{at}", value - amount), kept)
    return f"F{first}:F{max(first, block.next_row - 1)}", total


def _from_step(sheet: Sheet, row: str, value: int) -> Formula | int:
    """Return a reference to a step's amount, with its sign turned for who gives it back."""
    found = sheet.amount_of(row)
    if found is not None and found[1] == value:
        return Formula(f"={found[0]}", value)
    if found is not None and found[1] == -value:
        return Formula(f"=-{found[0]}", value)
    return value


def _postings(block: Block, run: Record, rows: tuple[int, int]) -> tuple[str, int]:
    """Write the postings: payees as the allocations in `rows` say, and all together zero."""
    block.head(
        "勘定 / account", "記録 / recorded", "支払先別の計 / by payee", "差額 / difference",
        "支払先 / payee",
    )  # fmt: skip
    owed = {one.party: sum(line.amount_minor for line in one.lines) for one in run.allocations}
    first, total = block.next_row, 0
    for posting in run.postings:
        at, party = block.next_row, posting.account.removeprefix(_PAYABLE)
        if party == posting.account:
            currency = currency_of(posting)
            block.add(f"{party} ({currency})" if currency else party, posting.amount_minor)
            continue
        given = owed.get(party, 0)
        total += abs(posting.amount_minor - given)
        ranges = (f"A{rows[0]}:A{rows[1]}", f"E{rows[0]}:E{rows[1]}")
        summed = Formula(f"=SUMIF({ranges[0]},E{at},{ranges[1]})", given)
        difference = Formula(f"=B{at}-C{at}", posting.amount_minor - given)
        block.add(posting.account, posting.amount_minor, summed, difference, party)
    at, balance = block.next_row, sum(one.amount_minor for one in run.postings)
    summed = Formula(f"=SUM(B{first}:B{at - 1})" if run.postings else "=0", balance)
    block.add("貸借 / balance", summed, 0, Formula(f"=B{at}-C{at}", balance))
    return f"D{first}:D{at}", total + abs(balance)
