"""The state of a month: made from the views, computed again from the facts, refused when too early."""

from datetime import date

import pytest
from money_stage import Money, money, money_anywhere
from paid_world import Paid, pay, reported_world
from stage import data, identified

from ledger.audit.family import Entry, Setting
from ledger.audit.findings import Findings
from ledger.audit.identifiers import public_identifier as audited
from ledger.audit.records import Record, fact_reader
from ledger.audit.state import State, StateBook
from ledger.closings.commands import CloseState, Tree
from ledger.closings.present import identifiers, private_leaves
from ledger.closings.views import closed_states
from ledger.command import Actor
from ledger.errors import Conflict, Forbidden
from ledger.jobs.closing import close_state
from ledger.log import canonical
from ledger.log.entry import parse_part
from ledger.periods.commands import ClosePeriod
from ledger.store.read import LogReader
from ledger.works.commands import AmendWork, Identifier, RegisterWork
from ledger.works.identifiers import canonical as one_spelling
from ledger.works.identifiers import public_identifier, scope_of

__all__ = ["money", "money_anywhere"]

MONTH = "2026-04"
ISAN = "0000-0000-D07A-0090-Q"


class NoFiles:
    """No fact of a state cites a file."""


def entries(money: Money) -> list[Entry]:
    """Every entry, as the auditor reads it."""
    found = []
    with money.ledger.reading() as conn:
        log = LogReader(conn)
        for stored, parts in log.iterate(0, log.size()):
            opened = [parse_part(part.data) for part in parts]
            bodies = {part.name: part.body for part in opened}
            kind = stored.header().event_type
            found.append(Entry(stored.index, kind, fact_reader().read(kind, bodies), bodies))
    return found


def audit(seen: list[Entry]) -> Findings:
    findings = Findings()
    family = State(Setting(findings, NoFiles()))  # type: ignore[arg-type]
    for entry in seen:
        family.see(entry)
    family.finish()
    return findings


def closed(money: Money, month: str = MONTH) -> Paid:
    """A paid world whose April is closed for everybody, with its state on record."""
    world = pay(reported_world(money))
    money.record(ClosePeriod(month=month))
    close_state(money.register, month)
    return world


def test_both_roots_come_out_again_from_the_facts(money_anywhere: Money) -> None:
    closed(money_anywhere)
    findings = audit(entries(money_anywhere))
    assert findings.kept == []
    assert [(check.check, check.count) for check in findings.checks] == [("state", 2)]


def test_views_and_facts_give_the_same_leaves(money: Money) -> None:
    closed(money)
    book = StateBook()
    seen = entries(money)
    for entry in seen:
        book.see(entry)
    with money.ledger.reading() as conn:
        views = list(private_leaves(conn, date(2026, 4, 30)))
        names = set(identifiers(conn))
    assert sorted(views) == sorted(book.private_leaves(len(seen), MONTH))
    assert names == set(book.identifiers(len(seen)))
    kinds = {canonical.decode(leaf)["kind"] for leaf in views}
    assert kinds == {"balance", "position", "carried", "holding"}


def test_the_state_is_that_of_its_size_though_more_was_recorded_before_it(money: Money) -> None:
    """Others write while a state is computed: the auditor goes back to the size it names."""
    world = reported_world(money)
    money.run(world.agreement, "2026-03")
    money.record(ClosePeriod(month="2026-03"))
    seen = entries(money)
    with money.ledger.reading() as conn:
        size = LogReader(conn).size()
    close_state(money.register, "2026-03")
    fact = entries(money)[-1].fact
    money.receive(world.agreement, world.report, 500_003, received_on=date(2026, 4, 20))
    money.run(world.agreement, "2026-04")
    money.company("後から登録された会社")
    later = entries(money)[size + 1 :]
    close = Entry(later[-1].index + 1, "state.closed/1", fact, {})
    assert audit([*seen, *later, close]).kept == []


@pytest.mark.parametrize("field", ["identifiers", "balances"])
def test_a_root_that_does_not_come_out_is_named(money: Money, field: str) -> None:
    closed(money)
    *seen, close = entries(money)
    values = dict(close.fact)
    values[field] = Record({**dict(values[field]), "root": "0" * 64})
    forged = Entry(close.index, close.event_type, Record(values), {})
    (finding,) = audit([*seen, forged]).kept
    assert (finding.index, finding.code) == (close.index, f"state-{field}-root")


def test_a_changed_balance_or_a_dropped_work_is_named(money: Money) -> None:
    closed(money)
    seen = entries(money)
    without_run = [entry for entry in seen if entry.event_type != "royalty.payout_closed/1"]
    assert {one.code for one in audit(without_run).kept} == {"state-balances-root"}
    without_work = [entry for entry in seen if entry.event_type != "work.registered/1"]
    assert {one.code for one in audit(without_work).kept} == {"state-identifiers-root"}


