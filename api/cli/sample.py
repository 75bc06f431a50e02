"""The sample register on the command line: making room for a new one, and telling what is in it."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.look import Look, listing
from api.cli.session import Session
from ledger.errors import Conflict
from ledger.home import CARD
from ledger.log import canonical
from ledger.log.genesis import parse_genesis
from seeds.demo import DemoResult, Received
from seeds.ending import ENDING_FILE
from seeds.world import ROLES

# All that a register puts into its home; nothing else is ever removed.
_OWN_FILES: Final = (
    "register.db", "register.db-wal", "register.db-shm", "log.key", "request.key", "vault.db",
    "vault.db-wal", "vault.db-shm", "keys.db", "keys.db-wal", "keys.db-shm", "master.key",
    "guard.db", "guard.db-wal", "guard.db-shm", ENDING_FILE,
)  # fmt: skip
_OWN_NAMES: Final = ("log-*.key", "guard-replaced-*.note")
_OWN_FOLDERS: Final = ("blobs", "timestamps", "evidence")
_COLUMNS: Final = ("party", "role", "statements", "withholding_minor", "transfer_minor")
_MOST_SHOWN: Final = 12
_MOST_FIRST, _MOST_LAST = 3, 9
_HEIR: Final = "heir"


def remove_sample(folder: Path) -> None:
    """Remove the sample register in a folder, and nothing but a sample register.

    The card goes last: an interrupted removal still knows that this was a sample.

    Raises:
        Conflict: The folder holds a register that is no sample, or files that are no register.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    card = folder / CARD
    if not card.exists():
        raise Conflict(
            "folder-not-empty",
            "this folder holds files that are no register; nothing was removed",
            field="dir",
            value=str(folder),
            expected="an empty folder, or an older sample",
        )
    genesis = parse_genesis(str(canonical.decode(card.read_bytes())["genesis"]))
    if genesis.sample_seed is None:
        raise Conflict(
            "not-a-sample",
            "this register is no sample; nothing was removed",
            field="dir",
            value=str(folder),
            expected="a register whose genesis text says that it is a sample",
        )
    for name in _OWN_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in _OWN_FILES:
        (folder / name).unlink(missing_ok=True)
    for path in [path for names in _OWN_NAMES for path in folder.glob(names)]:
        path.unlink()
    card.unlink()


def tell(session: Session, result: DemoResult) -> None:
    """Say what the sample register holds: who received what, why, and what to look at next.

    Everything is in the language of the tool, names too as far as they have one in English.
    """
    if session.out.as_json:
        session.out.json(as_data(result))
        return
    out, lang = session.out, session.lang
    counts = {name: f"{number:,}" for name, number in result.counts.items()}
    out.note("demo-built", home=result.home, seed=result.seed, size=f"{result.size:,}", **counts)
    for key, is_creator in (("demo-creators", True), ("demo-companies", False)):
        some = [one for one in result.received if _is_creator(one) is is_creator]
        out.note(key, count=len(some), shown=min(len(some), _MOST_SHOWN))
        rows = [_row(one, lang) for one in some[:_MOST_SHOWN]]
        out.draw(listing(rows, _COLUMNS, Look(lang)))
    why = result.explained
    label = why.label_ja if lang == "ja" else why.label_en
    out.note("demo-why", payee=why.payee.in_language(lang), label=label)
    for sentence in _shortened(why.ja if lang == "ja" else why.en):
        out.text(f"  {sentence}")
    refused = [{"code": code, "about": _said(about, lang)} for code, about in result.refused]
    out.note("demo-refused", count=len(refused))
    out.draw(listing(refused, ("code", "about"), Look(lang)))


def tell_next(session: Session, result: DemoResult) -> None:
    """Say which commands show more of the sample."""
    if session.out.as_json:
        return
    session.out.note("demo-next")
    for words in next_commands(result):
        session.out.text(f"  {words}")


def next_commands(result: DemoResult) -> list[str]:
    """Return commands that are worth typing next, ready to be pasted."""
    command = "daicho" if shutil.which("daicho") else sys.argv[0]
    at = f"{shlex.quote(command)} --home {shlex.quote(str(result.home))}"
    ids, plan = result.open_next, shlex.quote(str(result.home / ENDING_FILE))
    return [
        f"{at} explain {ids['statement']} {ids['line']}",
        f"{at} statements show {ids['statement']}",
        f"{at} payments unclaimed --payer {ids['owing']}",
        f"{at} payments show {ids['payment']}",
        f"{at} payments left-out {ids['payment']}",
        f"{at} tax withheld --payer {ids['paying']} --month {ids['paid_in']}",
        f"{at} works show {ids['work']}",
        f"{at} committees show {ids['committee']}",
        f"{at} agreements show {ids['agreement']}",
        f"{at} committees readiness",
        f"{at} committees dissolve {ids['ending']} --plan {plan} --dry-run",
        f"{at} parties show {ids['creator']}",
        f"{at} reports expected",
        f"{at} verify --views",
        f"{at} serve",
    ]


def as_data(result: DemoResult) -> dict[str, Any]:
    """Return the outcome as plain JSON values."""
    data = asdict(result)
    refused = [{"code": code, "about": about} for code, about in result.refused]
    return {**data, "home": str(result.home), "refused": refused, "next": next_commands(result)}


def _shortened(sentences: Sequence[str]) -> list[str]:
    """Keep the beginning and the end of a long explanation; the statement shows all of it."""
    if len(sentences) <= _MOST_FIRST + _MOST_LAST:
        return list(sentences)
    return [*sentences[:_MOST_FIRST], "…", *sentences[-_MOST_LAST:]]


def _is_creator(one: Received) -> bool:
    return one.role in (*ROLES, _HEIR)


def _said(about: str, lang: Lang) -> str:
    """Say a few coded words, such as a medium and a quarter."""
    return " ".join(coded(word, lang) for word in about.split())


def _row(one: Received, lang: Lang) -> dict[str, Any]:
    return {
        "party": one.name.in_language(lang),
        "role": one.role,
        "statements": one.statements,
        "withholding_minor": one.withholding_minor,
        "transfer_minor": one.transfer_minor,
        "currency": one.currency,
    }
