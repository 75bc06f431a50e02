"""Committees and their members, in every way the source prints them."""

import pytest

from ledger.imports.madb.committees import Committee, committee_of, committee_of_list
from ledger.imports.madb.place import Place

ROW = Place("films.json", 7, "C900001")


def found(production: str = "", contributor: str = "", line: str = "") -> Committee:
    fields = {"productionCompany": production, "contributor": contributor, "copyrightHolder": line}
    committee, _others = committee_of(fields, "星の海へ", ROW)
    assert committee is not None
    return committee


def names(committee: Committee) -> list[str]:
    return [member.name for member in committee.members]


PRINTED = [
    # the name, its members behind it
    ("[製作]アキラ製作委員会 ／ 講談社 ／ 毎日放送 ／博報堂", "アキラ製作委員会", ["講談社", "毎日放送", "博報堂"]),
    ("[製作]『犬夜叉』製作委員会 ／ [製作]小学館 ／ サンライズ", "『犬夜叉』製作委員会", ["小学館", "サンライズ"]),
    ("映画にこにこぷん製作委員会 ／ NHKサービスセンター ／ 講談社", "映画にこにこぷん製作委員会",
     ["NHKサービスセンター", "講談社"]),
    ("[製作][映画 ふたりはプリキュアM製作委員会] ／ 東映アニメーション ／ 東 映", "映画 ふたりはプリキュアM製作委員会",
     ["東映アニメーション", "東映"]),
    ("[制作]カバネリ製作委員会 ／ フジテレビジョン ／ WIT STUDIO", "カバネリ製作委員会", ["フジテレビジョン", "WIT STUDIO"]),
    # a heading of another kind ends the list
    ("[製作]｢黒子のバスケ｣製作委員会 ／ NAS ／ ［製作協力］MBS ／ 電通", "「黒子のバスケ」製作委員会", ["NAS"]),
    ("[企画]「風の谷のナウシカ」製作委員会 ／ [制作]原徹 ／ [製作]徳間書店", "「風の谷のナウシカ」製作委員会", []),
    # the heading 製作委員会
    ("[製作委員会]NASと仲間製作委員会 ／ NAS ／ 松竹", "NASと仲間製作委員会", ["NAS", "松竹"]),
    ("[製作]ハマトラ製作委員会 ／ [製作委員会]松竹 ／ レイ", "ハマトラ製作委員会", ["松竹", "レイ"]),
    ("[製作委員会]C*ピカチュウプロジェクト ／ 小学館 ／ テレビ東京", "ピカチュウプロジェクト", ["小学館", "テレビ東京"]),
    ("［製作委員会］BERSERK FILM PARTNERS ／ バップ", "BERSERK FILM PARTNERS", ["バップ"]),
    ("[*資料用「製作委員会」抜粋]コードギアス製作委員会 ／ サンライズ ／ バンダイ", "コードギアス製作委員会",
     ["サンライズ", "バンダイ"]),
    # the committee is its own heading
    ("[製作]映画聲の形製作委員会 ／ [映画聲の形製作委員会]ポニーキャニオン ／ 松竹", "映画聲の形製作委員会",
     ["ポニーキャニオン", "松竹"]),
    # members in brackets
    ("「金田一少年の事件簿」製作委員会（講談社 ／ 日本テレビ ／ 電通）", "「金田一少年の事件簿」製作委員会",
     ["講談社", "日本テレビ", "電通"]),
    ("[製作]ピカチュウプロジェクト99（小学館 ／ テレビ東京 ／ 任天堂）", "ピカチュウプロジェクト99",
     ["小学館", "テレビ東京", "任天堂"]),
    # broken brackets, lines and logos
    ("[製作]「茄子」 製作委員会[アスミック・エース ／ [製作]バップ", "「茄子」製作委員会", ["アスミック・エース", "バップ"]),
    ("[製作]東京ゴッドファーザーズ|製作委員会", "東京ゴッドファーザーズ製作委員会", []),
    ("[製作]「アシュラ製作委員会 ／ 創通", "アシュラ製作委員会", ["創通"]),
    ("[製作]CHAOS;CHILD製作委員会 ／ MAGES.[ロゴ] ／ [ロゴ]avex pictures", "CHAOS;CHILD製作委員会",
     ["MAGES.", "avex pictures"]),
    ("[製作]アニメガタリ同好会（アニメガタリ製作委員会）", "アニメガタリ製作委員会", []),
    # spaces and remarks
    ("[製作]劇場版 「空の境界」 製作委員会 2013 ／ ノーツ ／ 以上（製作）1話", "劇場版「空の境界」製作委員会 2013", ["ノーツ"]),
]  # fmt: skip


