"""Two orders of fees side by side on the command line, with and without a register."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_stage import Daicho
from paid_world import Paid

FEES = {
    "window": ("窓口手数料", "Window fee", {"num": 1, "den": 5}),
    "lead": ("幹事手数料", "Lead fee", {"num": 1, "den": 10}),
}


def draft(folder: Path, *order: str) -> str:
    """A file with the fees in this order, each on what is left."""
    steps = [
        {
            "id": id,
            "kind": "commission/1",
            "clause": "第5条",
            "label": {"ja": FEES[id][0], "en": FEES[id][1]},
            "basis": "remainder",
            "rate": FEES[id][2],
            "payee": f"party_{id}",
        }
        for id in order
    ]
    file = folder / f"{order[0]}-first.json"
    file.write_text(json.dumps({"terms": 1, "currency": "JPY", "steps": steps}), "utf-8")
    return str(file)


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, ...]:
    drafts = (draft(tmp_path, "window", "lead"), draft(tmp_path, "lead", "window"))
    return ("--terms", drafts[0], "--terms", f"幹事先={drafts[1]}")


def refused(daicho: Daicho, *words: str) -> dict[str, Any]:
    said = daicho("payouts", "simulate", *words, "--json")
    assert said.code == 4
    error: dict[str, Any] = said.error
    return error


def lines(data: dict[str, Any]) -> dict[str, list[int]]:
    return {line["id"]: line["amounts_minor"] for line in data["lines"]}


def test_both_orders_of_case_cm_02_stand_side_by_side(
    daicho: Daicho, both: tuple[str, ...]
) -> None:
    """100,001: 20,000 and 8,000, or 18,000 and 10,000; 72,001 are left both times."""
    data = daicho.data("payouts", "simulate", *both, "--net", "100001")
    assert data["versions"] == ["window-first", "幹事先"]
    assert lines(data)["window"] == [20_000, 18_000]
    assert lines(data)["lead"] == [8_000, 10_000]
    assert lines(data)["retained"] == [72_001, 72_001]


def test_people_see_names_amounts_and_differences_in_their_language(
    daicho: Daicho, both: tuple[str, ...]
) -> None:
    ja = daicho("payouts", "simulate", *both, "--net", "100001", "--lang", "ja").out
    en = daicho("payouts", "simulate", *both, "--net", "100001", "--lang", "en").out
    assert "窓口手数料" in ja
    assert "△2,000円" in ja
    assert "幹事先 の差" in ja
    assert "Window fee" in en
    assert "-JPY 2,000" in en
    assert "█" in en


def test_the_table_opens_in_a_spreadsheet(
    daicho: Daicho, both: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / "table.csv"
    daicho("payouts", "simulate", *both, "--net", "100001", "--out", str(out), "--lang", "ja")
    rows = out.read_bytes().decode("utf-8-sig").splitlines()
    assert rows[1] == "条項,窓口手数料,20000,18000,-2000"


def test_supposed_months_come_from_a_table(
    daicho: Daicho, both: tuple[str, ...], tmp_path: Path
) -> None:
    """9 in April and 9 in May: 20% of each is 1.8, cut to 1 each time."""
    file = tmp_path / "months.csv"
    file.write_text("period,channel,amount,reported\n2026-04,,9,net\n2026-05,video,9,net\n")
    data = daicho.data("payouts", "simulate", *both, "--revenue", str(file))
    assert data["sales_minor"] == 18
    assert lines(data)["window"][0] == 2


def test_a_number_that_is_none_is_named_with_its_line(
    daicho: Daicho, both: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "months.csv"
    file.write_text("period,amount\n2026-04,9\n2026-05,9円\n")
    problem = refused(daicho, *both, "--revenue", str(file))
    assert problem["code"] == "number-malformed"
    assert (problem["field"], problem["value"], problem["line"]) == ("amount", "9円", 3)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--net", "1", "--gross", "1"), "revenue-ambiguous"),
        ((), "revenue-ambiguous"),
        (("--history",), "agreement-needed"),
    ],
)
def test_a_question_that_is_none_is_refused_with_a_reason(
    daicho: Daicho, both: tuple[str, ...], more: tuple[str, ...], code: str
) -> None:
    assert refused(daicho, *both, *more)["code"] == code


def test_an_open_question_is_refused_in_the_words_of_the_options(
    daicho: Daicho, both: tuple[str, ...]
) -> None:
    asked = ("payouts", "simulate", "--lang", "ja")
    said = daicho(*asked, "--net", "1")
    assert "項目: --terms" in said.err
    unsaid = daicho(*asked, *both)
    assert "正しい形: --period, --history, --revenue, --gross, --net" in unsaid.err


def test_real_revenue_of_an_agreement_is_tried(
    on_world: Daicho, world: Paid, both: tuple[str, ...]
) -> None:
    data = on_world.data("payouts", "simulate", "--agreement", world.agreement, "--history", *both)
    assert data["versions"][0] == "v1"
    assert data["sales_minor"] == 1_000_003
    assert lines(data)["window"] == [100_000, 200_000, 180_000]
