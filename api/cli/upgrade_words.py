"""What the tool says about bringing a register to this version."""

from typing import Final

UPGRADE_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "upgrade-admin": (
        "まだ何も変えていません。実行するには: daicho upgrade --yes --admin-url 管理者のURL",
        "Nothing was changed yet. To do it: daicho upgrade --yes --admin-url ADMINISTRATOR-URL",
    ),
    "upgrade-backup": (
        "先に、サーバーなど他の処理をすべて止め、台帳のバックアップを取ってください。",
        "First stop every other process, such as the server, and back the register up.",
    ),
    "upgrade-done": (
        "台帳は {wanted} 版になり、{count}件の記録からビューを作り直しました。"
        "daicho verify --views で確かめてください。",
        "The register is of revision {wanted}, its views were made from {count} entries. "
        "Check it: daicho verify --views",
    ),
    "upgrade-how": (
        "まだ何も変えていません。実行するには: daicho upgrade --yes",
        "Nothing was changed yet. To do it: daicho upgrade --yes",
    ),
    "upgrade-plan": (
        "データベースの表を {found} 版から {wanted} 版にし、"
        "{count}件の記録からビューを作り直します。記録そのものには触れません。",
        "The tables go from revision {found} to {wanted}; then the views are made from {count} "
        "entries. The log itself is not touched.",
    ),
    "upgrade-views": (
        "データベースの表は {wanted} 版で、そのままです。{count}件の記録からビューを作り直します。",
        "The tables are of revision {wanted} and stay; the views are made from {count} entries.",
    ),
}

UPGRADE_REFUSALS_JA: Final[dict[str, str]] = {
    "schema-newer": ("この台帳は新しい版の台帳ソフトで作られています。その版を使ってください。"),
    "schema-revision": (
        "この台帳は以前の版で作られています。"
        "バックアップを取り、daicho upgrade を実行してください。"
    ),
    "upgrade-needs-admin": (
        "表の所有者が別の役割のため、管理者の接続が必要です。--admin-url を付けてください。"
    ),
    "upgrade-without-admin": (
        "この台帳の表には所有者の役割がないため、管理者の接続は要りません。"
        "--admin-url を外してください。"
    ),
}
