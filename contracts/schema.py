"""JSON Schema fragments for the fields that several kinds of steps have."""

from collections.abc import Mapping

from contracts.tax.income import INCOMES

Schema = Mapping[str, object]

NAME: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$"}
TEXT: Schema = {"type": "string", "minLength": 1}
AMOUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
RATIO: Schema = {
    "type": "object",
    "properties": {
        "num": {"type": "integer", "minimum": 0},
        "den": {"type": "integer", "minimum": 1},
    },
    "required": ["num", "den"],
    "additionalProperties": False,
}
LABEL: Schema = {
    "type": "object",
    "properties": {"ja": TEXT, "en": TEXT},
    "required": ["ja", "en"],
    "additionalProperties": False,
}
INCOME: Schema = {"enum": list(INCOMES)}
CODES: Schema = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}
WHERE: Schema = {
    "type": "object",
    "properties": {"channel": CODES, "territory": CODES, "work": CODES},
    "minProperties": 1,
    "additionalProperties": False,
}
ROUNDING: Schema = {
    "type": "object",
    "properties": {"unit": {"type": "integer", "minimum": 1}},
    "required": ["unit"],
    "additionalProperties": False,
}
RULE: Schema = {"enum": ["hamilton", "first"]}
CATEGORY: Schema = {"enum": ["platform", "distribution", "window", "lead", "agent", "other"]}
HOLDERS: Schema = {"type": "string", "pattern": "^[a-z][a-z_-]*:[A-Za-z0-9][A-Za-z0-9_./-]*$"}
PAYEE: Schema = {
    "type": "string",
    "pattern": "^([a-z][a-z_-]*:)?[A-Za-z0-9][A-Za-z0-9_./-]*$",
}
MINIMUM_PAYMENT: Schema = {
    "type": "object",
    "properties": {"amount": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}},
    "required": ["amount"],
    "additionalProperties": False,
}
CAP: Schema = {
    "type": "object",
    "properties": {"amount": AMOUNT, "per": {"enum": ["period", "cumulative"]}},
    "required": ["amount", "per"],
    "additionalProperties": False,
}


def listed(weight_name: str, weight: Schema, *extra: tuple[str, Schema]) -> Schema:
    """Give the schema of a list of payees with their weights."""
    return {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {"payee": PAYEE, weight_name: weight, **dict(extra)},
            "required": ["payee"] if extra else ["payee", weight_name],
            "additionalProperties": False,
        },
    }


PAYEES: Schema = {"payee": PAYEE, "payees": listed("weight", AMOUNT), "rule": RULE}
POINTS: Schema = {"payee": PAYEE, "payees": listed("points", AMOUNT), "rule": RULE}
SHARES: Schema = listed("share", RATIO, ("remaining", {"type": "boolean"}))
RATED: Schema = {
    "basis": {
        "type": "string",
        "pattern": "^(gross|received|remainder|(after|amount|excess):[a-z][a-z0-9_-]{0,63})$",
    },
    "where": WHERE,
    "per": {"enum": ["gross_only"]},
    "scope": {"enum": ["item", "channel_month", "total"]},
    "rate": RATIO,
    "fixed": AMOUNT,
    "rounding": ROUNDING,
    "cumulative": {"type": "boolean"},
}
