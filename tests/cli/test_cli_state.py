"""`daicho state`: a month's close with its checkpoint, proofs from it, and checking them alone."""

import json
from pathlib import Path

import pytest
from cli_stage import Daicho
from paid_world import Paid

from ledger.bootstrap import register
from ledger.log import canonical
from ledger.settings import Settings
from tests.published import log_key

MONTH = "2026-04"


@pytest.fixture
def key(on_world: Daicho) -> str:
    with register(Settings(home=on_world.home)) as opened:
        return str(log_key(opened))


@pytest.fixture
def closed(on_world: Daicho) -> Daicho:
    """April is closed for everybody: its state and a checkpoint are there."""
    assert on_world("periods", "close", MONTH).code == 0
    return on_world


def test_closing_a_month_for_all_records_its_state_and_publishes(on_world: Daicho) -> None:
    made = on_world.data("periods", "close", MONTH)
    assert made["state"]["first_index"] == made["first_index"] + 1
    (state,) = on_world.data("state", "list")["items"]
    assert (state["month"], state["entry_index"]) == (MONTH, made["state"]["first_index"])
    again = on_world("state", "close", "2026-05", "--json")
    assert (again.code, again.error["code"]) == (4, "period-not-closed")


def test_closing_a_month_for_one_agreement_records_no_state(world: Paid, on_world: Daicho) -> None:
    assert on_world("periods", "close", MONTH, "--agreement", world.agreement).code == 0
    assert on_world.data("state", "list")["items"] == []


def test_a_holder_shows_her_own_and_nobody_elses(
    world: Paid, closed: Daicho, key: str, tmp_path: Path
) -> None:
    file = tmp_path / "proof"
    closed.data("state", "prove-holding", world.partner, "--out", str(file))
    nowhere = Daicho(tmp_path / "nowhere")
    shown = nowhere.data("state", "check", str(file), "--key", key)
    assert shown["month"] == MONTH
    holdings = [leaf for leaf in shown["leaves"] if leaf["kind"] == "holding"]
    assert {(leaf["share_set"], leaf["num"], leaf["den"]) for leaf in holdings} == {
        ("investment", 1, 3),
        ("copyright", 1, 3),
        ("profit", 1, 3),
    }
    assert {leaf["kind"] for leaf in shown["leaves"]} >= {"holding", "carried", "balance"}
    text = file.read_text("utf-8")
    assert world.writer not in text
    assert world.platform not in text
    assert '"part":"state"' not in text.replace("\\", "")


def test_the_absence_of_an_identifier_is_shown_to_an_outsider(
    closed: Daicho, key: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "proof")
    closed.data("state", "prove-absence", "isan", "0000-0000-D07A-0090-Q", "--out", file)
    shown = closed.data("state", "check", file, "--key", key)
    assert shown["absent"] == ["isan:00000000D07A0090"]
    said = closed("state", "prove-presence", "isan", "00000000D07A0090", "--out", file, "--json")
    assert (said.code, said.error["code"]) == (4, "identifier-not-registered")


def test_what_is_registered_is_shown_present_and_never_absent(
    world: Paid, closed: Daicho, key: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "proof")
    closed.data("state", "prove-presence", "work", world.work, "--out", file)
    shown = closed.data("state", "check", file, "--key", key)
    assert shown["present"] == [f"work:{world.work}"]
    said = closed("state", "prove-absence", "work", world.work, "--out", file, "--json")
    assert (said.code, said.error["code"]) == (4, "identifier-registered")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("prove-absence", "isan", "0000"), "identifier-malformed"),
        (("prove-absence", "isbn", "1"), "invalid-input"),
        (("prove-absence", "mal", "1", "--month", "2020-01"), "state-not-closed"),
        (("prove-holding", "party_00000000000000000000000000"), "party-not-found"),
    ],
)
def test_a_proof_that_cannot_be_is_refused(
    closed: Daicho, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    said = closed("state", *words, "--out", str(tmp_path / "proof"), "--json")
    assert (said.code, said.error["code"]) == (4, code)
    assert not (tmp_path / "proof").exists()


def test_before_any_close_there_is_nothing_to_prove(on_world: Daicho, tmp_path: Path) -> None:
    words = ("state", "prove-absence", "mal", "1", "--out", str(tmp_path / "proof"))
    assert on_world(*words, "--json").error["code"] == "state-not-closed"


def test_a_touched_proof_fails(closed: Daicho, key: str, tmp_path: Path) -> None:
    file = tmp_path / "proof"
    closed.data("state", "prove-absence", "mal", "77", "--out", str(file))
    proof = json.loads(file.read_bytes())
    claim = proof["claims"][0]
    side = "left" if claim["left"] else "right"
    for name, value in (
        ("left", None),
        ("right", None),
        ("kind", "present"),
        (side, {**claim[side], "index": claim[side]["index"] + 1}),
        (side, {**claim[side], "key": "00"}),
        (side, {**claim[side], "path": ["x"]}),
    ):
        touched = {**proof, "claims": [{**claim, name: value}] if claim[name] != value else []}
        file.write_bytes(canonical.encode(touched))
        said = closed("state", "check", str(file), "--key", key)
        assert said.code == 1, name
    for text in ("", "{}", "[1]", '{"format":"daicho-state-proof/2"}'):
        file.write_text(text)
        assert closed("state", "check", str(file), "--key", key).code in (1, 4)


def test_the_register_with_a_closed_state_verifies(closed: Daicho) -> None:
    said = closed("verify", "--views", "--commands", "--json")
    assert said.code == 3, said.out
    assert {"check": "state", "count": 2, "status": "ok"} in said.json["checks"]


def test_a_bundle_with_a_closed_state_is_audited(
    world: Paid, closed: Daicho, tmp_path: Path
) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    assert closed("export", "bundle", str(whole)).code == 0
    said = closed("audit", str(whole), "--json")
    assert said.code == 3, said.out
    assert {"check": "state", "count": 2, "status": "ok"} in said.json["checks"]
    assert closed("export", "bundle", str(part), "--party", world.partner).code == 0
    said = closed("audit", str(part), "--json")
    assert said.code == 3, said.out
    unseen = {"check": "state-unavailable", "count": 1, "status": "unavailable"}
    assert unseen in said.json["checks"]
