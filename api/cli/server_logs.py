"""Where a web server's own messages go: standard error, for data alone is on standard output."""

from typing import Any


def logs_on_stderr() -> dict[str, Any]:
    """Return uvicorn's logging with every stream on standard error."""
    from uvicorn.config import LOGGING_CONFIG  # noqa: PLC0415

    handlers = {
        name: {**handler, "stream": "ext://sys.stderr"}
        for name, handler in LOGGING_CONFIG["handlers"].items()
    }
    return {**LOGGING_CONFIG, "handlers": handlers}
