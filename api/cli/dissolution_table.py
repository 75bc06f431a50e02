"""How the end of a committee looks: sections of before and after, drawn as tables."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich import box
from rich.table import Table
from sqlalchemy import Connection

from api.cli import dissolution_words as words
from api.cli.known import names_in
from api.cli.look import plain
from api.cli.refusals import REFUSALS_JA
from api.cli.session import Session
from contracts.dissolution.table import Section, table
from contracts.dissolution.telling import Told
from ledger.bootstrap import Register

End = Mapping[str, Any]

_STEPS: Final = ("completed", "found")


def draw_trial(session: Session, register: Register, conn: Connection, trial: End) -> None:
    """Print what would follow, and what it would still be refused for."""
    names = names_in(register, conn, trial, session.lang)
    if session.out.as_json:
        session.out.json({**trial, "display_names": names})
        return
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
            end = {**shown[step], "declaration": next(iter(shown["declarations"]), None)}
            _draw(session, table(end, Told(language=session.lang, names=names)))


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