@pytest.mark.parametrize("size", [-1, 10**9])
def test_a_state_of_a_size_that_was_not_yet_is_named(money: Money, size: int) -> None:
    closed(money)
    *seen, close = entries(money)
    forged = Record({**dict(close.fact), "size": size})
    (finding,) = audit([*seen, Entry(close.index, close.event_type, forged, {})]).kept
    assert finding.code == "state-size"


def test_what_is_not_disclosed_is_unavailable_and_no_failure(money: Money) -> None:
    closed(money)
    findings = Findings()
    family = State(Setting(findings, NoFiles()))  # type: ignore[arg-type]
    for entry in entries(money):
        if entry.event_type in ("royalty.payout_closed/1", "committee.formed/1"):
            family.missing(entry.index, entry.event_type)
        else:
            family.see(entry)
    family.missing(10**6, "state.closed/1")
    family.finish()
    assert findings.kept == []
    assert [(check.check, check.count, check.status) for check in findings.checks] == [
        ("state", 0, "ok"),
        ("state-unavailable", 3, "unavailable"),
    ]


def test_an_identifier_that_was_amended_away_stays_registered(money: Money) -> None:
    studio = money.company("星雲スタジオ")
    work = money.new("work")
    money.record(
        RegisterWork(id=work, holder=studio, data=data("星", identifiers=identified("isan", ISAN)))
    )
    money.record(AmendWork(work=work, reason="誤記", data=data("星")))
    with money.ledger.reading() as conn:
        assert set(identifiers(conn)) == {
            "isan:00000000D07A0090",
            f"work:{work}",
            f"party:{studio}",
        }
    money.record(ClosePeriod(month=MONTH))
    close_state(money.register, MONTH)
    assert audit(entries(money)).kept == []


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("isan", ISAN),
        ("isan", "00000000d07a0090"),
        ("isan", "0000-0000-D07A-0090-Q-0000-0000-X"),
        ("isan", "00000000D07A009000000000"),
        ("eidr", "10.5240/7791-8534-2c23-9030-8610-5"),
        ("madb", " c410176 "),
        ("mal", "5114"),
        ("anilist", "1"),
        ("anidb", "77"),
        ("own", " 作品-001 "),
    ],
)
@pytest.mark.parametrize("holder", [None, "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"])
def test_the_auditor_spells_identifiers_as_the_register_does(
    scheme: str, value: str, holder: str | None
) -> None:
    item = Identifier(scheme=scheme, value=value)  # type: ignore[arg-type]
    ours = public_identifier(scheme, one_spelling(item), scope_of(scheme, holder))
    assert audited(scheme, value, holder) == ours


def command(size: int = 1, month: str = MONTH) -> CloseState:
    tree = Tree(count=0, root="0" * 64)
    return CloseState(month=month, size=size, identifiers=tree, balances=tree, key="1" * 64)


def test_a_month_must_be_closed_for_everybody_first(money: Money) -> None:
    money.company("星雲スタジオ")
    with pytest.raises(Conflict, match="period-not-closed"):
        close_state(money.register, MONTH)


def test_the_state_of_a_month_is_recorded_once_unless_the_log_went_on(money: Money) -> None:
    money.record(ClosePeriod(month=MONTH))
    first = close_state(money.register, MONTH)
    with pytest.raises(Conflict, match="state-closed-already"):
        money.record(command(size=first.first_index))
    second = close_state(money.register, MONTH)
    with money.ledger.reading() as conn:
        (row,) = closed_states(conn)
    assert (row["month"], row["entry_index"]) == (MONTH, second.first_index)
    assert row["size"] == second.first_index


def test_only_the_operator_closes_a_state(money: Money) -> None:
    studio = money.company("星雲スタジオ")
    money.record(ClosePeriod(month=MONTH))
    with pytest.raises(Forbidden, match="operator-only"):
        money.ledger.record(command(), Actor("studio", studio))


def test_the_public_part_holds_no_number_of_balances_and_no_key(money: Money) -> None:
    closed(money)
    with money.ledger.reading() as conn:
        log = LogReader(conn)
        parts = [parse_part(part.data) for part in log.parts(log.size() - 1)]
    readers = {part.name: part.readers for part in parts}
    assert readers["facts"] == ("public",)
    assert readers["balances"] == readers["state"] == readers["command"] == ("operator",)
    public = next(part.body for part in parts if part.name == "facts")
    assert set(public) == {"month", "size", "identifiers"}
