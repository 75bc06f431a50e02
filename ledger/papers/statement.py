"""A statement as a paper: who pays whom, how the amount comes about, each line and its reasons.

It is made of the statement's own JSON alone, so whoever has that file can print the same bytes. It
computes nothing: every figure on it is in the JSON.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Final

from contracts.figures import Language, clause
from ledger.log import canonical
from ledger.papers.blocks import Block, Clause, Heading, Items, Pairs, Paper, Table, Text
from ledger.papers.statement_taxes import tax_blocks
from ledger.papers.statement_told import Plain, Told
from ledger.papers.statement_words import INCOMES, TAKEN_OFF, TOTALS
from ledger.statements.payment_told import payment_told

_ENTRIES_ON_FOOT: Final = 6
_ADDRESS: Final = "{url}/{lang}/check/statements/{id}?sha256={sha256}"

Numbered = Sequence[tuple[int, Plain]]


def statement_paper(sheet: Plain, lang: Language, public_url: str = "") -> Paper:
    """Write the paper of a statement.

    Args:
        sheet: Its JSON file.
        lang: Of every word on it.
        public_url: Where the register can be asked; empty for no QR code.

    Returns:
        The paper. Its day is the planned day of payment, which the JSON knows; the day on which it
        is issued is that of its entry.
    """
    told = Told(sheet, lang)
    digest = sha256(canonical.encode(dict(sheet))).hexdigest()
    url = public_url.rstrip("/")
    address = _ADDRESS.format(url=url, lang=lang, id=sheet["id"], sha256=digest)
    return Paper(
        lang=lang,
        title=told.says("title"),
        subtitle=told.name(sheet["payee"]),
        day=date.fromisoformat(sheet["payment_date"]),
        blocks=tuple(_blocks(told)),
        footer=_footer(told, digest),
        address=address if public_url else "",
    )


def _blocks(told: Told) -> Iterator[Block]:
    yield Pairs(tuple(_head(told)))
    yield from _summary(told)
    yield from _lines(told)
    yield from _carried(told)
    yield from tax_blocks(told)
    if notes := told.sheet["notes"][told.lang]:
        yield Heading(told.says("notes"))
        yield Items(tuple(notes))
    yield from _reasons(told)
    yield from _runs(told)


def _head(told: Told) -> Iterator[tuple[str, str]]:
    sheet = told.sheet
    yield told.says("payer"), told.name(sheet["payer"])
    yield told.says("payee"), told.name(sheet["payee"])
    if sheet["paid_to"]["id"] != sheet["payee"]["id"]:
        yield told.says("paid_to"), told.name(sheet["paid_to"])
    if number := sheet["tax"].get("invoice_number"):
        yield told.says("invoice_number"), number
    yield told.says("period"), told.period(sheet["period"])
    yield told.says("payment_date"), told.day(sheet["payment_date"])
    for name in ("currency", "id", "previous"):
        if value := sheet.get(name):
            yield told.says(name), value


def _summary(told: Told) -> Iterator[Block]:
    rows = []
    for name in TOTALS:
        amount = told.sheet["totals"][name]
        rows.append(
            (told.word(TOTALS, name), told.number(-amount if name in TAKEN_OFF else amount))
        )
    yield Heading(told.says("summary"))
    head = (told.says("item"), told.head("amount"))
    yield Table(head, (3, 2), tuple(rows), right=(1,), sums=1)  # the transfer is last
    for sentence in payment_told(told.sheet, told.lang):
        yield Text(sentence, small=True)


def _lines(told: Told) -> Iterator[Block]:
    """Tables of lines by what they are; each line keeps the number by which it can be asked for."""
    numbered = list(enumerate(told.sheet["lines"], 1))
    if not numbered:
        yield Heading(told.says("lines"))
        yield Text(told.says("no_lines"))
    for kind, title in (("royalty", "lines"), ("recoupment", "recoupments")):
        if some := [(number, line) for number, line in numbered if line["kind"] == kind]:
            yield Heading(told.says(title))
            yield _line_table(told, some)
    if some := [(number, line) for number, line in numbered if line["kind"] == "adjustment"]:
        yield Heading(told.says("adjustment_lines"))
        yield _adjustment_table(told, some)


def _line_table(told: Told, some: Numbered) -> Table:
    head = ("line", "agreement", "clause", "place")
    rows = [
        (
            str(number),
            "\n".join(part for part in (told.name(line["agreement"]), told.works(line)) if part),
            _what(told, line, "\n"),
            "\n".join(told.places(line)),
            told.number(line["basis_minor"]) if "basis_minor" in line else "",
            line.get("rate", ""),
            told.number(line["amount_minor"]),
        )
        for number, line in some
    ]
    return Table(
        (*map(told.says, head), told.head("basis"), told.says("rate"), told.head("amount")),
        (2, 8, 11, 8, 7, 4, 7),
        (*rows, _sum_row(told, told.says("sum"), some)),
        right=(4, 5, 6),
        sums=1,
    )


def _adjustment_table(told: Told, some: Numbered) -> Table:
    rows = [
        (
            str(number),
            told.cause(line),
            _what(told, line, "\n"),
            told.period(line["period"]),
            told.number(line["was_minor"]) if "was_minor" in line else "",
            told.number(line["now_minor"]) if "now_minor" in line else "",
            told.number(line["amount_minor"]),
        )
        for number, line in some
    ]
    causes = dict.fromkeys(told.cause(line) for _, line in some)
    sums = [
        _sum_row(told, told.says("of_cause", cause), _caused(told, some, cause))
        for cause in (causes if len(causes) > 1 else ())
    ]
    heads = (told.head("was"), told.head("now"), told.head("amount"))
    return Table(
        (told.says("line"), told.says("kind"), told.says("clause"), told.says("period"), *heads),
        (2, 8, 14, 5, 7, 7, 7),
        (*rows, *sums, _sum_row(told, told.says("sum"), some)),
        right=(4, 5, 6),
        sums=len(sums) + 1,
    )


def _caused(told: Told, some: Numbered, cause: str) -> Numbered:
    return [(number, line) for number, line in some if told.cause(line) == cause]


def _sum_row(told: Told, label: str, some: Numbered) -> tuple[str, ...]:
    """Return the last row of a table of seven columns; its label stands in the widest."""
    total = told.number(sum(line["amount_minor"] for _, line in some))
    return ("", "", label, "", "", "", total)


def _what(told: Told, line: Plain, space: str = " ") -> str:
    return f"{line['label'][told.lang]}{space}{clause(line['clause'], told.lang)}".strip()


def _carried(told: Told) -> Iterator[Block]:
    for name in ("carried_in", "carried_out"):
        if parts := told.sheet.get(name):
            rows = (
                (
                    part["statement"],
                    told.word(INCOMES, part["income"]),
                    told.number(part["amount_minor"]),
                )
                for part in parts
            )
            yield Heading(told.says(f"{name}_parts"))
            head = (told.says("arose"), told.says("kind"), told.head("amount"))
            yield Table(head, (4, 3, 2), tuple(rows), right=(2,))


def _reasons(told: Told) -> Iterator[Block]:
    if not told.sheet["lines"]:
        return
    yield Heading(told.says("reasons"))
    for number, line in enumerate(told.sheet["lines"], 1):
        sentences = tuple(line["explanation"][told.lang])
        title = f"{_what(told, line)}: {told.money(line['amount_minor'])}"
        yield Clause(str(number), title, sentences, ("",) * len(sentences))


def _runs(told: Told) -> Iterator[Block]:
    if runs := told.sheet.get("runs"):
        rows = tuple((run["id"], told.period(run["period"]), str(run["entry"])) for run in runs)
        yield Heading(told.says("runs"))
        head = (told.says("run"), told.says("period"), told.says("entry"))
        yield Table(head, (6, 3, 2), rows, right=(2,))


def _footer(told: Told, digest: str) -> tuple[str, ...]:
    entries = [str(run["entry"]) for run in told.sheet.get("runs", ())]
    named = told.joined(entries, _ENTRIES_ON_FOOT) or told.says("no_entries")
    return (
        told.says("foot_id", id=told.sheet["id"], sha256=digest),
        told.says("foot_entries", entries=named),
        told.says("foot_evidence"),
    )
