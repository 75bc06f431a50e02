"""Facts are frozen: each has a sample whose bytes must come out the same for ever."""

import hashlib
import json
from pathlib import Path

import pytest

from ledger.catalog import HANDLERS, PROJECTIONS, VIEWS
from ledger.facts import FACTS
from ledger.log.canonical import encode
from ledger.log.entry import part_bytes
from ledger.store.views import table_of

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "facts"


def sample_path(fact_type: str) -> Path:
    return VECTORS / (fact_type.replace("/", "-") + ".json")


def test_every_fact_is_projected_and_every_view_is_named_apart() -> None:
    assert set(FACTS.values()) == set(PROJECTIONS)
    assert all(table_of(view).name.startswith("v_") for view in VIEWS)
    assert len({command.TYPE for command in HANDLERS}) == len(HANDLERS)


def test_every_fact_has_a_frozen_sample() -> None:
    assert {path.name for path in VECTORS.glob("*.json")} == {
        sample_path(fact_type).name for fact_type in FACTS
    }


@pytest.mark.parametrize("fact_type", sorted(FACTS))
def test_a_fact_of_today_reads_and_writes_the_frozen_bytes(fact_type: str) -> None:
    sample = json.loads(sample_path(fact_type).read_text(encoding="utf-8"))
    bodies = {part["part"]: part["body"] for part in sample["parts"]}
    event = FACTS[fact_type].from_parts(bodies)
    assert [json.loads(part_bytes(part)) for part in event.parts()] == sample["parts"]
    digests = [hashlib.sha256(part_bytes(part)).hexdigest() for part in event.parts()]
    assert digests == sample["sha256"]
    assert encode(bodies)
