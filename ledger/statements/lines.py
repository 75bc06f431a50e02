"""The lines of a statement, and what is said about each of them in its file."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contracts.disclosure import Sight
from contracts.figures import Language, money, percent
from contracts.trace import TraceRow
from ledger.statements.books import RunBook
from ledger.statements.commands import StatementLine
from ledger.statements.notes import payees_of_step
from ledger.statements.opening_books import OpeningBook, opening_explained, opening_lines
from ledger.statements.revision_books import RevisionBook
from ledger.statements.revision_lines import (
    revision_described,
    revision_explained,
    revision_lines,
)
from ledger.statements.sight import sight_of

_GUARANTEE: Final = "guarantee/"
_RESERVE: Final = "reserve/"
_KEPT_LABEL: Final = {"ja": "入金前の控除（{0}）", "en": "Kept before remittance ({0})"}
_KEPT: Final[dict[Language, str]] = {
    "ja": "{label}のうち {amount} は、入金前に差し引かれているため、改めて支払われません。",
    "en": "Of {label}, {amount} was kept before the money came in and is not paid again.",
}

Names = Mapping[Language, Mapping[str, str]]


def lines_of(books: Iterable[RunBook], payee: str) -> tuple[StatementLine, ...]:
    """Return what runs gave a payee, clause by clause, each kept part as a line of its own."""
    lines: list[StatementLine] = []
    for book in books:
        if isinstance(book, RevisionBook):
            lines += revision_lines(book, payee)
            continue
        if isinstance(book, OpeningBook):
            lines += opening_lines(book, payee)
            continue
        for allocated in book.allocations.get(payee, []):
            lines.append(_line(book, allocated, payee))
            if allocated["kept_minor"]:
                lines.append(_kept_line(book, allocated))
    return tuple(lines)


def _line(book: RunBook, allocated: Mapping[str, Any], payee: str) -> StatementLine:
    label = book.clause(allocated["step"])["label"]
    gives_back = _gives_back(book, allocated, payee)
    return StatementLine(
        run=book.run["id"],
        agreement=book.agreement["id"],
        step=allocated["step"],
        row=allocated["row"],
        label_ja=label["ja"],
        label_en=label["en"],
        kind="recoupment" if gives_back else "royalty",
        amount_minor=allocated["amount_minor"],
        **book.taxed(allocated["step"], is_debtor=gives_back),
    )


def _kept_line(book: RunBook, allocated: Mapping[str, Any]) -> StatementLine:
    label = book.clause(allocated["step"])["label"]
    return StatementLine(
        run=book.run["id"],
        agreement=book.agreement["id"],
        step=allocated["step"],
        row=allocated["row"],
        label_ja=_KEPT_LABEL["ja"].format(label["ja"]),
        label_en=_KEPT_LABEL["en"].format(label["en"]),
        kind="adjustment",
        amount_minor=-allocated["kept_minor"],
        **book.taxed(allocated["step"]),
    )


def _gives_back(book: RunBook, allocated: Mapping[str, Any], payee: str) -> bool:
    """Tell whether a clause takes an advance back from this payee rather than paying him.

    What a guarantee paid in advance is earned back, too. A cap or a reserve takes nothing back: it
    changes what is due.
    """
    clause = book.clause(allocated["step"])
    kind = str(clause["kind"])
    if kind.startswith(_GUARANTEE):
        return bool(allocated["amount_minor"] < 0)
    is_debtor = payee not in payees_of_step(clause, book.standing)
    return bool(clause.get("against")) and not kind.startswith(_RESERVE) and is_debtor


def described(line: StatementLine, book: RunBook, names: Names, payee: str) -> dict[str, Any]:
    """Return a line as the payee's file shows it: figures, reported sources, the explanation.

    What the terms do not disclose to the payee is left out, field by field; see
    `ledger.statements.sight`.
    """
    row, sight = row_of(book, line), sight_of(book, payee)
    plain: dict[str, Any] = {
        "run": line.run,
        "period": line.period or book.run["period"],
        "agreement": {"id": line.agreement, **book.title},
        "step": line.step,
        "clause": row.clause,
        "label": {"ja": line.label_ja, "en": line.label_en},
        "kind": line.kind,
        "treatment": line.treatment,
        **({"income": line.income} if line.income else {}),
        "amount_minor": line.amount_minor,
        "explanation": {
            "ja": explained(line, book, "ja", names, (sight, payee)),
            "en": explained(line, book, "en", names, (sight, payee)),
        },
    }
    if isinstance(book, RevisionBook):
        plain |= revision_described(line, book, payee)
    elif line.cause:
        plain["cause"] = line.cause
    if sight.level != "full":
        plain["disclosure"] = sight.level
    if line.kind == "adjustment" or sight.level == "aggregate":
        return plain
    plain |= {"basis_minor": row.basis_minor} | ({"rate": percent(row.rate)} if row.rate else {})
    return plain | ({"sources": sources_of(book, row)} if sight.level == "full" else {})


def row_of(book: RunBook, line: StatementLine) -> TraceRow:
    """Return the row of a trace that a line of a statement rests on."""
    if isinstance(book, RevisionBook):
        return book.row(book.run_of(line.period), line.row)
    return book.rows[line.row]


def explained(
    line: StatementLine,
    book: RunBook,
    lang: Language,
    names: Names,
    told: tuple[Sight, str],
) -> list[str]:
    """Return the sentences that lead to the amount of a line, as far as somebody may read.

    Args:
        line: One of a statement.
        book: What it is of.
        lang: "ja" or "en".
        names: Party or reference to the name a reader knows, by language.
        told: What the reader may see, and the payee of the statement.
    """
    sight, _ = told
    if isinstance(book, RevisionBook):
        return revision_explained(line, book, lang, names, told)
    if isinstance(book, OpeningBook):
        return opening_explained(line, book, lang)
    if line.kind == "adjustment":
        label = book.clause(line.step)["label"][lang]
        amount = money((-line.amount_minor, 1), book.run["currency"], lang)
        return [_KEPT[lang].format(label=label, amount=amount)]
    return book.explainer[lang].explain(line.row, names[lang], sight)


def sources_of(book: RunBook, row: TraceRow) -> list[dict[str, Any]]:
    """Return the reported revenue behind a row: which report, which group of its lines."""
    found: list[dict[str, Any]] = []
    for item_id in sorted(_items_behind(book, row)):
        item = book.items[item_id]
        report, group, _ = item_id.split("/")
        shown = ("channel", "territory", "work", "month", "amount_minor", "reported")
        plain = {name: item[name] for name in shown if item[name] is not None}
        found.append({"report": report, "group": int(group), **plain})
    return found


def _items_behind(book: RunBook, row: TraceRow) -> set[str]:
    waiting, seen, items = [row.id], set[str](), set[str]()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        found = book.rows[current]
        if found.kind == "item":
            items.add(found.id.removeprefix("item/"))
        waiting.extend((*found.parents, *found.flow))
    return items
