"""`daicho rights`: titles, licences and answers from the command line, in both languages."""

import re

import pytest
from cli_stage import Daicho
from paid_world import Paid

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
