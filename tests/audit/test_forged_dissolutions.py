"""Whoever forges the end of a committee is found at its entry; what was recorded rightly stands."""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ending_stage import Ending, clause
from money_stage import open_money, rate, step, terms
from rights_stage import DOCUMENT, consent
from stage import ratio

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.committees.commands import FormCommittee, Member
from ledger.dissolutions.written import DebtorMove, Item, LicensorMove, Settling
from ledger.log.entry import parse_part
from ledger.parties.commands import EndParty, RecordSuccession, Successor
from ledger.store.read import LogReader
from ledger.values import Names

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
BEGUN, COMPLETED = "committee.dissolution_begun/1", "committee.dissolved/1"
FOUND, DECLARED = "committee.dissolution_found/1", "committee.use_declared/1"
TRANSFERRED, AMENDED = "rights.transferred/1", "committee.amended/1"


def said_by(ending: Ending) -> tuple[Said, Blobs]:
    """Everything on record, part by part."""
    said: Said = []
    with ending.money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            parts = [parse_part(part.data) for part in stored]
            bodies: Parts = {part.name: dict(part.body) for part in parts}
            said.append((entry.index, entry.header().event_type, bodies))
    return said, ending.money.register.blobs


def completed(ending: Ending) -> None:
    """B buys the streaming for 3,000,000, the author has the merchandise after five years."""
    ending.licence()
    author = ending.money.named_person("原作者")
    begun = ending.begin()
    plan = (
        clause("member", ending.b, "streaming", price_minor=3_000_000, set_off=True),
        clause("author", author, "merchandise", after_years=5),
        clause("co_ownership"),
    )
    settlement = Settling(
        currency="JPY",
        assets=(Item(name="現金", amount_minor=1_000_000),),
        debts=(Item(name="倉庫料", amount_minor=250_000, party=ending.x),),
    )
    agreed = consent(ending.a, ending.b, ending.c)
    ending.money.record(
        ending.completion(begun, dispositions=plan, settlement=settlement, consents=agreed)
    )
    ending.money.record(ending.declaration(authority="liquidator"))


def passed_on(ending: Ending) -> None:
    """Everything is the author's after five years: two versions of who takes the place."""
    author = ending.money.named_person("原作者")
    begun = ending.begin()
    plan = (clause("co_ownership"), clause("author", author, after_years=5))
    agreed = consent(ending.a, ending.b, ending.c)
    ending.money.record(ending.completion(begun, dispositions=plan, consents=agreed))


def merged_before(ending: Ending) -> None:
    """C was merged into X before the end, so that X has its share."""
    merger = RecordSuccession(
        party=ending.c,
        ground="merger",
        effective_from=date(2026, 1, 15),
        successors=(Successor(party=ending.x, share=ratio("1")),),
    )
    ending.money.record(merger)
    begun = ending.begin(consents=consent(ending.a, ending.b, ending.x))
    ending.money.record(ending.completion(begun))


def of_a_draft(ending: Ending) -> None:
    """Names from credits, a work without any title: everything is open."""
    work = ending.money.work("名もなき星", ending.x)
    committee = ending.money.new("cmt")
    ending.money.record(
        FormCommittee(
            id=committee,
            name=Names(ja="「名もなき星」製作委員会"),
            origin="draft",
            works=(work,),
            members=(Member(party=ending.x), Member(party=ending.n)),
        )
    )
    ending.money.record(ending.past(committee=committee, cause="unknown", ended="2019"))


def begun_and_found(ending: Ending) -> None:
    """It was begun and never completed; that it ended was found later, under the same id."""
    begun = ending.begin()
    ending.money.record(ending.past(dissolution=begun, ended="2026-06"))


def of_more(ending: Ending) -> None:
    """A second work held in part, by name and by others; a licence of it; A buys everything."""
    work = ending.money.work("二つの星", ending.a)
    stakes = ((ending.holder, "1/2"), (ending.b, "1/4"), (ending.x, "1/4"))
    ending.title(*stakes, work=work)
    ending.licence()
    begun = ending.begin()
    agreed = consent(ending.a, ending.b, ending.c)
    plan = (clause("lead", price_minor=100, clause="第3条"),)
    ending.money.record(ending.completion(begun, dispositions=plan, consents=agreed, main="music"))


def of_a_licensor(ending: Ending) -> None:
    """A takes over the licensor's position in the licence, and has everything."""
    licence = ending.licence()
    begun = ending.begin()
    agreed = consent(ending.a, ending.b, ending.c, ending.n)
    move = LicensorMove(
        licence=licence, giver=ending.holder, taker=ending.a, ground="assignment", document=DOCUMENT
    )
    ending.money.record(
        ending.completion(begun, dispositions=(clause("lead"),), moves=(move,), consents=agreed)
    )


