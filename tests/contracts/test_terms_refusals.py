"""What is refused when terms are registered: each with its code, its step and its clause."""

from typing import Any

import pytest
from written_terms import a_memo, a_step, an_account, members, rate, terms_json, terms_of

from contracts.errors import TermsInvalid
from contracts.terms import json_schema, parse_terms

FEE = a_step("window", "commission", basis="received", rate=rate(20), payee="w")
SPLIT = members(A=6000, B=4000)
ROYALTY = a_step("author", "royalty", basis="gross", rate=rate(5), payee="author")
HALF = {"num": 1, "den": 2}


def fee(**changes: Any) -> dict[str, Any]:
    """A commission with fields changed; None takes a field away."""
    changed = {**FEE, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def split(*payees: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return a_step("members", "split", payees=list(payees), **fields)


def recoup(**fields: Any) -> dict[str, Any]:
    return a_step("recoup", "recoup", **fields)


def paid(step_id: str, **fields: Any) -> dict[str, Any]:
    return a_step(step_id, "commission", rate=HALF, payee="w", **fields)


MEMO = (a_memo("cost", 100),)
FUND = (an_account("fund", "investment", 100),)

STEPS_REFUSED: list[tuple[str, list[dict[str, Any]], tuple[dict[str, Any], ...]]] = [
    ("shares-not-one", [split({"payee": "A", "share": {"num": 9, "den": 10}})], ()),
    (
        "shares-not-one",
        [split({"payee": "A", "share": {"num": 1, "den": 1}}, {"payee": "B", "share": HALF})],
        (),
    ),
    (
        "shares-not-one",
        [
            split(
                {"payee": "A", "share": {"num": 1, "den": 1}},
                {"payee": "B", "share": HALF},
                {"payee": "C", "remaining": True},
            )
        ],
        (),
    ),
    (
        "second-remaining",
        [split({"payee": "A", "remaining": True}, {"payee": "B", "remaining": True})],
        (),
    ),
    ("second-remaining", [SPLIT, {**SPLIT, "id": "again"}], ()),
    ("step-after-split", [SPLIT, FEE], ()),
    ("account-unknown", [recoup(account="cost")], ()),
    ("account-unknown", [fee(basis="excess:cost")], ()),
    (
        "zero-weight-payee",
        [
            split(
                {"payee": "A", "share": {"num": 0, "den": 1}},
                {"payee": "B", "remaining": True},
                rule="first",
            )
        ],
        (),
    ),
    (
        "zero-weight-payee",
        [
            fee(
                payee=None,
                payees=[{"payee": "A", "weight": 0}, {"payee": "B", "weight": 1}],
                rule="first",
            )
        ],
        (),
    ),
    ("weights-unusable", [fee(payee=None, payees=[{"payee": "A", "weight": 0}])], ()),
    ("duplicate-id", [fee(payee=None, payees=[{"payee": "A", "weight": 1}] * 2)], ()),
    ("rate-negative", [fee(rate={"num": -1, "den": 10})], ()),
    ("rate-above-one", [fee(rate={"num": 10001, "den": 10000})], ()),
    ("ratio-not-lowest", [fee(rate={"num": 2, "den": 10})], ()),
    ("ratio-malformed", [fee(rate="10%")], ()),
    ("float", [fee(rate={"num": 0.5, "den": 1})], ()),
    ("not-json", [fee(rate={"num": b"1", "den": 1})], ()),
    ("rate-or-fixed", [fee(fixed=3)], ()),
    ("rate-or-fixed", [fee(rate=None)], ()),
    ("number-too-small", [fee(rate=None, fixed=-1)], ()),
    ("unknown-step-kind", [fee(kind="gift/1")], ()),
    ("unknown-step-kind", [fee(kind="commission/2")], ()),
    ("unknown-basis", [fee(basis="profit")], ()),
    ("unknown-basis", [fee(basis="after:")], ()),
    ("unknown-basis", [fee(basis="after:nobody")], ()),
    ("unknown-basis", [a_step("hold", "hold"), fee(basis="amount:hold")], ()),
    ("reads-later-step", [fee(basis="after:author"), ROYALTY], ()),
    ("reads-later-step", [fee(basis="after:window")], ()),
    ("reads-later-step", [fee(basis="excess:cost"), recoup(account="cost")], MEMO),
    (
        "excess-needs-memo",
        [recoup(account="fund", payee="A"), fee(basis="excess:fund")],
        FUND,
    ),
    ("basis-already-summed", [ROYALTY, fee(basis="after:author", scope="item")], ()),
    (
        "basis-already-summed",
        [ROYALTY, fee(basis="amount:author", where={"channel": ["video"]})],
        (),
    ),
    ("duplicate-id", [FEE, FEE], ()),
    ("hold-after-deduction", [FEE, a_step("hold", "hold")], ()),
    ("flow-already-summed", [FEE, fee(id="again", scope="item")], ()),
    ("flow-already-summed", [FEE, fee(id="again", where={"channel": ["video"]})], ()),
    ("flow-already-summed", [FEE, fee(id="again", scope="channel_month")], ()),
    ("flow-already-summed", [FEE, fee(id="again", basis="gross", scope="item")], ()),
    (
        "flow-already-summed",
        [fee(where={"channel": ["video"]}), fee(id="again", where={"territory": ["JP"]})],
        (),
    ),
    (
        "flow-already-summed",
        [fee(scope="channel_month"), fee(id="again", where={"territory": ["JP"]})],
        (),
    ),
    ("memo-pays-nobody", [recoup(account="cost", payee="A")], MEMO),
    ("recoup-needs-payee", [recoup(account="fund")], FUND),
    ("memo-pays-nobody", [ROYALTY, recoup(account="cost", against="author")], MEMO),
    ("unknown-basis", [recoup(account="fund", against="author")], FUND),
    (
        "against-pays-nobody",
        [a_step("costs", "expense"), recoup(account="fund", against="costs")],
        FUND,
    ),
    (
        "basis-and-against",
        [ROYALTY, recoup(account="fund", against="author", basis="remainder")],
        FUND,
    ),
    ("account-fed-twice", [recoup(account="cost"), {**recoup(account="cost"), "id": "b"}], MEMO),
    (
        "account-fed-twice",
        [
            ROYALTY,
            recoup(account="fund", against="author"),
            {**recoup(account="fund", against="author"), "id": "b"},
        ],
        FUND,
    ),
    ("cumulative-needs-total", [fee(scope="item", cumulative=True)], ()),
    (
        "pool-needs-total",
        [a_step("creators", "pool", basis="gross", rate=HALF, payee="A", scope="item")],
        (),
    ),
    ("holders-or-payees", [a_step("members", "split")], ()),
    ("holders-or-payees", [{**SPLIT, "holders": "committee:c/investment"}], ()),
    ("payee-malformed", [a_step("members", "split", holders="committee")], ()),
    ("payee-malformed", [a_step("members", "split", holders="committee:")], ()),
    ("payee-malformed", [fee(payee="東映")], ()),
    ("payee-malformed", [fee(payee="a:b:c")], ()),
    ("field-missing", [fee(payee=None)], ()),
    ("field-missing", [fee(basis=None)], ()),
    ("field-missing", [fee(clause=None)], ()),
    ("field-missing", [{**SPLIT, "payees": [{"payee": "A"}]}], ()),
    ("field-unknown", [fee(bonus=1)], ()),
    ("field-unknown", [a_step("costs", "expense", rounding={"unit": 10})], ()),
    ("text-missing", [fee(clause=" ")], ()),
    ("text-missing", [fee(label={"ja": "", "en": "fee"})], ()),
    ("name-malformed", [fee(id="Window Fee")], ()),
    ("not-an-object", [fee(where=["video"])], ()),
    ("filter-empty", [fee(where={})], ()),
    ("field-unknown", [fee(where={"month": ["2026-03"]})], ()),
    ("list-malformed", [fee(where={"channel": []})], ()),
    ("list-malformed", [fee(where={"channel": ["video", "video"]})], ()),
    ("list-malformed", [fee(where={"channel": [1]})], ()),
    ("list-malformed", [], ()),
    ("choice-unknown", [fee(scope="weekly")], ()),
    ("choice-unknown", [fee(per="net_only")], ()),
    ("flag-malformed", [fee(cumulative="yes")], ()),
    ("number-too-small", [fee(rounding={"unit": 0})], ()),
    ("amount-not-integer", [fee(rate=None, fixed=True)], ()),
    ("unbounded-recoupment", [FEE], ({**a_memo("cost", 1), "target": None},)),
    ("number-too-small", [FEE], (a_memo("cost", 0),)),
    ("field-unknown", [FEE], (an_account("cost", "memo", 1, until="empty"),)),
    ("choice-unknown", [FEE], (an_account("cost", "loan", 1),)),
    ("duplicate-id", [FEE], (a_memo("cost", 1), a_memo("cost", 1))),
    ("not-an-object", [FEE], ("cost",)),  # type: ignore[list-item]
]


@pytest.mark.parametrize(
    ("code", "steps", "accounts"),
    STEPS_REFUSED,
    ids=[f"{n:02}-{case[0]}" for n, case in enumerate(STEPS_REFUSED)],
)
def test_terms_that_cannot_be_computed_are_refused(
    code: str, steps: list[dict[str, Any]], accounts: tuple[dict[str, Any], ...]
) -> None:
    with pytest.raises(TermsInvalid) as error:
        terms_of(*steps, accounts=accounts)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"terms": 2}, "terms-version"),
        ({"currency": "XXX"}, "unknown-currency"),
        ({"unit": 0}, "number-too-small"),
        ({"note": "x"}, "field-unknown"),
        ({"steps": "none"}, "list-malformed"),
        ({"steps": ["none"]}, "not-an-object"),
    ],
)
def test_the_frame_of_the_terms_is_checked_too(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        parse_terms({**terms_json(FEE), **changes})
    assert error.value.code == code


def test_terms_are_an_object() -> None:
    with pytest.raises(TermsInvalid) as error:
        parse_terms([])
    assert error.value.code == "not-an-object"


def test_a_refusal_names_step_clause_value_and_what_was_expected() -> None:
    with pytest.raises(TermsInvalid) as error:
        terms_of(fee(clause="第5条1項", rate={"num": 3, "den": 2}))
    assert error.value.fields == {
        "step": "window",
        "clause": "第5条1項",
        "field": "rate",
        "value": "3/2",
        "expected": "0 to 1",
    }
    assert "rate-above-one" in str(error.value)


def test_an_untitled_step_is_named_by_its_place() -> None:
    with pytest.raises(TermsInvalid) as error:
        terms_of(FEE, {"kind": "commission/1"})
    assert error.value.fields["step"] == "#2"


ACCEPTED = {
    "the same filter again": [
        paid("a", basis="remainder", where={"channel": ["video"]}),
        paid("b", basis="remainder", where={"channel": ["video"]}),
    ],
    "a filter beside it": [
        paid("a", basis="remainder", where={"channel": ["video"]}),
        paid("b", basis="remainder", where={"channel": ["streaming"], "territory": ["JP"]}),
    ],
    "a filter around it": [
        paid("a", basis="remainder", where={"channel": ["video"], "territory": ["JP"]}),
        paid("b", basis="remainder", where={"channel": ["video", "streaming"]}),
        paid("c", basis="remainder"),
    ],
    "by channel and month, then one channel": [
        paid("a", basis="gross", scope="channel_month"),
        paid("b", basis="remainder", where={"channel": ["video"]}),
        paid("c", basis="remainder", scope="channel_month", where={"channel": ["streaming"]}),
    ],
    "a part of the gross after the flow was summed": [
        paid("a", basis="remainder"),
        paid("b", basis="gross", where={"channel": ["video"]}),
        paid("c", basis="remainder"),
    ],
    "a memo that looks at everything and sums nothing": [
        a_step("m", "recoup", account="cost"),
        paid("b", basis="remainder", where={"channel": ["video"]}),
    ],
}


@pytest.mark.parametrize("steps", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_terms_that_divide_nothing_twice_are_accepted(steps: list[dict[str, Any]]) -> None:
    assert len(terms_of(*steps, accounts=MEMO).steps) == len(steps)


def test_the_unit_of_the_terms_rounds_steps_that_name_none() -> None:
    terms = parse_terms({**terms_json(FEE, ROYALTY), "unit": 100})
    assert [step.unit for step in terms.steps] == [100, 100]  # type: ignore[attr-defined]


def test_the_schema_lists_every_kind_of_step_with_its_fields() -> None:
    schema: Any = json_schema()
    kinds = [step["title"] for step in schema["properties"]["steps"]["items"]["oneOf"]]
    assert kinds == [
        "hold/1",
        "commission/1",
        "expense/1",
        "recoup/1",
        "royalty/1",
        "royalty/2",
        "usage_rate/1",
        "pool/1",
        "pool/2",
        "cap/1",
        "floor/1",
        "guarantee/1",
        "reserve/1",
        "clawback/1",
        "split/1",
    ]
