"""From the accountant's file to two runs and their statements; then everybody recomputes it."""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filled_books import filled
from money_stage import open_money
from opening_world import AS_OF, Taken, taken_world

from ledger.access.views import OPERATOR_VIEWER
from ledger.audit.auditor import audit
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.blobs.blobs import Blobs
from ledger.jobs.bundle import export_bundle
from ledger.jobs.cutover_import import Asked, import_books
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.entry import parse_part
from ledger.statements.commands import IssueStatement
from ledger.statements.reasons import reasons_of
from ledger.statements.views import show as show_statement
from ledger.store.read import LogReader

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
OPENED = "royalty.opened/1"


def live(world: Taken) -> dict[str, dict[str, IssueStatement]]:
    """Take the books over, run and state April and May; 10,005 and 5,000 come in."""
    money = world.money
    data = filled(world)
    import_books(money.register, data, Asked(world.agreement, AS_OF, world.clerk))
    issued = {}
    for month, amount, day in (("2026-04", 10_005, 30), ("2026-05", 5_000, 31)):
        report = money.sales(world.agreement, world.platform, world.work, amount, period=month)
        received = date.fromisoformat(f"{month}-{day}")
        money.receive(world.agreement, report, amount, received_on=received)
        money.run(world.agreement, month)
        issued[month] = money.issue(world.studio, month)
    return issued


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Blobs]]:
    """Every entry of such a log, read back."""
    for stage in open_money(tmp_path_factory.mktemp("told") / "home"):
        live(taken_world(stage))
        said: Said = []
        with stage.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(0, reader.size()):
                parts = [parse_part(part.data) for part in stored]
                bodies: Parts = {part.name: dict(part.body) for part in parts}
                said.append((entry.index, entry.header().event_type, bodies))
        yield said, stage.register.blobs


def codes(said: Said, blobs: Blobs) -> set[str]:
    findings = Findings()
    contents = ContentAudit(findings, blobs)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return {finding.code for finding in findings.kept}


def test_the_first_statement_shows_what_was_unpaid_and_the_second_does_not(
    taken_anywhere: Taken, tmp_path: Path
) -> None:
    """April: 1,001 for the writer, and 234 brought in. May: 5,000 more are 27,350 in all, 2,735 to
    date: 500. The partner: 3,001 and 37 in April.
    """
    world, money = taken_anywhere, taken_anywhere.money
    issued = live(world)
    april, may = issued["2026-04"], issued["2026-05"]
    writer = april[world.writer]
    assert (writer.totals.royalties, writer.totals.adjustments) == (1_001, 234)
    assert writer.totals.payable == 1_235
    assert april[world.partner].totals.adjustments == 37
    assert may[world.writer].totals.adjustments == 0
    assert may[world.writer].totals.royalties == 500
    (line,) = [line for line in writer.lines if line.kind == "adjustment"]
    assert (line.cause, line.period, line.income) == ("opening", AS_OF, "copyright")
    own = next(line for line in april[world.partner].lines if line.cause)
    assert (own.treatment, own.income) == ("distribution", "partnership")
    sheet = money.sheet(writer.id)
    told_line = next(one for one in sheet["lines"] if one["kind"] == "adjustment")
    assert told_line["label"]["ja"] == "引継残高 2026年3月末の未払（使用料）"
    assert "234円" in told_line["explanation"]["ja"][0]
    assert "JPY 234" in told_line["explanation"]["en"][0]
    _everything_is_explained(world, writer.id)
    _everything_comes_out_again(world, tmp_path)


def _everything_is_explained(world: Taken, statement: str) -> None:
    """Each line has its reason; that of the opening is the document of the books that were left."""
    money = world.money
    with money.ledger.reading() as conn:
        shown = show_statement(conn, statement, OPERATOR_VIEWER)
        assert shown is not None
        reasons = reasons_of(conn, money.register.blobs, shown, OPERATOR_VIEWER)
        told = [one.told(conn, money.register.blobs, "ja", {}) for one in reasons]
        graphs = [one.graph() for one in reasons]
    brought = next(one for one in told if one["step"] == "opening")
    assert "根拠の文書" in brought["sentences"]["computation"][0]
    assert all(graph.nodes for graph in graphs)


def _everything_comes_out_again(world: Taken, folder: Path) -> None:
    report = verify_register(world.money.register, views=True, commands=True)
    assert [(one.code, one.expected, one.found) for one in report.findings] == []
    assert {check.check: check.count for check in report.checks}["openings"] == 1
    publish_checkpoint(world.money.register)
    export_bundle(world.money.register, folder / "bundle")
    outside = audit(folder / "bundle")
    assert [(one.code, one.expected, one.found) for one in outside.findings] == []
    assert {check.check: check.count for check in outside.checks}["payouts"] == 2


def opening_of(said: Said) -> Parts:
    return next(parts for _, kind, parts in said if kind == OPENED)


def first_position(parts: Parts) -> None:
    parts["position/0"]["items"][0][1] += 1


def first_unpaid(parts: Parts) -> None:
    name = next(name for name in parts if name.startswith("unpaid/"))
    parts[name]["unpaid"]["unpaid_minor"] += 1


def first_posting(parts: Parts) -> None:
    parts["postings/0"]["items"][0]["amount_minor"] += 1


def first_figure(parts: Parts) -> None:
    for name in ("facts.entries/0", "command.entries/0"):
        parts[name]["items"][0]["amount_minor"] += 100


def maker(parts: Parts) -> None:
    for body in (parts["facts"], parts["command"]["body"]):
        body["made_by"] = body["approved_by"]


def other_terms(parts: Parts) -> None:
    for body in (parts["facts"], parts["command"]["body"]):
        body["terms_sha256"] = "0" * 64


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (first_position, "opening-position"),
        (first_unpaid, "opening-unpaid"),
        (first_posting, "opening-postings"),
        (first_figure, "opening-figures"),
        (maker, "opening-approved-by-maker"),
        (other_terms, "opening-terms"),
    ],
)
def test_a_forged_opening_is_found(
    told: tuple[Said, Blobs], forge: Callable[[Parts], None], code: str
) -> None:
    said = copy.deepcopy(told[0])
    forge(opening_of(said))
    assert code in codes(said, told[1])


def test_a_run_that_leaves_the_opening_out_is_found(told: tuple[Said, Blobs]) -> None:
    said = [one for one in told[0] if one[1] != OPENED]
    assert {"payout-previous", "payout-position-before"} <= codes(said, told[1])


def test_a_statement_that_leaves_out_what_was_unpaid_is_found(told: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(told[0])
    for _, kind, parts in said:
        if kind == "statement.issued/1":
            lines = parts["facts.lines/0"]["items"]
            parts["facts.lines/0"]["items"] = [one for one in lines if "cause" not in one]
    assert {"statement-kept", "statement-totals"} <= codes(said, told[1])
