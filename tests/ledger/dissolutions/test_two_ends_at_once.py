"""Two processes begin to wind the same committee up at the same moment: one of them is refused."""

from collections.abc import Callable
from pathlib import Path

from ending_stage import Ending
from money_stage import Money

from ledger.bootstrap import create_register, register
from ledger.dissolutions.views import of_committee
from ledger.settings import Settings
from tests.ledger.dissolutions.ender import at_once


def test_of_two_processes_that_begin_at_once_one_is_refused(
    tmp_path: Path, new_postgresql: Callable[..., str]
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=new_postgresql())
    create_register(settings, "ledger.example/ip")
    with register(settings) as opened:
        ending = Ending(Money(opened))
        commands = [ending.beginning() for _ in range(2)]

    said = at_once(settings, commands)

    assert said == ["begun", "dissolution-under-way"]
    with register(settings) as opened, opened.ledger.reading() as conn:
        assert of_committee(conn, ending.committee)
