"""Building clauses step by step: the draft lives in the form, and every button returns the page.

Nothing is recorded and nothing is kept on the server until the last button. What may be typed comes
from the schema of the clauses, so that a new kind of clause is on the page without a change here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from api.pages.desk import Desk, Problem
from api.pages.studio import parties
from api.pages.studio.named import names_in
from api.pages.studio.terms_fields import Around, Field, fields_of
from api.pages.studio.terms_told import kind_told, sentence
from api.pages.studio.terms_values import typed, value_of
from api.pages.studio.trees import Tree, filled
from contracts.errors import TermsError
from contracts.steps import STEPS
from contracts.templates.table import template, templates
from contracts.terms import VERSION, json_schema
from ledger.errors import LedgerError

Draft = dict[str, Tree]
_SCHEMA: Final[Mapping[str, Any]] = json_schema()
_TOP: Final[Mapping[str, Any]] = _SCHEMA["properties"]
KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    each["properties"]["kind"]["const"]: each for each in _TOP["steps"]["items"]["oneOf"]
}
OTHERS: Final = ("minimum_payment", "unit", "schedule", "disclosure", "fx")
_SHOWN_APART: Final = ("kind", "template")
_MOVE: Final = re.compile(r"(up|down|remove):([0-9]{1,3})")
_GROW: Final = "grow:terms."
_FIRST: Final = ("id", "clause", "label")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause on the page.

    Attributes:
        number: Its place. sentence: what it says, or empty while that cannot be read.
        main: Fields that are shown. more: fields that are opened.
    """

    number: int
    kind: str
    called: str
    sentence: str
    main: tuple[Field, ...]
    more: tuple[Field, ...]
    template: str = ""


def draft_of(tree: Tree) -> Draft:
    """Return the draft in what was typed; a clause without a known kind is none."""
    given = tree.get("terms")
    draft: Draft = filled(given) if isinstance(given, dict) else {}
    steps = draft.get("steps", [])
    some = steps if isinstance(steps, list) else []
    draft["steps"] = [one for one in some if isinstance(one, dict) and one.get("kind") in KINDS]
    return draft


def typed_terms(terms: Mapping[str, Any]) -> Draft:
    """Return recorded clauses as a draft."""
    draft = {
        name: typed(_TOP[name], terms[name], name)
        for name in (*OTHERS, "accounts")
        if name in terms
    }
    return {**draft, "steps": [typed(KINDS[one["kind"]], one) for one in terms["steps"]]}


def act(draft: Draft, do: str, form: Callable[[str], str]) -> Draft:
    """Do what a button says: add, move, remove; anything else changes nothing.

    Args:
        draft: As typed.
        do: Name of the button.
        form: Gives the other fields of the form.
    """
    steps = list(draft["steps"])
    if do == "add-kind" and form("add_kind") in KINDS:
        steps.append(_new(form("add_kind"), steps))
    elif do == "add-template" and form("add_template"):
        steps.append(_offered(form("add_template"), steps))
    elif found := _MOVE.fullmatch(do):
        _move(steps, found[1], int(found[2]))
    return {**draft, "steps": steps}


def _new(kind: str, steps: list[Tree]) -> dict[str, Tree]:
    return {"kind": kind, "id": _free(kind.partition("/")[0].replace("_", "-"), steps)}


def _offered(id: str, steps: list[Tree]) -> dict[str, Tree]:
    """Return a clause that starts from a published rate, with what the rate says."""
    one = template(id)
    offered = {
        "kind": one.kind, "template": one.id, "label": {"ja": one.ja, "en": one.en}, **one.fields
    }  # fmt: skip
    name = _free(one.id.partition("/")[0].replace(".", "_"), steps)
    return {**typed(KINDS[one.kind], offered), "id": name}


