"""One page on a committee: who signs for which right. Foreign partners ask for exactly this.

Three editions, so that nobody has to black anything out:

- `public`: what credits print, for everybody.
- `partner`: members, windows, what needs everybody, the plan; no shares, fees or prices.
- `members`: the same with the three share sets.

Source:
    Copyright Act of Japan, articles 64 and 65 (joint copyright); Civil Code, article 670.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from contracts.figures import clause as clause_in
from contracts.figures import percent
from contracts.rights.vocabulary import committee_uses, tree_of
from ledger.access.views import can_read
from ledger.committees.views import show
from ledger.dissolutions.views import show as show_end
from ledger.errors import Forbidden, NotFound
from ledger.papers.blocks import Block, Heading, Items, Pairs, Paper, Table, Text
from ledger.papers.committee_end import declared, end_blocks, is_over
from ledger.papers.committee_words import (
    DECIDING,
    ENDING,
    HEAD,
    MEMBERS,
    OUTCOMES,
    STATUS,
    WINDOWS,
)
from ledger.papers.printer import Printer

Edition = Literal["public", "partner", "members"]
EDITIONS: Final[tuple[Edition, ...]] = ("public", "partner", "members")
_LEADS: Final = frozenset({"幹事", "幹事会社"})
"""What contracts write beside the lead's name; the paper says it in its own language."""
_SHARES: Final = ("investment", "copyright", "profit")
_Shown = Mapping[str, Any]


def committee_paper(printer: Printer, committee: str, edition: Edition) -> Paper:
    """Return the one page on a committee.

    Args:
        printer: For whom, in which language.
        committee: Its id.
        edition: How much of it.

    Raises:
        NotFound: There is no such committee.
        Forbidden: The viewer may read the public edition only.
    """
    shown = show(printer.conn, committee, printer.viewer)
    if shown is None:
        raise NotFound("committee-not-found", field="committee", value=committee)
    if edition != "public" and not can_read(printer.conn, printer.viewer, committee):
        raise Forbidden(
            "paper-not-for-reader",
            "only readers of the contract get this edition",
            field="edition",
            value=edition,
            expected="public",
        )
    names = printer.names(_parties(shown), () if edition == "public" else None)
    end = show_end(printer.conn, committee, printer.viewer)
    blocks: list[Block] = [_head(printer, shown, names, edition, end)]
    if end is not None:
        is_open, has_shares = edition != "public", edition == "members"
        blocks += end_blocks(printer, end, is_open=is_open, has_shares=has_shares)
    blocks += declared(printer, (committee, *shown["works"]))
    if edition == "public":
        blocks += _public(printer, shown, names)
    elif is_over(end):
        blocks += _members(printer, shown, names, edition)
    else:
        blocks += _windows(printer, shown, names)
        blocks += _everybody(printer, shown)
        blocks += _members(printer, shown, names, edition)
        blocks += _ending(printer, shown, names)
    return Paper(
        lang=printer.lang,
        title=printer.title(shown["name"]),
        subtitle=printer.says(HEAD["subtitle"]),
        day=printer.day,
        blocks=tuple(blocks),
        footer=printer.footer(shown["entry_index"]),
        address=printer.address,
        one_page=True,
        data={"committee": committee, "edition": edition, "entry": shown["entry_index"]},
    )


def _parties(shown: _Shown) -> Iterator[str | None]:
    plan = shown.get("plan") or {}
    yield from (shown["lead"], plan.get("contact"), plan.get("adjustments_debtor"))
    yield from (member["party"] for member in shown.get("members", ()))
    yield from (window["holder"] for window in shown.get("windows", ()))
    yield from (clause.get("to") for clause in plan.get("dispositions", ()))


def _head(
    printer: Printer,
    shown: _Shown,
    names: Mapping[str, str],
    edition: Edition,
    end: _Shown | None,
) -> Pairs:
    say, status = printer.says, STATUS.get(shown["status"])
    works = printer.joined(printer.works(shown["works"]).values())
    rows = [
        (say(HEAD["works"]), works or say(HEAD["unknown"])),
        (say(HEAD["status"]), say(status) if status else str(shown["status"])),
        (say(HEAD["formed"]), shown["formed_on"] or say(HEAD["unknown"])),
        (say(HEAD["lead"]), names.get(shown["lead"], "") or say(HEAD["none-lead"])),
    ]
    if edition != "public" and not is_over(end):
        if shown["version"] > 1:
            rows.append((say(HEAD["since"]), shown["effective_from"]))
        contact = (shown.get("plan") or {}).get("contact") or shown["lead"]
        rows.append((say(HEAD["contact"]), names.get(contact, "") or say(HEAD["none-lead"])))
    return Pairs(tuple(rows))


