"""Texts of the auditor's pages: payout runs computed again, and bundles."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "auditor.recompute": ("支払計算のやり直し", "Payout runs, computed again"),
    "auditor.recompute-told": (
        "支払計算を一つ選ぶと、契約の条件と入力からいま計算し直し、記録と並べて示します。",
        "Choose a run: it is computed now from the clauses and its inputs, and shown beside what "
        "was recorded.",
    ),
    "auditor.runs": ("支払計算", "Payout runs"),
    "auditor.runs-none": (
        "閲覧できる支払計算はありません。閲覧の許可は、契約の当事者か運営者が出します。",
        "There is no run that you may read. The parties of an agreement, or the operator, grant it.",
    ),
    "auditor.run-id": ("支払計算の番号", "Run"),
    "auditor.period": ("期間", "Period"),
    "auditor.payer": ("支払者", "Payer"),
    "auditor.agreement": ("契約", "Agreement"),
    "auditor.workbook": ("再計算ワークブックを保存する", "Save the re-performance workbook"),
    "auditor.recorded": ("記録", "Recorded"),
    "auditor.recomputed": ("再計算", "Computed again"),
    "auditor.difference": ("差額", "Difference"),
    "auditor.same": ("記録と一致しました", "As recorded"),
    "auditor.same-told": (
        "配分・仕訳・計算の各行が、記録と1円も違いません。",
        "Allocations, postings and every row of the computation are as recorded, to the yen.",
    ),
    "auditor.differs": ("記録と違います", "Not as recorded"),
    "auditor.differs-told": (
        "差額のある行と、「違います」となった部分をご覧ください。",
        "See the lines with a difference, and the parts that differ.",
    ),
    "auditor.not-computable": ("計算し直せません", "It cannot be computed again"),
    "auditor.not-computable-told": (
        "計算の記録か契約の条件が、欠けているか壊れています。",
        "The recorded computation, or the clauses, are missing or damaged.",
    ),
    "auditor.allocations": ("配分", "Allocations"),
    "auditor.nothing-allocated": (
        "この計算では、配分も仕訳もありません。",
        "This run allocates and posts nothing.",
    ),
    "auditor.party": ("受取人", "Payee"),
    "auditor.clause": ("条項", "Clause"),
    "auditor.postings": ("仕訳", "Postings"),
    "auditor.account": ("勘定", "Account"),
    "auditor.account-payable": ("支払", "Payable to"),
    "auditor.account-sales": ("売上", "Sales"),
    "auditor.account-held": ("保留", "Held"),
    "auditor.account-items": ("売上の一部", "items of sales"),
    "auditor.account-cost": ("費用", "Costs"),
    "auditor.account-carried": ("繰越", "Carried"),
    "auditor.account-retained": ("留保", "Retained"),
    "auditor.account-fx": ("通貨の換算", "Change of money"),
    "auditor.parts": ("計算の結果の各部分", "Parts of the outcome"),
    "auditor.part": ("部分", "Part"),
    "auditor.as-recorded": ("記録と一致", "as recorded"),
    "auditor.other": ("違います", "differs"),
    "auditor.part-allocations": ("配分", "Allocations"),
    "auditor.part-postings": ("仕訳", "Postings"),
    "auditor.part-held": ("保留した金額", "Money held"),
    "auditor.part-identity": ("収支の一致", "What came in is what went out"),
    "auditor.part-position": ("累計", "Amounts to date"),
    "auditor.part-holders": ("権利者の持分", "Shares of holders"),
    "auditor.part-trace": ("計算の各行（ハッシュ）", "Every row of the computation (hash)"),
    "auditor.inputs-elsewhere": (
        "ここでは、記録された入力から計算し直しています。"
        "入力が報告や費用の記録どおりかは、台帳全体の監査で確かめます。",
        "This computes again from the inputs as recorded. Whether those are what reports and costs "
        "on record say, the audit of the whole register shows.",
    ),
    "auditor.other-runs": ("ほかの支払計算", "Other runs"),
    "auditor.bundle": ("監査用の束", "Audit bundle"),
    "auditor.bundle-told": (
        "台帳に接続せずに監査できるよう、記録と証拠の書類を一つのファイルにまとめます。",
        "Puts entries and their evidence into one file, so that they can be audited without this "
        "register.",
    ),
    "auditor.scope": ("範囲", "Scope"),
    "auditor.scope-full": ("すべての記録の内容", "The contents of every entry"),
    "auditor.scope-party": (
        "あなたの立場に開示された内容。ほかの内容は、ハッシュだけが入ります。",
        "What is addressed to the party that you act for. Of the rest, only hashes are in it.",
    ),
    "auditor.people": ("個人の名前", "Names of people"),
    "auditor.people-told": (
        "入りません。必要なときは、運営者に求めてください。",
        "Not in it. Ask the operator where they are needed.",
    ),
    "auditor.bundle-make": ("束を作る", "Make a bundle"),
    "auditor.bundle-again": ("作り直す", "Make it again"),
    "auditor.bundle-ready": ("束ができました", "The bundle is ready"),
    "auditor.files": ("ファイル", "Files"),
    "auditor.sha256": ("ハッシュ値（SHA-256）", "Hash (SHA-256)"),
    "auditor.until": ("保存期限", "Kept until"),
    "auditor.save-bundle": ("束を保存する（ZIP）", "Save the bundle (ZIP)"),
    "auditor.bundle-how": (
        "展開して、次の命令か、公開の検証ページで監査できます。",
        "Unpack it and audit it with this command, or on the public page for verifying:",
    ),
}
