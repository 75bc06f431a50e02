"""`daicho payments`: two people at one machine bring a payment to the bank, once."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bank_stage import FIRST
from cli_stage import ORIGIN, Daicho
from money_stage import Money
from payment_stage import Payer

from api.cli.payments_words import PAYMENT_FIELDS_JA
from ledger.bootstrap import Sample, create_register, open_register
from ledger.settings import Settings

# Long ago, so that every wait is over by the clock of whatever machine runs the command.
LONG_AGO = Sample(1, datetime(2026, 3, 2, 3, tzinfo=UTC))
ENGLISH = re.compile(r"[a-z]{4,}")
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
LABELS = {word for name in PAYMENT_FIELDS_JA for word in name.split("_") if len(word) > len("pay")}


@dataclass
class Sent:
    """A register with a payment that waits for a second person."""

    daicho: Daicho
    payer: str
    payment: str
    token: str
    paid: str
    unpaid: str


def register_of(tmp_path: Path, *, is_exported: bool) -> Sent:
    """A studio owes a writer with an account 89,790, and one without an account 898."""
    home = tmp_path / "home"
    create_register(Settings(home=home), ORIGIN, sample=LONG_AGO)
    register = open_register(Settings(home=home), sample=LONG_AGO)
    payer = Payer(Money(register))
    writer, other = payer.person(), payer.person("月野 桃")
    payer.with_account(writer)
    owed = payer.owe({writer: 100_000, other: 1_000}, day=date(2026, 5, 31))
    payment = payer.one(actor=FIRST)
    if is_exported:
        payer.approve(payment)
        payer.export(payment)
    register.close()
    daicho = Daicho(home)
    made = daicho.data("token", "create", "--role", "operator", "--label", "経理")
    return Sent(daicho, payer.studio, payment, made["token"], owed[writer], owed[other])


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """A payment that waits for a second person."""
    return register_of(tmp_path, is_exported=False)


def test_what_is_approved_after_its_day_is_not_sent(sent: Sent, tmp_path: Path) -> None:
    sent.daicho.data("--token", sent.token, "payments", "approve", sent.payment, "--total", "89790")
    folder = tmp_path / "bank"
    words = ("payments", "export", sent.payment, "--to", str(folder))
    said = sent.daicho("--lang", "ja", *words, "--client-code", "1234567890")
    assert said.code != 0
    assert "pay-day-past" in said.err
    assert not folder.exists()


def test_files_are_handed_out_again_and_the_payment_is_confirmed(tmp_path: Path) -> None:
    """31 May 2026 is a Sunday: 29 May."""
    sent = register_of(tmp_path, is_exported=True)
    code = ("--client-code", "1234567890")
    folder = tmp_path / "bank"
    made = sent.daicho.data("payments", "export", sent.payment, "--to", str(folder), *code)
    (file,) = [Path(name) for name in made["files"]]
    assert (file.name, made["is_new"]) == (f"{sent.payment}-20260529-1.txt", False)
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_bytes()
    again = sent.daicho(
        "--lang", "ja", "payments", "export", sent.payment, "--to", str(folder), *code
    )
    assert "同じ内容を渡します" in again.out
    assert file.read_bytes() == first
    sent.daicho.data("payments", "confirm", sent.payment, "--all-paid")
    assert sent.daicho.data("payments", "list")["items"][0]["status"] == "done"
    assert sent.daicho.data("payments", "show", sent.payment)["items"][0]["status"] == "paid"


def test_who_approves_sees_first_payments_and_sums_in_japanese(sent: Sent) -> None:
    said = sent.daicho(
        "--lang", "ja", "--token", sent.token, "payments", "approve", sent.payment, stdin="n\n"
    )
    assert said.code != 0
    assert sent.daicho.data("payments", "list")["items"][0]["status"] == "prepared"
    said = sent.daicho(
        "--lang", "ja", "--token", sent.token, "payments", "approve", sent.payment, stdin="y\n"
    )
    assert said.code == 0
    for word in ("初めての口座", "89,790円", "前回の振込額", "国内振込"):
        assert word in said.out


def test_a_sum_that_is_not_the_payments_is_not_approved(sent: Sent) -> None:
    said = sent.daicho(
        "--token", sent.token, "payments", "approve", sent.payment, "--total", "89791"
    )
    assert said.code != 0
    assert "total-differs" in said.err


def test_without_a_token_nobody_approves(sent: Sent) -> None:
    said = sent.daicho("payments", "approve", sent.payment, "--yes")
    assert said.code != 0
    assert "approver-unknown" in said.err


def test_what_was_left_out_is_listed_with_its_reason_and_what_to_do(sent: Sent) -> None:
    (left,) = sent.daicho.data("payments", "left-out", sent.payment)["items"]
    assert (left["statement"], left["reason"], left["amount_minor"]) == (
        sent.unpaid, "no-bank-details", 898,
    )  # fmt: skip
    shown = sent.daicho("--lang", "ja", "payments", "left-out", sent.payment)
    for word in ("除外した明細書: 1件、合計 898円", "振込先口座が登録されていません", "明細書  "):
        assert word in shown.out
    assert "主張の内容" not in shown.out


def test_the_second_time_nothing_is_paid_again(sent: Sent) -> None:
    words = ("payments", "prepare", "--payer", sent.payer, "--due", "2026-12-31")
    said = sent.daicho("--lang", "ja", "--token", sent.token, *words)
    assert said.code != 0
    assert "nothing-to-pay" in said.err
    assert sent.payment in said.out
    assert "別の支払に入っています" in said.out


def test_a_payment_is_shown_in_one_language(sent: Sent) -> None:
    shown = sent.daicho("--lang", "ja", "payments", "show", sent.payment)
    assert shown.code == 0
    found = {word for word in ENGLISH.findall(shown.out) if word in LABELS}
    assert found == set()
    english = sent.daicho("--lang", "en", "payments", "list").out
    assert "pay on" in english
    assert not JAPANESE.search(english)


def test_a_payment_that_is_not_there_and_a_result_that_is_not_said_are_refused(
    sent: Sent,
) -> None:
    missing = sent.daicho("payments", "show", "pay_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert missing.code != 0
    assert "payment-not-found" in missing.err
    unsaid = sent.daicho("payments", "confirm", sent.payment)
    assert unsaid.code != 0
    assert "result-option-needed" in unsaid.err