@pytest.mark.parametrize(("production", "name", "members"), PRINTED)
def test_a_committee_is_read(production: str, name: str, members: list[str]) -> None:
    committee = found(production)
    assert (committee.name, names(committee)) == (name, members)
    assert committee.name_from == "printed"


def test_the_people_among_the_members_are_no_members() -> None:
    committee = found(
        "[製作]蒼穹のファフナー製作委員会 ／ キングレコード ／ 重村博文 ／ 森山敦 ／ ムービック ／ 安田正樹"
    )
    assert names(committee) == ["キングレコード", "ムービック"]
    assert committee.people == ("重村博文", "森山敦", "安田正樹")


def test_one_member_in_two_spellings_is_one_member() -> None:
    committee = found("[製作]星製作委員会 ／ 読売テレビ ／ 讀賣テレビ放送 ／ AT-X")
    assert names(committee) == ["読売テレビ", "AT-X"]
    assert committee.members[1].key == "エーティーエックス"


def test_the_lead_is_known_where_it_is_printed() -> None:
    committee = found("[製作]「ちはやふる」製作委員会 ／ [製作幹事]日本テレビ放送網")
    assert committee.lead == committee.members[0].key


def test_two_lists_of_one_committee_are_one() -> None:
    committee = found(
        "[製作]サンライズ ／ コードギアス製作委員会 ／ [*資料用「製作委員会」抜粋]コードギアス製作委員会 ／ バンダイ"
    )
    assert names(committee) == ["バンダイ"]


def test_a_list_without_a_name_takes_it_from_the_copyright_line() -> None:
    committee = found(
        "[製作委員会]セガ ／ 小学館", line="©犬村小六／「とある飛空士への恋歌」製作委員会"
    )
    assert (committee.name, committee.name_from) == (
        "「とある飛空士への恋歌」製作委員会",
        "copyright",
    )
    assert names(committee) == ["セガ", "小学館"]


def test_a_list_without_any_name_is_called_after_the_work() -> None:
    committee = found("製作委員会 ／ 松竹 ／ レイ")
    assert (committee.name, committee.name_from) == ("『星の海へ』製作委員会", "title")


def test_the_staff_list_names_members_too() -> None:
    committee = found(
        contributor="[製作]映画ハピネス製作委員会　／　[製作委員会][東映]　／　[製作委員会][バンダイ]"
    )
    assert names(committee) == ["東映", "バンダイ"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            "©2016 映画「ちはやふる」製作委員会　／　©末次由紀/講談社",
            "映画「ちはやふる」製作委員会",
        ),
        (
            "（C）1996・尼子騒兵衛・総合ビジョン （C）映画「忍たま乱太郎」製作委員会",
            "映画「忍たま乱太郎」製作委員会",
        ),
        (
            "©士郎正宗・Production I.G／講談社・「攻殻機動隊ARISE」製作委員会",
            "「攻殻機動隊ARISE」製作委員会",
        ),
        ("c2017 青山剛昌/名探偵コナン製作委員会", "名探偵コナン製作委員会"),
        ("©古舘春一/集英社・「ハイキュー!!3rd」製作委員会・MBS", "「ハイキュー!!3rd」製作委員会"),
        ("＆＃169;ジーベック/1998 NADESICO製作委員会", "NADESICO製作委員会"),
        ("c2017 MAGES./KADOKAWA/CHAOS;CHILD製作委員会", "CHAOS;CHILD製作委員会"),
        (
            "©黒田硫黄・講談社/ヤングブラック・ジャック製作委員会",
            "ヤングブラック・ジャック製作委員会",
        ),
    ],
)
def test_a_copyright_line_names_a_committee(line: str, name: str) -> None:
    committee = found(line=line)
    assert (committee.name, committee.name_from, committee.members) == (name, "copyright", ())


