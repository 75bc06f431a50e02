"""Registering reports: who may, for which agreement, and never the same file twice."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, control, csv_of
from stage import member, studio, window_fee

from ledger.access.views import OPERATOR_VIEWER, Viewer, can_read
from ledger.agreements.commands import ReportDuty
from ledger.command import Actor
from ledger.committees.commands import Schedule
from ledger.errors import NotFound, RuleViolation
from ledger.log import canonical
from ledger.periods.commands import ClosePeriod
from ledger.revenue.commands import RegisterReport
from ledger.revenue.ingest import read_problems
from ledger.revenue.line_proof import prove_line, verify_line
from ledger.revenue.views import page, show

GOOD = "streaming,JP,星の庭,2026-03,10,1000"


class World:
    """A payer, a licensee with a duty to report, a stranger, a work and an agreement."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.payer, self.licensee, self.stranger = (
            money.company(name) for name in ("幹事社", "配信社", "他人社")
        )
        self.work = money.work("星の庭")
        schedule = Schedule(every_months=1, report_after_days=45, pay_after_months=2)
        duty = ReportDuty(
            reporter=self.licensee, medium="streaming", schedule=schedule, starts="2026-01"
        )
        self.agreement = money.agreement(
            self.payer, window_fee(self.licensee), works=(self.work,), duties=(duty,)
        )

    def command(self, *lines: str, **more: Any) -> RegisterReport:
        file = csv_of(*(lines or (GOOD,)))
        return self.money.prepared(self.agreement, self.licensee, file, **more).command

    def show(self, report: str) -> dict[str, Any]:
        with self.money.ledger.reading() as conn:
            shown = show(conn, report)
        assert shown is not None
        return shown


@pytest.fixture
def world(money: Money) -> World:
    return World(money)


def test_a_report_shows_four_amounts(world: World) -> None:
    command = world.command(remittance_minor=500)
    world.money.record(command)
    shown = world.show(command.id)
    amounts = ("reported_minor", "invoiced_minor", "received_minor", "distributable_minor")
    assert [shown[name] for name in amounts] == [1000, 0, 0, 0]
    assert shown["counts"] == {"accepted": 1, "held": 0, "rejected": 0}


def test_a_line_is_proved_against_the_recorded_root(world: World) -> None:
    command = world.command()
    world.money.record(command)
    shown = world.show(command.id)
    lines = world.money.register.blobs.get(shown["lines"]["sha256"])
    line = verify_line(prove_line(lines, 2), bytes.fromhex(shown["lines_root"]), 1)
    assert line["work"] == world.work


def test_every_row_is_counted_and_problems_are_kept(world: World) -> None:
    prepared = world.money.prepared(
        world.agreement,
        world.licensee,
        csv_of(GOOD, "宇宙,JP,星の庭,2026-03,1,5", "streaming,JP,星の庭,2026-03,1,x"),
    )
    assert prepared.summary.rows == 3
    assert prepared.summary.held == {"channel-unknown": 1}
    assert prepared.summary.rejected == {"amount-malformed": 1}
    world.money.record(prepared.command)
    shown = world.show(prepared.command.id)
    problems = read_problems(world.money.register.blobs.get(shown["problems"]["sha256"]))
    assert [(p["line"], p["verdict"]) for p in problems] == [(3, "held"), (4, "rejected")]


def test_control_totals_that_do_not_foot_are_shown_not_absorbed(world: World) -> None:
    command = world.command(GOOD, control=control(rows=3, amount=900))
    world.money.record(command)
    shown = world.show(command.id)
    assert shown["differences"] == {"rows": 2, "amount_minor": -100}
    assert shown["reported_minor"] == 1000


def test_control_totals_that_foot_leave_no_difference(world: World) -> None:
    command = world.command(control=control(rows=1, amount=1000))
    world.money.record(command)
    assert "differences" not in world.show(command.id)


