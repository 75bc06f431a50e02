"""A revision that is not what the past gives is found, whatever of it was changed."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from money_stage import open_money
from revision_world import Windows

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.log.entry import parse_part
from ledger.store.read import LogReader

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
REVISED, RUN, STATEMENT = "royalty.revised/1", "royalty.payout_closed/1", "statement.issued/1"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    """January is paid and stated; its fee is changed, its report corrected; February follows."""
    said: Said = []
    for stage in open_money(tmp_path_factory.mktemp("revised") / "home"):
        world = Windows(stage)
        first = world.sales(1000)
        world.run()
        stage.record(world.adding())
        world.sales(400, 600, supersedes=first)
        world.revised()
        world.sales(100, month="2026-02")
        world.run("2026-02")
        stage.issue(world.lead, "2026-02")
        with stage.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(0, reader.size()):
                parts = [parse_part(part.data) for part in stored]
                bodies = {part.name: dict(part.body) for part in parts}
                said.append((entry.index, entry.header().event_type, bodies))
        blobs = stage.register.blobs
    return said, blobs


@pytest.fixture
def said(told: tuple[Said, Blobs]) -> Said:
    return copy.deepcopy(told[0])


@pytest.fixture
def blobs(told: tuple[Said, Blobs]) -> Blobs:
    return told[1]


def audited(said: Said, blobs: Blobs, unseen: tuple[int, ...] = ()) -> Findings:
    findings = Findings()
    contents = ContentAudit(findings, blobs)
    for index, event_type, parts in said:
        if index in unseen:
            contents.missing(index, event_type)
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    return findings


def nth(said: Said, event_type: str, number: int = 0) -> tuple[int, Parts]:
    return [(index, parts) for index, kind, parts in said if kind == event_type][number]


def codes(findings: Findings, index: int) -> set[str]:
    return {one.code for one in findings.kept if one.index == index}


def test_a_sound_past_has_no_findings_and_both_revisions_were_computed(
    said: Said, blobs: Blobs
) -> None:
    findings = audited(said, blobs)
    assert findings.kept == []
    assert {check.check: check.count for check in findings.checks}["revisions"] == 2


def _first(parts: Parts, stem: str) -> dict[str, Any]:
    return next(parts[name] for name in sorted(parts) if name.startswith(f"{stem}/"))


def _line(parts: Parts) -> dict[str, Any]:
    line: dict[str, Any] = _first(parts, "allocation")["allocation"]["lines"][0]
    return line


FORGED: list[tuple[str, Callable[[Parts], object], str]] = [
    ("a difference", lambda p: _line(p).update(amount_minor=1), "revision-allocations"),
    ("what is", lambda p: _line(p).update(now_minor=1), "revision-allocations"),
    ("its rows", lambda p: _line(p).update(rows=["x"]), "revision-allocations"),
    (
        "a posting",
        lambda p: _first(p, "facts.postings")["items"][0].update(account="retained"),
        "revision-postings",
    ),
    (
        "the position",
        lambda p: _first(p, "position")["items"][0].__setitem__(1, 77),
        "revision-position",
    ),
    (
        "the traces",
        lambda p: _first(p, "facts.runs")["items"][0].update(replaced_trace="0" * 64),
        "revision-runs",
    ),
    (
        "the clauses",
        lambda p: _first(p, "facts.runs")["items"][0].update(terms_version=1),
        "revision-runs",
    ),
    ("the cause", lambda p: p["facts"]["cause"].update(ref="7"), "revision-cause"),
    ("the link before", lambda p: p["facts"].update(previous="run_x"), "revision-previous"),
    ("the engine", lambda p: p["facts"].update(engine="waterfall/0"), "revision-engine"),
    ("the payer", lambda p: p["facts"].update(currency="USD"), "revision-agreement"),
    ("what was used", lambda p: p["facts"].update(consumed={"rep_x": 1}), "revision-consumed"),
]


@pytest.mark.parametrize(
    ("change", "code"), [one[1:] for one in FORGED], ids=[one[0] for one in FORGED]
)
def test_whatever_is_forged_in_a_revision_is_found(
    said: Said, blobs: Blobs, change: Callable[[Parts], object], code: str
) -> None:
    index, parts = nth(said, REVISED)
    change(parts)
    assert code in codes(audited(said, blobs), index)
    for lang in ("ja", "en"):
        assert problem_of(code, lang) != f"[{code}]"


def test_a_run_before_the_revision_of_the_past_is_found(said: Said, blobs: Blobs) -> None:
    revisions = {index for index, kind, _ in said if kind == REVISED}
    skipped = [one for one in said if one[0] not in revisions]
    index, _ = nth(said, RUN, 1)
    assert "revision-pending" in codes(audited(skipped, blobs), index)


def test_revisions_in_another_order_than_their_causes_are_found(said: Said, blobs: Blobs) -> None:
    first, second = nth(said, REVISED)[0], nth(said, REVISED, 1)[0]
    places = {first: second, second: first}
    swapped = sorted((places.get(index, index), kind, parts) for index, kind, parts in said if kind)
    assert "revision-cause" in codes(audited(swapped, blobs), first)


def test_a_correction_that_a_statement_shows_for_another_month_is_found(
    said: Said, blobs: Blobs
) -> None:
    index, parts = nth(said, STATEMENT)
    lines = _first(parts, "facts.lines")["items"]
    next(line for line in lines if "cause" in line).update(period="2026-02")
    assert "statement-correction" in codes(audited(said, blobs), index)


def test_who_does_not_see_the_change_takes_nothing_for_wrong(said: Said, blobs: Blobs) -> None:
    terms = [index for index, kind, _ in said if kind == "agreement.terms_added/1"]
    findings = audited(said, blobs, unseen=(terms[-1],))
    assert not [one.code for one in findings.kept if one.code.startswith("revision")]
    assert {one.check: one.status for one in findings.checks}["revisions-unavailable"]
