"""What a statement says of disputes: what of earlier statements is still contested, or held.

The sides read it on their next statement. What was said in a dispute is not repeated there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language, money
from ledger.disputes.holding import Held, held_of
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
        "held": "明細書 {statement} のうち {amount}（税引前）は、係争 {dispute} のため"
        "支払を保留しています。",
    },
    "en": {
        "line": "“{label}” of statement {statement} is in dispute ({dispute}{amount}, answer due"
        " {answer_by}).",
        "amount": ", {0}",
        "held": "Of statement {statement}, {amount} before tax is held because of dispute"
        " {dispute}.",
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
    held = held_of(conn, earlier)
    return {
        draft.id: {
            lang: [
                sentence
                for id, statement in earlier.items()
                if (statement["payee"], statement["currency"]) == (draft.payee, draft.currency)
                for sentence in (
                    *(_said(row, statement, lang) for row in disputes.get(id, ())),
                    *(_held(held[id], statement, lang) if id in held else ()),
                )
            ]
            for lang in _LANGUAGES
        }
        for draft in drafts
    }


def _held(held: Held, statement: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """Say what is held of an earlier statement, dispute by dispute."""
    for dispute in held.disputes:
        amount = sum(part.amount_minor for part in held.parts if part.dispute == dispute)
        told = money((amount, 1), statement["currency"], lang)
        yield _WORDS[lang]["held"].format(statement=statement["id"], dispute=dispute, amount=told)


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
