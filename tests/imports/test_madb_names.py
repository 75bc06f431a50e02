"""Every rule about names, with the spellings of the source that made it necessary."""

import doctest
import importlib

import pytest

from ledger.imports.madb.aliases import ALIAS_RULES
from ledger.imports.madb.name_edits import CleanName
from ledger.imports.madb.name_rules import NAME_RULES, NameRule
from ledger.imports.madb.names import clean, match_key
from ledger.imports.madb.organisations import (
    alias_of,
    company_key,
    is_company_among_companies,
    is_company_among_people,
    looks_like_person,
    organisation_kind,
)


@pytest.mark.parametrize("rule", NAME_RULES, ids=lambda rule: rule.code)
def test_every_rule_does_what_its_example_says(rule: NameRule) -> None:
    assert rule.apply(CleanName(rule.before)).text == rule.after


def test_every_rule_has_a_name_and_a_reason_of_its_own() -> None:
    assert len({rule.code for rule in NAME_RULES}) == len(NAME_RULES)
    assert all(rule.why for rule in NAME_RULES)


@pytest.mark.parametrize("rule", NAME_RULES, ids=lambda rule: rule.code)
def test_no_rule_touches_a_plain_name(rule: NameRule) -> None:
    assert rule.apply(CleanName("スクウェア・エニックス")) == CleanName("スクウェア・エニックス")


PRINTED = [
    # full-width spaces, and spaces that justify
    ("電　通", "電通"),
    ("バ　ッ　プ", "バップ"),
    ("白　泉　社", "白泉社"),
    ("森  卓 也", "森卓也"),
    ("高木 渉", "高木渉"),
    ("アサツー ディ・ケイ", "アサツー ディ・ケイ"),
    ("KADOKAWA　アスキー・メディアワークス", "KADOKAWA アスキー・メディアワークス"),
    # width
    ("ＴＢＳ", "TBS"),
    ("AT－X", "AT-X"),
    ("ｸﾞﾙｰﾌﾟ･タック", "グループ・タック"),
    ("メ～テレ", "メ～テレ"),
    # brackets
    ("]日本テレビ放送網", "日本テレビ放送網"),
    ("[虫プロダクション", "虫プロダクション"),
    ("マジックバス]", "マジックバス"),
    ("シネロケット）", "シネロケット"),
    ("[4cast]", "4cast"),
    ("〈/STUDIO4℃〉", "STUDIO4℃"),
    ("”KING RECORD CO.,LTD.”", "KING RECORD"),
    # logos and what describes them
    ("□ bones[ロゴ]", "bones"),
    ("▽WHITE|FOX[ロゴ]", "WHITE FOX"),
    ("○ おっ! サンテレビ", "サンテレビ"),
    ("TBS△", "TBS"),
    # stray signs at the end
    ("読売テレビ・", "読売テレビ"),
    ("集英社・", "集英社"),
    # copyright signs that became letters
    ("C-TBS", "TBS"),
    ("C－TBS", "TBS"),
    ("C*BANDAI", "BANDAI"),
    ("C-Station", "C-Station"),
    # characters that print differently
    ("手塚*プロダクション", "手塚プロダクション"),
    ("絵梦動*画", "絵梦動画"),
    ("＆＃31793;野義文", "簱野義文"),
    ("高*山文彦※「高」はなべぶたの下が「目」のようにつながっています。", "高山文彦"),
    # lines
    ("ルーセントピクチャーズ|エンテタテインメント", "ルーセントピクチャーズエンテタテインメント"),
    ("Asmik|Ace|A J:COM COMPANY", "Asmik Ace A J:COM COMPANY"),
    # reference books of the editors
    ("田中喜次:NFC表記", "田中喜次"),
]


@pytest.mark.parametrize(("printed", "expected"), PRINTED)
def test_a_printed_name_is_cleaned(printed: str, expected: str) -> None:
    assert clean(printed).text == expected


