"""The dated table of tax rates: every rate with its law, its source and how sure we are."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from contracts.errors import TermsInvalid
from contracts.money import Ratio, parse_ratio


@dataclass(frozen=True, slots=True)
class Rate:
    """One dated line of the table.

    Attributes:
        id: What it is a rate of, "withholding.individual".
        valid_from: First day.
        valid_to: Last day; None while no end is known.
        rate: The rate.
        upper_rate: Rate above the threshold; None where there is none.
        threshold_minor: Amount up to which `rate` applies; zero where there is none.
        law: Statute or agreement.
        url: Where it was read.
        checked_on: When it was read.
        confidence: "published", "secondary" or "to be confirmed by an expert".
        components: Taxes that make up `rate`, by name; empty where it is one tax.
        upper_components: The same of `upper_rate`.
        article: Article of a treaty under which relief is asked for; empty elsewhere.
        needs_benefits_form: Whether the treaty also wants the form on limitation of benefits.
    """

    id: str
    valid_from: dt.date
    valid_to: dt.date | None
    rate: Ratio
    upper_rate: Ratio | None
    threshold_minor: int
    law: str
    url: str
    checked_on: dt.date
    confidence: str
    components: tuple[tuple[str, Ratio], ...] = ()
    upper_components: tuple[tuple[str, Ratio], ...] = ()
    article: str = ""
    needs_benefits_form: bool = False


def table_bytes() -> bytes:
    """Give the file itself, so that a run can cite the hash of the table it used."""
    return resources.files("contracts.tax").joinpath("rates.toml").read_bytes()


@cache
def rates() -> tuple[Rate, ...]:
    """Give the whole table."""
    return tuple(_read(block) for block in tomllib.loads(table_bytes().decode())["rate"])


def has_rate(rate_id: str, day: dt.date) -> bool:
    """Tell whether a rate of that name had begun by that day."""
    return any(rate.id == rate_id and rate.valid_from <= day for rate in rates())


def rate_on(rate_id: str, day: dt.date) -> Rate:
    """Give the rate in force on a day; a day the table does not know is refused.

    Raises:
        TermsInvalid: "rate-unknown", "rate-not-yet-valid" or "rate-expired": an old rate is never
            carried on in silence.
    """
    lines = [rate for rate in rates() if rate.id == rate_id]
    for rate in lines:
        if rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to):
            return rate
    code = "rate-unknown"
    if lines:
        code = "rate-not-yet-valid" if day < lines[0].valid_from else "rate-expired"
    raise TermsInvalid(
        code,
        f"The table has no rate {rate_id} for {day}.",
        rate=rate_id,
        value=day.isoformat(),
        expected=[f"{rate.valid_from} to {rate.valid_to or 'open'}" for rate in lines],
    )


def _read(block: dict[str, Any]) -> Rate:
    return Rate(
        id=block["id"],
        valid_from=block["valid_from"],
        valid_to=block.get("valid_to"),
        rate=parse_ratio(block["rate"]),
        upper_rate=parse_ratio(block["upper_rate"]) if "upper_rate" in block else None,
        threshold_minor=block.get("threshold_minor", 0),
        law=block["law"],
        url=block["url"],
        checked_on=block["checked_on"],
        confidence=block["confidence"],
        components=_components(block.get("components", [])),
        upper_components=_components(block.get("upper_components", [])),
        article=block.get("article", ""),
        needs_benefits_form=block.get("needs_benefits_form", False),
    )


def _components(texts: list[str]) -> tuple[tuple[str, Ratio], ...]:
    named = (text.split(" ") for text in texts)
    return tuple((name, parse_ratio(rate)) for name, rate in named)
