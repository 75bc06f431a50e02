"""Texts about where a creator is paid."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator-bank.title": ("振込先の口座", "Your accounts"),
    "creator-bank.new": ("新しい口座を届け出る", "Register a new account"),
    "creator-bank.to-details": ("届出情報に戻る", "Back to your details"),
    "creator-bank.none": (
        "口座がまだ届け出られていないため、支払ができません。",
        "No account is on file, so you cannot be paid yet.",
    ),
    "creator-bank.frozen": (
        "「心当たりがない」との届出により、あなたへの支払はすべて止まっています。運営者がご登録の連絡先に確認します。"
        "確認のあと、新しい口座を届け出てください。",
        "You said that a change was not yours, so every payment to you is stopped. The operator will reach you at the "
        "contact on file. After that, register your account anew.",
    ),
    "creator-bank.held": (
        "口座の変更の手続き中です。終わるまで、この通貨の支払は待ちます。",
        "A change of account is under way. Payments in its currency wait until it is done.",
    ),
    "creator-bank.nowhere": (
        "いま使える口座がありません。新しい口座を届け出てください。",
        "No account can be paid to now. Please register a new one.",
    ),
    "creator-bank.destroyed": ("（内容は消去済み）", "(destroyed)"),
    "creator-bank.digits": ("末尾 {digits}", "ending in {digits}"),
    "creator-bank.yen": ("円", "yen"),
    "creator-bank.state-asked": ("確認待ち", "To be confirmed"),
    "creator-bank.state-waiting": ("待機中", "Waiting"),
    "creator-bank.state-later": ("開始待ち", "Begins later"),
    "creator-bank.state-used": ("使用中", "In use"),
    "creator-bank.state-before": ("以前の口座", "Used before"),
    "creator-bank.state-withdrawn": ("取りやめ", "Ended"),
    "creator-bank.state-denied": ("心当たりなし", "Not yours"),
    "creator-bank.state-returned": ("振込が戻った口座", "Payment came back"),
    "creator-bank.told-asked": (
        "担当者が、ご登録の連絡先に電話などで確認します。使えるのは早くて{day}からです。",
        "Somebody will call you back at the contact on file. It can be used from {day} at the earliest.",
    ),
    "creator-bank.told-waiting": (
        "確認が済みました。{day}から使います。",
        "Confirmed. It is used from {day}.",
    ),
    "creator-bank.told-later": ("{day}から使います。", "It is used from {day}."),
    "creator-bank.told-used": (
        "{day}から、ここへ支払っています。",
        "You are paid here since {day}.",
    ),
    "creator-bank.told-before": (
        "別の口座に替わりました。",
        "Another account has taken its place.",
    ),
    "creator-bank.told-withdrawn": ("この口座へは支払いません。", "Nothing is paid here."),
    "creator-bank.told-denied": (
        "心当たりがないとの届出により止めました。",
        "Stopped because you said that it was not you.",
    ),
    "creator-bank.told-returned": (
        "振込が届かずに戻りました。内容を確かめ、届け出直してください。",
        "A transfer came back. Please check the details and register the account anew.",
    ),
    "creator-bank.asked-on": ("届出", "Registered"),
    "creator-bank.checked": ("確認", "Checked"),
    "creator-bank.ended-on": ("終了", "Ended"),
    "creator-bank.shown-step_up": ("追加の本人確認", "after a further proof"),
    "creator-bank.shown-signature": ("本人の署名", "signed by you"),
    "creator-bank.shown-evidence": ("書面", "by your paper"),
    "creator-bank.how-call_back": ("登録済みの番号への折り返し電話", "called back"),
    "creator-bank.how-letter": ("書面での回答", "by letter"),
    "creator-bank.how-in_person": ("対面", "in person"),
    "creator-bank.how-signature": ("本人の署名", "your signature"),
    "creator-bank.how-title": ("口座が変わるまで", "How an account changes"),
    "creator-bank.step-1": (
        "追加の本人確認のあと、口座を届け出ます。",
        "You prove once more who you are, and register the account.",
    ),
    "creator-bank.step-2": (
        "別の人が、以前からご登録の連絡先に確認します。",
        "Another person checks with you, at the contact known before.",
    ),
    "creator-bank.step-3": (
        "数営業日待ちます。その間、ご登録の連絡先すべてに通知します。",
        "It waits for some working days, and every contact on file is told.",
    ),
    "creator-bank.step-4": (
        "次の支払から、新しい口座へ振り込みます。",
        "From then on you are paid to the new account.",
    ),
    "creator-bank.privacy": (
        "口座番号は封をして保管し、台帳には載りません。誰が見たかは記録されます。",
        "The number is sealed and never in the log. Whoever opens it is written down.",
    ),
    "creator-bank.kind": ("口座の種類", "Kind of account"),
    "creator-bank.kind-domestic": ("国内の銀行", "Bank in Japan"),
    "creator-bank.kind-postal": ("ゆうちょ銀行", "Japan Post Bank"),
    "creator-bank.kind-foreign": ("海外の銀行", "Bank abroad"),
    "creator-bank.f-bank": ("銀行", "Bank"),
    "creator-bank.h-bank": (
        "名前か4桁の番号。例: みずほ、0001",
        "Its name or its four digits, such as みずほ or 0001",
    ),
    "creator-bank.f-branch": ("支店", "Branch"),
    "creator-bank.h-branch": (
        "名前か3桁の番号。例: 渋谷、210",
        "Its name or its three digits, such as 渋谷 or 210",
    ),
    "creator-bank.choose-bank": ("どの銀行ですか", "Which bank?"),
    "creator-bank.choose-branch": ("どの支店ですか", "Which branch?"),
    "creator-bank.f-account_type": ("預金の種類", "Type of account"),
    "creator-bank.type-ordinary": ("普通", "Ordinary"),
    "creator-bank.type-current": ("当座", "Current"),
    "creator-bank.type-savings": ("貯蓄", "Savings"),
    "creator-bank.type-other": ("その他", "Other"),
    "creator-bank.f-account_number": ("口座番号", "Account number"),
    "creator-bank.f-holder": ("口座の名義（カナ）", "Account holder"),
    "creator-bank.h-holder": (
        "通帳のとおりのカナ。例: ヤマダ ハナコ",
        "The reading in kana as in your passbook, such as ヤマダ ハナコ",
    ),
    "creator-bank.h-holder-foreign": (
        "ローマ字で。例: MARIE DURAND",
        "In Latin letters, such as MARIE DURAND",
    ),
    "creator-bank.takes-offer": (
        "銀行の表記「{offer}」で届け出る",
        "Register the name as banks write it: {offer}",
    ),
    "creator-bank.postal-told": (
        "通帳の記号と番号を入れてください。振込用の店番と口座番号に直します。",
        "Enter the sign (記号) and number (番号) of your passbook. They become a branch and number for transfers.",
    ),
    "creator-bank.f-postal_sign": ("記号（5桁）", "Sign (5 digits)"),
    "creator-bank.f-postal_number": ("番号（8桁まで）", "Number (up to 8 digits)"),
    "creator-bank.f-currency": ("受け取る通貨", "Currency"),
    "creator-bank.f-country": ("お住まいの国（2文字）", "Country you live in (2 letters)"),
    "creator-bank.f-bic": ("BIC（SWIFTコード）", "BIC (SWIFT code)"),
    "creator-bank.f-iban": ("IBAN（ある国の場合）", "IBAN, where the country has it"),
    "creator-bank.h-iban": (
        "空白は入れても構いません。検査数字を確かめます。",
        "Spaces are fine. Its check digits are verified.",
    ),
    "creator-bank.f-bank_name": ("銀行の名前（ローマ字）", "Name of the bank"),
    "creator-bank.f-bank_address": ("銀行の所在地（任意）", "Address of the bank (optional)"),
    "creator-bank.f-address1": ("ご住所 1行目（ローマ字）", "Your address, first line"),
    "creator-bank.f-address2": ("ご住所 2行目", "Your address, second line"),
    "creator-bank.new-branch": ("支店が見つからないとき", "The branch is not found"),
    "creator-bank.new-branch-told": (
        "{day}の一覧表で調べています。統合された支店は、銀行に今の支店を確かめてください。"
        "それより新しい支店なら、支店に3桁の番号を、下に読みを入れてください。",
        "The table is of {day}. If your branch was merged, ask the bank for today's. If it is newer, enter its three "
        "digits above and its reading here.",
    ),
    "creator-bank.f-branch_name": ("新しい支店の読み（カナ）", "Reading of a new branch (kana)"),
    "creator-bank.check": ("内容を確かめる", "Check"),
    "creator-bank.prove": ("本人確認をする", "Prove who you are"),
    "creator-bank.review": ("届け出る口座", "The account"),
    "creator-bank.review-lead": (
        "まだ記録していません。通帳と見比べてください。",
        "Nothing is recorded yet. Please compare it with your passbook.",
    ),
    "creator-bank.evidence": ("通帳の写しなど（任意）", "Copy of your passbook (optional)"),
    "creator-bank.evidence-hint": (
        "運営者が確認に使います。",
        "The operator uses it to check.",
    ),
    "creator-bank.next": ("届け出ると", "What happens next"),
    "creator-bank.next-1": (
        "担当者が、以前からご登録の連絡先に折り返して確認します。末尾3桁をお尋ねします。",
        "Somebody calls you back at the contact known before, and asks for the last three digits.",
    ),
    "creator-bank.next-2": (
        "{count}営業日の待機のあと、早くて{day}から使います。それまでこの通貨の支払は待ちます。",
        "After {count} working days it can be used, from {day} at the earliest. Payments in its currency wait.",
    ),
    "creator-bank.next-3": (
        "間違いに気づいたら、口座の一覧からすぐに取り下げられます。",
        "If you see a mistake, withdraw it from the list at once.",
    ),
    "creator-bank.record": ("この口座を届け出る", "Register this account"),
    "creator-bank.edit": ("直す", "Change"),
    "creator-bank.proposed": (
        "口座の届出を記録しました。確認の連絡をお待ちください。",
        "Your account is registered. Please wait for the call to confirm it.",
    ),
    "creator-bank.stop-this": ("心当たりがない・やめる", "Not me, or end it"),
    "creator-bank.stop": ("口座を止める", "Stop an account"),
    "creator-bank.cause": ("どうしましたか", "What is it?"),
    "creator-bank.cause-not_me": ("心当たりがない（届け出ていない）", "I did not ask for this"),
    "creator-bank.cause-mistaken": ("内容を間違えた", "It has a mistake"),
    "creator-bank.cause-closed": ("この口座を解約した", "I closed this account"),
    "creator-bank.not-me-told": (
        "「心当たりがない」を選ぶと、すべての通貨であなたへの支払がすぐに止まります。"
        "新しい届出が確認されるまで再開しません。",
        "“I did not ask for this” stops every payment to you at once, in every currency, until a new account is "
        "confirmed.",
    ),
    "creator-bank.reason": ("ひとこと（任意）", "A word about it (optional)"),
    "creator-bank.reason-hint": (
        "口座番号や個人名は書かないでください。",
        "No numbers or names, please.",
    ),
    "creator-bank.stop-permanent": (
        "止めた口座を使うには、もう一度届け出ます。",
        "To use the account again, register it anew.",
    ),
    "creator-bank.stop-send": ("止める", "Stop it"),
    "creator-bank.stopped": ("口座を止めました。", "The account is ended."),
    "creator-bank.denied": (
        "記録しました。あなたへの支払はすべて止まっています。運営者が連絡します。",
        "Recorded. Every payment to you is stopped. The operator will get in touch.",
    ),
    "creator-bank.over": ("この口座はすでに終わっています。", "This account has ended already."),
}
