"""What an e-mail says, in either language: pure.

A message says what happened and where to read it. It never says an amount, a name, a number of an
account, or anything of another party: mail is read by others.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.notices import kinds

_Words = tuple[str, str, str, str]
_WORDS: Final[Mapping[str, _Words]] = {
    kinds.STATEMENT_ISSUED: (
        "支払明細書を発行しました",
        "対象期間 {period} の支払明細書を発行しました。支払予定日は {payment_date} です。",
        "A statement was issued",
        "A statement for {period} was issued. Payment is planned for {payment_date}.",
    ),
    kinds.PURCHASE_PRESENTED: (
        "仕入明細書をご確認ください",
        "対象期間 {period} の支払明細書を、仕入明細書としてお送りしています。"
        "誤りがあればお知らせください。定めがあるときは、期間内にお知らせがなければ確認があったものとします。",
        "Please check a purchase statement",
        "The statement for {period} serves as a purchase statement. Please say so if something is "
        "wrong. Where a clause says so, silence within its time confirms it.",
    ),
    kinds.PAYMENT_SENT: (
        "お支払いの振込が済みました",
        "次の支払明細書の振込が済んだことを確認しました。",
        "A payment was sent",
        "The transfer for the statement below was confirmed.",
    ),
    kinds.PAYMENT_RETURNED: (
        "振込が戻ってきました。口座をご確認ください",
        "次の支払明細書の振込が、届かずに戻ってきました。お支払いは保留しています。"
        "登録の口座をご確認のうえ、担当者にご連絡ください。",
        "A payment came back: please check your account",
        "The transfer for the statement below did not arrive and came back. The money is held. "
        "Please check the account on file and speak to your contact.",
    ),
    kinds.REPORT_OVERDUE: (
        "報告の期限が過ぎています",
        "対象期間 {period} の報告が、期限の {due_on} までに届いていません。",
        "A report is overdue",
        "The report for {period} has not arrived by its last day, {due_on}.",
    ),
    kinds.FORM_EXPIRING: (
        "租税条約の届出書の期限が近づいています",
        "租税条約に関する届出書の有効期限は {valid_to} です。"
        "期限の後の支払いは、新しい届出書が支払日の前日までに提出されないと、条約の税率になりません。",
        "A tax treaty form expires soon",
        "The form for relief under a tax treaty is valid to {valid_to}. After that day payments "
        "are taxed in full, unless a new form is filed by the day before the payment.",
    ),
    kinds.APPROVAL_ASKED: (
        "承認をお願いします",
        "承認を待っているものがあります。作成した人とは別の人が承認してください。",
        "An approval is asked for",
        "Something waits for approval by a second person.",
    ),
    kinds.DISPUTE_OPENED: (
        "異議の申立てがありました",
        "異議の申立てがありました。回答期限は {answer_by} です。",
        "A dispute was opened",
        "A dispute was opened. An answer is asked for by {answer_by}.",
    ),
    kinds.ANSWER_DUE: (
        "異議への回答をお願いします",
        "異議の申立てについて、ご回答の番です。回答期限は {answer_by} です。",
        "An answer in a dispute is due",
        "It is your turn in a dispute. An answer is asked for by {answer_by}.",
    ),
    kinds.BANK_DETAILS_PROPOSED: (
        "【重要】振込先の変更の届出がありました",
        "振込先の口座を変更する届出がありました。"
        "お心当たりがないときは、すぐに担当者に電話でご連絡ください。"
        "このメールに返信したり、他のメールに書かれた番号に電話したりしないでください。",
        "IMPORTANT: a change of your bank details was asked for",
        "Somebody asked to change the account that you are paid to. If this was not you, telephone "
        "your contact at once. Do not answer this message; call no number that a message names.",
    ),
    kinds.ADDRESS_PROPOSED: (
        "【重要】新しい連絡先の届出がありました",
        "お知らせの新しい送り先（{channel}）の届出がありました。"
        "お心当たりがないときは、すぐに担当者に電話でご連絡ください。",
        "IMPORTANT: a new contact address was asked for",
        "Somebody asked for a new address for notices ({channel}). If this was not you, telephone "
        "your contact at once.",
    ),
    kinds.ADDRESS_CHANGED: (
        "【重要】連絡先が変わりました",
        "お知らせの送り先（{channel}）が変わりました。"
        "お心当たりがないときは、すぐに担当者に電話でご連絡ください。",
        "IMPORTANT: your contact addresses changed",
        "The addresses for your notices changed ({channel}). If this was not you, telephone your "
        "contact at once.",
    ),
    kinds.CONFIRM: (
        "連絡先の確認",
        "このメールアドレスでお知らせを受け取るには、次の確認コードを伝えてください。\n"
        "確認コード: {code}\n"
        "お心当たりがないときは、何もしないでください。お知らせは送られません。",
        "Please confirm your address",
        "To receive notices at this address, name this code.\n"
        "Code: {code}\n"
        "If you did not ask for it, do nothing: no notices will be sent.",
    ),
    kinds.TEST: (
        "お知らせの試験",
        "これは試験です。お知らせはこのアドレスに届きます。",
        "A test of notices",
        "This is a test. Notices arrive at this address.",
    ),
}
_ABOUT: Final = {"ja": "番号: {about}", "en": "Id: {about}"}
_ENTRY: Final = {"ja": "記録番号: {entry}", "en": "Entry: {entry}"}
_LINK: Final = {"ja": "内容はこちらで確認できます: {url}", "en": "Read it here: {url}"}
_NO_LINK: Final = {
    "ja": "内容は台帳で確認できます。",
    "en": "The register has the details.",
}
_FOOT: Final = {
    "ja": "台帳 {origin} から自動で送信しています。返信は読まれません。\n"
    "金額や口座番号をメールでお知らせすることはありません。\n配信番号: {delivery}",
    "en": "Sent automatically by the register {origin}. Answers are not read.\n"
    "We never send amounts or account numbers by e-mail.\nDelivery: {delivery}",
}
_COLLECTIONS: Final = {
    "stmt": "statements",
    "dsp": "disputes",
    "form": "tax/forms",
    "agr": "agreements",
}


def subject_of(kind: str, lang: str) -> str:
    """Return the line that a message is known by."""
    words = _WORDS[kind]
    return words[0] if lang == "ja" else words[2]


def text_of(kind: str, lang: str, values: Mapping[str, Any], url: str = "") -> str:
    """Return the text of a message.

    Args:
        kind: What it tells.
        lang: `ja` or `en`.
        values: `about`, `entry` (empty for none), `origin`, `delivery`, and what the kind names.
        url: Where it can be read; empty for nowhere.
    """
    words = _WORDS[kind]
    paragraphs = [(words[1] if lang == "ja" else words[3]).format(**values)]
    if kind not in kinds.DIRECT:
        lines = [_ABOUT[lang].format(**values)]
        if values["entry"]:
            lines.append(_ENTRY[lang].format(**values))
        lines.append(_LINK[lang].format(url=url) if url else _NO_LINK[lang])
        paragraphs.append("\n".join(lines))
    paragraphs.append(_FOOT[lang].format(**values))
    return "\n\n".join(paragraphs) + "\n"


def link_to(public_url: str, about: str) -> str:
    """Return where the register tells more about an id; empty if it cannot be asked."""
    collection = _COLLECTIONS.get(about.partition("_")[0])
    if not public_url or collection is None:
        return ""
    return f"{public_url.rstrip('/')}/v1/{collection}/{about.partition('/')[0]}"