def _public(printer: Printer, shown: _Shown, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield what credits print; of a draft also the names in them."""
    say = printer.says
    if shown["status"] == "draft" and shown.get("members"):
        yield Heading(say(MEMBERS["title"]))
        yield Items(tuple(_called(printer, member, names) for member in shown["members"]))
        yield Text(say(MEMBERS["draft"]), small=True)
    else:
        yield Text(say(MEMBERS["closed"]), small=True)


def _windows(printer: Printer, shown: _Shown, names: Mapping[str, str]) -> Iterator[Block]:
    say, windows = printer.says, shown.get("windows") or ()
    if not windows:
        yield Heading(say(WINDOWS["title"]))
        yield Text(say(WINDOWS["none"]))
        return
    rows = tuple(
        (
            printer.use(one["medium"]),
            printer.place_of(one),
            names[one["holder"]],
            "\n".join((say(WINDOWS[one["mode"]]), *milestones(printer, one))),
            _clause(printer, one),
        )
        for one in windows
    )
    head = tuple(say(WINDOWS[name]) for name in ("medium", "territory", "holder", "mode", "clause"))
    yield Heading(say(WINDOWS["title"]))
    yield Table(head, (5, 3, 7, 3, 2), rows)


def milestones(printer: Printer, window: _Shown) -> Iterator[str]:
    """Yield what has to happen before a window abroad can do its business."""
    for one in window.get("milestones") or ():
        due = printer.says(WINDOWS["due"], due=one["due"]) if "due" in one else ""
        by = printer.aside(one["by"]) if "by" in one else ""
        name, kind = printer.title(one["name"]), printer.says(WINDOWS[one["kind"]])
        yield printer.says(WINDOWS["milestone"], name=name, kind=kind) + by + due


def _everybody(printer: Printer, shown: _Shown) -> Iterator[Block]:
    say, windows = printer.says, shown.get("windows") or ()
    items = []
    if windows:
        media = uncovered(window["medium"] for window in windows)
        told = tree_of("media").told(media, printer.lang) if media else ""
        items += [say(DECIDING["rest"], media=told)] if told else []
        has_overseas = any(window["medium"] == "overseas" for window in windows)
        items += [] if has_overseas else [say(DECIDING["abroad"])]
    items += [say(DECIDING[name]) for name in ("transfer", "adapt", "change")]
    yield Heading(say(DECIDING["title"]))
    yield Items(tuple(items))
    yield Pairs(((say(DECIDING["how"]), _how(printer, shown.get("decisions"))),))
    yield Text(say(DECIDING["refuse"]), small=True)


def uncovered(media: Iterable[str]) -> int:
    """Return the leaves of media for which no window is named anywhere.

    Example:
        Windows for streaming and overseas: overseas reaches every medium outside Japan, and in
        Japan only streaming has a window, so all leaves but those of streaming are left.
    """
    uses = committee_uses()
    covered = 0
    for word in media:
        covered |= 0 if uses[word].territories else uses[word].media
    return tree_of("media").all_bits & ~covered


def _how(printer: Printer, decisions: _Shown | None) -> str:
    say = printer.says
    if decisions is None:
        return say(DECIDING["silent"])
    if decisions["rule"] == "unanimous":
        return say(DECIDING["unanimous"])
    more = decisions.get("more_than") or {"num": 1, "den": 2}
    of = say(DECIDING[decisions.get("of") or "heads"])
    return say(
        DECIDING["majority"],
        of=of,
        more=f"{more['num']}/{more['den']}",
        clause=_clause(printer, decisions) or "-",
    )


def _members(
    printer: Printer, shown: _Shown, names: Mapping[str, str], edition: Edition
) -> Iterator[Block]:
    say, shares = printer.says, _SHARES if edition == "members" else ()
    columns = ("party", "roles", *shares)
    rows = tuple(
        (
            _called(printer, member, names),
            _roles(printer, member, shown["lead"]),
            *(_share(member.get(share)) for share in shares),
        )
        for member in shown.get("members", ())
    )
    yield Heading(say(MEMBERS["title"]))
    yield Table(tuple(say(MEMBERS[name]) for name in columns), (8, 5, *(2 for _ in shares)), rows)
    if shares and shown.get("shares_are_synthetic"):
        yield Text(say(MEMBERS["synthetic"]), small=True)


def _called(printer: Printer, member: _Shown, names: Mapping[str, str]) -> str:
    """Return a member's name, and the one in the contract or credits where it differs."""
    name, printed = names[member["party"]], member.get("name")
    return name + printer.aside(printed) if printed and printed != name else name


def _roles(printer: Printer, member: _Shown, lead: str | None) -> str:
    roles = [role for role in member.get("roles", ()) if role not in _LEADS]
    if len(roles) < len(member.get("roles", ())) or member["party"] == lead:
        roles.insert(0, printer.says(MEMBERS["lead"]))
    return printer.joined(roles)


def _share(share: Mapping[str, int] | None) -> str:
    return percent((share["num"], share["den"])) if share else "-"


def _ending(printer: Printer, shown: _Shown, names: Mapping[str, str]) -> Iterator[Block]:
    say, plan = printer.says, shown.get("plan")
    yield Heading(say(ENDING["title"]))
    if not plan:
        yield Text(say(ENDING["no-plan"]))
        return
    rows = tuple(
        (
            _rights(printer, clause),
            _outcome(printer, clause, names, shown["lead"]),
            _clause(printer, clause),
        )
        for clause in plan["dispositions"]
    )
    yield Table(
        tuple(say(ENDING[name]) for name in ("rights", "outcome", "clause")), (7, 10, 2), rows
    )
    yield Pairs(
        (
            (say(ENDING["contact"]), names[plan["contact"]]),
            (say(ENDING["debtor"]), names[plan["adjustments_debtor"]]),
        )
    )


def _rights(printer: Printer, clause: _Shown) -> str:
    media = [printer.use(medium) for medium in clause.get("rights") or ()]
    return printer.joined(media) or printer.says(ENDING["rest"])


def _outcome(printer: Printer, clause: _Shown, names: Mapping[str, str], lead: str | None) -> str:
    to = clause.get("to") or (lead if clause["outcome"] == "lead" else None)
    said = printer.says(OUTCOMES[clause["outcome"]], to=names.get(to or "", "")).strip()
    years = clause.get("after_years")
    return said + printer.aside(printer.says(ENDING["later"], years=years)) if years else said


def _clause(printer: Printer, said: _Shown) -> str:
    return clause_in(said.get("clause") or "", printer.lang)
