"""Every sentence the tool says about its own work, in both languages, on one page."""

from typing import Final

from api.cli.accounting_words import ACCOUNTING_SENTENCES
from api.cli.approvals_words import APPROVAL_SENTENCES
from api.cli.bank_words import BANK_SENTENCES
from api.cli.cash_words import CASH_SENTENCES
from api.cli.invoices_words import INVOICE_SENTENCES
from api.cli.language import Lang
from api.cli.notices_words import NOTICE_SENTENCES
from api.cli.paper_words import PAPER_SENTENCES
from api.cli.payments_words import PAYMENT_SENTENCES
from api.cli.sign_in_words import SIGN_IN_SENTENCES
from api.cli.tax_year_words import TAX_YEAR_SENTENCES
from api.cli.upgrade_words import UPGRADE_SENTENCES

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    **ACCOUNTING_SENTENCES,
    **BANK_SENTENCES,
    **CASH_SENTENCES,
    **INVOICE_SENTENCES,
    **NOTICE_SENTENCES,
    **PAPER_SENTENCES,
    **APPROVAL_SENTENCES,
    **PAYMENT_SENTENCES,
    **SIGN_IN_SENTENCES,
    **TAX_YEAR_SENTENCES,
    **UPGRADE_SENTENCES,
    "aliased": (
        "{party} に別表記「{alias}」を追加しました。",
        "{party} is now found as {alias}, too.",
    ),
    "checkpoint-covers": (
        "{month} の状態を含むチェックポイントを公開しました。",
        "Published a checkpoint that covers the state of {month}.",
    ),
    "checkpoint-unchanged": (
        "新しい記録はありません。公開済みのチェックポイント: {size}件、ルート {root}",
        "Nothing is new. The published checkpoint: {size} entries, root {root}",
    ),
    "checkpoint-published": (
        "チェックポイントを公開しました: {size}件、ルート {root}",
        "Published a checkpoint: {size} entries, root {root}",
    ),
    "checkpoint-witness": (
        "証人 {witness}: {status} {detail}",
        "Witness {witness}: {status} {detail}",
    ),
    "checks": ("確認した項目:", "What was checked:"),
    "created": (
        "台帳 {origin} を {home} に作成しました。\n開始文のハッシュ: {genesis}",
        "Created the register {origin} in {home}.\nHash of its genesis text: {genesis}",
    ),
    "compare-different": (
        "{count}行が異なります。最初に異なる段階: {first}",
        "{count} lines differ. First clause that differs: {first}",
    ),
    "compare-equal": ("すべての行が一致しました。", "Every line agrees."),
    "compare-unknown": (
        "先方の表にあって、この契約にない受取人・条項: {words}\n"
        "受取人は登録の名称またはID、条項は名称・条番号またはIDで書いてください。",
        "In their sheet, but no payee or clause of this agreement: {words}\n"
        "Write payees by their registered name or id, clauses by name, number or id.",
    ),
    "declaration-supports": (
        "{day} 現在の意思表示として公表しました。裁定などの結果を保証するものではありません。",
        "Published as a declaration as of {day}. What others decide on it is not guaranteed.",
    ),
    "dissolution-begun": (
        "製作委員会 {committee} の清算を始めました（{id}）。",
        "Winding up of {committee} has begun ({id}).",
    ),
    "dissolution-defects": (
        "未確定の事項が{count}件あります。committees dissolved {committee} で確認してください。",
        "{count} things are left open. See: committees dissolved {committee}",
    ),
    "dissolution-refused": (
        "このままでは記録できません: {why}",
        "It could not be recorded like this: {why}",
    ),
    "dissolution-result": (
        "この結果のハッシュ（result_sha256）: {digest}",
        "Digest of this result (result_sha256): {digest}",
    ),
    "cutover-difference": (
        "差異 {line}: {difference}（{reason}、{effect}）",
        "Difference {line}: {difference} ({reason}; {effect})",
    ),
    "cutover-read": (
        "受け入れた行: {accepted}、受け入れられない箇所: {refused}",
        "Lines accepted: {accepted}. Places refused: {refused}",
    ),
    "cutover-refused": (
        "{place}: {why} 値: {value} 正: {expected}",
        "{place}: {why}. Value: {value}. Right: {expected}",
    ),
    "cutover-template": ("{file} を書き出しました。", "Wrote {file}."),
    "cutover-total": ("{sheet} の合計: {amount}", "Total of {sheet}: {amount}"),
    "cutover-trial": (
        "確認のみ行い、何も記録していません。",
        "Checked only; nothing was recorded.",
    ),
    "demo-built": (
        "見本の台帳を {home} に作りました（種 {seed}、すべて架空のデータです）。\n"
        "作品 {works}、製作委員会 {committees}、会社 {companies}、クリエイター {creators}、"
        "台帳の記録 {size}件",
        "Built a sample register in {home} (seed {seed}; every name and figure is made up).\n"
        "{works} works, {committees} committees, {companies} companies, {creators} creators, "
        "{size} entries",
    ),
    "demo-companies": (
        "会社の受取額（{count}社のうち{shown}社）:",
        "What companies received ({shown} of {count}):",
    ),
    "demo-creators": (
        "クリエイターの受取額（{count}人のうち{shown}人）:",
        "What creators received ({shown} of {count}):",
    ),
    "demo-doors": (
        "画面のサインイン（見本だけのもの）。パスワードはどれも {password}",
        "Sign-ins to the pages (of the sample alone). The password of each is {password}",
    ),
    "demo-code": (
        "6桁の確認コードは、上の鍵を認証アプリに入れるか、別の端末で: {command}",
        "For the code of six digits give the key to an authenticator, or elsewhere: {command}",
    ),
    "demo-next": ("次に見るとよいもの:", "What to look at next:"),
    "demo-refused": (
        "わざと誤った依頼をして断られたもの（{count}件）:",
        "Asked for wrongly on purpose, and refused ({count}):",
    ),
    "demo-why": (
        "{payee}への「{label}」は、なぜこの金額か:",
        "Why {payee} got this much for {label}:",
    ),
    "exported-as-it-is": (
        "注意: この台帳は書込みを拒んでいます（{code}）。読めるままに書き出します。",
        "Note: this register refuses to be written to ({code}). It is exported as it is.",
    ),
    "exported-to-the-last-checkpoint": (
        "注意: 新しいチェックポイントを公開できません（{code}）。"
        "公開済みの最後のものまでを書き出します。",
        "Note: no new checkpoint could be published ({code}). The bundle ends with the last one.",
    ),
    "exported-bundle": (
        "台帳番号 {size} 未満の記録を {folder} に書き出しました（{files}ファイル）。\n"
        "監査: daicho audit {folder} --checkpoint 以前に受け取ったチェックポイント",
        "Wrote the log of size {size} to {folder} ({files} files).\n"
        "To audit it: daicho audit {folder} --checkpoint A_NOTE_YOU_RECEIVED_EARLIER",
    ),
    "exported-shortened": (
        "注意: {beyond}件の時点のチェックポイントが署名されていますが、"
        "記録は{size}件しかありません。監査は不合格になります。",
        "Note: a checkpoint of {beyond} entries was signed, but there are {size}. The audit fails.",
    ),
    "exported-static": (
        "台帳番号 {size} 未満の公開記録を {folder} に書き出しました"
        "（{files}ファイル、うち{kept}は書出し済み）。",
        "Wrote the public log of size {size} to {folder} ({files} files, {kept} were there).",
    ),
    "disclosure-holds": (
        "開示の内容は、示されたチェックポイントの台帳に記録されているとおりです。",
        "What is disclosed is on record, in the log of this checkpoint.",
    ),
    "disclosure-needs-key": (
        "開示の内容に矛盾はありません。ただし台帳の検証鍵を別の経路で入手し、--key に指定するまで、"
        "この台帳のものとは言えません。",
        "The package fits together. Until you give --key, a key of the log from elsewhere, "
        "it may be anybody's.",
    ),
    "findings": (
        "見つかった問題: {count}件（うち{shown}件を表示。省略のない内容は --json）",
        "Findings: {count} ({shown} shown; nothing is shortened with --json)",
    ),
    "file-hash": ("{sha256}  {size}バイト  {file}", "{sha256}  {size} bytes  {file}"),
    "first-finding": (
        "最初に合わないのは台帳番号 {index} です。それより後の問題は、その結果かもしれません。",
        "The first entry that does not hold is {index}; what follows it may be its consequence.",
    ),
    "first-registered": (
        "このファイルを登録した作品（早い順）:",
        "Works that registered this file, the earliest first:",
    ),
    "guard-adopted": (
        "見張りを作り直しました（チェックポイント {size}件）。理由を記録に残してください。",
        "The guard was made again, with the checkpoint of size {size}. Keep a note of why.",
    ),
    "guard-kept": (
        "見張りが持っていた署名は {file} に残しました。消さないでください。",
        "The note that the guard held is in {file}: do not delete it.",
    ),
    "how-to-check-yourself": (
        "外部のチェックポイントと照合していないため、判定は SELF-CONSISTENT（自己矛盾なし）です。\n"
        "照合するには: daicho export bundle、続いて daicho audit --checkpoint 保管したファイル",
        "Nothing from outside was compared, so the most this can say is SELF-CONSISTENT.\n"
        "To hold it against a checkpoint that was kept: daicho export bundle, then daicho audit.",
    ),
    "import-open": (
        "人の確認を待つ行と採用しなかった行（{count}行のうち{shown}行。すべては --json）:",
        "Rows that wait for a person, and rejected ones ({shown} of {count}; all with --json):",
    ),
    "log-key-retired": (
        "署名鍵 {key_id} を引退させました（台帳番号 {index}）。"
        "チェックポイントを公開した後、鍵ファイルは破棄できます。",
        "Key {key_id} signs no more (entry {index}). "
        "Once a checkpoint is published, its file may be destroyed.",
    ),
    "log-key-rotated": (
        "新しい署名鍵を加えました（台帳番号 {index}）:\n{made}\n"
        "古い鍵も引退まで一緒に署名します。新しい鍵ファイルを控え、"
        "証人と監査人には新しい鍵を渡してください。",
        "A new key signs from entry {index} on:\n{made}\n"
        "The older key signs beside it until it is retired. Back up the file of the new key, "
        "and give the key to witnesses and auditors before you retire the older one.",
    ),
    "sample-home": (
        "台帳の場所が指定されていないため、見本 {home} を使います。",
        "No home is named: using the sample register in {home}.",
    ),
    "interrupted": ("中断しました。", "Interrupted."),
    "more": ("続きは --after {after} で表示します。", "More with --after {after}"),
    "never-registered": (
        "このファイルはまだ登録されていません。",
        "No work has registered this file.",
    ),
    "nothing": ("該当するものはありません。", "Nothing found."),
    "nothing-to-issue": ("発行する明細書はありません。", "There is no statement to issue."),
    "progress-compare": ("ビューの照合", "comparing views"),
    "progress-demo": ("見本の作成", "building the sample"),
    "imported-bundle": (
        "{size}件の記録と{files}個のファイルを取り込みました（個人データ {people}件）。\n"
        "ルート: {root}\n署名の鍵は束に含まれません。"
        "続けて署名するには、元の台帳の log.key が必要です。",
        "Imported {size} entries and {files} files ({people} pieces of personal data).\n"
        "Root: {root}\nA bundle holds no signing key: to go on signing, bring the log.key.",
    ),
    "key-away": (
        "注意: 署名の鍵が手元にないため、新しいチェックポイントは公開していません。",
        "Note: the signing key is not here; no checkpoint was published beyond the latest one.",
    ),
    "progress-audit": ("監査", "auditing"),
    "progress-export": ("書出し", "exporting"),
    "progress-import": ("取込み", "importing"),
    "progress-issue": ("明細書の発行", "issuing statements"),
    "progress-rebuild": ("ビューの再構築", "rebuilding views"),
    "progress-report": ("報告書の読取り", "reading the report"),
    "progress-verify": ("台帳の検証", "verifying the log"),
    "proof-holds": (
        "証明は成り立ちます。この記録は、この鍵が署名したチェックポイントに含まれています。",
        "The proof holds: the entry is in the log that these keys signed.",
    ),
    "rebuilt": (
        "{count}件の記録からビューを再構築しました。",
        "Rebuilt every view from {count} entries.",
    ),
    "nothing-waits": ("訂正を待つ変更はありません。", "No change of the past waits."),
    "revised-first": (
        "過去の計算の訂正 {name} を先に記録しました。",
        "Recorded {name} first, which revises past runs.",
    ),
    "recorded": (
        "{name} を記録しました（台帳番号 {entries}）。\n葉ハッシュ: {leaf_hash}",
        "Recorded {name} in the log (entry {entries}).\nLeaf hash: {leaf_hash}",
    ),
    "report-lines": (
        "採用 {accepted}行、保留 {held}行、不採用 {rejected}行",
        "{accepted} rows accepted, {held} held, {rejected} rejected",
    ),
    "saved": ("{file} に保存しました。", "Saved {file}"),
    "serving": (
        "http://{host}:{port} で {origin} を公開しています（Ctrl-C で終了）。",
        "Serving {origin} on http://{host}:{port} (Ctrl-C ends it).",
    ),
    "simulated": (
        "試算: 売上 {sales}（何も記録していません）",
        "What if: sales of {sales} (nothing is recorded)",
    ),
    "simulated-clause": ("条項", "Clauses"),
    "simulated-difference": ("{name} の差", "{name}, difference"),
    "simulated-payee": ("受取人", "Payees"),
    "simulated-rest": ("残り", "The rest"),
    "state-proof-holds": (
        "証明は成り立ちます。月末の状態として、この鍵が署名した台帳に記録されています。",
        "The proof holds: the log that these keys signed says so as the state of that month.",
    ),
    "terms-offered": (
        "{offered}: {source}、{checked}確認、{confidence}。契約で定めた内容に直してください。",
        "A {offered}: {source}, checked on {checked}, {confidence}. Change it to what is agreed.",
    ),
    "timestamp-kept": (
        "件数 {size} のチェックポイントのタイムスタンプ（{time}）を {file} に保存しました。",
        "The time-stamp over the checkpoint of size {size} ({time}) is in {file}.",
    ),
    "timestamp-verified": (
        "タイムスタンプは正しく、このチェックポイントは {time} に存在していました（{authority}）。",
        "The time-stamp holds: this checkpoint existed at {time} ({authority}).",
    ),
    "keys-backed-up": (
        "個人の鍵を {file} に控えました。{expires_on} までに廃棄されます。",
        "Copied people's keys to {file}; the copy must be gone by {expires_on}.",
    ),
    "subject-erased": (
        "{subject} の個人データを消去しました（ファイル {files_removed}件）。\n"
        "鍵の最後の控えが廃棄される {effective_on} に、消去の効力が完全になります。",
        "Erased the personal data of {subject} ({files_removed} files).\n"
        "It is complete on {effective_on}, when the last backup of the keys is gone.",
    ),
    "subject-released": ("{subject} の利用停止を解除しました。", "Released {subject}."),
    "subject-restricted": (
        "{subject} の個人データの利用を停止しました（期限または消去できる日: {possible}）。",
        "Restricted the use of the data of {subject} (until, or erasable from: {possible}).",
    ),
    "subjects-reconciled": (
        "決定済みの消去を実行しました（新たに{count}人）。",
        "Carried out what was ordered; {count} people are erased now.",
    ),
    "swept": (
        "氏名など{names}件とファイル{files}件を削除しました。"
        "次回の対象として{marked}件に印を付けました。",
        "Forgot {names} values and {files} files; {marked} are marked for next time.",
    ),
    "key-created": (
        "鍵 {id} を作りました。\n公開鍵: {public_key}\n"
        "次は daicho keys register で当事者の鍵として登録します。",
        "Made the key {id}.\nPublic key: {public_key}\n"
        "Next: daicho keys register makes it a party's.",
    ),
    "passphrase": ("鍵のパスフレーズ", "Passphrase of the key"),
    "passphrase-again": ("もう一度", "The same again"),
    "token-created": (
        "トークン（この一度だけ表示されます）:\n{token}",
        "The token, shown this once:\n{token}",
    ),
    "token-revoked": ("{id} を無効にしました。", "Revoked {id}."),
    "verdict": (
        "判定: {verdict}\n台帳: {origin}\n件数: {size}\nルート: {root}\n"
        "所要時間: {milliseconds}ミリ秒（毎秒 {rate}件）",
        "Verdict: {verdict}\nOrigin: {origin}\nSize: {size}\nRoot: {root}\n"
        "Time: {milliseconds} ms ({rate} entries per second)",
    ),
    "evidence-compare-keys": (
        "鍵は証拠ファイル自身のものです。"
        "手元の開始文の鍵と同じか確かめてください（--key で指定できます）。",
        "The key is the one that the file names. Compare it with the genesis text that you hold, "
        "or give it with --key.",
    ),
    "evidence-fork": (
        "証拠は成り立ちます。この台帳は、両立しない二つのチェックポイントに署名しました。",
        "The evidence holds: this log signed two checkpoints that cannot both be true.",
    ),
    "evidence-wrong-cosignature": (
        "記録どおりです。証人の名による署名が、チェックポイントに合いません。"
        "誰が書いたかの証明ではありません。",
        "As recorded: the signature in the witness's name does not fit the checkpoint. "
        "It does not prove who wrote it.",
    ),
    "warned": ("注意: {warning}", "Note: {warning}"),
    "witness-contradictions": (
        "矛盾するチェックポイントが {count}組あります（contradictions で書き出せます）:",
        "{count} pairs of checkpoints contradict each other (`contradictions` saves them):",
    ),
    "witness-follows": (
        "これから {origin} のチェックポイントに連署します。",
        "Checkpoints of {origin} are cosigned from now on.",
    ),
    "witness-serving": (
        "証人 {name} が http://{host}:{port} で待ち受けています（Ctrl-C で終了）。",
        "The witness {name} answers on http://{host}:{port} (Ctrl-C ends it).",
    ),
    "witness-unfollows": (
        "この {origin} の鍵はもう信用しません。",
        "This key of {origin} is trusted no longer.",
    ),
}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return a sentence of the catalogue with its values filled in."""
    japanese, english = _SENTENCES[key]
    return (japanese if lang == "ja" else english).format(**values)


def keys() -> list[str]:
    """Return the names of all sentences."""
    return sorted(_SENTENCES)


def both(key: str) -> tuple[str, str]:
    """Return the Japanese and the English template of a sentence."""
    return _SENTENCES[key]
