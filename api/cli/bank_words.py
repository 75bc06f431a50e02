"""Bank details in Japanese: fields, values, refusals, and what the tool says of its work."""

from typing import Final

BANK_FIELDS_JA: Final[dict[str, str]] = {
    "account_holder": "口座名義",
    "account_number": "口座番号",
    "account_type": "預金種目",
    "bank": "銀行",
    "bank_address": "銀行の所在地",
    "bank_details": "口座情報",
    "bank_holder": "銀行の表記",
    "bank_name": "銀行名",
    "bic": "BIC",
    "branch": "支店",
    "branch_name": "支店名",
    "confirmation": "確認",
    "confirmed_by": "確認者のトークン",
    "confirmed_for": "確認した支払者",
    "confirmed_on": "確認日",
    "details": "口座情報",
    "ended_on": "終了日",
    "hold": "支払保留の理由",
    "how": "確認の方法",
    "iban": "IBAN",
    "in_force_from": "有効になる日",
    "is_alarm": "否認",
    "proposed_by": "申請者のトークン",
    "proposed_on": "申請日",
    "reading": "読み",
    "shown": "本人確認",
    "table_of": "一覧表の日付",
    "tell_by": "通知期限",
    "tell_contacts_since": "通知先の起算日",
    "waiting_days": "待機する営業日数",
    "was": "直前の状態",
    "withdrawal": "取下げ",
    "withdrawn_by": "取下げ者のトークン",
    "withdrawn_on": "取下げ日",
}

BANK_VALUES_JA: Final[dict[str, str]] = {
    "bank-accounts": "口座情報の開封",
    "bank-accounts-unavailable": "口座情報（消去済み、または移されていないもの）",
    "bank-details": "口座情報の申請と確認",
    "bank-details-unavailable": "口座情報の申請と確認（非開示）",
    "branch-not-in-table": "支店が一覧表にない",
    "call_back": "登録済みの番号への折り返し電話",
    "confirmed": "確認済み",
    "current": "当座",
    "domestic": "国内口座",
    "evidence": "書面",
    "foreign": "海外口座",
    "frozen": "本人の否認により凍結",
    "in_person": "対面",
    "letter": "書面での回答",
    "missing": "口座の登録なし",
    "mistaken": "誤り",
    "not_me": "本人が否認",
    "ordinary": "普通",
    "other_currency": "別の通貨の口座のみ",
    "pending": "変更の確認待ち",
    "proposed": "申請中",
    "returned": "振込が戻った口座",
    "savings": "貯蓄",
    "signature": "本人の署名",
    "step_up": "追加認証",
}

BANK_REFUSALS_JA: Final[dict[str, str]] = {
    "account-number-missing": "IBANか口座番号のどちらかが要ります。",
    "bank-account-number-wrong": "口座番号は7桁までの数字で入力してください。",
    "bank-account-type-wrong": "その預金種目はありません。",
    "bank-details-alarm": "本人が否認しています。"
    "それより前に申請された口座情報は確認できません。改めて申請してください。",
    "bank-details-decided": "この口座情報はすでに確認または取下げが済んでいます。",
    "bank-details-erased": "この口座情報は、本人の情報とともに消去されました。",
    "bank-details-not-found": "この口座情報はありません。",
    "bank-details-pending": "この通貨の口座の変更が一件待っています。"
    "先にそれを確認するか取り下げてください。",
    "bank-details-too-long": "名義と住所が長すぎます。",
    "bank-digits-differ": "本人の言った末尾の数字が、申請された口座と違います。",
    "bank-directory-missing": "銀行と支店の一覧表がありません。",
    "bank-evidence-needed": "当事者に代わって申請するには、当事者の書面（SHA-256）が要ります。",
    "bank-field-empty": "この項目が空です。",
    "bank-field-missing": "この項目は必須です。",
    "bank-field-too-long": "この項目が長すぎます。途中で切ることはしません。",
    "bank-field-wrong": "この項目の形式が違います。",
    "bank-holder-rewritten": "この名義は、銀行では別の文字で書かれます。"
    "示された表記でよければ、その表記を入力してください。",
    "bank-holder-too-long": "名義が30文字（濁点を含む）を超えています。",
    "bank-holder-unreadable": "名義はカナの読みで入力してください。",
    "bank-kind-unknown": "口座の種類は domestic か foreign です。",
    "bank-letter-unknown": "銀行で使えない文字があります。",
    "bank-number-wrong": "数字の桁が違います。",
    "bank-numbers-closed": "口座番号の全体を見られるのは、本人、運営者、"
    "これから支払う者に限ります。",
    "bank-row-repeated": "同じ当事者の同じ通貨の口座が二度あります。",
    "bank-sheet-unreadable": "口座の一覧として読めません。",
    "bank-unknown": "この番号の銀行はありません。",
    "bic-wrong": "BICの形式が正しくありません。",
    "branch-unknown": "この番号の支店は一覧表にありません。"
    "閉店・統合されたか、一覧表より新しい支店です。",
    "confirm-not-signed": "この依頼に本人の署名が付いていません。",
    "confirm-own-details": "当事者は自分の口座を確認できません。",
    "details-of-another-person": "口座情報が、本人以外の鍵で封印されています。",
    "domestic-not-yen": "国内の口座は円に限ります。",
    "iban-needed": "この国の銀行にはIBANが要ります。",
    "iban-wrong": "IBANが正しくありません。",
    "postal-and-branch": "ゆうちょ銀行は、記号・番号か、店番・口座番号のどちらかで"
    "入力してください。",
    "postal-number-wrong": "ゆうちょ銀行の番号が正しくありません。",
    "postal-sign-wrong": "ゆうちょ銀行の記号は、1か0で始まる5桁の数字です。",
    "second-person-needed": "申請した本人は確認できません。別の人のトークンが要ります。",
    "step-up-needed": "口座の変更には、追加認証のトークンか、本人の署名が要ります。",
    "token-needed": "誰が行うのかを示すトークンが要ります（--token または DAICHO_TOKEN）。",
    "waiting-too-long": "待機の終わりが遠すぎます。",
    "waiting-too-short": "待機期間が短すぎます。",
    "waiting-too-soon": "待機期間の短縮は、これまでの待機期間が過ぎてからでなければ"
    "有効にできません。",
}

BANK_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "bank-checked": (
        "{rows}行のうち {good}行は申請できます。{bad}行は直してください。",
        "Of {rows} rows {good} can be proposed; {bad} need to be put right.",
    ),
    "bank-proposed-until": (
        "{id}: 口座 {number} を申請しました。別の人の確認が要ります。待機は {until} まで。"
        "それまでこの当事者への {currency} の支払は保留されます。",
        "{id}: proposed the account {number}. Another person has to confirm it. It waits until"
        " {until}; payments to this party in {currency} are held until then.",
    ),
    "bank-offer-taken": (
        "名義を銀行の表記にしました: {given} → {offer}",
        "The holder's name is written as a bank would: {given} -> {offer}",
    ),
    "bank-alarms": (
        "本人が否認した口座の変更が {count}件あります。この当事者への支払はすべて止まっています。",
        "{count} changes were denied by their parties. Nothing is paid to these parties.",
    ),
    "bank-table-day": ("{bank}（一覧表の日付: {day}）", "{bank} (table of {day})"),
}
