"""What an audit says, in Japanese and in English; the two are never mixed in one edition."""

from typing import Final, Literal

from ledger.audit.words_of_contents import CONTENT_FINDINGS

Lang = Literal["ja", "en"]
Pair = tuple[str, str]

CHECKS: Final[dict[str, Pair]] = {
    "bundle-files": ("ファイルの一覧とハッシュ", "Files and their hashes"),
    "log": ("記録の形式・連鎖・部分・木", "Entries: form, chain, parts, tree"),
    "checkpoints": ("署名済みチェックポイント", "Signed checkpoints"),
    "witnesses": ("証人の連署", "Cosignatures of witnesses"),
    "timestamps": ("時刻証明", "Timestamp tokens"),
    "facts": ("事実の形式", "Facts well-formed"),
    "terms": ("契約条件のハッシュ", "Terms hash as cited"),
    "postings": ("仕訳の貸借一致", "Postings balance"),
    "openings": ("引継ぎ残高の検算", "Openings computed again"),
    "payouts": ("支払計算のやり直し", "Payouts computed again"),
    "revisions": ("訂正のやり直し", "Revisions computed again"),
    "debtors": ("債務の引受け", "Debts assumed"),
    "statements": ("支払明細書のやり直し", "Statements computed again"),
    "files": ("引用されたファイル", "Cited files"),
    "shares": ("持分の合計", "Shares sum to one"),
    "balances": ("残高の導出", "Balances derived again"),
    "references": ("参照先の存在", "References exist"),
    "commands": ("依頼と事実の対応", "Commands and their facts"),
    "report-lines": ("報告明細のルート", "Roots of report lines"),
    "authors": ("作成者の署名", "Authors' signatures"),
    "authors-contested": (
        "争いのある署名（失効届の前）",
        "Signatures contested by a notice that came later",
    ),
    "report-links": ("報告・訂正・入金のつながり", "Corrections and receipts of reports"),
    "rates": ("換算相場", "Rates of exchange"),
    "committees": ("製作委員会の変更", "Changes of committees"),
    "rights": ("権利の台帳", "Rights in works"),
    "milestones": ("窓口の節目", "Milestones of windows"),
    "party-ends": ("終了した当事者", "Parties that are gone"),
    "papers": ("作成した書面", "Generated texts"),
    "approvals": ("承認", "Approvals"),
    "purchases": ("仕入明細書", "Purchase documents"),
    "invoices": ("請求書", "Invoices"),
    "disputes": ("係争", "Disputes"),
    "payments": ("支払", "Payments"),
    "dispute-holds": ("係争による支払保留", "Money held by disputes"),
    "royalty-audits": ("ロイヤルティ監査", "Royalty audits"),
    "cash": ("預金口座の帳簿", "Books of bank accounts"),
    "set-offs": ("相殺", "Set-offs"),
    "interest": ("遅延損害金", "Interest on late money"),
    "tax-forms": ("租税条約の届出書", "Treaty forms"),
    "bank-details": ("口座情報の申請と確認", "Bank details: who asked, who confirmed"),
    "bank-accounts": ("口座情報の開封", "Sealed accounts open"),
    "reports": ("報告書の集計", "Sums of reports"),
    "state": ("期間締めの状態", "States at period close"),
    "erasures": ("個人データの消去", "Erasures of personal data"),
    "personal": ("個人データのコミットメント", "Personal data opens its commitments"),
}

