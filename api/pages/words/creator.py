"""Texts of a creator's first page, statements and what is still to come."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator.home": ("ホーム", "Home"),
    "creator.coming": ("これからのお支払い", "What you will be paid"),
    "creator.coming-sum": ("お振込の予定", "To be transferred"),
    "creator.coming-sum-first": (
        "お振込の予定（先の{count}件の合計）",
        "To be transferred (the next {count} statements)",
    ),
    "creator.coming-count": ("{count}件の明細書", "{count} statements"),
    "creator.coming-none": (
        "いま予定されているお支払いはありません。締めが終わり明細書が発行されると、ここに表示されます。",
        "No payment is planned now. When a period is closed and a statement issued, it shows here.",
    ),
    "creator.paid-year": ("{year}年のお支払い", "Paid in {year}"),
    "creator.stated-year": ("{year}年の明細書の額", "Stated for {year}"),
    "creator.payer": ("支払元", "Paid by"),
    "creator.payee": ("受取人", "Payee"),
    "creator.paid-to": ("振込先", "Transferred to"),
    "creator.period": ("対象期間", "Period"),
    "creator.day": ("お支払い予定日", "Planned day"),
    "creator.before-tax": ("税引前の額", "Before tax"),
    "creator.consumption-tax": ("消費税", "Consumption tax"),
    "creator.withheld": ("源泉徴収税", "Tax withheld"),
    "creator.transfer": ("振込額", "Transfer"),
    "creator.state": ("状況", "State"),
    "creator.only-first": (
        "はじめの{count}件です。ほかは明細書の一覧にあります。",
        "These are the first {count}; the others are in the list of statements.",
    ),
    "creator.state-planned": ("予定どおり", "as planned"),
    "creator.state-late": ("予定日を過ぎています", "past the planned day"),
    "creator.state-in-payment": ("振込の手続き中", "being transferred"),
    "creator.state-waits": ("お待ちください", "waiting"),
    "creator.late-told": (
        "予定日を過ぎても、支払いの記録がありません。支払元にお問い合わせください。",
        "The planned day is over and no payment is on record. Please ask who pays you.",
    ),
    "creator.of-statement": ("の明細書を見る", ": the statement"),
    "creator.held-part": (
        "うち {amount}（税引前）は、問い合わせが解決するまで保留されています。",
        "{amount} of it, before tax, is held until the question about it is settled.",
    ),
    "creator.why-disputed-whole": (
        "全額が、問い合わせ（係争）により保留されています。解決すると支払われます。",
        "All of it is held because of a dispute. It is paid when that is settled.",
    ),
    "creator.why-disputed-undivided": (
        "一部が問い合わせ（係争）により保留され、税額を分けられません。解決すると全額が支払われます。",
        "A part is held because of a dispute and the taxes cannot be divided. All of it is paid when "
        "that is settled.",
    ),
    "creator.why-approval-missing": (
        "支払元の社内承認を待っています。承認されると支払われます。",
        "It waits for approval at the payer. It is paid when that is given.",
    ),
    "creator.why-payee-erased": (
        "受取人の情報が消去されています。支払元にご連絡ください。",
        "The payee's data were erased. Please contact the payer.",
    ),
    "creator.why-payee-gone": (
        "受取人の承継の手続きを待っています。支払元にご連絡ください。",
        "It has to be recorded who takes the payee's place. Please contact the payer.",
    ),
    "creator.why-payee-changed": (
        "明細書の発行後に受取人が変わりました。支払元が確認しています。",
        "The payee changed after the statement was issued; the payer has to check it.",
    ),
    "creator.why-no-bank-details": (
        "振込先の口座が登録されていません。登録すると支払われます。",
        "No bank account is on record. It is paid once you give one.",
    ),
    "creator.why-bank-details-pending": (
        "口座の変更が確認待ちです。待機期間と確認が終わると支払われます。",
        "A change of the bank account waits to be confirmed. It is paid after that.",
    ),
    "creator.why-bank-details-other-currency": (
        "この通貨の口座が登録されていません。登録すると支払われます。",
        "The account on record is for another currency. Give one for this currency.",
    ),
    "creator.why-bank-details-frozen": (
        "口座の変更に心当たりがないとのお申し出により、支払いを止めています。口座を登録し直してください。",
        "Payments are stopped because a change of the account was not yours. Give your account again.",
    ),
    "creator.why-bank-details-returned": (
        "前回の振込が口座に入らず戻りました。口座を登録し直してください。",
        "The last transfer came back. Please give another account.",
    ),
    "creator.why-bank-details-lost": (
        "口座の情報を開けません。口座を登録し直してください。",
        "The account cannot be read any more. Please give it again.",
    ),
    "creator.why-treaty-form-expired": (
        "租税条約の届出書の期限が切れています。新しい届出書を支払元に出してください。",
        "The treaty form is out of date. Please give the payer a new one.",
    ),
    "creator.why-registration-changed": (
        "インボイス登録が明細書と異なります。支払元が確認しています。",
        "Your registration as an invoice issuer differs from the statement; the payer checks it.",
    ),
    "creator.why-tax-changed": (
        "支払日の税額が明細書と異なるため、支払元が確認しています。",
        "The taxes of the day differ from the statement; the payer checks it.",
    ),
    "creator.why-shares-tax-base": (
        "同じ日のほかの支払いと税額をあわせるため、別の日に支払われます。",
        "It is paid on another day, because taxes are computed together with other payments.",
    ),
    "creator.why-bank-refuses": (
        "銀行が口座名義などを読み取れません。口座を登録し直してください。",
        "The bank cannot read the account's name. Please give the account again.",
    ),
    "creator.why-branch-closed": (
        "口座の支店が統廃合されています。新しい支店で登録し直してください。",
        "The branch is closed or merged. Please give the account with its new branch.",
    ),
    "creator.why-amount-too-large": (
        "額が大きいため、支払元が別の方法で振り込みます。",
        "The amount is too large for one transfer; the payer arranges it otherwise.",
    ),
    "creator.to-details": ("口座を確認する", "Look at the account"),
    "creator.to-disputes": ("問い合わせを見る", "Look at the dispute"),
    "creator.waiting": ("繰り越されている額", "What is carried forward"),
    "creator.waiting-small": (
        "最低支払額に満たないため、次の支払いまで繰り越されます。たまると自動で支払われます。",
        "It is below the smallest payment and waits for the next one. It is paid when enough has "
        "come together.",
    ),
    "creator.waiting-deficit": (
        "受け取りすぎた分、または取り戻される前払金です。次の支払いから差し引かれます。返金の必要はありません。",
        "It was paid too much, or is an advance to be taken back. It comes off the next payment; "
        "nothing has to be paid back.",
    ),
    "creator.tasks": ("ご確認ください", "Please look at this"),
    "creator.task-missing": (
        "振込先の口座がまだ登録されていません。登録するまでお支払いできません。",
        "No bank account is on record yet. You cannot be paid before there is one.",
    ),
    "creator.task-change": (
        "振込先の口座を変える届けがあります（{until}まで待機）。お心当たりはありますか。",
        "A change of your bank account was asked for (it waits until {until}). Was this you?",
    ),
    "creator.task-frozen": (
        "口座の変更に心当たりがないとのお申し出により、お支払いを止めています。",
        "Payments are stopped, because you said that a change of your account was not yours.",
    ),
    "creator.agent": (
        "お支払いは「{name}」の口座に振り込まれます。",
        "Your payments are transferred to {name}.",
    ),
    "creator.paid": ("これまでのお支払い", "What you were paid"),
    "creator.stated-told": (
        "支払いの記録がまだないため、明細書の予定月と振込額を示します。",
        "No payment is on record yet: these are the planned months and transfers of statements.",
    ),
    "creator.paid-none": (
        "まだお支払いはありません。最初の明細書が届くと、ここに月ごとの額が表示されます。",
        "Nothing was paid yet. With the first statement, the amounts of each month show here.",
    ),
    "creator.month": ("月", "Month"),
    "creator.sum": ("合計", "Sum"),
    "creator.unit": ("（{unit}）", " ({unit})"),
    "creator.chart-title": ("月ごとのお支払い", "Payments by month"),
    "creator.chart-month": ("年/月", "Year/month"),
    "creator.chart-amount": ("振込額（{unit}）", "Transferred ({unit})"),
    "creator.chart-payer": ("支払元", "Paid by"),
    "creator.chart-others": ("そのほか", "Others"),
    "creator.by-month": ("月ごとの振込額", "Transfers by month"),
    "creator.latest": ("最近の明細書", "Latest statements"),
    "creator.all-statements": ("すべての明細書を見る", "All statements"),
    "creator.agreements": ("あなたの契約", "Your agreements"),
    "creator.agreements-told": (
        "まだ支払われていない理由と、リクープまでの残りもここから分かります。",
        "Here you also see why nothing is paid yet, and how far recoupment is.",
    ),
    "creator.agreements-all": ("すべての契約を見る", "All agreements"),
    "creator.statements": ("支払明細書", "Statements"),
    "creator.statements-caption": ("明細書（新しい順）", "Statements, newest first"),
    "creator.statements-none": (
        "明細書はまだありません。支払元が期間を締めると、ここに届きます。",
        "There is no statement yet. It arrives here when your payer closes a period.",
    ),
    "creator.statements-none-so": (
        "この条件の明細書はありません。",
        "There is no statement like this.",
    ),
    "creator.show-all": ("すべて表示", "Show all"),
    "creator.year": ("年", "Year"),
    "creator.any-year": ("すべての年", "All years"),
    "creator.any-payer": ("すべての支払元", "All payers"),
    "creator.filter": ("しぼり込む", "Filter"),
    "creator.years": ("年ごとの合計", "Sums by year"),
    "creator.count": ("件数", "Number"),
    "creator.paid-sum": ("うち支払済み", "Of it paid"),
    "creator.status-paid": ("支払済み", "paid"),
    "creator.status-in-payment": ("手続き中", "being paid"),
    "creator.status-held": ("一部または全部を保留", "held"),
    "creator.status-open": ("これから", "to come"),
    "creator.status-nothing": ("支払いなし", "nothing to pay"),
}
