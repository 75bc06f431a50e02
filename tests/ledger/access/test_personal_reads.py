"""Who read whose data: kept once per request, found by person, reader and day, never by the public."""

from datetime import date

import pytest
from money_stage import Money, money, money_anywhere

from ledger.access.personal_reads import Asked, PersonalReads, reads_page
from ledger.command import Actor
from ledger.parties.display import names_of
from ledger.vault.watching import comparing, watching

__all__ = ["money", "money_anywhere"]

KANA = Actor("studio", "party_01KAM3Z4T0V6S8Q2YB5C9D7E1A", "tok_01KAM3Z4T0V6S8Q2YB5C9D7E1A")
ONE, TWO = "subj_01KAM3Z4T0V6S8Q2YB5C9D7E1A", "subj_01KAM3Z4T0V6S8Q2YB5C9D7E1B"


def store(money: Money) -> PersonalReads:
    register = money.register
    return PersonalReads(register.engine, register.clock, register.entropy)


def found(money: Money, asked: Asked | None = None, **more: object) -> list[dict[str, object]]:
    with money.ledger.reading() as conn:
        return reads_page(conn, asked or Asked(), **more)  # type: ignore[arg-type]


def test_opening_a_name_is_noticed_while_somebody_watches(money: Money) -> None:
    party = money.named_person("青空 太郎")
    with money.ledger.reading() as conn, watching() as opened:
        names_of(conn, money.register.vault, [party])
    ((_, field),) = opened
    assert field == "credit_name"


def test_nothing_is_noticed_outside_and_where_values_are_compared_only(money: Money) -> None:
    party = money.named_person("青空 太郎")
    with money.ledger.reading() as conn:
        with watching() as opened:
            pass
        names_of(conn, money.register.vault, [party])
        with watching() as other, comparing():
            names_of(conn, money.register.vault, [party])
    assert opened == other == set()


def test_a_request_is_kept_with_who_why_and_what(money_anywhere: Money) -> None:
    store(money_anywhere).keep(KANA, "GET /v1/parties", {(ONE, "credit_name"), (TWO, "kana")})
    rows = found(money_anywhere)
    assert [(row["subject"], row["kind"]) for row in rows] == [(ONE, "credit_name"), (TWO, "kana")]
    assert {(row["by"], row["party"], row["why"]) for row in rows} == {
        (KANA.by, KANA.party, "GET /v1/parties")
    }


def test_reads_are_found_by_person_reader_and_day(money_anywhere: Money) -> None:
    """The stage's clock starts on 22 November 2026, 12:44 in Japan."""
    store(money_anywhere).keep(KANA, "x", {(ONE, "credit_name"), (TWO, "credit_name")})
    day = date(2026, 11, 22)
    for asked, count in (
        (Asked(subjects=(ONE,)), 1), (Asked(by=KANA.by), 2), (Asked(party=KANA.party), 2),
        (Asked(by="tok_x"), 0), (Asked(since=day, until=day), 2),
        (Asked(since=date(2026, 11, 23)), 0), (Asked(until=date(2026, 11, 21)), 0),
    ):  # fmt: skip
        assert len(found(money_anywhere, asked)) == count, asked


def test_pages_follow_each_other_without_gaps(money_anywhere: Money) -> None:
    reads = store(money_anywhere)
    for _ in range(3):
        reads.keep(KANA, "x", {(ONE, "credit_name"), (ONE, "credit_kana")})
    seen: list[object] = []
    after = None
    while some := found(money_anywhere, limit=2, after=after):
        seen += [row["key"] for row in some]
        after = some[-1]["key"]
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("actor", [Actor("public"), KANA])
def test_what_the_public_reads_and_what_opens_nothing_is_not_kept(
    money: Money, actor: Actor
) -> None:
    opened = {(ONE, "credit_name")} if actor.role == "public" else set()
    store(money).keep(actor, "x", opened)
    assert found(money) == []
