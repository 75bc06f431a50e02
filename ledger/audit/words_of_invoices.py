"""What a finding about purchase documents and invoices means, in Japanese and in English."""

from typing import Final

INVOICE_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "invoice-amount": (
        "請求額が報告の支払額から計算されません",
        "what is invoiced is not what the report promises less what was invoiced",
    ),
    "invoice-beside": (
        "請求書と請求の記録が一致しません",
        "an invoice and what is recorded of it say different things",
    ),
    "invoice-class": ("請求書の消費税の区分が異なります", "an invoice is of another tax class"),
    "invoice-issuer": ("請求書の発行者が異なります", "an invoice is in another name"),
    "invoice-kind": ("請求書の種類が異なります", "a credit note is no invoice, or the reverse"),
    "invoice-number": ("請求書の番号が続いていません", "the number does not follow the last one"),
    "invoice-of": ("返還請求書の対象が異なります", "a credit note credits other invoices"),
    "invoice-qualified": (
        "適格請求書を発行できない日の適格請求書です",
        "a qualified invoice of a day on which none may be issued",
    ),
    "invoice-registration": ("登録番号が登録と異なります", "it bears another registration number"),
    "invoice-report": ("請求書の報告が異なります", "an invoice is of no report in force"),
    "invoice-tax": ("請求書の消費税額が再計算と一致しません", "the tax of an invoice differs"),
    "purchase-classes": ("行の消費税の区分が異なります", "lines are of other tax classes"),
    "purchase-credit": ("支払者の控除額が異なります", "the payer's credit comes out otherwise"),
    "purchase-deeming": (
        "みなし確認の期日が条項と異なります",
        "silence confirms on another day than the clause says",
    ),
    "purchase-figures": ("仕入明細書の金額が異なります", "the figures of a document differ"),
    "purchase-number": ("登録番号が登録と異なります", "the supplier had another number that day"),
    "purchase-readers": ("閲覧者が当事者と異なります", "it is shown to others than it concerns"),
    "purchase-replaced": ("差し替えられた書面です", "another document took its place"),
    "purchase-replaces": (
        "同じ明細書の書面が二つあります",
        "two documents stand for one statement",
    ),
    "purchase-speaker": ("確認・異議は当事者のものではありません", "somebody else spoke"),
    "purchase-statement": ("もとの支払明細書と異なります", "it differs from its statement"),
    "purchase-supplier": ("支払先が明細書と異なります", "the supplier is not who is paid"),
    "purchase-tax": (
        "消費税額が税率ごとの一回の計算と異なります",
        "tax is not that of the sum of each rate, cut once",
    ),
    "purchase-unknown": ("その書面は記録にありません", "there is no such document on record"),
}
