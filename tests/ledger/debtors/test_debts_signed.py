"""Whoever wants assumptions signed signs his own: at the door, and for the auditor."""

from debtors_stage import Debts
from money_stage import Money

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.command import SYSTEM
from ledger.debtors.commands import AssumeDebt
from ledger.jobs.verify import verify_register
from ledger.keys.commands import RegisterKey, SetKeyPolicy
from ledger.log.entry import parse_part
from ledger.store.read import LogReader
from tests.pens import Pen
from tests.stage import studio


def demanding(money: Money, party: str) -> Pen:
    """Let a party want its assumptions signed."""
    pen, record = Pen(money.register.origin, party, "key"), money.register.ledger.record
    for command in (
        RegisterKey(party=party, public_key=pen.public, label="法務部"),
        SetKeyPolicy(party=party, commands=("AssumeDebt/1",), reason="内規"),
    ):
        record(command, studio(party), None, [pen.sign(command)])
    return pen


def signed(money: Money, command: AssumeDebt, pen: Pen) -> None:
    money.register.ledger.record(command, SYSTEM, None, [pen.sign(command)])


def codes_without_signatures(money: Money) -> set[str]:
    """What an auditor finds when the signatures beside the assumption are gone."""
    findings = Findings()
    contents = ContentAudit(findings, money.register.blobs, 1, origin=money.register.origin)
    with money.ledger.reading() as conn:
        log = LogReader(conn)
        for entry, stored in log.iterate(0, log.size()):
            bodies = {part.name: part.body for part in (parse_part(each.data) for each in stored)}
            kind = entry.header().event_type
            if kind == "agreement.assumed/1":
                bodies.pop("signatures")
            contents.see(entry.index, kind, bodies)
    contents.finish()
    return {finding.code for finding in findings.kept}


def test_the_new_debtor_signs_where_he_wants_to(money: Money) -> None:
    debts = Debts(money)
    pen, command = demanding(money, debts.b), debts.assumption("2026-01")
    assert money.refused(command).code == "signature-required"
    signed(money, command, pen)
    assert list(verify_register(money.register, commands=True).findings) == []
    assert codes_without_signatures(money) == {"signature-missing"}


def test_the_old_debtor_signs_where_he_wants_to(money: Money) -> None:
    debts = Debts(money)
    pen, command = demanding(money, debts.a), debts.assumption("2026-01")
    assert money.refused(command).code == "signature-required"
    signed(money, command, pen)
    assert codes_without_signatures(money) == {"signature-missing"}
