"""The auditor decides about signatures from the log alone; each damage has its name."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.audit.authors import Authors
from ledger.audit.family import Entry, Setting
from ledger.audit.findings import Findings
from ledger.audit.records import fact_reader
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, Command
from ledger.committees.commands import AmendCommittee
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.keys.consents import Consent
from ledger.log.entry import parse_part
from ledger.parties.commands import AddAlias, Alias
from ledger.store.read import LogReader
from ledger.values import DocumentRef
from tests.pens import Pen
from tests.stage import Stage, digest, member, studio

Parts = dict[str, dict[str, Any]]
Log = list[tuple[str, Parts]]


class NoFiles:
    """Signatures cite no files."""

    def exists(self, sha256: str) -> bool:
        return False

    def get(self, sha256: str) -> bytes:
        raise FileNotFoundError(sha256)

    def path(self, sha256: str) -> Path:
        raise FileNotFoundError(sha256)


class Story:
    """A register on which people sign, and its log as an auditor gets it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.stage = Stage(register.ledger)
        self.lead = self.pen("星見映像")
        self.other = self.pen("月影")
        shares = (member(self.lead.party, "1/2"), member(self.other.party, "1/2"))
        self.committee = self.stage.committee(*shares)

    def pen(self, name: str) -> Pen:
        pen = Pen(self.register.origin, self.stage.company(name), name)
        self.record(RegisterKey(party=pen.party, public_key=pen.public), pen)
        return pen

    def record(self, command: Command, *pens: Pen, actor: Actor | None = None) -> int:
        actor = actor or studio(pens[0].party)
        signatures = [pen.sign(command) for pen in pens]
        return self.register.ledger.record(command, actor, None, signatures).first_index

    def alias(self, text: str, *pens: Pen) -> int:
        return self.record(alias(self.lead, text), *pens, actor=studio(self.lead.party))

    def demand(self, pen: Pen, *commands: str) -> int:
        return self.record(SetKeyPolicy(party=pen.party, commands=commands, reason="内規"), pen)

    def log(self) -> Log:
        with self.register.ledger.reading() as conn:
            rows = [
                (entry.header().event_type, [parse_part(part.data) for part in parts])
                for entry, parts in LogReader(conn).iterate(0, LogReader(conn).size())
            ]
        return [
            (kind, deepcopy({part.name: dict(part.body) for part in parts})) for kind, parts in rows
        ]


def alias(pen: Pen, text: str) -> AddAlias:
    return AddAlias(party=pen.party, alias=Alias(text=text, reason="as printed"))


def audit(log: Log, origin: str = "ledger.example/ip", hidden: int | None = None) -> Findings:
    findings = Findings()
    family = Authors(Setting(findings, NoFiles(), origin=origin))
    for index, (kind, parts) in enumerate(log):
        if index == hidden:
            family.missing(index, kind)
        else:
            family.see(Entry(index, kind, fact_reader().read(kind, parts), parts))
    family.finish()
    return findings


def codes(findings: Findings) -> list[tuple[int | None, str]]:
    return [(finding.index, finding.code) for finding in findings.kept]


@pytest.fixture
def story(register: Register) -> Story:
    return Story(register)


def test_a_log_whose_signatures_hold_has_no_findings(story: Story) -> None:
    new = Pen(story.register.origin, story.lead.party, "new")
    story.demand(story.lead, "*")
    story.alias("一", story.lead, story.other)
    rotation = RotateKey(party=new.party, replaces=story.lead.id, public_key=new.public)
    story.record(rotation, story.lead, new)
    story.alias("二", new)
    story.demand(story.other, "AmendCommittee/1")
    story.record(amendment(story), new, story.other)
    found = audit(story.log())
    assert codes(found) == []
    assert [(check.check, check.count, check.status) for check in found.checks] == [
        ("authors", 11, "ok")
    ]


def amendment(story: Story, *consents: Consent) -> AmendCommittee:
    shares = (member(story.lead.party, "3/4"), member(story.other.party, "1/4"))
    return AmendCommittee(
        committee=story.committee,
        effective_from=date(2026, 7, 1),
        reason="持分の変更",
        members=shares,
        consents=consents,
    )


def other_text(parts: Parts) -> None:
    parts["command"]["body"]["alias"]["text"] = "二"
    parts["facts"]["alias"]["text"] = "二"


def other_type(parts: Parts) -> None:
    parts["command"]["type"] = "AddAlias/2"


def other_nonce(parts: Parts) -> None:
    parts["signatures"]["signatures"][0]["nonce"] = "f" * 32


def flipped(parts: Parts) -> None:
    row = parts["signatures"]["signatures"][0]
    row["signature"] = ("1" if row["signature"][0] == "0" else "0") + row["signature"][1:]


def stranger(parts: Parts) -> None:
    parts["signatures"]["signatures"][0]["key"] = "key_" + "0" * 32


def other_party(parts: Parts) -> None:
    parts["signatures"]["signatures"][0]["party"] = "party_" + "0" * 26


def short(parts: Parts) -> None:
    parts["signatures"]["signatures"][0]["signature"] = "00"


def nothing_signed(parts: Parts) -> None:
    parts["signatures"]["signatures"] = []


def no_list(parts: Parts) -> None:
    parts["signatures"]["signatures"] = [7]


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (other_text, {"signature-invalid", "signature-missing"}),
        (other_type, {"signature-invalid", "signature-missing"}),
        (other_nonce, {"signature-invalid", "signature-missing"}),
        (flipped, {"signature-invalid", "signature-missing"}),
        (stranger, {"key-not-valid", "signature-missing"}),
        (other_party, {"key-not-valid", "signature-missing"}),
        (short, {"signatures-malformed"}),
        (nothing_signed, {"signatures-malformed"}),
        (no_list, {"signatures-malformed"}),
        (lambda parts: parts.pop("signatures"), {"signature-missing"}),
    ],
)
def test_a_damaged_signature_is_named_at_its_entry(
    story: Story, damage: Callable[[Parts], object], expected: set[str]
) -> None:
    story.demand(story.lead, "*")
    index = story.alias("一", story.lead)
    log = story.log()
    damage(log[index][1])
    assert set(codes(audit(log))) == {(index, code) for code in expected}


