"""What the command line says about notices, in both languages."""

from typing import Final

NOTICE_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "notice-asked": (
        "{id} を登録しました。確認コードを送ります。届いたコードを daicho notices confirm {id} "
        "コード で伝えると有効になります。",
        "Noted as {id}. A code is sent there; `daicho notices confirm {id} CODE` lets it count.",
    ),
    "notice-confirmed": ("{id} は有効です。", "{id} counts from now on."),
    "notice-ended": (
        "{id} への通知を終わりました。重要なお知らせは30日間届きます。",
        "{id} has ended. What is important goes there for another thirty days.",
    ),
    "notice-figures": (
        "送信待ち {waiting}、送信済み {sent}、不達 {dead}、宛先なし {nobody}、取りやめ {dropped}",
        "Waiting {waiting}, sent {sent}, dead {dead}, to nobody {nobody}, dropped {dropped}",
    ),
    "notice-following": (
        "{seconds}秒ごとに送信します（Ctrl-C で終了）。",
        "Sending every {seconds} seconds (Ctrl-C ends it).",
    ),
    "notice-no-mail": (
        "DAICHO_SMTP_HOST がないため、電子メールは送らずに待たせています。",
        "DAICHO_SMTP_HOST is not set: e-mails wait.",
    ),
    "notice-replayed": ("{count}件をもう一度送ります。", "{count} are on their way again."),
    "notice-secret": (
        "署名の秘密鍵（この一度だけ表示されます）:\n{secret}",
        "The secret of the signatures, shown this once:\n{secret}",
    ),
    "notice-test": (
        "試験の通知 {id} を送信待ちに入れました。",
        "The test {id} waits to be sent.",
    ),
    "progress-notices": ("通知の送信", "sending notices"),
}

NOTICE_REFUSALS_JA: Final[dict[str, str]] = {
    "delivery-not-found": "その配信はありません。",
    "delivery-not-over": "この配信はまだ送信待ちか、宛先がありません。",
    "delivery-too-often": "確認の通知をこれ以上送れません。連絡先を登録し直してください。",
    "mail-malformed": "メールアドレスとして読めません。",
    "notice-address-decided": "この連絡先は、すでに確認済みか、終了しています。",
    "notice-address-known": "この連絡先はすでに登録されています。",
    "notice-address-not-found": "その連絡先はありません。",
    "notice-addresses-many": "連絡先が多すぎます。使わないものを終了してください。",
    "notice-channel": "送り方は email か webhook です。",
    "notice-code-wrong": "確認コードが違うか、期限が過ぎています。",
    "notice-kind": "その種類の通知は選べません。",
    "notice-lang": "言葉は ja か en です。",
    "notice-not-webhook": "有効なウェブフックではありません。",
    "notice-party-silent": "この当事者には送れません。消去・利用停止・終了・承継の記録があります。",
    "notice-target": "メールアドレスかウェブフックのURLを、どちらか一つ指定してください。",
    "replay-nothing": "配信のIDか --since を指定してください。",
    "smtp-settings": "メールサーバーの設定が正しくありません。",
    "webhook-address-private": "ウェブフックの宛先が、公開されたアドレスではありません。",
    "webhook-header-missing": "ウェブフックに必要な見出しがありません。",
    "webhook-malformed": "ウェブフックのURLとして使えません。",
    "webhook-secret-malformed": "ウェブフックの秘密鍵の形式が正しくありません。",
    "webhook-signature": "ウェブフックの署名が合いません。",
    "webhook-time": "ウェブフックの時刻が、現在と5分を超えてずれています。",
}

NOTICE_FIELDS_JA: Final[dict[str, str]] = {
    "arises": "生じた日",
    "attempts": "試行回数",
    "confirmed_at": "確認日時",
    "delivery": "配信",
    "due_on": "期限",
    "ended_at": "終了日時",
    "ended_why": "終了の理由",
    "made_at": "作成日時",
    "ms": "ミリ秒",
    "next_at": "次の試行",
    "notice_address": "連絡先",
    "notice_channel": "送り方",
    "notice_kind": "通知",
    "notice_lang": "言葉",
    "notice_target": "宛先",
    "notice_result": "結果",
    "notice_status": "状態",
    "tried": "試行",
    "waiting_until": "効力発生までの待機",
}

_KINDS: Final[dict[str, tuple[str, str]]] = {
    "statement.issued": ("支払明細書の発行", "statement issued"),
    "purchase.presented": ("仕入明細書の提示", "purchase statement"),
    "payment.sent": ("振込の完了", "payment sent"),
    "payment.returned": ("振込の不能", "payment returned"),
    "report.overdue": ("報告の遅れ", "report overdue"),
    "form.expiring": ("届出書の期限", "form expiring"),
    "approval.asked": ("承認の依頼", "approval asked"),
    "dispute.opened": ("異議の申立て", "dispute opened"),
    "dispute.answer_due": ("異議への回答期限", "answer due"),
    "bank_details.proposed": ("振込先の変更の届出", "bank details proposed"),
    "address.proposed": ("連絡先の届出", "address proposed"),
    "address.changed": ("連絡先の変更", "address changed"),
    "address.confirm": ("連絡先の確認", "confirmation"),
    "test": ("試験", "test"),
}
_STATUSES: Final[dict[str, tuple[str, str]]] = {
    "dead": ("不達", "dead"),
    "dropped": ("取りやめ", "dropped"),
    "ended": ("終了", "ended"),
    "gone": ("受信側が終了", "gone"),
    "in_force": ("有効", "in force"),
    "later": ("再試行", "later"),
    "never": ("拒否", "refused"),
    "nobody": ("宛先なし", "nobody to tell"),
    "sent": ("送信済み", "sent"),
    "unconfirmed": ("未確認", "unconfirmed"),
    "waiting": ("送信待ち", "waiting"),
}


def operator(lang: str) -> str:
    """Return what the operator is called beside parties."""
    return "運営者" if lang == "ja" else "operator"


def kind(name: str, lang: str) -> str:
    """Return what a kind of notice is called."""
    return _KINDS.get(name, (name, name))[lang != "ja"]


def status(name: str, lang: str) -> str:
    """Return what a status or a result is called."""
    return _STATUSES.get(name, (name, name))[lang != "ja"]
