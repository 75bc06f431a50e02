"""Whatever is said in an entry that is not so, the family concerned finds, and names the entry."""

import copy
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from money_stage import open_money
from paid_world import pay, reported_world

from ledger.audit import recompute
from ledger.audit.causes import CAUSES
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.catalog import HANDLERS
from ledger.facts import FACTS
from ledger.log import canonical
from ledger.log.entry import parse_part
from ledger.store.read import LogReader

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
"""Every entry of a log: index, type, part name to body."""

RUN, STATEMENT, REPORT = "royalty.payout_closed/1", "statement.issued/1", "revenue.reported/1"
FORMED, TERMS = "committee.formed/1", "agreement.terms_added/1"
NOBODY = "party_01K00000000000000000000000"


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    """Two months run and stated, read back from the log."""
    said: Said = []
    for stage in open_money(tmp_path_factory.mktemp("told") / "home"):
        pay(reported_world(stage))
        with stage.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(0, reader.size()):
                parts = [parse_part(part.data) for part in stored]
                bodies: Parts = {part.name: dict(part.body) for part in parts}
                said.append((entry.index, entry.header().event_type, bodies))
        blobs = stage.register.blobs
    return said, blobs


@pytest.fixture
def said(told: tuple[Said, Blobs]) -> Said:
    return copy.deepcopy(told[0])


@pytest.fixture
def blobs(told: tuple[Said, Blobs]) -> Blobs:
    return told[1]


def audited(said: Said, blobs: Blobs, *, jobs: int = 1, unseen: Iterable[int] = ()) -> Findings:
    findings = Findings()
    contents = ContentAudit(findings, blobs, jobs)
    hidden = set(unseen)
    for index, event_type, parts in said:
        if index in hidden:
            contents.missing(index, event_type)
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    return findings


def places(findings: Findings) -> set[tuple[str, int | None]]:
    return {(finding.code, finding.index) for finding in findings.kept}


def statuses(findings: Findings) -> dict[str, str]:
    return {check.check: check.status for check in findings.checks}


def entry(said: Said, event_type: str, nth: int = 0) -> tuple[int, Parts]:
    found = [(index, parts) for index, kind, parts in said if kind == event_type]
    return found[nth]


def test_a_sound_log_has_no_findings_and_every_family_looked_at_something(
    said: Said, blobs: Blobs
) -> None:
    findings = audited(said, blobs)
    assert findings.kept == []
    counts = {check.check: check.count for check in findings.checks}
    assert counts["facts"] == counts["commands"] == len(said)
    assert counts["payouts"] == counts["balances"] == counts["postings"] == 2
    assert counts["statements"] == 8
    assert counts["reports"] == counts["terms"] == counts["shares"] == 1
    assert statuses(findings)["report-lines-unavailable"] == "unavailable"


def edit(part: str, *path: str | int, to: object) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        place: Any = parts[part]
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to(place[path[-1]]) if callable(to) else to

    return change


def more(amount: int) -> int:
    return amount + 1


def of_first_allocation(change: Callable[[dict[str, Any]], None]) -> Callable[[Parts], None]:
    def wrapped(parts: Parts) -> None:
        name = next(name for name in parts if name.startswith("allocation/"))
        change(parts[name]["allocation"])

    return wrapped


def raise_line(allocation: dict[str, Any]) -> None:
    allocation["lines"][0]["amount_minor"] += 1


def keep_more(allocation: dict[str, Any]) -> None:
    allocation["lines"][0]["kept_minor"] = 1


