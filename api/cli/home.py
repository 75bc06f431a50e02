"""`daicho init`, `demo` and `serve`: a register, a sample one, and the web server for either."""

import errno
import socket
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from api.cli import exits
from api.cli.server_logs import logs_on_stderr
from api.cli.session import Session, session_of
from api.cli.verifying import verify_home
from ledger.bootstrap import Register, create_register, open_register
from ledger.errors import Unavailable
from ledger.log.genesis import genesis_prev
from ledger.settings import Settings

_DEFAULT_SEED = 20250401


def add_to(app: typer.Typer) -> None:
    """Put the commands of this module under the root."""
    app.command()(init)
    app.command()(demo)
    app.command()(serve)


def init(
    ctx: typer.Context,
    origin: Annotated[str, typer.Option(help="Name of the log for ever, like ledger.example/ip.")],
    admin_url: Annotated[
        str | None,
        typer.Option(help="PostgreSQL URL that may create roles and tables; used once, not kept."),
    ] = None,
) -> None:
    """Create an empty register in the home; never over one that exists."""
    session = session_of(ctx)
    settings = session.settings(new=True)
    create_register(settings, origin, admin_url=admin_url)
    register = open_register(settings)
    try:
        genesis = genesis_prev(register.genesis).hex()
    finally:
        register.close()
    if session.out.as_json:
        session.out.json({"origin": origin, "home": str(settings.home), "genesis_hash": genesis})
    session.out.note("created", origin=origin, home=settings.home, genesis=genesis)


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Option("--dir", help="Folder of the sample register.")],
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start a new world; removes an older sample there.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same world, same root.")] = (
        _DEFAULT_SEED
    ),
    factor: Annotated[int, typer.Option(min=1, help="How many times as large.")] = 1,
    *,
    serve_it: Annotated[
        bool, typer.Option("--serve", help="Serve its pages afterwards, until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")] = 8000,
) -> None:
    """Build a synthetic year, pay its royalties, verify it, and say what to read next."""
    # Loaded here: no other command needs the sample world.
    from api.cli.sample import remove_sample, tell, tell_next  # noqa: PLC0415
    from api.cli.sample_doors import tell_doors  # noqa: PLC0415
    from seeds.demo import build_demo  # noqa: PLC0415

    session = session_of(ctx)
    if serve_it:
        _require_free("127.0.0.1", port)
    if fresh:
        remove_sample(folder)
    with session.out.progress("progress-demo") as progress:
        result = build_demo(
            folder,
            seed=seed,
            factor=factor,
            progress=lambda _stage, done, total: progress(done, total),
        )
    tell(session, result)
    verdict = verify_home(session, Settings(home=folder, database_url=None, guard_url=None))
    tell_next(session, result)
    tell_doors(session, result, f"http://127.0.0.1:{port}")
    if verdict == "FAIL":
        raise typer.Exit(exits.FAIL)
    if serve_it:
        serve_home(session, Settings(home=folder, database_url=None, guard_url=None), port)


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    *,
    notices: Annotated[
        bool, typer.Option("--notices", help="Send notices, too, as long as it serves.")
    ] = False,
) -> None:
    """Serve the register over HTTP, in one process."""
    session = session_of(ctx)
    _require_free(host, port)
    with session.register() as register:
        settings = Settings(home=register.home)
        with _telling(register, settings) if notices else nullcontext():
            _serve(session, register, settings, (host, port))


def _require_free(host: str, port: int) -> None:
    """Say at once that a port is taken, and not after a minute's work.

    Raises:
        Unavailable: Somebody else listens there.
    """
    try:
        with socket.create_server((host, port), reuse_port=False):
            return
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            return  # the server says better than we what is wrong with an address
    raise Unavailable(
        "port-in-use",
        "something else listens on this port already",
        field="port",
        value=port,
        expected="another port: --port, or make ... PORT=8080",
    )


def serve_home(session: Session, settings: Settings, port: int) -> None:
    """Serve a sample on this machine until somebody ends it."""
    with closing(open_register(settings)) as register:
        _serve(session, register, settings, ("127.0.0.1", port))


def _serve(
    session: Session, register: Register, settings: Settings, address: tuple[str, int]
) -> None:
    # Loaded here: a web server takes longer to load than most commands take to run.
    import uvicorn  # noqa: PLC0415

    from api.app import create_app, publisher_of  # noqa: PLC0415
    from api.bodies import Limits  # noqa: PLC0415
    from ledger.sign_in.providers import read_providers  # noqa: PLC0415

    host, port = address
    if session.out.as_json:
        session.out.json({"url": f"http://{host}:{port}", "origin": register.origin})
    session.out.note("serving", host=host, port=port, origin=register.origin)
    limits = Limits(report_bytes=settings.report_bytes)
    app = create_app(register, limits, publisher_of(register, settings))
    app.state.providers = read_providers(settings.oidc, register.clock)
    # No access log: its lines would hold the names that people search for.
    uvicorn.run(app, host=host, port=port, workers=1, log_config=logs_on_stderr(), access_log=False)


def _telling(register: Register, settings: Settings) -> AbstractContextManager[None]:
    # Loaded here: only who sends notices needs it.
    from ledger.jobs.notices import following  # noqa: PLC0415

    return following(register, settings)
