"""An invoice or a credit note to a licensee as a paper, made of its own JSON alone.

It has what 消費税法57条の4第1項 (適格請求書) and 3項 (適格返還請求書) ask for: issuer and number,
the days, what was supplied, the sum with its rate, the tax, the receiver, and what is
credited.
"""

from collections.abc import Iterator
from datetime import date

from contracts.figures import Language
from ledger.papers.blocks import Block, Heading, Pairs, Paper, Table, Text
from ledger.papers.invoice_told import InvoiceTold, Plain


def invoice_paper(sheet: Plain, lang: Language) -> Paper:
    """Write the paper of an invoice or a credit note.

    Args:
        sheet: Its JSON file.
        lang: Of every word on it.
    """
    told = InvoiceTold(sheet, lang)
    return Paper(
        lang=lang,
        title=_title(told),
        subtitle=told.says("to", told.name(sheet["debtor"])),
        day=date.fromisoformat(sheet["issued_on"]),
        blocks=tuple(_blocks(told)),
        footer=told.footer(),
    )


def _title(told: InvoiceTold) -> str:
    kind = told.sheet["kind"]
    if not told.sheet["is_qualified"]:
        return told.says(kind)
    return told.says(kind) + told.says("qualified_credit" if kind == "credit" else "qualified")


def _blocks(told: InvoiceTold) -> Iterator[Block]:
    sheet = told.sheet
    yield Pairs(tuple(_head(told)))
    yield Heading(told.says("lines"))
    what = f"{told.subject(sheet['subject'])}\n{told.name(sheet['agreement'])}"
    row = (what, told.period(sheet["period"]), told.klass(sheet["tax_class"]))
    heads = [told.says(name) for name in ("what", "period", "class")]
    yield Table(
        (*heads, told.head("amount_out")),
        (14, 6, 5, 6),
        ((*row, told.number(sheet["amount_minor"])),),
        right=(3,),
    )
    yield from told.sums()
    if reason := sheet.get("reason"):
        yield Text(told.says("decided_all", reason), small=True)
    elif told.lang == "ja" and sheet["tax_class"] != "standard":
        yield Text(told.says("law", sheet["law"]), small=True)
    if not sheet["is_qualified"]:
        yield Text(told.says("plain"), small=True)


def _head(told: InvoiceTold) -> Iterator[tuple[str, str]]:
    sheet = told.sheet
    issuer, by = told.name(sheet["issuer"]), told.name(sheet["by"])
    is_committee = sheet["issuer"]["id"] != sheet["by"]["id"]
    name = told.says("for_committee", committee=issuer, member=by) if is_committee else by
    yield told.says("issued_by"), name
    if number := sheet.get("registration"):
        yield told.says("number"), number
    yield told.says("debtor"), told.name(sheet["debtor"])
    yield told.says("invoice_number"), sheet["number"]
    yield told.says("issued_on"), told.day(sheet["issued_on"])
    if sheet["kind"] == "invoice":
        yield told.says("due_on"), told.day(sheet["due_on"])
    for original in sheet.get("of", ()):
        told_of = {"number": original["number"], "day": told.day(original["issued_on"])}
        yield told.says("original"), told.says("original_of", **told_of)
    yield told.says("agreement"), told.name(sheet["agreement"])
    yield told.says("report"), sheet["report"]
