"""The description of the API: each route brings its own summary, example and body.

Bodies are commands, parsed by us and not by the framework, so their schemas are added here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.errors import CREATED, MEDIA_TYPE, OK
from contracts.terms import json_schema

_COMPONENT: Final = "#/components/schemas/{model}"
_JSON: Final = "application/json"
_TOKEN: Final[list[dict[str, list[str]]]] = [{"token": []}]
_ANYBODY: Final[list[dict[str, list[str]]]] = [{}, {"token": []}]

RECORDED: Final[dict[str, Any]] = {
    "id": "work_01KAM3Z4T0V6S8Q2YB5C9D7E1F",
    "first_index": 73894,
    "count": 1,
    "leaf_hashes": ["5f2d3c1b0a99887766554433221100ffeeddccbbaa99887766554433221100ff"],
}
_PROBLEM_EXAMPLE: Final[dict[str, Any]] = {
    "type": "urn:daicho:error:party-not-found",
    "title": "Not Found",
    "status": 404,
    "code": "party-not-found",
    "detail": "party not found",
    "field": "holder",
    "value": "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F",
}
_PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem document. `code` is stable; other members depend on it.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "value": {},
        "expected": {},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "example": _PROBLEM_EXAMPLE,
}
_RECORDED_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Recorded",
    "required": list(RECORDED),
    "properties": {
        "id": {"type": "string"},
        "first_index": {"type": "integer"},
        "count": {"type": "integer"},
        "leaf_hashes": {"type": "array", "items": {"type": "string"}},
        "checkpoint": {
            "type": "object",
            "description": "For `Prefer: wait=checkpoint`: a published note over the entries"
            " and the inclusion proof of each.",
            "properties": {
                "size": {"type": "integer"},
                "root": {"type": "string"},
                "note": {"type": "string"},
                "proofs": {"type": "array", "items": {"type": "object"}},
            },
        },
    },
    "example": RECORDED,
}


def reads(summary: str, example: object, *, public: bool = False) -> dict[str, Any]:
    """Describe a route that answers with JSON.

    Args:
        summary: One line.
        example: An answer.
        public: True where no token is needed.
    """
    content = {_JSON: {"example": example}}
    return {
        "summary": summary,
        "responses": {200: {"description": "Found.", "content": content}},
        "openapi_extra": {"security": _ANYBODY if public else _TOKEN},
    }


def serves(summary: str, media_type: str, example: str, *, public: bool = False) -> dict[str, Any]:
    """Describe a route that answers with a file."""
    described = reads(summary, example, public=public)
    described["responses"][200]["content"] = {media_type: {"example": example}}
    return described


def lists(summary: str, item: object, *, public: bool = False) -> dict[str, Any]:
    """Describe a route that answers with a page of items."""
    return reads(summary, {"items": [item], "next": None}, public=public)


def writes(
    summary: str,
    body: type[BaseModel],
    example: Mapping[str, Any],
    *,
    chosen: Sequence[str] = (),
    in_path: Sequence[str] = (),
) -> dict[str, Any]:
    """Describe a route that records something.

    Args:
        summary: One line.
        body: Model of the body.
        example: A body.
        chosen: Fields that the register fills in when the body leaves them out.
        in_path: Fields that the path names.
    """
    schema = body.model_json_schema(ref_template=_COMPONENT)
    left_out = {*chosen, *in_path}
    schema["required"] = [name for name in schema.get("required", ()) if name not in left_out]
    schema["properties"] = {k: v for k, v in schema["properties"].items() if k not in in_path}
    return _recording(summary, {_JSON: {"schema": schema, "example": dict(example)}})


def issues(
    summary: str, body: type[BaseModel], example: Mapping[str, Any], answer: object
) -> dict[str, Any]:
    """Describe a route that records several things and answers with all of them."""
    described = writes(summary, body, example)
    content = {_JSON: {"example": {"items": [answer]}}}
    described["responses"] = {
        CREATED.value: {"description": "Recorded, durably.", "content": content}
    }
    return described


def asks(
    summary: str, body: type[BaseModel], example: Mapping[str, Any], answer: object
) -> dict[str, Any]:
    """Describe a route that takes a body, computes an answer, and records nothing."""
    described = writes(summary, body, example)
    content = {_JSON: {"example": answer}}
    described["status_code"] = OK.value
    described["responses"] = {OK.value: {"description": "Computed.", "content": content}}
    return described


def changes(
    summary: str, body: type[BaseModel], example: Mapping[str, Any], answer: object
) -> dict[str, Any]:
    """Describe a route that changes what the register keeps beside the log; nothing is recorded."""
    described = asks(summary, body, example, answer)
    described["responses"][OK.value]["description"] = "Done; not on record."
    return described


def uploads(summary: str, media_type: str, example: str) -> dict[str, Any]:
    """Describe a route that takes a file as its body."""
    schema = {"type": "string", "format": "binary"}
    return _recording(summary, {media_type: {"schema": schema, "example": example}})


def _recording(summary: str, content: dict[str, Any]) -> dict[str, Any]:
    answer = {_JSON: {"schema": {"$ref": _COMPONENT.format(model="Recorded")}, "example": RECORDED}}
    extra = {"security": _TOKEN, "requestBody": {"required": True, "content": content}}
    return {
        "summary": summary,
        "status_code": CREATED.value,
        "responses": {CREATED.value: {"description": "Recorded, durably.", "content": answer}},
        "openapi_extra": extra,
    }


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        components = made.setdefault("components", {})
        components["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "dk_<id>_<secret>"}
        }
        schemas = components.setdefault("schemas", {})
        schemas.update(Problem=_PROBLEM_SCHEMA, Recorded=_RECORDED_SCHEMA, Terms=json_schema())
        for operations in made["paths"].values():
            for operation in operations.values():
                _hoist(operation, schemas)
                _add_problem(operation)
        app.openapi_schema = made
    return app.openapi_schema


def _hoist(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Move the definitions of a body's schema to where its references point."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schemas.update(content["schema"].pop("$defs", {}))
        properties = content["schema"].get("properties", {})
        if "terms" in properties:  # to the command they are a plain object
            properties["terms"] = {"$ref": _COMPONENT.format(model="Terms")}


def _add_problem(operation: dict[str, Any]) -> None:
    operation["responses"].pop("422", None)
    schema = {"$ref": _COMPONENT.format(model="Problem")}
    operation["responses"]["default"] = {
        "description": "A problem document.",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
