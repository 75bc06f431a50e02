"""Two people of one company are told apart by their tokens, and no name is in the log."""

from ledger.log.entry import parse_part
from ledger.store.read import LogReader
from tests.api.world import World


def senders(world: World) -> list[str | None]:
    """Return the tokens that commands on record were sent with; None for the machine itself."""
    with world.register.ledger.reading() as conn:
        reader = LogReader(conn)
        entries = [*reader.iterate(0, reader.head().size)]
    commands = [
        parse_part(part.data) for _, parts in entries for part in parts if part.name == "command"
    ]
    return [part.body.get("by") for part in commands if "body" in part.body]


def test_each_command_says_by_which_token_it_was_sent(world: World) -> None:
    studio = world.company("月見台")
    first, second = world.token("studio", studio), world.token("studio", studio)
    for who in (first, second, first):
        world.made("works", {"holder": studio, "data": {"title": {"ja": "海"}, "kind": "tv"}}, who)
    *_, one, other, again = senders(world)
    assert one == again != other
    assert one == "tok_" + first["Authorization"].split("_")[1]
