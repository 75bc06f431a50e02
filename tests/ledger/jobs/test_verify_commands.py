"""What was recorded is what the rules say of what was asked; a forged fact is told from its command."""

from collections.abc import Callable
from typing import Any

import damage
import pytest
from paid_world import Paid

from ledger.audit.findings import Findings
from ledger.jobs.verify_commands import Commands
from ledger.rebuild import compare_views
from ledger.store.read import LogReader


def replayed(world: Paid) -> Findings:
    findings = Findings()
    commands = Commands(findings)
    compare_views(world.money.register.engine, before=commands.see)
    commands.finish()
    return findings


def index_of(world: Paid, event_type: str) -> int:
    with world.money.ledger.reading() as conn:
        reader = LogReader(conn)
        return next(
            entry.index
            for entry in reader.leaves(0, reader.size())
            if entry.header().event_type == event_type
        )


def test_every_command_of_a_sound_register_decides_what_was_recorded(paid: Paid) -> None:
    findings = replayed(paid)
    assert findings.kept == []
    (check,) = findings.checks
    assert (check.check, check.status) == ("decisions", "ok")
    with paid.money.ledger.reading() as conn:
        assert 0 < check.count <= LogReader(conn).size()


def test_a_fact_that_was_changed_beside_its_command_is_told(paid: Paid) -> None:
    """Everything hashes well afterwards: only the command still says what was asked."""
    index = index_of(paid, "party.company_registered/1")
    home = paid.money.register.home
    damage.rewrite(home, index, "facts", lambda body: body["names"].update(ja="別の会社"))
    finding = replayed(paid).kept[0]
    assert (finding.index, finding.code) == (index, "fact-not-from-command")
    assert "別の会社" in finding.found


def test_a_command_that_its_rule_refuses_is_told(paid: Paid) -> None:
    index = index_of(paid, "revenue.received/1")
    home = paid.money.register.home
    damage.rewrite(
        home, index, "command", lambda body: body["body"].update(received_on="2099-01-01")
    )
    findings = replayed(paid)
    assert (index, "command-refused") in [(one.index, one.code) for one in findings.kept]
    assert findings.checks[-1].status == "failed"


CHANGES: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("of no known type", lambda body: body.update(type="Nothing/1")),
    ("of somebody else", lambda body: body.update(role="creator", party="party_x")),
    (
        "with a hash that is not the result's",
        lambda body: body["body"].update(result_sha256="0" * 64),
    ),
]


@pytest.mark.parametrize(
    ("change"), [change for _, change in CHANGES], ids=[name for name, _ in CHANGES]
)
def test_a_run_whose_command_is_another_is_told(
    paid: Paid, change: Callable[[dict[str, Any]], object]
) -> None:
    index = index_of(paid, "royalty.payout_closed/1")
    damage.rewrite(paid.money.register.home, index, "command", change)
    found = [(one.index, one.code) for one in replayed(paid).kept]
    assert found[0] == (index, "command-refused")


def test_a_fact_that_claims_another_command_is_told(paid: Paid) -> None:
    index = index_of(paid, "revenue.received/1")
    damage.rewrite(
        paid.money.register.home,
        index,
        "command",
        lambda body: (body.clear(), body.update(index=0)),
    )
    found = [(one.index, one.code) for one in replayed(paid).kept]
    assert found[0] == (index, "command-sibling")
