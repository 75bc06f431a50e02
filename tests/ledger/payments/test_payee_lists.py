"""What whoever is paid reads without much being searched: lists, months, what is still to come."""

import pytest
from money_stage import Money
from payment_stage import Payer

from ledger.access.views import Viewer
from ledger.rebuild import compare_views
from ledger.statements.payee_views import (
    agreements_of,
    cursor_of,
    listed,
    months_of,
    still_open,
)


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio that owes two people 89,790 and 898."""
    payer = Payer(money)
    for number, (name, amount) in enumerate((("青空 純", 100_000), ("月野 桃", 1_000))):
        person = payer.person(name)
        payer.with_account(person, account_number=f"111111{number}")
        payer.owe({person: amount})
    return payer


def test_what_is_paid_leaves_the_open_ones_and_joins_the_sums_of_its_month(payer: Payer) -> None:
    """By hand: 100,000 - 10,210 = 89,790, stated for and paid in January 2027."""
    payment, _ = payer.sent()
    paid, back = payer.show(payment)["items"]
    of = {item["statement_id"]: Viewer("creator", item["payee"]) for item in (paid, back)}
    reading = payer.money.register.ledger.reading
    with reading() as conn:
        assert [still_open(conn, viewer) for viewer in of.values()] == [[id] for id in of]
        (month,) = months_of(conn, of[paid["statement_id"]])
        assert (month["statements"], month["paid_minor"]) == (1, 0)
    payer.confirm(payment, paid=[paid["statement_id"]], returned={back["statement_id"]: "口座なし"})
    with reading() as conn:
        assert still_open(conn, of[paid["statement_id"]]) == []
        assert still_open(conn, of[back["statement_id"]]) == [back["statement_id"]]
        months = months_of(conn, of[paid["statement_id"]])
        assert sum(one["paid_minor"] for one in months) == paid["transfer_minor"]
        assert sum(one["transfer_minor"] for one in months) == paid["transfer_minor"]
        assert not any(one["paid_minor"] for one in months_of(conn, of[back["statement_id"]]))


def test_lists_show_a_partys_own_alone_page_by_page_and_nobody_elses(payer: Payer) -> None:
    payment, _ = payer.sent()
    first, second = payer.show(payment)["items"]
    with payer.money.register.ledger.reading() as conn:
        viewer = Viewer("creator", first["payee"])
        (row,) = listed(conn, viewer)
        assert row["statement_id"] == first["statement_id"]
        assert listed(conn, viewer, after=cursor_of(row)) == []
        assert listed(conn, viewer, year=row["payment_date"][:4], payer=row["payer"]) == [row]
        assert listed(conn, viewer, year="1999") == []
        assert listed(conn, viewer, payer=second["payee"]) == []
        assert listed(conn, Viewer("public")) == []
        (agreement,) = agreements_of(conn, viewer)
        assert agreement["statement_id"] == first["statement_id"]
        assert agreements_of(conn, viewer, agreement="agr_none") == []


def test_the_lists_follow_from_the_log_alone(payer: Payer) -> None:
    payment, _ = payer.sent()
    payer.confirm(payment, paid=[item["statement_id"] for item in payer.show(payment)["items"]])
    _, differences = compare_views(payer.money.register.engine)
    assert differences == []
