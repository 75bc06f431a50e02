"""Japanese sentences for refusals about who acts, and about what a second person approves."""

from typing import Final

APPROVAL_REFUSALS_JA: Final[dict[str, str]] = {
    "approval-by-maker": "作成した人は承認できません。別の人のトークンで承認してください。",
    "approval-given": "すでに承認されています。",
    "approval-missing": "まだ承認されていません。作成した人とは別の人が、自分のトークンで"
    "承認してください（daicho approvals pending で一覧できます）。",
    "approval-not-found": "承認を求められていないものです。",
    "approval-not-asked": "承認を求められていないものです。",
    "approval-outdated": "その後に内容が改められました。今の内容を確かめて承認してください。",
    "approval-refused": "承認されませんでした。直して改めて記録してください。",
    "approver-unknown": "誰が承認するのかが分かりません。トークンを示してください（--token）。",
    "approvals-unchanged": "今の定めと同じです。",
    "command-of-operator": "この操作は運営者だけが行えます。当事者はHTTPの窓口をお使いください。",
    "maker-unknown": "承認の定めがあります。作成者のトークンを示してください（--token）。",
    "step-up-by-holder": "自分のトークンのためには作れません。別の人が本人を確かめて作ります。",
    "step-up-minutes": "短時間のトークンは15分までです。",
    "step-up-of-step-up": "短時間のトークンから、さらに作ることはできません。",
    "token-expired": "このトークンの有効期限が過ぎています。",
    "token-revoked": "このトークンは無効にされています。",
    "token-scope": "このトークンの権限では行えません（閲覧のみなど）。",
    "token-unknown": "このトークンは登録されていません。",
}

APPROVAL_FIELDS_JA: Final[dict[str, str]] = {
    "approval_of": "承認の対象",
    "approval_state": "承認の状態",
    "approval_subject": "対象の番号",
    "payees_paid": "受取人",
    "asked_index": "承認を求めた記録",
    "after": "変更後",
    "clauses_added": "追加された条項",
    "clauses_changed": "変更された条項",
    "clauses_left_out": "削除された条項",
    "decided_at": "決定した日時",
    "decided_by": "決定した人（トークン）",
    "decided_index": "決定の記録",
    "holds_up": "待たせているもの",
    "says": "内容",
    "set_by": "定めた人（トークン）",
    "wanted": "承認後の定め",
}

APPROVAL_VALUES_JA: Final[dict[str, str]] = {
    "approval_bank_details": "振込先",
    "approval_exports": "銀行ファイルの出力",
    "approval_fx": "為替相場",
    "approval_given": "承認済み",
    "approval_payments": "支払",
    "approval_policy": "承認の定め",
    "approval_refused": "不承認",
    "approval_reports": "報告書",
    "approval_runs": "分配計算",
    "approval_statements": "支払明細書",
    "approval_terms": "契約条項",
    "approval_waiting": "承認待ち",
}

APPROVAL_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "approve-own": (
        "ほかに{count}件は自分が作成したため、承認できません。",
        "{count} more are one's own and stay for somebody else.",
    ),
    "approve-sum": ("承認する金額の合計: {total}", "To be approved in all: {total}"),
    "approved-all": ("{count}件を承認しました。", "{count} approved."),
    "progress-approve": ("承認", "approving"),
}
