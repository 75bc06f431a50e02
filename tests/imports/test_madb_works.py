"""Works and verdicts: every row ends accepted, held with a reason, or rejected with its place."""

import json
from datetime import date
from pathlib import Path

import pytest

from ledger.imports.madb.reading import Reading, read_files
from ledger.imports.madb.verdict import REASONS
from ledger.imports.madb.works import ParsedWork, clean_title, madb_id_of
from tests.imports.madb_samples import HOST, NEW_HOST, a_graph, a_node, write_csv, write_zip

CSV_LINE = "an210 film,C900001,星の海へ,2001-07-20,星の海へ製作委員会,2,東宝|電通,"


def reading_of(tmp_path: Path, *nodes: dict[str, object]) -> Reading:
    return read_files([write_zip(tmp_path / "films.zip", {"a.json": a_graph(*nodes)})])


def work_of(tmp_path: Path, **fields: object) -> ParsedWork:
    return reading_of(tmp_path, a_node(**fields)).works[0]


def test_a_work_has_its_titles_and_reading(tmp_path: Path) -> None:
    names = [
        {"@language": "en", "@value": "To the Sea of Stars"},
        "星の海へ",
        {"@language": "ja-hrkt", "@value": "ホシノ　ウミヘ"},
    ]
    work = work_of(tmp_path, name=names)
    assert (work.title, work.title_kana, work.title_en) == (
        "星の海へ",
        "ホシノ ウミヘ",
        "To the Sea of Stars",
    )
    assert (work.madb_id, work.identifiers) == ("C900001", (("madb", "C900001"),))


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("フクチヤンの　潛水艦*", "フクチヤンの 潛水艦"),
        ("こちら葛*飾区亀有公園前派出所", "こちら葛飾区亀有公園前派出所"),
        ("劇 場 版 弱虫ペダル", "劇場版 弱虫ペダル"),
        ("ふたりは プリキュア", "ふたりは プリキュア"),
        ("true tears", "true tears"),
    ],
)
def test_a_title_is_cleaned_and_kept_as_printed(tmp_path: Path, printed: str, title: str) -> None:
    work = work_of(tmp_path, label=printed)
    assert (work.title, work.title_printed) == (title, printed)
    assert clean_title(printed) == title


@pytest.mark.parametrize("host", [HOST, NEW_HOST])
def test_the_c_number_is_the_same_under_both_hosts(host: str) -> None:
    assert madb_id_of(f"{host}C410176") == "C410176"
    assert madb_id_of(f"{host}M410176") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("class:AnimationTVRegularSeries", "tv"),
        ("class:AnimationTVSpecialSeries", "special"),
        ("class:AnimationVideoPackageSeries", "ova"),
        ("class:AnimationMovieSeries", "film"),
        ("https://mediaarts-db.artmuseums.go.jp/data/class#AnimationTVRegularSeries", "tv"),
        ("class:AnimationOtherSeries", "other"),
    ],
)
def test_the_class_tells_the_kind(tmp_path: Path, name: str, kind: str) -> None:
    assert work_of(tmp_path, **{"@type": name}).kind == kind


@pytest.mark.parametrize(
    ("fields", "day", "source"),
    [
        ({}, date(2001, 7, 20), "datePublished"),
        ({"datePublished": None}, date(2001, 7, 20), "startDate"),
        (
            {
                "datePublished": None,
                "startDate": None,
                "periodDisplayed": "2017年6月10日（土）公開　／　69分",
            },
            date(2017, 6, 10),
            "periodDisplayed",
        ),
    ],
)
def test_the_first_day_is_read(
    tmp_path: Path, fields: dict[str, object], day: date, source: str
) -> None:
    work = work_of(tmp_path, **fields)
    assert (work.first_published, work.date_from) == (day, source)


@pytest.mark.parametrize(
    ("parts", "note", "minutes"),
    [
        ([{"@id": "_:b1", "duration": "90"}], None, 90),
        ([], "1981年7月4日（土）配給 1時間52分", 112),
        ([], "2017年6月10日（土）公開　／　分", None),
        ([{"@id": "_:b1", "duration": "64"}, {"@id": "_:b2", "duration": "64"}], "128分", None),
        ([{"@id": "_:b1", "duration": "0"}], None, None),
    ],
)
def test_the_length_is_read_when_exactly_one_is_printed(
    tmp_path: Path, parts: list[dict[str, object]], note: str | None, minutes: int | None
) -> None:
    node = a_node(hasPart=[part["@id"] for part in parts], periodDisplayed=note)
    assert reading_of(tmp_path, node, *parts).works[0].length_minutes == minutes


