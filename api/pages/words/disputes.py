"""Texts of questions (disputes), as creators and as studios read them."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "disputes.title": ("問い合わせ", "Questions"),
    "disputes.lead": (
        "支払明細書の行や契約について、支払者に問い合わせた内容と回答です。",
        "What you asked about your statements and agreements, and what was answered.",
    ),
    "disputes.list": ("これまでの問い合わせ（新しい順）", "Your questions, newest first"),
    "disputes.none": (
        "問い合わせはまだありません。おかしいと思う行があれば、支払明細書のその行から問い合わせできます。",
        "You have not asked anything yet. If a line looks wrong, open it in its statement and ask from there.",
    ),
    "disputes.to-statements": ("支払明細書を見る", "Open your statements"),
    "disputes.how": (
        "問い合わせても、あなたへの支払は止まりません。争いのない額は予定どおり支払われます。",
        "Asking does not stop your payment. What nobody contests is paid on its day.",
    ),
    "disputes.new": ("この行について問い合わせる", "Ask about this line"),
    "disputes.one": ("問い合わせの内容", "The question"),
    "disputes.all": ("問い合わせの一覧", "All questions"),
    "disputes.recorded": (
        "問い合わせを記録し、相手方に伝えます。回答はこのページに届きます。",
        "Your question is on record and the other side is told. The answer arrives here.",
    ),
    "disputes.said": ("記録しました。", "Recorded."),
    "disputes.asked": ("回答を求めました。", "You asked for an answer."),
    "disputes.ended": ("この問い合わせは終わりました。", "This question has ended."),
    "disputes.this-line": ("対象の行", "The line"),
    "disputes.about": ("対象", "About"),
    "disputes.payer": ("支払者", "Payer"),
    "disputes.period": ("対象期間", "Period"),
    "disputes.amount-stated": ("明細書の金額", "Amount stated"),
    "disputes.kind-statement_line": ("明細書の行", "A line of statement"),
    "disputes.kind-agreement": ("契約", "Agreement"),
    "disputes.kind-committee": ("製作委員会", "Committee"),
    "disputes.kind-grant": ("権利の記録", "Right"),
    "disputes.status": ("状況", "Status"),
    "disputes.status-open": ("対応中", "Open"),
    "disputes.status-upheld": ("認められました", "Upheld"),
    "disputes.status-rejected": ("認められませんでした", "Rejected"),
    "disputes.status-agreed": ("合意しました", "Agreed"),
    "disputes.status-withdrawn": ("取り下げ", "Withdrawn"),
    "disputes.answer-by": ("回答期限", "Answer by"),
    "disputes.answer-by-wish": ("いつまでに回答がほしいですか", "Answer wanted by"),
    "disputes.held": ("保留中の額", "Held"),
    "disputes.reason": ("どこがおかしいと思いますか", "What looks wrong?"),
    "disputes.choose": ("選んでください", "Please choose"),
    "disputes.reason-missing": (
        "入っているはずの作品・売上がない",
        "A work or sale is missing",
    ),
    "disputes.reason-amount": ("金額の計算が合わない", "The amount does not add up"),
    "disputes.reason-share": (
        "料率や配分が契約と違う",
        "The rate or share is not that of the agreement",
    ),
    "disputes.reason-deduction": (
        "差し引かれたものが分からない",
        "I do not understand a deduction",
    ),
    "disputes.reason-tax": ("税金の扱いが違う", "The tax is wrong"),
    "disputes.reason-other": ("その他", "Something else"),
    "disputes.claim": ("内容", "In your words"),
    "disputes.claim-hint": (
        "いくらで、なぜそう思うのかを書いてください。例: 「11月の配信分が入っていません」",
        "What do you expect, and why? For instance: “November's streams are missing.”",
    ),
    "disputes.amount": (
        "足りないと思う額（{currency}）",
        "How much you think is missing ({currency})",
    ),
    "disputes.yen": ("円", "yen"),
    "disputes.amount-hint": (
        "分からなければ空のままで構いません。税抜の額です。額があれば、その分をほかの支払から保留できます。",
        "Leave it empty if you do not know. Before tax. With an amount, so much can be held from other payments.",
    ),
    "disputes.evidence": ("資料（任意）", "A paper to show (optional)"),
    "disputes.evidence-hint": (
        "契約書や報告の写しなど一つ。相手方と運営者が開けます。",
        "A contract or a report, for instance. The other side and the operator can open it.",
    ),
    "disputes.paper": ("資料を開く", "Open the paper"),
    "disputes.next": ("送ったあと", "What happens next"),
    "disputes.next-1": (
        "問い合わせが日時とともに記録され、支払者に伝わります。",
        "Your question is recorded with its time, and the payer is told.",
    ),
    "disputes.next-2": (
        "あなたへの支払は止まりません。争いのない額は予定の日に支払われます。",
        "Your payment does not stop. What nobody contests is paid on its day.",
    ),
    "disputes.next-3": (
        "額を書いた場合、支払者はその額までを、同じ計算の中のほかの人の分から保留できます。"
        "結論が出て訂正されるか、取り下げるまでです。",
        "If you named an amount, the payer can hold up to that much of other people's lines of the same run, "
        "until the matter is decided and corrected, or withdrawn.",
    ),
    "disputes.next-4": (
        "期限を過ぎても回答がないときは「遅れ」として一覧の先頭に出ます。",
        "If no answer comes in time, it is shown as late.",
    ),
    "disputes.no-names": (
        "個人の名前は書かず、役割で書いてください。",
        "Please write roles, not names of private people.",
    ),
    "disputes.send": ("問い合わせを送る", "Send the question"),
    "disputes.opened-by": ("問い合わせた人", "Asked by"),
    "disputes.against": ("相手方", "Other side"),
    "disputes.opened-at": ("記録日時", "Recorded"),
    "disputes.claimed": ("足りないとする額", "Amount claimed"),
    "disputes.number": ("番号", "Number"),
    "disputes.comma": ("、", ", "),
    "disputes.you-my": ("あなた", "You"),
    "disputes.you-studio": ("自社", "Your company"),
    "disputes.operator": ("運営者", "The operator"),
    "disputes.your-turn": (
        "{day}までに回答してください。",
        "Please answer by {day}.",
    ),
    "disputes.their-turn": (
        "相手方の回答待ちです（期限 {day}）。",
        "Waiting for the other side, until {day}.",
    ),
    "disputes.late-my": (
        "相手方の回答が、期限の{day}を過ぎています。下の「もう一度回答を求める」を使うか、運営者に伝えてください。",
        "The other side's answer is late: it was due on {day}. Ask again below, or tell the operator.",
    ),
    "disputes.late-studio": (
        "相手方の回答が、期限の{day}を過ぎています。下の「相手方に回答を求める」で新しい期限を伝えられます。",
        "The other side's answer is late: it was due on {day}. You can ask below with a new day.",
    ),
    "disputes.nobodys-turn-studio": (
        "いまはどちらの回答待ちでもありません。続けて書くか、期限を決めて相手方に回答を求められます。",
        "Nobody's answer is waited for now. You can reply, or ask the other side for an answer by a day.",
    ),
    "disputes.nobodys-turn-my": (
        "回答がありました。続けて書くか、新しい期限で回答を求められます。",
        "There is an answer. You can reply, or ask again with a new day.",
    ),
    "disputes.is-held": (
        "この問い合わせのため、{amount}が保留されています。結論が出て訂正されるか、取り下げるまで保留されます。",
        "{amount} is held because of this, until it is decided and corrected, or withdrawn.",
    ),
    "disputes.not-held-my": (
        "いま保留されている額はありません。あなたへの支払は予定どおりです。",
        "Nothing is held now. Your payment goes ahead as planned.",
    ),
    "disputes.not-held-studio": (
        "この問い合わせのために保留している額はありません。",
        "Nothing is held because of this question.",
    ),
    "disputes.course": ("経過", "What was said"),
    "disputes.granted": ("認められた額: {amount}。", "Granted: {amount}."),
    "disputes.carried-out": ("訂正済みです。", "It has been corrected."),
    "disputes.to-carry-out": (
        "これから訂正され、次の明細書に出ます。",
        "It will be corrected and appear in a later statement.",
    ),
    "disputes.sides-only": (
        "やりとりの内容は、当事者双方と運営者だけが読めます。",
        "What is said is for the two sides and the operator alone.",
    ),
    "disputes.reply": ("返信", "Reply"),
    "disputes.send-reply": ("返信する", "Send reply"),
    "disputes.ask-again-my": ("もう一度回答を求める", "Ask for an answer again"),
    "disputes.ask-again-studio": ("相手方に回答を求める", "Ask the other side for an answer"),
    "disputes.ask-again-told": (
        "相手方に、新しい期限で回答を求めます。",
        "The other side is asked for an answer until a new day.",
    ),
    "disputes.ask-again-send": ("回答を求める", "Ask"),
    "disputes.note": ("聞きたいこと（任意）", "What you want to know (optional)"),
    "disputes.end-withdrawn": ("取り下げる", "Withdraw"),
    "disputes.end-upheld": ("相手方の申立てを認める", "Accept the claim"),
    "disputes.end-told-withdrawn": (
        "取り下げると、この問い合わせは終わり、保留も解かれます。取り下げは元に戻せません。"
        "問い合わせた記録は残ります。必要になれば、新しく問い合わせてください。",
        "This ends the question and lets go of what is held. It cannot be undone, and the record that you asked "
        "stays. You can ask anew later.",
    ),
    "disputes.end-told-upheld": (
        "相手方の申立てを全部認めることになり、元に戻せません。",
        "You accept all of the other side's claim. This cannot be undone.",
    ),
    "disputes.end-reason": ("理由", "Why"),
    "disputes.end-sure": (
        "元に戻せないことを確かめました",
        "I know that this cannot be undone",
    ),
    "disputes.agree-how": (
        "話し合いで解決したときは、支払者が双方の同意を添えて記録します。返信で伝えてください。",
        "If you come to an agreement, the payer records it with the consent of both. Say so in a reply.",
    ),
    "disputes.over-my": (
        "この問い合わせは終わっています。続きがあれば、明細書の行から新しく問い合わせてください。",
        "This question has ended. If there is more, ask anew from the line of your statement.",
    ),
    "disputes.over-studio": (
        "この問い合わせは終わっています。続きは、新しい問い合わせとして記録されます。",
        "This question has ended. What comes later is another question.",
    ),
    "disputes.studio-lead": (
        "支払明細書の行や契約について、自社に届いた問い合わせと、自社からの問い合わせです。",
        "What you were asked about your statements and agreements, and what you asked.",
    ),
    "disputes.to-answer": (
        "自社の回答を待っている問い合わせ（期限の近い順）",
        "Waiting for your answer, the nearest day first",
    ),
    "disputes.to-answer-short": ("回答するもの", "To answer"),
    "disputes.nothing-to-answer": (
        "いま回答を待っている問い合わせはありません。",
        "No question waits for your answer.",
    ),
    "disputes.all-newest": ("すべての問い合わせ（新しい順）", "All questions, newest first"),
    "disputes.none-studio": (
        "問い合わせはまだありません。届くと、ここと「今週」に回答期限とともに表示されます。",
        "There are no questions yet. They appear here and under “This week”, with the day of the answer.",
    ),
    "disputes.to-week": ("今週の予定を見る", "Open this week"),
    "disputes.is-late": ("期限超過", "Late"),
    "disputes.endings": ("この問い合わせを終える", "Ending this question"),
    "disputes.endings-told": (
        "どちらの終わり方も、記録したあとは元に戻せません。次の画面で内容を確かめてから記録します。",
        "Neither ending can be undone once it is on record. The next page shows what it says before you record it.",
    ),
    "disputes.do-upheld": ("問い合わせを認める", "Give way"),
    "disputes.do-agreed": ("合意を記録する", "Record an agreement"),
    "disputes.do-withdrawn": ("取り下げる", "Withdraw"),
    "disputes.do-told-upheld": (
        "相手方の問い合わせを全部認めます。額が示されているときは、その全額を支払うことになります。"
        "記録したあとは元に戻せません。",
        "You accept the whole claim; where a sum was claimed, you owe all of it. "
        "This cannot be undone once it is on record.",
    ),
    "disputes.do-told-agreed": (
        "話し合いの結果を、双方の同意を示す書面とともに記録します。問い合わせは終わり、記録したあとは元に戻せません。",
        "The agreement is put on record with the document that shows the consent of both. "
        "It ends the question, and cannot be undone once it is on record.",
    ),
    "disputes.do-told-withdrawn": (
        "自社からの問い合わせを取り下げます。保留している額は解かれます。記録したあとは元に戻せません。",
        "You withdraw what your company asked, and what is held is let go. "
        "This cannot be undone once it is on record.",
    ),
    "disputes.granted-amount": ("合意した額（{currency}）", "Amount agreed ({currency})"),
    "disputes.granted-hint": (
        "求められた額は{claimed}です。その額まで書けます。支払わないときは0と書いてください。",
        "{claimed} was claimed; up to that much can be agreed. Write 0 if nothing is owed.",
    ),
    "disputes.consent": ("相手方の同意", "Consent of the others"),
    "disputes.consent-of": (
        "次の当事者の同意が必要です。同意を示す書面を一つ付けてください。",
        "The consent of these is needed. Attach the document that shows it.",
    ),
    "disputes.consent-document": ("同意を示す書面", "The document that shows it"),
    "disputes.consent-document-hint": (
        "和解書や合意書など。当事者双方と運営者が開けます。",
        "A settlement or a written agreement. Both sides and the operator can open it.",
    ),
    "disputes.method": ("同意の方法", "How they consented"),
    "disputes.consented-on": ("同意した日", "Day of the consent"),
    "disputes.consented": ("{name}の同意: {method}（{day}）", "Consent of {name}: {method}, {day}"),
    "disputes.attested": (
        "この書面が確かに同意を示すことは、{name}が証明したものとして記録されます。",
        "It is put on record that {name} attests that the document shows it.",
    ),
    "disputes.correct": ("訂正を記録する", "Record the correction"),
    "disputes.correct-told": (
        "認めた額は、計算の訂正か売上報告で支払います。済んだら、その番号を記録してください。保留も解かれます。",
        "What was granted is paid by a correction of the run or by a report. Once that is done, "
        "record its number here; what is held is let go.",
    ),
    "disputes.correction-id": ("訂正または報告の番号", "Number of the correction or report"),
    "disputes.corrected": (
        "訂正を記録しました。保留している額はなくなりました。",
        "The correction is on record, and nothing is held any more.",
    ),
}
