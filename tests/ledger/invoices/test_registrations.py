"""Registrations as invoice issuers: they begin and end on a day, and the register knows which."""

from datetime import date, timedelta

from money_stage import Money
from stage import studio

from ledger.clock import tokyo_date
from ledger.parties.commands import NoteRegistration
from ledger.parties.registrations import numbers_on
from ledger.parties.views import PartyRow
from ledger.rebuild import compare_views
from ledger.store.views import table_of

NUMBER, OTHER = "T7000012050002", "T2000012010019"


def note(party: str, kind: str, day: date, number: str = NUMBER) -> NoteRegistration:
    return NoteRegistration(
        party=party, kind=kind, day=day, number=number,  # type: ignore[arg-type]
        source="公表サイト 照会",
    )  # fmt: skip


def number(money: Money, party: str, day: date) -> str | None:
    with money.ledger.reading() as conn:
        table = table_of(PartyRow)
        row = conn.execute(table.select().where(table.c.id == party)).mappings().one()
        return numbers_on(conn, [dict(row)], day)[party]


def test_a_registration_ends_from_its_day_on(money_anywhere: Money) -> None:
    money = money_anywhere
    party = money.company("登録商店", invoice_number=NUMBER)
    money.record(note(party, "ended", date(2026, 7, 1)))
    assert number(money, party, date(2026, 6, 30)) == NUMBER
    assert number(money, party, date(2026, 7, 1)) is None
    assert compare_views(money.register.engine)[1] == []


def test_a_person_registers_later(money: Money) -> None:
    writer = money.named_person("青空 太郎")
    money.record(note(writer, "registered", date(2026, 10, 1)))
    assert number(money, writer, date(2026, 9, 30)) is None
    assert number(money, writer, date(2026, 10, 1)) == NUMBER


def test_a_number_of_another_party_is_refused(money: Money) -> None:
    money.company("登録商店", invoice_number=NUMBER)
    writer = money.named_person("青空 太郎")
    refused = money.refused(note(writer, "registered", date(2026, 10, 1)))
    assert refused.code == "invoice-number-taken"


def test_what_is_known_already_and_the_end_of_another_number_are_refused(money: Money) -> None:
    party = money.company("登録商店", invoice_number=NUMBER)
    day = date(2026, 7, 1)
    assert money.refused(note(party, "registered", day)).code == "registration-unchanged"
    assert money.refused(note(party, "ended", day, OTHER)).code == "registration-of-another-number"
    money.record(note(party, "ended", day))
    assert money.refused(note(party, "ended", day)).code == "registration-unchanged"


def test_a_day_to_come_and_a_stranger_are_refused(money: Money) -> None:
    party, other = money.company("登録商店", invoice_number=NUMBER), money.company("他社")
    tomorrow = tokyo_date(money.register.clock.now()) + timedelta(days=1)
    assert money.refused(note(party, "ended", tomorrow)).code == "registration-in-future"
    refused = money.refused(note(party, "ended", date(2026, 7, 1)), studio(other))
    assert refused.code == "not-your-party"


def test_the_check_digit_of_a_companys_number_counts(money: Money) -> None:
    """ID-01: T7000012050002 is one. ID-02: of 234567890123 the first digit would be another."""
    party, other = money.company("登録商店"), money.company("別の商店")
    money.record(note(party, "registered", date(2026, 7, 1)))
    bad = note(other, "registered", date(2026, 7, 1), "T1234567890123")
    assert money.refused(bad).code == "corporate-number-check-digit"


def test_a_persons_number_with_another_digit_is_warned_about(money: Money) -> None:
    writer = money.named_person("青空 太郎")
    recorded = money.record(note(writer, "registered", date(2026, 7, 1), "T1234567890123"))
    assert recorded.events[0].warnings == ("invoice-number-check-digit",)  # type: ignore[attr-defined]
