"""Texts of the picture of one line's money, and of the page around it."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "flow.hidden": (
        "契約により非公開（監査人が確かめています）",
        "Confidential by the agreement (checked by the auditor)",
    ),
    "flow.left": ("残り {amount}", "left {amount}"),
    "flow.taken": ("− {amount}", "− {amount}"),
    "flow.share": ("{label}のうち、あなたの分", "Your part of {label}"),
    "flow.revenue": ("売上", "Revenue"),
    "flow.revenue-of": ("売上（{channel}）", "Revenue ({channel})"),
    "flow.many": ("売上の種類ごとに差し引かれるもの", "Taken off by kind of revenue"),
    "flow.others": ("ほか{count}種 {amount}", "{count} others {amount}"),
    "flow.costs": ("かかった費用 {count}件", "Costs: {count}"),
    "flow.beyond": (
        "入金の累計 {inflow} のうち、目標額を超えた分",
        "The part of {inflow} to date beyond the target",
    ),
    "flow.recouped": ("目標額に届くまでの回収", "Recovered until the target is reached"),
    "flow.rate": ("{basis} × {rate}", "{basis} × {rate}"),
    "flow.rate-to-date": ("累計 {basis} × {rate}", "{basis} to date × {rate}"),
    "flow.before": ("これまでの {amount} との差額", "less {amount} given before"),
    "flow.title": ("売上からあなたの取り分まで", "From revenue to your share"),
    "flow.desc": (
        "「{label}」の {amount} になるまでの流れ。同じ内容が、図の下に文章であります。",
        "How “{label}” comes to {amount}. The same stands below the picture in words.",
    ),
    "flow.legend-taken": ("差し引かれるもの", "what is taken off"),
    "flow.legend-left": ("残り（太さは額）", "what is left (as wide as the amount)"),
    "flow.legend-result": ("計算の結果", "what it comes to"),
    "line.title": ("「{label}」の理由", "Why “{label}”"),
    "line.amount": ("今回の額", "This amount"),
    "line.picture": ("図で見る", "As a picture"),
    "line.in-words": ("図を文章で読む", "The picture in words"),
    "line.no-picture": (
        "この行は図にできません。下の文章をご覧ください。",
        "There is no picture of this line; please read the sentences below.",
    ),
    "line.steps": ("計算の順に", "Step by step"),
    "line.reports": ("もとになった売上の報告", "The reports it is made from"),
    "line.to-payment": ("あなたの口座に届くまで", "How it becomes a transfer"),
    "line.back": ("明細書に戻る", "Back to the statement"),
    "line.closed-rate": (
        "この契約では、あなたの料率と計算のもとだけが公開されています。そのほかの段階は非公開で、"
        "監査人が確かめています。",
        "This agreement discloses your own rate and its basis. The other steps are confidential and "
        "checked by the auditor.",
    ),
    "line.closed-aggregate": (
        "この契約では、額だけが公開されています。計算の途中は非公開で、監査人が確かめています。",
        "This agreement discloses the amount alone. The way there is confidential and checked by the "
        "auditor.",
    ),
    "line.before-line": ("前の行", "Previous line"),
    "line.next-line": ("次の行", "Next line"),
    "agreements.title": ("あなたの契約", "Your agreements"),
    "agreements.none": (
        "まだ契約の明細がありません。最初の明細書が届くと、ここに表示されます。",
        "No agreement has stated anything to you yet. It shows here with the first statement.",
    ),
    "agreements.agreement": ("契約", "Agreement"),
    "agreements.until": ("計算済みの期間", "Computed until"),
    "agreements.latest": ("最近の明細書", "Latest statement"),
    "agreements.meter": ("リクープまで", "How far to recoupment"),
    "agreements.meter-none": (
        "あなたの取り分は、リクープを待たずに支払われます。",
        "Your share waits for no recoupment.",
    ),
    "agreements.so-far": ("これまで", "So far"),
    "agreements.target": ("目標", "Target"),
    "agreements.to-go": ("あと", "To go"),
    "agreements.beyond": ("目標を超えた額", "Beyond the target"),
    "agreements.open": ("回収中", "not yet"),
    "agreements.done": ("達成", "reached"),
    "agreements.meter-picture": (
        "{label}: 目標 {target} のうち {so_far}（{percent}%）",
        "{label}: {so_far} of {target} ({percent}%)",
    ),
    "agreements.confidential": (
        "額は契約により非公開です。監査人が確かめています。",
        "The amounts are confidential by the agreement. An auditor checks them.",
    ),
    "agreements.why-zero": ("なぜ、いまは0円なのか", "Why it is zero now"),
    "agreements.why-zero-told": (
        "あなたの取り分は、下の目標額まで回収された後に始まります。",
        "Your share begins once the target below is recovered.",
    ),
    "agreements.deficit": (
        "分配の原資が、これまでの累計でまだ0円を下回っています（{amount}）。0円を超えると分配が始まります。",
        "The pool to share is still below zero to date ({amount}). Sharing begins above zero.",
    ),
    "agreements.deficit-closed": (
        "分配の原資が、これまでの累計でまだ0円を下回っています。0円を超えると分配が始まります。",
        "The pool to share is still below zero to date. Sharing begins above zero.",
    ),
    "agreements.shared": (
        "この目標は、ほかの契約と一緒に回収されます。ここにはこの契約の分だけが示されています。",
        "This target is recovered together with other agreements; what this one gave is shown.",
    ),
}
