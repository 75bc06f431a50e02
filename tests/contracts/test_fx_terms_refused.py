"""A clause on currencies that cannot be followed is refused, naming clause and field."""

import pytest

from contracts.errors import TermsInvalid
from contracts.terms import parse_terms

_STEP = {
    "id": "fee", "kind": "commission/1", "clause": "1", "category": "window",
    "label": {"ja": "手数料", "en": "Fee"}, "basis": "gross", "fixed": 1, "payee": "party_w",
}  # fmt: skip
_GOOD = {"source": "boj", "day": "period_end", "convert": "line", "clause": "第9条"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"day": "month_end"}, "choice-unknown", "day"),
        ({"convert": "page"}, "choice-unknown", "convert"),
        ({"source": "Bank of Japan"}, "name-malformed", "source"),
        ({"max_days": 32}, "number-too-large", "max_days"),
        ({"max_days": -1}, "number-too-small", "max_days"),
        ({"rate": 151}, "field-unknown", "rate"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    change: dict[str, object], code: str, field: str
) -> None:
    terms = {"terms": 1, "currency": "JPY", "steps": [_STEP], "fx": {**_GOOD, **change}}
    with pytest.raises(TermsInvalid) as refusal:
        parse_terms(terms)
    assert (refusal.value.code, refusal.value.fields["field"]) == (code, field)
    assert refusal.value.fields["clause"] == "第9条"
