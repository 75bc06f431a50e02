"""The money of a run as a graph, and its way to one amount."""

import re
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from random_clauses import mixed_documents
from random_revenue import all_made, calendars, made, periods, played, until_refused
from random_terms import terms_documents
from written_terms import a_memo, a_step, an_item, inputs_of, members, rate, terms_of

from contracts.conversion import Fx
from contracts.disclosure import Sight
from contracts.drawing import Writer
from contracts.errors import TermsInvalid
from contracts.graph import INNER, Graph, flow_of, way_of
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.waterfall import Outcome, run

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")

TERMS = terms_of(
    a_step("window", "commission", basis="received", rate=rate(10), payee="w"),
    a_step("author", "royalty", basis="gross", rate=rate(2), payee="author"),
    a_step("recoup", "recoup", account="budget", basis="remainder"),
    a_step(
        "creators",
        "pool",
        basis="excess:budget",
        rate=rate(50),
        payees=[{"payee": "D", "points": 3}, {"payee": "E", "points": 1}],
    ),
    members(A=6_000, B=4_000),
    accounts=(a_memo("budget", 800),),
)


def march() -> Outcome:
    """By hand: of 1,000 the window takes 100 and the author 20 (2% of the gross), 880 are left.

    They exceed the 800 by 80, of which the creators' pool has half, 40: 30 and 10. 840 are
    divided 504 and 336.
    """
    items = (an_item(700, "r1"), an_item(300, "r2", channel="video"))
    return run(TERMS, Position(), inputs_of(*items))


def drawn(outcome: Outcome) -> Graph:
    return flow_of(outcome.trace, outcome.postings)


def edges(graph: Graph, kind: str = "money") -> dict[tuple[str, str], int]:
    return {(e.source, e.target): e.amount_minor for e in graph.edges if e.kind == kind}


def unbalanced(graph: Graph) -> list[str]:
    """Inner nodes of which more or less goes out than came in."""
    inner = [node.id for node in graph.nodes if node.kind in INNER]
    money = [edge for edge in graph.edges if edge.kind == "money"]
    into = {name: sum(e.amount_minor for e in money if e.target == name) for name in inner}
    out = {name: sum(e.amount_minor for e in money if e.source == name) for name in inner}
    return [name for name in inner if into[name] != out[name]]


def test_the_money_of_a_month_can_be_followed_from_the_reports_to_the_payees() -> None:
    assert edges(drawn(march())) == {
        ("item/r1", "left"): 700,
        ("item/r2", "left"): 300,
        ("left", "step/window"): 100,
        ("step/window", "payable:w"): 100,
        ("left", "left/window"): 900,
        ("left/window", "step/author"): 20,
        ("step/author", "payable:author"): 20,
        ("left/window", "left/author"): 880,
        ("left/author", "step/creators"): 40,
        ("step/creators", "payable:D"): 30,
        ("step/creators", "payable:E"): 10,
        ("left/author", "left/creators"): 840,
        ("left/creators", "step/members"): 840,
        ("step/members", "payable:A"): 504,
        ("step/members", "payable:B"): 336,
    }


def test_money_that_came_in_dollars_is_drawn_in_yen() -> None:
    """By hand: 10.00 dollars at 150 are 1,500 yen; the window takes 150 of them."""
    dollars = Fx("USD", 1_000, 150, 1, "2026-03-31", "ecb", 1_000)
    outcome = run(TERMS, Position(), inputs_of(an_item(1_500, "r1", fx=dollars)))
    found = edges(drawn(outcome))
    assert (found["item/r1", "left"], found["left", "step/window"]) == (1_500, 150)
    assert {node.id for node in drawn(outcome).nodes if node.kind == "source"} == {"item/r1"}


def test_what_a_step_looks_at_without_moving_it_is_drawn_as_its_basis() -> None:
    bases = edges(drawn(march()), "basis")
    assert bases["item/r1", "step/author"] == 700
    assert bases["left/author", "step/recoup"] == 880
    assert bases["step/recoup", "step/creators"] == 80


def test_steps_have_the_names_of_the_contract() -> None:
    node = next(node for node in drawn(march()).nodes if node.id == "step/author")
    assert (node.label_ja, node.label_en, node.clause) == (
        "原作使用料",
        "Original work royalty",
        "第5条1項",
    )


def test_many_items_are_drawn_by_channel() -> None:
    items = [an_item(10, f"r{n:02}", channel=("video", "streaming")[n % 2]) for n in range(30)]
    money = edges(drawn(run(TERMS, Position(), inputs_of(*items))))
    assert (money["channel/video", "left"], money["channel/streaming", "left"]) == (150, 150)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(terms_documents(), periods)
