"""Japanese sentences for refusals about committees: how they decide, who comes and who goes."""

from typing import Final

COMMITTEE_REFUSALS_JA: Final[dict[str, str]] = {
    "answer-too-soon": "回答の期限が契約の定めより短いか、定まっていません。",
    "answer-without-document": "本人以外が回答を記録するには、回答を示す文書が必要です。",
    "committee-call-not-found": "この出資請求は登録されていません。",
    "committee-dissolved": "この製作委員会は清算を終えています。",
    "committee-dissolving": "この製作委員会は清算中です。",
    "committee-is-draft": "この製作委員会は下書きです。先に有効にしてください。",
    "committee-offer-not-found": "この申出は登録されていません。",
    "consent-missing": "必要な同意が足りません。",
    "contribution-exceeds": "払込みが未払額を超えています。",
    "contribution-repeated": "この入金の通知はすでに計上されています。",
    "decisions-wrong": "意思決定の定めが正しくありません。",
    "due-before-decision": "払込期日が決定の日より前です。",
    "effective-before-event": "変更の効力が、その原因より前の月から始まっています。",
    "expulsion-not-notified": "除名は、本人に通知した日が必要です（民法680条）。",
    "heirs-leave-by-law": (
        "死亡した組合員は法律上脱退します（民法679条）。相続人が承継するには契約の条項が必要です。"
    ),
    "investment-unknown": "出資比率の分からない構成員がいるため、請求額を計算できません。",
    "leaving-settled": "この脱退者との精算はすでに登録されています。",
    "leaving-ground-impossible": "この当事者は個人ではないため、この事由では脱退しません。",
    "member-already": "すでに構成員です。",
    "members-differ": "構成員が、この変更の後に残るはずの者と異なります。",
    "nobody-left": "この当事者の脱退は登録されていません。",
    "nobody-remains": "持分を引き受ける構成員が残りません。",
    "nobody-succeeded": "この当事者の承継は登録されていません。",
    "not-a-member": "構成員ではありません。",
    "nothing-to-transfer": "移る持分がありません。",
    "notice-party": "委員会の届出に、個別の構成員は指定できません。",
    "offer-accepted": "構成員が買取りを申し出ています。第三者には譲渡できません。",
    "offer-answered": "この構成員はすでに回答しています。",
    "offer-differs": "譲渡の内容が、申出の内容と異なります。",
    "offer-missing": "第三者に譲渡する前に、他の構成員への申出が必要です。",
    "offer-not-to-party": "この構成員への申出ではありません。",
    "offer-of-another": "別の申出です。",
    "offer-open": "まだ回答できる構成員がいます。",
    "offer-over": "回答の期間の外です。",
    "offer-price-lower": "申出より低い価格では譲渡できません。",
    "offer-used": "この申出はすでに譲渡に使われています。",
    "payer-missing": "払戻しを行う者の指定が必要です。",
    "share-not-held": "この持分を持っていないか、持分が分かりません。",
    "status-unchanged": "状態は変わりません。",
    "succession-not-general": (
        "事業譲渡は一般承継ではありません。持分の譲渡として記録してください。"
    ),
    "transfer-to-itself": "自分自身には譲渡できません。",
}
