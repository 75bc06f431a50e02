"""Signatures at the door: what is recorded, what is refused, and what a policy demands."""

from concurrent.futures import Future
from datetime import date

import pytest
from sqlalchemy import select

from ledger.bootstrap import Register
from ledger.command import SYSTEM, RequestKey
from ledger.committees.commands import AmendCommittee, Member
from ledger.door import Recorded
from ledger.errors import Refused
from ledger.keys.commands import RevokeKey, SetKeyPolicy
from ledger.keys.views import NonceRow
from ledger.log import canonical
from ledger.log.authorship import Signature, recorded_command
from ledger.log.entry import parse_part
from ledger.parties.commands import AddAlias, Alias
from ledger.rebuild import compare_views
from ledger.store.read import LogReader
from ledger.store.views import table_of
from tests.faults.world import either_register
from tests.ledger.keys.conftest import Desk
from tests.pens import Pen
from tests.stage import Stage, member, studio

__all__ = ["either_register"]

THREE_QUARTERS, QUARTER, HALF = "3/4", "1/4", "1/2"


def alias(party: str, text: str = "ホシミ") -> AddAlias:
    return AddAlias(party=party, alias=Alias(text=text, reason="as printed"))


def parts_of(desk: Desk, index: int) -> dict[str, dict[str, object]]:
    with desk.ledger.reading() as conn:
        parts = LogReader(conn).parts(index)
    opened = [parse_part(part.data) for part in parts]
    return {part.name: {"readers": part.readers, **part.body} for part in opened}


def demand(desk: Desk, pen: Pen, *commands: str) -> None:
    desk.record(SetKeyPolicy(party=pen.party, commands=commands, reason="内規"), pen)


def test_an_entry_holds_command_signatures_and_facts_in_this_order(desk: Desk) -> None:
    pen = desk.company("星見映像")
    signature = pen.sign(alias(pen.party))
    index = desk.record(alias(pen.party), signature, actor=studio(pen.party)).first_index
    parts = parts_of(desk, index)
    assert list(parts) == ["command", "signatures", "facts"]
    row = {"party": pen.party, "key": pen.id, "nonce": signature.nonce}
    assert parts["signatures"]["signatures"] == [{**row, "signature": signature.signature}]
    assert parts["signatures"]["readers"] == ("operator", pen.party)


def test_an_unsigned_command_has_no_part_for_signatures(desk: Desk) -> None:
    pen = desk.company("星見映像")
    index = desk.record(alias(pen.party), actor=studio(pen.party)).first_index
    assert list(parts_of(desk, index)) == ["command", "facts"]


def test_what_is_recorded_is_what_was_signed(desk: Desk) -> None:
    pen = desk.company("星見映像")
    command = alias(pen.party)
    signature = pen.sign(command)
    index = desk.record(command, signature, actor=studio(pen.party)).first_index
    recorded = recorded_command(desk.origin, parts_of(desk, index))
    recorded.verify(signature, pen.party, bytes.fromhex(pen.public))
    assert canonical.encode(recorded.body) == canonical.encode(command.body())


def test_who_signs_beside_the_sender_may_read_what_he_signed(desk: Desk) -> None:
    lead, other = desk.company("星見映像"), desk.company("月影")
    index = desk.record(alias(lead.party), lead, other).first_index
    assert parts_of(desk, index)["command"]["readers"] == ("operator", lead.party, other.party)


def test_a_signature_over_another_command_is_refused(desk: Desk) -> None:
    pen = desk.company("星見映像")
    signature = pen.sign(alias(pen.party, "一"))
    refusal = desk.refused(alias(pen.party, "二"), signature, actor=studio(pen.party))
    assert (refusal.code, refusal.fields["field"]) == (
        "signature-invalid",
        "signatures[0].signature",
    )


def test_a_signature_made_with_another_key_is_refused(desk: Desk) -> None:
    pen, other = desk.company("星見映像"), desk.company("月影")
    good = other.sign(alias(pen.party))
    forged = Signature(pen.id, good.nonce, good.signature)
    assert desk.refused(alias(pen.party), forged).code == "signature-invalid"


