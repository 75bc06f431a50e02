"""What the sign-in knows of a person: for whoever asks what is kept about her, and for erasing it.

What happened at the door stays when she is erased, under the id of an account that is gone: who
reads it learns that somebody signed in from a network, and not who.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection

from ledger.sign_in.entrance import Entrance
from ledger.sign_in.journal import events_page

_PAGE: Final = 500
_EVENT: Final = ("at", "kind", "how", "network")
_SESSION: Final = ("created_at", "seen_at", "network", "browser")


def disclosed(
    conn: Connection, entrance: Entrance, subjects: Iterable[str]
) -> list[dict[str, Any]]:
    """Return everything that is kept of people's sign-ins, but for what proves them.

    Args:
        conn: A snapshot.
        entrance: Of the register.
        subjects: Whose.
    """
    found = []
    for account in (one for name in sorted(subjects) for one in entrance.accounts.of_subject(name)):
        sessions = entrance.sessions.listed(account.id)
        found.append(
            {
                "id": account.id,
                "login": account.login,
                "role": account.role,
                "party": account.party,
                "state": account.state,
                "created_at": account.created_at,
                "proofs": [
                    {"kind": card.kind, "name": card.name, "created_at": card.created_at}
                    for card in entrance.factors.cards(account.id)
                ],
                "sessions": [{name: one[name] for name in _SESSION} for one in sessions],
                "events": list(_events(conn, account.id)),
            }
        )
    return found


def forget(entrance: Entrance, subjects: Iterable[str]) -> int:
    """Remove the accounts of people, with sessions, passkeys and everything else that proves them.

    Returns:
        How many there were.
    """
    accounts = [one.id for name in subjects for one in entrance.accounts.of_subject(name)]
    return entrance.accounts.remove(accounts)


def _events(conn: Connection, account: str) -> Iterator[dict[str, Any]]:
    before = None
    while rows := events_page(conn, account, before=before, limit=_PAGE):
        yield from ({name: row[name] for name in _EVENT} for row in rows)
        before = str(rows[-1]["id"])
