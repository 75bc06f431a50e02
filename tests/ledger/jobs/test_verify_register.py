"""Verification finds nothing wrong in a sound register, and names what was damaged in another."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import damage
import pytest
from money_stage import Money, open_money
from paid_world import Paid, pay, reported_world

from ledger.audit.findings import MOST_PER_CODE, Findings, VerifyReport
from ledger.jobs.verify import verify_register
from ledger.parties.commands import RegisterCompany
from ledger.revenue.views import show as show_report
from ledger.store.read import LogReader
from ledger.values import Names


def verified(world: Paid, **options: Any) -> VerifyReport:
    return verify_register(world.money.register, **options)


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def home(world: Paid) -> Path:
    return world.money.register.home


def index_of(world: Paid, event_type: str, nth: int = 0) -> int:
    with world.money.ledger.reading() as conn:
        reader = LogReader(conn)
        found = [
            entry.index
            for entry in reader.leaves(0, reader.size())
            if entry.header().event_type == event_type
        ]
    return found[nth]


def test_a_sound_register_is_self_consistent_and_no_more_than_that(paid: Paid) -> None:
    report = verified(paid, views=True)
    assert report.findings == ()
    assert report.verdict == "SELF-CONSISTENT"
    with paid.money.ledger.reading() as conn:
        head = LogReader(conn).head()
    assert (report.size, report.root) == (head.size, head.root().hex())
    counted = {check.check: check.count for check in report.checks}
    assert counted["payouts"] == 2
    assert counted["statements"] == 8
    assert counted["personal"] == 1
    assert counted["views"] == report.size


@pytest.mark.parametrize("key", [b"", b"short", b"k" * 32])
def test_a_key_that_would_sign_for_another_log_is_noticed(paid: Paid, key: bytes) -> None:
    (home(paid) / "log.key").write_bytes(key)
    assert codes(verified(paid)) == {"log-key"}


def test_a_key_that_is_kept_elsewhere_is_unavailable_which_is_no_failure(paid: Paid) -> None:
    (home(paid) / "log.key").unlink()
    report = verified(paid)
    assert report.verdict == "SELF-CONSISTENT"
    assert [c.check for c in report.checks if c.status == "unavailable"] == ["log-key"]


def test_an_empty_register_is_sound(money: Money) -> None:
    report = verify_register(money.register)
    assert (report.verdict, report.size) == ("SELF-CONSISTENT", 0)


def test_progress_ends_with_all_entries_done(paid: Paid) -> None:
    seen: list[tuple[int, int]] = []
    report = verified(paid, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (report.size, report.size)


def test_a_flipped_byte_of_a_leaf_is_named_with_its_entry(paid: Paid) -> None:
    damage.execute(
        home(paid),
        "UPDATE entry SET leaf = CAST(replace(leaf, '\"v\":1', '\"v\":2') AS BLOB) WHERE idx = 3",
    )
    report = verified(paid)
    assert report.verdict == "FAIL"
    assert {"entry-leaf", "entry-leaf-hash"} <= codes(report)
    assert report.findings[0].index == 3


def test_an_altered_part_no_longer_opens_its_commitment(paid: Paid) -> None:
    damage.execute(
        home(paid),
        "UPDATE part SET data = CAST(replace(data, '星雲', '彗星') AS BLOB)"
        " WHERE idx = 0 AND name = 'facts'",
    )
    first = verified(paid).findings[0]
    assert (first.code, first.index) == ("entry-commit", 0)


def test_a_deleted_entry_is_noticed(paid: Paid) -> None:
    damage.execute(home(paid), "DELETE FROM part WHERE idx = 2")
    damage.execute(home(paid), "DELETE FROM entry WHERE idx = 2")
    report = verified(paid)
    assert {"entry-index", "entry-prev", "head-size", "head-root"} <= codes(report)
    assert report.findings[0].index == 2


def test_an_entry_behind_the_head_is_noticed(paid: Paid) -> None:
    damage.execute(
        home(paid),
        "INSERT INTO entry SELECT max(idx) + 1, leaf, leaf_hash FROM entry",
    )
    assert "entry-beyond-head" in codes(verified(paid))


def test_a_head_that_tells_another_time_is_noticed(paid: Paid) -> None:
    damage.execute(home(paid), "UPDATE head SET last_time = '2026-01-01T00:00:00.000000Z'")
    assert codes(verified(paid)) == {"head-last-time"}


def test_a_head_that_claims_more_than_there_is_does_not_keep_us_reading(paid: Paid) -> None:
    damage.execute(home(paid), "UPDATE head SET size = ?", 2**62)
    report = verified(paid, views=True)
    assert "head-size" in codes(report)
    assert "views" in {check.check for check in report.checks}


def test_an_altered_tile_is_noticed(money: Money) -> None:
    commands = [
        RegisterCompany(id=money.new("party"), names=Names(ja=f"会社{number}"))
        for number in range(260)
    ]
    for future in [money.ledger.submit(command) for command in commands]:
        future.result()
    world = Paid(money, *[""] * 8)
    assert verified(world).findings == ()
    damage.execute(home(world), "UPDATE tile SET hashes = zeroblob(8192)")
    assert codes(verified(world)) == {"tile-altered"}
    damage.execute(home(world), "DELETE FROM tile")
    assert codes(verified(world)) == {"tile-missing"}


def test_a_missing_guard_is_noticed(paid: Paid) -> None:
    conn = sqlite3.connect(home(paid) / "register.db", isolation_level=None)
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    conn.execute(f"DROP TRIGGER {conn.execute(query).fetchone()[0]}")
    conn.close()
    report = verified(paid)
    assert report.verdict == "FAIL"
    assert next(check for check in report.checks if check.check == "schema").status == "failed"


def test_an_altered_view_is_noticed_only_when_views_are_compared(paid: Paid) -> None:
    conn = sqlite3.connect(home(paid) / "register.db", isolation_level=None)
    conn.execute("UPDATE v_work SET title_ja = '別の題名'")
    conn.close()
    assert verified(paid).findings == ()
    assert codes(verified(paid, views=True)) == {"view-differs"}


def test_a_damaged_file_and_a_missing_one_are_named(paid: Paid) -> None:
    with paid.money.ledger.reading() as conn:
        report = show_report(conn, paid.report)
    assert report is not None
    blobs = paid.money.register.blobs
    blobs.path(report["file"]["sha256"]).write_bytes(b"another file")
    blobs.path(report["lines"]["sha256"]).unlink()
    found = {(finding.code, finding.index) for finding in verified(paid).findings}
    index = index_of(paid, "revenue.reported/1")
    assert found == {("blob-altered", index), ("blob-missing", index)}


def test_an_altered_name_in_the_vault_is_named_without_telling_it(paid: Paid) -> None:
    conn = sqlite3.connect(home(paid) / "vault.db", isolation_level=None)
    conn.execute("UPDATE personal SET ciphertext = zeroblob(length(ciphertext))")
    conn.close()
    report = verified(paid)
    assert codes(report) == {"vault-value-altered"}
    assert "青空" not in str(report.as_data())


def test_a_name_that_is_gone_while_its_key_is_here_was_not_erased(paid: Paid) -> None:
    conn = sqlite3.connect(home(paid) / "vault.db", isolation_level=None)
    conn.execute("DELETE FROM personal")
    conn.close()
    report = verified(paid)
    [finding] = report.findings
    index = index_of(paid, "party.person_registered/1")
    assert (finding.code, finding.index) == ("vault-value-missing", index)


def test_keys_that_are_gone_without_a_recorded_erasure_were_lost(paid: Paid) -> None:
    conn = sqlite3.connect(home(paid) / "keys.db", isolation_level=None)
    conn.execute("DELETE FROM subject_key")
    conn.close()
    report = verified(paid)
    [finding] = report.findings
    index = index_of(paid, "party.person_registered/1")
    assert (report.verdict, finding.code, finding.index) == ("FAIL", "subject-key-lost", index)


def enrich(body: damage.Body) -> None:
    body["allocation"]["lines"][0]["amount_minor"] += 1


def unbalance(body: damage.Body) -> None:
    body["items"][0]["amount_minor"] += 1


def backdate(body: damage.Body) -> None:
    body["items"] = []


def test_a_yen_added_to_an_allocation_is_found_by_computing_the_run_again(paid: Paid) -> None:
    index = index_of(paid, "royalty.payout_closed/1")
    damage.rewrite(home(paid), index, f"allocation/{paid.writer}", enrich)
    report = verified(paid)
    assert report.verdict == "FAIL"
    assert codes(report) == {"payout-allocations", "allocations-differ", "statement-lines"}
    assert report.findings[0].index == index


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        ("postings/0", unbalance, {"postings-unbalanced", "payout-postings"}),
        ("position/0", backdate, {"payout-position", "payout-position-before"}),
    ],
)
def test_a_rewritten_run_does_not_come_out_again(
    paid: Paid, part: str, change: Callable[[damage.Body], None], expected: set[str]
) -> None:
    damage.rewrite(home(paid), index_of(paid, "royalty.payout_closed/1"), part, change)
    assert expected <= codes(verified(paid))


def test_a_receipt_made_smaller_afterwards_is_found(paid: Paid) -> None:
    def shrink(body: damage.Body) -> None:
        body["amount_minor"] -= 1

    damage.rewrite(home(paid), index_of(paid, "revenue.received/1"), "facts", shrink)
    assert {"payout-consumed", "payout-items"} <= codes(verified(paid))


def test_rewritten_clauses_no_longer_have_the_hash_that_is_cited(paid: Paid) -> None:
    def raise_rate(body: damage.Body) -> None:
        body["terms"]["steps"][0]["rate"] = {"num": 1, "den": 5}

    damage.rewrite(home(paid), index_of(paid, "agreement.terms_added/1"), "facts", raise_rate)
    found = codes(verified(paid))
    assert {"terms-hash", "payout-allocations"} <= found


def test_rewritten_shares_no_longer_are_those_the_run_pinned(paid: Paid) -> None:
    def swap(body: damage.Body) -> None:
        shares = [member["investment"] for member in body["members"]]
        for member, share in zip(body["members"], reversed(shares), strict=True):
            member["investment"] = share

    damage.rewrite(home(paid), index_of(paid, "committee.formed/1"), "shares", swap)
    assert {"payout-holders", "payout-weights"} <= codes(verified(paid))


def test_a_period_that_is_none_is_a_finding_of_the_views_too(paid: Paid) -> None:
    def garble(body: damage.Body) -> None:
        body["period"] = "x"

    index = index_of(paid, "statement.issued/1")
    damage.rewrite(home(paid), index, "facts", garble)
    report = verified(paid, views=True)
    assert ("entry-unreadable", report.verdict) in {(c, "FAIL") for c in codes(report)}


def test_a_statement_with_less_tax_is_found(paid: Paid) -> None:
    nth = next(
        nth
        for nth in range(8)
        if payee_of(paid, index_of(paid, "statement.issued/1", nth)) == paid.writer
    )

    def forget_tax(body: damage.Body) -> None:
        body["totals"]["transfer"] += body["totals"]["withholding"]
        body["totals"]["withholding"] = 0

    index = index_of(paid, "statement.issued/1", nth)
    damage.rewrite(home(paid), index, "facts", forget_tax)
    report = verified(paid)
    assert codes(report) == {"statement-totals", "command-differs"}
    assert report.findings[0].index == index


def payee_of(paid: Paid, index: int) -> str:
    with paid.money.ledger.reading() as conn:
        for part in LogReader(conn).parts(index):
            if part.name == "facts":
                return str(json.loads(part.data)["body"]["payee"])
    raise AssertionError(index)


def test_findings_of_one_kind_are_all_counted_and_some_shown() -> None:
    findings = Findings()
    for index in range(MOST_PER_CODE + 5):
        findings.add(index, "entry-prev", "a", "b")
    assert len(findings.kept) == MOST_PER_CODE
    assert findings.total == MOST_PER_CODE + 5


def test_a_sound_register_on_postgresql_is_self_consistent_too(
    tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    for stage in open_money(tmp_path / "home", new_postgresql()):
        world = pay(reported_world(stage))
        report = verified(world, views=True)
        assert report.findings == ()
        assert report.size == 21
