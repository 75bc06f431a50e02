"""What corrections of past payout runs are called, and why one is refused."""

from typing import Final

from api.cli.paper_words import PAPER_FIELDS_JA

REVISION_FIELDS_JA: Final[dict[str, str]] = {
    **PAPER_FIELDS_JA,
    "cause": "原因",
    "cause_entry": "原因の台帳番号",
    "cause_kind": "原因の種類",
    "cause_ref": "原因の参照先",
    "confirm": "確認のハッシュ",
    "entry": "台帳番号",
    "first_number": "最初の対象（回）",
    "kept_now_minor": "訂正後の入金前控除",
    "kept_was_minor": "訂正前の入金前控除",
    "now_minor": "訂正後",
    "ref": "参照先",
    "replaced_rows": "訂正前の計算行",
    "replaced_trace": "訂正前の計算",
    "revisions": "訂正",
    "was_minor": "訂正前",
}

REVISION_REFUSALS_JA: Final[dict[str, str]] = {
    "report-restates": "分配済みまたは締め済みの報告書の訂正です。"
    "影響を確かめ、--confirm にハッシュを指定して再度登録してください。",
    "revision-arithmetic": "訂正の差額が、訂正後から訂正前を引いた額と異なります。",
    "revision-not-found": "その訂正はありません。",
    "revision-outdated": "訂正の準備の後に前提が変わりました。準備し直してください。",
    "terms-back-dated": "確定済みの期間にさかのぼる契約条件です。"
    "影響を確かめ、--confirm にハッシュを指定して再度登録してください。",
    "terms-lack-expense": "確定済みの計算で経費を控除した条項が、この条件にありません。",
}
