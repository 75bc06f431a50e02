"""Readings in Latin letters, and characters in their old and new forms."""

import doctest

import pytest

from ledger.works import readings
from ledger.works.readings import latin_key, match_keys, reading_key


def test_the_examples_come_out() -> None:
    assert doctest.testmod(readings).failed == 0


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("トウキョウ", "Tokyo"),
        ("トウキョウ", "Tōkyō"),
        ("シンブン", "shimbun"),
        ("シンブン", "sinbun"),
        ("フウセン", "Husen"),
        ("ケンイチ", "ken'ichi"),
        ("マッチャ", "matcha"),
        ("かぜのとしょかん", "kaze no toshokan"),
        ("カゼノトショカン", "KAZENOTOSYOKAN"),
        ("ヅツ", "zutsu"),
        ("オオサカ", "Oosaka"),
    ],
)
def test_ways_of_romanisation_meet(kana: str, typed: str) -> None:
    assert reading_key(kana) == latin_key(typed) != ""


@pytest.mark.parametrize("kanji", ["風の図書館", "", "ab", "ン"])
def test_what_is_no_reading_has_no_key(kanji: str) -> None:
    assert reading_key(kanji) == ""


@pytest.mark.parametrize("typed", ["風", "to", "12", "a1b2c3"])
def test_what_is_not_latin_or_too_short_has_no_key(typed: str) -> None:
    assert latin_key(typed) == ""


def test_old_and_new_forms_are_tried_for_each_other() -> None:
    assert match_keys("広瀬") == ["広瀬", "廣瀬"]
    assert match_keys("櫻") == ["櫻", "桜"]
    assert match_keys("海") == ["海"]
