"""Credits: roles, names, affiliations, voices; what is cut, held or left out."""

import pytest

from ledger.imports.madb.credit_sheet import Credit, CreditSheet, merge_repeated
from ledger.imports.madb.credits import read_credits
from ledger.imports.madb.place import Place

ROW = Place("films.json", 7, "C900001")


def sheet_of(field: str, text: str) -> CreditSheet:
    sheet = CreditSheet()
    read_credits(sheet, field, text, ROW)
    return sheet


def read(field: str, text: str) -> list[Credit]:
    return sheet_of(field, text).credits


def brief(field: str, text: str) -> list[tuple[str, str]]:
    return [(credit.role_raw, credit.name) for credit in read(field, text)]


def test_a_list_gives_one_credit_for_each_name() -> None:
    assert brief("contributor", "[監督]明比正行　／　[原画]小泉謙三　／　[原画]青嶋克己") == [
        ("監督", "明比正行"),
        ("原画", "小泉謙三"),
        ("原画", "青嶋克己"),
    ]


def test_an_entry_without_a_role_continues_the_role_before() -> None:
    assert brief("productionCompany", "[製作]東映 ／電通 ／ [配給]松竹") == [
        ("製作", "東映"),
        ("製作", "電通"),
        ("配給", "松竹"),
    ]


@pytest.mark.parametrize(
    ("field", "role", "code"),
    [
        ("creator", "監督", "director"),
        ("originalWorkCreator", "原作", "original_work"),
        ("productionCompany", "製作", "production"),
        ("publisher", "配給", "other"),
        ("actor", "声の出演", "voice"),
    ],
)
def test_a_field_without_a_role_means_what_the_field_means(
    field: str, role: str, code: str
) -> None:
    text = "【少年】原恵一" if field == "actor" else "原恵一"
    credit = read(field, text)[0]
    assert (credit.role_raw, credit.roles) == (role, (code,))


def test_several_roles_in_one_bracket_stay_together_as_printed() -> None:
    credit = read("contributor", "[作画監督、キャラクターデザイン]荒木伸吾")[0]
    assert credit.role_raw == "作画監督、キャラクターデザイン"
    assert credit.roles == ("animation_director", "character_design")


def test_every_credit_knows_its_place() -> None:
    place = read("contributor", "[監督]明比正行　／　[原画]小泉謙三")[1].place
    assert str(place) == "films.json row 7 C900001 contributor[2]"


def test_the_place_counts_list_entries_also_behind_two_roles_in_one_entry() -> None:
    credits_read = read("contributor", "[企画進行]石津嵐　[作画進行]明田川進　／　[監督]原恵一")
    assert [(credit.name, credit.place.segment) for credit in credits_read] == [
        ("石津嵐", 1),
        ("明田川進", 1),
        ("原恵一", 2),
    ]