def test_a_file_of_which_nothing_is_acceptable_is_refused(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.command("streaming,JP,星の庭,2026-03,1,x")
    assert caught.value.code == "report-nothing-accepted"
    assert caught.value.fields["line"] == 2


def test_a_report_without_sales_is_a_report(world: World) -> None:
    headings_only = world.money.report(world.agreement, world.licensee, csv_of())
    assert world.show(headings_only)["reported_minor"] == 0


def test_a_work_outside_the_agreement_is_held(world: World) -> None:
    world.money.work("別の作品")
    prepared = world.money.prepared(
        world.agreement, world.licensee, csv_of(GOOD, "streaming,JP,別の作品,2026-03,1,1")
    )
    assert prepared.summary.held == {"work-not-covered": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_files_in_other_encodings_give_the_same_groups(world: World, encoding: str) -> None:
    plain = world.command()
    file = csv_of(GOOD).decode().encode(encoding)
    other = world.money.prepared(world.agreement, world.licensee, file).command
    assert other.groups == plain.groups
    assert other.file != plain.file


def test_the_same_file_twice_is_noticed_and_the_first_report_named(world: World) -> None:
    first = world.command()
    world.money.record(first)
    refusal = world.money.refused(world.command())
    assert refusal.code == "report-duplicate"
    assert refusal.fields["report"] == first.id


def test_a_file_saved_again_is_not_counted_twice(world: World) -> None:
    first = world.command()
    world.money.record(first)
    saved_again = csv_of(GOOD, "")
    money, said = world.money, (world.agreement, world.licensee)
    refusal = money.refused(money.prepared(*said, saved_again).command)
    assert refusal.code == "report-duplicate"
    assert refusal.fields["report"] == first.id
    money.record(money.prepared(*said, saved_again, supersedes=first.id).command)


def test_a_wrong_correction_is_taken_back_with_the_first_file(world: World) -> None:
    first = world.command()
    world.money.record(first)
    wrong = world.command(GOOD.replace("1000", "2000"), supersedes=first.id)
    world.money.record(wrong)
    assert world.money.refused(world.command()).code == "report-duplicate"
    world.money.record(world.command(supersedes=wrong.id))


def test_one_file_may_report_to_two_payers(world: World) -> None:
    """Each pays for his own; neither learns that the other has the file."""
    world.money.record(world.command())
    other = world.money.agreement(world.stranger, window_fee(world.licensee))
    world.money.report(other, world.licensee, csv_of(GOOD))


def test_the_reports_of_others_do_not_exist(world: World) -> None:
    first = world.command()
    world.money.record(first)
    other = world.money.agreement(world.stranger, window_fee(world.licensee))
    prepare = world.money.prepared
    command = prepare(other, world.stranger, csv_of(GOOD), supersedes=first.id).command
    refusal = world.money.refused(command, studio(world.stranger))
    assert refusal.code == "report-not-found"


def test_a_file_may_be_read_again_to_correct_its_own_report(world: World) -> None:
    first = world.command()
    world.money.record(first)
    second = world.command(supersedes=first.id)
    world.money.record(second)
    assert world.show(first.id)["successor"] == second.id
    assert world.show(first.id)["distributable_minor"] == 0


def test_a_correction_takes_over_what_arrived(world: World) -> None:
    first = world.command()
    world.money.record(first)
    world.money.receive(world.agreement, first.id, 1000)
    second = world.command(GOOD.replace("1000", "2000"), supersedes=first.id)
    world.money.record(second)
    shown = world.show(second.id)
    assert (shown["received_minor"], shown["distributable_minor"]) == (1000, 1000)
    assert [receipt["report"] for receipt in shown["receipts"]] == [first.id]


def test_a_report_has_at_most_one_successor(world: World) -> None:
    first = world.command()
    world.money.record(first)
    second = world.command(GOOD.replace("1000", "2"), supersedes=first.id)
    world.money.record(second)
    refusal = world.money.refused(world.command(GOOD.replace("1000", "3"), supersedes=first.id))
    assert (refusal.code, refusal.fields["expected"]) == ("report-superseded", second.id)


def test_a_correction_is_for_the_same_period(world: World) -> None:
    first = world.command()
    world.money.record(first)
    line = GOOD.replace("2026-03", "2026-04")
    refusal = world.money.refused(world.command(line, period="2026-04", supersedes=first.id))
    assert refusal.code == "report-correction-differs"


def test_a_correction_names_a_report_of_this_agreement(world: World) -> None:
    other = world.money.agreement(world.payer, window_fee(world.payer))
    first = world.command()
    world.money.record(first)
    command = world.money.prepared(other, world.licensee, csv_of(GOOD), supersedes=first.id).command
    assert world.money.refused(command).code == "report-of-another-agreement"


def test_an_unknown_report_cannot_be_corrected(world: World) -> None:
    refusal = world.money.refused(world.command(supersedes=world.money.new("rep")))
    assert (refusal.code, refusal.fields["field"]) == ("report-not-found", "supersedes")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"currency": "USD"}, "currency-differs", "currency"),
        ({"currency": "XXX"}, "unknown-currency", "currency"),
        ({"period": "2027-01"}, "period-in-future", "period"),
        ({"remittance_minor": -1}, "remittance-contradicts-amount", "remittance_minor"),
        ({"amount_minor": 0}, "remittance-contradicts-amount", "remittance_minor"),
    ],
)
def test_a_contradicting_report_names_its_field(
    world: World, change: dict[str, Any], code: str, field: str
) -> None:
    refusal = world.money.refused(world.command().model_copy(update=change))
    assert (refusal.code, refusal.fields["field"]) == (code, field)
    assert refusal.fields["expected"] is not None


def test_an_amount_beyond_json_integers_is_no_command(world: World) -> None:
    body = world.command().body() | {"amount_minor": 2**53}
    with pytest.raises(ValueError, match="amount_minor"):
        RegisterReport.model_validate_json(canonical_or_plain(body))


