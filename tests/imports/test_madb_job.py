"""From the published files onto the register, with small files made up for the purpose."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from madb_samples import NEW_HOST, a_graph, a_node, write_csv
from sqlalchemy import text

from ledger.access.views import Viewer
from ledger.bootstrap import Register, Sample, create_register, open_register
from ledger.clock import SteppingClock
from ledger.committees import views as committees
from ledger.committees.commands import AmendCommittee
from ledger.errors import RuleViolation, Unavailable
from ledger.imports.madb.committee_plans import plan_committees
from ledger.imports.madb.identity import party_id, work_id
from ledger.imports.madb.job import import_files
from ledger.imports.madb.outcome import Imported
from ledger.imports.madb.reading import read_files
from ledger.jobs.verify import verify_register
from ledger.parties import queries as parties
from ledger.parties.commands import RegisterCompany
from ledger.settings import Settings
from ledger.store.read import LogReader
from ledger.values import Names
from ledger.works import queries as works
from ledger.works.commands import AmendWork, Identifier, RegisterWork, WorkData

OPERATOR = Viewer("operator")
STARS = "[製作]星の海製作委員会 ／ 講談社 ／ 東宝"
NOTHING_NEW = {"recorded": 0, "amended": 0}


@dataclass
class Importer:
    """A register and a folder of files made up for it."""

    register: Register
    folder: Path

    def nodes(self, *nodes: dict[str, object], name: str = "films.json") -> Imported:
        """Import a JSON-LD file of these nodes."""
        path = self.folder / name
        path.write_text(a_graph(*nodes), encoding="utf-8")
        return import_files(self.register, [path])

    def extract(self, *lines: str) -> Imported:
        """Import a CSV extract of these lines."""
        return import_files(self.register, [write_csv(self.folder / "extract.csv", *lines)])

    @property
    def size(self) -> int:
        with self.register.ledger.reading() as conn:
            return LogReader(conn).head().size

    def show(self, madb_id: str = "C900001") -> dict[str, Any]:
        with self.register.ledger.reading() as conn:
            found = works.show(conn, work_id(madb_id))
        assert found is not None
        return found

    def names(self, madb_id: str = "C900001") -> dict[str, str]:
        """Subjects of a work's people, by name."""
        pairs = [(c["subject"], c["name"]) for c in self.show(madb_id)["credits"] if "subject" in c]
        opened = self.register.vault.open_many(pairs)
        return {opened[pair]: pair[0] for pair in pairs}

    def sealed(self) -> int:
        """Number of people in the vault."""
        return len(list(self.register.vault.subjects()))

    def committees(self, madb_id: str = "C900001") -> list[dict[str, Any]]:
        with self.register.ledger.reading() as conn:
            rows = committees.page(conn, OPERATOR, work=work_id(madb_id))
            shown = [committees.show(conn, row["id"], OPERATOR) for row in rows]
        return [each for each in shown if each]

    def log_bytes(self) -> bytes:
        with self.register.ledger.reading() as conn:
            parts = conn.execute(text("SELECT data FROM part")).scalars()
            return b"\n".join(bytes(part) for part in parts)


@pytest.fixture
def importer(register: Register, tmp_path: Path) -> Importer:
    return Importer(register, tmp_path)


def codes(imported: Imported) -> list[str]:
    return [hold.code for verdict in imported.report.verdicts for hold in verdict.holds]


def test_a_work_its_company_and_its_people_are_recorded(importer: Importer) -> None:
    importer.nodes(
        a_node(
            contributor="[監督]原恵一 ／ [脚本]原恵一 ／ [原画]中村豊",
            productionCompany="[アニメーション制作]ボンズ",
        )
    )
    shown = importer.show()
    assert shown["title_ja"] == "星の海へ"
    assert shown["title_kana"] == "ホシノウミヘ"
    assert (shown["kind"], shown["status"]) == ("film", "released")
    assert shown["data"]["identifiers"] == [{"scheme": "madb", "value": "C900001"}]
    assert shown["first_published"] == "2001-07-20"
    roles = [(line["role"], line.get("role_printed")) for line in shown["credits"]]
    assert roles == [
        ("director", "監督"),
        ("script", "脚本"),
        ("key_animation", "原画"),
        ("production", "アニメーション制作"),
    ]
    company = shown["credits"][3]
    assert (company["organisation"], company["party"]) == ("ボンズ", party_id("ボンズ"))
    subjects = [line["subject"] for line in shown["credits"][:3]]
    assert subjects[0] == subjects[1] != subjects[2]
    assert set(importer.names()) == {"原恵一", "中村豊"}