@pytest.mark.parametrize(
    ("printed", "text", "episodes"),
    [
        ("有限会社 アームス(～3話)", "アームス", "～3話"),
        ("ANIPLEX[1～13話]", "ANIPLEX", "1～13話"),
        ("TV TOKYO 7ch デジタル[1～13話]", "TV TOKYO 7ch デジタル", "1～13話"),
        ("成田偉保（第一、二、五章）", "成田偉保", "第一、二、五章"),
        ("PRODUCTION I.G[ロゴ][2～4話]", "PRODUCTION I.G", "2～4話"),
    ],
)
def test_an_episode_range_is_kept_apart(printed: str, text: str, episodes: str) -> None:
    cleaned = clean(printed)
    assert (cleaned.text, cleaned.episodes) == (text, episodes)


@pytest.mark.parametrize(
    ("printed", "text", "form"),
    [
        ("株式会社ハドソン", "ハドソン", "株式会社"),
        ("(株)スタジオ古留美", "スタジオ古留美", "株式会社"),
        ("㈱ソニー", "ソニー", "株式会社"),
        ("東宝株式会社", "東宝", "株式会社"),
        ("エピクロス株", "エピクロス", "株式会社"),
        ("日本動画KK", "日本動画", "株式会社"),
        ("（財）NHKサービスセンター", "NHKサービスセンター", "財団法人"),
        ("（社）日本青年会議所", "日本青年会議所", "社団法人"),
        ("上海天譚文化傳媒有限公司", "上海天譚文化傳媒", "有限公司"),
        ("SUNRISE INC.", "SUNRISE", "INC."),
        ("A.P.P.P.CO.LTD.", "A.P.P.P", "CO.LTD."),
        ("任天堂", "任天堂", ""),
    ],
)
def test_the_company_type_is_kept_apart(printed: str, text: str, form: str) -> None:
    cleaned = clean(printed)
    assert (cleaned.text, cleaned.legal_form) == (text, form)


@pytest.mark.parametrize(
    ("printed", "text", "notes"),
    [
        ("江津兵太（テレビ東京）", "江津兵太", ("テレビ東京",)),
        ("吉川斌＜日本テレビ＞", "吉川斌", ("日本テレビ",)),
        ("観世清和《能楽観世流二十六世家元》", "観世清和", ("能楽観世流二十六世家元",)),
        ("加藤浩（ととにゃん）（現実パート）", "加藤浩", ("ととにゃん", "現実パート")),
        ("千代紙映画社[作品]", "千代紙映画社", ("作品",)),
        ("曽田博久「イソップ寓話集」より", "曽田博久", ("「イソップ寓話集」より",)),
        ("小柳耕二（NHK表記", "小柳耕二", ("NHK表記",)),
        ("大川隆法 RYUHO OKAWA", "大川隆法", ("RYUHO OKAWA",)),
    ],
)
def test_a_remark_behind_the_name_is_kept_apart(
    printed: str, text: str, notes: tuple[str, ...]
) -> None:
    cleaned = clean(printed)
    assert (cleaned.text, cleaned.notes) == (text, notes)


def test_a_team_inside_a_company_is_no_company() -> None:
    assert [clean(name).text for name in ("OLM[ロゴ]|Team Kamei", "TMS/8PAN", "TMS 8PAN")] == [
        "OLM",
        "TMS",
        "TMS",
    ]
    assert clean("OLM, Inc. OLM Digital, Inc. Team YOSHIOKA").unit


def test_and_others_is_noted() -> None:
    assert clean("小林ゆかり ほか").has_others


def test_spaces_inside_a_title_stay() -> None:
    assert clean("「真月譚 月姫」製作委員会", is_title=True).text == "「真月譚 月姫」製作委員会"


SAME = [
    ("アサツーディ・ケイ", "アサツー ディ･ケイ"),
    ("ＭＢＳ", "mbs"),
    ("かまくら", "カマクラ"),
    ("SILVER LINK.", "Silver Link"),
    ("Yahoo! JAPAN", "Yahoo!JAPAN"),
    ("一ヶ月", "一ケ月"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert match_key(left) == match_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("東映", "東宝"), ("斉藤", "齋藤"), ("バンダイ", "バンダイビジュアル"), ("カー", "カ")],
)
def test_different_names_keep_different_keys(left: str, right: str) -> None:
    assert match_key(left) != match_key(right)