FINDINGS: Final[dict[str, Pair]] = {
    "bundle-root": ("記録から計算したルートが異なります", "the root of the entries is another"),
    "bundle-size": ("記録の件数が足りません", "there are fewer entries than claimed"),
    "blob-altered": ("引用されたファイルが書き換えられています", "a cited file was altered"),
    "blob-missing": ("引用されたファイルがありません", "a cited file is missing"),
    "blob-not-found": ("引用されたファイルがありません", "a cited file is missing"),
    "checkpoint-root": (
        "署名済みチェックポイントのルートと記録が合いません",
        "a signed checkpoint states another root",
    ),
    "checkpoint-size": (
        "チェックポイントの件数が合いません",
        "a signed checkpoint states another size",
    ),
    "entries-missing": ("記録のファイルがありません", "the entries are not there"),
    "entries-too-many": ("記録のファイルに余分があります", "there is more than the entries"),
    "entries-truncated": ("記録のファイルが途切れています", "the entries end too early"),
    "entry-commit": ("部分がコミットメントと合いません", "the parts do not open the commitment"),
    "entry-index": ("記録の番号が合いません", "the entry states another index"),
    "entry-leaf": ("記録の形式が正しくありません", "the entry is malformed"),
    "entry-leaf-hash": ("葉ハッシュが合いません", "the leaf hash is another"),
    "entry-origin": ("別の台帳の記録です", "the entry is another log's"),
    "entry-part": ("部分の形式が正しくありません", "a part is malformed"),
    "entry-prev": ("前の記録につながりません", "the entry does not continue the one before"),
    "entry-time": ("日時が前の記録より前です", "the time is before that of the entry before"),
    "key-id": ("鍵の名前がその鍵のものではありません", "a key is not named by its own hash"),
    "key-not-valid": (
        "その時点で有効な、その当事者の鍵ではありません",
        "a key was not the party's, or not in force at that entry",
    ),
    "nonce-reused": ("同じ鍵が同じ番号で二度署名しています", "a key used one nonce twice"),
    "public-key-malformed": ("公開鍵になっていません", "a public key is none"),
    "public-key-weak": ("誰でも署名できる公開鍵です", "anybody could sign for this key"),
    "signature-invalid": (
        "署名が記録された依頼と合いません",
        "a signature is not over the recorded command",
    ),
    "signature-missing": ("必要な署名がありません", "a signature that must be there is not"),
    "signatures-malformed": ("署名の形式が正しくありません", "signatures are malformed"),
    "erasure-not-ordered": ("決定されていない消去です", "an erasure that nobody ordered"),
    "erasure-repeated": ("消去の決定が二度あります", "an erasure was ordered twice"),
    "fact-malformed": ("事実の形式が正しくありません", "a fact is malformed"),
    "file-altered": ("ファイルが一覧のハッシュと異なります", "the file is not the one listed"),
    "file-irregular": (
        "通常のファイルではありません",
        "this is no regular file and was not read",
    ),
    "file-missing": ("一覧にあるファイルがありません", "a listed file is missing"),
    "file-too-large": ("ファイルが大きすぎます", "the file is longer than it may be"),
    "file-unexpected": ("束にあるはずのないファイルです", "bundles have no such file"),
    "file-unlisted": ("一覧にないファイルです", "a file that is not listed"),
    "file-unreadable": ("ファイルを読めません", "the file cannot be read"),
    "kept-checkpoint-beyond": (
        "監査人のチェックポイントより記録が少なくなっています",
        "the auditor's checkpoint covers more entries than there are",
    ),
    "kept-checkpoint-origin": (
        "監査人のチェックポイントは別の台帳のものです",
        "the auditor's checkpoint is another log's",
    ),
    "kept-checkpoint-root": (
        "監査人のチェックポイントの時点と履歴が異なります",
        "the history is not the one of the auditor's checkpoint",
    ),
    "key-not-of-log": ("監査人の鍵はこの台帳のものではありません", "the key is not the log's"),
    "listing-malformed": ("ファイル一覧の形式が正しくありません", "the list of files is malformed"),
    "log-shortened": (
        "署名後に末尾の記録が失われています",
        "entries that the log signed are missing at its end",
    ),
    "manifest-malformed": ("bundle.json の形式が正しくありません", "bundle.json is malformed"),
    "no-known-signature": ("台帳の鍵の署名がありません", "no key of the log signed this"),
    "note-malformed": ("署名済みの文の形式が正しくありません", "the signed note is malformed"),
    "parts-withheld": (
        "開示するはずの部分が伏せられています",
        "a part is closed that the scope of the bundle discloses",
    ),
    "parts-malformed": ("部分の行の形式が正しくありません", "a line of parts is malformed"),
    "parts-misplaced": ("部分の行が別の記録のものです", "a line of parts is another entry's"),
    "parts-missing": ("部分のファイルがありません", "the parts are not there"),
    "parts-too-many": ("部分のファイルに余分があります", "there is more than the parts"),
    "parts-truncated": ("部分のファイルが途切れています", "the parts end too early"),
    "path-unsafe": ("束の外を指す名前です", "a path that leaves the bundle"),
    "payout-not-computable": ("支払を計算し直せません", "a payout cannot be computed again"),
    "personal-uncited": (
        "どの記録も引用していない個人データです",
        "a name that no disclosed part stands for",
    ),
    "personal-altered": (
        "個人データがコミットメントと合いません",
        "a name does not open its commitment",
    ),
    "postings-unbalanced": ("仕訳の貸借が合いません", "postings do not balance"),
    "signature-wrong": ("署名が正しくありません", "a signature is wrong"),
    "terms-hash": ("契約条件のハッシュが合いません", "the terms hash otherwise"),
    "tile-altered": ("木のハッシュが記録と合いません", "a hash of the tree is not the entries'"),
    "tile-length": ("木のファイルの長さが合いません", "a tile has another length"),
    "tile-missing": ("木のファイルがありません", "a tile is missing"),
    "unknown-fact": ("知らない種類の事実です", "a fact of an unknown type"),
    "witness-quorum": ("証人の連署が足りません", "too few witnesses cosigned"),
}

