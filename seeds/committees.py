"""Record the invented committees and their agreements; all shares and rates are so labelled."""

from datetime import date

from ledger.agreements.commands import RecordAgreement, ReportDuty
from ledger.committees.commands import (
    Disposition,
    DispositionPlan,
    FormCommittee,
    Member,
    Schedule,
    Window,
)
from ledger.ids import AGREEMENT, COMMITTEE
from ledger.values import DocumentRef, Names, Ratio
from seeds.build import Builder, document_hash
from seeds.clauses import committee_terms
from seeds.keys import Pens, consents
from seeds.world import Body, WindowPlan

QUARTERLY = Schedule(every_months=3, report_after_days=45, pay_after_months=2)


def agreement_key(body: Body) -> str:
    """Return the plan key of a committee's agreement."""
    return f"agreement of {body.key}"


def reports_on(number: int) -> bool:
    """Return whether a committee distributes what is reported; most wait for the money."""
    return number % 4 == 1


def record_committees(builder: Builder, pens: Pens) -> None:
    """Record every committee of the plan and its agreement, signed by those who hold keys."""
    whole = len(builder.world.bodies)
    for number, body in enumerate(builder.world.bodies):
        builder.new_id(COMMITTEE, body.key)
        builder.new_id(AGREEMENT, agreement_key(body))
        committee = committee_of(builder, pens, body)
        members = [share.company for share in body.members]
        builder.send(committee, *pens.sign(committee, *members))
        agreement = _agreement(builder, number, body)
        builder.send(agreement, *pens.sign(agreement, body.lead))
        builder.tell("committees", number + 1, whole)
    builder.settle()


def committee_of(builder: Builder, pens: Pens, body: Body) -> FormCommittee:
    """Return the command that forms a planned committee, with its members' consents."""
    return FormCommittee(
        id=builder.ids[body.key],
        name=body.names,
        origin="new" if body.is_new else "existing",
        works=tuple(builder.ids[key] for key in body.titles),
        members=tuple(
            Member(
                party=builder.ids[share.company],
                investment=Ratio.of(share.investment),
                copyright=Ratio.of(share.copyright) if share.copyright is not None else None,
                profit=Ratio.of(share.investment),
                roles=("幹事",) if share.company == body.lead else (),
            )
            for share in body.members
        ),
        lead=builder.ids[body.lead],
        windows=tuple(_window(builder, number, w) for number, w in enumerate(body.windows, 1)),
        schedule=QUARTERLY,
        plan=_plan(builder, body) if body.has_plan else None,
        formed_on=date(2024, 4, 1),
        contract=DocumentRef(sha256=document_hash(f"contract of {body.key}")),
        shares_are_synthetic=True,
        source="synthetic sample",
        consents=tuple(consents(builder, pens, body)),
    )


def _window(builder: Builder, number: int, window: WindowPlan) -> Window:
    return Window(
        medium=window.medium,
        holder=builder.ids[window.company],
        mode="agency",
        rate=Ratio.of(window.rate),
        territory="WW" if window.medium == "overseas" else "JP",
        clause=f"第7条第2項({number})",
    )


def _plan(builder: Builder, body: Body) -> DispositionPlan:
    lead = builder.ids[body.lead]
    return DispositionPlan(
        dispositions=(
            Disposition(rights=("overseas",), outcome="lead", to=lead, clause="第20条第1項"),
            Disposition(outcome="co_ownership", clause="第20条第2項"),
        ),
        contact=lead,
        adjustments_debtor=lead,
    )


def _agreement(builder: Builder, number: int, body: Body) -> RecordAgreement:
    members = tuple(builder.ids[share.company] for share in body.members)
    return RecordAgreement(
        id=builder.ids[agreement_key(body)],
        title=Names(ja=f"{body.names.ja} 共同事業契約", en=f"{body.names.en} agreement"),
        kind="committee",
        payer=builder.ids[body.lead],
        parties=members,
        committee=builder.ids[body.key],
        works=tuple(builder.ids[key] for key in body.titles),
        distribute_on="report" if reports_on(number) else "receipt",
        effective_month="2025-04",
        terms=committee_terms(body, builder.titles_of(body), builder.people, builder.ids),
        duties=tuple(
            ReportDuty(
                reporter=builder.ids[window.company],
                medium=window.medium,
                schedule=QUARTERLY,
                starts="2025-04",
                ends="2026-03",
            )
            for window in body.windows
        ),
        document=DocumentRef(sha256=document_hash(f"contract of {body.key}")),
        rates_are_synthetic=True,
    )
