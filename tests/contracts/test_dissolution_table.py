"""The table of a committee's end in text, in both languages."""

from typing import Any, Literal

import pytest
from effort import few
from given_dissolution import COMMITTEE, END, ending
from hypothesis import given
from random_endings import endings

from contracts.dissolution.outcome import Outcome, divide
from contracts.dissolution.situation import Clause
from contracts.dissolution.table import Section, table
from contracts.dissolution.table_words import COLUMNS, NOTES, OUTCOMES, PLAIN, TASKS, TITLES
from contracts.dissolution.telling import Told
from contracts.rights.extent import to_dict
from contracts.rights.grants import UNASSIGNED

Lang = Literal["ja", "en"]
NAMES = {"A": "甲社", "B": "乙社", "work_1": "作品一", "lic_1": "許諾一"}


def share(num: int, den: int) -> dict[str, int]:
    return {"num": num, "den": den}


def cells(outcome: Outcome) -> list[dict[str, Any]]:
    def holdings(shares: Any) -> list[dict[str, Any]]:
        return [{"holder": who, "share": share(*part)} for who, part in shares]

    return [
        {
            "work": row.work,
            "extent": to_dict(row.extent),
            "before": holdings(row.before),
            "after": holdings(row.after),
            **({"clause": row.clause} if row.clause else {}),
        }
        for row in outcome.rows
    ]


def sections(end: dict[str, Any], language: Lang = "ja") -> dict[str, Section]:
    found = table({"transfer_day": str(END), **end}, Told(language=language, names=NAMES))
    return {section.code: section for section in found}


PLAN = (
    Clause(outcome="lead", media=("streaming",), clause="第11条"),
    Clause(outcome="co_ownership", clause="第12条"),
)


def test_a_cell_says_what_it_is_who_held_it_and_who_holds_it() -> None:
    rights = sections({"cells": cells(divide(ending(*PLAN)))})["rights"]
    assert rights.title == "権利: 終了前と終了後"
    assert rights.columns == ("作品", "権利", "終了前", "終了後", "条項")
    assert rights.rows[1] == (
        "作品一",
        "配信・全世界・すべての行為・2027-04-01から",
        "委員会",
        "甲社",
        "第11条",
    )
    assert rights.rows[0][3] == "甲社 1/2、乙社 1/3、C 1/6"


def test_the_same_cell_in_english() -> None:
    rights = sections({"cells": cells(divide(ending(*PLAN)))}, "en")["rights"]
    assert rights.rows[1] == (
        "作品一",
        "streaming, the world, all acts, from 2027-04-01",
        "the committee",
        "甲社",
        "第11条",
    )


@pytest.mark.parametrize(
    ("said", "ja", "en"),
    [
        (
            {"outcome": "author", "to": "X", "rights": ["publishing"], "after_years": 5},
            "著作者（5年後から）: 出版",
            "the author after 5 years: publishing",
        ),
        ({"outcome": "co_ownership"}, "構成員の共有: その他の利用", "co-ownership: the rest"),
        (
            {"outcome": "lead", "shares": [{"party": "A", "share": share(1, 1)}]},
            "定められた持分: その他の利用",
            "agreed shares: the rest",
        ),
        ({"outcome": "lead", "clause": "第12条"}, "第12条", "第12条"),
    ],
)
def test_a_clause_is_said_in_the_language_of_the_reader(
    said: dict[str, Any], ja: str, en: str
) -> None:
    assert Told(language="ja").clause(said) == ja
    assert Told(language="en").clause(said) == en


def test_a_cell_cites_its_clause_in_words_where_it_has_no_number() -> None:
    """The clause is known by what it says; the table finds it among those applied."""
    plan = (Clause(outcome="lead", media=("streaming",)), Clause(outcome="co_ownership"))
    applied = [{"outcome": "lead", "rights": ["streaming"]}, {"outcome": "co_ownership"}]
    rights = sections({"cells": cells(divide(ending(*plan))), "applied": applied})["rights"]
    assert [row[4] for row in rights.rows] == ["構成員の共有: その他の利用", "幹事会社: 配信"]


