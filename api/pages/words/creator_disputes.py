"""Texts of a creator's questions (disputes)."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator-disputes.title": ("問い合わせ", "Questions"),
    "creator-disputes.lead": (
        "支払明細書の行や契約について、支払者に問い合わせた内容と回答です。",
        "What you asked about your statements and agreements, and what was answered.",
    ),
    "creator-disputes.list": ("これまでの問い合わせ（新しい順）", "Your questions, newest first"),
    "creator-disputes.none": (
        "問い合わせはまだありません。おかしいと思う行があれば、支払明細書のその行から問い合わせできます。",
        "You have not asked anything yet. If a line looks wrong, open it in its statement and ask from there.",
    ),
    "creator-disputes.to-statements": ("支払明細書を見る", "Open your statements"),
    "creator-disputes.how": (
        "問い合わせても、あなたへの支払は止まりません。争いのない額は予定どおり支払われます。",
        "Asking does not stop your payment. What nobody contests is paid on its day.",
    ),
    "creator-disputes.new": ("この行について問い合わせる", "Ask about this line"),
    "creator-disputes.one": ("問い合わせの内容", "Your question"),
    "creator-disputes.all": ("問い合わせの一覧", "All questions"),
    "creator-disputes.recorded": (
        "問い合わせを記録し、相手方に伝えます。回答はこのページに届きます。",
        "Your question is on record and the other side is told. The answer arrives here.",
    ),
    "creator-disputes.said": ("記録しました。", "Recorded."),
    "creator-disputes.asked": ("回答を求めました。", "You asked for an answer."),
    "creator-disputes.ended": ("この問い合わせは終わりました。", "This question has ended."),
    "creator-disputes.this-line": ("対象の行", "The line"),
    "creator-disputes.about": ("対象", "About"),
    "creator-disputes.payer": ("支払者", "Payer"),
    "creator-disputes.period": ("対象期間", "Period"),
    "creator-disputes.amount-stated": ("明細書の金額", "Amount stated"),
    "creator-disputes.kind-statement_line": ("明細書の行", "A line of statement"),
    "creator-disputes.kind-agreement": ("契約", "Agreement"),
    "creator-disputes.kind-committee": ("製作委員会", "Committee"),
    "creator-disputes.kind-grant": ("権利の記録", "Right"),
    "creator-disputes.status": ("状況", "Status"),
    "creator-disputes.status-open": ("対応中", "Open"),
    "creator-disputes.status-upheld": ("認められました", "Upheld"),
    "creator-disputes.status-rejected": ("認められませんでした", "Rejected"),
    "creator-disputes.status-agreed": ("合意しました", "Agreed"),
    "creator-disputes.status-withdrawn": ("取り下げ", "Withdrawn"),
    "creator-disputes.answer-by": ("回答期限", "Answer by"),
    "creator-disputes.answer-by-wish": ("いつまでに回答がほしいですか", "Answer wanted by"),
    "creator-disputes.held": ("保留中の額", "Held"),
    "creator-disputes.reason": ("どこがおかしいと思いますか", "What looks wrong?"),
    "creator-disputes.choose": ("選んでください", "Please choose"),
    "creator-disputes.reason-missing": (
        "入っているはずの作品・売上がない",
        "A work or sale is missing",
    ),
    "creator-disputes.reason-amount": ("金額の計算が合わない", "The amount does not add up"),
    "creator-disputes.reason-share": (
        "料率や配分が契約と違う",
        "The rate or share is not that of the agreement",
    ),
    "creator-disputes.reason-deduction": (
        "差し引かれたものが分からない",
        "I do not understand a deduction",
    ),
    "creator-disputes.reason-tax": ("税金の扱いが違う", "The tax is wrong"),
    "creator-disputes.reason-other": ("その他", "Something else"),
    "creator-disputes.claim": ("内容", "In your words"),
    "creator-disputes.claim-hint": (
        "いくらで、なぜそう思うのかを書いてください。例: 「11月の配信分が入っていません」",
        "What do you expect, and why? For instance: “November's streams are missing.”",
    ),
    "creator-disputes.amount": (
        "足りないと思う額（{currency}）",
        "How much you think is missing ({currency})",
    ),
    "creator-disputes.yen": ("円", "yen"),
    "creator-disputes.amount-hint": (
        "分からなければ空のままで構いません。税抜の額です。額があれば、その分をほかの支払から保留できます。",
        "Leave it empty if you do not know. Before tax. With an amount, so much can be held from other payments.",
    ),
    "creator-disputes.evidence": ("資料（任意）", "A paper to show (optional)"),
    "creator-disputes.evidence-hint": (
        "契約書や報告の写しなど一つ。相手方と運営者が開けます。",
        "A contract or a report, for instance. The other side and the operator can open it.",
    ),
    "creator-disputes.paper": ("資料を開く", "Open the paper"),
    "creator-disputes.next": ("送ったあと", "What happens next"),
    "creator-disputes.next-1": (
        "問い合わせが日時とともに記録され、支払者に伝わります。",
        "Your question is recorded with its time, and the payer is told.",
    ),
    "creator-disputes.next-2": (
        "あなたへの支払は止まりません。争いのない額は予定の日に支払われます。",
        "Your payment does not stop. What nobody contests is paid on its day.",
    ),
    "creator-disputes.next-3": (
        "額を書いた場合、支払者はその額までを、同じ計算の中のほかの人の分から保留できます。"
        "結論が出て訂正されるか、取り下げるまでです。",
        "If you named an amount, the payer can hold up to that much of other people's lines of the same run, "
        "until the matter is decided and corrected, or withdrawn.",
    ),
    "creator-disputes.next-4": (
        "期限を過ぎても回答がないときは「遅れ」として一覧の先頭に出ます。",
        "If no answer comes in time, it is shown as late.",
    ),
    "creator-disputes.no-names": (
        "個人の名前は書かず、役割で書いてください。",
        "Please write roles, not names of private people.",
    ),
    "creator-disputes.send": ("問い合わせを送る", "Send the question"),
    "creator-disputes.opened-by": ("問い合わせた人", "Asked by"),
    "creator-disputes.against": ("相手方", "Other side"),
    "creator-disputes.opened-at": ("記録日時", "Recorded"),
    "creator-disputes.claimed": ("足りないとする額", "Amount claimed"),
    "creator-disputes.number": ("番号", "Number"),
    "creator-disputes.comma": ("、", ", "),
    "creator-disputes.you": ("あなた", "You"),
    "creator-disputes.operator": ("運営者", "The operator"),
    "creator-disputes.your-turn": (
        "{day}までに回答してください。",
        "Please answer by {day}.",
    ),
    "creator-disputes.their-turn": (
        "相手方の回答待ちです（期限 {day}）。",
        "Waiting for the other side, until {day}.",
    ),
    "creator-disputes.late": (
        "相手方の回答が、期限の{day}を過ぎています。下の「もう一度回答を求める」を使うか、運営者に伝えてください。",
        "The other side's answer is late: it was due on {day}. Ask again below, or tell the operator.",
    ),
    "creator-disputes.nobodys-turn": (
        "回答がありました。続けて書くか、新しい期限で回答を求められます。",
        "There is an answer. You can reply, or ask again with a new day.",
    ),
    "creator-disputes.is-held": (
        "この問い合わせのため、{amount}が保留されています。結論が出て訂正されるか、取り下げるまで保留されます。",
        "{amount} is held because of this, until it is decided and corrected, or withdrawn.",
    ),
    "creator-disputes.not-held": (
        "いま保留されている額はありません。あなたへの支払は予定どおりです。",
        "Nothing is held now. Your payment goes ahead as planned.",
    ),
    "creator-disputes.course": ("経過", "What was said"),
    "creator-disputes.granted": ("認められた額: {amount}。", "Granted: {amount}."),
    "creator-disputes.carried-out": ("訂正済みです。", "It has been corrected."),
    "creator-disputes.to-carry-out": (
        "これから訂正され、次の明細書に出ます。",
        "It will be corrected and appear in a later statement.",
    ),
    "creator-disputes.sides-only": (
        "やりとりの内容は、当事者双方と運営者だけが読めます。",
        "What is said is for the two sides and the operator alone.",
    ),
    "creator-disputes.reply": ("返信", "Reply"),
    "creator-disputes.send-reply": ("返信する", "Send reply"),
    "creator-disputes.ask-again": ("もう一度回答を求める", "Ask for an answer again"),
    "creator-disputes.ask-again-told": (
        "相手方に、新しい期限で回答を求めます。",
        "The other side is asked for an answer until a new day.",
    ),
    "creator-disputes.ask-again-send": ("回答を求める", "Ask"),
    "creator-disputes.note": ("聞きたいこと（任意）", "What you want to know (optional)"),
    "creator-disputes.end-withdrawn": ("取り下げる", "Withdraw"),
    "creator-disputes.end-upheld": ("相手方の申立てを認める", "Accept the claim"),
    "creator-disputes.end-told-withdrawn": (
        "取り下げると、この問い合わせは終わり、保留も解かれます。取り下げは元に戻せません。"
        "問い合わせた記録は残ります。必要になれば、新しく問い合わせてください。",
        "This ends the question and lets go of what is held. It cannot be undone, and the record that you asked "
        "stays. You can ask anew later.",
    ),
    "creator-disputes.end-told-upheld": (
        "相手方の申立てを全部認めることになり、元に戻せません。",
        "You accept all of the other side's claim. This cannot be undone.",
    ),
    "creator-disputes.end-reason": ("理由", "Why"),
    "creator-disputes.end-sure": (
        "元に戻せないことを確かめました",
        "I know that this cannot be undone",
    ),
    "creator-disputes.agree-how": (
        "話し合いで解決したときは、支払者が双方の同意を添えて記録します。返信で伝えてください。",
        "If you come to an agreement, the payer records it with the consent of both. Say so in a reply.",
    ),
    "creator-disputes.over": (
        "この問い合わせは終わっています。続きがあれば、明細書の行から新しく問い合わせてください。",
        "This question has ended. If there is more, ask anew from the line of your statement.",
    ),
}
