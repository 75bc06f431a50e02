"""The real files, read whole. They lie beside the repository and are no part of it."""

from collections import Counter
from pathlib import Path

import pytest

from ledger.imports.madb.names import clean
from ledger.imports.madb.organisations import is_company_among_companies
from ledger.imports.madb.reading import Reading, read_files
from ledger.imports.madb.source import read_rows

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FILMS = DATA / "metadata_an-col_an210_json.zip"
COMMITTEES = DATA / "madb_committees.csv"

pytestmark = pytest.mark.skipif(not FILMS.exists(), reason="the real files are not here")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_files([FILMS, COMMITTEES])


def test_every_row_has_a_verdict_and_the_counts_add_up(reading: Reading) -> None:
    rows = Counter(row.form for path in (FILMS, COMMITTEES) for row in read_rows(path))
    assert rows == {"jsonld": 2576, "csv": 725}
    report = reading.report
    assert report.rows == 2576 + 725
    assert report.count("accepted") + report.count("held") + report.count("rejected") == report.rows
    assert report.count("rejected") == 0


def test_all_film_rows_of_the_csv_stand_back_behind_the_zip(reading: Reading) -> None:
    superseded = [verdict for verdict in reading.report.verdicts if verdict.superseded_by]
    assert len(superseded) == 147
    assert all(verdict.place.file == COMMITTEES.name for verdict in superseded)


def test_few_credits_wait_for_a_person(reading: Reading) -> None:
    credits_read = sum(len(work.credits) for work in reading.works)
    waiting = sum(len(work.unread) for work in reading.works)
    assert credits_read > 40_000
    assert waiting < credits_read // 150


def test_no_name_keeps_brackets_or_entries_of_the_source(reading: Reading) -> None:
    names = {credit.name for work in reading.works for credit in work.credits}
    assert not [name for name in names if any(sign in name for sign in "[]【】／|※*◆")]
    assert not [name for name in names if name != name.strip() or "  " in name]


def test_the_films_of_the_csv_have_the_members_that_the_zip_prints(reading: Reading) -> None:
    """Two independent extractions of the same lines agree, except where the zip prints more."""
    from_zip = {work.madb_id: work.committee for work in reading.works if work.kind == "film"}
    from_csv = {work.madb_id: work.committee for work in read_files([COMMITTEES]).works}
    both = [
        (from_csv[madb_id], from_zip.get(madb_id)) for madb_id in from_csv if madb_id in from_zip
    ]
    different = [
        csv.name
        for csv, graph in both
        if csv and graph and [m.key for m in csv.members] != [m.key for m in graph.members]
    ]
    assert len(both) > 130
    assert different == ["アニメ「青鬼」製作委員会"]


def test_members_are_counted_by_name_where_the_stated_number_is_wrong() -> None:
    """C413354 and C413364 state 8 members; the people among them speak for the companies."""
    committees = {
        row.place.row_id: row.data for row in read_rows(COMMITTEES) if row.data["n_members"] != "0"
    }
    works = {work.madb_id: work.committee for work in read_files([COMMITTEES]).works}
    for madb_id in ("C413354", "C413364"):
        committee = works[madb_id]
        assert committee is not None
        printed = str(committees[madb_id]["members"]).split("|")
        # One name is broken over two lines and stands as two.
        assert len(committee.members) + len(committee.people) == len(printed) - 1


def test_no_person_of_the_staff_becomes_a_company(reading: Reading) -> None:
    """Nobody who directed, wrote or drew is on the list of companies by his name."""
    people = {
        credit.name
        for work in reading.works
        for credit in work.credits
        if not credit.is_company
        and {"director", "script", "key_animation", "animation_director"} & set(credit.roles)
    }
    companies = {name for work in reading.works for c in work.companies for name in c.printed}
    assert not people & companies


def test_cleaning_a_clean_name_changes_nothing(reading: Reading) -> None:
    names = {name for work in reading.works for c in work.companies for name in c.printed}
    assert not {name for name in names if clean(name).text != name}


def test_members_of_committees_are_companies(reading: Reading) -> None:
    members = {m.name for w in reading.works if w.committee for m in w.committee.members}
    assert all(is_company_among_companies(name) for name in members)
