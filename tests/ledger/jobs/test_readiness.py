"""What an end would orphan: one committee made by hand for each reason; the queries on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from paid_world import pay, reported_world
from rights_stage import DOCUMENT, reach
from sqlalchemy import select
from stage import member, plan, ratio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import AmendCommittee, Disposition, DispositionPlan, Window
from ledger.errors import NotFound
from ledger.imports.madb.job import import_files
from ledger.jobs.readiness import Ending, Readiness, readiness
from ledger.parties.commands import RecordSuccession, Successor
from ledger.parties.views import PartyRow
from ledger.rights.commands import RecordTitle
from ledger.rights.written import Stake
from ledger.statements.views import StatementRow
from ledger.store.views import table_of
from ledger.subjects.commands import OrderErasure, RestrictUse

ON = date(2026, 11, 22)


def asked(money: Money, viewer: Viewer = OPERATOR_VIEWER, **more: Any) -> Readiness:
    with money.ledger.reading() as conn:
        return readiness(conn, viewer, more.pop("on", ON), **more)


def ending(money: Money, committee: str, **more: Any) -> Ending:
    return asked(money, committee=committee, **more).endings[0]


def orphans(one: Ending) -> list[str]:
    return [each.code for each in one.findings if each.effect == "orphans"]


def tasks(one: Ending) -> list[str]:
    return [each.code for each in one.findings if each.effect == "task"]


def windows(holder: str) -> tuple[Window, ...]:
    return (Window(medium="streaming", holder=holder, rate=ratio("1/10")),)


def complete(money: Money, *parties: str, **more: Any) -> str:
    """A committee of one or two with nothing missing, or as `more` says."""
    shares = ("1",) if len(parties) == 1 else ("2/3", "1/3")
    members = [member(party, share) for party, share in zip(parties, shares, strict=True)]
    work = money.work(f"作品{money.new('n')}", parties[0])
    said = {"works": (work,), "windows": windows(parties[0])} | more
    committee = money.committee(*members, **said)
    entitle(money, work, f"committee:{committee}/copyright")
    return committee


def entitle(money: Money, work: str, *holders: str) -> str:
    """The work's rights belong to these in equal parts from 2020 on."""
    stakes = tuple(Stake(holder=one, share=ratio(f"1/{len(holders)}")) for one in holders)
    title = RecordTitle(
        id=money.new("right"), work=work, stakes=stakes, origin="maker_29",
        extent=reach(since=date(2020, 1, 1)), document=DOCUMENT,
    )  # fmt: skip
    money.record(title)
    return title.id


def succeed(
    money: Money, party: str, *successors: str, on: date = ON, ground: str = "merger"
) -> None:
    share = ratio(f"1/{len(successors)}")
    named = tuple(Successor(party=one, share=share) for one in successors)
    money.record(
        RecordSuccession(party=party, ground=ground, successors=named, effective_from=on)  # type: ignore[arg-type]
    )


def subject_of(money: Money, party: str) -> str:
    table = table_of(PartyRow)
    with money.ledger.reading() as conn:
        return str(conn.execute(select(table.c.subject).where(table.c.id == party)).scalar_one())


def erase(money: Money, party: str) -> None:
    money.record(OrderErasure(subject=subject_of(money, party)))


def restrict(money: Money, party: str) -> None:
    money.record(RestrictUse(subject=subject_of(money, party), reason="tax_retention"))


def test_a_complete_committee_could_end_today(money: Money) -> None:
    lead = money.company("星雲スタジオ")
    one = ending(money, complete(money, lead))
    assert (one.is_ready, one.findings, one.money, one.claims) == (True, (), (), ())


