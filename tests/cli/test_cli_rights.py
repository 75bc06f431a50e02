"""`daicho rights`: titles, licences and answers from the command line, in both languages."""

import json
import re
from pathlib import Path

import pytest
from cli_stage import Daicho
from paid_world import Paid

from contracts.rights.extent import VOCABULARY

DOCUMENT = "a" * 64
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def record_title(command: Daicho, world: Paid) -> str:
    done = command.data(
        "rights", "title-record", world.work, "--holder", f"{world.studio}=1/2",
        "--holder", f"{world.partner}=1/2", "--origin", "maker_29", "--from", "2026-01-01",
        "--document", DOCUMENT,
    )  # fmt: skip
    return str(done["id"])


def license_svod(command: Daicho, world: Paid, *more: str) -> dict[str, object]:
    given = (
        "rights", "license", world.work, "--licensor", world.studio, "--licensor", world.partner,
        "--licensee", world.platform, "--exclusivity", "exclusive", "--media", "svod",
        "--from", "2026-04-01", "--until", "2031-03-31", "--document", DOCUMENT,
    )  # fmt: skip
    return dict(command.data(*given, *(more or ("--territory", "JP"))))


@pytest.fixture
def held(on_world: Daicho, world: Paid) -> Daicho:
    """Studio and partner hold the work in halves; SVOD in Japan is licensed."""
    record_title(on_world, world)
    license_svod(on_world, world)
    return on_world


def test_a_use_is_free_or_licensed_and_it_is_said_who_signs(held: Daicho, world: Paid) -> None:
    asked = ("rights", "avails", world.work, "--media", "svod", "--on", "2027-04-01")
    licensed = held.data(*asked, "--territory", "JP")
    assert (licensed["is_free"], licensed["parts"][0]["until"]) == (False, "2031-03-31")
    free = held.data(*asked, "--territory", "DE")
    assert free["is_free"] is True
    parties = {one["party"] for one in free["parts"][0]["signers"]}
    assert parties == {world.studio, world.partner}


def test_answers_are_in_one_language(held: Daicho, world: Paid) -> None:
    for name in ("avails", "title", "grid"):
        said = held("--lang", "ja", "rights", name, world.work, "--media", "svod")
        assert said.code == 0
        assert JAPANESE.search(said.out)
        assert "co-owner" not in said.out
    english = held("--lang", "en", "rights", "grid", world.work, "--territory", "JP")
    assert "licensed / free" in english.out
    assert not JAPANESE.search(english.out)


def test_what_was_not_known_yet_is_left_out(held: Daicho, world: Paid) -> None:
    items = held.data("rights", "list", world.work, "--kind", "licence")["items"]
    before = items[0]["entry_index"] - 1
    asked = ("--media", "svod", "--territory", "JP", "--known-at", str(before))
    assert held.data("rights", "avails", world.work, "--on", "2027-04-01", *asked)["is_free"]


def test_an_overlap_is_refused_in_japanese(held: Daicho, world: Paid) -> None:
    refused = held(
        "--lang", "ja", "rights", "license", world.work, "--licensor", world.studio,
        "--licensor", world.partner, "--licensee", world.platform, "--exclusivity",
        "non_exclusive", "--media", "streaming", "--territory", "JP", "--from", "2030-01-01",
        "--document", DOCUMENT,
    )  # fmt: skip
    assert refused.code == 4
    assert "独占的な許諾と範囲が重なります。" in refused.err


def test_a_territory_that_does_not_exist_is_refused(held: Daicho, world: Paid) -> None:
    refused = held("rights", "avails", world.work, "--territory", "ZZ")
    assert refused.code == 4
    assert "ZZ" in refused.err


def test_japan_is_left_out_of_the_world(on_world: Daicho, world: Paid) -> None:
    record_title(on_world, world)
    right = license_svod(on_world, world, "--without", "JP")["id"]
    shown = on_world.data("rights", "show", str(right))
    assert shown["extent"]["territories"] == {"include": ["WW"], "exclude": ["JP"]}
    assert shown["extent"]["media"] == {"include": ["svod"], "exclude": []}


def test_an_ended_licence_is_listed_with_its_end(held: Daicho, world: Paid) -> None:
    (licence,) = held.data("rights", "list", world.work, "--kind", "licence")["items"]
    held.data(
        "rights", "end", licence["id"], "--from", "2028-04-01", "--ground", "termination",
        "--reason", "解約", "--document", DOCUMENT,
    )  # fmt: skip
    (licence,) = held.data("rights", "list", world.work, "--kind", "licence")["items"]
    assert licence["ended_from"] == "2028-04-01"
    said = held("--lang", "ja", "rights", "list", world.work)
    assert "独占" in said.out


def test_a_transfer_lacks_a_consent_until_a_file_brings_it(held: Daicho, world: Paid) -> None:
    refused = held(
        "rights", "transfer", world.work, "--giver", world.studio, "--taker", world.platform,
        "--share", "1/4", "--from", "2027-01-01", "--document", DOCUMENT,
    )  # fmt: skip
    assert refused.code != 0
    assert world.partner in refused.err
    moved = held.data(
        "rights", "transfer", world.work, "--giver", world.studio, "--taker", world.platform,
        "--share", "1/4", "--ground", "succession", "--from", "2027-01-01", "--document", DOCUMENT,
    )  # fmt: skip
    assert moved["count"] == 1


