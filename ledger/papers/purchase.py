"""A purchase document (仕入明細書) as a paper, made of its own JSON alone.

It has what 消費税法30条9項3号 and 施行令49条4項 ask for: who made it, the supplier and its number,
the days, what was supplied, the sum of each rate with the rate, the tax of each rate, and that the
supplier is asked to confirm it. What the payer may credit is not on it.
"""

from collections.abc import Iterator
from datetime import date

from contracts.figures import Language
from ledger.papers.blocks import Block, Heading, Pairs, Paper, Table, Text
from ledger.papers.invoice_told import InvoiceTold, Plain


def purchase_paper(sheet: Plain, lang: Language) -> Paper:
    """Write the paper of a purchase document.

    Args:
        sheet: Its JSON file.
        lang: Of every word on it.
    """
    told = InvoiceTold(sheet, lang)
    return Paper(
        lang=lang,
        title=told.says("purchase"),
        subtitle=told.name(sheet["supplier"]),
        day=date.fromisoformat(sheet["sent"]["on"]),
        blocks=tuple(_blocks(told)),
        footer=told.footer(),
    )


def _blocks(told: InvoiceTold) -> Iterator[Block]:
    yield Pairs(tuple(_head(told)))
    yield Heading(told.says("lines"))
    yield _lines(told)
    yield from told.sums()
    yield from _remarks(told)
    yield Heading(told.says("confirm"))
    yield Text(_confirmation(told))


def _head(told: InvoiceTold) -> Iterator[tuple[str, str]]:
    sheet = told.sheet
    yield told.says("made_by"), told.name(sheet["payer"])
    yield told.says("supplier"), told.name(sheet["supplier"])
    if sheet["payee"]["id"] != sheet["supplier"]["id"]:
        yield told.says("payee"), told.name(sheet["payee"])
    yield told.says("number"), sheet.get("number") or told.says("no_number")
    yield told.says("period"), told.period(sheet["period"])
    yield told.says("payment_date"), told.day(sheet["payment_date"])
    yield told.says("statement"), sheet["statement"]
    if replaced := sheet.get("replaces"):
        yield told.says("replaces"), replaced


def _lines(told: InvoiceTold) -> Table:
    sheet = told.sheet
    rows = [
        (
            str(line["line"]),
            "\n".join((line["label"][told.lang], told.name(line["agreement"]))),
            told.period(line["period"]),
            told.klass(line["tax_class"]),
            told.number(line["amount_minor"]),
        )
        for line in sheet["lines"]
    ]
    rows += [
        (
            "",
            told.says("rest", told.subject(rest["subject"])),
            "",
            told.klass(rest["tax_class"]),
            told.number(rest["amount_minor"]),
        )
        for rest in sheet["rest"]
    ]
    whole = sum(one["amount_minor"] for one in (*sheet["lines"], *sheet["rest"]))
    total = ("", told.says("sum"), "", "", told.number(whole))
    heads = [told.says(name) for name in ("line", "what", "period", "class")]
    amount = told.head("amount_in" if sheet["is_inclusive"] else "amount_out")
    return Table((*heads, amount), (2, 14, 6, 5, 6), (*rows, total), right=(4,), sums=1)


def _remarks(told: InvoiceTold) -> Iterator[Block]:
    for one in told.sheet.get("overrides", ()):
        yield Text(told.says("decided", line=one["line"], reason=one["reason"]), small=True)
    if told.sheet["is_qualified"]:
        yield Text(told.says("is_qualified"), small=True)
    elif any(row["tax_class"] == "standard" for row in told.sheet["classes"]):
        yield Text(told.says("not_registered"), small=True)


def _confirmation(told: InvoiceTold) -> str:
    sent = told.day(told.sheet["sent"]["on"])
    deeming = told.sheet.get("deeming")
    if deeming is None:
        return told.says("confirm_please", sent=sent)
    by = told.day(deeming["confirm_by"])
    return told.says("confirm_by_clause", sent=sent, by=by, clause=deeming["clause"])
