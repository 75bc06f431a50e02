"""Japanese sentences for refusals about who acts, and about what a second person approves."""

from typing import Final

APPROVAL_REFUSALS_JA: Final[dict[str, str]] = {
    "approval-by-maker": "作成した人は承認できません。別の人のトークンで承認してください。",
    "approval-given": "すでに承認されています。",
    "approval-missing": "まだ承認されていません。先に別の人が承認してください。",
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