def test_a_name_of_signs_only_keeps_itself_as_key() -> None:
    assert match_key("!?") == "!?"


@pytest.mark.parametrize("rule", ALIAS_RULES, ids=lambda rule: rule.variant)
def test_every_alias_leads_to_its_company_and_says_why(rule: object) -> None:
    variant, canonical = rule.variant, rule.canonical  # type: ignore[attr-defined]
    assert company_key(variant) == company_key(canonical)
    assert rule.why  # type: ignore[attr-defined]
    assert alias_of(canonical) is None, "an alias must not lead to another alias"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("AT－X", "エー･ティー･エックス"),
        ("TX", "TV TOKYO 7ch デジタル[1～13話]"),
        ("MAD|HOUSE[ロゴ]", "マッドハウス"),
        ("Production I.G", "プロダクション・アイジー"),
        ("読賣テレビ放送", "読売テレビ"),
        (
            "ジェネオン・ユニバーサル・エンタテイメント",
            "ジェネオン・ユニバーサル・ エンターテイメント",
        ),
        ("株式会社 小学館", "小 学 館"),
        ("哔哩哔哩(bilibili)", "bilibili"),
    ],
)
def test_spellings_of_one_company_meet(left: str, right: str) -> None:
    assert company_key(left) == company_key(right)


@pytest.mark.parametrize(
    ("former", "later"),
    [
        ("東映動画", "東映アニメーション"),
        ("小学館プロダクション", "小学館集英社プロダクション"),
        ("ジェネオン エンタテインメント", "ジェネオン・ユニバーサル・エンターテイメント"),
        ("TBS", "TBSテレビ"),
    ],
)
def test_a_renamed_company_stays_two_parties_until_a_succession_is_recorded(
    former: str, later: str
) -> None:
    assert company_key(former) != company_key(later)


PEOPLE = [
    "重村博文", "森山敦", "大河原健", "嘉手苅理沙", "坂本香", "金庭こず恵", "中村獅堂", "NAOHITO HAGIHARA",
    "yOSHIHISA yAMASHITA", "F・マーシャル", "モンキー・パンチ",
]  # fmt: skip
ORGANISATIONS = [
    "波素館", "楽音舎", "東芝", "日活", "動画工房", "住友商事", "文藝春秋", "宮崎県椎葉村", "木下グループ", "山口放送",
    "SONY MUSIC", "KIDS STATION", "TOKYO MX", "童夢", "グループ・タック", "騰訊動漫",
]  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_among_companies_is_recognised(name: str) -> None:
    assert looks_like_person(name)
    assert not is_company_among_companies(name)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_a_company_is_not_taken_for_a_person(name: str) -> None:
    assert is_company_among_companies(name)


def test_a_rare_family_name_is_still_no_company() -> None:
    """A person must never be put on the public list of companies."""
    assert not is_company_among_companies("鬼丸一平")
    assert not is_company_among_companies("原徹")


def test_among_people_only_words_of_organisations_make_a_company() -> None:
    assert is_company_among_people("東京管弦楽団")
    assert is_company_among_people("ufotable")
    assert not is_company_among_people("いがらしみきお")
    assert not is_company_among_people("Choro Club")


def test_public_bodies_and_associations_are_told_apart() -> None:
    assert organisation_kind("文部省") == "public_body"
    assert organisation_kind("日本青年会議所") == "company"
    assert organisation_kind("国民文化映画協会") == "association"
    assert organisation_kind("ピカチュウプロジェクト98") == "association"


@pytest.mark.parametrize(
    "module",
    [
        "names",
        "legal_forms",
        "organisations",
        "roles",
        "segments",
        "person_lists",
        "copyrights",
        "works",
    ],
)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"ledger.imports.madb.{module}"))
    assert found.attempted
    assert not found.failed
