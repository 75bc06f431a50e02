"""How the end of a committee looks: sections of before and after, drawn as tables."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich import box
from rich.table import Table
from sqlalchemy import Connection, select

from api.cli import dissolution_words as words
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.refusals import REFUSALS_JA
from api.cli.session import Session
from contracts.dissolution.table import Section, table
from contracts.dissolution.telling import Told
from contracts.rights.extent import describe
from ledger.bootstrap import Register
from ledger.committees.versions import DISSOLVED
from ledger.committees.views import CommitteeVersionRow
from ledger.rights.reading import extent_of
from ledger.rights.views import RightRow, read_right
from ledger.store.views import table_of, unpack

End = Mapping[str, Any]

_STEPS: Final = ("completed", "found")


def draw_trial(session: Session, register: Register, conn: Connection, trial: End) -> None:
    """Print what would follow, and what it would still be refused for."""
    names = names_in(register, conn, trial, session.lang)
    if session.out.as_json:
        session.out.json({**trial, "display_names": names})
        return
    names |= _licences_in(conn, trial, session.lang)
    _draw(session, table(trial, Told(language=session.lang, names=names)))
    for one in trial["refusals"]:
        why = REFUSALS_JA.get(one["code"]) if session.lang == "ja" else one["message"]
        session.out.remark("dissolution-refused", why=f"{why or one['message']} [{one['code']}]")
    session.out.note("dissolution-result", digest=trial["result_sha256"])


def draw_end(session: Session, register: Register, conn: Connection, shown: End) -> None:
    """Print how a committee ended, as it is on record."""
    names = names_in(register, conn, shown, session.lang)
    if session.out.as_json:
        session.out.json({**shown, "display_names": names})
        return
    for line in words.told(shown, names, session.lang):
        session.out.text(line)
    for step in _STEPS:
        if step in shown:
            names |= _licences_in(conn, shown[step], session.lang)
            end = {
                **shown[step],
                "declaration": next(iter(shown["declarations"]), None),
                "windows": _windows_before(conn, shown["committee"]),
            }
            _draw(session, table(end, Told(language=session.lang, names=names)))


def _windows_before(conn: Connection, committee: str) -> list[dict[str, Any]]:
    """Return the windows of the last version before the end; whoever follows has none."""
    versions = table_of(CommitteeVersionRow)
    query = select(versions.c.doc).where(versions.c.committee_id == committee)
    docs = map(unpack, conn.execute(query.order_by(versions.c.version)).scalars())
    windows = [doc.get("windows") or [] for doc in docs if doc["status"] != DISSOLVED]
    return windows[-1] if windows else []


def _licences_in(conn: Connection, end: End, lang: Lang) -> dict[str, str]:
    """Return what each licence that goes on is about, with its id."""
    ids = [one["licence"] for one in end.get("running", ())]
    rights = table_of(RightRow)
    rows = conn.execute(select(rights).where(rights.c.id.in_(ids))).mappings()
    bodies = (read_right(dict(row)).body for row in rows)
    return {body["id"]: f"{describe(extent_of(body), lang)} [{body['id']}]" for body in bodies}


def draw_tasks(session: Session, register: Register, conn: Connection, shown: End) -> None:
    """Print what an end left to do."""
    left = [task for step in _STEPS for task in shown.get(step, {}).get("tasks", ())]
    names = names_in(register, conn, left, session.lang)
    if session.out.as_json:
        session.out.json({"committee": shown["committee"], "tasks": left, "display_names": names})
        return
    if not left:
        session.out.note("nothing")
        return
    _draw(session, table({"tasks": left}, Told(language=session.lang, names=names)))


def _draw(session: Session, sections: Iterable[Section]) -> None:
    for section in sections:
        if section.rows:
            session.out.text("\n" + section.title)
            session.out.draw(_as_table(section))
            for note in section.notes:
                session.out.text(note)


def _as_table(section: Section) -> Table:
    drawn = Table(box=box.SIMPLE, pad_edge=False)
    for name in section.columns:
        drawn.add_column(plain(name), overflow="fold")
    for row in section.rows:
        drawn.add_row(*map(plain, row))
    return drawn
