"""The application in front of a fresh register, for every test."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from ledger.bootstrap import Register
from tests.api.world import Production, World, produce


@pytest.fixture
def world(register: Register) -> Iterator[World]:
    """A register on SQLite, its application, and the operator's token."""
    with TestClient(create_app(register), raise_server_exceptions=False) as http:
        made = World(register, http)
        made.operator = made.token("operator")
        yield made


@pytest.fixture
def production(world: World) -> Production:
    """A work with its committee, agreement and people."""
    return produce(world)
