"""Record the invented films: their works, committees and contracts, and what a year brings them."""

from datetime import date

from ledger.agreements.commands import RecordAgreement, ReportDuty
from ledger.ids import AGREEMENT, COMMITTEE, RECEIPT, REPORT, WORK
from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.reports import ingest_report
from ledger.revenue.commands import ControlTotals, RecordReceipt
from ledger.royalties.commands import RecordExpense
from ledger.values import DocumentRef, Names
from seeds.build import Builder, document_hash
from seeds.catalogue import character_of, registration_of
from seeds.committees import QUARTERLY, committee_of
from seeds.film_clauses import film_terms
from seeds.films import Film, FilmReport, films_of, reports_on_films
from seeds.keys import Pens
from seeds.parties import company_of

_FIRST_NUMBER = 900  # of invented corporate and work numbers; far from those of the other sample


def record_films(builder: Builder, pens: Pens) -> None:
    """Record the two films of the plan, signed by those who hold keys."""
    for number, film in enumerate(films_of(builder.world), _FIRST_NUMBER):
        builder.send(company_of(builder, number, film.theatre))
        builder.new_id(WORK, film.title.key)
        people = builder.people
        builder.send(registration_of(builder, number, film.title, people))
        builder.send(character_of(builder, film.title, people))
        builder.new_id(COMMITTEE, film.body.key)
        builder.new_id(AGREEMENT, film.agreement)
        committee = committee_of(builder, pens, film.body)
        members = [share.company for share in film.body.members]
        builder.send(committee, *pens.sign(committee, *members))
        agreement = _agreement(builder, film)
        builder.send(agreement, *pens.sign(agreement, film.body.lead))
    builder.settle()


def _agreement(builder: Builder, film: Film) -> RecordAgreement:
    body = film.body
    return RecordAgreement(
        id=builder.ids[film.agreement],
        title=Names(ja=f"{body.names.ja} 共同事業契約", en=f"{body.names.en} agreement"),
        kind="committee",
        payer=builder.ids[body.lead],
        parties=tuple(builder.ids[share.company] for share in body.members),
        committee=builder.ids[body.key],
        works=(builder.ids[film.title.key],),
        distribute_on="report",
        effective_month="2025-04",
        terms=film_terms(film, builder.people, builder.ids),
        duties=tuple(
            ReportDuty(
                reporter=builder.ids[film.reporter(window.medium)],
                medium=window.medium,
                schedule=QUARTERLY,
                starts="2025-04" if window.medium == "theatrical" else "2025-07",
                ends="2025-09" if window.medium == "theatrical" else "2025-12",
            )
            for window in body.windows
        ),
        document=DocumentRef(sha256=document_hash(f"contract of {body.key}")),
        rates_are_synthetic=True,
    )


def report_films(builder: Builder, quarter: str, end: date) -> list[tuple[FilmReport, str]]:
    """Record the costs and reports of a quarter; return the reports with their ids."""
    for film in films_of(builder.world):
        if quarter in film.costs:
            builder.send(_costs(builder, film, quarter, end))
    builder.settle()
    return [(report, _send(builder, report)) for report in reports_on_films(builder.world, quarter)]


def _costs(builder: Builder, film: Film, quarter: str, end: date) -> RecordExpense:
    return RecordExpense(
        agreement=builder.ids[film.agreement],
        step="prints-and-advertising",
        period=quarter,
        currency="JPY",
        amount_minor=film.costs[quarter],
        spent_on=end,
        evidence=DocumentRef(sha256=document_hash(f"P&A of {film.body.key} {quarter}")),
    )


def _send(builder: Builder, report: FilmReport) -> str:
    sent = ingest_report(
        builder.register,
        id=builder.new_id(REPORT),
        agreement=builder.ids[report.film.agreement],
        reporter=builder.ids[report.film.reporter(report.medium)],
        period=report.quarter,
        currency="JPY",
        basis=report.basis,
        data=report.data(),
        control=ControlTotals(rows=len(report.lines), amount_minor=report.total()),
        remittance_minor=report.remittance(),
        is_synthetic=True,
        file_name=f"{report.medium}-{report.quarter}-{report.film.title.key}.csv",
    )
    return sent.id


def pay_films(builder: Builder, quarter: str) -> None:
    """Run the payouts of a quarter; without money the quarter is settled all the same."""
    for film in films_of(builder.world):
        asked = Asked(builder.ids[film.agreement], quarter, empty=True)
        run_payout(builder.register, asked)


def receive_for_films(builder: Builder, sent: list[tuple[FilmReport, str]], day: date) -> None:
    """Let the money for reports arrive."""
    for report, id in sent:
        builder.send(
            RecordReceipt(
                id=builder.new_id(RECEIPT),
                agreement=builder.ids[report.film.agreement],
                report=id,
                currency="JPY",
                amount_minor=report.remittance(),
                received_on=day,
                bank_reference=f"振込 {report.medium} {report.quarter}",
            )
        )
    builder.settle()
