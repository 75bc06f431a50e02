"""Putting parties, works and committees on the register from the command line, and finding them."""

from pathlib import Path
from typing import Any

import pytest
from cli_stage import Daicho, as_json


@pytest.fixture
def studio(daicho: Daicho) -> str:
    """A company with two spellings."""
    return daicho.recorded(
        "parties", "add-company", "--ja", "株式会社銀河", "--kana", "ギンガ", "--en", "Ginga Inc.",
        "--legal-form", "株式会社", "--alias", "GINGA",
    )  # fmt: skip


@pytest.fixture
def designer(daicho: Daicho) -> str:
    """A person."""
    return daicho.recorded(
        "parties", "add-person", "--credit-name", "青空 太郎", "--kana", "アオゾラ タロウ"
    )


def work_of(studio: str) -> dict[str, Any]:
    return {
        "holder": studio,
        "data": {"title": {"ja": "星の図書館", "en": "Library of Stars"}, "kind": "tv"},
        "credits": [
            {"role": "director", "person": "山田 花子"},
            {"role": "character_design", "person": "山田 花子"},
            {"role": "original_work", "organisation": "銀河出版"},
        ],
    }


@pytest.fixture
def work(daicho: Daicho, studio: str) -> str:
    """A work with credits whose names are in the vault."""
    return daicho.recorded("works", "register", "--file", "-", stdin=as_json(work_of(studio)))


def committee_of(studio: str, work: str) -> dict[str, Any]:
    whole = {"num": 1, "den": 1}
    return {
        "name": {"ja": "「星の図書館」製作委員会"},
        "origin": "new",
        "works": [work],
        "lead": studio,
        "members": [{"party": studio, "investment": whole, "copyright": whole, "profit": whole}],
        "plan": {
            "dispositions": [{"outcome": "co_ownership"}],
            "contact": studio,
            "adjustments_debtor": studio,
        },
        "formed_on": "2026-01-01",
    }


def test_a_company_is_found_under_every_spelling(daicho: Daicho, studio: str) -> None:
    daicho.recorded("parties", "alias", studio, "ギャラクシー", "--reason", "旧社名")
    for query in ("銀河", "ginga", "ぎんが", "ぎゃらくしー"):
        found = daicho.data("parties", "search", query)["items"]
        assert [item["id"] for item in found] == [studio]


def test_a_recording_says_where_it_stands(daicho: Daicho) -> None:
    said = daicho("parties", "add-company", "--ja", "銀河")
    assert "entry 0" in said.out
    made = daicho.data("parties", "add-company", "--ja", "別の会社")
    assert (made["first_index"], made["count"], made["replayed"]) == (1, 1, False)
    shown = daicho.data("log", "show", "1")
    assert shown["leaf_hash"] == made["leaf_hashes"][0]
    assert "parts" in shown


def test_the_same_name_twice_is_recorded_with_a_note(daicho: Daicho, studio: str) -> None:
    said = daicho("parties", "add-company", "--ja", "銀河")
    assert said.code == 0
    assert studio in said.err


def test_a_person_is_shown_by_name_and_recorded_without(daicho: Daicho, designer: str) -> None:
    assert "青空 太郎" in daicho("parties", "show", designer).out
    assert daicho.data("parties", "show", designer)["name"] == "青空 太郎"
    assert "青空" not in daicho("log", "show", "0").out
    assert [p["id"] for p in daicho.data("parties", "search", "青空太郎")["items"]] == [designer]


def test_parties_are_listed_page_by_page(daicho: Daicho, studio: str, designer: str) -> None:
    first = daicho.data("parties", "list", "--limit", "1")
    assert len(first["items"]) == 1
    rest = daicho.data("parties", "list", "--limit", "1", "--after", first["next"])
    assert {first["items"][0]["id"], rest["items"][0]["id"]} == {studio, designer}
    assert "--after" in daicho("parties", "list", "--limit", "1").out
    only = daicho.data("parties", "list", "--kind", "person")["items"]
    assert [item["id"] for item in only] == [designer]


def test_a_payee_is_set_from_a_day_on(daicho: Daicho, studio: str, designer: str) -> None:
    daicho.recorded(
        "parties", "payee", designer, studio, "--relation", "agent_company", "--from", "2026-01-01"
    )
    shown = daicho.data("parties", "show", designer)
    assert shown["payees"][0]["payee"] == studio
    assert daicho("parties", "payee", designer, studio, "--relation", "friend").code == 4


