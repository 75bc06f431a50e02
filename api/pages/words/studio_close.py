"""Texts of the pages on this week's work and on closing a period."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "week.title": ("今週", "This week"),
    "week.empty": (
        "今週までにすることはありません。",
        "Nothing is due this week.",
    ),
    "week.late": ("期日を過ぎています", "Late"),
    "week.near": ("期日が近い", "Due soon"),
    "week.now": ("いまできること", "Can be done now"),
    "week.what": ("すること", "What"),
    "week.open": ("開く", "Open"),
    "week.picture": ("これから支払う額、支払日別", "To be paid, by day"),
    "week.others": ("など", "and others"),
    "week.report-late": (
        "{period} の報告がまだ届いていません（{count}件）",
        "Reports for {period} that have not come ({count})",
    ),
    "week.report-due": (
        "{period} の報告が届く予定です（{count}件）",
        "Reports for {period} that are expected ({count})",
    ),
    "week.own-report": (
        "{period} の報告を出してください（{count}件）",
        "Your own reports for {period} ({count})",
    ),
    "week.run-due": (
        "{period} の分配計算ができます（{count}契約）",
        "Payout runs for {period} (agreements: {count})",
    ),
    "week.state": (
        "明細書をまだ発行していない分配があります（{count}件）",
        "Shares of runs that are in no statement yet ({count})",
    ),
    "week.approve": (
        "承認を待っています: {kind}（{count}件）",
        "Waiting for your approval: {kind} ({count})",
    ),
    "week.pay": ("支払う明細書（{count}件）", "Statements to be paid ({count})"),
    "week.export": (
        "銀行ファイルを作れる支払（{count}件）",
        "A payment that can go to the bank (transfers: {count})",
    ),
    "week.confirm": (
        "銀行の結果を記録してください（{count}件）",
        "Record what became of transfers ({count})",
    ),
    "week.tax-remit": (
        "{about} の源泉所得税を納めてください",
        "Pay over the tax withheld in {about}",
    ),
    "week.tax-records": (
        "{about}年分の支払調書を提出してください",
        "File the payment records of {about}",
    ),
    "week.tax-form-ends": (
        "租税条約の届出書の期限です（{about}）",
        "A treaty form ends ({about})",
    ),
    "week.tax-form-missing": (
        "租税条約の届出書がありません（{about}）",
        "There is no treaty form ({about})",
    ),
    "week.answer": ("問い合わせに答えてください", "Answer a question"),
    "week.match": (
        "通帳に、何の入出金か決まっていない行があります（{count}行）",
        "Lines of the bank statement that are not explained ({count})",
    ),
    "week.ending": ("製作委員会が終了手続き中です", "A committee is ending"),
    "close.title": ("締め", "Closing"),
    "close.empty": (
        "まだ分配計算がありません。契約と報告を登録すると、ここに期間が並びます。",
        "There are no runs yet. Once agreements and reports are on record, periods appear here.",
    ),
    "close.choose": ("期間", "Period"),
    "close.not-over": (
        "この期間はまだ終わっていません。終わってから計算できます。",
        "This period is not over yet. It can be run when it is.",
    ),
    "close.done": ("済み", "Done"),
    "close.now": ("できます", "To do"),
    "close.later": ("まだできません", "Later"),
    "close.step-reports": ("報告を集める", "Collect the reports"),
    "close.step-money": ("入金を確かめる", "Check what arrived"),
    "close.step-terms": ("契約条項の承認", "Approvals of clauses"),
    "close.step-runs": ("分配を計算する", "Run the payouts"),
    "close.step-statements": ("明細書を発行する", "Issue the statements"),
    "close.step-approvals": ("承認", "Approvals"),
    "close.step-payments": ("支払う", "Pay"),
    "close.step-months": ("月を締める", "Lock the months"),
    "close.reports-missing": (
        "届いていない報告が{count}件あります。届かないままでも計算でき、後で届いた分は次の計算に入ります。",
        "Missing reports: {count}. The run can be made without them; what comes later enters the"
        " next run.",
    ),
    "close.reports-in": ("報告はそろっています。", "All reports are in."),
    "close.money-missing": (
        "報告された額のうち、まだ入金されていない額: {amount}（{count}件）。入金した期間の計算に入ります。",
        "Reported and not arrived yet: {amount} (reports: {count}). It enters the run of the period "
        "in which it arrives.",
    ),
    "close.money-in": (
        "報告された額はすべて入金されています。",
        "Everything that was reported has arrived.",
    ),
    "close.waiting": ("{kind}: {count}件が承認待ちです。", "{kind} waiting for approval: {count}."),
    "close.nothing-waits": ("承認待ちはありません。", "Nothing waits for approval."),
    "close.run-made": ("計算済み", "Run"),
    "close.run-next": ("これから", "To run"),
    "close.run-not": ("この期間は計算できません", "Not this period"),
    "close.preview": ("計算の下見", "Preview of a run"),
    "close.preview-link": ("下見する", "Preview"),
    "close.run-all": ("{count}契約を計算する", "Run what is open ({count})"),
    "close.run-one": ("この契約を計算する", "Run this agreement"),
    "close.run-empty": (
        "入金のない契約も、0円として期間を閉じる（後でこの期間を計算し直せません）",
        "Also close periods in which no money flows (such a period can never be run again)",
    ),
    "close.runs-table": ("契約ごとの計算", "Runs by agreement"),
    "close.last-run": ("前回", "Last run"),
    "close.not-stated": (
        "明細書に載っていない分配: {amount}（{count}件）",
        "In no statement yet: {amount} (shares: {count})",
    ),
    "close.stated": (
        "発行済み: {count}通、振込 {amount}",
        "Statements issued: {count}, {amount} to transfer",
    ),
    "close.own": (
        "このうち自社あての{amount}（{count}通）は振り込みません。",
        "Of it, {amount} (statements: {count}) is your own and is not transferred.",
    ),
    "close.none-stated": ("まだ発行していません。", "None issued yet."),
    "close.issue": ("明細書を発行する", "Issue statements"),
    "close.issue-hint": (
        "JSON、CSV、PDFを作ります。発行した明細書は消せません。訂正は次の明細書に載ります。",
        "JSON, CSV and PDF are made. An issued statement stays; corrections appear in the next one.",
    ),
    "close.see-statements": ("明細書を見る", "See the statements"),
    "close.prepare": ("支払を準備する", "Prepare payments"),
    "close.money-open": ("未準備", "Not prepared"),
    "close.money-prepared": ("準備済み", "Prepared"),
    "close.money-exported": ("銀行へ送付", "With the bank"),
    "close.money-paid": ("支払済み", "Paid"),
    "close.money-picture": ("支払の進み具合", "How far the payments are"),
    "close.money-table": ("支払の状態", "State of the transfers"),
    "close.month-open": ("開いています", "Open"),
    "close.month-closed": ("締めました", "Locked"),
    "close.lock": ("月を締める", "Lock the months"),
    "close.lock-hint": (
        "締めた月の報告や費用は、訂正としてだけ記録できます。支払を終えてから締めます。",
        "Reports and costs of a locked month can only be corrected. Lock it when all is paid.",
    ),
    "close.work-runs": ("分配を計算しています", "Running the payouts"),
    "close.work-statements": ("明細書を発行しています", "Issuing statements"),
    "close.work-months": ("月を締めています", "Locking months"),
    "close.work-now": (
        "{done} / {total} 件。このページは閉じても続きます。",
        "{done} of {total}. The work goes on if you leave this page.",
    ),
    "close.work-begun": (
        "準備しています。このページは閉じても続きます。",
        "Preparing. The work goes on if you leave this page.",
    ),
    "close.work-over": ("終わりました（{done}件）。", "Done ({done})."),
    "close.work-wrong": (
        "次のものはできませんでした。ほかは記録されています。",
        "These could not be done. The others are on record.",
    ),
    "close.work-broke": (
        "途中で予期しない誤りが起きました。記録されたものは残っています。もう一度押すと続きから行います。",
        "An unexpected error stopped the work. What was recorded stays; press again to do the rest.",
    ),
    "close.work-none": (
        "この処理は動いていません。一覧で、どこまで済んだかを確かめてください。",
        "No such work is running. The list says how far everything is.",
    ),
    "close.work-again": ("いまの状態を見る", "See how far it is"),
    "close.work-back": ("一覧へ戻る", "Back to the list"),
    "close.about": ("対象", "About"),
    "close.why": ("理由", "Why"),
    "close.payee": ("受取人", "Payee"),
    "close.this-time": ("今回", "This time"),
    "close.last-time": ("前回", "Last time"),
    "close.difference": ("差", "Difference"),
    "close.preview-told": (
        "この計算はまだ記録されていません。条件や入金が変わると結果も変わります。",
        "Nothing of this is on record. It changes with clauses and money.",
    ),
    "close.preview-picture": (
        "今回と前回、金額の大きい順",
        "This time and last time, the largest first",
    ),
    "close.sales": ("対象の売上", "Sales"),
    "close.to-payees": ("受取人の合計", "To payees"),
    "close.warnings": ("確かめること", "Deserves a look"),
    "close.no-payees": ("だれにも支払われない計算です。", "Nobody is due anything in this run."),
}
