"""A bundle as people read it: its media, the agreed parts, and what each of them gets."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from api.cli.amounts import amount as money
from api.cli.labels import coded, label
from api.cli.language import Lang
from api.cli.look import plain
from contracts.rights.vocabulary import tree_of


def rows_of(licence: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a licence's bundle, with amounts where a price is on record."""
    said = licence["bundle"]
    amounts = licence.get("bundle_amounts") or [None] * len(said["allocation"])
    rows = [
        {
            "media": part["media"],
            "share": f"{part['share']['num']}/{part['share']['den']}",
            "amount_minor": amount,
        }
        for part, amount in zip(said["allocation"], amounts, strict=True)
    ]
    kept = {name: said[name] for name in ("name", "price", "differs") if said.get(name)}
    return {"id": licence["id"], "work": licence["work"], **kept, "parts": rows}


def table_of_bundle(data: Mapping[str, Any], lang: Lang) -> Table:
    """Draw it, with the price in the last row; parts sum to it exactly."""
    price, media = data.get("price"), tree_of("media")
    table = Table(box=box.SIMPLE, pad_edge=False, title=plain(data["name"]))
    for name in ("media", "share", "amount"):
        table.add_column(plain(label(name, lang)), justify="left" if name == "media" else "right")
    currency = price["currency"] if price else ""
    for row in data["parts"]:
        names = ", ".join(media.name(code, lang) for code in row["media"])
        amount = row["amount_minor"]
        told = money(amount, currency, lang) if amount is not None else "-"
        table.add_row(plain(names), row["share"], told)
    if price:
        told = money(price["amount_minor"], currency, lang)
        table.add_row(plain(coded(price["kind"], lang)), "1", told)
    return table
