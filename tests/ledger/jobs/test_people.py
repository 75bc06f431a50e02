"""Names go into the vault before the log hears of them, and never into the log."""

import pytest

from ledger.bootstrap import Register
from ledger.command import RequestKey
from ledger.errors import Conflict, RuleViolation
from ledger.jobs.people import Person, PlainCredit, register_person, seal_credits
from ledger.parties.display import names_of
from ledger.parties.events import PersonRegistered
from ledger.store.read import LogReader


def stored(register: Register) -> bytes:
    """All bytes of all parts."""
    with register.ledger.reading() as conn:
        reader = LogReader(conn)
        entries = reader.iterate(0, reader.size())
        return b"".join(part.data for _, parts in entries for part in parts)


def test_a_person_is_registered_by_commitments_that_the_vault_opens(register: Register) -> None:
    recorded = register_person(register, Person(credit_name="山田 はなこ", kana="ヤマダ ハナコ"))
    fact = recorded.events[0]
    assert isinstance(fact, PersonRegistered)
    opened = register.vault.open_many(
        [(fact.subject, fact.credit_name), (fact.subject, fact.kana or "")]
    )
    assert sorted(opened.values()) == ["ヤマダ ハナコ", "山田 はなこ"]
    with register.ledger.reading() as conn:
        assert names_of(conn, register.vault, [fact.id])[fact.id].ja == "山田 はなこ"
    assert "山田".encode() not in stored(register)
    assert "ヤマダ".encode() not in stored(register)


def test_a_repeated_request_seals_nothing_again(register: Register) -> None:
    person, key = Person(credit_name="山田 はなこ"), RequestKey("operator", "k", b"request")
    first = register_person(register, person, request=key)
    again = register_person(register, person, request=key)
    assert (first.first_index, again.first_index, again.replayed) == (0, 0, True)
    assert len(list(register.vault.subjects())) == 1


def test_a_key_used_for_another_request_seals_nothing(register: Register) -> None:
    register_person(
        register, Person(credit_name="山田"), request=RequestKey("operator", "k", b"request")
    )
    with pytest.raises(Conflict):
        register_person(
            register, Person(credit_name="月野"), request=RequestKey("operator", "k", b"other")
        )
    assert len(list(register.vault.subjects())) == 1


def test_credits_of_one_work_have_one_subject_per_name(register: Register) -> None:
    lines = [
        PlainCredit(role="director", person="星野 一郎"),
        PlainCredit(role="music", organisation="月の楽団"),
        PlainCredit(role="storyboard", person="星野 一郎"),
        PlainCredit(role="script", person="月野 二郎"),
    ]
    sealed = seal_credits(register, lines)
    assert [line.role for line in sealed] == [line.role for line in lines]
    assert sealed[0].subject == sealed[2].subject != sealed[3].subject
    assert sealed[1].subject is None
    assert sealed[1].organisation == "月の楽団"
    pairs = [(line.subject or "", line.name or "") for line in sealed if line.subject]
    assert set(register.vault.open_many(pairs).values()) == {"星野 一郎", "月野 二郎"}


def test_the_same_name_on_two_works_is_two_subjects(register: Register) -> None:
    line = PlainCredit(role="director", person="星野 一郎")
    subjects = {seal_credits(register, [line])[0].subject for _ in range(2)}
    assert len(subjects) == 2


def test_credits_without_persons_leave_the_vault_alone(register: Register) -> None:
    assert seal_credits(register, []) == ()
    seal_credits(register, [PlainCredit(role="music", organisation="月の楽団")])
    assert list(register.vault.subjects()) == []


def test_a_name_that_cannot_be_kept_is_refused_without_repeating_it(register: Register) -> None:
    person = Person.model_construct(kind="person", credit_name="\ud800", residence="JP")
    with pytest.raises(RuleViolation) as caught:
        register_person(register, person)
    assert "\ud800" not in str(caught.value)
