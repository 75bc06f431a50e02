"""Hashes of generated texts on record: decided again, rebuilt, and held against their terms."""

import copy
from typing import Any

import pytest
from money_stage import Money
from paid_world import pay, reported_world
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.jobs.verify import verify_register
from ledger.log.entry import parse_part
from ledger.papers.commands import RecordPaper
from ledger.papers.texts import text_of
from ledger.papers.views import paper_with, papers_of
from ledger.store.read import LogReader
from tests.papers.paper_stage import large_committee, printing

Said = list[tuple[int, str, dict[str, dict[str, Any]]]]


def commands_of(money: Money, *ids: str) -> list[RecordPaper]:
    with printing(money) as printer:
        return [text_of(printer, id).command() for id in ids]


def said_by(money: Money) -> Said:
    with money.ledger.reading() as conn:
        reader, said = LogReader(conn), []
        for entry, stored in reader.iterate(0, reader.size()):
            parts = [parse_part(part.data) for part in stored]
            bodies = {part.name: dict(part.body) for part in parts}
            said.append((entry.index, entry.header().event_type, bodies))
    return said


def codes_of(money: Money, said: Said) -> set[str]:
    findings = Findings()
    contents = ContentAudit(findings, money.register.blobs, 1)
    for entry in said:
        contents.see(*entry)
    contents.finish()
    return {finding.code for finding in findings.kept}


def test_texts_are_decided_again_and_their_view_is_rebuilt(money_anywhere: Money):
    money = money_anywhere
    paid = pay(reported_world(money))
    for command in commands_of(money, paid.committee, paid.agreement):
        money.record(command)
    report = verify_register(money.register, views=True, commands=True)
    assert report.findings == ()
    papers = {check.check: check.count for check in report.checks}["papers"]
    assert papers == 2


def test_a_party_records_a_text_and_a_stranger_hears_that_there_are_no_such_terms(money: Money):
    committee, parties = large_committee(money)
    (command,) = commands_of(money, committee)
    stranger = money.company("別の会社")
    refused = money.refused(command, studio(stranger))
    assert (refused.code, refused.fields["field"]) == ("object-not-found", "of")
    money.record(command, studio(parties[3]))
    with money.ledger.reading() as conn:
        (row,) = papers_of(conn, committee, OPERATOR_VIEWER)
        assert row["sha256"] == command.sha256
        assert paper_with(conn, command.sha256, OPERATOR_VIEWER) == row
        assert papers_of(conn, committee, PUBLIC_VIEWER) == []
        assert paper_with(conn, command.sha256, PUBLIC_VIEWER) is None


def test_a_text_of_older_terms_is_refused(money: Money):
    committee, _ = large_committee(money)
    (command,) = commands_of(money, committee)
    refused = money.refused(command.model_copy(update={"entry": command.entry - 1}))
    assert (refused.code, refused.fields["expected"]) == ("paper-outdated", command.entry)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Money, Said]:
    from money_stage import open_money  # noqa: PLC0415

    for money in open_money(tmp_path_factory.mktemp("papers") / "home"):
        committee, _ = large_committee(money)
        (command,) = commands_of(money, committee)
        money.record(command)
        return money, said_by(money)
    raise AssertionError


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"entry": 3}, "paper-entry"),
        ({"kind": "licence"}, "paper-kind"),
        ({"template": "agreement/1"}, "paper-kind"),
    ],
    ids=["entry", "kind", "template"],
)
def test_a_forged_text_is_found(recorded: tuple[Money, Said], change: dict[str, Any], code: str):
    money, honest = recorded
    assert codes_of(money, honest) == set()
    said = copy.deepcopy(honest)
    said[-1][2]["facts"].update(change)
    said[-1][2]["command"]["body"].update(change)
    assert code in codes_of(money, said)
    assert problem_of(code, "ja")
    assert problem_of(code, "en")


def test_a_second_text_for_the_same_inputs_is_found(recorded: tuple[Money, Said]):
    money, honest = recorded
    index, kind, parts = copy.deepcopy(honest[-1])
    parts["facts"]["sha256"] = parts["command"]["body"]["sha256"] = "0" * 64
    assert codes_of(money, [*honest, (index + 1, kind, parts)]) == {"paper-text"}
