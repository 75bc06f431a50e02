"""A served copy of the sample year, with people signed in: what browser tests stand on."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from ledger.bootstrap import Register, open_register
from ledger.command import Role
from ledger.settings import Settings
from ledger.sign_in.accounts import Accounts, NewAccount
from ledger.sign_in.sessions import Sessions
from seeds.demo import DemoResult
from tests.api.serving import serving
from tests.built_sample import copy_of_sample

HOST = "127.0.0.1"


@dataclass
class Site:
    """A register with pages.

    Attributes:
        url: Where it is served. sample: what its builder said; `open_next` names ids.
        app: What is served.
    """

    register: Register
    url: str
    sample: DemoResult
    app: FastAPI
    cookies: dict[tuple[str, str | None, str], str] = field(default_factory=dict)

    def party_of(self, role: str) -> str | None:
        """Whom somebody of a role acts for, if nothing else is said."""
        named = self.sample.open_next
        return {
            "creator": named["creator"],
            "studio": named["lead"],
            "auditor": named["auditor"],
        }.get(role)

    def cookie(self, role: Role, party: str | None = None, login: str = "") -> str:
        """Sign somebody in and give the cookie; the same person keeps the same session."""
        party = party or self.party_of(role)
        login = login or f"{role}-{(party or 'nobody')[-6:].lower()}@demo.example"
        key = (role, party, login)
        if key not in self.cookies:
            register = self.register
            pieces = register.engine, register.vault.beside, register.clock, register.entropy
            made = Accounts(*pieces).add(NewAccount(login, role, party))
            self.cookies[key] = Sessions(*pieces).open(made.id, "password+totp").cookie
        return self.cookies[key]

    @contextmanager
    def client(
        self, role: Role = "public", party: str | None = None, login: str = ""
    ) -> Iterator[TestClient]:
        """A client without a browser, on the machine itself; redirects are not followed."""
        app = create_app(self.register)
        http = TestClient(
            app, base_url=f"http://{HOST}", client=(HOST, 50000), follow_redirects=False
        )
        if role != "public":
            http.cookies.set("daicho", self.cookie(role, party, login), domain=HOST)
        with http:
            yield http


@contextmanager
def standing() -> Iterator[Site]:
    """A site of its own on a copy of the sample; it may be written to."""
    folder = Path(tempfile.mkdtemp(prefix="daicho-site-"))
    try:
        sample = copy_of_sample(folder / "home")
        register = open_register(Settings(home=folder / "home"))
        try:
            app = create_app(register)
            with serving(app) as url:
                yield Site(register, url, sample, app)
        finally:
            register.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
