"""Purchase documents and invoices, for the world with every fact."""

from datetime import date, timedelta

from money_stage import Money, csv_of, rate, step, terms
from stage import digest, member, studio

from ledger.clock import tokyo_date
from ledger.committees.changes import RecordInvoiceNotice
from ledger.invoices.commands import (
    AgreePurchases,
    ClassOverride,
    ConfirmPurchase,
    InvoiceKind,
    ObjectPurchase,
    Sent,
)
from ledger.invoices.drafting import Asked
from ledger.invoices.sales import SaleAsked
from ledger.jobs.invoices import issue_invoice
from ledger.jobs.purchases import present_statement
from ledger.parties.commands import NoteRegistration
from ledger.values import DocumentRef

_DOCUMENT = DocumentRef(sha256=digest("基本契約書"))
_NUMBERS = ("T7000012050002", "T2000012010019", "T8000012010038")
_MARCH, _APRIL = "2026-03", "2026-04"


def invoice_everything(money: Money) -> None:
    """Present, confirm, object, replace; invoice a licensee and credit what was too much."""
    lead = money.company("台帳アニメ", invoice_number=_NUMBERS[0])
    partner = money.company("台帳出版", invoice_number=_NUMBERS[1])
    author = money.company("台帳工房", invoice_number=_NUMBERS[2])
    writer, licensee = money.named_person("白雲 花子"), money.company("台帳配信")
    work = money.work("請求の空", lead)
    committee = money.committee(member(lead, "2/3"), member(partner, "1/3"), works=(work,))
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(3, 100), payee=author),
        step("writer", "royalty/1", basis="received", rate=rate(1, 50), payee=writer),
        step("members", "split/1", holders=f"committee:{committee}/investment"),
    )
    agreement = money.agreement(
        lead, clauses, kind="committee", committee=committee, works=(work,), parties=(lead, partner)
    )
    report = money.sales(agreement, licensee, work, 1_000_000)
    money.receive(agreement, report, 1_000_000)
    money.run(agreement, _MARCH)
    statements = {payee: command.id for payee, command in money.issue(lead, _MARCH).items()}
    _purchases(money, (lead, author, writer), statements)
    money.record(
        RecordInvoiceNotice(
            committee=committee, kind="filed", day=date(2026, 1, 10), document=_DOCUMENT
        )
    )
    april = money.sales(agreement, licensee, work, 1_000_000, period=_APRIL)
    _invoices(money, april)
    line = f"streaming,JP,{work},{_APRIL},9,940000"
    corrected = money.report(agreement, licensee, csv_of(line), supersedes=april, period=_APRIL)
    _invoices(money, corrected, "credit")
    money.record(
        NoteRegistration(
            party=partner, kind="ended", day=tokyo_date(money.register.clock.now()),
            number=_NUMBERS[1], source="公表サイト", document=_DOCUMENT,
        )
    )  # fmt: skip


def _purchases(money: Money, people: tuple[str, str, str], statements: dict[str, str]) -> None:
    lead, author, writer = people
    money.record(
        AgreePurchases(
            payer=lead, payee=author, day=date(2026, 1, 1), days=14, document=_DOCUMENT,
            clause="第12条3項",
        )
    )  # fmt: skip
    asked = Asked(Sent(on=tokyo_date(money.register.clock.now()), document=_DOCUMENT))
    first = _presented(money, statements[author], asked)
    money.record(ConfirmPurchase(purchase=first, by=author), studio(author))
    second = _presented(money, statements[writer], asked)
    money.record(
        ObjectPurchase(purchase=second, by=writer, reason="国外の仕事です。", line=1,
                       document=_DOCUMENT)
    )  # fmt: skip
    override = ClassOverride(
        line=1, tax_class="out_of_scope", reason="国外の役務", document=_DOCUMENT
    )
    _presented(money, statements[writer], Asked(asked.sent, "abroad", (override,), second))


def _presented(money: Money, statement: str, asked: Asked) -> str:
    recorded = present_statement(money.register, statement, asked)
    return str(recorded.events[0].id)  # type: ignore[attr-defined]


def _invoices(money: Money, report: str, kind: InvoiceKind = "invoice") -> None:
    today = tokyo_date(money.register.clock.now())
    issue_invoice(money.register, SaleAsked(kind, report, today, today + timedelta(days=30)))
