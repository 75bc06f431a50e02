"""The words of the table of a committee's end, in Japanese and English."""

from collections.abc import Mapping
from typing import Final

Both = tuple[str, str]

TITLES: Final[Mapping[str, Both]] = {
    "end": ("終了の概要", "The end"),
    "rights": ("権利: 終了前と終了後", "Rights: before and after"),
    "windows": ("窓口: 終了前と終了後", "Windows: before and after"),
    "holders": (
        "契約上の分配を受ける者（委員会の地位を引き継ぐ者）",
        "Who takes the committee's place in agreements",
    ),
    "licences": ("存続する利用許諾", "Licences that go on"),
    "money": ("金銭: 勘定ごとの帰属", "Money by account"),
    "claims": ("終了後も続く請求権", "Claims that go on"),
    "debts": ("債務の弁済（残余財産に先立つ）", "Debts, paid before the residue"),
    "residue": ("残余財産または不足の分担", "Residue, or what is short"),
    "custody": ("原版・資料の保管", "Custody of masters and papers"),
    "tasks": ("残る手続", "What remains to be done"),
    "defects": ("決まらないもの", "What would be left open"),
}
COLUMNS: Final[Mapping[str, Both]] = {
    "account": ("勘定", "account"),
    "after": ("終了後", "after"),
    "agreement": ("契約", "agreement"),
    "amount": ("金額", "amount"),
    "before": ("終了前", "before"),
    "cell": ("権利", "right"),
    "clause": ("条項", "clause"),
    "copyright": ("著作権持分", "copyright"),
    "creditor": ("債権者", "creditor"),
    "debt": ("債務", "debt"),
    "debtor_after": ("債務者（終了後）", "debtor after"),
    "debtor_before": ("債務者（終了前）", "debtor before"),
    "item": ("項目", "item"),
    "investment": ("出資比率", "investment"),
    "licence": ("許諾", "licence"),
    "licensee": ("被許諾者", "licensee"),
    "licensor_after": ("許諾者（終了後）", "licensor after"),
    "licensor_before": ("許諾者（終了前）", "licensor before"),
    "medium": ("利用", "use"),
    "open": ("不足（構成員の負担）", "short (borne by members)"),
    "paid": ("弁済額", "paid"),
    "part": ("残余・負担", "part"),
    "party": ("当事者", "party"),
    "payees": ("受取人", "payees"),
    "pays": ("支払う額", "pays"),
    "price": ("対価の債務", "owes for rights"),
    "profit": ("損益分配", "profit and loss"),
    "receives": ("受け取る額", "receives"),
    "share": ("持分", "share"),
    "since": ("いつから", "since"),
    "signs": ("終了後に署名する者", "who signs afterwards"),
    "territory": ("地域", "territory"),
    "what": ("内容", "what"),
    "window": ("窓口", "window"),
    "work": ("作品", "work"),
}
PLAIN: Final[Mapping[str, Both]] = {
    "committee": ("委員会", "the committee"),
    "nobody": ("なし", "nobody"),
    "none": ("該当なし", "none"),
    "not-known": ("不明", "not known"),
    "statute": ("法律の定め", "statute"),
    "transfer_day": ("権利の移転日", "rights pass on"),
    "money_from": ("収益の帰属が変わる月", "money follows from"),
    "contact": ("利用許諾の問合せ先", "contact for licence requests"),
    "declaration": ("利用可否の意思表示", "declaration of intention"),
    "licensable": ("利用を許諾する", "licensable"),
    "ask": ("問い合わせてください", "ask first"),
    "not_licensed": ("利用を許諾しない", "not licensed"),
    "everybody": ("全員の合意: {names}", "all of them: {names}"),
    "until": ("{day}まで", "until {day}"),
    "rest": ("その他の利用", "the rest"),
    "clause": ("{outcome}: {media}", "{outcome}: {media}"),
    "after_years": ("{outcome}（{years}年後から）", "{outcome} after {years} years"),
    "by": ("{name}による", "by {name}"),
}
NOTES: Final[Mapping[str, Both]] = {
    "windows": (
        "窓口は委員会の代理であり、委員会とともに終わる。共有となる権利の行使には全員の合意が必要"
        "（著作権法65条2項）。代表者を定めることができる（65条4項・64条3項）。",
        "Windows represent the committee and end with it. What is co-owned is exercised only by "
        "agreement of all (Copyright Act, article 65(2)); they may name a representative "
        "(articles 65(4) and 64(3)).",
    ),
    "licences": (
        "被許諾者は新しい権利者に利用権を対抗できる（著作権法63条の2）。許諾者の契約上の地位（債権・"
        "最低保証の義務など）は、記録された譲渡・同意・通知によってのみ移り、なければ元の許諾者に残る。",
        "The licensee may oppose the new holders (Copyright Act, article 63-2). The licensor's "
        "position in the contract, with its claims and duties, passes only by a recorded "
        "assignment, consent or notice; without one the old licensor stays.",
    ),
    "claims": (
        "債務の引受けは、定めがなければ併存的（民法470条）: 元の債務者は債権者が同意しない限り"
        "責任を負い続ける（472条）。",
        "A debt is assumed cumulatively unless it says otherwise (Civil Code, article 470): the "
        "old debtors stay liable unless the creditor agrees (article 472).",
    ),
    "residue": (
        "残余財産は出資の価額に応じて分割する（民法688条3項）。不足は損益分配の割合、定めがなければ"
        "出資の価額に応じて負担する（674条1項）。",
        "The residue is divided by contributions (Civil Code, article 688(3)); what is short is "
        "borne by the shares of loss, or by contributions where none are agreed (674(1)).",
    ),
    "declaration": (
        "意思表示は利用者と裁定制度の参考となるもので、その結果を保証しない。",
        "The declaration supports those who ask and the authority that decides; its outcome is "
        "not guaranteed.",
    ),
    "registration": (
        "登録免許税は1件あたりの額（著作権法77条、登録免許税法）。専門家の確認が必要。",
        "Registration tax per case (Copyright Act, article 77); an expert must confirm it.",
    ),
}
OUTCOMES: Final[Mapping[str, Both]] = {
    "co_ownership": ("構成員の共有", "co-ownership"),
    "lead": ("幹事会社", "the lead"),
    "member": ("構成員の1社", "one member"),
    "author": ("著作者", "the author"),
    "studio": ("制作会社", "the studio"),
    "manager": ("管理者", "a manager"),
    "shares": ("定められた持分", "agreed shares"),
}
ACCOUNTS: Final[Mapping[str, Both]] = {
    "held": ("保留", "held"),
    "not_distributed": ("入金済み・未分配", "received, not divided"),
    "receivable": ("未入金", "promised, not received"),
    "not_stated": ("分配済み・明細書なし", "allocated, no statement"),
    "not_paid": ("明細書あり・支払前", "stated, not paid yet"),
    "carried": ("繰越し", "carried forward"),
    "deficit": ("赤字の繰越し", "deficit carried"),
    "unrecouped": ("未回収の前払・最低保証", "advance or guarantee not earned back"),
}
TASKS: Final[Mapping[str, Both]] = {
    "register-transfers": (
        "{what}: 著作権の移転の登録 {count}件、登録免許税 {amount}（著作権法77条）",
        "{what}: register {count} transfers of copyright, registration tax {amount} "
        "(Copyright Act, article 77)",
    ),
    "assign-licensor": (
        "{what}（被許諾者 {party}）: 許諾者の契約上の地位を引き継ぐ者を記録する",
        "{what} (licensee {party}): record who takes over the licensor's position",
    ),
    "agreement-for-media": (
        "{what}: 収益を分配する契約を、受け取る者（{party}）との間で結ぶ",
        "{what}: conclude an agreement on its income with the receivers {party}",
    ),
    "window-fee-goes-on": (
        "{what}: 窓口は終わるが、条項は{party}への手数料を払い続ける。"
        "続けるのでなければ条項を改める",
        "{what}: the window ends, and clauses go on paying {party} its fee: change them "
        "unless that is meant",
    ),
    "assume-debt": (
        "{what}: {party}による債務の引受けを記録する",
        "{what}: record that {party} assumes the debt",
    ),
    "declare-use": (
        "利用可否の意思表示を公表する",
        "declare publicly whether uses are licensed",
    ),
    "name-custody": (
        "原版・資料の保管者を記録する",
        "record who keeps masters and papers",
    ),
}
