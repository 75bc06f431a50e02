"""A key stands for one request: sent again, it returns the same entries and adds nothing."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from stage import window_fee

from ledger.agreements.commands import RecordAgreement
from ledger.bootstrap import Register, open_register
from ledger.command import RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict, NotFound
from ledger.parties.commands import RegisterCompany
from ledger.settings import Settings
from ledger.values import Names
from ledger.works.commands import RegisterWork
from tests.faults import writer
from tests.faults.world import (
    company,
    evidence,
    id_of,
    in_one_batch,
    key,
    must_be_sound,
    size_of,
    work,
)


def same(first: Recorded, again: Recorded) -> None:
    """The second answer is the first one, marked as such."""
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.first_index, again.count) == (first.first_index, first.count)
    assert (again.leaf_hashes, again.events) == (first.leaf_hashes, first.events)


def reused(register: Register, sent: RequestKey, command: Any = None) -> None:
    """Sending this is a conflict that names the key, and nothing is added."""
    before = size_of(register)
    with pytest.raises(Conflict) as caught:
        register.ledger.record(command or company("乙社"), request=sent)
    assert caught.value.code == "idempotency-key-reused"
    assert caught.value.fields["value"] == sent.key
    assert size_of(register) == before


def test_the_same_request_returns_the_original_entries(either_register: Register) -> None:
    first = either_register.ledger.record(company("甲社"), request=key("k", b"body"))
    either_register.ledger.record(company("乙社"))
    same(first, either_register.ledger.record(company("甲社"), request=key("k", b"body")))
    assert size_of(either_register) == 2
    must_be_sound(either_register.engine)


def test_the_same_request_twice_in_one_batch_is_recorded_once(
    either_register: Register,
) -> None:
    first, again, other = in_one_batch(
        either_register,
        (company("甲社"), key("k", b"body")),
        (company("甲社"), key("k", b"body")),
        (company("乙社"), key("l", b"body")),
    )
    same(first.result(), again.result())
    assert other.result().first_index == 2
    assert size_of(either_register) == 3


def test_the_same_request_is_known_after_reopening(either_settings: Settings) -> None:
    register = open_register(either_settings)
    first = register.ledger.record(company("甲社"), request=key("k", b"body"))
    register.close()
    register = open_register(either_settings)
    same(first, register.ledger.record(company("甲社"), request=key("k", b"body")))
    reused(register, key("k", b"another body"))
    register.close()


def test_the_same_request_is_known_when_another_process_sent_it(
    either_settings: Settings, tmp_path: Path
) -> None:
    register = open_register(either_settings)
    heard = tmp_path / "heard"
    child = writer.start(either_settings, "x", range(5), heard)
    child.join(60)
    assert child.exitcode == 0
    ours = {number: writer.send(register, "x", number).result() for number in range(5)}
    assert all(recorded.replayed for recorded in ours.values())
    assert writer.answers(heard) == {
        number: (recorded.first_index, recorded.leaf_hashes[0].hex())
        for number, recorded in ours.items()
    }
    assert size_of(register) == 5
    register.close()


def test_a_request_of_several_entries_returns_all_of_them(either_register: Register) -> None:
    either_register.ledger.record(company("甲社"))
    payer = id_of("party", "甲社")
    command = RecordAgreement(
        id=id_of("agr", "契約"), title=Names(ja="配信許諾契約"), kind="licence", payer=payer,
        parties=(payer,), effective_month="2026-01", terms=window_fee(payer),
    )  # fmt: skip
    first = either_register.ledger.record(command, request=key("k", b"body"))
    assert (first.count, len(first.leaf_hashes), len(first.events)) == (2, 2, 2)
    same(first, either_register.ledger.record(command, request=key("k", b"body")))


def test_the_same_key_with_another_body_is_a_conflict(either_register: Register) -> None:
    either_register.ledger.record(company("甲社"), request=key("k", b"body"))
    reused(either_register, key("k", b"another body"))


def test_the_same_key_for_another_command_is_a_conflict(register: Register) -> None:
    register.ledger.record(company("甲社"), request=key("k", b"body"))
    reused(register, key("k", b"body"), work("星の庭"))


def test_another_body_within_one_batch_is_a_conflict(either_register: Register) -> None:
    first, other = in_one_batch(
        either_register, (company("甲社"), key("k", b"one")), (company("乙社"), key("k", b"two"))
    )
    assert first.result().first_index == 1
    assert isinstance(other.exception(), Conflict)
    assert size_of(either_register) == 2


def test_keys_of_different_parties_have_nothing_to_do_with_each_other(
    either_register: Register,
) -> None:
    sent = {party: key("k", b"body", party) for party in ("operator", "party_a", "party_b")}
    for party, request in sent.items():
        recorded = either_register.ledger.record(company(f"{party} 社"), request=request)
        assert not recorded.replayed
    assert size_of(either_register) == 3
    again = either_register.ledger.record(company("party_b 社"), request=sent["party_b"])
    assert again.first_index == 2


def test_a_refused_request_may_be_sent_again_under_its_key(either_register: Register) -> None:
    asked, sent = work("星の庭", "甲社"), key("k", b"body")
    with pytest.raises(NotFound):
        either_register.ledger.record(asked, request=sent)
    either_register.ledger.record(company("甲社"))
    assert not either_register.ledger.record(asked, request=sent).replayed


def test_a_refusal_of_a_new_request_is_not_hidden_by_a_repeated_one_in_its_batch(
    register: Register,
) -> None:
    register.ledger.record(company("甲社"), request=key("k", b"body"))
    again, taken = in_one_batch(
        register, (company("甲社"), key("k", b"body")), (company("甲社"), key("new", b"body"))
    )
    assert again.result().replayed
    assert isinstance(taken.exception(), Conflict)


def test_what_a_request_recorded_can_be_asked_before_sending_it(
    either_register: Register,
) -> None:
    sent = key("k", b"body")
    assert either_register.ledger.replay(RegisterCompany, sent) is None
    first = either_register.ledger.record(company("甲社"), request=sent)
    found = either_register.ledger.replay(RegisterCompany, sent)
    assert found is not None
    same(first, found)
    for kind, body in ((RegisterCompany, b"another body"), (RegisterWork, b"body")):
        with pytest.raises(Conflict):
            either_register.ledger.replay(kind, key("k", body))


def test_the_store_holds_a_digest_of_a_request_and_not_the_request(register: Register) -> None:
    body = "本文はどこにも残らない".encode()
    register.ledger.record(company("甲社"), request=key("k", body))
    with register.ledger.reading() as conn:
        (mac,) = conn.execute(text("SELECT mac FROM request")).one()
    assert len(mac) == 32
    register.ledger.close()
    register.engine.dispose()
    stored = b"".join(path.read_bytes() for path in register.home.iterdir() if path.is_file())
    assert body not in stored


def test_five_hundred_and_more_keys_are_looked_up_in_one_batch(
    either_settings: Settings,
) -> None:
    register = open_register(either_settings.model_copy(update={"batch_max": 1_000}))
    asked = [(company(f"{number}社"), key(f"k{number}")) for number in range(600)]
    first = [future.result() for future in in_one_batch(register, *asked)]
    again = [register.ledger.submit(command, request=sent) for command, sent in asked]
    for one, other in zip(first, again, strict=True):
        same(one, other.result())
    assert size_of(register) == 601
    assert len(evidence(register.engine).events) == 601
    register.close()
