"""What payments are called in Japanese, why one is refused, and what the command says of them."""

from typing import Final

PAYMENT_FIELDS_JA: Final[dict[str, str]] = {
    "approval": "承認",
    "asked_at": "承認依頼の日時",
    "asked_index": "承認依頼の台帳番号",
    "by_route": "送金経路別の合計",
    "cancelled": "取消",
    "combine": "口座ごとにまとめる",
    "confirmed": "結果の確認",
    "decided_at": "承認の日時",
    "decided_by": "承認者",
    "divide": "10桁超を分割",
    "exported": "銀行ファイル",
    "first_to_account": "初めての口座",
    "freelance": "フリーランス法",
    "from_details": "支払口座",
    "held_minor": "係争による保留",
    "incomes": "所得の種類別",
    "is_first": "初回の口座",
    "is_rest": "残額なし",
    "items_sha256": "明細のハッシュ",
    "largest": "金額の大きい振込",
    "last_minor": "前回の振込額",
    "late": "期日に遅れる支払",
    "left_out_count": "除外件数",
    "left_out_minor": "除外した額",
    "not_sent": "未送信の証拠",
    "on": "銀行の日付",
    "outcomes": "結果",
    "pay_by": "法定の期限",
    "pay_on": "振込日",
    "payment": "支払",
    "prepared_at": "準備した日時",
    "returned": "組戻し",
    "returned_on": "組戻しの日",
    "route": "送金経路",
    "sealed": "封印した保存物",
    "set_off_minor": "相殺額",
    "statement_id": "明細書",
    "to_do": "対応",
    "why_left_out": "除外の理由",
}

PAYMENT_VALUES_JA: Final[dict[str, str]] = {
    "applies": "適用あり",
    "done": "完了",
    "exported": "銀行へ送付",
    "pain": "海外送金（pain.001）",
    "prepared": "準備済み",
    "unclear": "要確認",
    "zengin": "国内振込（総合振込）",
}

PAYMENT_REFUSALS_JA: Final[dict[str, str]] = {
    "account-lost": "準備の後に口座情報が消去されました。取り消して準備し直してください。",
    "account-of-another-kind": "国内口座と海外口座が取り違えられています。",
    "confirm-day-wrong": "銀行の日付は、振込日から今日までの間で示してください。",
    "confirm-statements-wrong": "結果は明細書を一度ずつ、少なくとも一つ挙げてください。",
    "debtor-missing": "国内口座から海外へ送金するには、"
    "支払銀行のBICと支払者の英字名が要ります（--payer-bic、--payer-name）。",
    "files-differ": "銀行ファイルの合計が支払と一致しません。",
    "items-differ": "支払の明細がハッシュと一致しません。",
    "items-order": "明細書は番号順に一度ずつ挙げてください。",
    "not-sent-missing": "銀行ファイルの作成後に取り消すには、"
    "銀行が実行しないことを示す文書が要ります（--not-sent）。",
    "nothing-to-pay": "支払える明細書がありません。除外の一覧を確かめてください。",
    "outcome-on-record": "結果はすでに記録されています。",
    "payment-option-wrong": "その値は選べません。",
    "pay-day-not-working": "銀行の休業日です。前後の営業日を指定してください。",
    "pay-day-past": "振込日が過去の日付です。",
    "pay-day-too-far": "支払日が先すぎます。銀行ファイルには月日だけが書かれます。",
    "payer-account-abroad": "国内の振込には、支払者の国内口座が要ります。",
    "payer-without-account": "支払者の口座が登録されていないか、変更の確認待ちです。",
    "payment-cancelled": "この支払は取り消されています。",
    "payment-done": "この支払は完了しています。",
    "payment-exported": "この支払の銀行ファイルはすでに作成されています。",
    "payment-file-altered": "保存した銀行ファイルが書き換えられています。",
    "payment-file-not-found": "その名前の銀行ファイルはありません。",
    "payment-file-gone": "保存した銀行ファイルがありません。",
    "payment-not-found": "その支払はありません。",
    "payment-not-sent": "この支払の銀行ファイルはまだ作成されていません。",
    "payment-outdated": "準備の後に内容が変わりました。準備し直してください。",
    "payment-over": "この支払は終わっています。",
    "received-malformed": "受領日は stmt_...=2027-04-01 の形で示してください。",
    "result-cell-wrong": "結果ファイルの値が読めません。",
    "result-column-missing": "結果ファイルに、読取り設定の列がありません。",
    "result-divided": "同じ番号の振込の一部だけが組み戻されています。手で記録してください。",
    "result-empty": "結果ファイルに行がありません。",
    "result-encoding-unknown": "結果ファイルの文字コードが分かりません。",
    "result-of-another-day": "別の日（別の月）の結果ファイルです。",
    "result-of-another-payment": "別の支払の結果ファイルです。",
    "result-option-needed": "結果は --result、--all-paid、--paid、"
    "--returned のどれかで示してください。",
    "result-sum-differs": "結果ファイルの金額が、送った金額と一致しません。",
    "result-taken": "この結果ファイルはすでに取り込まれています。",
    "result-too-large": "結果ファイルが大きすぎます。",
    "result-unreadable": "結果ファイルを読み取れません。",
    "statement-in-payment": "この明細書はすでに支払に入っています。",
    "statement-not-in-payment": "この支払に入っていない明細書です。",
    "statement-own": "自分自身への振込はありません。",
    "total-differs": "確かめた合計が、支払の合計と一致しません。",
}

PAYMENT_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "payment-prepared": (
        "支払 {payment} を準備しました: {count}件、振込日 {day}。別の人の承認が要ります。",
        "Prepared payment {payment}: {count} items, for {day}. Somebody else has to approve it.",
    ),
    "payment-left-out": (
        "除外した明細書: {count}件、合計 {total}",
        "Left out: {count} statements, {total} in all",
    ),
    "payment-late": (
        "期日に遅れます: {statement}（期限 {due}、振込 {day}、{law}）",
        "Late: {statement} (due {due}, paid {day}, by {law})",
    ),
    "payment-file": (
        "{file} に書き出しました（所有者だけが読めます）。口座番号と氏名が入っています: "
        "銀行へ送った後は消してください。",
        "Wrote {file}, readable by its owner alone. It holds names and accounts: "
        "delete it after the bank has it.",
    ),
    "payment-exported-before": (
        "この支払は {at} に {by} が書き出しています。同じ内容を渡します。",
        "It was exported at {at} by {by}. These are the same bytes.",
    ),
    "payment-looked-at": (
        "承認する支払: {count}件、合計 {total}。初めての口座 {first}件。",
        "To be approved: {count} items, {total} in all. {first} go to an account for the first"
        " time.",
    ),
    "payment-largest": ("金額の大きい順:", "The largest:"),
    "payment-first": ("初めての口座（先に確かめてください）:", "First payments (look here first):"),
    "progress-pay": ("支払の準備", "preparing payments"),
}
