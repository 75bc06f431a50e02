"""What a statement says of disputes: which lines of earlier statements are still contested.

The sides read it on their next statement. What was said in a dispute is not repeated there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language, money
from ledger.disputes.views import open_on
from ledger.statements.drafting import Draft
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack

_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "line": "明細書 {statement} の「{label}」は係争中です（{dispute}{amount}、"
        "回答期限 {answer_by}）。",
        "amount": "、{0}",
    },
    "en": {
        "line": "“{label}” of statement {statement} is in dispute ({dispute}{amount}, answer due"
        " {answer_by}).",
        "amount": ", {0}",
    },
}


def contested(conn: Connection, drafts: Sequence[Draft]) -> dict[str, dict[Language, list[str]]]:
    """Return what the statements under way have to say of open disputes.

    Args:
        conn: A snapshot.
        drafts: Of one payer.

    Returns:
        Statement to sentences, by language.
    """
    earlier = _earlier(conn, drafts)
    disputes: dict[str, list[Mapping[str, Any]]] = {}
    for row in open_on(conn, earlier):
        disputes.setdefault(row["subject"], []).append(row)
    return {
        draft.id: {
            lang: [
                _said(row, statement, lang)
                for id, statement in earlier.items()
                if (statement["payee"], statement["currency"]) == (draft.payee, draft.currency)
                for row in disputes.get(id, ())
            ]
            for lang in _LANGUAGES
        }
        for draft in drafts
    }


def _earlier(conn: Connection, drafts: Sequence[Draft]) -> dict[str, Mapping[str, Any]]:
    """Return the statements on record from this payer to these payees, in their order."""
    table = table_of(StatementRow)
    query = select(table).where(table.c.payer == drafts[0].payer).order_by(table.c.entry_index)
    payees = {draft.payee for draft in drafts}
    rows = conn.execute(query).mappings()
    return {row["id"]: dict(row) for row in rows if row["payee"] in payees}


def _said(dispute: Mapping[str, Any], statement: Mapping[str, Any], lang: Language) -> str:
    body, words = unpack(dispute["doc"])["body"], _WORDS[lang]
    about = body["subject"]
    label = next(
        line[f"label_{lang}"]
        for line in unpack(statement["doc"])["lines"]
        if (line["run"], line["step"]) == (about["run"], about["step"])
    )
    amount = ""
    if "amount_minor" in body:
        told = money((body["amount_minor"], 1), body["currency"], lang)
        amount = words["amount"].format(told)
    return words["line"].format(
        statement=statement["id"],
        label=label.strip("「」"),
        dispute=dispute["id"],
        amount=amount,
        answer_by=dispute["answer_by"],
    )
