"""The auditor follows by himself what each agreement filled of a shared account."""

from typing import Any

import pytest
from money_stage import Money, open_money, rate, step, terms

from ledger.accounts.commands import OpenAccount
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.blobs.blobs import Blobs
from ledger.log import canonical
from ledger.log.entry import parse_part
from ledger.royalties.result import recompute, result_of, write_trace
from ledger.store.read import LogReader
from ledger.values import Names

RUN = "royalty.payout_closed/1"


def two_titles(money: Money) -> None:
    """80,000 of a guarantee of 100,000 are recouped from one title, the rest from the other."""
    payer, author = money.company("窓口"), money.company("作者")
    account = money.new("acc")
    money.record(
        OpenAccount(
            id=account, payer=payer, currency="JPY", kind="advance", target_minor=100_000,
            label=Names(ja="共通の最低保証"),
        )
    )  # fmt: skip
    label = {"ja": "共通の最低保証", "en": "common guarantee"}
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=author),
        step("recoup", "recoup/1", account="mg", against="author"),
        accounts=[
            {
                "id": "mg", "kind": "advance", "target": {"amount": 100_000}, "label": label,
                "shared": account,
            }
        ],
    )  # fmt: skip
    for amount in (160_000, 60_000):
        work = money.work("作品", payer)
        agreement = money.agreement(payer, clauses, works=(work,))
        money.receive(agreement, money.sales(agreement, payer, work, amount), amount)
        money.run(agreement)


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Blobs]:
    said: list[Any] = []
    for stage in open_money(tmp_path_factory.mktemp("shared") / "home"):
        two_titles(stage)
        with stage.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(0, reader.size()):
                parts = [parse_part(part.data) for part in stored]
                bodies = {part.name: dict(part.body) for part in parts}
                said.append((entry.index, entry.header().event_type, bodies))
        blobs = stage.register.blobs
    return said, blobs


def found_in(said: list[Any], blobs: Blobs) -> set[str]:
    findings = Findings()
    contents = ContentAudit(findings, blobs, 1)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return {finding.code for finding in findings.kept}


def test_two_agreements_on_one_account_are_computed_again(told: tuple[list[Any], Blobs]) -> None:
    assert found_in(*told) == set()


def test_a_run_that_ignores_what_others_recouped_is_found(told: tuple[list[Any], Blobs]) -> None:
    """The second run is forged throughout, as if nobody else had recouped: 30,000 instead of 20,000
    are taken back. Everything in it agrees; only the other agreement's run contradicts it."""
    said, blobs = told
    parts = [bodies for _, kind, bodies in said if kind == RUN][-1]
    clauses = [bodies for _, kind, bodies in said if kind == "agreement.terms_added/1"][-1]
    trace = canonical.decode(blobs.get(parts["facts"]["trace"]["sha256"]))
    assert trace.pop("elsewhere")
    computation = recompute(canonical.encode(trace), clauses["facts"]["terms"])
    result = result_of(computation).as_data()
    forged = write_trace(computation)
    named = {"sha256": blobs.put(forged).sha256, "size_bytes": len(forged)}
    parts["facts"]["trace"] |= named
    parts["command"]["body"]["trace"] |= named
    parts["command"]["body"]["result_sha256"] = canonical.digest(result)
    for name in ("identity", "held"):
        parts["facts"][name] = result[name]
    parts["postings/0"]["items"] = result["postings"]
    parts["position/0"]["items"] = sorted([key, n] for key, n in result["position"].items())
    for allocation in result["allocations"]:
        parts[f"allocation/{allocation['party']}"]["allocation"] = allocation
    assert "payout-elsewhere" in found_in(said, blobs)
