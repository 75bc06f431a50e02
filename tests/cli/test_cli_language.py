"""One language per output: chosen by option, environment or locale, with a full catalogue each."""

import importlib
import re
import string
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from api.cli import messages
from api.cli.coded_values import VALUES_JA
from api.cli.labels import FIELDS_JA, coded, label
from api.cli.language import asked_language, locale_language
from api.cli.line_reasons import codes, line_reason
from api.cli.refusals import INVALID_JA, REFUSALS_JA
from api.cli.warned import warned
from contracts.steps.commission import CATEGORIES
from ledger.revenue.checks import Expectation, checks
from ledger.revenue.profiles import STANDARD

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
SLICES = (
    "access", "agreements", "committees", "parties", "periods", "revenue", "rights", "royalties",
    "statements", "works",
)  # fmt: skip


def models() -> Iterator[type[BaseModel]]:
    for name in SLICES:
        for file in ("commands", "events"):
            module = importlib.import_module(f"ledger.{name}.{file}")
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, BaseModel):
                    yield value


def literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for inner in get_args(annotation):
        yield from literals(inner)


@pytest.mark.parametrize(
    ("option", "environ", "expected"),
    [
        ("ja", {"DAICHO_LANG": "en"}, "ja"),
        (None, {"DAICHO_LANG": "ja", "LANG": "en_GB.UTF-8"}, "ja"),
        (None, {"LANG": "ja_JP.UTF-8"}, None),
        (None, {}, None),
    ],
)
def test_the_option_outranks_the_environment(
    option: str | None, environ: dict[str, str], expected: str | None
) -> None:
    assert asked_language(option, environ) == expected


def test_another_language_is_not_spoken() -> None:
    with pytest.raises(ValueError, match="fr"):
        asked_language("fr", {})


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_decides_when_nobody_asked(environ: dict[str, str], expected: str) -> None:
    assert locale_language(environ) == expected


@pytest.mark.parametrize("key", messages.keys())
def test_a_sentence_is_in_one_language_and_names_the_same_values_in_both(key: str) -> None:
    japanese, english = messages.both(key)
    assert JAPANESE.search(japanese) or key in ("file-hash",)
    assert not JAPANESE.search(english)
    named = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (japanese, english)
    ]
    assert named[0] == named[1]


def test_every_field_of_every_command_and_fact_has_its_japanese() -> None:
    fields = {name for model in models() for name in model.model_fields}
    assert fields - set(FIELDS_JA) == set()


def test_every_coded_value_of_every_command_has_its_japanese() -> None:
    values = {
        value
        for model in models()
        for field in model.model_fields.values()
        for value in literals(field.annotation)
    }
    assert values - set(VALUES_JA) == set()


def test_catalogues_of_refusals_are_japanese() -> None:
    assert [code for code, text in REFUSALS_JA.items() if not JAPANESE.search(text)] == []
    assert [code for code, text in INVALID_JA.items() if not JAPANESE.search(text)] == []


def test_english_is_derived_from_the_names() -> None:
    assert label("amount_minor", "en") == "amount"
    assert label("amount_minor", "ja") == "金額"
    assert coded("own_business", "en") == "own business"
    assert coded("free_text", "en") == "free_text"


def test_every_reason_not_to_accept_a_line_is_said_in_both_languages() -> None:
    reasons = {check.reason for check in checks(STANDARD, Expectation("JPY", "2026-03"))}
    assert reasons - codes() == set()
    for code in codes():
        assert JAPANESE.search(line_reason(code, "YYYY-MM", "ja"))
        assert not JAPANESE.search(line_reason(code, "YYYY-MM", "en").replace("円", ""))


@pytest.mark.parametrize(
    "warning",
    [
        "month-open: 2026-07",
        "not-received-in-full: rep_1 lacks 800000",
        "receipt-exceeds-report: rep_1 by 50",
        "held: 12",
        "kept-beyond-fees: 200",
        "same-name-as:party_1,party_2",
        "invoice-number-check-digit",
        "no-plan",
        "copyright-shares-unknown",
    ],
)
def test_a_warning_is_a_sentence_in_either_language(warning: str) -> None:
    assert JAPANESE.search(warned(warning, "ja"))
    assert warned(warning, "en").endswith((".", "party_2", "show`."))
    assert not JAPANESE.search(warned(warning, "en"))


def test_every_kind_of_fee_in_the_check_sum_of_a_run_has_its_japanese() -> None:
    assert {f"{category}_fees" for category in CATEGORIES} - set(FIELDS_JA) == set()
