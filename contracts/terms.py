"""The money clauses of an agreement as data: an ordered list of typed steps.

    {"terms": 1, "currency": "JPY", "unit": 1,
     "accounts": [{"id", "kind", "target": {"amount"}, "label": {"ja", "en"}}],
     "steps": [{"id", "kind", "clause", "label": {"ja", "en"}, ...}],
     "disclosure": {"default", "payees": [{"payee", "level"}]}}

What can be refused is refused here, with the step, its clause and the reason, before any money
depends on it. There are no loops, no clock, no float and no look-up in terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.accounts import KINDS, Account, read_account
from contracts.checks import check_steps
from contracts.disclosure import SCHEMA as DISCLOSURE
from contracts.disclosure import Disclosure, read_disclosure
from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.fx_terms import FX, FxTerms, read_fx
from contracts.money import minor_unit
from contracts.schema import AMOUNT, INCOME, LABEL, MINIMUM_PAYMENT, NAME, RATIO, TEXT
from contracts.step import Step, find_kind, read_head
from contracts.steps import STEPS
from contracts.timetable import SCHEDULE, Timetable, read_timetable

VERSION = 1
_PLAIN_TYPES = (str, int, bool, type(None))


@dataclass(frozen=True)
class Terms:
    """Terms that were accepted.

    Attributes:
        currency: ISO 4217 code of every amount.
        unit: Rounding unit of steps that name none, in minor units.
        accounts: Recoupment accounts by id.
        steps: Clauses in the order they run.
        whole: Steps that take from the whole flow although they look at a part of the gross.
        disclosure: How much of the computation each payee may read.
        fx: How money in other currencies is converted; None where it is refused.
        minimum_payment_minor: A statement of less is carried forward whole; 0 for no such clause.
        timetable: When it closes and pays; None where the clauses say nothing of it.
    """

    currency: str
    unit: int
    accounts: Mapping[str, Account]
    steps: tuple[Step, ...]
    whole: frozenset[str] = field(default_factory=frozenset)
    disclosure: Disclosure = field(default_factory=Disclosure)
    fx: FxTerms | None = None
    minimum_payment_minor: int = 0
    timetable: Timetable | None = None


def parse_terms(obj: object) -> Terms:
    """Read terms and refuse what could not be computed.

    Args:
        obj: Decoded JSON.

    Raises:
        TermsInvalid: With `step`, `clause` and a code such as "shares-not-one",
            "second-remaining", "step-after-split", "account-unknown", "unbounded-recoupment",
            "zero-weight-payee", "rate-negative", "rate-above-one", "unknown-step-kind",
            "unknown-basis", "reads-later-step", "duplicate-id", "float", "flow-already-summed".
    """
    _refuse_floats(obj, "terms")
    fields = Fields(obj, {}, "terms")
    version = fields.integer("terms", least=1)
    if version != VERSION:
        fields.refuse("terms-version", "These terms are of another version.", value=version)
    currency = fields.text("currency")
    minor_unit(currency)
    unit = fields.integer("unit", least=1, default=1)
    accounts = _read_accounts(fields)
    steps = _read_steps(fields, unit)
    disclosure = read_disclosure(fields)
    fx = read_fx(fields)
    minimum = _read_minimum(fields)
    timetable = read_timetable(fields)
    fields.close()
    whole = check_steps(steps, accounts)
    return Terms(currency, unit, accounts, steps, whole, disclosure, fx, minimum, timetable)


def json_schema() -> dict[str, object]:
    """Give the JSON Schema of terms, for editors and for the API document."""
    account = {
        "type": "object",
        "properties": {
            "id": NAME,
            "kind": {"enum": list(KINDS)},
            "label": LABEL,
            "target": {
                "type": "object",
                "properties": {"amount": AMOUNT, "rate": RATIO},
                "required": ["amount"],
                "additionalProperties": False,
            },
            "shared": TEXT,
        },
        "required": ["id", "kind", "target", "label"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Terms of an agreement",
        "type": "object",
        "properties": {
            "terms": {"const": VERSION},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
            "unit": {"type": "integer", "minimum": 1},
            "accounts": {"type": "array", "items": account},
            "minimum_payment": MINIMUM_PAYMENT,
            "schedule": SCHEDULE,
            "steps": {"type": "array", "minItems": 1, "items": {"oneOf": _step_schemas()}},
            "disclosure": DISCLOSURE,
            "fx": FX,
        },
        "required": ["terms", "currency", "steps"],
        "additionalProperties": False,
    }


def _step_schemas() -> list[dict[str, object]]:
    return [
        {
            "type": "object",
            "title": kind.kind,
            "description": kind.doc.does,
            "properties": {
                "id": NAME,
                "kind": {"const": kind.kind},
                "clause": TEXT,
                "label": LABEL,
                "template": TEXT,
                "income": INCOME,
                **kind.schema,
            },
            "required": ["id", "kind", "clause", "label", *kind.required],
            "additionalProperties": False,
        }
        for kind in STEPS
    ]


def _read_minimum(fields: Fields) -> int:
    if not fields.has("minimum_payment"):
        return 0
    part = fields.part("minimum_payment")
    amount = part.integer("amount", least=1)
    part.close()
    return amount


def _read_accounts(fields: Fields) -> dict[str, Account]:
    accounts: dict[str, Account] = {}
    for number, part in enumerate(fields.parts("accounts", may_be_absent=True), start=1):
        account = read_account(part.obj, number)
        if account.id in accounts:
            fields.refuse(
                "duplicate-id", f"Account {account.id} is defined twice.", account=account.id
            )
        accounts[account.id] = account
    return accounts


def _read_steps(fields: Fields, unit: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    for number, part in enumerate(fields.parts("steps"), start=1):
        head, inner = read_head(part.obj, number)
        kind = find_kind(STEPS, head)
        if unit != 1 and "rounding" in kind.schema and not inner.has("rounding"):
            inner.obj = {**inner.obj, "rounding": {"unit": unit}}
        step = kind.read(head, inner)
        inner.close()
        steps.append(step)
    return tuple(steps)


def _refuse_floats(value: object, path: str) -> None:
    """Walk all values once: only objects, lists, text, whole numbers, booleans and null.

    Raises:
        TermsInvalid: A float, or something JSON does not have.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_floats(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_floats(inner, f"{path}[{place}]")
    elif not isinstance(value, _PLAIN_TYPES):
        code = "float" if isinstance(value, float) else "not-json"
        raise TermsInvalid(
            code,
            f"{path} is a {type(value).__name__}; amounts and rates are whole numbers.",
            field=path,
            value=repr(value),
            expected="int, or num and den",
        )
