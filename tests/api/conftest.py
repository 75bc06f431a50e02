"""The application in front of a fresh register, for every test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import attach, create_app
from ledger.bootstrap import Register, Sample, open_register
from tests.api.world import Production, World, produce
from tests.empty_home import START, copy_of_empty_home, copy_of_home

# Ids and tokens are made of time and randomness: a copy must not make those of the original again.
LATER = START + timedelta(minutes=1)
DRAWN_AT_MOST = 200
APPLICATIONS: list[FastAPI] = []


@dataclass(frozen=True)
class Produced:
    """A closed register with a production on it, to be copied."""

    home: Path
    operator: dict[str, str]
    production: Production


def world_of(register: Register) -> Iterator[World]:
    """One application serves one register after the other: to make its routes takes longest."""
    if not APPLICATIONS:
        APPLICATIONS.append(create_app(register))
    (app,) = APPLICATIONS
    attach(app, register)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield World(register, http)


@pytest.fixture(scope="session")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """A production, brought on once."""
    home = tmp_path_factory.mktemp("produced") / "home"
    register = open_register(copy_of_empty_home(home), sample=Sample(1, START))
    for world in world_of(register):
        world.operator = world.token("operator")
        made = Produced(home, world.operator, produce(world))
    register.close()
    return made


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A register on SQLite, its application, and the operator's token.

    The register is empty, or a copy of the one with a production where a test asks for that, too.
    """
    has_production = "production" in request.fixturenames
    register: Register = request.getfixturevalue("produced_copy" if has_production else "register")
    for made in world_of(register):
        if has_production:
            made.operator = request.getfixturevalue("produced").operator
        else:
            made.operator = made.token("operator")
        yield made


@pytest.fixture
def produced_copy(produced: Produced, tmp_path: Path) -> Iterator[Register]:
    """A copy of the register with the production, open."""
    opened = open_register(copy_of_home(produced.home, tmp_path / "home"), sample=Sample(1, LATER))
    for _ in range(DRAWN_AT_MOST):
        opened.entropy.bytes(1)
    yield opened
    opened.close()


@pytest.fixture
def production(world: World, produced: Produced) -> Production:
    """A work with its committee, agreement and people."""
    return produced.production
