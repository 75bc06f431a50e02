"""Whom a fact tells, which address hears it, when it is tried again: rules without a database."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from ledger.entropy import SeededEntropy
from ledger.errors import RuleViolation, SignatureInvalid
from ledger.facts import FACTS
from ledger.notices import kinds
from ledger.notices.calendar import ANSWER_DAYS, FORM_DAYS, nearest
from ledger.notices.deliveries import Address, Moment, deliveries, hears
from ledger.notices.kinds import NO_ENTRY, Telling
from ledger.notices.message import House, Parcel, mail_of, webhook_of
from ledger.notices.retry import PAUSES, next_pause, one_line, retry_after
from ledger.notices.targets import check_mail, check_url, masked, may_call
from ledger.notices.told import TELLING_FACTS, tellings
from ledger.notices.webhook import sign, verify_webhook
from ledger.notices.words import _WORDS, subject_of

VECTORS = Path(__file__).parents[2] / "vectors"
CASES = json.loads((VECTORS / "webhooks" / "signatures.json").read_text())["cases"]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def fact_body(name: str) -> dict[str, Any]:
    """A frozen fact as the log holds it, joined from its parts."""
    sample = json.loads((VECTORS / "facts" / f"{name.replace('/', '-')}.json").read_text())
    parts = {part["part"]: part["body"] for part in sample["parts"]}
    return FACTS[name].from_parts(parts).body()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_webhook_is_accepted_and_refused_as_the_vectors_say(case: dict[str, Any]) -> None:
    headers = {
        "Webhook-Id": case["id"],
        "webhook-timestamp": str(case["timestamp"]),
        "WEBHOOK-SIGNATURE": case["signature"],
    }
    given = headers, case["body"].encode(), [case["secret"]], case["now"]
    if case["code"] is None:
        assert verify_webhook(*given) == case["id"]
        return
    with pytest.raises(SignatureInvalid) as caught:
        verify_webhook(*given)
    assert caught.value.code == case["code"]


def test_a_receiver_who_holds_two_secrets_takes_either() -> None:
    old, new = CASES[0]["secret"], "whsec_" + "A" * 43 + "="
    headers = {"webhook-id": "dlv_1", "webhook-timestamp": "1000"}
    headers["webhook-signature"] = sign("dlv_1", 1000, b"{}", old)
    assert verify_webhook(headers, b"{}", [new, old], 1000) == "dlv_1"


def test_a_secret_that_is_none_is_not_repeated() -> None:
    with pytest.raises(RuleViolation) as caught:
        sign("dlv_1", 1, b"", "whsec_short")
    assert "short" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(TELLING_FACTS - {"approval.given/1"}))
def test_every_telling_fact_tells_parties_without_amounts_or_names(name: str) -> None:
    found = tellings(name, fact_body(name))
    assert found
    for telling in found:
        assert telling.party.startswith("party_") or telling.party == "operator"
        for value in telling.told.values():
            assert re.fullmatch(r"[0-9A-Za-z_./-]{1,30}", value)
            assert not value.isdecimal()


def test_a_payment_tells_each_payee_of_his_own_item_alone() -> None:
    body = fact_body("payment.confirmed/1")
    for telling in tellings("payment.confirmed/1", body):
        (item,) = [one for one in body["outcomes"] if one["statement"] == telling.about]
        assert telling.party in (item["payee"], item["paid_to"])
        assert telling.kind == f"payment.{'sent' if item['status'] == 'paid' else 'returned'}"


def address(**more: Any) -> Address:
    """In force since entry 10."""
    stated: dict[str, Any] = {
        "id": "addr_a", "party": "party_p", "kinds": frozenset({kinds.STATEMENT_ISSUED}),
        "status": "in_force", "confirmed_at": "2026-11-01T00:00:00.000000Z", "from_index": 10,
        "ended_at": None, "until_index": None, "ended_why": None,
    }  # fmt: skip
    return Address(**(stated | more))


REPLACED = {
    "status": "ended", "ended_at": "2026-11-20T00:00:00.000000Z", "until_index": 80,
    "ended_why": "replaced",
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "kind", "index", "expected"),
    [
        (address(), kinds.STATEMENT_ISSUED, 9, False),
        (address(), kinds.STATEMENT_ISSUED, 10, True),
        (address(), kinds.PAYMENT_SENT, 10, False),
        (address(), kinds.BANK_DETAILS_PROPOSED, 10, True),
        (address(party="party_q"), kinds.BANK_DETAILS_PROPOSED, 10, False),
        (address(from_index=None, status="unconfirmed"), kinds.BANK_DETAILS_PROPOSED, 10, False),
        (address(**REPLACED), kinds.STATEMENT_ISSUED, 79, True),
        (address(**REPLACED), kinds.STATEMENT_ISSUED, 80, False),
        (address(**REPLACED), kinds.BANK_DETAILS_PROPOSED, 90, True),
        (address(**REPLACED | {"ended_why": "gone"}), kinds.BANK_DETAILS_PROPOSED, 90, False),
    ],
)
def test_an_address_hears_what_was_recorded_in_its_time(
    who: Address, kind: str, index: int, expected: bool
) -> None:
    assert hears(who, Telling(kind, "party_p", "x"), Moment(index, NOW)) is expected


def test_a_replaced_address_hears_of_new_bank_details_for_thirty_days() -> None:
    """Replaced on 20 November: heard on 20 December, no more on 21 December (in Japan)."""
    telling = Telling(kinds.BANK_DETAILS_PROPOSED, "party_p", "bank_x")
    days = [datetime(2026, 12, day, 3, tzinfo=UTC) for day in (20, 21)]
    assert [hears(address(**REPLACED), telling, Moment(90, day)) for day in days] == [True, False]


def test_the_fact_itself_says_since_when_old_contacts_are_told() -> None:
    since = Telling(kinds.BANK_DETAILS_PROPOSED, "party_p", "b", contacts_since="2026-11-20")
    later = Telling(kinds.BANK_DETAILS_PROPOSED, "party_p", "b", contacts_since="2026-11-21")
    moment = Moment(90, NOW)
    assert hears(address(**REPLACED), since, moment)
    assert not hears(address(**REPLACED), later, moment)


def test_what_was_overdue_before_an_address_was_confirmed_is_not_told() -> None:
    who = address(kinds=frozenset({kinds.REPORT_OVERDUE}))
    old, new = [
        Telling(kinds.REPORT_OVERDUE, "party_p", "agr_x", day, is_news=True)
        for day in ("2026-10-31", "2026-11-01")
    ]
    moment = Moment(NO_ENTRY, NOW)
    assert [hears(who, one, moment) for one in (old, new)] == [False, True]


def test_the_same_thing_to_the_same_address_has_the_same_id_whenever_it_is_computed() -> None:
    telling = Telling(kinds.STATEMENT_ISSUED, "party_p", "stmt_x")
    ids = [
        deliveries(telling, Moment(20, NOW), [address()], NOW + later)[0]["id"]
        for later in (0 * DAY, DAY)
    ]
    others = [
        deliveries(telling, Moment(21, NOW), [address()], NOW)[0]["id"],
        deliveries(telling, Moment(20, NOW), [address(id="addr_b")], NOW)[0]["id"],
    ]
    assert len(set(ids)) == 1
    assert len({*ids, *others}) == 3


def test_what_must_be_told_and_has_nobody_to_go_to_is_kept_to_nobody() -> None:
    (row,) = deliveries(
        Telling(kinds.BANK_DETAILS_PROPOSED, "party_p", "bank_x"), Moment(20, NOW), [], NOW
    )
    assert (row["status"], row["address"]) == ("nobody", "")
    assert deliveries(Telling(kinds.PAYMENT_SENT, "party_p", "x"), Moment(20, NOW), [], NOW) == []


def test_pauses_grow_with_at_most_a_tenth_more_and_end() -> None:
    entropy = SeededEntropy(1)
    for failed in range(1, len(PAUSES)):
        pause = next_pause(failed, None, entropy)
        assert pause is not None
        assert PAUSES[failed] <= pause <= PAUSES[failed] + PAUSES[failed] // 10
    assert next_pause(len(PAUSES), None, entropy) is None


def test_who_says_when_to_come_back_is_heard_up_to_a_day() -> None:
    assert next_pause(1, 4_000, SeededEntropy(1)) in range(4_000, 4_401)
    assert next_pause(1, 10**9, SeededEntropy(1)) in range(86_400, 95_041)
    assert next_pause(5, 1, SeededEntropy(1)) in range(28_800, 31_681)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120),
        ("999999999", 86_400),
        ("Sun, 22 Nov 2026 03:10:00 GMT", 600),
        ("Sun, 22 Nov 2020 03:10:00 GMT", 0),
        ("-5", None),
        ("soon", None),
        ("１２", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_day(value: str | None, expected: int | None) -> None:
    assert retry_after(value, NOW) == expected


def test_what_others_say_is_kept_on_one_printable_line() -> None:
    assert one_line("a\r\nb\x1b[31m\tc" + "x" * 500) == ("a b [31m c" + "x" * 500)[:200]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::",
        "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0",
        "fec0::1", "fd00::1", "ff02::1", "2001:db8::1", "64:ff9b:1::7f00:1", "::ffff:0:7f00:1",
        "3fff::1", "5f00::1",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_this_machine_or_a_private_net(number: str) -> None:
    assert not may_call(number)


def test_public_numbers_may_be_called_and_this_machine_only_where_a_setting_says_so() -> None:
    assert may_call("8.8.8.8")
    assert may_call("2606:4700::1111")
    assert may_call("127.0.0.1", local=True)
    assert not may_call("10.0.0.1", local=True)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.jp/", "https://user:x@example.jp/", "https://example.jp/#a", "https:///x",
        "https://127.1/", "https://[::1]/", "https://10.0.0.1/", "https://例え.jp/", "ftp://a.jp/",
        "https://example.jp:99999/", "https://example.jp/a b", "https://example.jp/\r\nx", "",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused_and_not_repeated(text: str) -> None:
    if text == "https://127.1/":  # a name to us; what it resolves to is looked at when sending
        assert check_url(text).host == "127.1"
        return
    with pytest.raises(RuleViolation) as caught:
        check_url(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a@b", "a@b..jp", "@example.jp", "a b@example.jp", "a@example.jp\r\nBcc: x@y.jp",
        "花子@example.jp", '"a"@example.jp', "a@example.jp,b@example.jp", "<a@example.jp>",
        "a" * 65 + "@example.jp", "a@" + "b" * 250 + ".jp",
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        check_mail(text)


def test_addresses_are_shown_masked() -> None:
    assert masked("email", "hanako@example.jp") == "h***@example.jp"
    assert masked("webhook", "https://example.jp/hooks/7f3a?t=1") == "https://example.jp/***"


def test_reminders_come_on_the_nearest_day_that_has_come() -> None:
    """Valid to 31 December: 60 days before is 1 November, 30 is 1 December, 7 is 24 December."""
    last = date(2026, 12, 31)
    found = [
        nearest(last, FORM_DAYS, day)
        for day in (
            date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 10), date(2026, 12, 31),
            date(2027, 1, 1),
        )
    ]  # fmt: skip
    assert found == [None, date(2026, 11, 1), date(2026, 12, 1), date(2026, 12, 24), None]
    assert nearest(last, ANSWER_DAYS, date(2026, 12, 30)) == date(2026, 12, 30)


def parcel(kind: str = kinds.STATEMENT_ISSUED, **more: Any) -> Parcel:
    told = {
        "period": "2026-Q2", "payment_date": "2026-08-31", "due_on": "2026-07-31",
        "valid_to": "2026-12-31", "answer_by": "2026-12-31", "channel": "email",
    }  # fmt: skip
    delivery = {
        "id": "dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA", "kind": kind, "party": "party_p",
        "about": "stmt_01KAM3Z4TJA2B3C4D5E6F7G8HA", "entry_index": 12,
        "told": json.dumps(told, separators=(",", ":"), sort_keys=True),
        "made_at": "2026-11-22T03:00:00.000000Z",
    }  # fmt: skip
    stated: dict[str, Any] = {
        "delivery": delivery, "channel": "email", "lang": "ja", "address": "addr_a",
        "target": "hanako@example.jp", "house": House("ledger.example/ip", "https://d.example"),
        "ticket": "addr_a.00",
    }  # fmt: skip
    return Parcel(**(stated | more))


def test_a_mail_has_a_stable_id_and_says_that_a_machine_wrote_it() -> None:
    mail = mail_of(parcel(), "daicho@example.jp", NOW)
    assert mail["Message-ID"] == "<dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA@example.jp>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://d.example/v1/notice-quiet/addr_a.00>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    data = mail.as_bytes()
    assert data.isascii()
    assert mail.get_content().startswith("対象期間 2026-Q2 の支払明細書")
    assert "https://d.example/v1/statements/stmt_01KAM3Z4TJA2B3C4D5E6F7G8HA" in mail.get_content()


@pytest.mark.parametrize("kind", sorted(kinds.ALWAYS | kinds.DIRECT))
def test_what_cannot_be_stopped_offers_no_way_to_stop_it(kind: str) -> None:
    assert mail_of(parcel(kind, code="X"), "d@example.jp", NOW)["List-Unsubscribe"] is None


def test_a_header_cannot_be_smuggled_in() -> None:
    with pytest.raises(ValueError, match="invalid arguments"):
        mail_of(parcel(target="a@example.jp\r\nBcc: x@y.jp"), "d@example.jp", NOW)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_kind_has_words_in_one_language_and_no_figure(lang: str) -> None:
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    for kind in (*kinds.CHOSEN, *kinds.ALWAYS, *kinds.DIRECT):
        text = mail_of(parcel(kind, lang=lang, code="AB"), "d@example.jp", NOW).get_content()
        words = subject_of(kind, lang) + text
        assert bool(japanese.search(words)) == (lang == "ja"), kind
        assert "{" not in words


def test_both_languages_name_the_same_values() -> None:
    for kind, (_, japanese, _, english) in _WORDS.items():
        named = [
            {name for _, name, _, _ in Formatter().parse(text) if name}
            for text in (japanese, english)
        ]
        assert named[0] == named[1], kind


def test_a_webhook_has_ids_and_no_figures_and_the_same_bytes_every_time() -> None:
    body = webhook_of(parcel())
    assert body == webhook_of(parcel())
    assert json.loads(body) == {
        "type": "statement.issued",
        "timestamp": "2026-11-22T03:00:00.000000Z",
        "data": {
            "about": "stmt_01KAM3Z4TJA2B3C4D5E6F7G8HA", "address": "addr_a", "entry_index": 12,
            "origin": "ledger.example/ip", "party": "party_p", "period": "2026-Q2",
            "payment_date": "2026-08-31", "due_on": "2026-07-31", "valid_to": "2026-12-31",
            "answer_by": "2026-12-31", "channel": "email",
            "url": "https://d.example/v1/statements/stmt_01KAM3Z4TJA2B3C4D5E6F7G8HA",
        },
    }  # fmt: skip
