"""Texts of the pages where everybody verifies what was handed out."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "check.title": ("自分で検証する", "Verify it yourself"),
    "check.lead": (
        "支払明細書、検証パッケージ（ZIP）、登録の証明書、記録の証明、監査用の束を、このパソコンの中で確かめます。"
        "ファイルはどこにも送られません。",
        "Statements, verification packages (ZIP), certificates of works, proofs of entries and audit "
        "bundles are verified within this computer. No file is sent anywhere.",
    ),
    "check.asked": (
        "明細書のファイルだけを確かめるときは、その番号とハッシュ値をこの台帳に問い合わせます。",
        "For the file of a statement alone, its number and hash are looked up in this register.",
    ),
    "check.drop": (
        "ここにファイルを置いてください。または、下から選んでください。",
        "Drop a file here, or choose it below.",
    ),
    "check.files": ("ファイルを選ぶ", "Choose files"),
    "check.kinds": (
        "明細書（PDF・CSV・XLSX・JSON）、検証パッケージ（ZIP）、証明書（JSON）、記録の証明など",
        "Statement (PDF, CSV, XLSX, JSON), verification package (ZIP), certificate (JSON), proof of an entry",
    ),
    "check.folder": ("監査用の束のフォルダーを選ぶ", "Choose the folder of an audit bundle"),
    "check.id": ("明細書の番号（任意）", "Number of the statement (optional)"),
    "check.id-hint": (
        "ファイルから分からないときだけ入れてください。明細書の下端に書いてあります。",
        "Only needed where the file does not say. It stands at the foot of the statement.",
    ),
    "check.trust": ("照合するもの（任意）", "What to hold it against (optional)"),
    "check.trust-told": (
        "この台帳とは別の経路で手に入れたものを使ってください。"
        "なければ、台帳の言うことに矛盾がないことまでしか分かりません。",
        "Use what reached you some other way than from this register. Without it, all that can be "
        "said is that what the register says does not contradict itself.",
    ),
    "check.key": ("台帳の検証鍵", "The log's key"),
    "check.key-hint": (
        "「名前+鍵番号+base64」の形です。",
        "In the form name+key id+base64.",
    ),
    "check.kept": ("以前に保管したチェックポイント", "A checkpoint that you kept earlier"),
    "check.verify": ("検証する", "Verify"),
    "check.report": ("検証の結果", "Result"),
    "check.noscript": (
        "ブラウザでの検証には JavaScript が必要です。なくても、検証パッケージ（ZIP）と "
        "「daicho disclose check」で確かめられます。",
        "Verifying in the browser needs JavaScript. Without it, use the verification package (ZIP) and "
        "`daicho disclose check`.",
    ),
    "check.means": ("何が分かるか", "What this shows"),
    "check.means-1": (
        "1バイトでも変わっていれば、どの確認が合わなかったかを示します。",
        "If a single byte was changed, the page names the check that failed.",
    ),
    "check.means-2": (
        "記録された日時と、その後変わっていないことが分かります。",
        "It shows when something was recorded, and that it has not been altered since.",
    ),
    "check.means-3": (
        "もとになった売上報告が真実で、漏れがないことは示しません。",
        "It does not show that the reports of sales behind it were true and complete.",
    ),
    "check.statement-title": ("支払明細書の検証", "Verify a statement"),
    "check.matches": ("台帳の記録と一致", "Matches the record"),
    "check.differs": ("一致しないか、記録がありません", "Does not match, or is not on record"),
    "check.matches-told": (
        "この番号とハッシュ値の明細書は、{day}に台帳番号{entry}として記録されています。",
        "A statement of this number and hash was recorded on {day} as entry {entry}.",
    ),
    "check.covered": (
        "{size}件までのチェックポイントに含まれています。",
        "It is covered by the checkpoint of {size} entries.",
    ),
    "check.uncovered": (
        "まだチェックポイントに含まれていません。少し後でもう一度開いてください。",
        "No checkpoint covers it yet. Please open this page again in a while.",
    ),
    "check.differs-told": (
        "紙面が書き換えられているか、番号が違います。発行者に確かめてください。"
        "番号がないときも、内容が違うときも、同じ答えになります。",
        "The paper was altered, or the number is another's. Please ask the issuer. The answer is "
        "the same whether the number or the content is unknown.",
    ),
    "check.statement-id": ("明細書の番号", "Number of the statement"),
    "check.sha256": ("ハッシュ値（SHA-256）", "Hash (SHA-256)"),
    "check.paper": (
        "この結果は、印刷された符号についてのものです。手元のファイルそのものは、下で確かめてください。",
        "This is about the code on the paper. Verify the file itself below.",
    ),
    "check.own-file": ("手元のファイルを確かめる", "Verify your file"),
    "check.proof-title": ("このブラウザでの確認", "Checked in this browser"),
    "check.proof-waits": (
        "JavaScript を有効にすると、証明をこのブラウザで確かめます。",
        "With JavaScript enabled, the proof is verified in this browser.",
    ),
    "check.proof-text": ("証明（C2SP tlog-proof）", "Proof (C2SP tlog-proof)"),
    "check.own-word": (
        "鍵はこのサーバーから届いたものです。別の経路で得た鍵では「自分で検証する」で確かめられます。",
        "The key came from this server. With a key that reached you some other way, use "
        "“Verify it yourself”.",
    ),
    "check.work-title": ("登録の証明書", "Certificate of registration"),
    "check.entry": ("台帳番号 {entry}", "Entry {entry}"),
    "check.download": ("証明書を保存する（JSON）", "Save the certificate (JSON)"),
    "check.work-page": ("作品の記録を見る", "See the record of the work"),
}