def test_an_existing_contract_without_plan_shares_lead_and_windows_says_so(money: Money) -> None:
    party = money.company("古い会社")
    committee = money.committee(
        member(party), origin="existing", lead=None, plan=None, formed_on=None
    )
    one = ending(money, committee)
    assert orphans(one) == ["no-plan", "copyright-shares-unknown", "no-contact"]
    assert tasks(one) == ["no-lead", "no-windows", "no-works", "contributions-unknown"]
    assert not one.is_ready


def test_with_a_lead_there_is_somebody_to_ask_even_without_a_plan(money: Money) -> None:
    lead = money.company("幹事")
    committee = money.committee(member(lead, "1"), origin="existing", plan=None)
    assert orphans(ending(money, committee)) == ["no-plan"]


def test_a_draft_is_counted_with_all_that_it_lacks(money: Money) -> None:
    named = money.committee(member(money.company("構成員")), origin="draft", lead=None)
    unnamed = money.committee(origin="draft")
    found = asked(money)
    by_id = {one.id: orphans(one) for one in found.endings}
    assert by_id[named] == ["draft", "no-plan", "copyright-shares-unknown", "no-contact"]
    assert by_id[unnamed] == ["draft", "members-unknown", "no-plan", "no-contact"]
    assert (len(found.endings), found.ready, found.drafts) == (2, 0, 2)


def test_media_that_the_plan_leaves_out_are_named(money: Money) -> None:
    lead = money.company("幹事")
    some = plan(lead, Disposition(rights=("theatrical", "streaming"), outcome="co_ownership"))
    committee = complete(money, lead, origin="existing", plan=some)
    (found,) = ending(money, committee).findings
    assert found.code == "plan-incomplete"
    assert found.media == (
        "broadcast", "video", "merchandise", "overseas", "publishing", "music", "game", "event",
        "other",
    )  # fmt: skip


def test_rights_that_pass_on_after_years_have_nobody_until_then(money: Money) -> None:
    """Music goes to the author after five years, and nobody has it before; all else is shared."""
    lead, author = money.company("幹事"), money.company("原作者事務所")
    media: tuple[Any, ...] = (
        "theatrical", "broadcast", "streaming", "video", "merchandise", "overseas", "publishing",
        "game", "event", "other",
    )  # fmt: skip
    later = Disposition(rights=("music",), outcome="author", to=author, after_years=5)
    waiting = plan(lead, Disposition(rights=media, outcome="co_ownership"), later)
    (found,) = ending(money, complete(money, lead, plan=waiting)).findings
    assert (found.code, found.media) == ("plan-begins-later", ("music",))
    bridged = plan(lead, Disposition(outcome="co_ownership"), later)
    assert ending(money, complete(money, lead, plan=bridged)).is_ready


def test_an_author_who_is_not_named_receives_nothing(money: Money) -> None:
    lead = money.company("幹事")
    back = plan(
        lead,
        Disposition(outcome="co_ownership"),
        Disposition(rights=("publishing",), outcome="author"),
    )
    (found,) = ending(money, complete(money, lead, plan=back)).findings
    assert (found.code, found.media) == ("receiver-unnamed", ("publishing",))


def test_whoever_was_erased_is_lost_in_every_role(money: Money) -> None:
    """A person is member, window, receiver, contact and debtor at once; then the data are gone."""
    lead, person = money.company("幹事"), money.named_person("青空 太郎")
    relying = DispositionPlan(
        dispositions=(Disposition(outcome="member", to=person),),
        contact=person,
        adjustments_debtor=person,
    )
    committee = complete(money, lead, person, plan=relying, windows=windows(person))
    assert ending(money, committee).is_ready
    erase(money, person)
    one = ending(money, committee)
    lost = ["member-lost", "receiver-lost", "contact-lost", "debtor-lost", "window-lost"]
    assert orphans(one) == lost
    assert {each.parties for each in one.findings} == {(person,)}


def test_whose_data_may_be_used_for_one_purpose_only_cannot_be_asked(money: Money) -> None:
    lead, person = money.company("幹事"), money.named_person("青空 太郎")
    committee = complete(money, lead, person)
    restrict(money, person)
    assert orphans(ending(money, committee)) == ["member-lost"]


