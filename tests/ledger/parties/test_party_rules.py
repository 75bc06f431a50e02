"""Who may register parties, and what the register says about names it knows already."""

from typing import Any

import pytest
from pydantic import ValidationError

from ledger.command import Actor
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ids import PARTY, SUBJECT
from ledger.ledger import Ledger
from ledger.parties.commands import AddAlias, Alias, RegisterCompany
from ledger.parties.succession import SuccessionRow
from ledger.store.views import table_of
from ledger.values import Names


def add_alias(parties: Any, party: str, text: str, actor: Actor | None = None) -> None:
    command = AddAlias(party=party, alias=Alias(text=text, reason="as printed on the sleeve"))
    parties.ledger.record(command, actor or Actor("operator"))


@pytest.mark.parametrize("role", ["creator", "auditor", "public"])
def test_only_the_operator_and_studios_register_parties(parties: Any, role: Any) -> None:
    for register in (parties.company, parties.person):
        with pytest.raises(Forbidden, match="role-may-not-register"):
            register(actor=Actor(role, "party_x"))


def test_a_studio_registers_the_people_it_works_with(parties: Any) -> None:
    studio = parties.company()
    assert parties.person(actor=Actor("studio", studio))


def test_an_id_is_taken_once(parties: Any) -> None:
    taken = parties.company()
    for register in (parties.company, parties.person):
        with pytest.raises(Conflict, match="id-taken"):
            register(id=taken)


def test_a_subject_of_the_vault_is_one_party(parties: Any) -> None:
    subject = parties.new_id(SUBJECT)
    first = parties.person(subject=subject)
    with pytest.raises(Conflict, match="subject-taken") as caught:
        parties.person(subject=subject)
    assert caught.value.fields["party"] == first


def test_a_name_that_others_have_is_recorded_with_a_warning_that_lists_them(parties: Any) -> None:
    one = parties.company("AT-X")
    two = parties.company("株式会社エー・ティー・エックス")
    assert parties.warnings == (f"same-name-as:{one}",)
    parties.company("別の社名", en="AT-X Inc.")
    assert parties.warnings == (f"same-name-as:{','.join(sorted((one, two)))}",)


def test_a_name_equal_to_anothers_reading_is_a_warning(parties: Any) -> None:
    one = parties.company("光洋", kana="コウヨウ")
    parties.company("コウヨウ")
    assert parties.warnings == (f"same-name-as:{one}",)


def test_equal_readings_of_different_names_are_nothing_special(parties: Any) -> None:
    parties.company("光洋", kana="コウヨウ")
    parties.company("広洋", kana="コウヨウ")
    assert parties.warnings == ()


def test_an_alias_leads_to_one_party(parties: Any) -> None:
    one = parties.company("エイティーエックス", aliases=("AT-X",))
    with pytest.raises(Conflict, match="alias-taken") as caught:
        parties.company("別の会社", aliases=("ＡＴ　Ｘ",))
    assert caught.value.fields["party"] == one
    other = parties.company("別の会社")
    with pytest.raises(Conflict, match="alias-taken"):
        add_alias(parties, other, "エー・ティー・エックス")


def test_an_alias_may_not_be_anothers_name(parties: Any) -> None:
    parties.company("サンライズ企画")
    with pytest.raises(Conflict, match="alias-taken"):
        parties.company("別の会社", aliases=("さんらいず企画",))


def test_an_alias_may_be_anothers_reading(parties: Any) -> None:
    parties.company("光洋", kana="コウヨウ")
    parties.company("KOYO", aliases=("コウヨウ",))


def test_an_alias_that_adds_nothing_is_refused(parties: Any) -> None:
    party = parties.company("AT-X")
    with pytest.raises(Conflict, match="alias-known"):
        add_alias(parties, party, "エー・ティー・エックス")


def test_a_company_adds_its_own_aliases_and_nobody_elses(parties: Any) -> None:
    one, other = parties.company("一番館"), parties.company("二番館")
    add_alias(parties, one, "Ichibankan", Actor("studio", one))
    with pytest.raises(Forbidden, match="not-your-party"):
        add_alias(parties, other, "Nibankan", Actor("studio", one))


def test_a_persons_other_names_do_not_enter_the_log(parties: Any) -> None:
    with pytest.raises(RuleViolation, match="alias-of-person"):
        add_alias(parties, parties.person(), "山田花子")


def test_an_alias_of_nobody_is_refused(parties: Any) -> None:
    with pytest.raises(NotFound, match="party-not-found") as caught:
        add_alias(parties, parties.new_id(PARTY), "X")
    assert caught.value.fields["field"] == "party"


@pytest.mark.parametrize("name", ["", "　", "A\x00B", "A\ud800", "あ" * 600])
def test_a_malformed_name_never_becomes_a_command(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RegisterCompany(id="party_01KAM3Z4T0V6S8Q2YB5C9D7E1F", names=Names(ja=name))
    assert caught.value.errors()[0]["loc"] == ("ja",)


def test_refused_commands_leave_nothing(parties: Any, ledger: Ledger) -> None:
    with pytest.raises(RuleViolation):
        parties.company(corporate_number="1")
    with ledger.reading() as conn:
        assert conn.execute(table_of(SuccessionRow).select()).all() == []
    parties.company()
    assert parties.warnings == ()
    assert parties.last.first_index == 0
