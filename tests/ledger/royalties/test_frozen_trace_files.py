"""The trace file of a frozen payout keeps every byte, and can be run again from its own bytes.

The payouts are those of tests/vectors/payouts; here with what the ledger writes around the rows.
"""

from hashlib import sha256

import pytest
from frozen import NAMES, frozen_payouts, inputs_from

from contracts.position import Position
from ledger.royalties.result import compute, recompute, write_trace


@pytest.mark.parametrize("name", NAMES)
def test_the_trace_file_of_a_frozen_payout_keeps_every_byte(name: str) -> None:
    book = frozen_payouts(name)
    before = book["before"]
    for entry in book["runs"]:
        terms = book["terms"][entry["terms"]]
        inputs = inputs_from(entry["inputs"], terms["currency"])
        data = write_trace(compute(terms, Position.from_dict(before), inputs, {}, {}))
        assert sha256(data).hexdigest() == entry["file_sha256"]
        assert write_trace(recompute(data, terms)) == data
        before = entry["after"]
