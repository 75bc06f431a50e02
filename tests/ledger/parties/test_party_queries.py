"""What each kind of reader learns about parties, and how parties are found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.entropy import SeededEntropy
from ledger.errors import RuleViolation
from ledger.ids import SUBJECT
from ledger.ledger import Ledger
from ledger.parties.commands import AddAlias, Alias
from ledger.parties.display import ERASED, DisplayName, names_of
from ledger.parties.queries import page, search, show
from ledger.vault.vault import Secret, Vault

STRANGER = Viewer("studio", "party_stranger")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    home = tmp_path / "vault-home"
    home.mkdir()
    Vault.create(home, SeededEntropy(9))
    with Vault.open(home, SeededEntropy(10)) as opened:
        yield opened


def found(
    ledger: Ledger, q: str, viewer: Viewer = PUBLIC_VIEWER, **more: Any
) -> list[tuple[str, str]]:
    with ledger.reading() as conn:
        return [(item["id"], item["matched"]) for item in search(conn, viewer, q, **more)]


def test_both_spellings_find_one_broadcaster(parties: Any, ledger: Ledger) -> None:
    party = parties.company(
        "エー・ティー・エックス", kana="エーティーエックス", aliases=("アニメシアターX",)
    )
    for q in ("AT-X", "ａｔｘ", "㈱エー・ティー・エックス", "あにめしあたーX"):
        assert found(ledger, q) == [(party, "whole")]


def test_whole_names_come_before_beginnings_and_parts(parties: Any, ledger: Ledger) -> None:
    part = parties.company("東京アニメ")
    beginning = parties.company("アニメ工房")
    whole = parties.company("アニメ")
    assert found(ledger, "アニメ") == [(whole, "whole"), (beginning, "beginning"), (part, "part")]
    assert found(ledger, "アニメ", limit=1) == [(whole, "whole")]


@pytest.mark.parametrize("q", ["%", "_", "\\", "", "　", "\x00", "\ud800"])
def test_signs_in_a_query_mean_themselves(parties: Any, ledger: Ledger, q: str) -> None:
    parties.company("アニメ工房")
    assert found(ledger, q) == []


def test_a_query_that_is_too_long_is_refused(ledger: Ledger) -> None:
    with pytest.raises(RuleViolation, match="query-too-long"):
        found(ledger, "あ" * 501)


def test_a_person_is_found_by_the_whole_name_through_the_vault(
    parties: Any, ledger: Ledger, vault: Vault
) -> None:
    subject = parties.new_id(SUBJECT)
    [commit] = vault.seal([Secret(subject, "credit_name", "山田　花子")])
    person = parties.person(subject=subject, credit_name=commit)
    subjects = vault.find("山田花子")
    assert found(ledger, "山田花子", STRANGER, subjects=subjects) == [(person, "whole")]
    assert found(ledger, "山田花子", PUBLIC_VIEWER, subjects=subjects) == []


def test_names_of_companies_and_persons_come_together(
    parties: Any, ledger: Ledger, vault: Vault
) -> None:
    subject = parties.new_id(SUBJECT)
    name, kana = vault.seal(
        [Secret(subject, "credit_name", "山田"), Secret(subject, "kana", "ヤマダ")]
    )
    person = parties.person(subject=subject, credit_name=name, kana=kana)
    company = parties.company("一番館", kana="イチバンカン", en="Ichibankan")
    erased = parties.person()
    with ledger.reading() as conn:
        names = names_of(conn, vault, [person, company, erased, person, "party_unknown"])
    assert names == {
        person: DisplayName("山田", "ヤマダ"),
        company: DisplayName("一番館", "イチバンカン", "Ichibankan"),
        erased: ERASED,
    }
    assert names[company].in_language("en") == "Ichibankan"
    assert names[person].in_language("en") == "山田"
    assert names[erased].in_language("ja") == "（消去済み）"


def test_a_company_is_described_to_everyone_but_its_payees(parties: Any, ledger: Ledger) -> None:
    party = parties.company(
        "一番館",
        en="Ichibankan",
        aliases=("壱番館",),
        legal_form="株式会社",
        corporate_number="7000012050002",
    )
    parties.pay(party, parties.company("銀行"), "2026-04-01", "assignee")
    with ledger.reading() as conn:
        public = show(conn, party, PUBLIC_VIEWER)
        own = show(conn, party, Viewer("studio", party))
    assert public is not None
    assert own is not None
    assert public["names"] == {"ja": "一番館", "kana": None, "en": "Ichibankan"}
    assert public["aliases"] == [{"text": "壱番館", "reason": "as printed"}]
    assert (public["legal_form"], public["corporate_number"]) == ("株式会社", "7000012050002")
    assert (public["entry_index"], public["status"], public["warnings"]) == (0, "active", [])
    assert public["first_recorded_at"].endswith("Z")
    assert "payees" not in public
    assert [payee["effective_from"] for payee in own["payees"]] == ["2026-04-01"]
    assert {key: own[key] for key in public} == public


def test_a_person_is_described_to_herself_and_the_operator(parties: Any, ledger: Ledger) -> None:
    person = parties.person(residence="FR")
    with ledger.reading() as conn:
        own = show(conn, person, Viewer("creator", person))
        assert own == show(conn, person, OPERATOR_VIEWER)
        assert own is not None
        assert (own["country"], own["credit_commit"], own["payees"]) == ("FR", "0" * 64, [])
        assert show(conn, person, STRANGER) == {
            "id": person,
            "kind": "person",
            "status": "active",
            "entry_index": 0,
            "succeeds": [],
        }
        assert show(conn, person, PUBLIC_VIEWER) is None
        assert show(conn, "party_unknown", OPERATOR_VIEWER) is None


def test_mergers_are_public_and_inheritances_are_not(parties: Any, ledger: Ledger) -> None:
    old, new, dead, heir = (
        parties.company("旧"),
        parties.company("新"),
        parties.person(),
        parties.person(),
    )
    parties.succeed(old, (new, 1, 1))
    parties.succeed(dead, (heir, 1, 1), ground="inheritance")
    with ledger.reading() as conn:
        merged, grown = show(conn, old, PUBLIC_VIEWER), show(conn, new, PUBLIC_VIEWER)
        assert merged is not None
        assert grown is not None
        assert merged["status"] == "succeeded"
        assert merged["succession"]["successors"][0]["party"] == new
        assert grown["succeeds"] == [
            {"party": old, "ground": "merger", "effective_from": "2026-04-01"}
        ]
        for party in (dead, heir):
            seen = show(conn, party, STRANGER)
            assert seen is not None
            assert "succession" not in seen
            assert seen["succeeds"] == []
        own = show(conn, heir, Viewer("creator", heir))
        assert own is not None
        assert own["succeeds"][0]["party"] == dead


def test_pages_follow_each_other_and_keep_persons_to_themselves(
    parties: Any, ledger: Ledger
) -> None:
    companies = [parties.company(f"会社{number}") for number in range(5)]
    person = parties.person()
    with ledger.reading() as conn:
        first = page(conn, PUBLIC_VIEWER, limit=3)
        second = page(conn, PUBLIC_VIEWER, after=first[-1]["id"], limit=3)
        assert [item["id"] for item in first + second] == companies
        assert (
            page(conn, Viewer("creator", person), after=companies[-1])[0]["credit_commit"]
            == "0" * 64
        )
        assert [item["id"] for item in page(conn, OPERATOR_VIEWER, kind="person")] == [person]
        assert page(conn, STRANGER, kind="person") == []


def test_an_added_alias_is_shown_with_its_entry(parties: Any, ledger: Ledger) -> None:

    party = parties.company("一番館")
    recorded = ledger.record(AddAlias(party=party, alias=Alias(text="Ichibankan", reason="sleeve")))
    assert found(ledger, "ichiban") == [(party, "beginning")]
    with ledger.reading() as conn:
        shown = show(conn, party, PUBLIC_VIEWER)
    assert shown is not None
    assert shown["aliases"] == [
        {"text": "Ichibankan", "reason": "sleeve", "entry_index": recorded.first_index}
    ]