def test_a_successor_that_exists_is_a_task_and_not_a_loss(money: Money) -> None:
    lead, old, new = (money.company(name) for name in ("幹事", "旧社", "新社"))
    committee = complete(money, lead, old)
    succeed(money, old, new, on=date(2026, 11, 1))
    one = ending(money, committee)
    assert (one.is_ready, tasks(one), one.findings[0].parties) == (True, ["place-taken"], (old,))
    assert ending(money, committee, on=date(2026, 10, 31)).findings == ()


def test_a_place_of_which_one_heir_is_gone_is_lost(money: Money) -> None:
    """Halves go to two heirs, and the data of one are erased: half a place has nobody."""
    lead, old = money.company("幹事"), money.named_person("青空 一郎")
    heirs = money.named_person("青空 二郎"), money.named_person("青空 三郎")
    committee = complete(money, lead, old)
    succeed(money, old, *heirs, ground="inheritance")
    assert ending(money, committee).is_ready
    erase(money, heirs[1])
    assert orphans(ending(money, committee)) == ["member-lost"]


def test_of_two_contracts_the_members_of_the_day_are_asked_after(money_anywhere: Money) -> None:
    """The partner, a person whose data are erased, leaves with the end of the year."""
    money = money_anywhere
    lead, person = money.company("幹事"), money.named_person("青空 太郎")
    committee = complete(money, lead, person)
    money.record(
        AmendCommittee(
            committee=committee,
            effective_from=date(2027, 1, 1),
            reason="脱退",
            members=(member(lead, "1"),),
        )
    )
    erase(money, person)
    before, after = ending(money, committee), ending(money, committee, on=date(2027, 1, 1))
    assert (orphans(before), tasks(before)) == (["member-lost"], ["later-contract"])
    assert after.findings == ()


def test_money_is_told_by_named_account_with_whoever_has_it(money_anywhere: Money) -> None:
    """Sales of 1,000,003, half arrived and run; the other half arrives on 20 April.

    The run of March gives 500,000: 50,000 to the platform, which it has not kept, 4,500 to the
    author, and 445,500 to the members; no statement yet: 500,000. Then 500,003 are received.
    """
    money = money_anywhere
    world = reported_world(money)
    before = ending(money, world.committee)
    owed = {(one.account, one.holder): one.amount_minor for one in before.money}
    assert owed == {
        ("not_distributed", world.studio): 500_000,
        ("receivable", world.platform): 500_003,
    }
    money.run(world.agreement, "2026-03")
    money.receive(world.agreement, world.report, 500_003, received_on=date(2026, 4, 20))
    after = {one.account: one.amount_minor for one in ending(money, world.committee).money}
    assert after == {"not_distributed": 500_003, "not_stated": 500_000}
    assert tasks(ending(money, world.committee)) == ["money-open", "no-windows", "title-missing"]


def test_what_statements_plan_to_pay_is_open_until_that_day(money_anywhere: Money) -> None:
    """Everything was run and stated: what is left is paid on the days that the statements say."""
    money = money_anywhere
    world = pay(reported_world(money))
    with money.ledger.reading() as conn:
        table = table_of(StatementRow)
        amount = table.c.transfer_minor + table.c.withholding_minor
        rows = [(row[0], row[1]) for row in conn.execute(select(table.c.payment_date, amount))]
    last = max(day for day, _ in rows)
    eve = date.fromisoformat(min(day for day, _ in rows)).replace(day=1)
    open_then = ending(money, world.committee, on=eve)
    assert [one.account for one in open_then.money] == ["not_paid"]
    assert open_then.money[0].amount_minor == sum(amount for day, amount in rows if day > str(eve))
    assert ending(money, world.committee, on=date.fromisoformat(last)).money == ()


