"""What would happen if committees ended today, from the command line."""

import csv
import re
from pathlib import Path

from cli_stage import Daicho, as_json
from paid_world import Paid

from api.cli import readiness_words as words
from ledger.jobs.readiness_reasons import EFFECTS

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def test_machines_get_totals_reasons_and_money(on_world: Daicho, world: Paid) -> None:
    """The sales were run and stated; on 1 April 2026 the payments of both months are ahead."""
    data = on_world.data("committees", "readiness", "--on", "2026-04-01")
    assert data["totals"] == {
        "committees": 1, "ready": 1, "not_ready": 0, "drafts": 0, "synthetic": 0,
    }  # fmt: skip
    (item,) = data["items"]
    assert (item["id"], item["is_ready"], data["next"]) == (world.committee, True, None)
    assert [one["reason"] for one in item["reasons"]] == [
        "money-open",
        "no-windows",
        "title-missing",
    ]
    assert {one["holder"] for one in item["money"]} == {world.studio}
    assert sum(one["amount_minor"] for one in item["money"]) == data["money"][0]["amount_minor"]
    assert data["display_names"][world.studio] == "星雲スタジオ"


def test_people_see_one_language_and_a_bar(on_world: Daicho, world: Paid) -> None:
    asked = ("committees", "readiness", "--committee", world.committee, "--on", "2026-04-01")
    ja, en = on_world(*asked, "--lang", "ja").out, on_world(*asked, "--lang", "en").out
    assert "製作委員会 1件のうち 1件は何も宙に浮かせずに終了できます" in ja
    assert "明細書あり・支払前" in ja
    assert "1 of 1 committees would orphan nothing" in en
    assert "stated, not paid yet" in en
    assert "█" in ja
    assert "█" in en


def test_one_committee_is_told_in_detail(daicho: Daicho) -> None:
    """The plan covers music only, and nobody said who the author is."""
    lead = daicho.recorded("parties", "add-company", "--ja", "銀河")
    one = {"num": 1, "den": 1}
    contract = {
        "name": {"ja": "「星の庭」製作委員会"},
        "origin": "existing",
        "lead": lead,
        "members": [{"party": lead, "copyright": one, "investment": one, "profit": one}],
        "plan": {
            "dispositions": [{"rights": ["music"], "outcome": "author"}],
            "contact": lead,
            "adjustments_debtor": lead,
        },
    }
    made = daicho.recorded("committees", "form", "--file", "-", stdin=as_json(contract))
    clause = {
        "id": "designer", "kind": "royalty/2", "clause": "第7条", "basis": "received",
        "label": {"ja": "デザイン印税", "en": "Design royalty"}, "rate": {"num": 1, "den": 100},
        "payee": lead, "survives": True,
    }  # fmt: skip
    agreement = {
        "title": {"ja": "委員会契約"}, "kind": "committee", "payer": lead, "parties": [lead],
        "committee": made, "effective_month": "2026-01",
        "terms": {"terms": 1, "currency": "JPY", "steps": [clause]},
    }  # fmt: skip
    daicho.recorded("agreements", "record", "--file", "-", stdin=as_json(agreement))
    asked = ("committees", "readiness", "--committee", made)
    ja, en = daicho(*asked, "--lang", "ja").out, daicho(*asked, "--lang", "en").out
    assert "権利の受け手が特定されていない" in ja
    assert "音楽" in ja
    assert "デザイン印税" in ja
    assert "委員会契約" in ja
    assert "the plan leaves media out" in en
    assert "theatrical, broadcast" in en
    assert "Design royalty" in en


def test_a_page_ends_where_the_next_one_starts(daicho: Daicho) -> None:
    draft = {"name": {"ja": "「星の庭」製作委員会"}, "origin": "draft"}
    made = sorted(
        daicho.recorded("committees", "form", "--file", "-", stdin=as_json(draft)) for _ in range(3)
    )
    first = daicho.data("committees", "readiness", "--limit", "2")
    assert ([one["id"] for one in first["items"]], first["next"]) == (made[:2], made[1])
    rest = daicho.data("committees", "readiness", "--limit", "2", "--after", first["next"])
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (made[2:], None)
    assert first["totals"] == rest["totals"]
    assert f"--after {made[1]}" in daicho("committees", "readiness", "--limit", "2").out


def test_the_table_of_all_opens_in_a_spreadsheet(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    out = tmp_path / "readiness.csv"
    asked = ("committees", "readiness", "--on", "2026-04-01", "--out", str(out), "--lang", "ja")
    assert on_world(*asked).code == 0
    rows = [*csv.DictReader(out.read_text("utf-8-sig").splitlines())]
    assert [row["id"] for row in rows] == [world.committee]
    assert (rows[0]["終了できる"], rows[0]["未精算の金銭がある（終了前に清算）"]) == ("1", "1")
    assert rows[0]["終了時計画がない"] == "0"
    assert "明細書あり・支払前: " in rows[0]["金銭"]


def test_an_empty_register_has_nothing_to_tell(daicho: Daicho) -> None:
    data = daicho.data("committees", "readiness")
    assert (data["totals"]["committees"], data["items"], data["by_reason"]) == (0, [], [])
    said = daicho("committees", "readiness", "--lang", "ja")
    assert said.code == 0
    assert "該当するものはありません" in said.out


def test_what_is_asked_wrongly_is_refused_by_name(daicho: Daicho) -> None:
    unknown = "cmt_" + "0" * 26
    said = daicho("committees", "readiness", "--committee", unknown, "--json")
    assert (said.code, said.error["code"], said.error["value"]) == (
        4,
        "committee-not-found",
        unknown,
    )
    said = daicho("committees", "readiness", "--on", "2026-02-30", "--json")
    assert (said.code, said.error["code"], said.error["field"]) == (4, "day-malformed", "on")


def test_every_reason_is_said_in_one_language_at_a_time() -> None:
    for code in EFFECTS:
        japanese, english = words.reason(code, "ja"), words.reason(code, "en")
        assert JAPANESE.search(japanese)
        assert english != code
        assert not JAPANESE.search(english)
