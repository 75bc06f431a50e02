"""One batch, many commands: each stands or falls alone, and what failed leaves nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import exc

from ledger.bootstrap import Register
from ledger.catalog import HANDLERS, PROJECTIONS
from ledger.command import Command
from ledger.door import Recorded
from ledger.errors import Conflict, LogCorrupt, NotFound, RuleViolation
from ledger.parties.commands import RegisterCompany
from ledger.parties.events import CompanyRegistered
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.read import LogReader
from ledger.works.commands import Asset, Credit, RegisterWork, WorkData
from tests.faults.world import (
    company,
    evidence,
    id_of,
    in_one_batch,
    key,
    must_be_sound,
    size_of,
    work,
)

Outcome = Recorded | BaseException


def outcomes(register: Register, *commands: Command) -> list[Outcome]:
    futures = in_one_batch(register, *commands)
    return [future.exception() or future.result() for future in futures]


def names(register: Register) -> list[str]:
    return [
        event.names.ja
        for event in evidence(register.engine).events
        if isinstance(event, CompanyRegistered)
    ]


def test_a_refused_command_fails_alone_and_leaves_nothing(either_register: Register) -> None:
    a, again, stray, b = outcomes(
        either_register,
        company("甲社"),
        company("甲社"),
        work("迷子", "いない会社"),
        company("乙社"),
    )
    assert isinstance(again, Conflict)
    assert isinstance(stray, NotFound)
    assert isinstance(a, Recorded)
    assert isinstance(b, Recorded)
    assert (a.first_index, b.first_index, size_of(either_register)) == (1, 2, 3)
    assert names(either_register) == ["最初の会社", "甲社", "乙社"]
    must_be_sound(either_register.engine)


def test_a_command_may_build_on_one_before_it_in_the_same_batch(
    either_register: Register,
) -> None:
    _, made = outcomes(either_register, company("甲社"), work("星の庭", "甲社"))
    assert isinstance(made, Recorded)
    assert made.first_index == 2


def test_a_command_is_decided_on_what_came_before_it_not_after(register: Register) -> None:
    early, _, late = outcomes(
        register, work("星の庭", "甲社"), company("甲社"), work("星の庭", "甲社")
    )
    assert isinstance(early, NotFound)
    assert isinstance(late, Recorded)


def test_a_batch_gives_each_caller_its_own_entries(register: Register) -> None:
    found = outcomes(register, *(company(f"{number}社") for number in range(300)))
    log = evidence(register.engine)
    for recorded in found:
        assert isinstance(recorded, Recorded)
        assert log.events[recorded.first_index] == recorded.events[0]
        assert log.leaf_hashes[recorded.first_index] == recorded.leaf_hashes[0]


def test_a_command_nobody_decides_is_refused(register: Register) -> None:
    class Unknown(Command):
        TYPE = "Unknown/1"

    with pytest.raises(RuleViolation) as caught:
        register.ledger.record(Unknown())
    assert caught.value.code == "unknown-command"
    assert size_of(register) == 0


def with_assets(title: str, count: int, label: str = "あ", spare: int = 0) -> RegisterWork:
    """A work with many files; `spare` lengthens the labels by so many bytes in all."""
    whole, rest = divmod(spare, count)
    assets = tuple(
        Asset(sha256=f"{number:064x}", size_bytes=1, label=label + "x" * (whole + (number < rest)))
        for number in range(count)
    )
    data = WorkData(title={"ja": title}, kind="tv")
    return RegisterWork(id=id_of("work", title), data=data, assets=assets)


def longest_part(register: Register, index: int) -> int:
    with register.ledger.reading() as conn:
        return max(len(part.data) for part in LogReader(conn).parts(index))


def test_a_part_of_65535_bytes_is_recorded_and_one_byte_more_is_refused(
    register: Register,
) -> None:
    first = register.ledger.record(with_assets("一", 200))
    spare = 65_535 - longest_part(register, first.first_index)
    second = register.ledger.record(with_assets("二", 200, spare=spare))
    assert longest_part(register, second.first_index) == 65_535
    with pytest.raises(RuleViolation) as caught:
        register.ledger.record(with_assets("三", 200, spare=spare + 1))
    assert (caught.value.code, caught.value.fields["value"]) == ("part-too-long", 65_536)
    assert size_of(register) == 2


def test_a_command_too_large_leaves_nothing_in_a_batch(either_register: Register) -> None:
    before, large, after = outcomes(
        either_register, company("甲社"), with_assets("巨大", 700), company("乙社")
    )
    assert isinstance(large, RuleViolation)
    assert isinstance(before, Recorded)
    assert isinstance(after, Recorded)
    assert names(either_register) == ["最初の会社", "甲社", "乙社"]
    with pytest.raises(RuleViolation):  # it is not half there: the id is still free
        either_register.ledger.record(with_assets("巨大", 700))
    either_register.ledger.record(with_assets("巨大", 7))
    must_be_sound(either_register.engine)


def test_a_long_list_of_credits_is_cut_into_parts_and_comes_back_whole(
    either_register: Register,
) -> None:
    credits = tuple(
        Credit(role="key_animation", organisation=f"㈱作画スタジオ第{number}班（架空）")
        for number in range(2_000)
    )
    asked = work("大作").model_copy(update={"credits": credits})
    recorded = either_register.ledger.record(asked)
    assert evidence(either_register.engine).events == recorded.events
    assert recorded.events[0].credits == credits
    with either_register.ledger.reading() as conn:
        assert len(LogReader(conn).parts(recorded.first_index)) > 4


def broken_for(name: str, failure: Callable[..., None]) -> Callable[..., None]:
    """The projection of companies, with a planted bug that shows for one name."""
    sound = PROJECTIONS[CompanyRegistered]

    def project(event: CompanyRegistered, state: Any, place: Any) -> None:
        sound(event, state, place)
        if event.names.ja == name:
            failure(state, event)

    return project


def raises(error: Exception) -> Callable[..., None]:
    def fail(_state: Any, _event: Any) -> None:
        raise error

    return fail


def writes_null(state: Any, event: CompanyRegistered) -> None:
    state.put(PartyRow, id=event.id)


FAILURES = {
    "mistake": raises(KeyError("no such column")),
    "refusal": raises(NotFound("party-not-found")),
    "violation": raises(RuleViolation("not-canonical")),
    "distrust": raises(LogCorrupt("head-differs")),
    "database": writes_null,
}


@pytest.mark.parametrize(
    ("database_kind", "failure"),
    [
        *(("sqlite", name) for name in FAILURES),
        ("postgresql", "mistake"),
        ("postgresql", "database"),
    ],
    indirect=["database_kind"],
)
def test_a_projection_that_fails_costs_its_own_command_only(
    either_register: Register, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    broken = broken_for("バグ社", FAILURES[failure])
    monkeypatch.setitem(PROJECTIONS, CompanyRegistered, broken)
    futures = in_one_batch(
        either_register,
        (company("甲社"), key("a")),
        (company("バグ社"), key("bug")),
        (company("乙社"), key("b")),
        (work("星の庭", "甲社"), key("c")),
    )
    errors = [future.exception() for future in futures]
    assert errors[0] is errors[2] is errors[3] is None
    assert isinstance(errors[1], RuntimeError | KeyError | exc.IntegrityError)
    assert names(either_register) == ["最初の会社", "甲社", "乙社"]
    assert [future.result().first_index for future in futures if not future.exception()] == [
        1,
        2,
        3,
    ]
    monkeypatch.undo()
    must_be_sound(either_register.engine)
    mended = either_register.ledger.record(company("バグ社"), request=key("bug"))
    assert (mended.first_index, mended.replayed) == (4, False)


def test_a_projection_that_fails_alone_tells_its_caller_which_one(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = raises(NotFound("party-not-found"))
    monkeypatch.setitem(PROJECTIONS, CompanyRegistered, broken_for("バグ社", failure))
    with pytest.raises(RuntimeError, match=r"party\.company_registered/1 failed at entry 0"):
        register.ledger.record(company("バグ社"))
    assert size_of(register) == 0


def test_a_rule_that_fails_costs_its_own_command_only(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = HANDLERS[RegisterCompany]

    def rule(command: RegisterCompany, state: Any, context: Any) -> Any:
        if command.names.ja == "バグ社":
            raise ZeroDivisionError
        return sound.rule(command, state, context)

    monkeypatch.setitem(HANDLERS, RegisterCompany, Handler(rule, sound.needs))
    a, bug, b = outcomes(register, company("甲社"), company("バグ社"), company("乙社"))
    assert isinstance(bug, ZeroDivisionError)
    assert isinstance(a, Recorded)
    assert isinstance(b, Recorded)
    assert names(register) == ["最初の会社", "甲社", "乙社"]


@pytest.mark.parametrize("error", [RuleViolation("malformed"), KeyError("oops")])
def test_a_command_whose_needs_cannot_be_told_fails_alone(
    register: Register, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    sound = HANDLERS[RegisterCompany]

    def needs(command: RegisterCompany) -> Any:
        if command.names.ja == "バグ社":
            raise error
        return sound.needs(command)

    monkeypatch.setitem(HANDLERS, RegisterCompany, Handler(sound.rule, needs))
    a, bug, b = outcomes(register, company("甲社"), company("バグ社"), company("乙社"))
    assert bug is error
    assert isinstance(a, Recorded)
    assert isinstance(b, Recorded)


def test_a_rule_that_finds_nothing_to_say_records_nothing(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, RegisterCompany, Handler(lambda *_: []))
    with pytest.raises(RuleViolation) as caught:
        register.ledger.record(company("甲社"))
    assert caught.value.code == "nothing-to-record"
    assert size_of(register) == 0