def test_the_log_of_another_origin_has_no_valid_signature(story: Story) -> None:
    found = audit(story.log(), origin="ledger.example/elsewhere")
    assert {code for _, code in codes(found)} == {"signature-invalid", "signature-missing"}


def test_a_command_recorded_twice_with_one_signature_is_named(story: Story) -> None:
    index = story.alias("一", story.lead)
    log = story.log()
    assert codes(audit([*log, log[index]])) == [(len(log), "nonce-reused")]


def test_a_key_that_ended_signs_no_more(story: Story) -> None:
    index = story.alias("一", story.lead)
    ended = RevokeKey(party=story.lead.party, key=story.lead.id, cause="lost", reason="紛失")
    story.record(ended, story.lead)
    log = story.log()
    assert codes(audit([*log[:index], *log[index + 1 :], log[index]])) == [
        (len(log) - 1, "key-not-valid")
    ]


def test_a_key_signs_nothing_before_it_is_registered(story: Story) -> None:
    log = story.log()
    registered = next(n for n, (kind, _) in enumerate(log) if kind == "key.registered/1")
    index = story.alias("一", story.lead)
    log = story.log()
    moved = [*log[:registered], log[index], *log[registered:index]]
    assert codes(audit(moved)) == [(registered, "key-not-valid")]


@pytest.mark.parametrize("who", [0, 1])
def test_a_rotation_lacks_each_of_its_two_signatures(story: Story, who: int) -> None:
    new = Pen(story.register.origin, story.lead.party, "new")
    rotation = RotateKey(party=new.party, replaces=story.lead.id, public_key=new.public)
    index = story.record(rotation, story.lead, new)
    log = story.log()
    del log[index][1]["signatures"]["signatures"][who]
    assert codes(audit(log)) == [(index, "signature-missing")]


def test_a_key_that_did_not_sign_its_registration_is_named(story: Story) -> None:
    log = story.log()
    index = next(n for n, (kind, _) in enumerate(log) if kind == "key.registered/1")
    del log[index][1]["signatures"]
    assert codes(audit(log)) == [(index, "signature-missing")]


def test_a_weak_key_under_another_name_is_named(story: Story) -> None:
    log = story.log()
    index = next(n for n, (kind, _) in enumerate(log) if kind == "key.registered/1")
    log[index][1]["facts"]["public_key"] = "01" + "00" * 31
    assert {"public-key-weak", "key-id"} <= {code for _, code in codes(audit(log))}


def test_a_member_whose_shares_moved_without_its_signature_is_named(story: Story) -> None:
    story.demand(story.other, "AmendCommittee/1")
    index = story.record(amendment(story), story.lead, story.other)
    log = story.log()
    del log[index][1]["signatures"]["signatures"][1]
    found = audit(log)
    assert codes(found) == [(index, "signature-missing")]
    assert story.other.party in found.kept[0].expected


def test_a_policy_that_a_party_without_keys_ended_unsigned_is_named(story: Story) -> None:
    story.demand(story.lead, "AddAlias/1")
    ended = RevokeKey(party=story.lead.party, key=story.lead.id, cause="lost", reason="紛失")
    story.record(ended, actor=studio(story.lead.party))
    letter = DocumentRef(sha256=digest("届出書"), title="届出書")
    cleared = SetKeyPolicy(party=story.lead.party, commands=(), reason="内規", evidence=letter)
    index = story.record(cleared, actor=SYSTEM)
    log = story.log()
    assert codes(audit(log)) == []
    log[index][1]["command"] |= {"role": "studio", "party": story.lead.party}
    assert codes(audit(log)) == [(index, "signature-missing")]


def test_a_consent_by_key_without_the_signature_is_named(story: Story) -> None:
    consent = Consent(party=story.other.party, method="key", consented_on=date(2026, 6, 1))
    index = story.record(amendment(story, consent), story.lead, story.other)
    log = story.log()
    assert codes(audit(log)) == []
    del log[index][1]["signatures"]["signatures"][1]
    assert codes(audit(log)) == [(index, "signature-missing")]


def test_what_a_notice_puts_in_doubt_is_contested_and_no_failure(story: Story) -> None:
    trusted = story.alias("一", story.lead)
    for text in ("二", "三"):
        story.alias(text, story.lead)
    notice = RevokeKey(
        party=story.lead.party, key=story.lead.id, cause="compromised",
        last_trusted_index=trusted, reason="盗難",
    )  # fmt: skip
    story.record(notice, actor=studio(story.lead.party))
    found = audit(story.log())
    assert codes(found) == []
    assert ("authors-contested", 2, "contested") in [
        (check.check, check.count, check.status) for check in found.checks
    ]


def test_what_an_undisclosed_key_signed_is_unavailable_and_no_failure(story: Story) -> None:
    story.alias("一", story.lead)
    log = story.log()
    registered = next(n for n, (kind, _) in enumerate(log) if kind == "key.registered/1")
    found = audit(log, hidden=registered)
    assert codes(found) == []
    assert [check.count for check in found.checks if check.status == "unavailable"] == [1]


def test_without_the_name_of_the_log_signatures_are_unavailable(story: Story) -> None:
    found = audit(story.log(), origin="")
    assert codes(found) == []
    assert [check.count for check in found.checks if check.status == "unavailable"] == [2]
