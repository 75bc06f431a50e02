"""The HTTP application: one register, its routes, its errors, its headers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Final

from fastapi import Depends, FastAPI

from api import errors, openapi
from api.address import PREFIX, check_address
from api.bodies import Limits
from api.headers import SecurityHeaders
from api.routes import (
    agreements,
    certificates,
    committees,
    disclosures,
    grants,
    health,
    log,
    parties,
    payouts,
    periods,
    revenue,
    statements,
    tlog,
    works,
)
from ledger.bootstrap import Register, open_register
from ledger.settings import Settings
from ledger.store.nodes import TileCache

VERSION: Final = "1"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
_ROUTERS: Final = (
    parties.router,
    works.router,
    certificates.router,
    committees.router,
    agreements.router,
    revenue.router,
    periods.router,
    payouts.router,
    statements.router,
    disclosures.router,
    grants.router,
    log.router,
)
_ABOUT: Final = (
    "An append-only, hash-chained register of anime IP, production committees and royalties. "
    "Every POST is recorded for good before it is answered. Amounts are integers of minor units."
)


def create_app(register: Register, limits: Limits | None = None) -> FastAPI:
    """Return the application of an open register, which stays the caller's to close."""
    app = _application()
    _attach(app, register, limits or Limits())
    return app


def create_app_from_settings() -> FastAPI:
    """Return an application that opens the register of the environment, and closes it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings = Settings()
        register = open_register(settings)
        _attach(app, register, Limits(report_bytes=settings.report_bytes))
        try:
            yield
        finally:
            register.close()

    return _application(lifespan)


def _attach(app: FastAPI, register: Register, limits: Limits) -> None:
    app.state.register = register
    app.state.limits = limits
    app.state.tiles = TileCache()


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
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    app.openapi = partial(openapi.document, app)  # type: ignore[method-assign]
    return app
