"""The auditor's pages: health, checkpoints, findings, a payout computed again, a bundle."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from api.pages.auditor.chain import Cosignatures, cosignatures_of, growth_rows
from api.pages.auditor.last_audit import checks_shown, findings_shown
from ledger.jobs.recomputed import drawn_run, recompute_drawn
from ledger.log.cosignature import cosign, witness_key
from ledger.log.note import Checkpoint, add_signature, sign_note
from ledger.log.policy import parse_policy
from ledger.royalties.views import AllocationRow, RunRow
from ledger.store import checkpoints
from ledger.store.growth import sizes_over_time
from ledger.store.views import table_of
from tests.pages.stand import Site

ORIGIN = "demo.example/log"
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def run_of(site: Site) -> tuple[str, int]:
    """A run that allocates something."""
    run, allocation = table_of(RunRow), table_of(AllocationRow)
    query = select(run.c.id, run.c.entry_index).join(allocation, allocation.c.run_id == run.c.id)
    with site.register.ledger.reading() as conn:
        row = conn.execute(query.order_by(run.c.entry_index.desc())).first()
    assert row is not None
    return row.id, row.entry_index


@pytest.mark.parametrize(
    "path", ["", "/checkpoints", "/verify", "/findings", "/recompute", "/bundle"]
)
def test_the_pages_are_for_auditors_and_the_operator(site: Site, path: str) -> None:
    with site.client() as http:
        assert http.get(f"/ja/audit{path}").status_code == 303
    with site.client("creator") as http:
        assert http.get(f"/ja/audit{path}").status_code == 403
    for role in ("auditor", "operator"):
        with site.client(role) as http:
            assert http.get(f"/en/audit{path}").status_code == 200


@pytest.mark.parametrize(("lang", "agrees"), [("ja", "一致"), ("en", "agrees")])
def test_the_chain_is_seen_at_a_glance(site: Site, lang: str, agrees: str) -> None:
    with site.client("auditor") as http:
        text = http.get(f"/{lang}/audit").text
    with site.register.ledger.reading() as conn:
        last = checkpoints.latest(conn)
    assert last is not None
    for seen in (f"{last.size:,}", last.root.hex(), agrees, "<svg"):
        assert seen in text


def test_a_checkpoint_is_handed_out_byte_for_byte(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        (first, *_) = checkpoints.page(conn, after=None, limit=1)
    with site.client("auditor") as http:
        answer = http.get(f"/ja/audit/checkpoints/{first.size}")
        assert answer.content == first.note
        assert "attachment" in answer.headers["content-disposition"]
        assert http.get(f"/ja/audit/checkpoints/{first.size + 1}").status_code == 404
        assert http.get("/ja/audit/checkpoints?limit=1").text.count('<th scope="row"') == 1


def test_a_payout_computed_again_is_as_recorded_line_by_line(site: Site) -> None:
    run, _ = run_of(site)
    with site.client("auditor") as http:
        text = http.get(f"/ja/audit/recompute?run={run}").text
        assert 'data-verdict="SAME"' in text
        assert "differs" not in text
        book = http.get(f"/ja/audit/recompute/{run}/workbook")
    assert zipfile.is_zipfile(io.BytesIO(book.content))


def test_a_recorded_amount_that_the_clauses_do_not_give_is_marked(site: Site) -> None:
    """The clauses give X; a fact that says X + 1 for one line differs by -1 in that line alone."""
    _, index = run_of(site)
    with site.register.ledger.reading() as conn:
        drawn = drawn_run(conn, index)
    assert drawn.fact is not None
    fact = drawn.fact
    first = fact.allocations[0]
    line = type(fact)({**dict(first.lines[0]), "amount_minor": first.lines[0].amount_minor + 1})
    other = type(fact)({**dict(first), "lines": (line, *first.lines[1:])})
    changed = type(fact)({**dict(fact), "allocations": (other, *fact.allocations[1:])})
    found = recompute_drawn(replace(drawn, fact=changed), site.register.blobs)
    assert not found.is_same
    assert [one.difference for one in found.allocations if not one.is_same] == [-1]
    assert dict(found.parts)["allocations"] is False
    assert dict(found.parts)["trace"] is True


def test_a_run_whose_computation_is_lost_says_why_it_cannot_be_repeated(
    site: Site, tmp_path: Path
) -> None:
    from ledger.blobs.blobs import Blobs  # noqa: PLC0415

    _, index = run_of(site)
    with site.register.ledger.reading() as conn:
        drawn = drawn_run(conn, index)
    found = recompute_drawn(drawn, Blobs(tmp_path))
    assert found.why_not == "blob-not-found"


def test_whoever_may_not_read_a_run_hears_that_there_is_none(site: Site) -> None:
    run, _ = run_of(site)
    outsider = site.sample.open_next["creator"]
    with site.client("auditor", outsider, "outside@demo.example") as http:
        assert http.get(f"/ja/audit/recompute?run={run}").status_code == 404
        assert http.get(f"/ja/audit/recompute/{run}/workbook").status_code == 404
        assert http.get("/ja/audit/recompute?run=run_nothing").status_code == 404


def test_values_of_findings_are_for_those_who_may_read_everything() -> None:
    data = {
        "findings": [{"index": 7, "code": "entry-commit", "expected": "aa", "found": "bb"}],
        "checks": [
            {"check": "log", "count": 3, "status": "failed"},
            {"check": "tree", "count": 0, "status": "ok"},
        ],
    }
    (full,) = findings_shown(data, "ja", in_full=True)
    (less,) = findings_shown(data, "ja", in_full=False)
    assert (full.expected, full.found) == ("aa", "bb")
    assert (less.entry, less.expected, less.found) == (7, "", "")
    assert [kind for _, _, _, kind in checks_shown(data, "en")] == ["bad", ""]


def test_whoever_may_not_read_everything_is_shown_what_is_addressed_to_her(site: Site) -> None:
    outsider = site.sample.open_next["creator"]
    with site.client("auditor", outsider, "outside@demo.example") as http:
        assert "あなたの立場に開示された内容" in http.get("/ja/audit/bundle").text


def test_an_audit_is_not_begun_from_another_page(site: Site) -> None:
    with site.client("auditor") as http:
        assert http.post("/ja/audit/findings", data={"_csrf": "x"}).status_code == 403
        assert http.post("/ja/audit/bundle", data={"_csrf": "x"}).status_code == 403


def _note(size: int, *seconds: int) -> bytes:
    """A checkpoint, cosigned at some times."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
    text = Checkpoint(ORIGIN, size, bytes(32)).text()
    note = sign_note(text, ORIGIN, key)
    for at in seconds:
        note = add_signature(note, cosign(text, "w.example/1", WITNESS, at))
    return note


