"""Texts that every page has: frame, buttons, what went wrong."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "shared.name": ("台帳", "Daicho"),
    "shared.skip": ("本文へ", "Skip to content"),
    "shared.menu": ("メニュー", "Menu"),
    "shared.other-language": ("English", "日本語"),
    "shared.search": ("作品・製作委員会を探す", "Find works and committees"),
    "shared.search-button": ("探す", "Search"),
    "shared.sign-in": ("サインイン", "Sign in"),
    "shared.sign-out": ("サインアウト", "Sign out"),
    "shared.account": ("アカウント", "Account"),
    "shared.dark": ("暗い画面", "Dark"),
    "shared.light": ("明るい画面", "Light"),
    "shared.footer": (
        "存在と日付の証拠です。法的な保護や所有の証明ではありません。",
        "Evidence that something existed, and when. Neither legal protection nor proof of ownership.",
    ),
    "shared.verify": ("記録を自分で検証する", "Verify it yourself"),
    "shared.back": ("戻る", "Back"),
    "shared.next-page": ("次へ", "Next"),
    "shared.first-page": ("最初へ", "First page"),
    "shared.send": ("記録する", "Record"),
    "shared.cancel": ("やめる", "Cancel"),
    "shared.show": ("表示する", "Show"),
    "shared.required": ("必須", "required"),
    "shared.table": ("表で見る", "As a table"),
    "shared.yes": ("はい", "Yes"),
    "shared.no": ("いいえ", "No"),
    "shared.erased": ("（消去済み）", "(erased)"),
    "shared.no-entry": ("記録なし", "not on record"),
    "shared.permanent": (
        "記録は消せません。誤りは、訂正を新しく記録します。",
        "What is recorded stays. A mistake is corrected by a new entry.",
    ),
    "shared.problem": ("記録できませんでした", "This could not be recorded"),
    "shared.problem-field": ("項目", "Field"),
    "shared.problem-value": ("入力された値", "What was given"),
    "shared.problem-expected": ("正しい形", "What would be right"),
    "shared.not-found": ("見つかりません", "Not found"),
    "shared.not-found-told": (
        "このページはないか、あなたには公開されていません。アドレスを確かめてください。",
        "There is no such page, or it is not open to you. Please check the address.",
    ),
    "shared.forbidden": ("この操作はできません", "Not allowed"),
    "shared.forbidden-told": (
        "このページは、別の立場の方のためのものです。",
        "This page is for people in another role.",
    ),
    "shared.refused": ("受け付けられません", "This cannot be accepted"),
    "shared.unavailable": ("ただいま利用できません", "Not available at the moment"),
    "shared.unavailable-told": (
        "しばらくしてから再度お試しください。記録済みのものは失われていません。",
        "Please try again in a moment. Nothing that was recorded is lost.",
    ),
    "shared.unexpected": ("予期しない誤りが起きました", "An unexpected error happened"),
    "shared.unexpected-told": (
        "記録されたと確認できたものはありません。運営者にお知らせください。",
        "Nothing is known to have been recorded. Please tell the operator.",
    ),
    "shared.form-old": (
        "このページは古くなっています。内容を確かめて、もう一度送ってください。",
        "This page is too old. Please check it and send it again.",
    ),
}