@pytest.mark.parametrize(
    ("fields", "parts", "episodes"),
    [
        ({"numberOfEpisodes": "12"}, [], 12),
        ({"numberOfEpisodes": "0", "numberOfPrograms": "1"}, [], 1),
        ({}, ["1", "2", "3"], 3),
        ({}, ["1"], None),
    ],
)
def test_the_number_of_episodes_is_read(
    tmp_path: Path, fields: dict[str, object], parts: list[str], episodes: int | None
) -> None:
    nodes = [{"@id": f"_:b{number}", "episodeNumber": number} for number in parts]
    node = a_node(hasPart=[part["@id"] for part in nodes], **fields)
    assert reading_of(tmp_path, node, *nodes).works[0].episodes == episodes


def test_credits_of_the_parts_belong_to_the_work(tmp_path: Path) -> None:
    part = {"@id": "_:b1", "contributor": "［監督］今西隆志 ／ ［脚本］大熊朝秀"}
    work = reading_of(tmp_path, a_node(hasPart="_:b1"), part).works[0]
    assert [credit.name for credit in work.credits] == ["今西隆志", "大熊朝秀"]


def test_companies_are_gathered_under_one_key(tmp_path: Path) -> None:
    work = work_of(
        tmp_path,
        productionCompany="[アニメーション制作]MADHOUSE ／ [製作]星製作委員会 ／ マッドハウス ／ 東宝",
        publisher="東宝",
    )
    assert [(company.key, company.name, company.printed) for company in work.companies] == [
        ("マッドハウス", "マッドハウス", ("MADHOUSE", "マッドハウス")),
        ("東宝", "東宝", ("東宝",)),
    ]
    assert work.companies[1].roles == ("production", "other")


def test_a_committee_is_no_company_and_no_credit(tmp_path: Path) -> None:
    work = work_of(
        tmp_path,
        productionCompany="[製作]星製作委員会 ／ 電通",
        contributor="[企画]星製作委員会　／　[監督]原恵一",
        copyrightHolder="©星製作委員会",
    )
    assert [credit.name for credit in work.credits] == ["原恵一", "電通"]
    assert [company.name for company in work.companies] == ["電通"]


def test_holders_of_a_copyright_line_are_credited_where_they_are_certain(tmp_path: Path) -> None:
    work = work_of(
        tmp_path, copyrightHolder="©2016 臼井儀人/双葉社・シンエイ・テレビ朝日・ADK 2016"
    )
    assert [credit.name for credit in work.credits] == [
        "臼井儀人",
        "双葉社",
        "シンエイ",
        "テレビ朝日",
        "ADK",
    ]
    assert [company.name for company in work.companies] == [
        "双葉社",
        "シンエイ動画",
        "テレビ朝日",
        "アサツーディ・ケイ",
    ]
    uncertain = work_of(tmp_path, copyrightHolder="©ペトス・雨色ココア")
    assert [part.why for part in uncertain.remarks] == ["copyright-line"]


def test_the_digest_stays_the_same_from_one_edition_to_the_next(tmp_path: Path) -> None:
    """Addresses moved, blank nodes are numbered anew, lists are shuffled: nothing else changed."""
    part = {"duration": "90"}
    old = reading_of(tmp_path, a_node(hasPart="_:b1"), {"@id": "_:b1", **part}).works[0]
    names = [{"@value": "ホシノウミヘ", "@language": "ja-hrkt"}, "星の海へ"]
    node = a_node(host=NEW_HOST, hasPart="_:b77", name=names)
    new = reading_of(tmp_path, {"@id": "_:b77", **part}, node).works[0]
    assert new.source_digest == old.source_digest
    changed = work_of(tmp_path, publisher="東宝")
    assert changed.source_digest != old.source_digest


def test_values_may_be_lists_of_texts(tmp_path: Path) -> None:
    work = work_of(tmp_path, contributor=["[監督]原恵一", "[脚本]水島努"])
    assert [credit.name for credit in work.credits] == ["原恵一", "水島努"]


def test_a_csv_row_is_a_work(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        "an207 TV,C9915,NieA_7,2000-04-26,NieA 製作委員会,3,AT－X|有限会社 アームス(～3話)|モンキー・パンチ,©NieA",
    )
    work = read_files([path]).works[0]
    assert (work.madb_id, work.kind, work.first_published) == ("C9915", "tv", date(2000, 4, 26))
    assert work.committee is not None
    assert [member.key for member in work.committee.members] == ["エーティーエックス", "アームス"]
    assert work.committee.people == ("モンキー・パンチ",)
    assert [company.name for company in work.companies] == ["エー・ティー・エックス", "アームス"]


