"""What options, encumbrances, reversions and bundles are called in Japanese, and their refusals."""

from typing import Final

OPTION_FIELDS_JA: Final[dict[str, str]] = {
    "agreed_on": "合意日",
    "answer_days": "回答に要する日数",
    "answered_on": "回答日",
    "answers": "回答",
    "begins": "始期",
    "burden": "負担",
    "bundle_amounts": "割当額",
    "completed_by": "成立の仕方",
    "condition": "条件",
    "differs": "相違の理由",
    "encumbrances": "移転した担保・差押え",
    "exercised_on": "行使日",
    "exercises": "行使",
    "extensions": "期間の延長",
    "free_days": "拒絶後に自由となる日数",
    "grantors": "設定者",
    "grants": "与えるもの",
    "offer": "申出の番号",
    "offered_on": "申出の日",
    "offers": "申出",
    "option": "オプション",
    "option_until": "オプションの期限",
    "options_on": "オプションを確認した日",
    "price_basis": "対価の決め方",
    "reversion": "復帰条項",
    "reversion_told": "復帰条項",
    "reverts_on": "復帰の日",
    "secures": "被担保債権",
    "third": "第三者",
    "unless": "ただし",
}

OPTION_VALUES_JA: Final[dict[str, str]] = {
    "attachment": "差押え",
    "both": "共有者が改めて署名",
    "by-holder": "権利者の意思表示のみ",
    "declined": "拒絶",
    "encumbrance": "担保・差押え",
    "first_negotiation": "優先交渉権",
    "first_refusal": "優先的に拒否できる権利（ファーストリフューザル）",
    "guarantee": "最低保証",
    "lump_sum": "一括払い",
    "not_released": "公開されない場合",
    "option": "オプション",
    "pledge": "質権",
    "taken": "受諾",
    "unused": "利用されない場合",
}

OPTION_REFUSALS_JA: Final[dict[str, str]] = {
    "bundle-differs-from-guarantee": "割当額が、契約の最低保証の内訳と一致しません。"
    "理由があるときはdiffersに書いてください。",
    "encumbrance-for-its-holder": "権利者自身のための担保は設定できません。",
    "offer-not-found": "その番号の申出はありません。",
    "option-consent-missing": "オプションの延長に必要な同意が足りません。"
    "挙げられた者の同意を付けてください。",
    "option-ends-before-it-begins": "オプションの期限が始まりより前です。",
    "option-for-its-grantor": "設定者自身をオプションの権利者にはできません。",
    "option-not-longer": "延長後の期限が、今の期限より後になっていません。",
    "option-terms-missing": "オプションの内容が足りないか、互いに合いません。",
    "option-without-offers": "オプションに第三者の申出は要りません。"
    "申出は優先拒否権・優先交渉権についてだけ登録できます。",
    "reversion-day-missing": "復帰の日は、日付か年数のどちらか一方で示してください。",
    "reversion-outside-term": "復帰の日が、権利の期間の外にあります。",
    "right-not-an-option": "それはオプションの記録ではありません。",
    "right-without-bundle": "この記録に一括許諾の割当てはありません。",
    "rights-day-in-future": "将来の日付です。",
    "rights-day-not-today": "自らの意思表示は当日の日付にしてください。"
    "過去の分は、書面に基づいて運営者が登録します。",
    "rights-exercise-differs": "オプションで約束された内容と異なります。",
    "rights-first-refusal-open": "優先拒否権または優先交渉権を持つ者に、まだ申出がされていないか、"
    "その回答を待っています。",
    "rights-offer-answered": "この申出にはすでに回答があります。",
    "rights-offer-answered-late": "回答の日が、申出の日から回答期限までの間にありません。",
    "rights-offer-to-its-holder": "権利者自身を第三者として挙げています。",
    "rights-offer-too-short": "回答期限が、合意した日数より短くなっています。",
    "rights-option-exercised": "このオプションはすでに行使されています。",
    "rights-option-lapsed": "このオプションは期限が過ぎて失効しています。",
    "rights-option-not-offered": "権利者が受諾した申出の記録がありません。",
    "rights-option-not-yet": "このオプションはまだ行使できません。",
    "rights-option-released": "このオプションは放棄されています。",
    "rights-optioned": "この利用には他の者のオプションが設定されています。",
}
