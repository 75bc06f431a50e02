"""Returns that did not go back, or went back otherwise than they had to, are found."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from money_stage import open_money
from returns_world import Returning

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.log.entry import parse_part
from ledger.store.read import LogReader

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
REVISED, RUN = "royalty.revised/1", "royalty.payout_closed/1"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    """200 of January, at 20%, come back with two groups in February's report, at 10%."""
    said: Said = []
    for stage in open_money(tmp_path_factory.mktemp("returned") / "home"):
        world = Returning(stage)
        world.sales(1000, 500)
        world.run()
        world.reported(("2026-02", 500), ("2026-01", -200))
        world.closed()
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


def audited(said: Said, blobs: Blobs) -> Findings:
    findings = Findings()
    contents = ContentAudit(findings, blobs)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return findings


def nth(said: Said, event_type: str, number: int = 0) -> tuple[int, Parts]:
    return [(index, parts) for index, kind, parts in said if kind == event_type][number]


def codes(findings: Findings, index: int) -> set[str]:
    return {one.code for one in findings.kept if one.index == index}


def test_returns_that_went_back_are_computed_again_without_findings(
    said: Said, blobs: Blobs
) -> None:
    findings = audited(said, blobs)
    assert findings.kept == []
    assert {check.check: check.count for check in findings.checks}["revisions"] == 1


def test_a_run_before_the_returns_went_back_is_found(said: Said, blobs: Blobs) -> None:
    kept = [one for one in said if one[1] != REVISED]
    index, _ = nth(said, RUN, 1)
    assert "returns-skipped" in codes(audited(kept, blobs), index)
    for lang in ("ja", "en"):
        assert problem_of("returns-skipped", lang) != "[returns-skipped]"


def _first(parts: Parts, stem: str) -> list[Any]:
    return next(parts[name]["items"] for name in sorted(parts) if name.startswith(f"{stem}/"))


FORGED: list[tuple[str, Callable[[Parts], object], str]] = [
    (
        "another group",
        lambda p: _first(p, "facts.returned")[0].update(group=7),
        "revision-returned",
    ),
    (
        "another amount",
        lambda p: _first(p, "facts.returned")[0].update(amount_minor=-1),
        "revision-returned",
    ),
    ("none at all", lambda p: p.pop("facts.returned/0"), "revision-returned"),
    ("another report", lambda p: p["facts"]["cause"].update(ref="rep_x"), "revision-cause"),
    (
        "a coming run under the terms of January",
        lambda p: p["facts"]["cause"].update(period="2026-01"),
        "revision-cause",
    ),
]


@pytest.mark.parametrize(
    ("change", "code"), [one[1:] for one in FORGED], ids=[one[0] for one in FORGED]
)
def test_whatever_is_forged_in_returns_is_found(
    said: Said, blobs: Blobs, change: Callable[[Parts], object], code: str
) -> None:
    index, parts = nth(said, REVISED)
    change(parts)
    assert code in codes(audited(said, blobs), index)
    for lang in ("ja", "en"):
        assert problem_of(code, lang) != f"[{code}]"


def test_returns_that_were_not_due_are_found(said: Said, blobs: Blobs) -> None:
    """Without the change of the fee, February's returns belong to February's run."""
    terms = [index for index, kind, _ in said if kind == "agreement.terms_added/1"]
    # The version of February is the last one; the auditor is shown a log that never had it.
    shown = [one for one in said if one[0] != terms[-1]]
    index, _ = nth(said, REVISED)
    assert "revision-cause" in codes(audited(shown, blobs), index)
