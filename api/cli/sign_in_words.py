"""Japanese sentences for refusals at the sign-in, and what `daicho sign-in` calls things."""

from typing import Final

SIGN_IN_REFUSALS_JA: Final[dict[str, str]] = {
    "account-disabled": "このアカウントは停止されています。",
    "account-disabled-already": "このアカウントはすでに停止されています。",
    "account-not-disabled": "このアカウントは停止されていません。",
    "account-not-found": "このアカウントはありません。",
    "code-wrong": "確認コードが違うか、すでに使われています。",
    "factor-last": "最後の確認方法は取り除けません。先に別のものを加えてください。",
    "factor-name": "名前に使えない文字があるか、長すぎます。",
    "factor-not-found": "この確認方法はありません。",
    "factors-many": "確認方法が多すぎます。",
    "login-malformed": "ログイン名は、空白のない3文字以上200文字以下です。",
    "login-taken": "このログイン名はすでに使われています。",
    "passkey-known": "このパスキーはすでに登録されています。",
    "passkey-over": "時間切れか、別の画面のパスキーです。もう一度お試しください。",
    "passkey-refused": "このパスキーでは、この台帳に入れません。",
    "passkey-unusable": "端末から、この画面で使えるパスキーが届きませんでした。",
    "password-differs": "2つのパスワードが違います。",
    "password-guessed": "推測されやすいパスワードです。"
    "いくつかの言葉を並べるなど、別のものにしてください。",
    "password-length": "パスワードは12文字以上200文字以下です。",
    "password-old-wrong": "今のパスワードが違います。",
    "port-in-use": "このポートはすでに使われています。",
    "provider-malformed": "会社のサインインの設定を読めません。",
    "provider-not-found": "この会社のサインインは設定されていません。",
    "provider-refused": "会社のサインインからの応答を受け入れられません。",
    "provider-unavailable": "会社のサインインに接続できません。",
    "provider-unknown-person": "この台帳にアカウントがありません。運営者に連絡してください。",
    "sample-only": "見本の台帳でしか使えません。",
    "session-not-found": "このセッションはありません。",
    "session-over": "サインインの期限が切れました。もう一度サインインしてください。",
    "sign-in-needs-https": "暗号化されていない接続ではサインインできません。",
    "sign-in-over": "時間切れです。もう一度サインインしてください。",
    "sign-in-refused": "ログイン名かパスワードが違います。",
    "sign-in-wait": "続けて失敗したため、しばらく受け付けません。",
    "start-code-over": "開始アドレスが違うか期限切れです。運営者に新しいものを頼んでください。",
}

SIGN_IN_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "sign-in-start": (
        "アカウント {id} の開始アドレス（一度だけ表示、72時間有効、使えるのは一度）:\n{address}\n"
        "本人だけに、本人と確かめられる方法で渡してください。"
        "パスワードと確認方法は本人が決めます。",
        "Where the person starts account {id}, shown this once, good once and for 72 hours:\n"
        "{address}\nHand it to nobody else, on a way that you know is theirs. "
        "They choose password and second proof.",
    ),
    "sign-in-disabled": ("{id} を停止しました。", "Disabled {id}."),
    "sign-in-enabled": ("{id} の停止を解きました。", "Enabled {id} again."),
    "sign-in-unlocked": ("{id} の待ち時間を解きました。", "{id} need not wait any more."),
    "sign-in-removed": ("{id} を削除しました。", "Removed {id}."),
}

SIGN_IN_FIELDS_JA: Final[dict[str, str]] = {
    "authenticator_key": "認証アプリの鍵",
    "disabled_at": "停止日時",
    "how": "方法",
    "login": "ログイン名",
    "network": "ネットワーク",
    "sign_in_at": "サインインの場所",
    "start_until": "開始アドレスの期限",
    "user": "アカウント",
    "who": "だれ",
}
