"""An opening comes before the first run, once, by figures that fit, approved by somebody else."""

from datetime import date
from typing import Any

import pytest
from money_stage import allocated, rate
from opening_world import Taken, clauses, figure, without
from stage import digest, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.agreements.commands import AddTerms
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.jobs.verify import verify_register
from ledger.openings.events import AgreementOpened
from ledger.openings.views import show
from ledger.values import DocumentRef


def test_runs_go_on_from_the_opening_by_the_yen(taken_anywhere: Taken) -> None:
    """10,005 arrive in April. The royalty to date is 10% of 22,350: 2,235, so 1,001, all of it paid
    because the advance is recouped. The pool is 22,350 - 2,235 + 1,000 = 21,115: two thirds are
    14,077 (14,076.67), so 6,003; one third 7,038, so 3,001.
    """
    world, money = taken_anywhere, taken_anywhere.money
    money.record(world.command())
    report = money.sales(world.agreement, world.platform, world.work, 10_005, period="2026-04")
    money.receive(world.agreement, report, 10_005, received_on=date(2026, 4, 30))
    run = money.run(world.agreement, "2026-04")
    assert allocated(run) == {
        ("author", world.writer): 1_001,
        ("members", world.studio): 6_003,
        ("members", world.partner): 3_001,
    }
    assert run.command.previous is not None
    assert run.command.previous.startswith("opn_")


def test_the_opening_is_shown_to_parties_and_nothing_of_it_to_others(taken: Taken) -> None:
    taken.money.record(taken.command())
    with taken.money.ledger.reading() as conn:
        shown = show(conn, taken.agreement, OPERATOR_VIEWER)
        payee = show(conn, taken.agreement, Viewer("creator", taken.writer))
        stranger = show(conn, taken.agreement, Viewer("studio", taken.platform))
    assert shown is not None
    assert shown["as_of"] == "2026-03"
    assert shown["balances"] == {
        f"payable:{taken.studio}": 8_074,
        f"payable:{taken.partner}": 4_037,
        f"payable:{taken.writer}": 234,
        "opening": -12_345,
    }
    assert payee is stranger is None


def test_each_payee_has_a_part_of_his_own(taken: Taken) -> None:
    recorded = taken.money.record(taken.command())
    (event,) = recorded.events
    assert isinstance(event, AgreementOpened)
    parts = {part.name: part for part in event.parts()}
    own = parts[f"unpaid/{taken.writer}"]
    assert taken.writer in own.readers
    assert own.body["unpaid"]["unpaid_minor"] == 234
    assert all(taken.writer not in part.readers for part in parts.values() if part is not own)
    assert AgreementOpened.from_parts({name: part.body for name, part in parts.items()}) == event


def test_a_second_opening_must_name_the_first(taken: Taken) -> None:
    first = taken.command()
    taken.money.record(first)
    refused = taken.money.refused(taken.command())
    assert (refused.code, refused.fields["expected"]) == ("opening-exists", first.id)


def test_a_corrected_opening_takes_the_place_of_the_first(taken_anywhere: Taken) -> None:
    """The writer had been paid 200 of his 234: only 34 are unpaid."""
    world, money = taken_anywhere, taken_anywhere.money
    first = world.command()
    money.record(first)
    books = world.entries(
        writer_unpaid=figure("unpaid", 34, payee=world.writer),
        writer_paid=figure("paid", 200, payee=world.writer),
    )
    second = world.command(*books.values(), supersedes=first.id, reason="3月払いの記入漏れ")
    (event,) = money.record(second).events
    assert isinstance(event, AgreementOpened)
    assert event.postings == ()
    with money.ledger.reading() as conn:
        shown = show(conn, world.agreement, OPERATOR_VIEWER)
    assert shown is not None
    assert (shown["id"], shown["supersedes"]) == (second.id, first.id)
    assert shown["balances"]["opening"] == -12_345


def test_a_correction_needs_a_reason_and_something_to_correct(taken: Taken) -> None:
    first = taken.command()
    missing = taken.command(supersedes=first.id, reason="訂正")
    assert taken.money.refused(missing).code == "opening-not-found"
    taken.money.record(first)
    assert taken.money.refused(taken.command(supersedes=first.id)).code == "opening-reason-missing"


def test_an_opening_cannot_follow_a_run(taken: Taken) -> None:
    taken.money.run(taken.agreement, "2026-02", empty=True)
    refused = taken.money.refused(taken.command())
    assert isinstance(refused, Conflict)
    assert refused.code == "opening-after-run"


def test_months_up_to_the_opening_are_settled(taken: Taken) -> None:
    taken.money.record(taken.command())
    refused: dict[str, str] = {}
    for month in ("2026-02", "2026-03"):
        with pytest.raises((Conflict, RuleViolation)) as caught:
            taken.money.payout(taken.agreement, month, empty=True)
        refused[month] = caught.value.code
    assert refused == {"2026-02": "payout-out-of-order", "2026-03": "payout-exists"}


