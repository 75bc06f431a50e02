"""What the other slices put on record reaches whoever it concerns, by the real commands."""

from datetime import date

import pytest
from approvals_stage import House
from bank_stage import Bank
from disputes_stage import Disputes
from money_stage import Money
from notices_stage import Post
from payment_stage import Payer

from ledger.notices import outbox
from ledger.store.engine import read_transaction


@pytest.fixture
def post(money: Money) -> Post:
    return Post(money.register)


def test_old_and_new_contacts_hear_of_bank_details_before_they_are_in_force(
    money: Money, post: Post
) -> None:
    bank, payee = Bank(money), money.named_person("青空 純")
    old = post.address(payee, "old@example.jp", kinds=("statement.issued",))
    bank.pass_days(20)
    post.address(payee, "new@example.jp", replaces=old)
    post.send()
    bank.pass_days(20)
    proposed = bank.propose(payee)
    sent = post.send()
    assert sorted(one.target for one in sent) == ["new@example.jp", "old@example.jp"]
    assert {one.delivery["kind"] for one in sent} == {"bank_details.proposed"}
    assert "1234567" not in str([one.delivery for one in sent])
    bank.withdraw(proposed)
    bank.pass_days(20)
    bank.propose(payee)
    assert [one.target for one in post.send()] == ["new@example.jp"]


def test_a_payee_without_a_contact_is_listed_so_that_somebody_telephones(
    money: Money, post: Post
) -> None:
    post.send()
    payee = money.named_person("青空 純")
    Bank(money).propose(payee)
    assert post.send() == []
    with read_transaction(money.register.engine) as conn:
        (row,) = outbox.page(conn, None, status="nobody")
    assert (row["kind"], row["party"]) == ("bank_details.proposed", payee)


def test_payees_hear_what_became_of_their_own_transfers(money: Money, post: Post) -> None:
    payer = Payer(money)
    first, second = payer.person("青空 純"), payer.person("月野 桃")
    for number, payee in enumerate((first, second)):
        payer.with_account(payee, account_number=f"111111{number}")
    owed = {**payer.owe({first: 100_000}), **payer.owe({second: 1_000})}
    for payee in (first, second):
        post.address(payee, f"{payee[-4:].lower()}@example.jp")
    payment, _ = payer.sent()
    post.send()
    payer.confirm(payment, paid=[owed[first]], returned={owed[second]: "口座なし"})
    sent = {one.delivery["party"]: one.delivery for one in post.send()}
    assert (sent[first]["kind"], sent[first]["about"]) == ("payment.sent", owed[first])
    assert (sent[second]["kind"], sent[second]["about"]) == ("payment.returned", owed[second])
    assert "口座なし" not in sent[second]["told"]


def test_whose_turn_it_is_in_a_dispute_hears_so_and_is_reminded(money: Money, post: Post) -> None:
    """Answer by 31 January: asked in November, reminded on 24 and 30 January, then silent."""
    disputes, bank = Disputes(money), Bank(money)
    post.address(disputes.paid.studio, "studio@example.jp")
    opened = disputes.open()
    money.record(opened)
    assert post.told() == [("dispute.opened", "studio@example.jp")]
    money.record(disputes.ask(opened.id))
    assert post.told() == [("dispute.answer_due", "studio@example.jp")]
    told = []
    for day in (23, 24, 25, 30, 31):
        bank.pass_days((date(2027, 1, day) - bank.today()).days)
        told.append(len(post.told()))
    assert told == [0, 1, 0, 1, 0]


def test_a_dispute_that_was_answered_reminds_nobody(money: Money, post: Post) -> None:
    disputes, bank = Disputes(money), Bank(money)
    post.address(disputes.paid.studio, "studio@example.jp")
    opened = disputes.open()
    money.record(opened)
    post.send()
    money.record(disputes.say(opened.id, by=disputes.paid.studio))
    bank.pass_days((date(2026, 12, 30) - bank.today()).days)
    assert post.told() == []


def test_a_statement_that_needs_a_second_person_is_told_when_it_was_approved(
    money: Money, post: Post
) -> None:
    house = House(money)
    house.wants("statements")
    post.address(house.paid.writer, "writer@example.jp")
    post.address(house.paid.studio, "studio@example.jp", kinds=("approval.asked",))
    money.run(house.paid.agreement, "2026-03")
    issued = money.issue(house.paid.studio, "2026-03", house.kana)
    assert {target for _, target in post.told()} == {"studio@example.jp"}
    for draft in issued.values():
        house.approve("statements", draft.id)
    assert post.told() == [("statement.issued", "writer@example.jp")]
