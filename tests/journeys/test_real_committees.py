"""Committees of the kind that credits print end under every kind of plan, and nothing is lost.

The list is an extract of the form of the real one, written here; names are of real forms, invented.
"""

from pathlib import Path

import pytest

from benchmarks.real_committees import PLANS, STAND_INS, printed, read, run

LIST = """set,madb_id,title,date,committee,n_members,members,copyright_line
x,C1,星の図書館,2001-03-13,「星の図書館」製作委員会,3,東都放送|銀河出版|星雲スタジオ,
x,C2,月の庭,1982-10-24,月の庭製作委員会,0,,
x,C3,水の町,2011-07-16,水の町プロジェクト,1,星雲スタジオ,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "list.csv"
    made.write_text(LIST, encoding="utf-8-sig")
    return made


def test_members_whom_nobody_knows_are_stood_in_for(file: Path) -> None:
    known, unknown, alone = read(file)
    assert known.members == ("東都放送", "銀河出版", "星雲スタジオ")
    assert unknown.members == STAND_INS
    assert alone.members == ("星雲スタジオ",)
    assert printed({"madb_id": "C4", "title": "x", "committee": "x", "members": "甲| |甲"}).members


def test_all_of_them_end_under_every_kind_of_plan(file: Path, tmp_path: Path) -> None:
    committees = read(file)
    for told in run(committees, tmp_path / "registers"):
        assert told.findings == [], told.plan
        assert (told.ended, dict(told.refused)) == (len(committees), {}), told.plan
        assert told.yen_in == told.yen_out > 0
    assert len(PLANS) == 9


def test_a_register_of_ended_committees_verifies_in_full(file: Path, tmp_path: Path) -> None:
    (told,) = run(read(file), tmp_path / "registers", ["mixture"], is_verified=True)
    assert told.findings == []
