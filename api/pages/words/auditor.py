"""Texts of the auditor's pages: the chain, its checkpoints, verifying it, findings of audits."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "auditor.health": ("台帳の状態", "Health of the chain"),
    "auditor.verify-now": ("自分のブラウザで検証する", "Verify in your browser"),
    "auditor.guard-bad": ("ガードが台帳と合いません", "The guard contradicts the log"),
    "auditor.lies": ("矛盾の証拠が保管されています", "Evidence of a contradiction is kept"),
    "auditor.lies-told": (
        "台帳か証人の署名に矛盾があった証拠が{count}件、台帳のフォルダーにあります。"
        "運営者に写しを求めてください。",
        "{count} files in the register's folder prove that the log or a witness signed what "
        "contradicts itself. Ask the operator for copies.",
    ),
    "auditor.size": ("記録の件数", "Entries"),
    "auditor.last-entry": ("最後の記録 {at}", "last entry {at}"),
    "auditor.last-checkpoint": ("最新のチェックポイント", "Last checkpoint"),
    "auditor.entries": ("{count}件", "{count} entries"),
    "auditor.covered-until": ("{at}の記録まで", "up to the entry of {at}"),
    "auditor.none": ("なし", "none"),
    "auditor.none-published": (
        "チェックポイントはまだ公開されていません。",
        "No checkpoint has been published yet.",
    ),
    "auditor.uncovered": ("まだ含まれていない記録", "Not covered yet"),
    "auditor.uncovered-none": ("すべて含まれています", "everything is covered"),
    "auditor.uncovered-told": ("次のチェックポイントに入ります", "the next checkpoint covers them"),
    "auditor.guard": ("ガード", "Guard"),
    "auditor.guard-good": ("一致", "agrees"),
    "auditor.guard-wrong": ("不一致", "contradicts"),
    "auditor.guard-size": ("{count}件まで署名済み", "{count} entries were signed for"),
    "auditor.growth": ("記録の増え方", "How the log grew"),
    "auditor.chart-day": ("日付", "Day"),
    "auditor.chart-size": ("件数", "Entries"),
    "auditor.chart-told": (
        "記録は増え続けて{size}件になりました。",
        "The log grew to {size} entries.",
    ),
    "auditor.signatures": ("署名と時刻", "Signatures and time"),
    "auditor.root": ("ルートハッシュ", "Root hash"),
    "auditor.checkpoint-root": ("チェックポイントのルート", "Root of the checkpoint"),
    "auditor.witnesses": ("証人の連署", "Cosignatures of witnesses"),
    "auditor.witnesses-none": ("連署はありません。", "None cosigned it."),
    "auditor.witnesses-unchecked": (
        "証人の鍵がこの台帳に設定されていないため、署名は確かめていません。",
        "The keys of witnesses are not set here, so these were not verified.",
    ),
    "auditor.no-policy": ("証人の方針なし", "no witness policy"),
    "auditor.quorum-reached": ("必要な数に達しています", "quorum reached"),
    "auditor.quorum-missed": ("必要な数に足りません", "quorum missed"),
    "auditor.stamped": ("時刻証明（RFC 3161）", "Timestamp (RFC 3161)"),
    "auditor.stamped-at": (
        "{count}件のチェックポイントに {at}（認証局の証明書は未確認）",
        "over {count} entries at {at} (the authority's certificate was not checked)",
    ),
    "auditor.stamped-none": (
        "最近のチェックポイントに時刻証明はありません。",
        "No recent checkpoint has a timestamp.",
    ),
    "auditor.keep": ("最新のチェックポイントを保管する", "Keep the last checkpoint"),
    "auditor.all-checkpoints": ("すべてのチェックポイント", "All checkpoints"),
    "auditor.convict": ("不正を証明するには", "What would convict us"),
    "auditor.convict-1": (
        "チェックポイントを、この台帳の外に保管してください。監査のたびに一つで足ります。",
        "Keep a checkpoint outside this register. One at each audit is enough.",
    ),
    "auditor.convict-2": (
        "次の監査で、保管したものからいまの台帳への連続を、自分のブラウザで確かめてください。",
        "At the next audit, verify in your browser that today's log continues it.",
    ),
    "auditor.convict-3": (
        "続いていなければ、二つの署名済みチェックポイントがそのまま証拠です。両方を保管してください。",
        "If it does not, the two signed checkpoints are the proof. Keep both.",
    ),
    "auditor.convict-told": (
        "同じ件数でルートの違う署名が二つあれば、言い逃れはできません。",
        "Two signatures over one size with different roots cannot be explained away.",
    ),
    "auditor.keys": ("台帳の鍵の履歴", "Keys of the log"),
    "auditor.rotated": (
        "最後の鍵の交代は、台帳番号{entry}です。",
        "The last rotation is entry {entry}.",
    ),
    "auditor.never-rotated": (
        "鍵は、はじめから交代していません。",
        "The key is the first one; it was never rotated.",
    ),
    "auditor.key": ("検証鍵", "Key"),
    "auditor.key-since": ("この件数から", "From size"),
    "auditor.key-until": ("この件数まで", "Until size"),
    "auditor.in-force": ("使用中", "in force"),
    "auditor.months": ("締めた月", "Closed months"),
    "auditor.months-caption": (
        "締めた月と、その時の状態のルート",
        "Closed months, with the roots of the state",
    ),
    "auditor.months-none": ("締めた月はまだありません。", "No month is closed yet."),
    "auditor.month": ("月", "Month"),
    "auditor.entry": ("台帳番号", "Entry"),
    "auditor.balances": ("残高・持分", "Balances and shares"),
    "auditor.balances-root": ("残高・持分のルート", "Root of balances"),
    "auditor.identifiers": ("識別番号", "Identifiers"),
    "auditor.identifiers-root": ("識別番号のルート", "Root of identifiers"),
    "auditor.checkpoints": ("チェックポイント", "Checkpoints"),
    "auditor.checkpoints-told": (
        "公開した署名済みのチェックポイントです。保存して、この台帳の外に保管してください。",
        "The signed checkpoints that were published. Save one and keep it outside this register.",
    ),
    "auditor.note": ("署名付きの文書", "Signed note"),
    "auditor.save-note": ("保存する", "Save"),
    "auditor.verify": ("自分のブラウザで検証する", "Verify in your browser"),
    "auditor.verify-told": (
        "あなたのブラウザが、公開されているチェックポイントとハッシュ木のファイルを読み込み、"
        "自分で計算して確かめます。このページの言うことは信じません。",
        "Your browser fetches the public checkpoint and the tiles of the hash tree, and computes "
        "everything itself. It does not believe what this page says.",
    ),
    "auditor.kept-text": ("または、内容を貼り付ける", "Or paste its text"),
    "auditor.what": ("確かめるもの（任意）", "What to verify (optional)"),
    "auditor.index": ("台帳番号", "Entry"),
    "auditor.index-hint": (
        "この番号の記録が、台帳に含まれることを確かめます。",
        "Verifies that this entry is in the log.",
    ),
    "auditor.proof": ("証明ファイル", "Proof file"),
    "auditor.proof-hint": (
        "記録の証明（C2SP tlog-proof）を選ぶか、ここに置いてください。",
        "Choose the proof of an entry (C2SP tlog-proof), or drop it here.",
    ),
    "auditor.whole": ("すべての記録を読んで確かめる", "Read and verify every entry"),
    "auditor.whole-hint": (
        "つながりとルートをはじめから計算します。件数が多いと時間がかかります。",
        "Computes chain and root from the start. Takes a while for many entries.",
    ),
    "auditor.server-key": ("このサーバーが示す検証鍵", "The key that this server shows"),
    "auditor.server-key-told": (
        "別の経路で得た鍵と見比べてください。ここから写したものでは、照合したことになりません。",
        "Compare it with one that reached you some other way. Copying it from here proves nothing.",
    ),
    "auditor.findings": ("監査の結果", "Findings"),
    "auditor.findings-told": (
        "台帳の全体を調べ直します。記録の形、つながり、署名、支払計算のやり直しなどです。"
        "「daicho verify」と同じ確認です。",
        "Checks the whole register: form, chain and signatures of entries, payouts computed again, "
        "and more. The same as `daicho verify`.",
    ),
    "auditor.run": ("監査を始める", "Run an audit"),
    "auditor.run-again": ("もう一度監査する", "Run it again"),
    "auditor.running": ("実行中です", "Running"),
    "auditor.starting": ("準備しています。", "Getting ready."),
    "auditor.done-of": ("{total}件のうち{done}件", "{done} of {total}"),
    "auditor.running-told": (
        "この画面は自動で更新されます。閉じても続きます。"
        "サーバーが再起動したときは、はじめからやり直してください。",
        "This page refreshes by itself and may be closed. After a restart of the server, begin "
        "again.",
    ),
    "auditor.broken": (
        "予期しない誤りで終わりました。運営者にお知らせください。",
        "It ended by an unexpected error. Please tell the operator.",
    ),
    "auditor.verdict-FAIL": ("不一致あり", "FAIL"),
    "auditor.verdict-SELF-CONSISTENT": ("自己矛盾なし", "SELF-CONSISTENT"),
    "auditor.meaning-FAIL": (
        "記録されたとおりではない箇所があります。最初の不一致より後のものは、その結果かもしれません。",
        "Something is not as it was recorded. What follows the first finding may be its "
        "consequence.",
    ),
    "auditor.meaning-SELF-CONSISTENT": (
        "中身は互いに矛盾していません。台帳の外のものとは照合していません。"
        "保管していたチェックポイントと、ブラウザで照合してください。",
        "Nothing contradicts itself. Nothing from outside was compared: hold the log against a "
        "checkpoint that you kept, in your browser.",
    ),
    "auditor.made-at": ("作成日時", "Made at"),
    "auditor.findings-count": ("不一致: {count}件", "Findings: {count}"),
    "auditor.findings-first": ("はじめの{count}件", "The first {count}"),
    "auditor.values-hidden": (
        "値は、台帳の全体を閲覧できる方にだけ示します。",
        "Values are shown to those who may read the whole register.",
    ),
    "auditor.finding": ("内容", "Finding"),
    "auditor.expected": ("あるべき値", "Expected"),
    "auditor.found": ("実際の値", "Found"),
    "auditor.no-findings": ("不一致はありません。", "There are none."),
    "auditor.checked": ("確認したこと", "What was checked"),
    "auditor.check": ("項目", "Check"),
    "auditor.count": ("件数", "Count"),
    "auditor.result": ("結果", "Result"),
    "auditor.no-audit": (
        "監査の結果はまだありません。上のボタンで始めてください。",
        "There is no result yet. Run an audit with the button above.",
    ),
}