def test_a_signature_for_another_log_is_refused(desk: Desk) -> None:
    pen = desk.company("星見映像")
    elsewhere = Pen("ledger.example/elsewhere", pen.party, pen.seed, used=50)
    assert desk.refused(alias(pen.party), elsewhere).code == "signature-invalid"


def test_an_unknown_key_is_refused_by_name(desk: Desk) -> None:
    stranger = desk.pen(desk.stage.company("星見映像"), "unknown")
    refusal = desk.refused(alias(stranger.party), stranger)
    assert (refusal.code, refusal.fields["value"]) == ("key-not-found", stranger.id)


def test_a_revoked_key_is_refused_and_the_refusal_says_so(desk: Desk) -> None:
    pen = desk.company("星見映像")
    ended = RevokeKey(party=pen.party, key=pen.id, cause="lost", reason="紛失")
    desk.record(ended, pen)
    refusal = desk.refused(alias(pen.party), pen)
    assert (refusal.code, refusal.fields["status"]) == ("key-not-in-force", "revoked")


def test_a_signature_is_not_recorded_twice(desk: Desk) -> None:
    pen = desk.company("星見映像")
    command = alias(pen.party)
    signature = pen.sign(command)
    index = desk.record(command, signature, actor=studio(pen.party)).first_index
    refusal = desk.refused(command, signature, actor=studio(pen.party))
    assert (refusal.code, refusal.fields["value"]) == ("nonce-reused", signature.nonce)
    assert str(index) in refusal.message


def test_a_nonce_is_not_used_twice_within_one_batch(desk: Desk) -> None:
    pen = desk.company("星見映像")
    commands = [alias(pen.party, text) for text in ("一", "二", "三")]
    sent: list[Future[Recorded]] = [
        desk.ledger.submit(one, studio(pen.party), None, [pen.sign(one, nonce="a" * 32)])
        for one in commands
    ]
    outcomes = [one.exception() for one in sent]
    assert outcomes[0] is None
    assert [getattr(one, "code", None) for one in outcomes[1:]] == ["nonce-reused"] * 2


def test_a_hundred_signatures_are_too_many(desk: Desk) -> None:
    pen = desk.company("星見映像")
    many = [Signature(f"key_{n:032x}", "0" * 32, "0" * 128) for n in range(100)]
    refusal = desk.refused(alias(pen.party), *many)
    assert (refusal.code, refusal.fields["value"]) == ("signatures-too-many", 100)


def test_one_key_signs_once(desk: Desk) -> None:
    pen = desk.company("星見映像")
    assert desk.refused(alias(pen.party), pen, pen).code == "signature-repeated"


def test_a_policy_refuses_what_comes_without_signature(desk: Desk) -> None:
    pen = desk.company("星見映像")
    demand(desk, pen, "AddAlias/1")
    refusal = desk.refused(alias(pen.party), actor=studio(pen.party))
    assert refusal.code == "signature-required"
    assert refusal.fields["expected"] == f"a signature of a key of {pen.party}"
    desk.record(alias(pen.party), pen)


def test_the_signature_of_somebody_else_does_not_fulfil_a_policy(desk: Desk) -> None:
    pen, other = desk.company("星見映像"), desk.company("月影")
    demand(desk, pen, "*")
    refusal = desk.refused(alias(pen.party), other, actor=studio(pen.party))
    assert (refusal.code, refusal.fields["value"]) == ("signature-required", [other.party])


def test_a_policy_leaves_other_commands_and_other_parties_alone(desk: Desk) -> None:
    pen, other = desk.company("星見映像"), desk.company("月影")
    demand(desk, pen, "AmendCommittee/1")
    desk.record(alias(pen.party), actor=studio(pen.party))
    desk.record(alias(other.party, "ツキカゲ"), actor=studio(other.party))


def amendment(committee: str, *members: Member) -> AmendCommittee:
    return AmendCommittee(
        committee=committee, effective_from=date(2026, 7, 1), reason="持分の変更", members=members
    )


