"""Views are disposable: built afresh from the log they are the same, and damage to them shows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Integer, LargeBinary, delete, insert, inspect, select
from sqlalchemy import update as change

from ledger.bootstrap import Register
from ledger.catalog import PROJECTIONS, VIEWS
from ledger.facts import FACTS
from ledger.rebuild import Difference, compare_views, count_rows, rebuild_views, renew_views
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.views import table_of
from ledger.works.events import WorkAmended
from tests.faults.everything import everything, everything_on_postgresql, everything_on_sqlite
from tests.faults.world import company, evidence

__all__ = ["everything", "everything_on_postgresql", "everything_on_sqlite"]

Row = dict[str, Any]
Contents = dict[str, list[Row]]
TABLES = [table_of(view) for view in VIEWS]


def contents(engine: Engine) -> Contents:
    """Every row of every view."""
    with read_transaction(engine) as conn:
        return {
            table.name: [
                dict(row)
                for row in conn.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in TABLES
        }


def where(table: Any, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def another(column: Any, value: Any) -> Any:
    if isinstance(column.type, LargeBinary):
        return (value or b"") + b"x"
    if isinstance(column.type, Integer):
        return (value or 0) + 1
    return (value or "") + "x"


def altered(conn: Connection, table: Any, row: Row) -> list[tuple[str, Row]]:
    """Change the last column of a row that is not in its key."""
    column = [column for column in table.columns if not column.primary_key][-1]
    after = row | {column.name: another(column, row[column.name])}
    conn.execute(change(table).where(*where(table, row)).values(after))
    return [("unexpected", after), ("missing", row)]


def deleted(conn: Connection, table: Any, row: Row) -> list[tuple[str, Row]]:
    conn.execute(delete(table).where(*where(table, row)))
    return [("missing", row)]


def inserted(conn: Connection, table: Any, row: Row) -> list[tuple[str, Row]]:
    column = list(table.primary_key.columns)[-1]
    after = row | {column.name: another(column, row[column.name])}
    while conn.execute(select(table).where(*where(table, after))).first():
        after = after | {column.name: another(column, after[column.name])}
    conn.execute(insert(table).values(after))
    return [("unexpected", after)]


Damage = Callable[[Connection, Any, Row], list[tuple[str, Row]]]


def damage_every_view(engine: Engine, damage: Damage) -> list[Difference]:
    """Damage the first row of each view; return what must be found."""
    before, expected = contents(engine), []
    with write_transaction(engine) as conn:
        for table in TABLES:
            only_key = all(column.primary_key for column in table.columns)
            if damage is altered and only_key:
                continue
            for problem, row in damage(conn, table, before[table.name][0]):
                expected.append(Difference(table.name, row, problem))
    return expected


def by_place(found: list[Difference]) -> list[str]:
    return sorted(repr((item.table, item.problem, sorted(item.row.items()))) for item in found)


def no_shadow_is_left(engine: Engine) -> None:
    assert not [name for name in inspect(engine).get_table_names() if name.startswith("shadow_")]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_world_of_these_tests_holds_every_fact_and_fills_every_view(
    everything: Register,
) -> None:
    assert {event.TYPE for event in evidence(everything.engine).events} == set(FACTS)
    with everything.ledger.reading() as conn:
        assert [name for name, count in count_rows(conn).items() if not count] == []


def test_views_built_afresh_equal_the_live_ones(everything: Register) -> None:
    before = contents(everything.engine)
    size = len(evidence(everything.engine).events)
    assert compare_views(everything.engine) == (size, [])
    assert rebuild_views(everything.engine) == size
    assert contents(everything.engine) == before
    assert not renew_views(everything.engine)
    no_shadow_is_left(everything.engine)


@pytest.mark.parametrize(
    ("database_kind", "damage"),
    [("sqlite", altered), ("sqlite", deleted), ("sqlite", inserted), ("postgresql", altered)],
    indirect=["database_kind"],
)
def test_a_tampered_row_of_any_view_is_named_and_repaired(
    everything: Register, damage: Damage
) -> None:
    before = contents(everything.engine)
    expected = damage_every_view(everything.engine, damage)
    assert len({item.table for item in expected}) > len(TABLES) // 2
    tampered = contents(everything.engine)
    assert by_place(compare_views(everything.engine)[1]) == by_place(expected)
    assert contents(everything.engine) == tampered  # comparing repairs nothing
    rebuild_views(everything.engine)
    assert contents(everything.engine) == before
    assert compare_views(everything.engine)[1] == []
    no_shadow_is_left(everything.engine)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_emptied_view_is_shown_by_ten_of_its_rows(everything: Register) -> None:
    rows = contents(everything.engine)
    largest = max(TABLES, key=lambda table: len(rows[table.name]))
    with write_transaction(everything.engine) as conn:
        conn.execute(delete(largest))
    found = compare_views(everything.engine)[1]
    assert len(rows[largest.name]) > 10
    assert [(item.table, item.problem) for item in found] == [(largest.name, "missing")] * 10


def test_a_rebuild_that_is_interrupted_leaves_the_live_views(everything: Register) -> None:
    expected = damage_every_view(everything.engine, altered)
    before = contents(everything.engine)

    def interrupt(done: int, size: int) -> None:
        assert done == size
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_views(everything.engine, interrupt)
    assert contents(everything.engine) == before
    with pytest.raises(KeyboardInterrupt):
        compare_views(everything.engine, interrupt)
    assert len(compare_views(everything.engine)[1]) == len(expected)
    no_shadow_is_left(everything.engine)
    everything.ledger.record(company("その後の社"))
    rebuild_views(everything.engine)
    assert compare_views(everything.engine)[1] == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_projection_that_fails_in_a_rebuild_leaves_the_live_views(
    everything: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(everything.engine)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setitem(PROJECTIONS, WorkAmended, fail)
        with pytest.raises(ZeroDivisionError):
            rebuild_views(everything.engine)
    assert contents(everything.engine) == before
    no_shadow_is_left(everything.engine)


def test_readers_see_the_views_whole_while_they_are_rebuilt(everything: Register) -> None:
    before = contents(everything.engine)
    seen: list[Contents] = []
    rebuild_views(everything.engine, lambda *_: seen.append(contents(everything.engine)))
    assert seen == [before]


def test_a_command_waits_for_a_rebuild_and_is_not_lost_by_it(everything: Register) -> None:
    waiting = []
    rebuild_views(
        everything.engine,
        lambda *_: waiting.append(everything.ledger.submit(company("待つ社"))),
    )
    assert waiting[0].result(60).count == 1
    assert compare_views(everything.engine)[1] == []


def test_a_table_in_the_way_of_the_shadow_is_pushed_aside(everything: Register) -> None:
    with write_transaction(everything.engine) as conn:
        conn.exec_driver_sql("CREATE TABLE shadow_v_work (leftover INTEGER)")
    assert compare_views(everything.engine)[1] == []
    no_shadow_is_left(everything.engine)


def test_an_empty_register_has_empty_views(register: Register) -> None:
    assert compare_views(register.engine) == (0, [])
    assert rebuild_views(register.engine) == 0
    with register.ledger.reading() as conn:
        assert set(count_rows(conn).values()) == {0}