def test_cosignatures_are_checked_where_there_is_a_policy_and_told_where_there_is_none() -> None:
    """1,775,001,600 seconds after 1970 is 2026-04-01T00:00:00Z."""
    at, moment = 1_775_001_600, "2026-04-01T00:00:00.000000Z"
    key = witness_key("w.example/1", WITNESS)
    policy = parse_policy(f"witness one {key}\nquorum one\n".encode())
    assert cosignatures_of(b"", ORIGIN, None) == Cosignatures()
    assert cosignatures_of(_note(5), ORIGIN, None).witnesses == ()
    assert cosignatures_of(_note(5, at), ORIGIN, None).witnesses == (("w.example/1", moment),)
    found = cosignatures_of(_note(5, at), ORIGIN, policy)
    assert found == Cosignatures((("one", moment),), is_checked=True, is_reached=True)
    assert cosignatures_of(_note(5), ORIGIN, policy).is_reached is False


def test_growth_is_read_at_evenly_spread_entries(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        size = 100
        found = sizes_over_time(conn, size, points=3)
    assert [at for _, at in found] == [1, 50, 100]
    assert sizes_over_time(conn, 0) == []
    rows = growth_rows([("2026-04-01T00", 1), ("2026-04-01T09", 5), ("2026-04-02T00", 9)])
    assert rows == [{"day": "2026-04-01", "size": 5}, {"day": "2026-04-02", "size": 9}]
