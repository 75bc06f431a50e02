"""The numbers in explanations, read back from the sentences and computed again by hand's rules."""

import re
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from random_revenue import made, periods, played
from random_terms import terms_documents

from contracts.explain import Explainer
from contracts.terms import parse_terms
from contracts.waterfall import Outcome

AMOUNT = r"△?[\d,]+"
RATED = re.compile(
    rf"({AMOUNT})円(?:（うち今回 {AMOUNT}円）)? × ([\d.]+%|\d+/\d+) = "
    rf"(?:約?△?[\d,.]+円 → )?({AMOUNT})円（(1円未満切捨て|端数[^）]*)）"
)
PRIOR = re.compile(
    rf"({AMOUNT})円(?: まで)?(?:（[^（）]*）)?。前回までの ({AMOUNT})円 を差し引き、今回は ({AMOUNT})円"
)
OWED = re.compile(rf"への今回の配分額は ({AMOUNT})円 です")
LEFT = re.compile(
    rf"(?:残額|入金額) ({AMOUNT})円 × .* = (?:.* → )?({AMOUNT})円（1円未満切捨て）。差引残額 ({AMOUNT})円"
)
SUMMED = re.compile(rf"(\d+)件の合計 = ({AMOUNT})円")

moderate = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


def number(text: str) -> int:
    return int(text.replace("△", "-").replace(",", ""))


def rate(text: str) -> Fraction:
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def cut(value: Fraction) -> int:
    whole = abs(value.numerator) // value.denominator
    return -whole if value < 0 else whole


def explained(outcome: Outcome) -> list[list[str]]:
    explainer = Explainer(outcome.trace, "ja")
    rows = [one.row for one in outcome.allocations]
    return [explainer.explain(row) for row in dict.fromkeys(rows)]


def all_sentences(document: dict[str, Any], given_: Any) -> list[str]:
    runs = [made(document, period, number_) for number_, period in enumerate(given_)]
    outcomes = played(parse_terms(document), runs)
    return [text for outcome in outcomes for some in explained(outcome) for text in some]


@moderate
@given(terms_documents(), periods)
def test_a_basis_times_its_rate_gives_the_result_that_is_told(
    document: dict[str, Any], given_: Any
) -> None:
    """Cut to the yen; by largest remainder a part may have one odd unit more."""
    for text in all_sentences(document, given_):
        for basis, rated, result, rule in RATED.findall(text):
            exact = number(basis) * rate(rated)
            off = abs(number(result) - cut(exact))
            assert off == 0 if rule == "1円未満切捨て" else off <= 1, text


@moderate
@given(terms_documents(), periods)
def test_what_is_due_to_date_less_what_was_due_before_is_what_moves_now(
    document: dict[str, Any], given_: Any
) -> None:
    for text in all_sentences(document, given_):
        for line in PRIOR.findall(text):
            to_date, before, now = map(number, line)
            assert to_date - before == now, text


@moderate
@given(terms_documents(), periods)
def test_a_fee_and_what_it_leaves_are_what_it_was_taken_from(
    document: dict[str, Any], given_: Any
) -> None:
    for text in all_sentences(document, given_):
        for line in LEFT.findall(text):
            basis, fee, left = map(number, line)
            # What another clause left may be less than all that is left: clauses between took, too.
            if not any(word in text for word in ("累計", "うち", "を差し引いた後の残額")):
                assert basis - fee == left, text


@moderate
@given(terms_documents(), periods)
def test_the_last_sentence_tells_the_amount_of_the_sentence_before(
    document: dict[str, Any], given_: Any
) -> None:
    runs = [made(document, period, number_) for number_, period in enumerate(given_)]
    for outcome in played(parse_terms(document), runs):
        for *_, before, last in (some for some in explained(outcome) if OWED.search(some[-1])):
            (owed,) = OWED.findall(last)
            assert f"{owed}円" in before, (before, last)
