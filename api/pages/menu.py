"""What the menu offers, by who is signed in: (address, key of its name)."""

from typing import Final

from ledger.command import Role

Places = tuple[tuple[str, str], ...]

_PUBLIC: Final[Places] = (
    ("/works", "menu.works"),
    ("/committees", "menu.committees"),
    ("/check", "menu.check"),
    ("/log", "menu.log"),
)
_CREATOR: Final[Places] = (
    ("/my", "menu.my"),
    ("/my/statements", "menu.my-statements"),
    ("/my/disputes", "menu.my-disputes"),
    ("/my/details", "menu.my-details"),
    ("/my/taxes", "menu.my-taxes"),
)
_STUDIO: Final[Places] = (
    ("/studio", "menu.studio"),
    ("/studio/works", "menu.studio-works"),
    ("/studio/committees", "menu.studio-committees"),
    ("/studio/agreements", "menu.studio-agreements"),
    ("/studio/reports", "menu.studio-reports"),
    ("/studio/close", "menu.studio-close"),
    ("/studio/recoupment", "menu.studio-recoupment"),
    ("/studio/avails", "menu.studio-avails"),
    ("/studio/disputes", "menu.studio-disputes"),
)
_AUDITOR: Final[Places] = (
    ("/audit", "menu.audit"),
    ("/audit/verify", "menu.audit-verify"),
    ("/audit/findings", "menu.audit-findings"),
    ("/audit/recompute", "menu.audit-recompute"),
    ("/audit/bundle", "menu.audit-bundle"),
)
_PLACES: Final[dict[Role, Places]] = {
    "public": _PUBLIC,
    "creator": _CREATOR,
    "studio": _STUDIO,
    "auditor": _AUDITOR,
    "operator": _STUDIO + _AUDITOR,
}
HOME: Final[dict[Role, str]] = {
    "public": "/",
    "creator": "/my",
    "studio": "/studio",
    "auditor": "/audit",
    "operator": "/studio",
}


_BELONGS: Final = {
    "/my/bank": "/my/details",
    "/my/notices": "/my/details",
    "/my/reads": "/my/details",
    "/my/invoices": "/my/taxes",
}
"""Pages of a place whose address does not begin with the place's."""


def places(role: Role) -> Places:
    """Return the menu of a role."""
    return _PLACES[role]


def current(path: str, role: Role) -> str:
    """Return the place that a page belongs to: the longest address it begins with."""
    of = next((to for at, to in _BELONGS.items() if path == at or path.startswith(f"{at}/")), "")
    path = of or path
    fits = [to for to, _ in places(role) if path == to or path.startswith(f"{to}/")]
    return max(fits, key=len, default="")