def by_law_alone(ending: Ending) -> None:
    """All agree that no plan applies, not even the contract's."""
    agreed = consent(ending.a, ending.b, ending.c)
    begun = ending.begin()
    ending.money.record(
        ending.completion(begun, dispositions=(), contact=ending.a, consents=agreed)
    )


def of_a_debtor(ending: Ending) -> None:
    """B owes from April on the 1% that the author has for ever."""
    author = ending.money.named_person("原作者")
    clauses = terms(
        step(
            "author", "royalty/2", basis="received", rate=rate(1, 100), payee=author, survives=True
        )
    )
    agreement = ending.money.agreement(
        ending.a, clauses, committee=ending.committee, kind="committee", effective_month="2026-04",
        parties=(ending.a, ending.b, ending.c),
    )  # fmt: skip
    move = DebtorMove(agreement=agreement, debtor=ending.b, document=DOCUMENT)
    end = ending.completion(ending.begin(), debtors=(move,), consents=consent(ending.b))
    ending.money.record(end)


def found_ended(ending: Ending) -> None:
    """C is bankrupt and nobody took its place; the end was found afterwards."""
    day = date(2026, 1, 15)
    bankrupt = EndParty(party=ending.c, ground="bankruptcy", day=day, source="官報")
    ending.money.record(bankrupt)
    ending.money.record(ending.past())


def stage(tmp: Any, play: Callable[[Ending], None]) -> Iterator[tuple[Said, Blobs]]:
    for money in open_money(tmp / "home"):
        ending = Ending(money)
        play(ending)
        yield said_by(ending)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Blobs]]:
    yield from stage(tmp_path_factory.mktemp("planned"), completed)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Blobs]]:
    yield from stage(tmp_path_factory.mktemp("past"), found_ended)


def problems(said: Said, blobs: Blobs) -> set[tuple[str, int | None]]:
    findings = Findings()
    contents = ContentAudit(findings, blobs, 1)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return {(finding.code, finding.index) for finding in findings.kept}


def part_with(parts: Parts, name: str) -> dict[str, Any]:
    """The part of the fact that holds a field."""
    return next(body for kind, body in parts.items() if kind != "command" and name in body)


def forged(said: Said, event_type: str, change: Callable[[Parts], None]) -> tuple[Said, int]:
    """The first entry of a type, changed."""
    spoilt = copy.deepcopy(said)
    index = next(number for number, kind, _ in spoilt if kind == event_type)
    change(spoilt[index][2])
    return spoilt, index


def ours(found: set[tuple[str, int | None]]) -> set[str]:
    return {code for code, _ in found if code.startswith("end-")}


def field(name: str, value: Any) -> Callable[[Parts], None]:
    return lambda parts: part_with(parts, name).update({name: value})


def inside(name: str, **change: Any) -> Callable[[Parts], None]:
    """Change the first item of a list, in its chunk where it has one."""

    def spoil(parts: Parts) -> None:
        chunk = parts.get(f"facts.{name}/0")
        items = chunk["items"] if chunk else part_with(parts, name)[name]
        items[0].update(change)

    return spoil


def test_a_planned_end_is_computed_again_and_nothing_is_found(planned: tuple[Said, Blobs]) -> None:
    assert problems(*planned) == set()


def test_an_end_that_was_found_is_computed_again(past: tuple[Said, Blobs]) -> None:
    assert problems(*past) == set()


@pytest.mark.parametrize(
    "play",
    [passed_on, merged_before, of_a_draft, begun_and_found, of_more, of_a_licensor, by_law_alone],
)
def test_other_ends_are_computed_again_and_nothing_is_found(play: Any, tmp_path: Path) -> None:
    for said, blobs in stage(tmp_path, play):
        assert problems(said, blobs) == set()


def test_a_committee_called_dissolved_without_an_end_is_found(planned: tuple[Said, Blobs]) -> None:
    said, blobs = planned
    without = [one for one in said if one[1] != COMPLETED]
    assert "end-missing" in ours(problems(without, blobs))