@pytest.mark.parametrize("share", ["1/2/3", "half", "-1", ""])
def test_a_share_that_is_none_is_refused(on_world: Daicho, world: Paid, share: str) -> None:
    refused = on_world(
        "rights", "title-record", world.work, "--holder", f"{world.studio}={share}",
        "--origin", "author", "--from", "2026-01-01", "--document", DOCUMENT,
    )  # fmt: skip
    assert refused.code == 4
    assert "Traceback" not in refused.err


def test_the_licensor_of_a_licence_passes_on_its_day(held: Daicho, world: Paid) -> None:
    (licence,) = held.data("rights", "list", world.work, "--kind", "licence")["items"]
    asked = (
        "rights", "licensor", licence["id"], "--giver", world.partner, "--taker", world.studio,
        "--from", "2028-04-01", "--ground", "notice", "--document", DOCUMENT,
    )  # fmt: skip
    held.data(*asked)
    shown = held.data("rights", "show", licence["id"])
    assert shown["licensors_now"] == [world.studio]
    said = held("--lang", "ja", "rights", "show", licence["id"])
    assert "許諾者の地位の移転" in said.out
    assert "通知" in said.out


def option_file(tmp_path: Path, world: Paid) -> str:
    """The platform may take SVOD in Germany from April 2028 until the end of 2027."""
    said = {
        "grantors": [world.studio, world.partner],
        "holder": world.platform,
        "claim": "option",
        "extent": {
            "vocabulary": VOCABULARY,
            "media": {"include": ["svod"]},
            "territories": {"include": ["DE"]},
            "first": "2028-04-01",
        },
        "exclusivity": "exclusive",
        "first": "2026-01-01",
        "until": "2027-12-31",
        "price": {"amount_minor": 30_000_000, "currency": "JPY"},
        "completed_by": "holder",
        "document": {"sha256": DOCUMENT},
    }
    path = tmp_path / "option.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return str(path)


def test_an_option_is_shown_and_exercised(held: Daicho, world: Paid, tmp_path: Path) -> None:
    option = held.data("rights", "option", world.work, "--file", option_file(tmp_path, world))["id"]
    asked = ("rights", "avails", world.work, "--media", "svod", "--territory", "DE")
    said = held("--lang", "ja", *asked, "--on", "2028-05-01")
    assert "オプション設定中" in said.out
    right = held.data("rights", "exercise", option, "--on", "2026-11-01", "--document", DOCUMENT)[
        "id"
    ]
    assert held.data("rights", "show", right)["option"] == option
    shown = held("--lang", "ja", "rights", "show", option)
    assert "行使日" in shown.out
    again = held(
        "--lang", "ja", "rights", "exercise", option, "--on", "2026-11-01", "--document", DOCUMENT
    )
    assert again.code == 4
    assert "このオプションはすでに行使されています。" in again.err


def test_a_pledge_is_recorded_from_options(held: Daicho, world: Paid) -> None:
    refused = held(
        "--lang", "ja", "rights", "encumber", world.work, "--holder", world.studio, "--creditor",
        world.platform, "--burden", "pledge", "--from", "2026-04-01", "--document", DOCUMENT,
    )  # fmt: skip
    assert "共有者の同意が足りません" in refused.err
    held.data(
        "rights", "encumber", world.work, "--holder", world.studio, "--creditor", world.platform,
        "--burden", "attachment", "--from", "2026-04-01", "--document", DOCUMENT,
    )  # fmt: skip
    said = held("--lang", "ja", "rights", "list", world.work, "--kind", "encumbrance")
    assert "担保・差押え" in said.out


def test_a_bundle_shows_what_each_medium_gets(held: Daicho, world: Paid, tmp_path: Path) -> None:
    """10,000 yen, theatrical 1/3 and merchandise 2/3: 3,333 and 6,667."""
    said = {
        "bundle": {
            "name": "独仏一括",
            "allocation": [
                {"media": ["theatrical"], "share": {"num": 1, "den": 3}},
                {"media": ["merchandise"], "share": {"num": 2, "den": 3}},
            ],
            "price": {"kind": "lump_sum", "amount_minor": 10_000, "currency": "JPY"},
        }
    }
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    right = held.data(
        "rights", "license", world.work, "--licensor", world.studio, "--licensor", world.partner,
        "--licensee", world.platform, "--exclusivity", "exclusive", "--media", "theatrical",
        "--media", "merchandise", "--territory", "FR", "--from", "2026-04-01", "--document",
        DOCUMENT, "--file", str(path),
    )["id"]  # fmt: skip
    parts = held.data("rights", "bundle", right)["parts"]
    assert [part["amount_minor"] for part in parts] == [3_333, 6_667]
    told = held("--lang", "ja", "rights", "bundle", right)
    assert "6,667円" in told.out
    assert "一括払い" in told.out


def test_who_holds_and_who_signs_are_told_by_name(held: Daicho, world: Paid) -> None:
    asked = held.data("rights", "avails", world.work, "--lang", "ja")
    studio = asked["display_names"][world.studio]
    for name in ("avails", "title"):
        said = held("--lang", "ja", "rights", name, world.work, "--media", "svod").out
        assert f"{studio} 1/2" in said
        assert f"{world.studio} 1/2" not in said
        assert f"{world.studio}: " not in said


def test_a_wrong_code_is_answered_in_japanese_with_codes_that_look_alike(
    held: Daicho, world: Paid
) -> None:
    refused = held("--lang", "ja", "rights", "avails", world.work, "--media", "games")
    assert refused.code == 4
    assert "media/1 の符号（例: game" in refused.err
