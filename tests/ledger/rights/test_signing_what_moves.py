"""Who wants what moves his rights signed must have signed it, at the door and for an auditor."""

from datetime import date

import pytest
from money_stage import Money
from rights_stage import Rights, consent
from stage import studio

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.command import SYSTEM, Command
from ledger.keys.commands import RegisterKey, SetKeyPolicy
from ledger.log.entry import parse_part
from ledger.store.read import LogReader
from tests.pens import Pen


@pytest.fixture
def rights(money: Money) -> Rights:
    rights = Rights(money)
    money.record(rights.title())
    return rights


def demanding(rights: Rights, *commands: str) -> Pen:
    """A registers a key, and wants these commands signed with it."""
    pen = Pen(rights.money.register.origin, rights.a, "法務部")
    register = RegisterKey(party=rights.a, public_key=pen.public, label="法務部")
    policy = SetKeyPolicy(party=rights.a, commands=commands, reason="内規")
    for command in (register, policy):
        rights.money.ledger.record(command, studio(rights.a), None, [pen.sign(command)])
    return pen


def moves(rights: Rights, name: str) -> Command:
    """A command that moves what A has, with every consent that the law asks for."""
    if name == "AssignLicensor/1":
        licence = rights.licence()
        rights.money.record(licence)
        return rights.position(licence.id, rights.a, rights.b, consents=consent(rights.n))
    if name == "EncumberRight/1":
        bank = rights.money.company("銀行")
        return rights.burden(rights.a, bank, consents=consent(rights.b))
    return rights.transfer(rights.a, rights.n, "1/4", consents=consent(rights.b))


def unsigned(rights: Rights) -> set[str]:
    """Findings of an auditor who sees the log without any signature beside the last command."""
    findings = Findings()
    contents = ContentAudit(findings, rights.money.register.blobs, 1, origin="ledger.example/ip")
    with rights.money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            bodies = {part.name: part.body for part in (parse_part(one.data) for one in stored)}
            if entry.index == reader.size() - 1:
                bodies = {name: body for name, body in bodies.items() if name != "signatures"}
            contents.see(entry.index, entry.header().event_type, bodies)
    contents.finish()
    return {finding.code for finding in findings.kept}


@pytest.mark.parametrize("name", ["AssignLicensor/1", "EncumberRight/1", "TransferRight/1"])
def test_what_moves_a_right_is_signed_where_its_holder_wants_it(rights: Rights, name: str) -> None:
    """The operator records from a document; A's policy asks for A's key beside it."""
    pen = demanding(rights, name)
    command = moves(rights, name)
    assert rights.money.refused(command).code == "signature-required"
    rights.money.ledger.record(command, SYSTEM, None, [pen.sign(command)])
    assert "signature-missing" in unsigned(rights)


def test_an_option_is_exercised_by_who_signs_for_its_holder(rights: Rights) -> None:
    c = rights.money.company("丙社")
    moved = rights.transfer(rights.a, c, None, consents=consent(rights.b))
    rights.money.record(moved)
    option = rights.option(rights.a, c, rights.b)
    rights.money.record(option)
    pen = demanding(rights, "ExerciseOption/1")
    command = rights.exercise(option.id, date(2026, 11, 22))
    assert rights.money.refused(command).code == "signature-required"
    rights.money.ledger.record(command, SYSTEM, None, [pen.sign(command)])
