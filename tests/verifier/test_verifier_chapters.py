"""Period close, witnesses, authors: the second verifier on the vectors of their chapters."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
VECTORS = Path(__file__).parents[1] / "vectors/log"


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


STATE = vectors("state")
CLAIMS = [
    *({"kind": "private", **leaf} for leaf in STATE["leaves"]),
    *(
        {
            "kind": "present",
            "identifier": item["identifier"],
            "place": {name: item[name] for name in ("index", "key", "path")},
        }
        for item in STATE["present"]
    ),
    *({"kind": "absent", **item} for item in STATE["absent"]),
]


def tree_of(claim: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = STATE["balances" if claim["kind"] == "private" else "identifiers"]
    return tree


def test_every_leaf_presence_and_absence_of_a_period_close_holds(answer: Ask) -> None:
    for claim in CLAIMS:
        assert "ok" in answer("state", claim=claim, tree=tree_of(claim)), claim


def damages(claim: dict[str, Any]) -> list[dict[str, Any]]:
    """The claim with each of its texts and numbers changed in turn."""
    made = []
    for name, value in claim.items():
        if name == "kind":
            continue
        inner = value if isinstance(value, dict) else {name: value}
        for key, item in inner.items():
            changed = deepcopy(claim)
            target = changed[name] if isinstance(value, dict) else changed
            if isinstance(item, int):
                target[key] = item + 1
            elif isinstance(item, str):
                target[key] = ("1" if item[0] != "1" else "2") + item[1:]
            elif isinstance(item, list):
                target[key] = [*item, "00" * 32]
            else:
                continue
            made.append(changed)
    return made


def test_no_claim_about_a_period_close_holds_once_it_was_changed(answer: Ask) -> None:
    believed = [
        damaged
        for claim in CLAIMS
        for damaged in damages(claim)
        if damaged.get("kind") != "absent" or damaged["identifier"] == claim["identifier"]
        if "ok" in answer("state", claim=damaged, tree=tree_of(claim))
    ]
    assert believed == []


def test_a_registered_identifier_cannot_be_shown_to_be_absent(answer: Ask) -> None:
    names = [item["identifier"] for item in STATE["present"]]
    for claim in (claim for claim in CLAIMS if claim["kind"] == "absent"):
        for name in names:
            changed = {**claim, "identifier": name}
            assert "refused" in answer("state", claim=changed, tree=STATE["identifiers"])
        for side in ("left", "right"):
            if claim[side] is not None:
                changed = {**claim, side: None}
                assert "refused" in answer("state", claim=changed, tree=STATE["identifiers"])


def test_cosignatures_are_those_of_the_vectors(answer: Ask, ask: Ask) -> None:
    known = vectors("cosignatures")
    keys = [witness["key"] for witness in known["witnesses"]]
    found = ask("cosigned", data=known["cosigned"].encode().hex(), keys=keys)
    assert found == [{"name": w["name"], "time": str(w["time"])} for w in known["witnesses"]]
    for wrong in known["wrong"]:
        note = f"{known['text']}\n{wrong['line']}"
        note += "" if note.endswith("\n") else "\n"
        assert "refused" in answer("cosigned", data=note.encode().hex(), keys=keys), wrong["damage"]


@pytest.mark.parametrize("kind", ["signed", "refused"])
def test_signatures_of_authors_are_believed_or_refused(answer: Ask, ask: Ask, kind: str) -> None:
    known = vectors("authorship")
    for case in known[kind]:
        found = answer("author", **{"public_key": known["public_key"], **case})
        assert ("ok" in found) is (kind == "signed"), case["desc"]
        if kind == "signed":
            assert ask("toBeSigned", **case) == case["to_be_signed"]


def test_keys_of_authors_that_anybody_could_sign_for_are_refused(answer: Ask) -> None:
    for case in vectors("authorship")["keys"]:
        found = answer("authorKey", public_key=case["public_key"])
        assert found.get("ok") == case.get("key"), case["desc"]
