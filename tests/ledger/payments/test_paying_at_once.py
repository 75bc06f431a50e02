"""Whoever pays the same at the same time: one of them does, and the others are told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from bank_stage import FIRST
from money_stage import Money, open_money
from payment_stage import Payer, refused_code
from sqlalchemy import event

from ledger.ids import PAYMENT, new_id
from ledger.log import canonical
from ledger.payments.commands import PreparePayment, items_digest
from ledger.payments.prepare import Wanted, prepare
from ledger.settings import Settings
from tests.ledger.payments.together import start

DUE = date(2027, 12, 31)
_THREADS = 6


def drafted(payer: Payer) -> PreparePayment:
    """Everything that is due, as a command of its own."""
    register = payer.money.register
    with register.ledger.reading() as conn:
        wanted = Wanted(payer.studio, due=DUE)
        (draft,) = prepare(conn, register.vault, wanted, payer.bank.today())
    return PreparePayment(
        id=new_id(PAYMENT, register.clock, register.entropy), payer=payer.studio,
        from_details=draft.from_details, pay_on=draft.asked.pay_on, currency="JPY",
        items_sha256=items_digest(draft.items), items=draft.items,
    )  # fmt: skip


def owing(money: Money) -> Payer:
    """A studio that owes a writer."""
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payer.bank.pass_days()
    return payer


def test_of_many_threads_that_pay_the_same_one_does(money_anywhere: Money) -> None:
    payer = owing(money_anywhere)
    commands = [drafted(payer) for _ in range(_THREADS)]
    with ThreadPoolExecutor(_THREADS) as pool:
        said = [
            pool.submit(refused_code, lambda one=one: money_anywhere.record(one, FIRST))
            for one in commands
        ]
        codes = sorted(one.result() for one in said)
    assert codes == ["accepted"] + ["statement-in-payment"] * (_THREADS - 1)


@pytest.fixture
def served(tmp_path: Path, new_postgresql: Callable[..., str]) -> Iterator[tuple[Money, Settings]]:
    """A register on PostgreSQL that several processes may open."""
    settings = Settings(home=tmp_path / "home", database_url=new_postgresql())
    for money in open_money(settings.home, settings.url):
        yield money, settings


def test_of_two_processes_that_pay_the_same_one_does(
    served: tuple[Money, Settings], tmp_path: Path
) -> None:
    money, settings = served
    payer = owing(money)
    said = [tmp_path / "first", tmp_path / "second"]
    processes = []
    for paper in said:
        command = drafted(payer)
        items = [item.model_dump(mode="json") for item in command.items]
        body = canonical.encode({**command.model_dump(mode="json"), "items": items})
        processes.append(start(settings, body, money.register.clock.now(), paper))
    for process in processes:
        process.join()
    assert sorted(paper.read_text() for paper in said) == ["recorded", "statement-in-payment"]


def test_a_payment_that_changed_since_it_was_prepared_is_prepared_anew(money: Money) -> None:
    payer = owing(money)
    command = drafted(payer)
    item = command.items[0].model_copy(update={"transfer_minor": 1, "amount_minor": 1})
    forged = command.model_copy(update={"items": (item,), "items_sha256": items_digest((item,))})
    assert refused_code(lambda: money.record(forged, FIRST)) == "payment-outdated"


def test_preparing_asks_the_database_as_often_for_many_payees_as_for_few(money: Money) -> None:
    payer = Payer(money)
    asked: list[str] = []

    def counted() -> int:
        asked.clear()
        with money.register.ledger.reading() as conn:
            prepare(conn, money.register.vault, Wanted(payer.studio, due=DUE), payer.bank.today())
        return len(asked)

    def count(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(money.register.engine, "before_cursor_execute", count)
    payees = [payer.person(f"作家{number}") for number in range(12)]
    for number, payee in enumerate(payees):
        payer.with_account(payee, account_number=f"60000{number:02}")
    payer.bank.pass_days()
    payer.owe(dict.fromkeys(payees[:2], 1_000))
    few = counted()
    payer.owe(dict.fromkeys(payees, 1_000))
    assert counted() == few
