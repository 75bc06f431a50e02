"""Many at once: nobody waits for a connection that somebody else holds while he waits."""

from concurrent.futures import ThreadPoolExecutor

from api.app import create_app
from ledger.bootstrap import Register
from ledger.client import Client
from ledger.ids import new_id
from ledger.parties.commands import RegisterCompany
from ledger.values import Names
from tests.api.serving import serving
from tests.api.world import World

SENDERS, EACH = 48, 2  # more senders than worker threads, more than pooled connections


def test_many_writers_and_readers_are_all_answered(world: World) -> None:
    token = world.operator["Authorization"].removeprefix("Bearer ")

    with serving(create_app(world.register)) as url:

        def work(number: int) -> list[int]:
            indexes = []
            with Client(url, token, timeout_seconds=30, attempts=1) as client:
                for turn in range(EACH):
                    name = f"会社{number}-{turn}"
                    made = client.register_company({"names": {"ja": name}})
                    assert client.party(made.id)["names"]["ja"] == name
                    client.register_person({"credit_name": f"人{number}-{turn}"})
                    client.entry(made.first_index)
                    indexes.append(made.first_index)
            return indexes

        with ThreadPoolExecutor(SENDERS) as pool:
            indexes = [index for some in pool.map(work, range(SENDERS)) for index in some]
        with Client(url) as client:
            assert client.log()["size"] == 2 * SENDERS * EACH
    assert len(set(indexes)) == SENDERS * EACH


def test_a_caller_who_goes_away_does_not_stop_the_writer(register: Register) -> None:
    ids = [new_id("party", register.clock, register.entropy) for _ in range(20)]
    futures = [
        register.ledger.submit(RegisterCompany(id=party, names=Names(ja="星見"))) for party in ids
    ]
    for future in futures:
        future.cancel()
    assert [future.result(timeout=20).first_index for future in futures] == list(range(20))
    assert register.ledger.is_writing