def test_money_held_for_unknown_holders_has_no_owner(money_anywhere: Money) -> None:
    """A split by shares that the existing contract does not state is held, all 1,000,000 of it."""
    money = money_anywhere
    lead, platform = money.company("幹事"), money.company("配信")
    work = money.work("星の庭", lead)
    committee = money.committee(
        member(lead), origin="existing", works=(work,), windows=windows(platform)
    )
    clauses = terms(step("members", "split/1", holders=f"committee:{committee}/investment"))
    agreement = money.agreement(lead, clauses, works=(work,))
    report = money.sales(agreement, platform, work, 1_000_000)
    money.receive(agreement, report, 1_000_000)
    money.run(agreement)
    one = ending(money, committee)
    assert "money-without-owner" in orphans(one)
    (held,) = one.money
    assert (held.account, held.name, held.reason) == ("held", "held:members", "holders-unknown")
    assert (held.agreements, held.holder, held.amount_minor) == ((agreement,), lead, 1_000_000)


def test_money_that_a_lost_payer_has_has_no_holder(money: Money) -> None:
    person, platform = money.named_person("青空 太郎"), money.company("配信")
    lead = money.company("幹事")
    committee = complete(money, lead)
    clauses = terms(step("all", "royalty/1", basis="received", rate=rate(1, 10), payee=lead))
    work = money.work("星の庭", lead)
    agreement = money.agreement(person, clauses, committee=committee, works=(work,))
    report = money.sales(agreement, platform, work, 2_000)
    money.receive(agreement, report, 2_000)
    restrict(money, person)
    assert orphans(ending(money, committee)) == ["money-without-holder"]


def test_a_deficit_is_shown_as_what_it_is(money_anywhere: Money) -> None:
    """Costs of 300 on sales of 100: the pool carries a deficit of 200, the members' loss."""
    money = money_anywhere
    lead, platform = money.company("幹事"), money.company("配信")
    work = money.work("星の庭", lead)
    committee = complete(money, lead)
    cost = step("costs", "expense/1")
    members = step("members", "split/1", holders=f"committee:{committee}/investment")
    agreement = money.agreement(lead, terms(cost, members), committee=committee, works=(work,))
    money.receive(agreement, money.sales(agreement, platform, work, 100), 100)
    money.expense(agreement, "costs", 300)
    money.run(agreement)
    found = {one.account: one.amount_minor for one in ending(money, committee).money}
    assert found["deficit"] == -200


def surviving(money: Money, payer: str, designer: str, committee: str) -> str:
    """An agreement that owes a designer 1% whatever becomes of the committee."""
    clause = step(
        "designer", "royalty/2", basis="received", rate=rate(1, 100), payee=designer, survives=True
    )
    return money.agreement(payer, terms(clause), committee=committee)


def test_a_claim_that_outlives_the_committee_is_owed_by_whom_the_plan_names(
    money_anywhere: Money,
) -> None:
    money = money_anywhere
    lead, debtor = money.company("幹事"), money.company("管理会社")
    designer = money.named_person("山田 花子")
    named = DispositionPlan(
        dispositions=(Disposition(outcome="co_ownership"),), contact=lead, adjustments_debtor=debtor
    )
    committee = complete(money, lead, plan=named)
    agreement = surviving(money, lead, designer, committee)
    one = ending(money, committee)
    assert one.is_ready
    (claim,) = one.claims
    assert (claim.agreement, claim.step, claim.payees) == (agreement, "designer", (designer,))
    assert claim.debtor == debtor


def test_without_a_plan_a_creators_share_has_no_debtor(money: Money) -> None:
    lead, designer = money.company("幹事"), money.named_person("山田 花子")
    committee = money.committee(member(lead, "1"), origin="existing", plan=None)
    surviving(money, lead, designer, committee)
    one = ending(money, committee)
    assert orphans(one) == ["no-plan", "claim-without-debtor"]
    assert [each.parties for each in one.findings if each.code == "claim-without-debtor"] == [
        (designer,)
    ]
    assert one.claims[0].debtor is None


