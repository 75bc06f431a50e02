"""Populations add up to what the entries say, and whoever has the seed draws the same sample."""

from collections import Counter
from hashlib import sha256

import pytest
from test_contents import RUN, STATEMENT, Said, blobs, entry, said, told

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.sampling import KINDS, Sampling, sample
from ledger.blobs.blobs import Blobs
from ledger.errors import RuleViolation

__all__ = ["blobs", "said", "told"]


def contents_of(said: Said, blobs: Blobs, *samplings: Sampling, hidden: int = -1) -> ContentAudit:
    contents = ContentAudit(Findings(), blobs, samplings=samplings)
    for index, event_type, parts in said:
        if index == hidden:
            contents.missing(index, event_type)
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    return contents


def test_the_key_of_an_entry_is_the_worked_example() -> None:
    key = Sampling("payouts", 1, "s").key(7)
    assert key == sha256(b"daicho-sample/1\npayouts\ns\n7").digest()
    assert key.hex().startswith("6f6101f6cd666e44")


def test_a_sample_is_the_entries_with_the_smallest_keys() -> None:
    indexes = range(0, 1_000, 3)
    by_hand = sorted(
        indexes, key=lambda at: sha256(f"daicho-sample/1\nreports\nseed\n{at}".encode()).digest()
    )
    assert sample("reports", 25, "seed", indexes) == sorted(by_hand[:25])


def test_a_larger_sample_contains_the_smaller_and_another_seed_gives_another() -> None:
    small, large = (set(sample("reports", n, "seed", range(500))) for n in (10, 40))
    assert small < large
    assert small != set(sample("reports", 10, "other", range(500)))
    assert sample("reports", 10, "seed", range(4)) == [0, 1, 2, 3]


def test_every_entry_is_drawn_about_as_often_as_any_other() -> None:
    drawn = Counter(at for n in range(400) for at in sample("terms", 5, f"s{n}", range(20)))
    assert set(drawn) == set(range(20))
    assert 60 < min(drawn.values()) <= max(drawn.values()) < 145  # 100 each on average


@pytest.mark.parametrize(
    "text",
    ["", "payouts", "payouts:0:s", "payouts:-1:s", "payouts:10001:s", "payouts:5:", "cats:5:s",
     "payouts:5:with space", "payouts:５:s", "payouts:5:日本", "payouts:5:" + "s" * 101],
)  # fmt: skip
def test_a_malformed_sample_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        Sampling.parse(text)
    assert (refused.value.code, refused.value.fields["field"]) == ("sample-malformed", "sample")
    assert all(kind in str(refused.value.fields["expected"]) for kind in KINDS)


def test_a_sample_is_spelled_kind_number_seed() -> None:
    assert Sampling.parse("payouts:25:audit-2026") == Sampling("payouts", 25, "audit-2026")


def test_control_totals_are_the_sums_of_what_is_recorded(said: Said, blobs: Blobs) -> None:
    found = {one.kind: one.as_data() for one in contents_of(said, blobs).populations()}
    assert found["reports"]["totals"] == {"JPY": {"reported": 1_000_003, "promised": 1_000_003}}
    assert found["receipts"]["totals"] == {"JPY": {"received": 1_000_003}}
    assert found["payouts"]["totals"]["JPY"]["sales"] == 1_000_003
    statements = [parts["facts"]["totals"] for _, kind, parts in said if kind == STATEMENT]
    for name in ("payable", "transfer", "withholding"):
        stated = found["statements"]["totals"]["JPY"][name]
        assert stated == sum(totals[name] for totals in statements)
    assert {kind: one["count"] for kind, one in found.items()} == {
        "payouts": 2, "statements": 8, "reports": 1, "receipts": 2, "terms": 1, "registrations": 6,
    }  # fmt: skip


def test_what_is_not_disclosed_is_counted_and_drawn_without_its_contents(
    said: Said, blobs: Blobs
) -> None:
    index, _ = entry(said, RUN)
    contents = contents_of(said, blobs, Sampling("payouts", 9, "s"), hidden=index)
    (payouts, *_) = contents.populations()
    assert (payouts.count, payouts.undisclosed) == (2, 1)
    (drawn,) = contents.samples()
    assert [(one.index == index, one.fact is None) for one in drawn.entries] == [
        (True, True),
        (False, False),
    ]
    assert drawn.entries[1].terms is not None
    assert drawn.as_data()["entries"][0] == {"index": index, "type": RUN, "id": None}
