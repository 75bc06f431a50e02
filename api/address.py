"""Checks on the address of a request, before any route sees it.

A database cannot hold NUL, so no path or filter may; and a filter that does not exist would
silently return everything, so it is refused by name.
"""

from typing import Any, Final

from fastapi import FastAPI, Request

from api import openapi
from ledger.errors import RuleViolation

PREFIX: Final = "/v1"


async def check_address(request: Request) -> None:
    """Refuse an address with NUL in it, or with a query parameter that the route does not know.

    Raises:
        RuleViolation: As said.
    """
    values = [request.url.path, *request.path_params.values()]
    for name, value in request.query_params.multi_items():
        values += [name, value]
    if any("\x00" in str(value) for value in values):
        raise RuleViolation(
            "address-with-nul", field="address", value="text with NUL", expected="text without NUL"
        )
    if request.query_params:
        known = _known(request.app, request.scope["route"].path, request.method)
        for name in request.query_params:
            if name not in known:
                raise RuleViolation("parameter-unknown", field=name, expected=sorted(known))


def _known(app: FastAPI, path: str, method: str) -> set[str]:
    paths: dict[str, Any] = openapi.document(app)["paths"]
    operations = paths.get(f"{PREFIX}{path}") or paths.get(path, {})
    parameters = operations.get(method.lower(), {}).get("parameters", [])
    return {item["name"] for item in parameters if item["in"] == "query"}