def test_money_that_two_committees_share_counts_once(money_anywhere: Money) -> None:
    """1,000 arrived under an agreement that pays the holders of two committees, half each."""
    money = money_anywhere
    lead, platform = money.company("幹事"), money.company("配信")
    first, second = complete(money, lead), complete(money, lead)
    payees = [{"payee": f"committee:{one}/profit", "points": 1} for one in (first, second)]
    pool = step("pool", "pool/1", basis="received", rate=rate(1, 2), payees=payees)
    work = money.work("星の庭", lead)
    agreement = money.agreement(lead, terms(pool), works=(work,))
    report = money.sales(agreement, platform, work, 1_000)
    money.receive(agreement, report, 1_000)
    found = asked(money)
    assert [sum(one.amount_minor for one in each.money) for each in found.endings] == [1_000] * 2
    assert found.money() == {("not_distributed", "JPY"): 1_000}


def test_totals_count_committees_by_reason(money_anywhere: Money) -> None:
    money = money_anywhere
    lead = money.company("幹事")
    complete(money, lead, shares_are_synthetic=True)
    for _ in range(2):
        money.committee(member(lead, "1"), origin="existing", plan=None)
    found = asked(money)
    totals = {one.code: one.committees for one in found.totals()}
    assert totals == {"no-plan": 2, "no-windows": 2, "no-works": 2}
    assert (len(found.endings), found.ready, found.synthetic) == (3, 1, 1)


def test_a_party_asks_about_its_own_committees_and_agreements_only(money_anywhere: Money) -> None:
    """The partner reads the committee; the designer's agreement is the lead's alone."""
    money = money_anywhere
    lead, partner, other = (money.company(name) for name in ("幹事", "出資者", "他社"))
    designer = money.named_person("山田 花子")
    shared, own = complete(money, lead, partner), complete(money, lead)
    surviving(money, lead, designer, shared)
    as_lead, as_partner = Viewer("studio", lead, ON), Viewer("studio", partner, ON)
    assert [one.id for one in asked(money, as_lead).endings] == [shared, own]
    (mine,) = asked(money, as_partner).endings
    assert (mine.id, mine.claims) == (shared, ())
    assert asked(money, as_lead, committee=shared).endings[0].claims != ()
    assert asked(money, Viewer("studio", other, ON)).endings == ()
    with pytest.raises(NotFound):
        asked(money, as_partner, committee=own)


def test_who_inherited_is_not_told_to_the_other_members(money_anywhere: Money) -> None:
    money = money_anywhere
    lead, old = money.company("幹事"), money.named_person("青空 一郎")
    heir = money.named_person("青空 二郎")
    committee = complete(money, lead, old)
    succeed(money, old, heir, ground="inheritance")
    assert tasks(ending(money, committee)) == ["place-taken"]
    assert asked(money, Viewer("studio", lead, ON)).endings[0].findings == ()


def test_imported_committees_are_drafts_with_their_reasons(
    money_anywhere: Money, tmp_path: Path
) -> None:
    money = money_anywhere
    rows = [
        "set,madb_id,title,date,committee,n_members,members,copyright_line",
        'an210 film,C900001,星の庭,2020-04-01,「星の庭」製作委員会,2,星雲社|銀河社,',
        'an210 film,C900002,月の庭,2021-04-01,「月の庭」製作委員会,2,星雲社|彗星社,',
    ]  # fmt: skip
    file = tmp_path / "extract.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_files(money.register, [file])
    found = asked(money)
    assert (len(found.endings), found.drafts, found.ready) == (2, 2, 0)
    totals = {one.code: one.committees for one in found.totals()}
    assert (totals["draft"], totals["no-plan"], totals["no-contact"]) == (2, 2, 2)
