"""How numbers, names and strangers' text look to people."""

import pytest
from rich.console import Console

from api.cli import amounts
from api.cli.language import Lang
from api.cli.look import Look, describe, listing, plain, scalar
from api.cli.root import to_front


@pytest.mark.parametrize(
    ("minor", "currency", "lang", "expected"),
    [
        (1_234_567, "JPY", "ja", "1,234,567円"),
        (-1_234_567, "JPY", "ja", "△1,234,567円"),
        (-1_234_567, "JPY", "en", "-JPY 1,234,567"),
        (0, "JPY", "en", "JPY 0"),
        (150, "USD", "en", "USD 1.50"),
        (-5, "USD", "ja", "△0.05 USD"),
        (1_000, "KWD", "en", "KWD 1.000"),
        (7, "???", "en", "??? 7"),
    ],
)
def test_amounts_are_exact_with_separators(
    minor: int, currency: str, lang: Lang, expected: str
) -> None:
    assert amounts.amount(minor, currency, lang) == expected


@pytest.mark.parametrize(
    ("num", "den", "expected"),
    [(1, 8, "12.5%"), (1, 3, "1/3"), (1, 1, "100%"), (0, 1, "0%"), (1, 1_000_000, "0.0001%")],
)
def test_rates_are_percentages_where_that_is_exact(num: int, den: int, expected: str) -> None:
    assert amounts.ratio({"num": num, "den": den}) == expected


def test_counts_have_separators() -> None:
    assert amounts.count(-1234, "ja") == "△1,234"
    assert amounts.count(-1234, "en") == "-1,234"


def test_text_of_strangers_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[31mb\x07").plain == "a\ufffd[31mb\ufffd"
    assert plain("[bold]x[/bold]").plain == "[bold]x[/bold]"


def printed(renderable: object) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_columns_without_any_value_are_left_out() -> None:
    text = printed(listing([{"id": "a", "reason": None}], ("id", "reason"), Look("en")))
    assert "reason" not in text
    assert "a" in text


def test_a_table_shows_names_and_a_description_shows_ids_too() -> None:
    look = Look("en", {"party_1": "Nova"})
    assert "party_1" not in printed(listing([{"holder": "party_1"}], ("holder",), look))
    assert "Nova (party_1)" in printed(describe({"holder": "party_1"}, look))


def test_amounts_take_the_currency_of_their_own_object() -> None:
    assert "USD 1.50" in printed(describe({"currency": "USD", "amount_minor": 150}, Look("en")))
    totals = {"currency": "JPY", "totals": {"payable": 1_000}}
    assert "JPY 1,000" in printed(describe(totals, Look("en")))


def test_deep_objects_are_described_one_under_the_other() -> None:
    text = printed(
        describe({"elements": [{"id": "e1", "credits": [{"role": "voice"}]}]}, Look("ja"))
    )
    assert "声の出演" in text
    assert "e1" in text


def test_scalars_of_all_kinds() -> None:
    look = Look("en")
    assert scalar("is_synthetic", True, look) == "yes"
    assert scalar("is_synthetic", False, Look("ja")) == "いいえ"
    assert scalar("index", 12345, look) == "12345"
    assert scalar("count", 12345, look) == "12,345"
    assert scalar("share", {"num": 1, "den": 4}, look) == "25%"
    assert scalar("name", {"ja": "銀河", "kana": "ぎんが", "en": "Galaxy"}, look) == (
        "銀河（ぎんが） / Galaxy"
    )
    assert scalar("control", {"rows": 3, "amount_minor": None}, look) == "rows: 3"
    assert scalar("x", 1.5, look) == "1.5"


def test_global_options_may_stand_anywhere_before_two_dashes() -> None:
    assert to_front(["a", "--json", "b", "--home=x", "--lang"]) == [
        "--json",
        "--home=x",
        "--lang",
        "a",
        "b",
    ]
    assert to_front(["a", "--", "--json"]) == ["a", "--", "--json"]
