"""People's data on the command line: refused with date and law, restricted, erased, handed out."""

import json
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid


def test_a_refusal_to_erase_says_law_and_date_in_both_languages(
    on_world: Daicho, world: Paid
) -> None:
    said = on_world("subjects", "erase", world.writer, "--json")
    assert (said.code, said.error["code"]) == (4, "data-still-needed")
    reasons = [need["reason"] for need in said.error["needs"]]
    assert reasons == ["tax_retention", "agreement"]
    assert "第59条" in said.error["needs"][0]["law"]
    japanese = on_world("subjects", "erase", world.writer, "--lang", "ja").err
    assert "まだ必要です" in japanese
    assert "税務書類の保存義務: 法人税法施行規則第59条" in japanese
    english = on_world("subjects", "erase", world.writer, "--lang", "en").err
    assert f"agreement: no end known / {world.agreement}" in english


def test_use_is_restricted_instead_and_released_again(on_world: Daicho, world: Paid) -> None:
    done = on_world.data("subjects", "erase", world.writer, "--restrict")
    assert done["possible_from"] is None
    (shown,) = on_world.data("subjects", "show", world.writer)["items"]
    assert (shown["status"], shown["reason"]) == ("active", "agreement")
    assert on_world("subjects", "release", world.writer, "--reason", "解除").code == 0
    (shown,) = on_world.data("subjects", "show", world.writer)["items"]
    assert "reason" not in shown


def test_a_person_without_payments_is_erased_for_good(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-person", "--credit-name", "月野 二郎")
    done = daicho.data("subjects", "erase", party, "--ground", "no_longer_needed")
    assert (len(done["erased"]), done["files_removed"]) == (1, 0)
    (item,) = daicho.data("subjects", "list", "--status", "erased")["items"]
    assert (item["party_id"], item["ground"]) == (party, "no_longer_needed")
    assert daicho.data("parties", "search", "月野 二郎")["items"] == []
    assert daicho.data("subjects", "reconcile") == {"erased": []}
    verdict = daicho("verify", "--json")
    assert verdict.json["verdict"] == "SELF-CONSISTENT"
    assert "消去の効力" in daicho("subjects", "erase", party, "--lang", "ja").out


def test_a_restricted_person_cannot_be_released_twice(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-person", "--credit-name", "月野 二郎")
    words = ("subjects", "restrict", party, "--reason", "dispute", "--until", "2999-01-31")
    (subject,) = daicho.data(*words)["restricted"]
    assert daicho("subjects", "release", subject, "--reason", "和解").code == 0
    said = daicho("subjects", "release", subject, "--reason", "和解", "--json")
    assert (said.code, said.error["code"]) == (4, "restriction-not-found")


def test_what_cannot_be_meant_is_refused_by_name(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-person", "--credit-name", "月野 二郎")
    for words, code in (
        (("erase", "nobody"), "subject-not-found"),
        (("erase", party, "--ground", "whim"), "invalid-input"),
        (("restrict", party, "--reason", "whim"), "invalid-input"),
        (("restrict", party, "--reason", "order", "--until", "soon"), "day-malformed"),
        (("restrict", party, "--reason", "order", "--until", "2001-01-01"),
         "restriction-over-already"),
        (("show", "party_x"), "subject-not-found"),
    ):  # fmt: skip
        said = daicho("subjects", *words, "--json")
        assert (said.code, said.error["code"]) == (4, code)


def test_keys_are_backed_up_swept_and_everything_is_handed_out(
    daicho: Daicho, tmp_path: Path
) -> None:
    party = daicho.recorded("parties", "add-person", "--credit-name", "月野 二郎")
    made = daicho.data("subjects", "backup-keys", str(tmp_path / "keys"))
    assert Path(made["file"]).is_file()
    assert daicho.data("subjects", "erase", party)["effective_on"] == made["expires_on"]
    assert daicho.data("subjects", "sweep") == {"marked": 0, "names": 0, "files": 0}
    out = tmp_path / "out"
    assert daicho.data("subjects", "export", party, "--out", str(out))["count"] >= 3
    assert json.loads((out / "data.json").read_bytes())["format"] == "daicho-subject/1"
    again = daicho("subjects", "export", party, "--out", str(out), "--json")
    assert (again.code, again.error["code"]) == (4, "file-exists")