def test_every_row_has_one_outcome(importer: Importer) -> None:
    imported = importer.nodes(
        a_node("C900001"),
        a_node("C900002", datePublished=None, startDate=None),
        a_node("C900003", **{"@type": "class:Item"}),
        a_node("C900004", host=NEW_HOST, label="月の海へ"),
        a_node("C900004"),
        a_node("C900005"),
    )
    assert imported.outcomes == {
        "recorded": 3, "amended": 0, "unchanged": 0, "superseded": 0, "waiting": 1, "rejected": 2,
    }  # fmt: skip
    data = imported.as_data()
    assert data["accepted"] + data["held"] + data["rejected"] == data["rows"] == 6
    assert {row["madb_id"] for row in data["open"]} == {"C900002", "C900003", "C900004"}


def test_a_second_run_records_and_seals_nothing(importer: Importer) -> None:
    nodes = [a_node("C900001", contributor="[監督]原恵一", productionCompany=STARS)]
    importer.nodes(*nodes)
    size, sealed = importer.size, importer.sealed()
    again = importer.nodes(*nodes)
    assert again.outcomes["unchanged"] == 1
    assert (again.tally.companies["unchanged"], again.tally.committees["unchanged"]) == (2, 1)
    assert (importer.size, importer.sealed()) == (size, sealed)


def test_another_edition_of_the_same_content_records_nothing(importer: Importer) -> None:
    importer.nodes(a_node(contributor=["[監督]原恵一", "[脚本]水島努"]))
    size = importer.size
    again = importer.nodes(a_node(host=NEW_HOST, contributor=["[脚本]水島努", "[監督]原恵一"]))
    assert (again.outcomes["unchanged"], importer.size) == (1, size)


def test_the_extract_never_replaces_what_the_database_said(importer: Importer) -> None:
    importer.nodes(a_node("C900001", contributor="[監督]原恵一"))
    imported = importer.extract(
        "an210 アニメ,C900001,星の海へ（抄）,2001-07-20,星製作委員会,0,,",
        "an207 テレビ,C900002,星の街,2002-04-01,星の街製作委員会,2,東宝|講談社,©東宝",
    )
    assert imported.outcomes["superseded"] == imported.outcomes["recorded"] == 1
    assert importer.show()["title_ja"] == "星の海へ"
    assert importer.committees() == []
    assert [each["name_ja"] for each in importer.committees("C900002")] == ["星の街製作委員会"]
    assert imported.report.count("accepted") == 2


def test_the_database_replaces_what_the_extract_said(importer: Importer) -> None:
    importer.extract("an210 アニメ,C900001,星の海へ（抄）,2001-07-20,星製作委員会,1,東宝,©東宝")
    imported = importer.nodes(a_node(productionCompany=STARS))
    assert imported.outcomes["amended"] == 1
    shown = importer.show()
    assert shown["title_ja"] == "星の海へ"
    assert shown["history"][0]["reason"].startswith("source changed: https://mediaarts-db")
    assert [each["name_ja"] for each in importer.committees()] == ["星の海製作委員会"]
    assert importer.extract(
        "an210 アニメ,C900001,星の海へ（抄）,2001-07-20,星製作委員会,1,東宝,©東宝"
    ).outcomes["superseded"] == 1  # fmt: skip


def test_both_files_together_give_what_one_after_the_other_gives(
    importer: Importer, home_template: Path, tmp_path: Path
) -> None:
    line = "an207 テレビ,C900002,星の街,2002-04-01,星の海製作委員会,2,東宝|講談社,©東宝"
    importer.nodes(a_node("C900001", productionCompany=STARS))
    importer.extract(line)
    other = tmp_path / "other"
    create_register(Settings(home=other), "ledger.example/other")
    opened = open_register(Settings(home=other))
    import_files(opened, [tmp_path / "extract.csv", tmp_path / "films.json"])
    together = Importer(opened, tmp_path)
    (one,), (two,) = importer.committees(), together.committees()
    opened.close()
    assert one["id"] == two["id"]
    assert set(one["works"]) == set(two["works"]) == {work_id("C900001"), work_id("C900002")}


