"""The certificate says what it proves and what it does not, in one language at a time."""

import re
from datetime import UTC, datetime

import pytest
from stage import Stage, asset, data, studio

from ledger.errors import RuleViolation
from ledger.ledger import Ledger
from ledger.log import canonical
from ledger.works.certificate import Evidence, build, evidence_indexes
from ledger.works.commands import AmendWork, FileNotice, RegisterWork
from ledger.works.queries import show

ISSUED = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def work(ledger: Ledger) -> dict[str, object]:
    """A work that grew from a notice and was amended once."""
    stage = Stage(ledger)
    holder, work = stage.company("スタジオ星"), stage.new("work")
    stage.record(FileNotice(work=work, holder=holder, working_title="企画A"), studio(holder))
    stage.record(RegisterWork(id=work, data=data("星の庭"), assets=(asset("a"),)), studio(holder))
    stage.record(AmendWork(work=work, reason="話数", data=data("星の庭", episodes=12)))
    with ledger.reading() as conn:
        shown = show(conn, work)
    assert shown is not None
    return shown


def evidence(index: int) -> Evidence:
    return Evidence(index, "work.registered/1", b"\x01" * 32, 9, b"\x02" * 32, (b"\x03" * 32,))


def certificate(work: dict[str, object]) -> dict[str, object]:
    proofs = [evidence(index) for index in evidence_indexes(work)]
    return build(work, proofs, origin="ledger.example/ip", issued_at=ISSUED)


def test_it_holds_the_work_the_dates_and_the_proofs(work: dict[str, object]) -> None:
    made = certificate(work)
    assert made["work"]["data"]["title"] == {"ja": "星の庭"}
    assert len(made["work"]["amendments"]) == 1
    assert made["first_recorded_at"] == work["first_recorded_at"]
    assert [item["index"] for item in made["evidence"]] == [
        work["notice_index"],
        work["registered_index"],
    ]
    assert made["evidence"][0]["path"] == ["03" * 32]
    assert canonical.encode(made)


def test_it_claims_existence_and_date_and_denies_ownership(work: dict[str, object]) -> None:
    statement = certificate(work)["statement"]
    japanese, english = "\n".join(statement["ja"]), "\n".join(statement["en"])
    assert "存在およびその日時の証拠" in japanese
    assert "証明するものではありません" in japanese
    assert "evidence of existence and of that date" in english
    assert "does not prove ownership, authorship or legal protection" in english
    assert f"entry {work['notice_index']}" in english


def test_neither_language_is_mixed_into_the_other(work: dict[str, object]) -> None:
    statement = certificate(work)["statement"]
    assert not re.search("[ぁ-んァ-ヶ一-龠]", "".join(statement["en"]))
    assert not re.search("[a-z]{4,} [a-z]{2,}", "".join(statement["ja"]))


def test_a_work_without_notice_needs_one_proof(work: dict[str, object]) -> None:
    plain = {**work, "notice_index": None}
    made = certificate(plain)
    assert evidence_indexes(plain) == [work["registered_index"]]
    assert len(made["statement"]["ja"]) == 2


def test_proofs_of_other_entries_are_refused(work: dict[str, object]) -> None:
    with pytest.raises(RuleViolation) as caught:
        build(work, [evidence(0)], origin="ledger.example/ip", issued_at=ISSUED)
    assert caught.value.code == "evidence-mismatch"
    assert caught.value.fields["expected"] == evidence_indexes(work)
