"""Keys are registered, rotated, revoked; policies are set: who may, and what must be shown."""

import pytest

from ledger.command import SYSTEM
from ledger.errors import Refused
from ledger.keys import views
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.parties.commands import AddAlias, Alias
from tests.ledger.keys.conftest import Desk, evidence
from tests.pens import Pen
from tests.stage import studio


def alias(party: str, text: str = "ホシミ") -> AddAlias:
    return AddAlias(party=party, alias=Alias(text=text, reason="as printed"))


def registration(pen: Pen, **more: object) -> RegisterKey:
    return RegisterKey.model_validate({"party": pen.party, "public_key": pen.public, **more})


def rotation(old: Pen, new: Pen) -> RotateKey:
    return RotateKey(party=old.party, replaces=old.id, public_key=new.public)


def revocation(pen: Pen, trusted: int | None = None, **more: object) -> RevokeKey:
    said = {"party": pen.party, "key": pen.id, "cause": "lost", "reason": "紛失", **more}
    return RevokeKey.model_validate({**said, "last_trusted_index": trusted})


def policy(pen: Pen, *commands: str, **more: object) -> SetKeyPolicy:
    said = {"party": pen.party, "commands": commands, "reason": "内規", **more}
    return SetKeyPolicy.model_validate(said)


def shown(desk: Desk, pen: Pen) -> dict[str, object]:
    with desk.ledger.reading() as conn:
        found = views.show(conn, pen.id)
    assert found is not None
    return found


def test_a_party_registers_its_first_key_by_signing_with_it(desk: Desk) -> None:
    pen = desk.pen(desk.stage.company("星見映像"), "first")
    recorded = desk.record(registration(pen, label="法務部"), pen)
    key = shown(desk, pen)
    assert (key["party"], key["status"], key["label"]) == (pen.party, "in_force", "法務部")
    assert (key["valid_from"], key["valid_until"]) == (recorded.first_index, None)


def test_nobody_registers_a_key_that_he_does_not_hold(desk: Desk) -> None:
    pen = desk.pen(desk.stage.company("星見映像"), "first")
    refusal = desk.refused(registration(pen), actor=studio(pen.party))
    assert refusal.code == "possession-not-shown"
    assert refusal.fields["expected"] == f"a signature of {pen.id}"


def test_one_key_is_registered_once(desk: Desk) -> None:
    pen = desk.company("星見映像")
    thief = Pen(desk.origin, desk.stage.company("他社"), pen.seed, used=100)
    refusal = desk.refused(registration(thief), thief, actor=studio(thief.party))
    assert refusal.code == "key-taken"


def test_the_operator_registers_a_first_key_by_a_document_only(desk: Desk) -> None:
    pen = desk.pen(desk.stage.company("星見映像"), "first")
    assert desk.refused(registration(pen), pen).code == "evidence-missing"
    desk.record(registration(pen, evidence=evidence()), pen, actor=SYSTEM)
    assert "evidence" not in shown(desk, pen)


def test_a_second_key_is_signed_by_the_first(desk: Desk) -> None:
    first = desk.company("星見映像")
    second = desk.pen(first.party, "second")
    refusal = desk.refused(registration(second), second, actor=studio(first.party))
    assert refusal.code == "signature-required"
    desk.record(registration(second), second, first)
    assert shown(desk, second)["status"] == shown(desk, first)["status"] == "in_force"


@pytest.mark.parametrize(
    ("key", "code"),
    [("01" + "00" * 31, "public-key-weak"), ("02" + "00" * 31, "public-key-malformed")],
)
def test_a_key_that_is_none_is_refused(desk: Desk, key: str, code: str) -> None:
    party = desk.stage.company("星見映像")
    refusal = desk.refused(RegisterKey(party=party, public_key=key), actor=studio(party))
    assert (refusal.code, refusal.fields["field"]) == (code, "public_key")


def test_rotation_ends_the_old_key_with_the_entry_it_signs_last(desk: Desk) -> None:
    old = desk.company("星見映像")
    new = desk.pen(old.party, "new")
    recorded = desk.record(rotation(old, new), old, new)
    assert shown(desk, old)["valid_until"] == recorded.first_index
    assert shown(desk, old)["replaced_by"] == new.id
    refusal = desk.refused(alias(old.party), old, actor=studio(old.party))
    assert (refusal.code, refusal.fields["status"]) == ("key-not-in-force", "rotated")
    desk.record(alias(old.party), new)


@pytest.mark.parametrize(
    ("who", "code"), [("old", "possession-not-shown"), ("new", "signature-required")]
)
def test_rotation_needs_both_keys(desk: Desk, who: str, code: str) -> None:
    old = desk.company("星見映像")
    new = desk.pen(old.party, "new")
    signer = old if who == "old" else new
    refusal = desk.refused(rotation(old, new), signer, actor=studio(old.party))
    assert refusal.code == code


