"""A party's token opens its own taxes, originals and reasons on the command line, nobody else's."""

import pytest
from cli_stage import Daicho
from paid_world import Paid


def token(daicho: Daicho, role: str, party: str) -> tuple[str, str]:
    made = daicho.data("token", "create", "--role", role, "--party", party)
    return ("--token", str(made["token"]))


def statement_of(daicho: Daicho, payee: str) -> str:
    items = daicho.data("statements", "list", "--payee", payee)["items"]
    return str(items[0]["id"])


def test_a_payer_asks_for_its_own_taxes_with_its_token(on_world: Daicho, world: Paid) -> None:
    """What it withheld, what it files, what is due."""
    own = token(on_world, "studio", world.studio)
    month = ("tax", "withheld", "--payer", world.studio, "--month", "2026-04")
    assert on_world.data(*own, *month) == on_world.data(*month)
    on_world.data(*own, "tax", "due", "--payer", world.studio)
    on_world.data(*own, "tax", "records", "--payer", world.studio, "--year", "2026")
    hers = token(on_world, "creator", world.writer)
    on_world.data(*hers, "tax", "records", "--payee", world.writer, "--year", "2026")


@pytest.mark.parametrize(
    "words",
    [
        ("tax", "withheld", "--payer", "{studio}", "--month", "2026-04"),
        ("tax", "records", "--payer", "{studio}", "--year", "2026"),
        ("tax", "records", "--payee", "{writer}", "--year", "2026"),
        ("tax", "due", "--payer", "{studio}"),
        ("explain", "{statement}"),
    ],
)
def test_another_partys_token_hears_that_there_is_nothing(
    on_world: Daicho, world: Paid, words: tuple[str, ...]
) -> None:
    """The partner is a member, and no payer."""
    ids = {
        "studio": world.studio, "writer": world.writer,
        "statement": statement_of(on_world, world.writer),
    }  # fmt: skip
    other = token(on_world, "studio", world.partner)
    said = on_world("--json", *other, *(word.format(**ids) for word in words))
    assert said.code != 0
    assert said.error["code"].endswith("-not-found")


def test_a_creator_is_told_why_with_her_own_token(on_world: Daicho, world: Paid) -> None:
    """As over HTTP; saying that somebody else reads changes nothing for her."""
    hers, statement = token(on_world, "creator", world.writer), statement_of(on_world, world.writer)
    told = on_world.data(*hers, "explain", statement, "1")
    assert told["lines"][0]["amount_minor"]
    assert on_world.data(*hers, "explain", statement, "1", "--as", world.studio) == told


def test_originals_are_found_by_whom_they_concern(on_world: Daicho, world: Paid) -> None:
    """The licensee's report is the payer's to read, and not the writer's."""
    everything = on_world.data("archive", "find", "--kind", "revenue.reported")["items"]
    own = token(on_world, "studio", world.studio)
    found = on_world.data(*own, "archive", "find", "--kind", "revenue.reported")["items"]
    assert [row["sha256"] for row in found] == [row["sha256"] for row in everything]
    hers = token(on_world, "creator", world.writer)
    assert on_world.data(*hers, "archive", "find", "--kind", "revenue.reported")["items"] == []