def without(part: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del parts[part]

    return change


def shift_posting(parts: Parts) -> None:
    """Move a yen from one account to another: the set still sums to zero."""
    items = parts["postings/0"]["items"]
    items[-1]["amount_minor"] += 1
    items[-2]["amount_minor"] -= 1


def drop_position(parts: Parts) -> None:
    parts["position/0"]["items"] = [
        pair for pair in parts["position/0"]["items"] if not pair[0].startswith("entitled:")
    ]


DAMAGES: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (TERMS, 0, edit("facts", "terms", "currency", to="USD"), {"terms-hash"}),
    (TERMS, 0, edit("facts", "terms_sha256", to="0" * 64), {"terms-hash"}),
    (FORMED, 0, edit("shares", "members", 0, "investment", to={"num": 1, "den": 3}),
     {"shares-do-not-sum"}),
    (FORMED, 0, lambda p: p["shares"]["members"][0].pop("investment"),
     {"shares-missing", "shares-do-not-sum"}),
    (FORMED, 0, edit("shares", "lead", to=NOBODY), {"reference-unknown"}),
    (REPORT, 0, edit("facts", "amount_minor", to=more), {"report-amount"}),
    (REPORT, 0, edit("facts", "counts", "accepted", to=more), {"report-rows"}),
    (REPORT, 0, edit("facts", "period", to="2026-13"), {"fact-unusable"}),
    (RUN, 0, edit("facts", "terms_sha256", to="0" * 64), {"payout-terms"}),
    (RUN, 0, edit("facts", "terms_version", to=2), {"payout-terms", "payout-terms-version"}),
    (RUN, 1, lambda p: p["facts"].pop("previous"), {"payout-previous"}),
    (RUN, 0, edit("facts", "inputs", to=[]), {"payout-inputs"}),
    (RUN, 0, edit("facts", "engine", to="waterfall/9"), {"payout-engine"}),
    (RUN, 0, edit("facts", "payer", to=NOBODY), {"reference-unknown"}),
    (RUN, 0, edit("facts", "identity", "sales", to=more),
     {"payout-identity", "identity-broken", "identity-sales"}),
    (RUN, 0, edit("facts", "currency", to="USD"), {"payout-period", "payout-agreement"}),
    (RUN, 0, edit("facts", "period", to="2026-02"), set()),
    (RUN, 0, edit("facts", "period", to="never"), {"payout-not-computable"}),
    (RUN, 0, edit("facts", "trace", "sha256", to="0" * 64),
     {"payout-not-computable", "blob-missing"}),
    (RUN, 0, edit("postings/0", "items", 0, "amount_minor", to=more),
     {"postings-unbalanced", "payout-postings"}),
    (RUN, 0, shift_posting, {"payout-postings"}),
    (RUN, 0, drop_position, {"payout-position", "balance-payable"}),
    (RUN, 0, of_first_allocation(raise_line), {"payout-allocations", "allocations-differ"}),
    (RUN, 0, of_first_allocation(keep_more), {"payout-allocations"}),
    (STATEMENT, 0, edit("facts", "totals", "payable", to=more), {"statement-totals"}),
    (STATEMENT, 0, edit("facts", "totals", "carried_in", to=more),
     {"statement-totals", "statement-carried"}),
    (STATEMENT, 0, edit("facts", "previous", to="stmt_01K00000000000000000000000"),
     {"statement-previous", "reference-unknown"}),
    (STATEMENT, 0, edit("facts", "paid_to", to=NOBODY),
     {"statement-receiver", "reference-unknown", "statement-paid-to"}),
    ("revenue.received/1", 0, edit("facts", "currency", to="USD"), {"receipt-report"}),
    (REPORT, 0, edit("facts", "supersedes", to="rep_01K00000000000000000000000"),
     {"report-supersedes", "reference-unknown"}),
    (STATEMENT, 0, edit("facts", "tax", "rules", to="statement/0"), {"statement-rules"}),
    (STATEMENT, 0, edit("facts", "tax", to=dict), set()),
    (STATEMENT, 0, edit("facts.lines/0", "items", 0, "amount_minor", to=more),
     {"statement-lines", "statement-totals"}),
    (STATEMENT, 0, edit("facts", "files", 0, "sha256", to="0" * 64), {"blob-missing"}),
    (STATEMENT, 0, edit("facts", "currency", to="USD"), {"statement-run-of-others"}),
    (STATEMENT, 0, edit("facts", "runs", to=[]), {"statement-runs"}),
    (STATEMENT, 0, without("command"), {"command-missing"}),
    (STATEMENT, 0, edit("command", "type", to=7), {"command-malformed"}),
    ("work.registered/1", 0, edit("facts", "holder", to=NOBODY), {"reference-unknown"}),
    ("agreement.terms_added/1", 0, edit("command", "index", to=more), {"command-sibling"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("event_type", "nth", "damage", "codes"),
    DAMAGES,
    ids=[f"{number}-{damage[0]}" for number, damage in enumerate(DAMAGES)],
)
def test_what_is_not_so_is_found_at_its_entry(
    said: Said,
    blobs: Blobs,
    event_type: str,
    nth: int,
    damage: Callable[[Parts], None],
    codes: set[str],
) -> None:
    index, parts = entry(said, event_type, nth)
    before = copy.deepcopy(parts)
    damage(parts)
    found = places(audited(said, blobs))
    assert {(code, index) for code in codes} <= found
    assert all(f"[{code}]" != problem_of(code, "ja") for code, _ in found), "each has a sentence"
    if parts == before:
        assert found == set()
    else:
        assert min(at for _, at in found if at is not None) == index


def test_a_type_nobody_knows_is_one_finding_and_hides_nothing_before_it(
    said: Said, blobs: Blobs
) -> None:
    index, _, parts = said[-1]
    said[-1] = (index, "rights.unheard_of/7", parts)
    assert places(audited(said, blobs)) == {("unknown-fact", index)}


def test_an_id_that_is_introduced_twice_is_found(said: Said, blobs: Blobs) -> None:
    _, parts = entry(said, "party.company_registered/1", 0)
    index, again = entry(said, "party.company_registered/1", 1)
    again["facts"]["id"] = parts["facts"]["id"]
    assert ("id-repeated", index) in places(audited(said, blobs))


def test_a_statement_that_shows_a_run_again_is_found(said: Said, blobs: Blobs) -> None:
    first, parts = entry(said, STATEMENT)
    size = len(said)
    twin = copy.deepcopy(parts)
    twin["facts"] |= {"id": "stmt_01K00000000000000000000000", "previous": parts["facts"]["id"]}
    said.append((size, STATEMENT, twin))
    assert first < size
    assert ("statement-run-shown-twice", size) in places(audited(said, blobs))


def test_processes_find_the_same_in_the_same_order(
    said: Said, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "FEW", 1)
    for nth in (0, 1):
        _, parts = entry(said, RUN, nth)
        of_first_allocation(raise_line)(parts)
    alone, together = audited(said, blobs), audited(said, blobs, jobs=2)
    assert alone.kept == together.kept
    assert alone.checks == together.checks
    assert len(alone.kept) > 2


def unseen_cases(said: Said) -> Iterator[tuple[str, set[int]]]:
    for kind in sorted({event_type for _, event_type, _ in said}):
        yield kind, {index for index, event_type, _ in said if event_type == kind}


def test_what_cannot_be_seen_is_no_contradiction(said: Said, blobs: Blobs) -> None:
    for kind, hidden in unseen_cases(said):
        findings = audited(said, blobs, unseen=hidden)
        assert findings.kept == [], kind
        counts = {check.check: check for check in findings.checks}
        assert counts["facts-unavailable"].count == len(hidden)
    for index, _, _ in said:
        assert audited(said, blobs, unseen={index}).kept == []


def facts_alone(said: Said, blobs: Blobs) -> Findings:
    """Audit as a party would who may read every fact and no command."""
    findings = Findings()
    contents = ContentAudit(findings, blobs)
    for index, event_type, parts in said:
        shown = {name: body for name, body in parts.items() if not name.startswith("command")}
        contents.missing(index, event_type, shown)
    contents.finish()
    return findings


def test_who_reads_the_facts_alone_checks_all_that_follows_from_them(
    said: Said, blobs: Blobs
) -> None:
    findings = facts_alone(said, blobs)
    assert findings.kept == []
    counts = {check.check: check.count for check in findings.checks}
    assert (counts["payouts"], counts["statements"], counts["references"]) == (2, 8, len(said))
    assert (counts["commands"], counts["commands-unavailable"]) == (0, len(said))
    index, parts = entry(said, RUN)
    of_first_allocation(raise_line)(parts)
    assert ("payout-allocations", index) in places(facts_alone(said, blobs))


def test_a_fact_that_is_closed_in_part_is_not_taken_for_malformed(said: Said, blobs: Blobs) -> None:
    findings = Findings()
    contents = ContentAudit(findings, blobs)
    for index, event_type, parts in said:
        shown = {name: body for name, body in parts.items() if name not in ("shares", "facts")}
        contents.missing(index, event_type, shown)
    contents.finish()
    assert findings.kept == []


def test_without_the_report_a_run_is_still_computed_from_its_trace(
    said: Said, blobs: Blobs
) -> None:
    """The sources cannot be gathered, but clauses and trace still give one result only."""
    report, _ = entry(said, REPORT)
    index, parts = entry(said, RUN)
    of_first_allocation(raise_line)(parts)
    assert ("payout-allocations", index) in places(audited(said, blobs, unseen={report}))


def test_a_damaged_file_is_named_once_and_nothing_else_stops(
    said: Said, blobs: Blobs, tmp_path: Path
) -> None:
    _, parts = entry(said, REPORT)
    sha256 = parts["facts"]["groups"]["sha256"]

    class Damaged(Blobs):
        def path(self, digest: str) -> Path:
            return copied if digest == sha256 else super().path(digest)

    copied = tmp_path / "groups"
    copied.write_bytes(b"[]")
    damaged = Damaged(blobs._root)
    found = {code for code, _ in places(audited(said, damaged))}
    assert found == {"blob-altered", "payout-not-computable"}


def test_an_explanation_that_was_rewritten_is_found(said: Said, blobs: Blobs) -> None:
    """Every amount stays as it was; only a row says that it came about in another way."""
    index, parts = entry(said, RUN)
    trace = canonical.decode(blobs.get(parts["facts"]["trace"]["sha256"]))
    trace["rows"][0]["note"] = "as agreed by telephone"
    forged = canonical.encode(trace)
    for body in (parts["facts"], parts["command"]["body"]):
        body["trace"] |= {"sha256": blobs.put(forged).sha256, "size_bytes": len(forged)}
    assert places(audited(said, blobs)) == {("payout-trace", index)}


def test_a_payment_to_somebody_else_is_found_and_one_that_was_set_is_not(
    said: Said, blobs: Blobs
) -> None:
    """From a day on an agent is paid; before it, and after, the statement must say who it is."""
    index, facts = next(
        (index, parts["facts"])
        for index, kind, parts in said
        if kind == STATEMENT and parts["facts"]["payee"] != parts["facts"]["payer"]
    )
    fact = {"party": facts["payee"], "payee": facts["payer"], "relation": "agent_company"}
    fact["effective_from"] = facts["payment_date"]
    said.insert(index, (index, "party.payee_set/1", {"command": {"index": 0}, "facts": fact}))
    assert ("statement-paid-to", index) in places(audited(said, blobs))
    fact["effective_from"] = "2099-01-01"
    assert "statement-paid-to" not in {code for code, _ in places(audited(said, blobs))}


def test_a_report_is_corrected_once(said: Said, blobs: Blobs) -> None:
    _, first = entry(said, REPORT)
    for number in (1, 2):
        again = copy.deepcopy(first)
        for body in (again["facts"], again["command"]["body"]):
            body |= {"supersedes": first["facts"]["id"], "id": f"rep_{number:026}"}
        said.append((len(said), REPORT, again))
    assert places(audited(said, blobs)) == {("report-superseded-twice", len(said) - 1)}


def test_successors_share_all_of_it(said: Said, blobs: Blobs) -> None:
    _, party = entry(said, "party.company_registered/1")
    fact: dict[str, Any] = {
        "party": party["facts"]["id"], "ground": "merger", "effective_from": "2026-05-01",
        "successors": [{"party": party["facts"]["id"], "share": {"num": 2, "den": 3}}],
    }  # fmt: skip
    command = {"type": "RecordSuccession/1", "role": "operator", "body": {}}
    said.append((len(said), "party.succeeded/1", {"command": command, "facts": fact}))
    assert places(audited(said, blobs)) == {("shares-do-not-sum", len(said) - 1)}


@pytest.mark.parametrize(
    ("event_type", "field", "to"),
    [
        ("revenue.received/1", "amount_minor", 1),
        ("revenue.received/1", "received_on", "2031-01-01"),
        ("work.registered/1", "data", {}),
        (STATEMENT, "payment_date", "2031-01-01"),
        (FORMED, "name", {"ja": "別の委員会"}),
        (TERMS, "effective_month", "2031-01"),
    ],
)
def test_a_fact_says_what_its_command_asked_for(
    said: Said, blobs: Blobs, event_type: str, field: str, to: object
) -> None:
    """The author signs the command: the fact may not say something else beside it."""
    index, _ = entry(said, event_type)
    first = next(
        stated
        for at, _, stated in reversed(said)
        if at <= index and "body" in stated["command"] and field in stated["command"]["body"]
    )
    assert first["command"]["body"][field] != to
    first["command"]["body"][field] = to
    assert "command-differs" in {code for code, at in places(audited(said, blobs)) if at == index}


def test_what_a_command_asked_for_is_not_left_out_of_the_fact(said: Said, blobs: Blobs) -> None:
    index, parts = entry(said, "agreement.recorded/1")
    del parts["facts"]["committee"]
    assert ("command-differs", index) in places(audited(said, blobs))


def test_a_command_that_nobody_signs_causes_no_fact_that_somebody_must(
    said: Said, blobs: Blobs
) -> None:
    index, parts = entry(said, "work.registered/1")
    parts["command"]["type"] = "RecordExpense/1"
    assert places(audited(said, blobs)) == {("command-of-another-fact", index)}


def test_every_fact_has_its_commands_and_every_command_is_one_that_is_decided() -> None:
    assert CAUSES.keys() == FACTS.keys()
    commands = {name for names in CAUSES.values() for name in names}
    assert commands == {command.TYPE for command in HANDLERS}