def test_a_succession_is_recorded(daicho: Daicho, studio: str) -> None:
    new = daicho.recorded("parties", "add-company", "--ja", "新銀河")
    daicho.recorded(
        "parties", "succeed", "--file", "-",
        stdin=as_json({
            "party": studio, "ground": "merger", "effective_from": "2026-04-01",
            "successors": [{"party": new, "share": {"num": 1, "den": 1}}],
        }),
    )  # fmt: skip
    assert daicho.data("parties", "show", studio)["succession"]["ground"] == "merger"


def test_a_company_may_come_from_a_file(daicho: Daicho, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(as_json({"names": {"ja": "銀河"}, "country": "JP"}), encoding="utf-8")
    party = daicho.recorded("parties", "add-company", "--file", str(file), "--en", "Ginga")
    assert daicho.data("parties", "show", party)["names"]["ja"] == "銀河"


def test_an_unknown_party_is_not_found(daicho: Daicho) -> None:
    said = daicho("parties", "show", "party_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json")
    assert (said.code, said.error["code"]) == (4, "party-not-found")


def test_credits_are_sealed_and_shown_by_name(daicho: Daicho, work: str) -> None:
    shown = daicho.data("works", "show", work)
    assert [line.get("printed_name") for line in shown["credits"]] == [
        "山田 花子",
        "山田 花子",
        None,
    ]
    assert shown["credits"][0]["subject"] == shown["credits"][1]["subject"]
    text = daicho("works", "show", work).out
    assert "山田 花子" in text
    assert shown["credits"][0]["subject"] not in text


def test_a_work_is_registered_from_options_with_a_file_that_stays_here(
    daicho: Daicho, studio: str, tmp_path: Path
) -> None:
    file = tmp_path / "board.pdf"
    file.write_bytes(b"storyboard")
    assert daicho.data("works", "hash", str(file))["registrations"] == []
    assert "No work" in daicho("works", "hash", str(file)).out
    work = daicho.recorded(
        "works", "register", "--ja", "雨の駅", "--kind", "film", "--holder", studio,
        "--first-published", "2025-07-01", "--asset", str(file),
    )  # fmt: skip
    found = daicho.data("works", "hash", str(file))["registrations"]
    assert [item["work"] for item in found] == [work]
    assert "雨の駅" in daicho("works", "hash", str(file)).out


def test_a_notice_becomes_a_work_and_keeps_its_date(daicho: Daicho, studio: str) -> None:
    work = daicho.recorded("works", "notice", "--holder", studio, "--working-title", "企画A")
    assert daicho.data("works", "show", work)["working_title"] == "企画A"
    assert [n["work"] for n in daicho.data("works", "notices")["items"]] == [work]
    daicho.recorded(
        "works", "register", "--work", work, "--holder", studio, "--ja", "星", "--kind", "ona"
    )
    shown = daicho.data("works", "show", work)
    assert shown["notice_index"] == 1
    certificate = daicho.data("works", "certificate", work)
    assert [item["index"] for item in certificate["evidence"]] == [1, 2]


def test_a_work_is_amended_claimed_and_extended(daicho: Daicho, studio: str, work: str) -> None:
    data = {**work_of(studio)["data"], "episodes": 13}
    daicho.recorded(
        "works", "amend", work, "--reason", "話数確定", "--file", "-", stdin=as_json({"data": data})
    )
    daicho.recorded(
        "works", "claim", work, "--claimant", studio, "--kind", "maker", "--statement", "製作者です"
    )
    element = {
        "kind": "character",
        "name": {"ja": "ルナ"},
        "credits": [{"role": "character_design", "person": "山田 花子"}],
    }
    daicho.recorded("works", "element", work, "--file", "-", stdin=as_json(element))
    shown = daicho.data("works", "show", work)
    assert shown["data"]["episodes"] == 13
    assert shown["claims"][0]["statement"] == "製作者です"
    assert shown["elements"][0]["credits"][0]["printed_name"] == "山田 花子"
    assert "ルナ" in daicho("works", "show", work, "--lang", "ja").out


def test_works_are_listed_and_found(daicho: Daicho, studio: str, work: str) -> None:
    assert [w["id"] for w in daicho.data("works", "search", "library")["items"]] == [work]
    assert daicho.data("works", "list", "--kind", "film")["items"] == []
    assert "Nothing found" in daicho("works", "list", "--kind", "film").out
    listed = daicho("works", "list", "--holder", studio)
    assert "Ginga" in listed.out
    assert "title_ja" not in listed.out


def test_a_certificate_says_what_it_does_not_prove(
    daicho: Daicho, work: str, tmp_path: Path
) -> None:
    assert (
        "所有" in daicho("works", "certificate", work).out
        or "帰属" in daicho("works", "certificate", work).out
    )
    assert "not prove" in daicho("works", "certificate", work, "--lang", "en").out
    file = tmp_path / "certificate.json"
    assert daicho("works", "certificate", work, "--save", str(file)).code == 0
    assert b'"certificate":1' in file.read_bytes()
    assert daicho("works", "certificate", "work_x").code == 4


def test_a_committee_is_formed_shown_amended_and_found(
    daicho: Daicho, studio: str, work: str
) -> None:
    given = as_json(committee_of(studio, work))
    committee = daicho.recorded("committees", "form", "--file", "-", stdin=given)
    assert "100%" in daicho("committees", "show", committee).out
    change = {
        "effective_from": "2026-06-01",
        "reason": "窓口追加",
        "windows": [{"medium": "streaming", "holder": studio}],
    }
    daicho.recorded("committees", "amend", committee, "--file", "-", stdin=as_json(change))
    assert daicho.data("committees", "show", committee)["version"] == 2
    assert [c["id"] for c in daicho.data("committees", "list", "--work", work)["items"]] == [
        committee
    ]
    assert [c["id"] for c in daicho.data("committees", "search", "図書館")["items"]] == [committee]
    assert "図書館" in daicho("works", "show", work).out
    assert daicho("committees", "show", "cmt_x").code == 4


def test_an_existing_committee_without_shares_is_recorded_with_notes(
    daicho: Daicho, studio: str, work: str
) -> None:
    given = {
        "name": {"ja": "旧委員会"},
        "origin": "existing",
        "works": [work],
        "lead": studio,
        "members": [{"party": studio}],
    }
    said = daicho("committees", "form", "--file", "-", stdin=as_json(given))
    assert said.code == 0
    assert "There is no plan for the day it ends." in said.err
    committee = daicho.data("committees", "list")["items"][0]["id"]
    assert "Civil Code" in daicho("committees", "show", committee).out
    assert "民法" in daicho("committees", "show", committee, "--lang", "ja").out


def test_shares_that_do_not_sum_are_refused_by_name(daicho: Daicho, studio: str, work: str) -> None:
    given = committee_of(studio, work)
    given["members"][0]["investment"] = {"num": 9999, "den": 10000}
    said = daicho("committees", "form", "--file", "-", "--json", stdin=as_json(given))
    assert said.code == 4
    assert "investment" in said.err


def test_months_are_opened_closed_and_reopened(daicho: Daicho) -> None:
    daicho.recorded("periods", "open", "2026-01")
    daicho.recorded("periods", "close", "2026-01")
    assert daicho("periods", "close", "2026-01").code == 4
    daicho.recorded("periods", "reopen", "2026-01", "--reason", "訂正のため")
    listed = daicho.data("periods", "list")["items"]
    assert [(item["month"], item["status"]) for item in listed] == [("2026-01", "open")]


def test_an_agreement_is_recorded_and_gets_new_clauses(daicho: Daicho, studio: str) -> None:
    step = {
        "id": "window", "kind": "commission/1", "clause": "第5条1項", "basis": "received",
        "label": {"ja": "窓口手数料", "en": "Window fee"}, "payee": studio,
        "rate": {"num": 1, "den": 10},
    }  # fmt: skip
    terms = {"terms": 1, "currency": "JPY", "steps": [step]}
    given = {
        "title": {"ja": "配信許諾契約"}, "kind": "licence", "payer": studio, "parties": [studio],
        "effective_month": "2026-01", "terms": terms,
    }  # fmt: skip
    agreement = daicho.recorded("agreements", "record", "--file", "-", stdin=as_json(given))
    step["rate"] = {"num": 3, "den": 20}
    daicho.recorded(
        "agreements", "add-terms", agreement, "--from", "2026-04", "--reason", "料率改定",
        "--file", "-", stdin=as_json(terms),
    )  # fmt: skip
    assert [t["version"] for t in daicho.data("agreements", "show", agreement)["terms"]] == [1, 2]
    assert "15%" in daicho("agreements", "show", agreement).out
    assert [a["id"] for a in daicho.data("agreements", "list", "--payer", studio)["items"]] == [
        agreement
    ]
    step["rate"] = {"num": 2, "den": 1}
    refused = daicho(
        "agreements", "record", "--file", "-", "--json", stdin=as_json({**given, "terms": terms})
    )
    assert refused.code == 4
    assert daicho("agreements", "show", "agr_x").code == 4
