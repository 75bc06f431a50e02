"""Names of the places in the menu."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "menu.works": ("作品", "Works"),
    "menu.committees": ("製作委員会", "Committees"),
    "menu.check": ("検証", "Verify"),
    "menu.log": ("台帳の鍵", "The log's key"),
    "menu.my": ("ホーム", "Home"),
    "menu.my-statements": ("支払明細書", "Statements"),
    "menu.my-disputes": ("問い合わせ", "Questions"),
    "menu.my-details": ("口座・請求情報", "Bank and invoices"),
    "menu.my-taxes": ("税金", "Taxes"),
    "menu.studio": ("今週", "This week"),
    "menu.studio-works": ("作品", "Works"),
    "menu.studio-committees": ("製作委員会", "Committees"),
    "menu.studio-agreements": ("契約", "Agreements"),
    "menu.studio-reports": ("売上報告", "Reports"),
    "menu.studio-close": ("締め", "Closing"),
    "menu.studio-avails": ("利用可否", "Avails"),
    "menu.studio-recoupment": ("リクープ", "Recoupment"),
    "menu.studio-disputes": ("問い合わせ", "Questions"),
    "menu.audit": ("台帳の状態", "Health"),
    "menu.audit-verify": ("検証", "Verify"),
    "menu.audit-findings": ("監査の結果", "Findings"),
    "menu.audit-recompute": ("再計算", "Recompute"),
    "menu.audit-bundle": ("監査用の束", "Bundle"),
}