def test_a_member_that_wants_it_signed_signs_when_its_shares_move(desk: Desk) -> None:
    lead, other = desk.company("星見映像"), desk.company("月影")
    committee = desk.stage.committee(member(lead.party, HALF), member(other.party, HALF))
    demand(desk, other, "AmendCommittee/1")
    moved = amendment(committee, member(lead.party, THREE_QUARTERS), member(other.party, QUARTER))
    taken = desk.refused(moved, lead, actor=studio(lead.party))  # with or without such a policy
    assert (taken.code, taken.fields["missing"]) == ("consent-missing", [other.party])
    refusal = desk.refused(moved, lead, actor=SYSTEM)
    assert refusal.code == "signature-required"
    assert refusal.fields["expected"] == f"a signature of a key of {other.party}"
    desk.record(moved, lead, other)


def test_a_member_whose_shares_stay_is_not_asked(desk: Desk) -> None:
    lead, other, third = (desk.company(name) for name in ("星見映像", "月影", "日向"))
    committee = desk.stage.committee(
        member(lead.party, HALF), member(other.party, QUARTER), member(third.party, QUARTER)
    )
    demand(desk, other, "*")
    leaving = amendment(committee, member(lead.party, THREE_QUARTERS), member(other.party, QUARTER))
    desk.record(leaving, lead, third)


def test_a_member_that_leaves_is_asked(desk: Desk) -> None:
    lead, other = desk.company("星見映像"), desk.company("月影")
    committee = desk.stage.committee(member(lead.party, HALF), member(other.party, HALF))
    demand(desk, other, "*")
    leaving = amendment(committee, member(lead.party, "1/1"))
    assert desk.refused(leaving, lead).code == "signature-required"
    desk.record(leaving, lead, other)


def test_a_repeated_request_with_its_signature_returns_what_it_recorded(desk: Desk) -> None:
    pen = desk.company("星見映像")
    command, key = alias(pen.party), RequestKey(pen.party, "once", b"request")
    signatures = [pen.sign(command)]
    first = desk.ledger.record(command, studio(pen.party), key, signatures)
    desk.ledger.check(command, studio(pen.party), key, signatures)
    again = desk.ledger.record(command, studio(pen.party), key, signatures)
    assert (again.replayed, again.first_index) == (True, first.first_index)


@pytest.mark.parametrize("damage", ["command", "policy", "nonce"])
def test_the_check_before_the_queue_says_what_the_writer_would_say(desk: Desk, damage: str) -> None:
    pen = desk.company("星見映像")
    demand(desk, pen, "*")
    signature = pen.sign(alias(pen.party, "一"))
    codes = {
        "command": "signature-invalid",
        "policy": "signature-required",
        "nonce": "nonce-reused",
    }
    given = () if damage == "policy" else (signature,)
    command = alias(pen.party, "二" if damage == "command" else "一")
    if damage == "nonce":
        desk.record(command, signature, actor=studio(pen.party))
    with pytest.raises(Refused) as refusal:
        desk.ledger.check(command, studio(pen.party), None, given)
    assert refusal.value.code == codes[damage]


def test_views_of_keys_and_nonces_are_built_again_from_the_log(either_register: Register) -> None:
    register = either_register
    desk = Desk(register.ledger, register.origin, Stage(register.ledger))
    pen = desk.company("星見映像")
    demand(desk, pen, "*")
    desk.record(alias(pen.party), pen)
    desk.record(RevokeKey(party=pen.party, key=pen.id, cause="lost", reason="紛失"), pen)
    with register.ledger.reading() as conn:
        used = conn.execute(select(table_of(NonceRow))).all()
    assert len(used) == 4
    assert compare_views(register.engine)[1] == []


def test_whoever_works_at_this_machine_signs_all_that_he_records(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.ledger.author = lambda command: [pen.sign(command)]
    index = desk.ledger.record(alias(pen.party), SYSTEM).first_index
    assert "signatures" in parts_of(desk, index)