VERDICTS: Final[dict[str, Pair]] = {
    "FAIL": (
        "合わない点があります。下の各項目が、その場所と、あるべき値と、実際の値を示します。",
        "Something does not hold. Each finding below names the place, what should be there and "
        "what is.",
    ),
    "SELF-CONSISTENT": (
        "内部に矛盾はありません。ただし、外部に保管された証拠とは照合していません。"
        "束の作成者は全体を作り替えることができるため、以前に受け取ったチェックポイントを"
        " --checkpoint で指定して照合してください。",
        "Nothing contradicts anything inside. It was not held against anything from outside: "
        "whoever made the bundle could have made all of it anew. Name a checkpoint that you "
        "received earlier with --checkpoint.",
    ),
    "VERIFIED": (
        "監査人が保管していたチェックポイントまでの履歴は書き換えられておらず、"
        "その後の記録はそこから続いています。",
        "The history up to the checkpoint that the auditor kept has not been rewritten, and what "
        "was recorded since continues it.",
    ),
}

LIMITS: Final[tuple[Pair, ...]] = (
    (
        "この監査が示すのは、記録が改変されていないことと、計算をやり直して同じ結果に"
        "なったことです。",
        "The audit shows that what is recorded was not altered, and that what was computed comes "
        "out again.",
    ),
    (
        "報告された売上が真実であること、すべて報告されたことは示しません。"
        "記録の前に起きたことは、この監査の外にあります。",
        "It does not show that a report was true, or that everything was reported. What happened "
        "before something was recorded lies outside of it.",
    ),
    (
        "チェックポイントより後の記録は、次に署名されるまで、知られずに失われることがあります。",
        "Entries after the last checkpoint can be lost without a trace until the next is signed.",
    ),
)