OTHER = {"num": 1, "den": 7}
PLANNED: list[tuple[str, Callable[[Parts], None], set[str]]] = [
    (BEGUN, field("consents", []), {"end-consents"}),
    (BEGUN, field("liquidators", []), {"end-liquidators", "end-declared"}),
    (BEGUN, field("ground_day", "2026-03-01"), {"end-days"}),
    (BEGUN, field("id", "dis_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"end-begun"}),
    (COMPLETED, field("money_from", "2026-03"), {"end-days", "end-holders"}),
    (COMPLETED, field("consents", []), {"end-consents"}),
    (COMPLETED, inside("applied", outcome="studio"), {"end-plan", "end-cells"}),
    (COMPLETED, inside("cells", clause="別の条項"), {"end-cells", "end-digest"}),
    (COMPLETED, inside("holders", media=[]), {"end-holders", "end-digest"}),
    (COMPLETED, inside("running", before=[]), {"end-licences", "end-digest"}),
    (COMPLETED, field("result_sha256", "0" * 64), {"end-digest"}),
    (COMPLETED, inside("tasks", count=1), {"end-digest"}),
    (TRANSFERRED, field("share", OTHER), {"end-transfers"}),
    (TRANSFERRED, field("ground", "contract"), {"end-transfers", "end-cells"}),
    (AMENDED, field("effective_from", "2026-05-01"), {"end-holders"}),
    (AMENDED, inside("members", investment=OTHER), {"end-holders"}),
    (DECLARED, field("declarant", "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"end-declared"}),
]


@pytest.mark.parametrize(
    ("event_type", "change", "codes"),
    PLANNED,
    ids=[f"{kind.partition('/')[0]}-{number}" for number, (kind, _, _) in enumerate(PLANNED)],
)
def test_a_forged_end_is_found(
    planned: tuple[Said, Blobs], event_type: str, change: Any, codes: set[str]
) -> None:
    said, blobs = planned
    spoilt, _ = forged(said, event_type, change)
    assert ours(problems(spoilt, blobs)) == codes


def test_a_forged_part_of_the_residue_is_found(planned: tuple[Said, Blobs]) -> None:
    """One yen more for somebody: the settlement is another, and so is the digest."""
    said, blobs = planned

    def one_yen(parts: Parts) -> None:
        part_with(parts, "settled")["settled"]["parts"][0]["part_minor"] += 1

    spoilt, index = forged(said, COMPLETED, one_yen)
    assert {("end-settlement", index), ("end-digest", index)} <= problems(spoilt, blobs)


STRANGER = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def assumed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Blobs]]:
    yield from stage(tmp_path_factory.mktemp("assumed"), of_a_debtor)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (inside("debtors", debtor=STRANGER), {"end-debtors"}),
        (inside("continuing", after=STRANGER), {"end-debtors", "end-digest"}),
        (inside("continuing", before=STRANGER), {"end-debtors", "end-digest"}),
    ],
    ids=["named", "after", "before"],
)
def test_another_debtor_than_who_assumed_is_found(
    assumed: tuple[Said, Blobs], change: Callable[[Parts], None], codes: set[str]
) -> None:
    said, blobs = assumed
    assert ours(problems(said, blobs)) == set()
    assert ours(problems(forged(said, COMPLETED, change)[0], blobs)) == codes


def test_an_end_without_the_assumption_that_it_names_is_found(
    assumed: tuple[Said, Blobs],
) -> None:
    said, blobs = assumed
    without = [one for one in said if one[1] != "agreement.assumed/1"]
    assert ours(problems(without, blobs)) == {"end-debtors"}


def test_a_second_end_of_the_same_committee_is_found(planned: tuple[Said, Blobs]) -> None:
    said, blobs = planned
    again = next(parts for _, kind, parts in said if kind == COMPLETED)
    assert "end-repeated" in ours(problems([*said, (len(said), COMPLETED, again)], blobs))


def test_a_cell_that_nobody_is_said_to_lack_is_found(past: tuple[Said, Blobs]) -> None:
    """The defect of the bankrupt member's share is left out of what was found."""
    said, blobs = past
    spoilt, index = forged(said, FOUND, lambda parts: parts["facts.defects/0"]["items"].pop(0))
    assert ("end-open", index) in problems(spoilt, blobs)


def test_a_succession_that_is_left_out_of_the_record_changes_the_outcome(
    past: tuple[Said, Blobs],
) -> None:
    """Without the bankruptcy C would have its share: the cells come out otherwise."""
    said, blobs = past
    spoilt = [one for one in said if one[1] != "party.ended/1"]
    assert {"end-cells", "end-transfers"} <= ours(problems(spoilt, blobs))


def test_what_is_not_disclosed_may_explain_an_end(past: tuple[Said, Blobs]) -> None:
    said, blobs = past
    findings = Findings()
    contents = ContentAudit(findings, blobs, 1)
    for index, event_type, parts in said:
        if event_type == "party.ended/1":
            contents.missing(index, event_type, {})
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    assert not [one for one in findings.kept if one.code.startswith("end-")]
    assert "dissolutions-unavailable" in {check.check for check in findings.checks}


def test_every_finding_about_an_end_is_explained_in_both_languages() -> None:
    for code in sorted({code for *_, codes in PLANNED for code in codes}):
        ja, en = (problem_of(code, language) for language in ("ja", "en"))
        assert ja != en != f"[{code}]"
