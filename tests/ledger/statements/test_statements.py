"""Statements: every run shown once, figures that follow from the lines, reasons one can follow."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from stage import member, shared_among, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.command import Actor
from ledger.committees.commands import Schedule
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.parties.commands import RegisterCompany, SetPayee
from ledger.royalties.views import trial_balance
from ledger.statements.commands import IssueStatement, StatementTotals
from ledger.statements.prepare import statement_sheet
from ledger.statements.render import HEADINGS, defused
from ledger.statements.views import page, show
from ledger.values import Names


class World:
    """CC-01 on a register: a lead, a window, a platform, two members, and a writer at 2%."""

    def __init__(self, money: Money, **more: Any) -> None:
        self.money = money
        self.lead, self.other, self.window, self.platform = (
            money.company(name) for name in ("幹事社", "出資社", "窓口社", "配信社")
        )
        self.writer = money.named_person("山田花子")
        self.committee = money.committee(
            member(self.lead, "3/5"), member(self.other, "2/5"), **more
        )
        self.work = money.work("星の庭")
        self.agreement = money.agreement(
            self.lead,
            terms(
                step("platform", "commission/1", basis="gross", per="gross_only", scope="item",
                     rate=rate(1, 2), payee=self.platform, category="platform"),
                step("window", "commission/1", basis="remainder", rate=rate(1, 5),
                     payee=self.window, category="window"),
                step("lead", "commission/1", basis="remainder", rate=rate(1, 20),
                     payee=self.lead, category="lead"),
                step("costs", "expense/1"),
                step("writer", "royalty/1", basis="gross", rate=rate(1, 50), payee=self.writer),
                step("members", "split/1", holders=f"committee:{self.committee}/investment"),
            ),
            kind="committee",
            committee=self.committee,
            works=(self.work,),
        )  # fmt: skip

    def month(
        self, amount: int = 100_000, period: str = "2026-03", remittance: int = 40_000
    ) -> str:
        report = self.money.sales(
            self.agreement, self.window, self.work, amount,
            basis="gross", period=period, remittance_minor=remittance,
        )  # fmt: skip
        day = date(2026, int(period[-2:]), 28)
        if remittance > 0:
            self.money.receive(self.agreement, report, remittance, received_on=day)
        return report

    def closed(self, period: str = "2026-03") -> str:
        self.month(period=period)
        return self.money.run(self.agreement, period).command.id


@pytest.fixture
def world(money: Money) -> World:
    made = World(money)
    made.month()
    money.expense(made.agreement, "costs", 3000)
    money.run(made.agreement)
    return made


def test_a_month_comes_out_in_statements_to_the_yen(money_anywhere: Money) -> None:
    """CC-01 plus a writer at 2% of gross: 38,000 - 3,000 - 2,000 = 33,000, of which 60% / 40%.

    The platform kept its 50,000 and the window its 10,000, so nothing is payable to them; the
    writer's 2,000 bear 204 of tax (10.21%, fractions cut).
    """
    world = World(money_anywhere)
    world.month()
    world.money.expense(world.agreement, "costs", 3000)
    world.money.run(world.agreement)
    issued = world.money.issue(world.lead)
    payable = {party: one.totals.payable for party, one in issued.items()}
    assert payable == {
        world.platform: 0,
        world.window: 0,
        world.lead: 2_000 + 19_800,
        world.other: 13_200,
        world.writer: 2_000,
    }
    writer = issued[world.writer].totals
    assert (writer.withholding, writer.transfer) == (204, 1_796)
    window = issued[world.window].totals
    assert (window.royalties, window.adjustments) == (10_000, -10_000)
    with world.money.ledger.reading() as conn:
        assert trial_balance(conn) == {"JPY": 0}


def test_a_statement_is_issued_once(world: World) -> None:
    issued = world.money.issue(world.lead)
    with pytest.raises(Conflict) as caught:
        world.money.drafts(world.lead)
    assert caught.value.code == "statement-exists"
    refusal = world.money.refused(issued[world.other])
    assert (refusal.code, refusal.fields["statement"]) == (
        "statement-exists",
        issued[world.other].id,
    )


def test_who_has_his_statement_already_is_left_out(world: World) -> None:
    world.money.record(draft_for(world, world.writer))
    rest = world.money.drafts(world.lead)
    assert len(rest) == 4
    assert world.writer not in {draft.payee for draft in rest}


def test_a_run_closed_after_the_statements_waits_for_the_next_ones(world: World) -> None:
    """The writer is owed 2% of 5,000 from another agreement: 100, shown a period later."""
    world.money.issue(world.lead)
    royalty = step("r", "royalty/1", basis="gross", rate=rate(1, 50), payee=world.writer)
    other = world.money.agreement(world.lead, terms(royalty), distribute_on="report")
    world.money.sales(other, world.window, world.work, 5_000, basis="gross")
    world.money.run(other)
    with pytest.raises(Conflict):
        world.money.drafts(world.lead)
    later = world.money.issue(world.lead, "2026-04")[world.writer]
    assert later.totals.royalties == 100


def test_there_is_nothing_to_state_before_a_run(money: Money) -> None:
    world = World(money)
    with pytest.raises(NotFound) as caught:
        money.drafts(world.lead)
    assert caught.value.code == "nothing-to-state"


def test_runs_not_shown_yet_are_shown_in_the_next_statement(world: World) -> None:
    world.closed("2026-04")
    issued = world.money.issue(world.lead, "2026-Q2")
    assert len(issued[world.writer].runs) == 2
    assert issued[world.writer].totals.royalties == 4_000


def test_a_deficit_is_carried_against_the_next_payment(money: Money) -> None:
    """CM-05 for A at 60%: 36, then -24, then -12: paid 36, carried -24, then -36."""
    lead, other = money.company("幹事社"), money.company("出資社")
    committee = money.committee(member(lead, "2/5"), member(other, "3/5"))
    agreement = money.agreement(
        lead, shared_among(committee), kind="committee", committee=committee, distribute_on="report"
    )
    work = money.work("作品")
    totals = []
    for number, amount in enumerate((-100, 30, 50, 80, -40, -100), start=1):
        period = f"2026-{number:02}"
        money.sales(agreement, lead, work, amount, period=period)
        money.run(agreement, period)
        totals.append(money.issue(lead, period)[other].totals)
    assert [one.royalties for one in totals] == [0, 0, 0, 36, -24, -12]
    assert [one.payable for one in totals] == [0, 0, 0, 36, 0, 0]
    assert [one.carried_in for one in totals] == [0, 0, 0, 0, 0, -24]
    assert [one.carried_out for one in totals] == [0, 0, 0, 0, -24, -36]


def test_a_payee_who_gets_nothing_yet_is_told_how_far_it_is(money: Money) -> None:
    payer, director = money.company("幹事社"), money.named_person("監督太郎")
    clauses = terms(
        step("cost", "recoup/1", account="budget", basis="received"),
        step("bonus", "commission/1", basis="excess:budget", rate=rate(1, 20), payee=director),
        accounts=[{"id": "budget", "kind": "memo", "target": {"amount": 1_000_000},
                   "label": {"ja": "製作費", "en": "Production cost"}}],
    )  # fmt: skip
    agreement = money.agreement(payer, clauses, distribute_on="report")
    money.sales(agreement, payer, money.work("作品"), 600_000)
    money.run(agreement)
    statement = money.issue(payer)[director]
    assert statement.lines == ()
    assert statement.totals.payable == 0
    assert statement.tax == {"rules": "statement/2", "rule": "nothing-payable"}
    assert money.sheet(statement.id)["notes"] == {
        "ja": ["製作費: 入金の累計は 600,000円 で、目標額 1,000,000円 まであと 400,000円 です。"],
        "en": [
            "Production cost: JPY 600,000 came in to date; JPY 400,000 to go to the target of "
            "JPY 1,000,000."
        ],
    }


def test_a_deficit_of_the_pool_is_told_to_its_holders(money: Money) -> None:
    lead = money.company("幹事社")
    committee = money.committee(member(lead, "1/1"))
    agreement = money.agreement(
        lead, shared_among(committee), kind="committee", committee=committee, distribute_on="report"
    )
    money.sales(agreement, lead, money.work("作品"), -80)
    money.run(agreement)
    (statement,) = money.issue(lead).values()
    notes = money.sheet(statement.id)["notes"]
    assert notes["ja"] == ["分配原資の累計は △80円 です。0円を超えるまで分配はありません。"]
    assert "JPY -80" in notes["en"][0]


def test_an_advance_given_back_is_recouped_not_a_negative_royalty(money: Money) -> None:
    """10% of 5,000 is 500; all of it goes against an advance of 800."""
    payer, author = money.company("出版社"), money.named_person("原作一郎")
    clauses = terms(
        step("royalty", "royalty/1", basis="received", rate=rate(1, 10), payee=author),
        step("back", "recoup/1", account="advance", against="royalty"),
        accounts=[{"id": "advance", "kind": "advance", "target": {"amount": 800},
                   "label": {"ja": "前払金", "en": "Advance"}}],
    )  # fmt: skip
    agreement = money.agreement(payer, clauses, distribute_on="report", kind="creator")
    money.sales(agreement, payer, money.work("作品"), 5_000)
    money.run(agreement)
    statement = money.issue(payer)[author]
    totals = statement.totals
    assert (totals.royalties, totals.recouped, totals.payable) == (500, 500, 0)
    assert {line.kind for line in statement.lines} == {"royalty", "recoupment"}
    assert "あと 300円" in money.sheet(statement.id)["notes"]["ja"][0]


def test_the_explanation_leads_from_the_yen_to_the_report(world: World) -> None:
    statement = world.money.issue(world.lead)[world.writer]
    (line,) = world.money.sheet(statement.id)["lines"]
    (source,) = line["sources"]
    japanese = "".join(line["explanation"]["ja"])
    assert source["amount_minor"] == 100_000
    assert f"{source['report']}/{source['group']}" in japanese
    assert "100,000円 × 2% = 2,000円" in japanese
    assert "山田花子" in japanese
    assert line["rate"] == "2%"
    assert line["basis_minor"] == 100_000


def test_languages_are_never_mixed_in_an_explanation(world: World) -> None:
    statement = world.money.issue(world.lead)[world.lead]
    for line in world.money.sheet(statement.id)["lines"]:
        english = "".join(line["explanation"]["en"])
        for name in (
            "幹事社",
            "「星の庭」製作委員会",
        ):  # names of parties have no English form here
            english = english.replace(name, "")
        assert english.isascii(), english


def test_other_payees_names_do_not_appear(world: World) -> None:
    statement = world.money.issue(world.lead)[world.other]
    text = str(world.money.sheet(statement.id))
    assert "出資社" in text
    assert "山田花子" not in text
    assert "窓口社" not in text


def test_the_table_opens_in_a_spreadsheet(world: World) -> None:
    statement = world.money.issue(world.lead)[world.window]
    (file,) = [file for file in statement.files if file.media_type == "text/csv"]
    data = world.money.register.blobs.get(file.sha256)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert [row[0] for row in rows[1:]] == ["明細", "調整", "合計"]
    amount, total = HEADINGS.index("金額(税抜)"), HEADINGS.index("差引支払額")
    assert [row[amount] for row in rows[1:]] == ["10000", "-10000", ""]
    assert rows[-1][total] == "0"
    assert {len(row) for row in rows} == {len(HEADINGS)}


def test_texts_that_look_like_formulas_are_defused() -> None:
    assert [defused(text) for text in ("=1+1", "@x", "-x", "作品")] == [
        "'=1+1",
        "'@x",
        "'-x",
        "作品",
    ]


def test_the_agent_company_of_a_person_is_paid_and_taxed_as_a_company(world: World) -> None:
    agent = world.money.company("花子事務所")
    world.money.record(
        SetPayee(
            party=world.writer,
            payee=agent,
            relation="agent_company",
            effective_from=date(2026, 4, 1),
        )
    )
    statement = world.money.issue(world.lead)[world.writer]
    assert statement.paid_to == agent
    assert statement.totals.withholding == 0
    assert statement.tax["withholding_copyright_rule"] == "none-domestic-company"
    with world.money.ledger.reading() as conn:
        assert show(conn, statement.id, Viewer("studio", agent)) is not None


def test_payment_follows_the_committees_schedule(money: Money) -> None:
    world = World(
        money, schedule=Schedule(every_months=1, report_after_days=45, pay_after_months=2)
    )
    world.closed()
    assert world.money.drafts(world.lead)[0].payment_date == date(2026, 5, 31)


def test_without_a_schedule_payment_is_at_the_end_of_the_next_month(world: World) -> None:
    assert {draft.payment_date for draft in world.money.drafts(world.lead)} == {date(2026, 4, 30)}


def test_a_day_of_payment_may_be_given(world: World) -> None:
    drafts = world.money.drafts(world.lead, payment_date=date(2026, 4, 15))
    assert {draft.payment_date for draft in drafts} == {date(2026, 4, 15)}


def test_a_day_without_a_rate_is_refused(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.money.drafts(world.lead, payment_date=date(2099, 1, 1))
    assert caught.value.fields["field"] == "payment_date"


def test_only_the_payer_issues_statements(world: World) -> None:
    draft = world.money.drafts(world.lead)[0]
    assert world.money.refused(draft, studio(world.other)).code == "not-your-party"
    assert world.money.refused(draft, Actor("auditor", world.lead)).code == "role-may-not-write"
    world.money.record(draft, studio(world.lead))


def test_payer_and_payee_read_a_statement_and_nobody_else(world: World) -> None:
    issued = world.money.issue(world.lead)
    own = issued[world.writer].id
    with world.money.ledger.reading() as conn:
        assert show(conn, own, Viewer("creator", world.writer)) is not None
        assert show(conn, own, Viewer("studio", world.lead)) is not None
        assert show(conn, own, Viewer("studio", world.other)) is None
        assert [row["id"] for row in page(conn, Viewer("creator", world.writer))] == [own]
        everything = page(conn, OPERATOR_VIEWER, payer=world.lead)
        assert len(everything) == 5
        assert page(conn, OPERATOR_VIEWER, after=everything[-1]["id"]) == []


def draft_for(world: World, payee: str) -> IssueStatement:
    return next(draft for draft in world.money.drafts(world.lead) if draft.payee == payee)


def test_figures_that_do_not_follow_from_the_lines_are_refused(world: World) -> None:
    draft = draft_for(world, world.writer)
    (line,) = draft.lines
    totals = StatementTotals(**(draft.totals.model_dump() | {"payable": 1}))
    cases: list[tuple[dict[str, Any], str]] = [
        ({"totals": totals}, "totals-differ"),
        ({"tax": draft.tax | {"withholding_copyright_base": "1"}}, "tax-differs"),
        ({"lines": (line.model_copy(update={"amount_minor": 1}),)}, "lines-differ"),
        ({"lines": ()}, "lines-differ"),
        ({"lines": (line.model_copy(update={"run": "run_x"}),)}, "run-not-listed"),
        ({"paid_to": world.lead}, "statement-outdated"),
        ({"previous": world.money.new("stmt")}, "statement-outdated"),
        ({"read_set": {}}, "statement-outdated"),
        ({"runs": (world.money.new("run"),), "lines": ()}, "run-not-found"),
        ({"payer": world.other}, "run-not-found"),
    ]
    for change, code in cases:
        assert world.money.refused(draft.model_copy(update=change)).code == code


def test_a_run_is_shown_to_a_payee_once(world: World) -> None:
    draft = draft_for(world, world.writer)
    world.money.record(draft)
    again = draft.model_copy(
        update={"id": world.money.new("stmt"), "period": "2026-04", "previous": draft.id}
    )
    assert world.money.refused(again).code == "run-on-statement"


def test_a_statement_for_an_earlier_period_is_refused(world: World) -> None:
    draft = draft_for(world, world.writer)
    world.money.record(draft)
    again = draft.model_copy(update={"period": "2026-02", "id": world.money.new("stmt")})
    assert world.money.refused(again).code == "statement-out-of-order"


def test_an_id_is_used_once(world: World) -> None:
    draft = draft_for(world, world.writer)
    other = draft_for(world, world.other).model_copy(update={"id": draft.id})
    world.money.record(draft)
    assert world.money.refused(other).code == "id-taken"


def test_preparing_twice_gives_the_same_statements(world: World) -> None:
    assert world.money.drafts(world.lead) == world.money.drafts(world.lead)


def test_a_statement_without_its_json_file_says_so(world: World) -> None:
    with pytest.raises(RuleViolation):
        statement_sheet(world.money.register.blobs, [])


def test_the_payers_own_part_bears_no_tax(world: World) -> None:
    own = world.money.issue(world.lead)[world.lead]
    assert own.tax == {"rules": "statement/2", "rule": "own-account"}
    assert own.totals.transfer == own.totals.payable
    assert "自社の取り分のため、振込はありません。" in world.money.sheet(own.id)["notes"]["ja"]


def test_a_registered_company_gets_consumption_tax_on_fees_not_on_its_own_money(
    money: Money,
) -> None:
    """Agency fee 10% of 10,000 = 1,000 plus 100 of tax; the partner's 5,400 stay outside."""
    lead, agency = money.company("幹事社"), money.new("party")
    money.record(
        RegisterCompany(
            id=agency, names=Names(ja="代理社"), invoice_number="T7000012050002",
            corporate_number="7000012050002",
        )
    )  # fmt: skip
    committee = money.committee(member(lead, "2/5"), member(agency, "3/5"))
    agreement = money.agreement(
        lead,
        terms(
            step("agency", "commission/1", basis="received", rate=rate(1, 10), payee=agency),
            step("members", "split/1", holders=f"committee:{committee}/investment"),
        ),
        kind="committee", committee=committee, distribute_on="report",
    )  # fmt: skip
    money.sales(agreement, lead, money.work("作品"), 10_000)
    money.run(agreement)
    statement = money.issue(lead)[agency]
    assert statement.totals.payable == 6_400
    assert statement.totals.consumption_tax == 100
    assert statement.tax["consumption_base"] == "1000"
    assert statement.tax["invoice_number"] == "T7000012050002"