def test_what_a_key_signed_after_the_last_trusted_entry_is_contested(desk: Desk) -> None:
    pen = desk.company("星見映像")
    trusted = desk.record(alias(pen.party, "一"), pen).first_index
    desk.record(alias(pen.party, "二"), pen)
    notice = desk.record(revocation(pen, trusted), actor=studio(pen.party)).first_index
    key = shown(desk, pen)
    assert (key["status"], key["valid_until"]) == ("revoked", notice)
    assert key["contested"] == {"first_index": trusted + 1, "last_index": notice - 1}


def test_a_key_that_was_retired_leaves_nothing_contested(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.record(revocation(pen, cause="retired"), pen)
    assert shown(desk, pen)["contested"] is None


def test_a_rotated_key_can_be_contested_later(desk: Desk) -> None:
    old = desk.company("星見映像")
    first = shown(desk, old)["valid_from"]
    new = desk.pen(old.party, "new")
    until = desk.record(rotation(old, new), old, new).first_index
    assert isinstance(first, int)
    desk.record(revocation(old, first, cause="compromised"), new)
    assert shown(desk, old)["contested"] == {"first_index": first + 1, "last_index": until}


def test_the_last_trusted_entry_lies_before_the_notice(desk: Desk) -> None:
    pen = desk.company("星見映像")
    refusal = desk.refused(revocation(pen, 99), actor=studio(pen.party))
    assert refusal.code == "last-trusted-index"
    assert refusal.fields["expected"] == "0 to 1"


def test_a_key_is_revoked_once(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.record(revocation(pen), pen)
    assert desk.refused(revocation(pen), actor=studio(pen.party)).code == "key-revoked-already"


def test_the_key_of_another_party_is_not_found(desk: Desk) -> None:
    pen, other = desk.company("星見映像"), desk.stage.company("他社")
    command = revocation(pen).model_copy(update={"party": other})
    assert desk.refused(command, actor=studio(other)).code == "key-not-found"


def test_after_all_keys_ended_the_operator_registers_the_next(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.record(revocation(pen), pen)
    new = desk.pen(pen.party, "new")
    refusal = desk.refused(registration(new), new, actor=studio(pen.party))
    assert refusal.code == "keys-all-ended"
    desk.record(registration(new, evidence=evidence()), new, actor=SYSTEM)


def test_a_policy_needs_a_key_and_its_signature(desk: Desk) -> None:
    party = desk.stage.company("星見映像")
    pen = desk.pen(party, "key")
    assert desk.refused(policy(pen, "*"), actor=studio(party)).code == "policy-without-key"
    desk.record(registration(pen), pen)
    assert desk.refused(policy(pen, "*"), actor=studio(party)).code == "signature-required"
    assert desk.refused(policy(pen, "*")).code == "evidence-missing"
    desk.record(policy(pen, "*"), pen)


def test_the_operator_ends_the_policy_of_a_party_that_lost_its_keys(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.record(policy(pen, "*"), pen)
    desk.record(revocation(pen), actor=studio(pen.party))
    assert desk.refused(alias(pen.party), actor=studio(pen.party)).code == "signature-required"
    desk.record(policy(pen, evidence=evidence()), actor=SYSTEM)
    desk.record(alias(pen.party), actor=studio(pen.party))


def test_who_stole_a_token_ends_keys_but_not_the_policy(desk: Desk) -> None:
    pen = desk.company("星見映像")
    desk.record(policy(pen, "AddAlias/1"), pen)
    thief = studio(pen.party)
    desk.record(revocation(pen), actor=thief)
    assert desk.refused(policy(pen), actor=thief).code == "signature-required"
    assert desk.refused(alias(pen.party), actor=thief).code == "signature-required"


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        (("AddAlias/1", "AddAlias/1"), "command-repeated"),
        (("*", "AddAlias/1"), "everything-and-more"),
        (("ClosePayout/1",), "command-not-signable"),
    ],
)
def test_a_policy_says_what_can_be_kept(desk: Desk, commands: tuple[str, ...], code: str) -> None:
    pen = desk.company("星見映像")
    assert desk.refused(policy(pen, *commands), pen, actor=studio(pen.party)).code == code


def test_nobody_else_decides_about_a_partys_keys(desk: Desk) -> None:
    pen, other = desk.company("星見映像"), desk.company("他社")
    for command in (revocation(pen), policy(pen, "*")):
        assert desk.refused(command, other, actor=studio(other.party)).code == "not-your-party"


def test_a_refused_registration_leaves_the_key_free(desk: Desk) -> None:
    pen = desk.pen(desk.stage.company("星見映像"), "first")
    with pytest.raises(Refused):
        desk.record(registration(pen), actor=studio(pen.party))
    desk.record(registration(pen), pen)
