"""The text of an agreement's money clauses, such as a creator's profit share.

Clauses keep the numbers that the terms name, and every field of every clause is said.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.agreements.views import show
from ledger.errors import NotFound
from ledger.log import canonical
from ledger.papers.articles import General, Provision
from ledger.papers.money_clauses import Teller, references
from ledger.papers.printer import Printer
from ledger.papers.text_words import AGREEMENT, COMMON
from ledger.papers.written_text import Draft, Written, document_of, general, quoted, written

_INPUTS = (
    "id", "title", "kind", "payer", "parties", "works", "currency", "distribute_on", "duties",
    "document", "entry_index",
)  # fmt: skip
_Plain = Mapping[str, Any]


def agreement_text(printer: Printer, agreement: str) -> Written:
    """Write the text of an agreement with its newest clauses.

    Raises:
        NotFound: There is no such agreement for this viewer.
    """
    shown = show(printer.conn, agreement, printer.viewer)
    if shown is None:
        raise NotFound("agreement-not-found", field="id", value=agreement)
    version = shown["terms"][-1]
    terms = version["terms"]
    duties = shown.get("duties") or ()
    named = {shown["payer"], *shown["parties"], *references(terms)}
    named |= {duty["reporter"] for duty in duties}
    names = printer.names(named)
    works = printer.works(shown.get("works") or ())
    teller = Teller(printer, terms)
    payees = sorted(each for each in references(terms) if each.startswith("party_"))
    sides = dict.fromkeys((shown["payer"], *shown["parties"], *payees))
    draft = Draft(
        of=agreement,
        entry=shown["entry_index"],
        title=printer.title(shown["title"]),
        subtitle=printer.says(AGREEMENT[shown["kind"]]),
        sides=tuple(names[each] for each in sides),
        first=tuple(_first(printer, shown, names, works, version)),
        recorded=tuple(
            Provision(printer.title(step["label"]), teller.clause(step), step.get("clause") or "")
            for step in terms["steps"]
        ),
        last=tuple(_last(printer, shown, names, terms, teller)),
    )
    said = {name: shown[name] for name in _INPUTS if name in shown}
    inputs = {"record": said, "terms": terms, "since": version["effective_month"]}
    return written(printer, draft, {**inputs, "names": names, "works": works})


def _first(
    printer: Printer,
    shown: _Plain,
    names: Mapping[str, str],
    works: Mapping[str, str],
    version: _Plain,
) -> Iterator[General]:
    say = printer.says
    yield from general(printer, AGREEMENT, "purpose").of(
        say(AGREEMENT["purpose-is"], payer=names[shown["payer"]]),
        say(AGREEMENT["since"], month=version["effective_month"]),
    )
    if works:
        told = say(COMMON["works-are"], works=quoted(printer, works.values()))
        yield from general(printer, COMMON, "works").of(told)
    counted = say(AGREEMENT[shown["distribute_on"]], currency=shown["currency"])
    yield from general(printer, AGREEMENT, "basis").of(counted)
    labels = [printer.title(step["label"]) for step in version["terms"]["steps"]]
    order = say(AGREEMENT["order-is"], steps=" → ".join(labels))
    yield from general(printer, AGREEMENT, "order").of(order)


def _last(
    printer: Printer,
    shown: _Plain,
    names: Mapping[str, str],
    terms: _Plain,
    teller: Teller,
) -> Iterator[General]:
    say = printer.says
    accounts = (teller.account(each["id"]) for each in terms.get("accounts", ()))
    yield from general(printer, AGREEMENT, "accounts").of(*accounts)
    if minimum := terms.get("minimum_payment"):
        told = say(AGREEMENT["minimum-is"], amount=teller.amount(minimum["amount"]))
        yield from general(printer, AGREEMENT, "minimum").of(told)
    if "unit" in terms:
        told = say(AGREEMENT["unit"], amount=teller.amount(terms["unit"]))
        yield from general(printer, AGREEMENT, "minimum").of(told)
    if fx := terms.get("fx"):
        rest = {name: value for name, value in fx.items() if name != "source"}
        told = say(AGREEMENT["fx-is"], source=fx["source"], terms=canonical.encode(rest).decode())
        yield from general(printer, AGREEMENT, "fx").of(told)
    if disclosure := terms.get("disclosure"):
        told = say(AGREEMENT["disclosure-is"], levels=_levels(printer, disclosure, teller))
        yield from general(printer, AGREEMENT, "disclosure").of(told)
    duties = (_duty(printer, duty, names) for duty in shown.get("duties") or ())
    yield from general(printer, AGREEMENT, "duties").of(*duties)
    yield from general(printer, AGREEMENT, "statements").of(say(AGREEMENT["statements-are"]))
    yield from document_of(printer, shown, "document")


def _levels(printer: Printer, disclosure: _Plain, teller: Teller) -> str:
    named = [(teller.payee(each["payee"]), each["level"]) for each in disclosure.get("payees", ())]
    rest = (printer.says(AGREEMENT["else"]), disclosure.get("default", "full"))
    return printer.joined(
        f"{name}: {printer.says(AGREEMENT[level])}" for name, level in (*named, rest)
    )


def _duty(printer: Printer, duty: _Plain, names: Mapping[str, str]) -> str:
    return printer.says(
        AGREEMENT["duty-is"],
        reporter=names[duty["reporter"]],
        use=printer.use(duty["medium"]),
        every=duty["schedule"]["every_months"],
        report=duty["schedule"]["report_after_days"],
        starts=duty["starts"],
    )