def canonical_or_plain(body: dict[str, Any]) -> str:
    text = canonical.encode(body | {"amount_minor": 0}).decode()
    return text.replace('"amount_minor":0', f'"amount_minor":{body["amount_minor"]}')


def test_a_closed_month_takes_no_report(world: World) -> None:
    command = world.command(GOOD, period="2026-Q1")
    world.money.record(ClosePeriod(month="2026-02", agreement=world.agreement))
    refusal = world.money.refused(command)
    assert (refusal.code, refusal.fields["month"]) == ("period-closed", "2026-02")


def test_an_unknown_reporter_is_refused(world: World) -> None:
    command = world.command().model_copy(update={"reporter": world.money.new("party")})
    assert world.money.refused(command).code == "party-not-found"


def test_an_unknown_agreement_is_refused_before_and_at_the_door(world: World) -> None:
    command = world.command().model_copy(update={"agreement": world.money.new("agr")})
    assert world.money.refused(command).code == "agreement-not-found"
    with pytest.raises(NotFound):
        world.money.prepared(world.money.new("agr"), world.licensee, csv_of(GOOD))


def test_an_id_is_used_once(world: World) -> None:
    command = world.command()
    world.money.record(command)
    again = world.command(GOOD.replace("1000", "5"), id=command.id)
    assert world.money.refused(again).code == "id-taken"


def test_the_licensee_and_the_payer_may_report(world: World) -> None:
    world.money.record(world.command(), studio(world.licensee))
    world.money.record(world.command(GOOD.replace("1000", "5")), studio(world.payer))


def test_a_stranger_hears_that_there_is_no_agreement(world: World) -> None:
    command = world.command().model_copy(update={"reporter": world.stranger})
    assert world.money.refused(command, studio(world.stranger)).code == "agreement-not-found"


def test_the_public_hears_that_there_is_no_agreement(world: World) -> None:
    assert world.money.refused(world.command(), Actor("public")).code == "agreement-not-found"


def test_the_licensee_does_not_report_for_others(world: World) -> None:
    command = world.command().model_copy(update={"reporter": world.stranger})
    refusal = world.money.refused(command, studio(world.licensee))
    assert refusal.code in ("not-your-party", "agreement-not-found")


@pytest.mark.parametrize("role", ["auditor", "public"])
def test_readers_report_nothing(world: World, role: Any) -> None:
    refusal = world.money.refused(world.command(), Actor(role, world.payer))
    assert refusal.code == "role-may-not-write"


def test_only_those_concerned_read_a_report(world: World) -> None:
    command = world.command()
    world.money.record(command)
    with world.money.ledger.reading() as conn:
        for party in (world.payer, world.licensee):
            viewer = Viewer("studio", party)
            assert [row["id"] for row in page(conn, viewer)] == [command.id]
            assert can_read(conn, viewer, command.id)
        stranger = Viewer("studio", world.stranger)
        assert page(conn, stranger) == []
        assert not can_read(conn, stranger, command.id)


def test_reports_are_listed_by_page_and_filter(world: World) -> None:
    ids = [
        world.money.report(world.agreement, world.licensee, csv_of(GOOD.replace("1000", str(n))))
        for n in range(1, 4)
    ]
    with world.money.ledger.reading() as conn:
        first = page(conn, OPERATOR_VIEWER, limit=2, agreement=world.agreement)
        rest = page(conn, OPERATOR_VIEWER, after=first[-1]["id"], limit=2)
        assert [row["id"] for row in (*first, *rest)] == ids
        assert page(conn, OPERATOR_VIEWER, period="2025-01") == []
        assert show(conn, world.money.new("rep")) is None


def test_a_file_on_disk_is_read_like_bytes(world: World, tmp_path: Any) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of(GOOD))
    prepared = world.money.prepared(world.agreement, world.licensee, path, file_name="report.csv")
    assert prepared.command.file.title == "report.csv"
    assert prepared.command.amount_minor == 1000


def test_a_basis_has_to_be_said(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.command(basis=None)
    assert caught.value.code == "report-basis-missing"


def test_a_period_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.command(period="2026-Q5")
    assert caught.value.fields["value"] == "2026-Q5"


def test_works_of_the_committee_are_covered(money: Money) -> None:
    lead = money.company("幹事社")
    work = money.work("星の庭")
    money.work("別の作品")
    committee = money.committee(member(lead, "1/1"), works=(work,))
    agreement = money.agreement(lead, window_fee(lead), kind="committee", committee=committee)
    lines = csv_of(GOOD, "streaming,JP,別の作品,2026-03,1,1")
    assert money.prepared(agreement, lead, lines).summary.held == {"work-not-covered": 1}
    assert money.receipt(agreement, money.new("rep"), 1).received_on == date(2026, 3, 31)
