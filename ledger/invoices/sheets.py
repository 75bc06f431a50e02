"""The JSON of purchase documents and invoices, of which everything that is printed is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from contracts.tax.invoice_classes import class_rules, subject_of
from ledger.agreements.views import AgreementRow
from ledger.committees.views import CommitteeRow
from ledger.invoices.events import ClassAmount
from ledger.invoices.views import IssuedInvoiceRow, rows_of
from ledger.log import canonical
from ledger.parties.display import names_of
from ledger.store.views import table_of, unpack
from ledger.values import Value
from ledger.vault.vault import Vault

Sheet = dict[str, Any]
_OF_PURCHASE = (
    "statement", "period", "currency", "number", "is_inclusive", "is_qualified", "total_minor",
    "services_in", "replaces",
)  # fmt: skip
_OF_SALE = (
    "number", "kind", "registration", "report", "period", "currency", "subject", "services_in",
    "tax_class", "rule", "is_qualified", "amount_minor", "tax_minor", "total_minor",
)  # fmt: skip


def purchase_sheet(id: str, fields: Mapping[str, Any], statement: Mapping[str, Any]) -> Sheet:
    """Return the JSON of a purchase document.

    Args:
        id: Of the document.
        fields: As drafted.
        statement: The JSON of its statement, which names parties, labels and agreements.
    """
    lines = _lines(fields, statement)
    sheet = {
        "document": "purchase/1",
        "id": id,
        **{name: fields[name] for name in _OF_PURCHASE},
        "statement_sha256": canonical.digest(dict(statement)),
        "payer": statement["payer"],
        "payee": statement["payee"],
        "supplier": statement["paid_to"],
        "payment_date": fields["payment_date"].isoformat(),
        "lines": lines,
        "rest": _rest(fields, lines),
        "classes": [_plain(row) for row in fields["classes"]],
        "overrides": [_plain(one) for one in fields["overrides"]],
        "sent": _plain(fields["sent"]),
        "deeming": _plain(fields["deeming"]) if fields["deeming"] else None,
    }
    return {name: value for name, value in sheet.items() if value is not None}


def lines_told(
    lines: Iterable[Mapping[str, Any]], parts: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return each line of a statement with its subject and class, as the parts decided them.

    Args:
        lines: As the statement has them.
        parts: Of the purchase document, as plain values.
    """
    some = list(parts)
    by_subject = {
        part["subject"]: (part["tax_class"], part["rule"])
        for part in some
        if not part["rule"].startswith("override/")
    }
    by_line = {part["rule"]: (part["tax_class"], part["rule"]) for part in some}
    told = []
    for number, line in enumerate(lines, 1):
        subject = subject_of(line["income"])
        decided = by_line.get(f"override/{number}") or by_subject.get(subject, (None, None))
        told.append({"line": number, "subject": subject, "decided": decided, "of": line})
    return told


def _lines(fields: Mapping[str, Any], statement: Mapping[str, Any]) -> list[Sheet]:
    parts = [_plain(part) for part in fields["lines"]]
    return [
        {
            "line": one["line"],
            "label": one["of"]["label"],
            "agreement": one["of"]["agreement"],
            "period": one["of"]["period"],
            "subject": one["subject"],
            "tax_class": one["decided"][0] or "not_taxable",
            "amount_minor": one["of"]["amount_minor"],
        }
        for one in lines_told(statement["lines"], parts)
    ]


def _rest(fields: Mapping[str, Any], lines: Iterable[Sheet]) -> list[Sheet]:
    """Return what lines do not explain, class by class: carried in, and set off between kinds."""
    stated: dict[tuple[str, str], int] = defaultdict(int)
    for part in fields["lines"]:
        stated[part.subject, part.tax_class] += part.amount_minor
    for line in lines:
        stated[line["subject"], line["tax_class"]] -= line["amount_minor"]
    return [
        {"subject": subject, "tax_class": klass, "amount_minor": amount}
        for (subject, klass), amount in stated.items()
        if amount
    ]


def sale_sheet(id: str, fields: Mapping[str, Any], conn: Connection, vault: Vault) -> Sheet:
    """Return the JSON of an invoice or a credit note.

    Args:
        id: Of the document.
        fields: As drafted.
        conn: A snapshot.
        vault: Opens the names of persons.
    """
    names = names_of(conn, vault, {fields["by"], fields["debtor"]})
    by, debtor = (
        {"id": party, "ja": names[party].ja, **({"en": en} if (en := names[party].en) else {})}
        for party in (fields["by"], fields["debtor"])
    )
    (agreement,) = rows_of(conn, AgreementRow, id=fields["agreement"])
    total = {"tax_class": fields["tax_class"], "rate": fields["rate"]}
    total |= {"base_minor": fields["amount_minor"], "tax_minor": fields["tax_minor"]}
    override = fields["override"]
    sheet = {
        "document": "invoice/1",
        "id": id,
        **{name: fields[name] for name in _OF_SALE},
        "issuer": _committee(conn, fields["issuer"]) or by,
        "by": by,
        "debtor": debtor,
        "agreement": {"id": agreement["id"], "ja": agreement["title_ja"]},
        "issued_on": fields["issued_on"].isoformat(),
        "due_on": fields["due_on"].isoformat(),
        "classes": [_plain(ClassAmount(**total))],
        "of": _credited(conn, fields["of"]) or None,
        "reason": override.reason if override else None,
        "law": next((row.law for row in class_rules() if row.id == fields["rule"]), None),
    }
    return {name: value for name, value in sheet.items() if value is not None}


def _committee(conn: Connection, id: str) -> dict[str, str] | None:
    rows = rows_of(conn, CommitteeRow, id=id)
    return {"id": id, **unpack(rows[0]["doc"])["name"]} if rows else None


def _credited(conn: Connection, ids: Iterable[str]) -> list[dict[str, str]]:
    table = table_of(IssuedInvoiceRow)
    query = select(table.c.id, table.c.number, table.c.issued_on).where(table.c.id.in_(list(ids)))
    rows = conn.execute(query.order_by(table.c.entry_index)).mappings()
    return [dict(row) for row in rows]


def _plain(value: Value) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_none=True)