ENTRIES = [
    # several names in one entry
    ("[絵コンテ]湯山邦彦、横田和", [("絵コンテ", "湯山邦彦"), ("絵コンテ", "横田和")]),
    ("[企画]飯田心美/斎藤宗岳", [("企画", "飯田心美"), ("企画", "斎藤宗岳")]),
    ("[監督]勝間田具治。萩野豊太郎", [("監督", "勝間田具治"), ("監督", "萩野豊太郎")]),
    ("[美術監督]池田祐二・高田茂祝", [("美術監督", "池田祐二"), ("美術監督", "高田茂祝")]),
    ("[製作]NTV・松竹富士・東京ムービー新社・バップ",
     [("製作", "NTV"), ("製作", "松竹富士"), ("製作", "東京ムービー新社"), ("製作", "バップ")]),
    ("[製作]PRODUCTION I.GXEBEC", [("製作", "PRODUCTION I.G"), ("製作", "XEBEC")]),
    # a middle dot that belongs to the name
    ("[製作]ソニー・ミュージックエンタテインメント", [("製作", "ソニー・ミュージックエンタテインメント")]),
    ("[原作]P・I・チャイコフスキー", [("原作", "P・I・チャイコフスキー")]),
    ("[制作]グループ・タック", [("制作", "グループ・タック")]),
    ("[製作]ムービック/CBS/ソニーグループ", [("製作", "ムービック"), ("製作", "CBS・ソニーグループ")]),
    # brackets
    ("[[製作]]フリュー株式会社", [("製作", "フリュー")]),
    ("[[製作]][電通]", [("製作", "電通")]),
    ("[製作委員会][東映アニメーション]", [("製作委員会", "東映アニメーション")]),
    ("[[新作パート]脚本]久尾歩", [("新作パート脚本", "久尾歩")]),
    ("[[原画][中堅原画]]久保川美明", [("原画、中堅原画", "久保川美明")]),
    ("［演出］松田剛吏", [("演出", "松田剛吏")]),
    ("原案]植村比呂志", [("原案", "植村比呂志")]),
    ("「演出]神戸洋行", [("演出", "神戸洋行")]),
    ("「キャラクター原案」藤原基史", [("キャラクター原案", "藤原基史")]),
    ("[監督出崎統", [("監督", "出崎統")]),
    ("[作画]（熊本隆繁　／　[作画]磯部朝子）", [("作画", "熊本隆繁"), ("作画", "磯部朝子")]),
    ("[製作会社][ロゴ]TOEI ANIMATION", [("製作会社", "TOEI ANIMATION")]),
    ("（[製作]東映（東映動画））", [("製作", "東映")]),
    # the name says what it did
    ("[監督]湯山邦彦（監督）飯島正勝（演出）", [("監督（監督）", "湯山邦彦"), ("監督（演出）", "飯島正勝")]),
    ("[監督]構成/今西隆志", [("監督（構成）", "今西隆志")]),
    ("[演出]台本・作画・監督:絵津久秋", [("演出（台本・作画・監督）", "絵津久秋")]),
    # the book behind the name
    ("[脚本]曽田博久「イソップ寓話集」より", [("脚本", "曽田博久")]),
    ("[原案]「ハイ☆スピード!」 おおじこうじ", [("原案", "おおじこうじ")]),
    ("[原作]「ペルソナ3」（アトラス）", [("原作", "アトラス")]),
    ("[原作・脚本]さくらももこ 集英社「りぼんマスコットコミックス」刊", [("原作・脚本", "さくらももこ")]),
    ("[音楽]チャイコフスキー、交響曲第四番より", [("音楽", "チャイコフスキー")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_an_entry_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert brief("contributor", text) == expected


def test_an_affiliation_is_kept_with_the_person() -> None:
    credit = read("contributor", "[プロデューサー]江津兵太（テレビ東京）")[0]
    assert (credit.name, credit.affiliation, credit.is_company) == ("江津兵太", "テレビ東京", False)


@pytest.mark.parametrize(
    "text",
    [
        "[監督]大友克洋（「大砲の街」）",
        "[原作]高橋和希（集英社刊）",
        "[助監督]板橋基之（実写パート）",
        "[原作]芦田巌（NFC記載）要確認",
    ],
)
def test_a_remark_that_is_no_organisation_is_no_affiliation(text: str) -> None:
    credit = read("contributor", text)[0]
    assert credit.affiliation is None
    assert credit.notes


def test_a_person_behind_a_company_is_a_person() -> None:
    credit = read(
        "contributor", "[制作プロデューサー]コニカミノルタプラネタリウム株式会社 三輪綾子"
    )[0]
    assert (credit.name, credit.affiliation) == ("三輪綾子", "コニカミノルタプラネタリウム")
    assert not credit.is_company


def test_companies_and_people_in_one_list_are_told_apart() -> None:
    credits_read = read("productionCompany", "[製作]大川博 ／東映動画 ／ 原徹 ／ (株)ハドソン")
    assert [credit.is_company for credit in credits_read] == [False, True, False, True]
    assert credits_read[3].legal_form == "株式会社"
    staff = read("contributor", "[製作]原徹　／　[製作]グループ・タック　／　[製作]鬼丸一平")
    assert [credit.is_company for credit in staff] == [False, True, False]


def test_making_dolls_does_not_make_a_company() -> None:
    assert not read("contributor", "[人形制作]保坂純子")[0].is_company


def test_the_director_of_an_older_film_is_printed_as_enshutsu() -> None:
    only = read("creator", "[演出]高畑勲")[0]
    assert (only.role_raw, only.roles) == ("演出", ("director",))
    both = read("creator", "[監督]原恵一 ／ [演出]水島努")
    assert [credit.roles for credit in both] == [("director",), ("episode_director",)]


VOICES = [
    ("【ルフィ】田中 真弓", [("ルフィ", "田中真弓")]),
    ("【ナ ミ】岡村 明美", [("ナミ", "岡村明美")]),
    ("【ペジテ　／　アスベル】松田洋治", [("ペジテ／アスベル", "松田洋治")]),
    ("【丹下段平】藤岡重慶　/　【白木葉子】檀ふみ", [("丹下段平", "藤岡重慶"), ("白木葉子", "檀ふみ")]),
    ("[声の出演]　／　【矢吹丈】あおい輝彦　／　[声の出演]ほか", [("矢吹丈", "あおい輝彦")]),
    ("[ナレーション]麻上美代子", [(None, "麻上美代子")]),
    ("【】タモリ", [(None, "タモリ")]),
    ("【表記なし】森繁久弥（東宝）", [(None, "森繁久弥")]),
    ("【あしゅら男爵（男女両性）】柴田秀勝、北浜晴子",
     [("あしゅら男爵(男女両性)", "柴田秀勝"), ("あしゅら男爵(男女両性)", "北浜晴子")]),
    ("【[鹿目まどか]】[悠木 碧]", [("鹿目まどか", "悠木碧")]),
    ("〈ドアチャイム〉【八木沢裕】栩原楽人", [("八木沢裕", "栩原楽人")]),
    ("◆◆◆◆【仔鹿】南杏子", [("仔鹿", "南杏子")]),
    ("オーキド博士(石塚運昇)", [("オーキド博士", "石塚運昇")]),
    ("【解説者】梶原一騎（特別出演）", [("解説者", "梶原一騎")]),
    ("【レオン】PAUL MERCIER（山野井仁）", [("レオン", "PAUL MERCIER")]),
    ("【ナレーション】藤岡弘、", [("ナレーション", "藤岡弘、")]),
    ("【妖精】田中れいな(モーニング娘。)", [("妖精", "田中れいな")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VOICES)
def test_a_voice_is_read(text: str, expected: list[tuple[str | None, str]]) -> None:
    credits_read = read("actor", text)
    assert [(credit.character, credit.name) for credit in credits_read] == expected
    assert all(credit.roles == ("voice",) for credit in credits_read)


def test_an_agency_in_the_list_of_voices_is_no_voice() -> None:
    credit = read("actor", "[声の出演]　／　【少年】戸田恵子　／　[協力]青二プロダクション")[1]
    assert (credit.name, credit.roles, credit.is_company) == (
        "青二プロダクション",
        ("other",),
        True,
    )


def test_staff_in_the_list_of_voices_keeps_its_role() -> None:
    credit = read("actor", "[＜ミセス・ハドソン人質事件＞原画]丹内司")[0]
    assert (credit.name, credit.roles, credit.character) == ("丹内司", ("key_animation",), None)


def test_a_character_in_the_wrong_brackets_is_still_a_character() -> None:
    credit = read("actor", "[黒雪姫]三澤紗千香")[0]
    assert (credit.name, credit.roles, credit.character) == ("三澤紗千香", ("voice",), "黒雪姫")


def test_a_voice_in_the_staff_list_is_a_voice() -> None:
    credit = read("contributor", "[製作]東映　／　【ナレーター】吉永小百合")[1]
    assert (credit.role_raw, credit.roles) == ("声の出演", ("voice",))


@pytest.mark.parametrize(
    "text",
    [
        "【ホズル】クリシュナ9世 （中村悠一）",  # second character, or person with a troupe?
        "【江戸川コナン】高山みなみ （工藤新一） （山口勝平）",
        "【ニコ・ロビン】山口由里子（小林優子）",
        "夜一 （斎藤 志郎） 四楓院 夜一 （雪野 五月）",
        "【MAKO（マコ（HARUKA TOMATSU",
        "【子供A、B】戸田恵子、クリシュナ9世（中村悠一）",
    ],
)
def test_a_voice_that_is_not_certain_is_left_to_a_person(text: str) -> None:
    sheet = sheet_of("actor", text)
    assert not sheet.credits
    assert [(part.why, part.place.field) for part in sheet.unread] == [
        ("unreadable-credit", "actor")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "【【【！！！メインスタッフ要修正！！！】】】（NFC記載のみ）",
        "[原作]文：あいはらひろゆき 絵：あだちなみ 出版：ブロンズ新社",
        "[原作]「デート・ア・ライブ」",
        "[Scriptwriters]“Crocodile Gena“EDUARD USPENSKIY",
        "[作画]鞠",
        "[原作]" + "あ" * 61,
    ],
)
def test_an_entry_that_is_no_name_is_left_to_a_person(text: str) -> None:
    sheet = sheet_of("contributor", text)
    assert not sheet.credits
    assert len(sheet.unread) == 1


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("contributor", "[製作]ほか", "remark"),
        ("contributor", "◆◆◆◆", "remark"),
        ("contributor", "＜イチギョウアキ＞", "remark"),
        ("contributor", "[演出]作者不詳", "remark"),
        ("contributor", "※以下は、劇場販売のDVDソフト版のライナーを参考に記載", "remark"),
        ("contributor", "＜共通スタッフ＞", "heading"),
        ("productionCompany", "[製作]以上（製作）1話", "remark"),
        ("actor", "【忠太郎】", "heading"),
        ("actor", "スマイルプリキュア!", "heading"),
    ],
)
def test_an_entry_that_names_nobody_is_counted_and_left_out(
    field: str, text: str, why: str
) -> None:
    sheet = sheet_of(field, text)
    assert not sheet.credits
    assert not sheet.unread
    assert [part.why for part in sheet.remarks] == [why]


def test_the_entry_in_which_the_source_stops_is_left_out() -> None:
    text = "　／　".join(f"[原画]佐藤{number:03}郎" for number in range(40))[:255]
    sheet = sheet_of("contributor", text)
    assert sheet.remarks[-1].why == "cut-by-source"
    assert all(credit.printed.endswith("郎") for credit in sheet.credits)


def test_a_text_that_stops_between_two_entries_loses_nothing() -> None:
    text = ("[原画]佐藤一郎　／　" * 40)[:251].rpartition("／")[0] + "／"
    text = text.ljust(254, "　")
    sheet = sheet_of("contributor", text)
    assert not [part for part in sheet.remarks if part.why == "cut-by-source"]


def test_a_credit_that_two_fields_print_is_kept_once() -> None:
    sheet = CreditSheet()
    read_credits(sheet, "contributor", "[監督]原 恵一　／　[脚本]原恵一", ROW)
    read_credits(sheet, "creator", "[監督]原恵一", ROW)
    merged = merge_repeated(sheet.credits)
    assert [(credit.name, credit.roles) for credit in merged] == [
        ("原恵一", ("director",)),
        ("原恵一", ("script",)),
    ]


def test_two_characters_of_one_voice_are_two_credits() -> None:
    sheet = sheet_of("actor", "【犬】山寺宏一　／　【猫】山寺宏一")
    assert len(merge_repeated(sheet.credits)) == 2
