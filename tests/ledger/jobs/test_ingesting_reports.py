"""Taking a licensee's file onto the register: read once, judged row by row, recorded as sums."""

from pathlib import Path

import pytest
from money_stage import csv_of
from paid_world import Paid

from ledger.command import RequestKey
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.jobs.reports import Ingested, ingest_report


def ingest(world: Paid, data: bytes | Path, **more: object) -> Ingested:
    stated: dict[str, object] = {
        "agreement": world.agreement,
        "reporter": world.platform,
        "period": "2026-04",
        "currency": "JPY",
        "basis": "net",
    }
    return ingest_report(world.money.register, data=data, **(stated | more))  # type: ignore[arg-type]


def april(world: Paid, *amounts: str) -> bytes:
    return csv_of(*(f"streaming,JP,{world.work},2026-04,1,{amount}" for amount in amounts))


def test_rows_are_accepted_held_or_rejected(reported: Paid) -> None:
    data = april(reported, "100", "12x") + b"streaming,JP,no such work,2026-04,1,50\n"
    done = ingest(reported, data)
    assert done.summary is not None
    assert done.summary.accepted == 1
    assert sum(done.summary.held.values()) == 1
    assert sum(done.summary.rejected.values()) == 1
    assert done.recorded.events[0].TYPE == "revenue.reported/1"
    assert done.id.startswith("rep_")


def test_a_file_may_be_given_by_its_path(reported: Paid, tmp_path: Path) -> None:
    file = tmp_path / "april.csv"
    file.write_bytes(april(reported, "100"))
    done = ingest(reported, file)
    assert getattr(done.recorded.events[0], "file").title == "april.csv"  # noqa: B009


def test_the_same_file_twice_is_noticed(reported: Paid) -> None:
    ingest(reported, april(reported, "100"))
    with pytest.raises(Conflict) as caught:
        ingest(reported, april(reported, "100"))
    assert caught.value.code == "report-duplicate"


def test_a_repeated_request_reads_nothing_again(reported: Paid) -> None:
    request = RequestKey("operator", "k1", b"april")
    first = ingest(reported, april(reported, "100"), request=request)
    again = ingest(reported, b"anything", request=request)
    assert (again.id, again.summary) == (first.id, None)
    assert again.recorded.replayed


def test_an_unknown_profile_is_refused(reported: Paid) -> None:
    with pytest.raises(RuleViolation) as caught:
        ingest(reported, april(reported, "100"), profile="nobody/1")
    assert caught.value.code == "profile-unknown"


def test_an_unknown_agreement_is_not_found(reported: Paid) -> None:
    with pytest.raises(NotFound):
        ingest(reported, april(reported, "1"), agreement=reported.money.new("agr"))


def test_a_correction_names_the_report_it_replaces(reported: Paid) -> None:
    wrong = ingest(reported, april(reported, "100"))
    right = ingest(reported, april(reported, "90"), supersedes=wrong.id)
    assert getattr(right.recorded.events[0], "supersedes") == wrong.id  # noqa: B009