def test_a_changed_row_keeps_the_subjects_of_names_that_stay(importer: Importer) -> None:
    importer.nodes(a_node(contributor="[監督]原恵一 ／ [脚本]水島努"))
    before = importer.names()
    imported = importer.nodes(
        a_node(label="星の海へ 完全版", contributor="[監督]原恵一 ／ [音楽]菅野祐悟")
    )
    after = importer.names()
    assert imported.outcomes["amended"] == imported.tally.people == 1
    assert set(after) == {"原恵一", "菅野祐悟"}
    assert after["原恵一"] == before["原恵一"]
    assert importer.show()["title_ja"] == "星の海へ 完全版"


def test_a_work_that_somebody_amended_waits_when_its_row_changes(importer: Importer) -> None:
    importer.nodes(a_node())
    amended = WorkData(title=Names(ja="星の海へ（正しい題名）"), kind="film")
    importer.register.ledger.record(AmendWork(work=work_id("C900001"), reason="誤記", data=amended))
    assert importer.nodes(a_node()).outcomes["unchanged"] == 1
    changed = importer.nodes(a_node(label="星の海"))
    assert codes(changed) == ["amended-by-hand"]
    assert changed.outcomes["waiting"] == changed.report.count("held") == 1
    assert importer.show()["title_ja"] == "星の海へ（正しい題名）"


def test_a_name_that_was_erased_does_not_come_back(importer: Importer) -> None:
    importer.nodes(a_node(contributor="[監督]原恵一 ／ [脚本]水島努"))
    with sqlite3.connect(importer.register.home / "keys.db") as keys:
        keys.execute("DELETE FROM subject_key WHERE subject = ?", (importer.names()["水島努"],))
    keys.close()
    sealed = importer.sealed()
    changed = importer.nodes(a_node(label="星の海", contributor="[監督]原恵一 ／ [脚本]水島努"))
    assert codes(changed) == ["name-erased"]
    assert importer.sealed() == sealed


def test_a_number_that_another_work_carries_waits_before_anything_is_sealed(
    importer: Importer,
) -> None:
    own = "work_00000000000000000000000001"
    data = WorkData(
        title=Names(ja="星の海へ"),
        kind="film",
        identifiers=(Identifier(scheme="madb", value="C900001"),),
    )
    importer.register.ledger.record(RegisterWork(id=own, data=data))
    imported = importer.nodes(a_node(contributor="[監督]原恵一"), a_node("C900002"))
    assert codes(imported) == ["identifier-taken"]
    assert imported.outcomes["recorded"] == imported.outcomes["waiting"] == 1
    assert importer.sealed() == 0


def test_a_refusal_is_a_row_of_the_report_and_not_the_end(importer: Importer) -> None:
    imported = importer.nodes(
        a_node("C900001", datePublished="1899-12-31", startDate=None), a_node("C900002")
    )
    assert codes(imported) == ["first-published-impossible"]
    assert imported.outcomes["recorded"] == imported.outcomes["waiting"] == 1
    hold = imported.report.verdicts[0].holds[0]
    assert (hold.place.row_id, hold.what) == ("C900001", "work")


def test_a_title_that_does_not_fit_is_held_and_nothing_is_sealed_for_it(importer: Importer) -> None:
    imported = importer.nodes(a_node("C900001", label="星" * 501, contributor="[監督]原恵一"))
    (verdict,) = imported.report.verdicts
    assert [(hold.code, hold.what) for hold in verdict.holds] == [("invalid-input", "work")]
    assert verdict.holds[0].text == "ja: String should have at most 500 characters"
    assert (imported.outcomes["waiting"], importer.sealed(), importer.size) == (1, 0, 0)


