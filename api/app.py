"""The HTTP application: one register, its routes, its errors, its headers."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from functools import partial
from typing import Final

from fastapi import Depends, FastAPI

from api import errors, openapi
from api.address import PREFIX, check_address
from api.bodies import Limits
from api.headers import SecurityHeaders
from api.pages import site
from api.personal_reads import NotedReads
from api.publishing import Publisher
from api.routes import (
    abroad,
    accounting,
    accounts,
    agreements,
    approvals,
    archive,
    bank_details,
    cash,
    certificates,
    committee_changes,
    committees,
    disclosures,
    dispute_course,
    disputes,
    dissolutions,
    fx,
    grants,
    health,
    invoices,
    keys,
    log,
    notices,
    openings,
    papers,
    parties,
    payments,
    payouts,
    periods,
    personal_reads,
    revenue,
    rights,
    rights_options,
    royalty_audits,
    set_offs,
    simulations,
    statements,
    tax_forms,
    tax_year,
    terms,
    tlog,
    works,
)
from ledger.bootstrap import Register, open_register
from ledger.jobs.cosigning import cosigner
from ledger.jobs.stamping import stamper
from ledger.settings import Settings
from ledger.sign_in.providers import Providers, read_providers
from ledger.store.nodes import TileCache

VERSION: Final = "1"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
_ROUTERS: Final = (
    parties.router,
    works.router,
    certificates.router,
    abroad.router,
    committee_changes.router,
    committees.router,
    rights.router,
    papers.router,
    rights_options.router,
    dissolutions.router,
    disputes.router,
    invoices.router,
    dispute_course.router,
    royalty_audits.router,
    approvals.router,
    personal_reads.router,
    agreements.router,
    terms.router,
    openings.router,
    accounts.router,
    revenue.router,
    cash.router,
    periods.router,
    fx.router,
    payments.router,
    payouts.router,
    set_offs.router,
    simulations.router,
    statements.router,
    tax_forms.router,
    tax_year.router,
    archive.router,
    accounting.router,
    bank_details.router,
    disclosures.router,
    grants.router,
    keys.router,
    notices.router,
    log.router,
)
_ABOUT: Final = (
    "An append-only, hash-chained register of anime IP, production committees and royalties. "
    "Every POST is recorded for good before it is answered, but for those that say so. "
    "Amounts are integers of minor units."
)


def create_app(
    register: Register, limits: Limits | None = None, publisher: Publisher | None = None
) -> FastAPI:
    """Return the application of an open register, which stays the caller's to close.

    Args:
        register: The register.
        limits: Most bytes of a body.
        publisher: Publishes checkpoints while the application is served; by default on demand
            alone, for senders who wait for one.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with _publishing(app.state.publisher):
            yield

    app = _application(lifespan)
    attach(app, register, limits, publisher)
    return app


def create_app_from_settings() -> FastAPI:
    """Return an application that opens the register of the environment, and closes it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings = Settings()
        with closing(open_register(settings)) as register:
            publisher = publisher_of(register, settings)
            attach(app, register, Limits(report_bytes=settings.report_bytes), publisher)
            app.state.providers = read_providers(settings.oidc, register.clock)
            with _publishing(publisher):
                yield

    return _application(lifespan)


def publisher_of(register: Register, settings: Settings) -> Publisher:
    """Return the publisher that the settings ask for."""
    every = settings.checkpoint_seconds
    return Publisher(
        register,
        cosigner(register, settings),
        every_seconds=every,
        after=stamper(register, settings),
    )


@contextmanager
def _publishing(publisher: Publisher) -> Iterator[None]:
    publisher.start()
    try:
        yield
    finally:
        publisher.stop()


def attach(
    app: FastAPI,
    register: Register,
    limits: Limits | None = None,
    publisher: Publisher | None = None,
) -> None:
    """Put a register behind an application that is not being served; the arguments as there."""
    app.state.register = register
    app.state.limits = limits or Limits()
    app.state.publisher = publisher or Publisher(register)
    app.state.tiles = TileCache()
    app.state.providers = Providers((), register.clock)


def _application(lifespan: Lifespan | None = None) -> FastAPI:
    # The interactive pages would load scripts from elsewhere: only the document is served.
    app = FastAPI(
        title="Daicho",
        version=VERSION,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(check_address)],
    )
    for router in _ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router)
    app.include_router(tlog.router)
    site.mount(app)
    app.add_middleware(NotedReads)
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    app.openapi = partial(openapi.document, app)  # type: ignore[method-assign]
    return app
