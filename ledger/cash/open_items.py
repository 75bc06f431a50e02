"""What is still to be paid to the holder of an account, and under which names it may arrive."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, and_, select

from contracts.banking.companies import FORMS
from contracts.banking.letters import bank_letters
from contracts.banking.matching import OpenItem
from contracts.errors import TermsError
from contracts.period import Period
from ledger.agreements.views import AgreementRow
from ledger.parties.names import match_key
from ledger.parties.views import PartyRow
from ledger.revenue.views import ACTIVE, InvoiceRow, ReportRow
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

_REFERENCE: Final = 20
_WAYS: Final = re.compile(r"^(?:お?振込(?:入金|み)?|フリコミ(?:ニ[ュユ]ウキン)?)[ ・:]+")
"""How banks begin the text of a deposit before they name its sender; only with a gap behind it."""
_SHORT: Final = "|".join(sorted({"カ", *FORMS.values()}, key=len, reverse=True))
_SHORTENED: Final = re.compile(rf"^\(?(?:{_SHORT})\)|\((?:{_SHORT})\)?$")


@lru_cache(maxsize=65_536)
def sender_key(name: str) -> str:
    """Return the key under which a sender is found: one for all spellings that banks use.

    Example:
        By hand: 株式会社アオバシュッパン, ｶ)ｱｵﾊﾞｼﾕﾂﾊﾟﾝ and アオバシュッパン（カ are one key, with
        the small ュ and ッ as large ones, without the form of the company. So is 振込 ｱｵﾊﾞｼﾕﾂﾊﾟﾝ:
        in a column of remarks banks write the way before the name.
    """
    plain = _WAYS.sub("", unicodedata.normalize("NFKC", name).strip())
    plain = _SHORTENED.sub("", plain.strip())
    letters = []
    for letter in plain:
        try:
            letters.append(bank_letters(letter))
        except TermsError:
            letters.append(letter)
    return match_key("".join(letters))


def open_items(conn: Connection, account: Row) -> tuple[list[OpenItem], dict[str, str]]:
    """Return the reports on which money is still to come, and the agreement of each.

    Args:
        conn: A snapshot.
        account: Of the payer of the agreements, in the currency of the reports.
    """
    reports, agreements = table_of(ReportRow), table_of(AgreementRow)
    query = (
        select(reports)
        .join(agreements, agreements.c.id == reports.c.agreement)
        .where(
            agreements.c.payer == account["party"],
            reports.c.currency == account["currency"],
            reports.c.status == ACTIVE,
            reports.c.received_minor < reports.c.remittance_minor,
        )
        .order_by(reports.c.id)
    )
    rows = [dict(row) for row in conn.execute(query).mappings()]
    invoices = _invoices(conn, account)
    names = _names(conn, account)
    items = [_item(row, invoices.get(row["id"], ()), names) for row in rows]
    return items, {row["id"]: row["agreement"] for row in rows}


def _item(report: Row, papers: Sequence[Row], names: Mapping[str, frozenset[str]]) -> OpenItem:
    """Make an open item of a report: due when its first invoice is, else when its period ends."""
    debtors = {report["reporter"], *(paper["debtor"] for paper in papers)}
    keys = (names.get(one, frozenset()) for one in debtors)
    ids = (report["id"], *(paper["id"] for paper in papers))
    due = min((paper["due_on"] for paper in papers), default=None)
    return OpenItem(
        id=report["id"],
        debtor=report["reporter"],
        names=frozenset[str]().union(*keys),
        open_minor=report["remittance_minor"] - report["received_minor"],
        due_on=date.fromisoformat(due) if due else Period.parse(report["period"]).last_day,
        references=frozenset(one for id in ids for one in _references(id)),
    )


def _references(id: str) -> tuple[str, str]:
    """Return what a sender may write: the whole number, or what fits beside a transfer."""
    body = id.partition("_")[2]
    return body, body[-_REFERENCE:]


def _invoices(conn: Connection, account: Row) -> dict[str, list[Row]]:
    table, agreements = table_of(InvoiceRow), table_of(AgreementRow)
    query = (
        select(table)
        .join(agreements, agreements.c.id == table.c.agreement)
        .where(agreements.c.payer == account["party"], table.c.report.is_not(None))
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        found[row["report"]].append(dict(row))
    return found


def _names(conn: Connection, account: Row) -> dict[str, frozenset[str]]:
    """Return under which keys each reporter or debtor sends money; people's names are not here."""
    parties, reports, agreements = table_of(PartyRow), table_of(ReportRow), table_of(AgreementRow)
    invoices = table_of(InvoiceRow)
    own = agreements.c.payer == account["party"]
    reporters = (
        select(reports.c.reporter)
        .join(agreements, and_(agreements.c.id == reports.c.agreement, own))
        .union(
            select(invoices.c.debtor).join(
                agreements, and_(agreements.c.id == invoices.c.agreement, own)
            )
        )
    )
    query = select(parties).where(parties.c.id.in_(reporters), parties.c.name_ja.is_not(None))
    return {row["id"]: _keys(dict(row)) for row in conn.execute(query).mappings()}


def _keys(row: Row) -> frozenset[str]:
    aliases = (alias["text"] for alias in unpack(row["doc"]).get("aliases", ()))
    said = (row["name_ja"], row["name_kana"], row["name_en"], *aliases)
    return frozenset(key for name in said if name and (key := sender_key(name)))
