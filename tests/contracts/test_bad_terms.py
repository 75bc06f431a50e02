"""Terms nobody should sign: each refused when registered, with code, step and clause."""

from typing import Any

import pytest
from written_terms import a_memo, a_step, members, rate, terms_of

from contracts.errors import TermsInvalid
from contracts.registration import refuse_at_registration

FEE = a_step("fee", "commission", clause="第5条1項", basis="received", rate=rate(10), payee="w")
ROYALTY = a_step("author", "royalty", clause="第7条", basis="gross", rate=rate(5), payee="author")
SPLIT = members(A=10_000)
MODE = {"tier_mode": "marginal", "tier_read": "now"}


def changed(step: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**step, **fields}


def tiers(*froms: int) -> dict[str, Any]:
    listed = [{"from": start, "rate": rate(5)} for start in froms]
    given = {name: value for name, value in ROYALTY.items() if name != "rate"}
    return {**given, "kind": "royalty/2", "tiers": listed, "tiers_by": "money", **MODE}


REFUSED: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "a cycle": (
        "reads-later-step",
        "fee",
        [changed(FEE, basis="amount:author"), changed(ROYALTY, basis="amount:fee")],
    ),
    "a step that reads itself": ("reads-later-step", "fee", [changed(FEE, basis="amount:fee")]),
    "a step that reads a later step": (
        "reads-later-step",
        "fee",
        [changed(FEE, basis="after:author"), ROYALTY],
    ),
    "a modifier before its step": (
        "reads-later-step",
        "limit",
        [a_step("limit", "cap", of="author", amount=1, per="period"), ROYALTY],
    ),
    "a negative rate": ("rate-negative", "fee", [changed(FEE, rate={"num": -1, "den": 10})]),
    "a rate of 100.01%": (
        "rate-above-one",
        "fee",
        [changed(FEE, rate={"num": 10_001, "den": 10_000})],
    ),
    "a reserve of 100.01%": (
        "rate-above-one",
        "returns",
        [
            ROYALTY,
            a_step(
                "returns",
                "reserve",
                against="author",
                rate={"num": 10_001, "den": 10_000},
                release={"after_months": 1},
            ),
        ],
    ),
    "a tier table out of order": ("tiers-out-of-order", "author", [tiers(0, 500, 400)]),
    "a tier table with a step twice": ("tiers-out-of-order", "author", [tiers(0, 500, 500)]),
    "a tier table that does not begin at zero": ("tiers-out-of-order", "author", [tiers(1, 500)]),
    "two remainders in one split": (
        "second-remaining",
        "members",
        [
            a_step(
                "members",
                "split",
                payees=[{"payee": "A", "remaining": True}, {"payee": "B", "remaining": True}],
            )
        ],
    ),
    "two splits": ("second-remaining", "again", [SPLIT, changed(SPLIT, id="again")]),
    "a step behind the split": ("step-after-split", "fee", [SPLIT, FEE]),
    "an account that is not defined": (
        "account-unknown",
        "fee",
        [changed(FEE, basis="excess:cost")],
    ),
    "a guarantee without a contract year": (
        "guarantee-without-year",
        "mg",
        [ROYALTY, a_step("mg", "guarantee", of=[{"step": "author"}], amount=1)],
    ),
    "a cap per year without a contract year": (
        "field-missing",
        "limit",
        [ROYALTY, a_step("limit", "cap", of="author", amount=1, per="year")],
    ),
    "a cap per run with a contract year": (
        "field-unknown",
        "limit",
        [
            ROYALTY,
            a_step("limit", "cap", of="author", amount=1, per="period", year={"starts": "2026-04"}),
        ],
    ),
    "a cap below zero": (
        "number-too-small",
        "limit",
        [ROYALTY, a_step("limit", "cap", of="author", amount=-1, per="period")],
    ),
    "a floor per year": (
        "choice-unknown",
        "least",
        [ROYALTY, a_step("least", "floor", of="author", amount=1, per="year")],
    ),
    "a cap of a cap": (
        "against-pays-nobody",
        "again",
        [
            ROYALTY,
            a_step("limit", "cap", of="author", amount=1, per="period"),
            a_step("again", "cap", of="limit", amount=1, per="period"),
        ],
    ),
    "an advance against a floor": (
        "against-pays-nobody",
        "back",
        [
            ROYALTY,
            a_step("least", "floor", of="author", amount=1, per="period"),
            a_step("back", "recoup", account="cost", against="least"),
        ],
    ),
}


@pytest.mark.parametrize(("code", "step", "steps"), REFUSED.values(), ids=REFUSED.keys())
def test_terms_nobody_should_sign_name_the_step_and_its_clause(
    code: str, step: str, steps: list[dict[str, Any]]
) -> None:
    """The refusal leads a person to the place in the paper contract."""
    kind = "advance" if step == "back" else "memo"
    accounts = ({**a_memo("cost", 100), "kind": kind},) if step == "back" else ()

    with pytest.raises(TermsInvalid) as refusal:
        terms_of(*steps, accounts=accounts)

    expected = next(one for one in steps if one["id"] == step)
    assert refusal.value.code == code
    assert refusal.value.fields["step"] == step
    assert refusal.value.fields["clause"] == expected["clause"]


def test_an_account_nobody_funds_is_refused_at_registration_and_still_read() -> None:
    """Recorded terms with such an account are computed for ever; new ones are refused."""
    terms = terms_of(FEE, accounts=(a_memo("cost", 100),))

    with pytest.raises(TermsInvalid) as refusal:
        refuse_at_registration(terms)

    assert refusal.value.code == "account-unfunded"
    assert refusal.value.fields["account"] == "cost"
    assert refusal.value.fields["field"] == "accounts"


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\n", "\x85", "\u2028", "\u202e", "\u2067"])
def test_a_name_that_a_statement_cannot_show_is_refused_at_registration(sign: str) -> None:
    """U+202E turns around what follows, so that 123 beside such a name reads 321."""
    named = {**FEE, "label": {"ja": f"手数料{sign}", "en": "Fee"}}
    cited = {**FEE, "clause": f"第1条{sign}"}
    for fee, field in ((named, "label_ja"), (cited, "clause")):
        with pytest.raises(TermsInvalid) as refusal:
            refuse_at_registration(terms_of(fee))
        assert (refusal.value.code, refusal.value.fields["field"]) == ("text-unprintable", field)
        assert refusal.value.fields["step"] == FEE["id"]


def test_an_account_that_a_step_funds_is_registered() -> None:
    """A memo that only watches is funded by what flows by."""
    watch = a_step("watch", "recoup", account="cost")

    refuse_at_registration(terms_of(watch, accounts=(a_memo("cost", 100),)))