def test_a_window_whose_parts_go_to_different_holders_names_each() -> None:
    """Overseas goes to S, so what the window signed for in the world is in two hands."""
    plan = (Clause(outcome="studio", to="S", media=("overseas",)), Clause(outcome="lead"))
    windows = [{"medium": "streaming", "holder": "B", "territory": "WW"}]
    found = sections({"cells": cells(divide(ending(*plan))), "windows": windows})["windows"]
    assert found.rows[0][3] == "S / 甲社"


def test_an_agreement_to_conclude_names_its_media_in_words() -> None:
    tasks = [{"code": "agreement-for-media", "what": "music, game", "party": "B"}]
    (row,) = sections({"tasks": tasks})["tasks"].rows
    assert row[0].startswith("音楽、ゲーム化: ")


def test_an_account_that_has_no_name_here_is_written_as_it_is() -> None:
    assert Told(language="ja").account("escrow") == "escrow"


def test_a_committee_goes_by_its_name_where_that_is_known() -> None:
    told = Told(language="ja", names={"cmt_1": "星の庭製作委員会"})
    assert told.name(COMMITTEE) == "星の庭製作委員会"
    assert told.name("committee:cmt_2/copyright") == "委員会"


def test_what_nobody_holds_is_said_and_the_statute_is_named() -> None:
    rights = sections({"cells": cells(divide(ending(gone=frozenset("C"))))})["rights"]
    assert rights.rows[0][3] == "甲社 1/2、乙社 1/3、なし 1/6"
    assert rights.rows[0][4] == "法律の定め"


def test_a_window_says_who_signs_afterwards() -> None:
    """Streaming in Japan goes to A alone; video is co-owned, so everybody signs."""
    windows = [
        {"medium": "streaming", "holder": "B", "territory": "JP"},
        {"medium": "video", "holder": "C"},
        {"medium": "overseas", "holder": "B"},
    ]
    found = sections({"cells": cells(divide(ending(*PLAN))), "windows": windows})["windows"]
    assert found.rows[0] == ("配信", "日本", "乙社", "甲社")
    assert found.rows[1] == ("ビデオグラム", "日本", "C", "全員の合意: 甲社、乙社、C")
    assert found.rows[2][0] == "全世界（日本以外）"
    assert "65条2項" in found.notes[0]


def test_a_window_in_a_place_that_no_code_names_has_no_signer() -> None:
    windows = [{"medium": "streaming", "holder": "B", "territory": "アジア一円"}]
    found = sections({"cells": cells(divide(ending(*PLAN))), "windows": windows})["windows"]
    assert found.rows == (("配信", "アジア一円", "乙社", "なし"),)


def test_a_licence_says_whose_contract_it_stays() -> None:
    running = [{"licence": "lic_1", "licensee": "N", "before": [COMMITTEE], "after": ["A"]}]
    found = sections({"running": running})["licences"]
    assert found.rows == (("許諾一", "N", "委員会", "甲社"),)
    assert "63条の2" in found.notes[0]


def test_money_is_written_with_its_owners_before_and_after() -> None:
    balances = [
        {
            "account": "deficit",
            "agreement": "agr_1",
            "currency": "JPY",
            "amount_minor": -1_234_567,
            "before": "A",
            "after": "B",
        },
        {
            "account": "held",
            "name": "reserve",
            "agreement": "agr_1",
            "currency": "USD",
            "amount_minor": 150,
            "before": "A",
        },
    ]
    found = sections({"balances": balances})["money"]
    assert found.rows == (
        ("赤字の繰越し", "agr_1", "△1,234,567円", "甲社", "乙社"),
        ("保留 (reserve)", "agr_1", "1.50 USD", "甲社", "なし"),
    )


