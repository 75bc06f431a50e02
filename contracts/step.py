"""What every step has: a head, a basis, a filter, a scope; and what a kind of step must offer.

A filter and a place in the flow are both `Attributes`: field name to the values that are meant.
A field that is absent means any value. So "does this filter cover that money" is one question
about two mappings, asked of the terms when they are registered and of the money when they run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.payees import Payees
from contracts.tax.income import INCOMES

if TYPE_CHECKING:
    from contracts.flow import Flow

Attributes = Mapping[str, frozenset[str | None]]
Scope = Literal["item", "channel_month", "total"]

FILTER_FIELDS = ("channel", "territory", "work")
SCOPES: tuple[Scope, ...] = ("item", "channel_month", "total")
PLAIN_BASES = ("gross", "received", "remainder")
_READING_BASES = ("after", "amount", "excess")


@dataclass(frozen=True, slots=True)
class Head:
    """The fields every step has.

    Attributes:
        id: Unique in the terms; names the step's amounts in the position.
        kind: Such as "commission/1".
        clause: Where it stands in the paper contract (条項).
        label_ja: Name of the step in Japanese.
        label_en: Name of the step in English.
        template: Published rate it was offered from; "" for none. No amount depends on it.
    """

    id: str
    kind: str
    clause: str
    label_ja: str
    label_en: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The amount a step looks at.

    Attributes:
        kind: "gross", "received", "remainder", "after", "amount" or "excess".
        ref: The step (after, amount) or account (excess) it reads.
    """

    kind: str
    ref: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}" if self.ref else self.kind


REMAINDER = Basis("remainder")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a step reads and takes, for the checks made when terms are registered.

    Attributes:
        basis: The amount it looks at.
        where: The part of the flow it looks at.
        scope: How finely it computes.
        takes: Whether it takes money out of the flow.
        account: Recoupment account it feeds.
        against: Step whose payees it recoups from.
        of: Steps whose net amount it changes: a cap, floor, guarantee or reserve.
        sole: Whether all of these must pay one and the same single payee.
        payees: Whom it pays, where a guarantee may want to know.
        pays: Whether somebody, or the flow, receives what it takes.
        opens: Whether it must stand before every step that takes.
        ends: Whether nothing may follow it.
        counts_units: Whether it looks at the units of the items.
    """

    basis: Basis = REMAINDER
    where: Attributes = field(default_factory=dict)
    scope: Scope = "total"
    takes: bool = True
    account: str = ""
    against: str = ""
    of: tuple[str, ...] = ()
    sole: bool = False
    payees: Payees | None = None
    pays: bool = False
    opens: bool = False
    ends: bool = False
    counts_units: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """A step that changes what an earlier one gave, as the frame of a run lists it.

    Attributes:
        id: Its id.
        key: Where the position remembers its effect to date.
        is_recoupment: Whether what is remembered was taken from the payees, sign and all.
    """

    id: str
    key: str
    is_recoupment: bool


class Step(Protocol):
    """One clause, ready to run."""

    @property
    def head(self) -> Head:
        """The common fields."""

    def footprint(self) -> Footprint:
        """What it reads and takes."""

    def apply(self, flow: "Flow") -> None:
        """Compute, leave trace rows, move money."""


@dataclass(frozen=True)
class Doc:
    """The page of a kind of step in docs/TERMS.md.

    Attributes:
        does: One sentence.
        in_a_committee: What such a clause is called in practice, Japanese allowed.
        formula: The rule as arithmetic.
        example: A worked example.
        source: Where the rule comes from.
    """

    does: str
    in_a_committee: str
    formula: str
    example: str
    source: str


@dataclass(frozen=True)
class StepKind:
    """A kind of step: a line of `contracts.steps.STEPS`.

    Attributes:
        kind: Name with version, "commission/1". A published version never changes.
        read: Builds the step from its head and its fields.
        schema: JSON Schema properties of its own fields.
        required: Names of the fields of its own that must be given.
        doc: Its page.
    """

    kind: str
    read: Callable[[Head, Fields], Step]
    schema: Mapping[str, object]
    required: tuple[str, ...]
    doc: Doc


def read_head(obj: object, number: int) -> tuple[Head, Fields]:
    """Read the common fields; every later refusal names this step and its clause.

    Raises:
        TermsInvalid: A common field is missing or malformed.
    """
    raw = obj if isinstance(obj, dict) else {}
    place = {"step": raw.get("id", f"#{number}"), "clause": raw.get("clause", "")}
    fields = Fields(obj, place, "step")
    label = fields.part("label")
    head = Head(
        id=fields.name("id"),
        kind=fields.text("kind"),
        clause=fields.text("clause"),
        label_ja=label.text("ja"),
        label_en=label.text("en"),
        template=fields.text("template") if fields.has("template") else "",
    )
    label.close()
    if fields.has("income"):  # the tax on a statement asks for it; no amount depends on it
        fields.choice("income", INCOMES)
    return head, fields


def read_basis(fields: Fields) -> Basis:
    """Read `basis`; "received" and "remainder" are two names of what the flow still has.

    Raises:
        TermsInvalid: No such basis.
    """
    text = fields.text("basis")
    if text in PLAIN_BASES:
        return Basis(text)
    kind, _, ref = text.partition(":")
    if kind not in _READING_BASES or not ref:
        fields.refuse(
            "unknown-basis",
            f"There is no basis {text!r}.",
            field="basis",
            value=text,
            expected=[*PLAIN_BASES, *(f"{name}:<id>" for name in _READING_BASES)],
        )
    return Basis(kind, ref)


def read_where(fields: Fields) -> Attributes:
    """Read the optional filter `where`."""
    if not fields.has("where"):
        return {}
    part = fields.part("where")
    where: dict[str, frozenset[str | None]] = {
        name: frozenset(part.texts(name)) for name in FILTER_FIELDS if part.has(name)
    }
    part.close()
    if not where:
        fields.refuse("filter-empty", "A filter without a field filters nothing.", field="where")
    return where


def read_scope(fields: Fields) -> Scope:
    """Read `scope`, by default "total"."""
    chosen = fields.choice("scope", SCOPES, default="total")
    return next(scope for scope in SCOPES if scope == chosen)


def covers(where: Attributes, attributes: Attributes) -> bool:
    """Tell whether everything with these attributes passes the filter."""
    return all(name in attributes and attributes[name] <= values for name, values in where.items())


def disjoint(where: Attributes, attributes: Attributes) -> bool:
    """Tell whether nothing with these attributes passes the filter."""
    return any(
        name in attributes and not attributes[name] & values for name, values in where.items()
    )


def find_kind(kinds: list[StepKind], head: Head) -> StepKind:
    """Find the kind of a step by its name.

    Raises:
        TermsInvalid: No such kind.
    """
    for kind in kinds:
        if kind.kind == head.kind:
            return kind
    raise TermsInvalid(
        "unknown-step-kind",
        f"There is no step {head.kind!r}.",
        step=head.id,
        clause=head.clause,
        value=head.kind,
        expected=[kind.kind for kind in kinds],
    )
