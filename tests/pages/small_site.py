"""A small register with a statement in every format, served: for what touches every entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from money_stage import open_money
from paid_world import reported_world

from api.app import create_app
from ledger.access.views import Viewer
from ledger.jobs.disclose import Discloser
from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.statement_files import FORMATS
from ledger.jobs.statement_zip import statement_zip
from ledger.jobs.statements import issue_statements
from ledger.statements.events import StatementIssued
from ledger.store.nodes import TileCache
from seeds.demo import DemoResult
from tests.api.serving import serving
from tests.pages.stand import Site

COMPANIES = 260  # with what was recorded before, more than one tile of entries


@dataclass(frozen=True)
class Small:
    """A site, a note kept while it was smaller, and what a creator received.

    Attributes:
        kept: A checkpoint from before the last entries.
        files: Name to bytes of every file of her statement, and of its evidence (ZIP).
    """

    site: Site
    kept: bytes
    files: dict[str, bytes]


@contextmanager
def small_site(folder: Path) -> Iterator[Small]:
    """Build it, and serve it while the block runs."""
    for stage in open_money(folder / "home"):
        world = reported_world(stage)
        register = stage.register
        run_payout(register, Asked(world.agreement, "2026-03"))
        made = issue_statements(register, payer=world.studio, period="2026-03", formats=FORMATS)
        events = (event for recorded in made for event in recorded.events)
        mine = next(
            event
            for event in events
            if isinstance(event, StatementIssued) and event.payee == world.writer
        )
        kept = publish_checkpoint(register).note
        for number in range(COMPANIES):
            stage.company(f"会社{number}")
        publish_checkpoint(register)
        files = {str(file.title): register.blobs.get(file.sha256) for file in mine.files}
        with stage.ledger.reading() as conn:
            package = Discloser(conn, TileCache(), Viewer("creator", world.writer)).statement(
                mine.id, register.blobs
            )
        files["evidence.zip"] = statement_zip(package)
        app = create_app(register)
        with serving(app) as url:
            named = {"creator": world.writer, "lead": world.studio, "auditor": world.studio}
            sample = cast("DemoResult", SimpleNamespace(open_next=named))
            yield Small(Site(register, url, sample, app), kept, files)