def test_a_company_or_committee_that_does_not_fit_is_held_beside_its_work(
    importer: Importer,
) -> None:
    imported = importer.extract(
        f"an207 テレビ,C900001,星の街,2002-04-01,「{'海' * 500}」製作委員会,2,東宝|講談社,",
        f"an207 テレビ,C900002,月の街,2002-04-01,月の街製作委員会,2,東宝|{'株' * 501},",
    )
    holds = [(v.madb_id, h.what, h.code) for v in imported.report.verdicts for h in v.holds]
    assert holds == [
        ("C900001", "committee", "invalid-input"),
        ("C900002", "credit", "invalid-input"),
        ("C900002", "committee", "invalid-input"),
    ]
    assert (imported.outcomes["recorded"], imported.tally.committees["waiting"]) == (2, 2)


def test_a_reading_that_is_empty_is_no_reading(importer: Importer) -> None:
    kana = {"@language": "ja-hrkt", "@value": "　"}
    importer.nodes(a_node(name=["星の海へ", kana]))
    assert importer.show()["title_kana"] is None


def test_works_of_one_title_are_not_refused(importer: Importer) -> None:
    imported = importer.nodes(a_node("C900001"), a_node("C900002"))
    assert imported.outcomes["recorded"] == 2


def test_a_work_of_the_future_is_not_called_released(importer: Importer) -> None:
    importer.nodes(a_node(datePublished="2031-01-01", startDate=None))
    assert importer.show()["status"] == "unknown"


def test_a_work_with_very_many_credits_is_recorded_in_chunks(importer: Importer) -> None:
    people = [
        f"山田{chr(0x4E00 + one)}{chr(0x4E80 + two)}" for one in range(40) for two in range(40)
    ]
    importer.nodes(a_node(contributor="[原画]" + " ／ ".join(people)))
    credited = importer.show()["credits"]
    assert len(credited) > 1500
    assert len(importer.names()) == len(credited)
    with importer.register.ledger.reading() as conn:
        names = conn.execute(text("SELECT name FROM part")).scalars().all()
    assert {"command.credits/3", "facts.credits/3"} <= set(names)


def test_no_name_of_a_person_enters_the_log(importer: Importer) -> None:
    importer.nodes(
        a_node(
            contributor="[監督]原恵一 ／ [脚本]水島努",
            creator="原恵一",
            actor="【鉄雄】佐々木望 ／ 【佐々木望】佐々木望",
            productionCompany="[製作]バードスタジオ・井上雄彦 ／ 東宝",
            copyrightHolder="©臼井儀人/東宝",
            originalWorkName="『星の海』 臼井儀人 双葉社刊",
        )
    )
    log = importer.log_bytes()
    for name in ("原恵一", "水島努", "佐々木望", "井上雄彦", "臼井儀人"):
        assert name.encode() not in log
    assert "鉄雄".encode() in log
    assert {"佐々木望", "バードスタジオ・井上雄彦", "臼井儀人"} <= set(importer.names())


def test_a_role_is_recorded_without_the_person_it_names(importer: Importer) -> None:
    importer.nodes(a_node(contributor="[監督]山田太郎 ／ [語り]田中健（山田太郎原作・脚色）"))
    assert "山田太郎".encode() not in importer.log_bytes()


def test_spellings_of_one_company_are_one_party_with_aliases(importer: Importer) -> None:
    importer.nodes(
        a_node("C900001", productionCompany="[アニメーション制作]マッドハウス"),
        a_node("C900002", productionCompany="[アニメーション制作]MADHOUSE"),
        a_node("C900003", productionCompany="[アニメーション制作]株式会社マッドハウス"),
    )
    with importer.register.ledger.reading() as conn:
        (found,) = parties.search(conn, OPERATOR, "madhouse")
    assert (found["id"], found["names"]["ja"]) == (party_id("マッドハウス"), "マッドハウス")
    assert [alias["text"] for alias in found["aliases"]] == ["MADHOUSE"]
    assert found["aliases"][0]["reason"] == "Latin spelling of the same name"
    assert found["legal_form"] == "株式会社"


def test_a_spelling_that_a_later_file_prints_is_added(importer: Importer) -> None:
    importer.nodes(a_node("C900001", productionCompany="[アニメーション制作]マッドハウス"))
    later = importer.nodes(
        a_node("C900002", productionCompany="[アニメーション制作]MADHOUSE"), name="later.json"
    )
    assert (later.tally.companies["recorded"], later.tally.aliases) == (0, 1)
    with importer.register.ledger.reading() as conn:
        assert [row["id"] for row in parties.search(conn, OPERATOR, "MADHOUSE")] == [
            party_id("マッドハウス")
        ]