def test_at_every_inner_node_what_comes_in_goes_out(document: dict[str, Any], given_: Any) -> None:
    """Kirchhoff; and what reaches payees and accounts is what the run posted."""
    runs = [made(document, period, number) for number, period in enumerate(given_)]
    for outcome in played(parse_terms(document), runs):
        graph = drawn(outcome)
        assert unbalanced(graph) == []
        posted: dict[str, int] = {}
        for posting in outcome.postings:
            if not posting.row.startswith("from/"):
                posted[posting.account] = posted.get(posting.account, 0) + posting.amount_minor
        shown = {n.id: n.amount_minor for n in graph.nodes if n.id in posted}
        assert {name: amount for name, amount in posted.items() if amount} == {
            name: amount for name, amount in shown.items() if amount
        }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(mixed_documents(), periods, calendars)
def test_clauses_that_change_others_balance_too(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    runs = all_made(document, given_, calendar)
    for _, outcome in until_refused(parse_terms(document), runs):
        assert unbalanced(drawn(outcome)) == []
        for one in outcome.allocations:
            way = way_of(outcome.trace, one.row, Sight("rate", frozenset({one.step})))
            assert {node.ref for node in way.nodes if node.kind == "step"} <= {one.step}


def test_the_way_to_one_amount_holds_its_rows_and_no_others() -> None:
    outcome = march()
    row = next(one.row for one in outcome.allocations if one.payee == "D")
    graph = way_of(outcome.trace, row)
    assert edges(graph) == {
        ("creators", "creators/to/D"): 30,
        ("creators/to/D", "payable:D"): 30,
    }
    assert edges(graph, "basis") == {
        ("item/r1", "author/gross"): 700,
        ("item/r2", "author/gross"): 300,
        ("author/gross", "author"): 1_000,
        ("item/r1", "window/flow"): 700,
        ("item/r2", "window/flow"): 300,
        ("window/flow", "window"): 1_000,
        ("window", "author"): 900,
        ("author", "recoup"): 880,
        ("recoup", "creators"): 80,
    }


def test_a_way_at_rate_level_hides_what_is_not_the_payees() -> None:
    outcome = march()
    row = next(one.row for one in outcome.allocations if one.payee == "D")
    graph = way_of(outcome.trace, row, Sight("rate", frozenset({"creators"})))
    assert [node.kind for node in graph.nodes] == ["step", "hidden", "share", "payee"]
    assert edges(graph, "basis") == {("hidden", "creators"): 80}


def test_a_way_at_aggregate_level_is_one_amount() -> None:
    outcome = march()
    row = next(one.row for one in outcome.allocations if one.payee == "D")
    graph = way_of(outcome.trace, row, Sight("aggregate"))
    assert edges(graph) == {("hidden", row): 30, (row, "payable:D"): 30}
    assert edges(graph, "basis") == {}


def test_the_way_to_a_row_that_is_none_is_refused() -> None:
    with pytest.raises(TermsInvalid) as refused:
        way_of(march().trace, "nobody")
    assert refused.value.code == "row-unknown"


@pytest.mark.parametrize("form", ["svg", "mermaid"])
def test_a_drawing_is_in_one_language(form: str) -> None:
    names = dict.fromkeys(("w", "author", "A", "B", "D", "E"), "甲")
    english = dict.fromkeys(names, "Kou")
    graph = drawn(march())
    in_japanese = getattr(Writer(graph, "ja", names), form)()
    in_english = getattr(Writer(graph, "en", english), form)()
    texts = re.findall(r'(?:<text[^>]*>|"])([^<"]*)', in_japanese) if form == "svg" else []
    assert [text for text in texts if ENGLISH.search(text)] == []
    assert not JAPANESE.search(in_english)
    assert "880円" in in_japanese
    assert "JPY 880" in in_english


def test_a_name_with_control_characters_leaves_the_drawing_readable() -> None:
    writer = Writer(drawn(march()), "en", {"w": "a\x07\x1b[31m\r\nb"})
    assert fromstring(writer.svg()).tag.endswith("svg")
    assert "a\ufffd\ufffd[31m\ufffd\ufffdb" in writer.svg()
    assert all(line.startswith(("flowchart", "  n")) for line in writer.mermaid().splitlines())


def test_a_drawing_is_well_formed_whatever_the_names_say() -> None:
    picture = Writer(drawn(march()), "en", {"w": '<script>"&'}).svg()
    assert fromstring(picture).tag.endswith("svg")
    assert "<script>" not in picture


def test_the_same_run_gives_the_same_drawing() -> None:
    assert drawn(march()).to_dict() == drawn(march()).to_dict()
