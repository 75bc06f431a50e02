"""An auditor tells what was erased, and says so, from what was lost, and says that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from audited import audited, list_again
from money_stage import Money, open_money

from ledger.audit.contents import ContentAudit
from ledger.audit.erasures import ERASED, ORDERED
from ledger.audit.findings import Findings
from ledger.blobs.blobs import Blobs
from ledger.jobs.bundle import export_bundle
from ledger.jobs.bundle_scope import scope_of
from ledger.jobs.erase import erase_people
from ledger.jobs.publish import publish_checkpoint
from tests.ledger.subjects.people import Writer, leave, paid_in


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Money, Writer]]:
    """A register on which somebody was paid long ago, and erased now."""
    for money in open_money(tmp_path_factory.mktemp("erased") / "home"):
        writer = paid_in(money, 2014)
        leave(money, writer, "2014-04")
        erase_people(money.register, writer.party)
        publish_checkpoint(money.register)
        yield money, writer


def counted(folder: Path) -> dict[str, int]:
    return {check.check: check.count for check in audited(folder).checks}


def test_files_of_the_erased_are_unavailable_which_is_no_finding(
    erased: tuple[Money, Writer], tmp_path: Path
) -> None:
    money, _ = erased
    export_bundle(money.register, tmp_path / "b", with_personal=True)
    report = audited(tmp_path / "b")
    assert (report.verdict, report.findings) == ("SELF-CONSISTENT", ())
    checks = counted(tmp_path / "b")
    assert (checks["erasures"], checks["files-unavailable"]) == (2, 2)
    assert "青空" not in (tmp_path / "b" / "personal.jsonl").read_text()


def test_other_files_that_are_gone_were_lost(erased: tuple[Money, Writer], tmp_path: Path) -> None:
    money, _ = erased
    export_bundle(money.register, tmp_path / "b")
    blobs = [path for path in (tmp_path / "b" / "blobs").rglob("*") if path.is_file()]
    for path in blobs:
        path.unlink()
    list_again(tmp_path / "b")
    found = [item for item in audited(tmp_path / "b").findings if item.code == "blob-missing"]
    assert {item.expected for item in found} == {path.name for path in blobs}


def test_a_part_of_the_register_without_the_person_is_audited_as_well(
    erased: tuple[Money, Writer], tmp_path: Path
) -> None:
    money, writer = erased
    export_bundle(money.register, tmp_path / "b", scope_of(party=writer.payer))
    assert audited(tmp_path / "b").findings == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([(ERASED, "s", "request")], "erasure-not-ordered"),
        ([(ORDERED, "s", "request"), (ERASED, "s", "order")], "erasure-not-ordered"),
        ([(ORDERED, "s", "request"), (ERASED, "t", "request")], "erasure-not-ordered"),
        ([(ORDERED, "s", "request"), (ORDERED, "s", "request")], "erasure-repeated"),
        (
            [(ORDERED, "s", "order"), (ERASED, "s", "order"), (ERASED, "s", "order")],
            "erasure-not-ordered",
        ),
    ],
)
def test_an_erasure_out_of_order_is_found(
    said: list[tuple[str, str, str]], code: str, tmp_path: Path
) -> None:
    findings = Findings()
    audit = ContentAudit(findings, Blobs(tmp_path))
    for index, (event_type, subject, ground) in enumerate(said):
        audit.see(index, event_type, {"facts": {"subject": subject, "ground": ground}})
    audit.finish()
    found = [item for item in findings.kept if item.code.startswith("erasure")]
    assert [(item.code, item.index) for item in found] == [(code, len(said) - 1)]