def test_claims_say_who_owes_them_and_that_old_debtors_stay_liable() -> None:
    claims = [
        {"agreement": "agr_1", "step": "design", "payees": ["D"], "before": "A", "after": "B"}
    ]
    found = sections({"continuing": claims}, "en")["claims"]
    assert found.rows == (("agr_1", "design", "D", "甲社", "乙社"),)
    assert "cumulatively" in found.notes[0]


def test_debts_and_the_residue_are_written_as_they_are_paid() -> None:
    settled = {
        "currency": "JPY",
        "assets_minor": 1_000,
        "debts": [{"name": "倉庫料", "party": "A", "paid_minor": 400, "open_minor": 0}],
        "parts": [{"party": "B", "part_minor": 600, "price_minor": 700, "set_off_minor": 600}],
    }
    found = sections({"settled": settled})
    assert found["debts"].rows == (("倉庫料", "甲社", "400円", "0円"),)
    assert found["residue"].rows == (("乙社", "600円", "700円", "0円", "100円"),)


def test_tasks_name_what_they_cost_and_by_which_article() -> None:
    tasks = [
        {"code": "register-transfers", "what": "work_1", "count": 3, "amount_minor": 54_000},
        {"code": "unanimity"},
        {"code": "something-new"},
    ]
    found = [row[0] for row in sections({"tasks": tasks})["tasks"].rows]
    assert found[0] == "作品一: 著作権の移転の登録 3件、登録免許税 54,000円（著作権法77条）"
    assert "65条2項" in found[1]
    assert found[2] == "something-new"


def test_contact_and_declaration_stand_at_the_head() -> None:
    said: dict[str, Any] = {"declarant": "A", "intention": "ask"}
    short = dict(sections({"declaration": said}, "en")["end"].rows)
    assert short["declaration of intention"].startswith("ask first, by 甲社 (")
    assert short["contact for licence requests"] == "nobody"
    said |= {"declarant": "A", "intention": "ask", "conditions": "要相談", "until": "2030-03-31"}
    rows = dict(
        sections({"contact": "B", "declaration": said, "money_from": "2027-05"})["end"].rows
    )
    assert rows["利用許諾の問合せ先"] == "乙社"
    assert rows["収益の帰属が変わる月"] == "2027-05"
    assert "問い合わせてください、甲社による、要相談、2030-03-31まで" in rows["利用可否の意思表示"]
    assert "保証しない" in rows["利用可否の意思表示"]


def test_who_is_paid_afterwards_is_listed_with_three_shares() -> None:
    sets = [{"since": "2027-05-01", "members": [{"party": "A", "investment": share(1, 2)}]}]
    assert sections({"holders": sets})["holders"].rows == (
        ("2027-05-01", "甲社", "1/2", "不明", "不明"),
    )


def test_defects_are_said_in_the_language_of_the_reader() -> None:
    defects = [{"kind": "x", "what": "y", "said_ja": "work_1の持分", "said_en": "share of work_1"}]
    assert sections({"defects": defects})["defects"].rows == (("作品一の持分",),)
    assert sections({"defects": defects}, "en")["defects"].rows == (("share of 作品一",),)


def test_what_is_not_known_makes_no_section() -> None:
    assert set(sections({"custody": [{"item": "原版", "party": "A"}]})) == {"end", "custody"}


@pytest.mark.parametrize("words", [TITLES, COLUMNS, PLAIN, NOTES, TASKS, OUTCOMES])
def test_every_word_is_there_in_both_languages_and_never_mixed(words: Any) -> None:
    for japanese, english in words.values():
        assert japanese
        assert english.isascii()


@few
@given(endings())
def test_every_cell_of_any_end_is_a_row_with_all_columns(situation: Any) -> None:
    outcome = divide(situation)
    for language in ("ja", "en"):
        rights = sections({"cells": cells(outcome)}, language)["rights"]
        assert len(rights.rows) == len(outcome.rows)
        assert all(len(row) == len(rights.columns) and all(row) for row in rights.rows)
        assert not any(UNASSIGNED in text for row in rights.rows for text in row)