LABELS: Final[dict[str, Pair]] = {
    "title": ("台帳の監査報告", "Audit of a register"),
    "verdict": ("判定", "Verdict"),
    "origin": ("台帳名", "Origin"),
    "size": ("記録の件数", "Entries"),
    "root": ("ルート", "Root"),
    "scope": ("開示の範囲", "Scope"),
    "kept": ("照合したチェックポイント", "Checkpoint held against"),
    "kept-none": ("なし", "none"),
    "kept-size": ("{size}件の時点", "of {size} entries"),
    "checks": ("確認した項目", "What was checked"),
    "check": ("項目", "Check"),
    "count": ("件数", "Count"),
    "status": ("結果", "Result"),
    "totals": ("母集団と合計", "Populations and control totals"),
    "kind": ("種類", "Kind"),
    "sum": ("合計", "Total"),
    "undisclosed": ("非開示 {count}件", "{count} not disclosed"),
    "sample": ("標本", "Sample"),
    "samples": ("標本", "Samples"),
    "entries": ("台帳番号", "Entries"),
    "findings": ("見つかった問題（{total}件）", "Findings ({total})"),
    "findings-first": (
        "最初に合わないのは台帳番号 {index} です。それより後の問題は、その結果かもしれません。",
        "The first entry that does not hold is {index}; what follows it may be its consequence.",
    ),
    "findings-none": ("問題は見つかりませんでした。", "Nothing was found wrong."),
    "findings-more": ("ほか {count}件は省略しました。", "{count} more are not shown."),
    "place": ("場所", "Place"),
    "problem": ("問題", "Problem"),
    "expected": ("あるべき値", "Expected"),
    "found": ("実際の値", "Found"),
    "entry": ("台帳番号 {index}", "entry {index}"),
    "meaning": ("この判定の意味", "What this means, and what it does not"),
    "coverage": ("確かめた範囲", "What is covered"),
    "tokens": ("時刻証明", "Timestamp tokens"),
    "token-unchecked": (
        "ここでは確かめていません。次の命令で確かめられます: openssl ts -verify -data {note} "
        "-in {token} -CAfile ROOTS.pem",
        "not checked here; check with: openssl ts -verify -data {note} -in {token} "
        "-CAfile ROOTS.pem",
    ),
    "scope-full": ("全体", "everything"),
    "scope-party": ("当事者 {party} が読める部分", "what {party} may read"),
    "scope-period": ("{first} から {last} までの期間", "the months {first} to {last}"),
}

STATUSES: Final[dict[str, Pair]] = {
    "ok": ("合っている", "holds"),
    "failed": ("合わない", "does not hold"),
    "unavailable": ("確かめられない", "not available"),
    "contested": ("争いあり", "contested"),
    "none": ("該当なし", "none there"),
}

AMOUNTS: Final[dict[str, Pair]] = {
    "sales": ("売上", "sales"),
    "allocated": ("配分", "allocated"),
    "kept_before_remittance": ("入金前控除", "kept before remittance"),
    "payable": ("支払額", "payable"),
    "consumption_tax": ("消費税", "consumption tax"),
    "withholding": ("源泉徴収", "withholding"),
    "transfer": ("振込", "transfer"),
    "reported": ("報告額", "reported"),
    "promised": ("送金予定", "promised"),
    "received": ("入金", "received"),
}

KINDS: Final[dict[str, Pair]] = {
    "payouts": ("支払計算", "Payouts"),
    "statements": ("支払明細書", "Statements"),
    "reports": ("報告書", "Reports"),
    "receipts": ("入金", "Receipts"),
    "terms": ("契約条件", "Terms"),
    "registrations": ("登録", "Registrations"),
}


def pick(pair: Pair, lang: Lang) -> str:
    """Return one edition of a text."""
    return pair[0] if lang == "ja" else pair[1]


def say(name: str, lang: Lang, **values: object) -> str:
    """Return a label with its values filled in."""
    return pick(LABELS[name], lang).format(**values)


def status_name(status: str, count: int, lang: Lang) -> str:
    """Return how a check went; of nothing to look at that is said, not that it holds."""
    return pick(STATUSES["none" if status == "ok" and not count else status], lang)


def check_name(name: str, lang: Lang) -> str:
    """Return what a check is called; the part of it that could not be looked at says so."""
    known = CHECKS.get(name.removesuffix("-unavailable"))
    if known is None:
        return name
    unseen = name.endswith("-unavailable")
    return pick(known, lang) + (pick(("（非開示分）", " (not disclosed)"), lang) if unseen else "")


def problem_of(code: str, lang: Lang) -> str:
    """Return what a finding says; its code alone where there is no sentence for it."""
    known = FINDINGS.get(code) or CONTENT_FINDINGS.get(code)
    return f"{pick(known, lang)} [{code}]" if known else f"[{code}]"