def test_a_spelling_that_leads_to_somebody_else_waits(importer: Importer) -> None:
    other = "party_00000000000000000000000001"
    importer.register.ledger.record(RegisterCompany(id=other, names=Names(ja="MADHOUSE")))
    imported = importer.nodes(
        a_node("C900001", productionCompany="[アニメーション制作]マッドハウス"),
        a_node("C900002", productionCompany="[アニメーション制作]MADHOUSE"),
    )
    assert codes(imported) == ["alias-taken"]
    assert imported.outcomes["recorded"] == 2


def test_a_company_of_the_same_name_stays_apart_and_is_noted(importer: Importer) -> None:
    other = "party_00000000000000000000000001"
    importer.register.ledger.record(RegisterCompany(id=other, names=Names(ja="東宝")))
    importer.nodes(a_node(publisher="東宝"))
    with importer.register.ledger.reading() as conn:
        shown = parties.show(conn, party_id("東宝"), OPERATOR)
    assert shown is not None
    assert shown["warnings"] == [f"same-name-as:{other}"]


def test_a_committee_is_a_draft_of_the_printed_members(importer: Importer) -> None:
    importer.nodes(
        a_node(productionCompany="[製作]星の海製作委員会 ／ [製作幹事]講談社 ／ [製作]東宝")
    )
    (committee,) = importer.committees()
    assert (committee["status"], committee["name"]["ja"]) == ("draft", "星の海製作委員会")
    assert [member["party"] for member in committee["members"]] == [
        party_id("講談社"), party_id("東宝"),
    ]  # fmt: skip
    assert committee["lead"] == party_id("講談社")
    assert not any("investment" in member for member in committee["members"])


def test_the_same_name_with_other_members_is_another_committee(importer: Importer) -> None:
    importer.nodes(
        a_node("C900001", productionCompany=STARS),
        a_node("C900002", productionCompany=STARS),
        a_node("C900003", productionCompany=STARS + " ／ 電通"),
    )
    (first,), (third,) = importer.committees("C900001"), importer.committees("C900003")
    assert first["works"] == [work_id("C900001"), work_id("C900002")]
    assert third["works"] == [work_id("C900003")]


def test_a_later_work_joins_its_committee_and_a_changed_row_leaves_it(importer: Importer) -> None:
    importer.nodes(a_node("C900001", productionCompany=STARS))
    joined = importer.nodes(a_node("C900002", productionCompany=STARS), name="later.json")
    assert joined.tally.committees["amended"] == 1
    assert importer.committees()[0]["works"] == [work_id("C900001"), work_id("C900002")]
    left = importer.nodes(a_node("C900001", productionCompany="[製作]東宝"))
    assert left.tally.committees["amended"] == 1
    assert importer.committees("C900001") == []
    assert importer.committees("C900002")[0]["works"] == [work_id("C900002")]


def test_a_lead_that_is_printed_later_is_added(importer: Importer) -> None:
    importer.nodes(a_node("C900001", productionCompany=STARS))
    lead = "[製作]星の海製作委員会 ／ [製作幹事]講談社 ／ [製作]東宝"
    importer.nodes(a_node("C900002", productionCompany=lead), name="later.json")
    assert importer.committees()[0]["lead"] == party_id("講談社")