def _free(name: str, steps: list[Tree]) -> str:
    taken = {step.get("id") for step in steps}
    numbered = (f"{name}-{number}" for number in range(2, len(steps) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _move(steps: list[Tree], where: str, at: int) -> None:
    to = at + {"up": -1, "down": 1}.get(where, 0)
    if where == "remove" and at < len(steps):
        del steps[at]
    elif at < len(steps) and 0 <= to < len(steps):
        steps[at], steps[to] = steps[to], steps[at]


def terms_of(desk: Desk, conn: Connection, draft: Draft, currency: str) -> dict[str, Any]:
    """Return the draft as clauses.

    Raises:
        RuleViolation: Something typed cannot be read; the field is its path in the form.
    """
    who = partial(parties.find, desk, conn)
    terms: dict[str, Any] = {"terms": VERSION, "currency": currency}
    for name in ("accounts", *OTHERS):
        if name in draft:
            terms[name] = value_of(_TOP[name], draft[name], f"terms.{name}", who)
    terms["steps"] = [
        value_of(KINDS[step["kind"]], step, f"terms.steps.{number}", who)
        for number, step in enumerate(draft["steps"])
    ]
    return terms


def around_of(
    desk: Desk, draft: Draft, before: int, names: Mapping[str, str], do: str = ""
) -> Around:
    """Return what a clause in a place may refer to."""
    accounts = draft.get("accounts", [])
    some = accounts if isinstance(accounts, list) else []
    return Around(
        tuple(_named(desk, step) for step in draft["steps"][:before] if step.get("id")),
        tuple(_named(desk, one) for one in some if isinstance(one, dict) and one.get("id")),
        do.removeprefix("grow:") if do.startswith(_GROW) else "",
        names,
    )


def _named(desk: Desk, one: dict[str, Tree]) -> tuple[str, str]:
    label = one.get("label")
    said = label.get(desk.lang) if isinstance(label, dict) else ""
    return one["id"], said or one["id"]


def shown(desk: Desk, conn: Connection, draft: Draft, do: str) -> dict[str, Any]:
    """Return everything that the form of the clauses shows."""
    other = {"properties": {name: _TOP[name] for name in OTHERS}}
    account = {"properties": {"accounts": _TOP["accounts"]}}
    said, names = sentences(desk, conn, draft)
    everywhere = around_of(desk, draft, len(draft["steps"]), names, do)
    return {
        "clauses": [
            _clause(desk, step, number, around_of(desk, draft, number, names, do), said[number])
            for number, step in enumerate(draft["steps"])
        ],
        "accounts": fields_of(desk, account, draft, "terms", everywhere)[0],
        "others": fields_of(desk, other, draft, "terms", everywhere),
        "has_accounts": bool(draft.get("accounts")) or everywhere.more == "terms.accounts",
        "has_others": any(name in draft for name in OTHERS),
        "kinds": [(kind.kind, kind_told(desk, kind.kind)) for kind in STEPS],
        "templates": [
            (one.id, one.ja if desk.lang == "ja" else one.en) for one in templates() if one.kind
        ],
    }


def sentences(desk: Desk, conn: Connection, draft: Draft) -> tuple[list[str], Mapping[str, str]]:
    """Return what each clause says, or nothing while it cannot be read; and what ids are called."""
    values = [_read(desk, conn, step) for step in draft["steps"]]
    names = names_in(desk, conn, [draft, values], of_persons=True)
    everywhere = around_of(desk, draft, len(draft["steps"]), names)
    labels = dict((*everywhere.steps, *everywhere.accounts))
    currency = str(draft.get("currency") or "JPY")
    said = [sentence(desk, one, (labels, names), currency) if one else "" for one in values]
    return said, names


def _read(desk: Desk, conn: Connection, step: dict[str, Tree]) -> dict[str, Any] | None:
    """Return a clause of the draft as JSON; nothing while it cannot be read."""
    who = partial(parties.find, desk, conn)
    try:
        value: dict[str, Any] = value_of(KINDS[step["kind"]], step, "step", who)
    except (LedgerError, TermsError):
        return None
    return value


def _clause(desk: Desk, step: dict[str, Tree], number: int, around: Around, said: str) -> Clause:
    schema = KINDS[step["kind"]]
    path = f"terms.steps.{number}"
    found = fields_of(desk, schema, step, path, around)
    fields = [one for one in found if one.path.rpartition(".")[2] not in _SHOWN_APART]
    first = [f"{path}.{name}" for name in _FIRST]
    main = sorted(
        (one for one in fields if one.is_main),
        key=lambda one: first.index(one.path) if one.path in first else len(first),
    )
    return Clause(
        number,
        step["kind"],
        kind_told(desk, step["kind"]),
        said,
        tuple(main),
        tuple(one for one in fields if not one.is_main),
        str(step.get("template", "")),
    )


def at_clause(problem: Problem, draft: Draft) -> Problem:
    """Return a refusal of the clauses at the field of the clause that it speaks of."""
    data = problem.data or {}
    ids = [step.get("id") for step in draft["steps"]]
    step = data.get("step")
    if step in ids:
        number = ids.index(step)
    elif isinstance(step, str) and step.startswith("#") and step[1:].isdigit():
        number = int(step[1:]) - 1
    else:
        return problem
    path = f"terms.steps.{number}"
    inside = problem.field and not problem.field.startswith("terms")
    return replace(problem, field=f"{path}.{problem.field}" if inside else path)