def test_every_row_gets_one_verdict_and_the_counts_add_up(tmp_path: Path) -> None:
    nodes = [
        a_node("C900001"),
        a_node("C900002", datePublished=None, startDate=None),
        a_node("C900003", label=None, name=None),
        a_node("C900004", **{"@type": "class:MangaBook"}),
        a_node("M1", **{"@id": "urn:x"}),
        a_node("C900005", productionCompany="[製作]星製作委員会"),
        a_node("C900006", actor="【ホズル】クリシュナ9世 （中村悠一）"),
        a_node("C900007", datePublished="2001-02-30"),
        a_node("C900008", hasPart="_:gone"),
        a_node("C900009", note="lone \ud800 surrogate"),
        a_node("C900001", publisher="東宝"),
        a_node("C900001"),
    ]
    path = tmp_path / "films.json"
    path.write_text(json.dumps({"@graph": nodes}), encoding="utf-8")
    reading = read_files([path])
    verdicts = reading.report.verdicts
    outcome = [(v.status, v.reason or ",".join(hold.code for hold in v.holds)) for v in verdicts]
    assert outcome == [
        ("accepted", ""),
        ("held", "no-date"),
        ("rejected", "no-title"),
        ("rejected", "not-a-work"),
        ("rejected", "no-identifier"),
        ("held", "committee-without-members"),
        ("held", "unreadable-credit"),
        ("held", "bad-date"),
        ("held", "part-missing"),
        ("rejected", "not-canonical"),
        ("rejected", "repeated-identifier"),
        ("accepted", ""),
    ]
    assert [work.madb_id for work in reading.works] == ["C900001", "C900005", "C900006", "C900008"]
    report = reading.report.to_dict()
    counted = report["accepted"] + report["held"] + report["rejected"]  # type: ignore[operator]
    assert counted == report["rows"] == len(nodes)
    assert set(report["rows_by_reason"]) <= set(REASONS)  # type: ignore[arg-type]


def test_a_row_with_the_wrong_number_of_cells_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", CSV_LINE, "an207 TV,C900002")
    verdict = read_files([path]).report.verdicts[1]
    assert (verdict.status, verdict.reason) == ("rejected", "column-count")
    assert str(verdict.place) == "a.csv row 3 C900002"


def test_what_is_held_is_shown_with_its_place_and_text(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path, a_node(actor="【犬】戸田恵子　／　【ホズル】クリシュナ9世 （中村悠一）")
    )
    (row,) = reading.report.to_dict()["open"]  # type: ignore[misc]
    (hold,) = row["holds"]
    assert hold == {
        "code": "unreadable-credit",
        "what": "credit",
        "place": {
            "file": "films.zip!a.json",
            "row": 1,
            "id": "C900001",
            "field": "actor",
            "segment": 2,
        },
        "text": "【ホズル】クリシュナ9世 (中村悠一)",
    }
    assert json.dumps(row, ensure_ascii=False)


@pytest.mark.parametrize("is_csv_first", [True, False])
def test_the_zip_wins_over_the_csv_in_any_order(tmp_path: Path, is_csv_first: bool) -> None:
    archive = write_zip(
        tmp_path / "a.zip",
        {"a.json": a_graph(a_node(productionCompany="[製作]星製作委員会 ／ 松竹"))},
    )
    table = write_csv(tmp_path / "a.csv", CSV_LINE, CSV_LINE.replace("C900001", "C900002"))
    reading = read_files([table, archive] if is_csv_first else [archive, table])
    assert {work.madb_id: work.place.file for work in reading.works} == {
        "C900001": "a.zip!a.json",
        "C900002": "a.csv",
    }
    (superseded,) = [v for v in reading.report.verdicts if v.superseded_by]
    assert (superseded.place.file, superseded.status) == ("a.csv", "accepted")
    assert not superseded.records_work


def test_a_row_that_is_held_itself_is_never_replaced_by_a_weaker_source(tmp_path: Path) -> None:
    archive = write_zip(
        tmp_path / "a.zip", {"a.json": a_graph(a_node(datePublished=None, startDate=None))}
    )
    reading = read_files([archive, write_csv(tmp_path / "a.csv", CSV_LINE)])
    assert [verdict.status for verdict in reading.report.verdicts] == ["held", "accepted"]
    assert reading.works == ()


def test_reading_twice_gives_the_same_works(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": a_graph(a_node(contributor="[監督]原恵一"))})
    assert read_files([path]) == read_files([path])


def test_progress_is_reported(tmp_path: Path) -> None:
    seen: list[int] = []
    nodes = [a_node(f"C{number}") for number in range(1001)]
    read_files([write_zip(tmp_path / "a.zip", {"a.json": a_graph(*nodes)})], seen.append)
    assert seen == [500, 1000, 1001]