def test_a_committee_that_somebody_amended_is_not_touched(importer: Importer) -> None:
    importer.nodes(a_node("C900001", productionCompany=STARS))
    (before,) = importer.committees()
    importer.register.ledger.record(
        AmendCommittee(
            committee=before["id"],
            effective_from=date(2026, 11, 1),
            reason="契約を確認",
            lead=party_id("東宝"),
        )
    )
    assert importer.nodes(a_node("C900001", productionCompany=STARS)).tally.committees == {
        "unchanged": 1
    }
    late = importer.nodes(a_node("C900002", productionCompany=STARS), name="later.json")
    assert codes(late) == ["committee-amended-by-hand"]
    assert importer.committees()[0]["works"] == [work_id("C900001")]


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def stop_at(call: int) -> Callable[[int, int], None]:
    calls = 0

    def progress(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Stopped

    return progress


@pytest.mark.parametrize("call", range(2, 8))
def test_an_interrupted_run_goes_on_where_it_stopped(importer: Importer, call: int) -> None:
    """Progress is told after reading, companies, each batch of works, and committees."""
    nodes = [
        a_node(f"C{number}", contributor="[監督]原恵一", productionCompany=STARS)
        for number in range(900000, 900300)
    ]
    path = importer.folder / "films.json"
    path.write_text(a_graph(*nodes), encoding="utf-8")
    with pytest.raises(Stopped):
        import_files(importer.register, [path], progress=stop_at(call))
    before = importer.size
    rest = import_files(importer.register, [path])
    assert rest.outcomes["recorded"] + rest.outcomes["unchanged"] == 300
    assert importer.size == 2 + 300 + 1
    assert before + rest.outcomes["recorded"] <= importer.size
    again = import_files(importer.register, [path])
    assert again.outcomes["unchanged"] == 300
    assert len(importer.committees("C900299")[0]["works"]) == 300


def test_progress_ends_where_it_said_it_would(importer: Importer) -> None:
    told: list[tuple[int, int]] = []
    path = importer.folder / "films.json"
    path.write_text(a_graph(a_node(productionCompany=STARS)), encoding="utf-8")
    import_files(importer.register, [path], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (4, 4)
    assert all(done <= total for done, total in told)


def test_a_closed_register_ends_the_run(importer: Importer) -> None:
    importer.register.ledger.close()
    with pytest.raises(Unavailable, match="no longer accepts"):
        importer.nodes(a_node(publisher="東宝"))


def test_a_file_that_cannot_be_read_leaves_nothing_behind(importer: Importer) -> None:
    good, bad = importer.folder / "good.json", importer.folder / "bad.json"
    good.write_text(a_graph(a_node()), encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(RuleViolation) as caught:
        import_files(importer.register, [good, bad])
    assert (caught.value.code, importer.size) == ("source-not-json", 0)


def test_a_file_named_twice_is_read_once_and_two_of_one_name_are_refused(
    importer: Importer,
) -> None:
    path, twin = importer.folder / "films.json", importer.folder / "more" / "films.json"
    twin.parent.mkdir()
    for each in (path, twin):
        each.write_text(a_graph(a_node()), encoding="utf-8")
    with pytest.raises(RuleViolation) as caught:
        import_files(importer.register, [path, twin])
    assert (caught.value.code, caught.value.fields["value"]) == ("named-twice", "films.json")
    assert import_files(importer.register, [path, path]).report.rows == 1


def test_what_was_imported_verifies_and_rebuilds(importer: Importer) -> None:
    importer.nodes(
        a_node("C900001", contributor="[監督]原恵一", productionCompany=STARS),
        a_node("C900002", productionCompany=STARS + " ／ MADHOUSE"),
    )
    importer.nodes(a_node("C900001", contributor="[監督]原恵一 ／ [脚本]水島努"))
    report = verify_register(importer.register, views=True)
    assert (report.verdict, report.findings) == ("SELF-CONSISTENT", ())


def test_ids_do_not_depend_on_the_database(
    new_postgresql: Callable[..., str], tmp_path: Path, clock: SteppingClock
) -> None:
    home = Settings(home=tmp_path / "pg", database_url=new_postgresql())
    sample = Sample(1, clock.now())
    create_register(home, "ledger.example/pg", sample=sample)
    opened = open_register(home, sample=sample)
    importer = Importer(opened, tmp_path)
    node = a_node(contributor="[監督]原恵一", productionCompany=STARS)
    first, again = importer.nodes(node), importer.nodes(node)
    assert (first.outcomes["recorded"], again.outcomes["unchanged"]) == (1, 1)
    assert importer.show()["id"] == work_id("C900001")
    (plan,) = plan_committees(read_files([tmp_path / "films.json"]).works).values()
    assert [each["id"] for each in importer.committees()] == [plan.id]
    assert verify_register(opened, views=True).verdict == "SELF-CONSISTENT"
    opened.close()
