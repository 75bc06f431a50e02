"""Notices on a register of either kind: from a fact to a message, once, whatever happens."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest
from money_stage import Money, rate, step, terms
from notices_stage import LATER, OK, Post
from paid_world import Paid, pay, reported_world
from sqlalchemy import select

from ledger.agreements.commands import ReportDuty
from ledger.clock import TOKYO, SteppingClock, tokyo_date
from ledger.committees.commands import Schedule
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.jobs.erase import erase_people
from ledger.jobs.notices import addresses_of, follow, send_notices
from ledger.jobs.notices_gathering import gather
from ledger.jobs.subject_export import gather as gather_all
from ledger.jobs.subject_text import readable_text
from ledger.notices import kinds, outbox, tables
from ledger.notices.addresses import CODE_HOURS, CODE_TRIES
from ledger.notices.deliveries import Moment, deliveries, read_addresses
from ledger.notices.kinds import Telling
from ledger.notices.message import Parcel
from ledger.notices.outbox import Again
from ledger.notices.retry import PAUSES, Outcome
from ledger.notices.tables import ADDRESSES, DELIVERIES, put_new
from ledger.parties.commands import EndParty
from ledger.rebuild import rebuild_views
from ledger.store.append import lock_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef


@pytest.fixture
def world(money_anywhere: Money) -> Paid:
    return reported_world(money_anywhere)


@pytest.fixture
def post(world: Paid) -> Post:
    return Post(world.money.register)


@pytest.fixture
def small(money: Money) -> Post:
    """A register on SQLite alone, for what no database decides."""
    return Post(money.register)


@pytest.fixture
def company(small: Post, money: Money) -> str:
    return money.company("星雲スタジオ")


def test_a_payee_hears_of_her_statement_and_nobody_of_anothers(world: Paid, post: Post) -> None:
    post.address(world.writer, "writer@example.jp")
    post.address(world.partner, "https://hooks.example.jp/partner")
    world.money.run(world.agreement, "2026-03")
    issued = world.money.issue(world.studio, "2026-03")
    sent = {one.target: one for one in post.send()}
    assert set(sent) == {"writer@example.jp", "https://hooks.example.jp/partner"}
    mail = sent["writer@example.jp"].delivery
    assert (mail["kind"], mail["about"]) == ("statement.issued", issued[world.writer].id)
    assert post.send() == []


def test_what_was_recorded_before_an_address_was_confirmed_is_not_told(
    world: Paid, post: Post
) -> None:
    pay(world)
    post.address(world.writer, "writer@example.jp")
    assert post.told() == []


def test_reading_the_log_again_makes_no_delivery_twice(world: Paid, post: Post) -> None:
    post.address(world.writer, "writer@example.jp")
    pay(world)
    assert len(post.send()) == 2
    with write_transaction(post.register.engine) as conn:
        lock_head(conn)
        conn.execute(tables._PLACES.update().values(value=f"{0:016d}"))
    assert gather(post.register) > 0
    assert post.send() == []
    rebuild_views(post.register.engine)
    assert post.send() == []


def test_a_crash_after_sending_sends_again_with_the_same_id(world: Paid, post: Post) -> None:
    """Taken and sent, but the machine stopped before that was noted: two minutes later again."""
    post.address(world.writer, "writer@example.jp")
    pay(world)
    gather(post.register)
    now = post.register.clock.now()
    with write_transaction(post.register.engine) as conn:
        lock_head(conn)
        (taken,) = outbox.take(conn, now, ("email",), (), 8)
    first = [one.delivery["id"] for one in post.send()]
    assert taken.delivery["id"] not in first
    post.pass_time(minutes=2)
    assert [one.delivery["id"] for one in post.send()] == [taken.delivery["id"]]


class Killed(BaseException):
    """The machine stops."""


def test_a_machine_that_stops_between_sending_and_noting_sends_again_with_the_same_id(
    world: Paid, post: Post
) -> None:
    post.address(world.writer, "writer@example.jp")
    world.money.run(world.agreement, "2026-03")
    world.money.issue(world.studio, "2026-03")
    heard: list[str] = []

    def stops(parcel: Parcel) -> Outcome:
        heard.append(parcel.delivery["id"])
        raise Killed

    with pytest.raises(Killed):
        send_notices(post.register, {"email": stops})
    assert post.send() == []
    post.pass_time(minutes=2)
    assert [one.delivery["id"] for one in post.send()] == heard


def test_nobody_is_flooded_with_codes(small: Post, company: str) -> None:
    addresses = addresses_of(small.register)
    for number in range(20):
        addresses.end(small.ask(company, f"victim{number}@example.jp").id)
    with pytest.raises(Conflict) as caught:
        small.ask(company, "victim@example.jp")
    assert caught.value.code == "notice-addresses-many"
    small.pass_time(days=1)
    small.ask(company, "victim@example.jp")
    (asked,) = small.send()
    for _ in range(9):
        again(small, asked.delivery["id"])
        assert len(small.send()) == 1
    with pytest.raises(Conflict) as caught:
        again(small, asked.delivery["id"])
    assert caught.value.code == "delivery-too-often"


def again(post: Post, delivery: str) -> None:
    with write_transaction(post.register.engine) as conn:
        lock_head(conn)
        outbox.replay(conn, post.register.clock.now(), Again(id=delivery))


def test_two_processes_do_not_take_the_same_delivery(world: Paid, post: Post) -> None:
    post.address(world.writer, "writer@example.jp")
    pay(world)
    gather(post.register)
    now = post.register.clock.now()
    taken = []
    for _ in range(3):
        with write_transaction(post.register.engine) as conn:
            lock_head(conn)
            taken += [one.delivery["id"] for one in outbox.take(conn, now, ("email",), (), 8)]
    assert len(taken) == len(set(taken)) == 2


def test_what_fails_is_tried_seven_times_and_then_dead_and_a_replay_begins_anew(
    small: Post, company: str
) -> None:
    address = small.address(company, "keiri@example.jp")
    small.answers["keiri@example.jp"] = LATER
    test = addresses_of(small.register).test(address)
    tries = 0
    for _ in range(12):
        tries += len(small.send())
        small.pass_time(days=2)
    assert tries == len(PAUSES) == 7
    with read_transaction(small.register.engine) as conn:
        assert outbox.show(conn, test, None)["status"] == "dead"
        assert outbox.page(conn, None)[0]["id"] == test
    small.answers.clear()
    with write_transaction(small.register.engine) as conn:
        lock_head(conn)
        assert outbox.replay(conn, small.register.clock.now(), Again(id=test)) == 1
    (again,) = small.send()
    assert again.delivery["id"] == test
    with read_transaction(small.register.engine) as conn:
        tried = outbox.show(conn, test, None)["tried"]
    assert [one["number"] for one in tried] == list(range(1, 9))
    assert (tried[0]["status"], tried[0]["answer"]) == (451, "busy")


def test_a_refusal_for_good_is_dead_at_once(small: Post, company: str) -> None:
    address = small.address(company, "keiri@example.jp")
    small.answers["keiri@example.jp"] = Outcome("never", "no such user", 550)
    addresses_of(small.register).test(address)
    small.send()
    assert small.status("test") == ["dead"]
    small.pass_time(days=2)
    assert small.send() == []


def test_while_an_address_fails_everything_else_for_it_waits_too(small: Post, company: str) -> None:
    address = small.address(company, "keiri@example.jp")
    small.answers["keiri@example.jp"] = LATER
    for _ in range(5):
        addresses_of(small.register).test(address)
        small.pass_time(seconds=1)
    assert len(small.send()) == 1
    assert len(small.send()) == 0
    small.answers.clear()
    small.pass_time(minutes=2)
    assert len(small.send()) == 5


def test_a_webhook_that_says_gone_is_ended_and_the_rest_for_it_dropped(
    small: Post, company: str
) -> None:
    hook = "https://hooks.example.jp/a"
    address = small.address(company, hook)
    for _ in range(2):
        addresses_of(small.register).test(address)
        small.pass_time(seconds=1)
    small.answers[hook] = Outcome("gone", "Gone", 410)
    small.send()
    small.pass_time(days=2)
    small.send()
    assert small.status("test") == ["dead", "dropped"]
    shown = addresses_of(small.register).shown(address)
    assert (shown["status"], shown["ended_why"]) == ("ended", "gone")


def test_without_a_mail_server_mails_wait_and_webhooks_go(small: Post, company: str) -> None:
    small.ask(company, "keiri@example.jp")
    small.ask(company, "https://hooks.example.jp/a")
    send_notices(small.register, {"webhook": small})
    assert [one.channel for one in small.parcels] == ["webhook"]
    assert small.status("address.confirm") == ["sent", "waiting"]


def test_old_contacts_hear_of_a_new_one_when_it_is_asked_for_and_when_it_replaces_them(
    small: Post, company: str
) -> None:
    old = small.address(company, "old@example.jp")
    asked = small.ask(company, "new@example.jp", replaces=old)
    sent = small.send()
    assert sorted((one.delivery["kind"], one.target) for one in sent) == [
        ("address.confirm", "new@example.jp"),
        ("address.proposed", "old@example.jp"),
    ]
    (code,) = [one.code for one in sent if one.code]
    addresses_of(small.register).confirm(asked.id, code)
    assert small.told() == [("address.changed", "old@example.jp")]
    shown = addresses_of(small.register).shown(old)
    assert (shown["status"], shown["ended_why"]) == ("ended", "replaced")


def test_a_thief_who_changes_the_address_first_does_not_hear_alone_of_the_bank_details(
    small: Post, company: str
) -> None:
    old = small.address(company, "old@example.jp")
    asked = small.ask(company, "thief@example.jp", replaces=old)
    (code,) = [one.code for one in small.send() if one.code]
    addresses_of(small.register).confirm(asked.id, code)
    small.send()
    small.pass_time(days=20)
    propose(small, company)
    assert small.told() == [
        ("bank_details.proposed", "old@example.jp"),
        ("bank_details.proposed", "thief@example.jp"),
    ]


def propose(post: Post, party: str) -> None:
    """Stand for what a proposal of bank details on record tells."""
    now = post.register.clock.now()
    since = (tokyo_date(now) - timedelta(days=30)).isoformat()
    telling = Telling(kinds.BANK_DETAILS_PROPOSED, party, "bank_x", contacts_since=since)
    with write_transaction(post.register.engine) as conn:
        size = lock_head(conn).size
        rows = conn.execute(select(ADDRESSES)).mappings()
        known = list(read_addresses(dict(row) for row in rows))
        put_new(conn, DELIVERIES, deliveries(telling, Moment(size, now), known, now))


def test_bank_details_of_a_party_without_an_address_are_listed_as_told_to_nobody(
    small: Post, company: str
) -> None:
    gather(small.register)
    propose(small, company)
    with read_transaction(small.register.engine) as conn:
        (row,) = outbox.page(conn, None)
        assert outbox.figures(conn)["nobody"] == 1
    assert (row["status"], row["party"]) == ("nobody", company)
    assert small.send() == []


def test_a_code_is_good_for_two_days_and_ten_tries(small: Post, company: str) -> None:
    addresses = addresses_of(small.register)
    late = small.ask(company, "late@example.jp")
    (code,) = [one.code for one in small.send()]
    small.pass_time(hours=CODE_HOURS, seconds=1)
    with pytest.raises(Forbidden):
        addresses.confirm(late.id, code)
    guessed = small.ask(company, "guessed@example.jp")
    (code,) = [one.code for one in small.send() if one.address == guessed.id]
    for _ in range(CODE_TRIES):
        with pytest.raises(Forbidden):
            addresses.confirm(guessed.id, "00000-00000")
    with pytest.raises(Forbidden):
        addresses.confirm(guessed.id, code)


def test_a_code_counts_once_and_only_for_its_own_party(
    small: Post, company: str, money: Money
) -> None:
    addresses = addresses_of(small.register)
    asked = small.ask(company, "keiri@example.jp")
    (code,) = [one.code for one in small.send()]
    with pytest.raises(NotFound):
        addresses.confirm(asked.id, code, money.company("別の会社"))
    addresses.confirm(asked.id, code, company)
    with pytest.raises(Conflict):
        addresses.confirm(asked.id, code, company)


def test_the_same_address_is_asked_for_once(small: Post, company: str) -> None:
    small.ask(company, "keiri@example.jp")
    with pytest.raises(Conflict) as caught:
        small.ask(company, "keiri@example.jp")
    assert caught.value.code == "notice-address-known"


def test_nothing_of_an_address_lies_in_the_database_in_the_open(small: Post, company: str) -> None:
    asked = small.ask(company, "https://hooks.example.jp/0123456789abcdef")
    assert asked.secret
    (code,) = [one.code for one in small.send()]
    small.register.engine.dispose()
    held = b"".join(
        path.read_bytes() for path in Path(small.register.home).iterdir() if path.is_file()
    )
    for secret in ("hooks.example.jp", asked.secret, code, code.replace("-", "")):
        assert secret.encode() not in held


def test_who_was_erased_gets_nothing_and_her_address_is_forgotten(
    money: Money, small: Post
) -> None:
    writer = money.named_person("青空 太郎")
    address = small.address(writer, "writer@example.jp")
    addresses_of(small.register).test(address)
    erase_people(small.register, writer)
    assert small.send() == []
    assert small.status("test") == ["dropped"]
    with read_transaction(small.register.engine) as conn:
        row = conn.execute(select(ADDRESSES).where(ADDRESSES.c.id == address)).mappings().one()
    assert (row["target"], row["status"], row["ended_why"]) == (None, "ended", "erased")
    with pytest.raises(RuleViolation) as caught:
        small.ask(writer, "writer@example.jp")
    assert caught.value.code == "notice-party-silent"


def test_a_person_is_handed_out_her_addresses_in_full(money: Money, small: Post) -> None:
    writer = money.named_person("青空 太郎")
    small.address(writer, "writer@example.jp")
    with read_transaction(small.register.engine) as conn:
        data = gather_all(small.register, conn, writer)
    assert [one["target"] for one in data["contacts"]] == ["writer@example.jp"]
    assert "お知らせの送り先\n  writer@example.jp" in readable_text(data, "ja")


def test_nothing_is_sent_to_a_party_that_has_ended(money: Money, small: Post, company: str) -> None:
    address = small.address(company, "keiri@example.jp")
    addresses_of(small.register).test(address)
    day = tokyo_date(small.register.clock.now())
    money.record(
        EndParty(
            party=company,
            ground="liquidation",
            day=day,
            source="登記簿",
            document=DocumentRef(sha256="ab" * 32),
        )
    )
    assert small.send() == []
    assert small.status("test") == ["dropped"]


def test_a_report_that_became_overdue_is_told_once_and_old_ones_are_not(money: Money) -> None:
    """Due 30 days after each month: that of October on 30 November, that of September before."""
    post = Post(money.register)
    studio, platform = money.company("星雲スタジオ"), money.company("配信プラットフォーム")
    duty = ReportDuty(
        reporter=platform, medium="streaming", starts="2026-01",
        schedule=Schedule(every_months=1, report_after_days=30, pay_after_months=2),
    )  # fmt: skip
    clauses = terms(step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=studio))
    money.agreement(studio, clauses, duties=(duty,))
    post.address(platform, "report@example.jp")
    assert post.told() == []
    advance(post, date(2026, 11, 30))
    assert post.told() == []
    advance(post, date(2026, 12, 1))
    (sent,) = post.send()
    assert sent.delivery["kind"] == "report.overdue"
    assert '"period":"2026-10"' in sent.delivery["told"]
    advance(post, date(2026, 12, 2))
    assert post.told() == []


def advance(post: Post, day: date) -> None:
    clock = post.register.clock
    assert isinstance(clock, SteppingClock)
    clock.advance_to(datetime.combine(day, time(9), TOKYO))


def test_an_expiring_form_is_told_to_both_sides_at_each_of_its_days_once(money: Money) -> None:
    """Valid to 31 January 2027: 60 days before is 2 December, 30 is 1 January, 7 is 24 January."""
    post = Post(money.register)
    payer = money.company("星雲スタジオ")
    payee = money.named_person("Jane Doe", residence="US")
    file_form(money, payer, payee, date(2027, 1, 31))
    post.address(payer, "payer@example.jp")
    post.address(payee, "payee@example.com", lang="en")
    days = [
        date(2026, 12, 1),
        date(2026, 12, 5),
        date(2026, 12, 6),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]
    told = []
    for day in days:
        advance(post, day)
        told.append([target for _, target in post.told()])
    both = ["payee@example.com", "payer@example.jp"]
    assert told == [[], both, [], both, []]


def test_a_form_that_was_renewed_is_not_told(money: Money) -> None:
    post = Post(money.register)
    payer = money.company("星雲スタジオ")
    payee = money.named_person("Jane Doe", residence="US")
    file_form(money, payer, payee, date(2027, 1, 31))
    file_form(money, payer, payee, date(2030, 1, 31), day=2)
    post.address(payer, "payer@example.jp")
    advance(post, date(2027, 1, 2))
    assert post.told() == []


def file_form(money: Money, payer: str, payee: str, valid_to: date, day: int = 1) -> None:
    money.record(
        FileTreatyForm(
            id=money.new("form"), payer=payer, payee=payee, country="US", article="12",
            filed_on=date(2026, 11, day), valid_to=valid_to, document=DocumentRef(sha256="ab" * 32),
        )
    )  # fmt: skip


def test_following_ends_when_told_to_and_a_sender_that_breaks_stops_nobody_else(
    small: Post, company: str
) -> None:
    stop, seen = Event(), []

    def sender(parcel: Parcel) -> Outcome:
        seen.append(parcel.target)
        if len(seen) == 2:
            stop.set()
        if parcel.target == "a@example.jp":
            raise KeyError("broken")
        return OK

    small.ask(company, "a@example.jp")
    small.ask(company, "b@example.jp")
    follow(small.register, {"email": sender}, 0, stop)
    assert sorted(seen) == ["a@example.jp", "b@example.jp"]
    assert small.status("address.confirm") == ["sent", "waiting"]


def test_an_old_register_gets_its_tables_when_somebody_asks(
    money: Money, small: Post, company: str
) -> None:
    assert addresses_of(small.register).listed() == []
    with read_transaction(small.register.engine) as conn:
        assert not tables.is_prepared(conn)
        assert outbox.page(conn, None) == []
        assert sum(outbox.figures(conn).values()) == 0
    with pytest.raises(NotFound):
        addresses_of(small.register).shown("addr_01KAM3Z4TJA2B3C4D5E6F7G8H9")
    small.ask(company, "keiri@example.jp")
    assert len(addresses_of(small.register).listed()) == 1
