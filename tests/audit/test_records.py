"""Facts read without the register's models are the facts that the models read."""

import copy
import json
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docs import fact_schema
from ledger.audit.records import FactMalformed, Record, fact_reader, plain
from ledger.audit.shapes import reader_of
from ledger.facts import FACTS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "vectors" / "facts"


def sample(fact_type: str) -> dict[str, dict[str, Any]]:
    path = SAMPLES / (fact_type.replace("/", "-") + ".json")
    parts = json.loads(path.read_text(encoding="utf-8"))["parts"]
    return {part["part"]: part["body"] for part in parts}


def test_the_schema_is_that_of_todays_models() -> None:
    written = (ROOT / "ledger" / "audit" / "schema.json").read_text(encoding="utf-8")
    assert written == fact_schema.render(), "run `make docs`"


@pytest.mark.parametrize("fact_type", sorted(FACTS))
def test_a_record_says_what_the_model_says(fact_type: str) -> None:
    parts = sample(fact_type)
    record = fact_reader().read(fact_type, parts)
    assert plain(record) == FACTS[fact_type].from_parts(parts).model_dump(mode="json")


def test_days_come_out_as_days_and_lists_cannot_be_changed() -> None:
    statement = fact_reader().read("statement.issued/1", sample("statement.issued/1"))
    assert isinstance(statement.payment_date, date)
    assert isinstance(statement.lines, tuple)
    with pytest.raises(AttributeError):
        statement.payer = "party_x"


def test_a_record_survives_the_way_to_another_process() -> None:
    record = fact_reader().read("statement.issued/1", sample("statement.issued/1"))
    assert pickle.loads(pickle.dumps(record)) == record


def change(parts: dict[str, Any], *path: str | int, to: object) -> None:
    place: Any = parts
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to


DAMAGES: list[tuple[str, str, Callable[[dict[str, Any]], object]]] = [
    ("statement.issued/1", "nothing_known", lambda p: change(p, "facts", "nothing_known", to=1)),
    ("statement.issued/1", "payer", lambda p: p["facts"].pop("payer")),
    ("statement.issued/1", "payment_date", lambda p: change(p, "facts", "payment_date", to="x")),
    ("statement.issued/1", "payment_date",
     lambda p: change(p, "facts", "payment_date", to="2025-02-30")),
    ("statement.issued/1", "totals.payable",
     lambda p: change(p, "facts", "totals", "payable", to=True)),
    ("statement.issued/1", "totals.payable",
     lambda p: change(p, "facts", "totals", "payable", to="1")),
    ("statement.issued/1", "lines[0].kind",
     lambda p: change(p, "facts.lines/0", "items", 0, "kind", to="gift")),
    ("statement.issued/1", "lines[0].label_ja",
     lambda p: change(p, "facts.lines/0", "items", 0, "label_ja", to="　 ")),
    ("committee.formed/1", "members[0].investment",
     lambda p: change(p, "shares", "members", 0, "investment", to={"num": 2, "den": 4})),
    ("committee.formed/1", "members[0].investment.den",
     lambda p: change(p, "shares", "members", 0, "investment", to={"num": 2, "den": 0})),
    ("committee.formed/1", "parts", lambda p: p.pop("shares")),
    ("committee.formed/1", "parts", lambda p: p.update({"secret": {}})),
    ("royalty.payout_closed/1", "trace.sha256",
     lambda p: change(p, "facts", "trace", "sha256", to="0" * 64 + "\n")),
    ("royalty.payout_closed/1", "parts", lambda p: change(p, "position/0", "items", to=[[1, 2, 3]])),
    ("royalty.payout_closed/1", "parts", lambda p: change(p, "postings/0", "items", to=None)),
    ("royalty.payout_closed/1", "parts", lambda p: p.update({"postings/7": {"items": []}})),
]  # fmt: skip


@pytest.mark.parametrize(("fact_type", "field", "damage"), DAMAGES)
def test_what_is_malformed_is_refused_by_its_field(
    fact_type: str, field: str, damage: Callable[[dict[str, Any]], object]
) -> None:
    parts = copy.deepcopy(sample(fact_type))
    damage(parts)
    with pytest.raises(FactMalformed) as refused:
        fact_reader().read(fact_type, parts)
    assert refused.value.fields["field"] == field


def test_a_keyword_that_the_auditor_does_not_know_is_never_skipped() -> None:
    with pytest.raises(ValueError, match="multipleOf"):
        reader_of({"type": "integer", "multipleOf": 5}, {}, Record)
