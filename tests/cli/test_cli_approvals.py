"""`daicho approvals`: two people at one machine, a policy, and what waits between them."""

import pytest
from cli_stage import Daicho
from money_stage import rate, step, terms
from paid_world import Paid

from ledger.log.canonical import encode


@pytest.fixture
def kana(on_world: Daicho, world: Paid) -> str:
    return _token(on_world, world, "kana")


@pytest.fixture
def riku(on_world: Daicho, world: Paid) -> str:
    return _token(on_world, world, "riku")


def _token(daicho: Daicho, world: Paid, label: str) -> str:
    made = daicho.data(
        "token", "create", "--role", "studio", "--party", world.studio, "--label", label
    )
    return str(made["token"])


@pytest.fixture
def policy(on_world: Daicho, world: Paid, kana: str) -> None:
    """The studio wants clauses and runs approved."""
    said = ("--party", world.studio, "--kind", "terms", "--kind", "runs", "--reason", "規程")
    on_world.data("--token", kana, "approvals", "policy", *said)


@pytest.fixture
def added(on_world: Daicho, world: Paid, kana: str, policy: None) -> str:
    """Clauses that give the author two percent and drop the window's fee; they wait."""
    clauses = terms(
        step("author", "royalty/1", basis="remainder", rate=rate(1, 50), payee=world.writer),
        step("members", "split/1", holders=f"committee:{world.committee}/investment"),
    )
    on_world.data(
        "--token", kana, "agreements", "add-terms", world.agreement, "--from", "2026-05",
        "--reason", "改定", "--file", "-", stdin=encode(clauses).decode(),
    )  # fmt: skip
    return f"{world.agreement}/2"


def test_a_policy_is_set_and_shown(on_world: Daicho, world: Paid, policy: None) -> None:
    (item,) = on_world.data("approvals", "policy")["items"]
    assert (item["party"], item["kinds"]) == (world.studio, ["runs", "terms"])
    shown = on_world("--lang", "ja", "approvals", "policy")
    assert "分配計算" in shown.out


def test_what_waits_is_listed_in_one_language(on_world: Daicho, added: str) -> None:
    (item,) = on_world.data("approvals", "pending")["items"]
    assert (item["kind"], item["subject"], item["holds_up"]) == ("terms", added, "runs")
    japanese = on_world("--lang", "ja", "approvals", "pending").out
    assert "契約条項" in japanese
    assert "承認待ち" in japanese
    assert "terms" not in japanese
    assert "waiting" in on_world("--lang", "en", "approvals", "pending").out


def test_clauses_are_shown_as_what_changed_in_plain_words(on_world: Daicho, added: str) -> None:
    shown = on_world.data("--lang", "ja", "approvals", "show", "terms", added)
    assert [one["clause"] for one in shown["clauses_left_out"]] == ["window"]
    (changed,) = shown["clauses_changed"]
    assert changed["clause"] == "author"
    assert "1%" in changed["before"]
    assert "2%" in changed["after"]
    assert "青空" in changed["after"]


def test_the_second_person_approves_and_the_first_cannot(
    on_world: Daicho, added: str, kana: str, riku: str
) -> None:
    words = ("approvals", "approve", "terms", added, "--yes")
    assert on_world("--json", "--token", kana, *words).error["code"] == "approval-by-maker"
    assert on_world("--json", *words).error["code"] == "approver-unknown"
    on_world.data("--token", riku, *words, "--note", "契約書と照合した")
    assert on_world.data("approvals", "pending")["items"] == []
    given = on_world.data("approvals", "show", "terms", added)
    assert (given["status"], given["note"]) == ("given", "契約書と照合した")


def test_it_is_asked_before_it_is_decided(on_world: Daicho, added: str, riku: str) -> None:
    said = on_world(
        "--lang", "ja", "--token", riku, "approvals", "approve", "terms", added, stdin="n\n"
    )
    assert said.code != 0
    assert "変更された条項" in said.out
    assert len(on_world.data("approvals", "pending")["items"]) == 1


def test_a_refusal_says_why(on_world: Daicho, added: str, riku: str) -> None:
    on_world.data(
        "--token", riku, "approvals", "reject", "terms", added, "--reason", "率が契約書と違う", "--yes"
    )  # fmt: skip
    (item,) = on_world.data("approvals", "pending", "--status", "refused")["items"]
    assert item["reason"] == "率が契約書と違う"


def test_another_party_sees_nothing_of_it(on_world: Daicho, world: Paid, added: str) -> None:
    created = on_world.data("token", "create", "--role", "studio", "--party", world.partner)
    other = ("--token", created["token"])
    assert on_world.data(*other, "approvals", "pending")["items"] == []
    shown = on_world("--json", *other, "approvals", "show", "terms", added)
    assert shown.error["code"] == "approval-not-asked"


def test_what_nobody_asked_about_is_named(on_world: Daicho) -> None:
    said = on_world("--lang", "ja", "approvals", "show", "runs", "run_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert "承認を求められていない" in said.err


def test_everything_of_a_kind_is_approved_at_once_but_ones_own(
    on_world: Daicho, world: Paid, added: str, kana: str, riku: str
) -> None:
    words = ("approvals", "approve-all", "terms", "--party", world.studio)
    said = on_world("--lang", "ja", "--token", kana, *words, "--yes")
    assert "0件を承認しました" in said.out
    assert "自分が作成した" in said.out
    declined = on_world("--token", riku, *words, stdin="n\n")
    assert declined.code != 0
    assert len(on_world.data("approvals", "pending")["items"]) == 1
    done = on_world.data("--token", riku, *words, "--yes")
    assert done == {"approved": [added]}
    assert on_world.data("approvals", "pending")["items"] == []
