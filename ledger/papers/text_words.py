"""General provisions of generated agreement texts, in Japanese and in English; all are our own."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

MARK: Final[Words] = {
    "ja": "ひな型: 台帳の記録から作成したもので、署名の前に弁護士の確認が必要です",
    "en": "TEMPLATE made from the record: to be reviewed by counsel before anybody signs",
}
COMMON: Final[Mapping[str, Words]] = {
    "between": {
        "ja": "{parties} は、次のとおり合意する。",
        "en": "{parties} agree as follows.",
    },
    "blank": {"ja": "（記録なし）", "en": "(not on record)"},
    "works": {"ja": "対象作品", "en": "Works"},
    "works-are": {"ja": "対象作品は、{works} とする。", "en": "The works are {works}."},
    "register": {"ja": "台帳", "en": "Register"},
    "register-is": {
        "ja": "本書は、台帳 {origin} の識別子 {of}（記録番号 {entry}）から作成した。"
        "本書と台帳の記録が"
        "異なるときの扱いは、当事者が定める。",
        "en": "This text was made from {of} in the register {origin} (entry {entry}). The parties "
        "decide what holds where this text and the register differ.",
    },
    "law": {"ja": "準拠法と管轄", "en": "Law and courts"},
    "law-is": {
        "ja": "準拠法は日本法とする。管轄裁判所は〔　　　　〕とする。",
        "en": "The law of Japan governs. Courts: [            ].",
    },
    "signatures": {"ja": "署名", "en": "Signatures"},
    "document": {"ja": "原本の文書", "en": "Original document"},
    "document-is": {
        "ja": "台帳に記録された原本の SHA-256 は {sha256} である。",
        "en": "The SHA-256 of the original on record is {sha256}.",
    },
}
COMMITTEE: Final[Mapping[str, Words]] = {
    "title": {"ja": "{name} 契約書", "en": "Agreement of {name}"},
    "purpose": {"ja": "目的", "en": "Purpose"},
    "purpose-is": {
        "ja": "構成員は、{works}（以下「本作品」）を共同で製作し、"
        "その利用から生じる収益を分けるため、"
        "組合契約（民法667条）を結ぶ。",
        "en": "The members form a partnership (Civil Code of Japan, article 667) to make {works} "
        '(the "Work") together and to share what its use brings in.',
    },
    "members": {"ja": "構成員と割合", "en": "Members and shares"},
    "member-is": {
        "ja": "{name}　出資比率 {investment}　著作権持分 {copyright}　損益分配 {profit}",
        "en": "{name}: investment {investment}, copyright {copyright}, profit and loss {profit}",
    },
    "lead": {"ja": "幹事", "en": "Lead"},
    "lead-is": {
        "ja": "{lead} を幹事とし、業務の執行と収支の管理を委ねる。",
        "en": "{lead} is the lead: it conducts the business and keeps the accounts.",
    },
    "ownership": {"ja": "著作権", "en": "Copyright"},
    "ownership-is": {
        "ja": "本作品の著作権は、著作権持分により構成員が共有する。持分の譲渡と利用の許諾は、"
        "この契約に別の"
        "定めがない限り、構成員全員の合意による（著作権法65条）。",
        "en": "The members own the copyright in the Work together, by their copyright shares. "
        "Transfers of shares and licences need the agreement of all members (Copyright Act, "
        "article 65) unless this agreement says otherwise.",
    },
    "window": {"ja": "窓口", "en": "Windows"},
    "window-agency": {
        "ja": "{use}（地域: {territory}）の許諾は、{holder} が構成員を代表して行い、"
        "手数料{rate}を差し引いた額を"
        "引き渡す。",
        "en": "{holder} licenses {use} (territory: {territory}) for the members and remits what is "
        "left after a fee of {rate}.",
    },
    "window-own_business": {
        "ja": "{use}（地域: {territory}）は {holder} が自社の事業として行い、"
        "{rate}の印税を支払う。",
        "en": "{holder} exploits {use} (territory: {territory}) as its own business and pays a "
        "royalty of {rate}.",
    },
    "window-currency": {
        "ja": "報告と引渡しの通貨は {currency} とする。",
        "en": "It reports and remits in {currency}.",
    },
    "decisions": {"ja": "意思決定", "en": "Decisions"},
    "decisions-unanimous": {
        "ja": "構成員の決定は、全員一致による。",
        "en": "The members decide unanimously.",
    },
    "decisions-majority": {
        "ja": "構成員の決定は、{of}の{more}を超える多数による。",
        "en": "The members decide by more than {more} of {of}.",
    },
    "refusal": {"ja": "優先買取り", "en": "First refusal"},
    "refusal-is": {
        "ja": "持分を構成員以外に譲り渡そうとする構成員は、先に他の構成員に申し出る。他の構成員は"
        "{days}日以内に答える。",
        "en": "A member who wants to sell its share to an outsider offers it to the other members "
        "first; they answer within {days} days.",
    },
    "schedule": {"ja": "報告と支払い", "en": "Reports and payment"},
    "schedule-is": {
        "ja": "報告の期間は{every}か月、報告の期限は期間の末日から{report}日、"
        "支払いは期間の末日から{pay}か月後の"
        "月末とする。",
        "en": "A reporting period is {every} month(s). Reports are due {report} days after its "
        "end; payment is due at the end of the month {pay} month(s) after it.",
    },
    "ending": {"ja": "終了時の権利", "en": "Rights at the end"},
    "ending-is": {
        "ja": "委員会が終わるとき、{rights} は {outcome} とする。",
        "en": "When the committee ends: {rights}: {outcome}.",
    },
    "price": {"ja": "対価は {amount} とする。", "en": "The price is {amount}."},
    "after": {"ja": "終了後", "en": "After the end"},
    "after-contact": {
        "ja": "終了後の利用の問合せは {contact} が受ける。",
        "en": "{contact} receives licence requests afterwards.",
    },
    "after-debtor": {
        "ja": "終了後に生じた調整は {debtor} が負担する。",
        "en": "{debtor} bears adjustments that arise afterwards.",
    },
    "after-residue": {
        "ja": "残余財産は、債務を弁済した後に出資の割合で分ける（民法688条）。",
        "en": "What remains after debts is divided by contributions (Civil Code, article 688).",
    },
}
LICENCE: Final[Mapping[str, Words]] = {
    "title": {"ja": "「{work}」利用許諾契約書", "en": "Licence of {work}"},
    "grant": {"ja": "許諾", "en": "Grant"},
    "grant-is": {
        "ja": "{licensors} は {licensee} に、「{work}」を次の範囲で利用することを許諾する: "
        "{extent}",
        "en": "{licensors} license {licensee} to use {work} within: {extent}",
    },
    "exclusivity": {"ja": "独占", "en": "Exclusivity"},
    "exclusive": {
        "ja": "この許諾は独占とし、許諾者自身も同じ利用をしない。",
        "en": "The licence is exclusive; the licensors do not use the same right themselves.",
    },
    "sole": {
        "ja": "許諾者は同じ範囲を他の者に許諾しないが、自ら利用することができる。",
        "en": "The licensors license nobody else within it and may use the right themselves.",
    },
    "non_exclusive": {
        "ja": "この許諾は非独占とする。",
        "en": "The licence is not exclusive.",
    },
    "sub": {"ja": "再許諾", "en": "Sub-licences"},
    "sub-yes": {
        "ja": "被許諾者は、同じ範囲で再許諾することができる。",
        "en": "The licensee may grant sub-licences within the same bounds.",
    },
    "sub-no": {
        "ja": "被許諾者は、再許諾することができない。",
        "en": "The licensee may not grant sub-licences.",
    },
    "source": {
        "ja": "この許諾は {source} による許諾に基づく。",
        "en": "This licence is derived from {source}.",
    },
    "survives": {
        "ja": "もとの許諾が終わっても、この許諾は存続する。",
        "en": "This licence stands when the licence that it is derived from ends.",
    },
    "holdbacks": {"ja": "留保（ホールドバック）", "en": "Holdbacks"},
    "holdback-licensee": {
        "ja": "被許諾者は、次の利用をしない: {extent}",
        "en": "The licensee does not use: {extent}",
    },
    "holdback-licensor": {
        "ja": "許諾者は、次の利用を誰にも許諾しない: {extent}",
        "en": "The licensors license to nobody: {extent}",
    },
    "bundle": {"ja": "一括取引の対価の割当て", "en": "Allocation of the price of the bundle"},
    "bundle-is": {"ja": "{name}: {media} に {share}", "en": "{name}: {share} for {media}"},
    "money": {"ja": "対価", "en": "Consideration"},
    "money-is": {
        "ja": "対価は、台帳の契約 {agreement} の定めによる。",
        "en": "Consideration is as agreement {agreement} in the register says.",
    },
    "money-blank": {
        "ja": "対価は〔　　　　〕とする。",
        "en": "Consideration: [            ].",
    },
    "holder": {"ja": "権利者の変更", "en": "Change of holder"},
    "holder-is": {
        "ja": "著作権が譲渡されても、被許諾者は譲受人にこの許諾を対抗できる（著作権法63条の2）。",
        "en": "The licensee may assert this licence against whoever acquires the copyright "
        "(Copyright Act of Japan, article 63-2).",
    },
}
AGREEMENT: Final[Mapping[str, Words]] = {
    "title": {"ja": "{name}", "en": "{name}"},
    "creator": {"ja": "クリエイター還元の合意", "en": "Creators' profit share"},
    "licence": {"ja": "利用許諾の対価", "en": "Consideration of a licence"},
    "committee": {"ja": "委員会の収益の分配", "en": "Distribution of a committee's income"},
    "other": {"ja": "契約", "en": "Agreement"},
    "purpose": {"ja": "支払者", "en": "Payer"},
    "purpose-is": {
        "ja": "支払者 {payer} は、この契約に従って計算した額を受取人に支払う。",
        "en": "The payer, {payer}, pays the payees what is computed under this agreement.",
    },
    "since": {
        "ja": "この条項は {month} 分の計算から適用する。",
        "en": "These clauses apply from the run of {month} on.",
    },
    "basis": {"ja": "計算の時期", "en": "When money counts"},
    "receipt": {
        "ja": "収入は、入金されたときに分配の対象とする。通貨は {currency} とする。",
        "en": "Revenue is distributable once received. The currency is {currency}.",
    },
    "report": {
        "ja": "収入は、報告されたときに分配の対象とする。通貨は {currency} とする。",
        "en": "Revenue is distributable once reported. The currency is {currency}.",
    },
    "order": {"ja": "計算の順序", "en": "Order of computation"},
    "order-is": {
        "ja": "次の順に計算する: {steps}",
        "en": "Computed in this order: {steps}",
    },
    "accounts": {"ja": "回収の勘定", "en": "Accounts"},
    "minimum": {"ja": "最低支払額", "en": "Smallest payment"},
    "minimum-is": {
        "ja": "支払額が {amount} に満たないときは、次回に繰り越す。",
        "en": "An amount below {amount} is carried forward.",
    },
    "fx": {"ja": "外貨の換算", "en": "Other currencies"},
    "fx-is": {
        "ja": "外貨は、{source} の相場により換算する（条件: {terms}）。",
        "en": "Other currencies are converted at rates of {source} (terms: {terms}).",
    },
    "disclosure": {"ja": "計算の開示", "en": "Disclosure"},
    "disclosure-is": {
        "ja": "契約の当事者でない受取人への開示の範囲: {levels}",
        "en": "What payees who are no party may read: {levels}",
    },
    "full": {"ja": "計算のすべて", "en": "the whole computation"},
    "rate": {"ja": "自分の条項の率と額", "en": "rates and amounts of their own clauses"},
    "aggregate": {"ja": "条項ごとの額", "en": "amounts by clause"},
    "else": {"ja": "その他の受取人", "en": "other payees"},
    "duties": {"ja": "報告", "en": "Reports"},
    "duty-is": {
        "ja": "{reporter} は {use} を{every}か月ごとに、"
        "期間の末日から{report}日以内に報告する（{starts}分から）。",
        "en": "{reporter} reports {use} every {every} month(s), within {report} days of the end of "
        "the period, from {starts} on.",
    },
    "statements": {"ja": "明細書", "en": "Statements"},
    "statements-are": {
        "ja": "支払者は、支払いごとに計算の内訳を示した明細書を交付する。",
        "en": "With each payment the payer issues a statement that shows how it was computed.",
    },
    "unit": {
        "ja": "端数の単位は {amount} とする。",
        "en": "The rounding unit is {amount}.",
    },
}