def test_the_same_file_opens_nothing_twice(taken: Taken) -> None:
    document = DocumentRef(sha256=digest("the books"))
    first = taken.command(document=document)
    taken.money.record(first)
    again = taken.command(document=document, supersedes=first.id, reason="もう一度")
    refused = taken.money.refused(again)
    assert (refused.code, refused.fields["opening"]) == ("opening-document-known", first.id)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"as_of": "2026-11"}, "opening-month-not-over"),
        ({"as_of": "2025-12"}, "terms-missing"),
        ({"terms_version": 2}, "opening-terms-differ"),
        ({"terms_sha256": "0" * 64}, "opening-terms-differ"),
        ({"currency": "USD"}, "currency-differs"),
        ({"approved_by": "party_00000000000000000000000999"}, "party-not-found"),
    ],
)
def test_an_opening_that_does_not_fit_is_refused(
    taken: Taken, stated: dict[str, Any], code: str
) -> None:
    assert taken.money.refused(taken.command(**stated)).code == code


def test_nobody_approves_his_own_figures(taken: Taken) -> None:
    own = taken.command(made_by=taken.clerk)
    assert taken.money.refused(own).code == "opening-approved-by-maker"
    sent = taken.command(approved_by=taken.studio)
    refused = taken.money.refused(sent, studio(taken.studio))
    assert refused.code == "opening-approved-by-maker"


def test_only_the_payer_opens_his_agreement(taken: Taken) -> None:
    assert isinstance(taken.money.refused(taken.command(), studio(taken.partner)), Forbidden)
    assert isinstance(taken.money.refused(taken.command(), studio(taken.platform)), NotFound)


def test_figures_that_do_not_fit_are_refused_with_their_place(taken: Taken) -> None:
    books = taken.entries()
    few = without(books, "partner paid")
    refused = taken.money.refused(taken.command(*few))
    assert refused.code == "opening-difference"
    assert refused.fields["line"] == f"unpaid-distribution {taken.partner}"
    assert refused.fields["expected"] == "4037 (-4000)"


def test_what_a_statement_shows_is_corrected_no_more(taken: Taken) -> None:
    first = taken.command()
    taken.money.record(first)
    taken.money.run(taken.agreement, "2026-04", empty=True)
    late = taken.command(supersedes=first.id, reason="遅い訂正")
    assert taken.money.refused(late).code == "opening-after-run"


def test_an_unknown_payee_is_named_with_its_place(taken: Taken) -> None:
    stranger = "party_00000000000000000000000999"
    entries = tuple(taken.entries(more=figure("paid", 1, payee=stranger)).values())
    refused = taken.money.refused(taken.command(*entries))
    assert (refused.code, refused.fields["field"]) == ("party-not-found", "entries[12].payee")


def test_what_is_unpaid_can_be_paid_before_any_run(taken: Taken) -> None:
    """Statements for March show only what was brought in: 234 to the writer, 37 to the partner."""
    opening = taken.command()
    taken.money.record(opening)
    issued = taken.money.issue(taken.studio, "2026-03")
    paid = {payee: one.totals.payable for payee, one in issued.items()}
    assert paid == {taken.writer: 234, taken.partner: 37}
    late = taken.command(supersedes=opening.id, reason="遅い訂正")
    assert taken.money.refused(late).code == "opening-stated"


def test_a_statement_cannot_move_what_is_unpaid_to_another_kind(taken: Taken) -> None:
    taken.money.record(taken.command())
    draft = next(one for one in taken.money.drafts(taken.studio) if one.payee == taken.writer)
    (line,) = draft.lines
    forged = line.model_copy(update={"amount_minor": 235})
    refused = taken.money.refused(draft.model_copy(update={"lines": (forged,)}))
    assert refused.code == "lines-differ"
    other = line.model_copy(update={"row": f"unpaid-fee/{taken.writer}"})
    assert taken.money.refused(draft.model_copy(update={"lines": (other,)})).code == "lines-differ"


def test_terms_for_months_before_the_opening_hold_from_the_first_run_on(taken: Taken) -> None:
    """The figures stay as they are: only what comes in April has the new rate of 20%, 2,001."""
    money = taken.money
    money.record(taken.command())
    changed = clauses(taken.committee, taken.writer)
    changed["steps"][0]["rate"] = rate(1, 5)
    money.record(
        AddTerms(agreement=taken.agreement, effective_month="2026-03", reason="改定", terms=changed)
    )
    report = money.sales(taken.agreement, taken.platform, taken.work, 10_005, period="2026-04")
    money.receive(taken.agreement, report, 10_005, received_on=date(2026, 4, 30))
    assert allocated(money.run(taken.agreement, "2026-04"))["author", taken.writer] == 2_001
    found = verify_register(money.register, commands=True).findings
    assert [
        (one.code, one.expected, one.found) for one in found if one.code != "blob-missing"
    ] == []


def test_a_run_prepared_before_an_opening_is_outdated(taken: Taken) -> None:
    prepared = taken.money.payout(taken.agreement, "2026-04", empty=True)
    taken.money.record(taken.command())
    refused = taken.money.refused(prepared.command)
    assert (refused.code, refused.fields["field"]) == ("payout-outdated", "previous")