def test_a_copyright_line_may_print_the_members() -> None:
    committee = found(
        line="©2015映画Go!プリンセスプリキュア製作委員会 東映アニメーション/東映/バンダイ"
    )
    assert names(committee) == ["東映アニメーション", "東映", "バンダイ"]


def test_another_committee_is_reported_and_not_merged() -> None:
    fields = {
        "productionCompany": "[製作]METROPOLICE製作委員会 ／ [製作委員会]メトロポリス製作委員会 ／ 電通"
    }
    committee, others = committee_of(fields, "METROPOLIS", ROW)
    assert committee is not None
    assert committee.name == "メトロポリス製作委員会"
    assert others == ("METROPOLICE製作委員会",)


def test_a_list_of_companies_is_no_committee() -> None:
    assert committee_of({"productionCompany": "[製作]東映 ／ 電通"}, "星の海へ", ROW) == (None, ())


CSV = [
    ("「CHAOS;HEAD」 製作委員会", [], "「CHAOS;HEAD」製作委員会", []),
    ("［製作委員会］映画ジュエルペット製作委員会", ["ウィーヴ", "※社名のみ抜粋"], "映画ジュエルペット製作委員会", ["ウィーヴ"]),
    ("「JKめし!」製作委員会 *13、15、16話は表示なし", [], "「JKめし!」製作委員会", []),
    ("「信長の忍び」 製作委員会[0話]", [], "「信長の忍び」製作委員会", []),
    ("]サクラクエスト製作委員会", [], "サクラクエスト製作委員会", []),
    ("『神様のメモ帳 製作委員会』", [], "神様のメモ帳製作委員会", []),
    ("製作委員会は友達が少ない", ["[左→右]", "TBS△"], "製作委員会は友達が少ない", ["TBS"]),
    ("DIVE!!製作委員会", ["＜イチギョウアキ＞"], "DIVE!!製作委員会", []),
    ("星製作委員会", ["有限会社 アームス(～3話)", "な　　し[12話]"], "星製作委員会", ["アームス"]),
    ("星製作委員会", ["スリーファットサムライ/ソルブレイド"], "星製作委員会", ["スリーファットサムライ", "ソルブレイド"]),
    ("星製作委員会", ["バンプレスト", "［製作協力］MBS"], "星製作委員会", ["バンプレスト"]),
    ("ベルセルク製作委員会", ["ルーセントピクチャーズ", "エンテタテインメント", "森  卓 也", "バップ"], "ベルセルク製作委員会",
     ["ルーセントピクチャーズエンテタテインメント", "バップ"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "members", "read_name", "read_members"), CSV)
def test_a_committee_of_the_csv_is_read(
    name: str, members: list[str], read_name: str, read_members: list[str]
) -> None:
    committee = committee_of_list(name, members, "", "星の海へ", ROW)
    assert (committee.name, names(committee)) == (read_name, read_members)


def test_episodes_and_company_type_of_a_member_are_kept() -> None:
    committee = committee_of_list("星製作委員会", ["有限会社 アームス(～3話)"], "", "星", ROW)
    assert (committee.members[0].episodes, committee.members[0].legal_form) == ("～3話", "有限会社")


def test_a_bare_word_in_the_csv_is_no_name() -> None:
    committee = committee_of_list(
        "製作委員会",
        [],
        "©犬村小六／「とある飛空士への恋歌」製作委員会",
        "とある飛空士への恋歌",
        ROW,
    )
    assert (committee.name, committee.name_from) == (
        "「とある飛空士への恋歌」製作委員会",
        "copyright",
    )
