"""The text of a committee's agreement: members, windows, decisions, what happens at the end.

Source:
    Civil Code of Japan, articles 667 and 688; Copyright Act, articles 64 and 65.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.figures import money, percent
from ledger.committees.views import show
from ledger.errors import NotFound
from ledger.papers.articles import General, Provision
from ledger.papers.committee import milestones
from ledger.papers.committee_words import DECIDING, ENDING, OUTCOMES
from ledger.papers.printer import Printer
from ledger.papers.text_words import COMMITTEE, COMMON
from ledger.papers.written_text import Draft, Written, document_of, general, quoted, written

_SHARES = ("investment", "copyright", "profit")
_INPUTS = (
    "name", "works", "members", "lead", "windows", "schedule", "plan", "decisions",
    "first_refusal", "contract", "entry_index",
)  # fmt: skip
_Plain = Mapping[str, Any]


def committee_text(printer: Printer, committee: str) -> Written:
    """Write the agreement of a committee.

    Raises:
        NotFound: There is no such committee, or its contract is not open to this viewer.
    """
    shown = show(printer.conn, committee, printer.viewer)
    if shown is None or "windows" not in shown:
        raise NotFound("committee-not-found", field="id", value=committee)
    plan = shown.get("plan") or {}
    named = [shown["lead"], plan.get("contact"), plan.get("adjustments_debtor")]
    named += [member["party"] for member in shown["members"]]
    named += [window["holder"] for window in shown["windows"]]
    named += [clause.get("to") for clause in plan.get("dispositions", ())]
    writer = _Writer(printer, shown, printer.names(named), printer.works(shown["works"]))
    sides = tuple(writer.names[member["party"]] for member in shown["members"])
    draft = Draft(
        of=committee,
        entry=shown["entry_index"],
        title=printer.says(COMMITTEE["title"], name=printer.title(shown["name"])),
        subtitle="",
        sides=sides,
        first=tuple(writer.first()),
        recorded=tuple(writer.recorded()),
        last=tuple(writer.last()),
    )
    said = {name: shown[name] for name in _INPUTS if name in shown}
    return written(printer, draft, {"record": said, "names": writer.names, "works": writer.works})


class _Writer:
    def __init__(
        self, printer: Printer, shown: _Plain, names: Mapping[str, str], works: Mapping[str, str]
    ) -> None:
        self._printer, self._say, self._shown = printer, printer.says, shown
        self.names, self.works = names, works

    def first(self) -> Iterator[General]:
        """Yield purpose, members, lead and ownership."""
        printer, say, shown = self._printer, self._say, self._shown
        works = quoted(printer, self.works.values()) or say(COMMON["blank"])
        yield from general(printer, COMMITTEE, "purpose").of(
            say(COMMITTEE["purpose-is"], works=works)
        )
        members = (self._member(member) for member in shown["members"])
        yield from general(printer, COMMITTEE, "members").of(*members)
        if shown["lead"]:
            lead = say(COMMITTEE["lead-is"], lead=self.names[shown["lead"]])
            yield from general(printer, COMMITTEE, "lead").of(lead)
        ownership = say(COMMITTEE["ownership-is"])
        yield from general(printer, COMMITTEE, "ownership").of(ownership)

    def recorded(self) -> Iterator[Provision]:
        """Yield what has, or may have, a number on record."""
        say, shown = self._say, self._shown
        for window in shown["windows"]:
            yield Provision(
                say(COMMITTEE["window"]), self._window(window), window.get("clause") or ""
            )
        if decisions := shown.get("decisions"):
            title, clause = say(COMMITTEE["decisions"]), decisions.get("clause") or ""
            yield Provision(title, self._decisions(decisions), clause)
        if refusal := shown.get("first_refusal"):
            told = say(COMMITTEE["refusal-is"], days=refusal["answer_days"])
            yield Provision(say(COMMITTEE["refusal"]), told, refusal["clause"])
        for clause in (shown.get("plan") or {}).get("dispositions", ()):
            yield Provision(
                say(COMMITTEE["ending"]), self._disposition(clause), clause.get("clause") or ""
            )

    def last(self) -> Iterator[General]:
        """Yield schedule, what comes after the end, and the original document."""
        printer, say, shown = self._printer, self._say, self._shown
        if schedule := shown.get("schedule"):
            told = say(
                COMMITTEE["schedule-is"],
                every=schedule["every_months"],
                report=schedule["report_after_days"],
                pay=schedule["pay_after_months"],
            )
            yield from general(printer, COMMITTEE, "schedule").of(told)
        if plan := shown.get("plan"):
            yield from general(printer, COMMITTEE, "after").of(
                say(COMMITTEE["after-contact"], contact=self.names[plan["contact"]]),
                say(COMMITTEE["after-debtor"], debtor=self.names[plan["adjustments_debtor"]]),
                say(COMMITTEE["after-residue"]),
                plan.get("note") or "",
            )
        yield from document_of(printer, shown, "contract")

    def _member(self, member: _Plain) -> str:
        blank = self._say(COMMON["blank"])
        shares = {name: _ratio(member.get(name)) or blank for name in _SHARES}
        name = self.names[member["party"]]
        printed = member.get("name")
        if printed and printed != name:
            name += self._printer.aside(printed)
        if roles := member.get("roles"):
            name += self._printer.aside(self._printer.joined(roles))
        return self._say(COMMITTEE["member-is"], name=name, **shares)

    def _window(self, window: _Plain) -> str:
        lines = [self._licensing(window), *milestones(self._printer, window)]
        if "currency" in window:
            lines.append(self._say(COMMITTEE["window-currency"], currency=window["currency"]))
        return "\n".join(lines)

    def _licensing(self, window: _Plain) -> str:
        return self._say(
            COMMITTEE[f"window-{window['mode']}"],
            use=self._printer.use(window["medium"]),
            territory=self._printer.place_of(window),
            holder=self.names[window["holder"]],
            rate=_ratio(window.get("rate")) or self._say(COMMON["blank"]),
        )

    def _decisions(self, decisions: _Plain) -> str:
        if decisions["rule"] == "unanimous":
            return self._say(COMMITTEE["decisions-unanimous"])
        more = decisions.get("more_than") or {"num": 1, "den": 2}
        of = self._say(DECIDING[decisions.get("of") or "heads"])
        return self._say(
            COMMITTEE["decisions-majority"], of=of, more=f"{more['num']}/{more['den']}"
        )

    def _disposition(self, clause: _Plain) -> str:
        say, printer = self._say, self._printer
        rights = printer.joined(printer.use(medium) for medium in clause.get("rights") or ())
        to = clause.get("to") or (self._shown["lead"] if clause["outcome"] == "lead" else None)
        outcome = say(OUTCOMES[clause["outcome"]], to=self.names.get(to or "", "")).strip()
        if years := clause.get("after_years"):
            outcome += printer.aside(say(ENDING["later"], years=years))
        rights = rights or say(ENDING["rest"])
        told = say(COMMITTEE["ending-is"], rights=rights, outcome=outcome)
        price = clause.get("price_minor")
        if price is None:
            return told
        amount = money((price, 1), "JPY", printer.lang)
        return f"{told}\n{say(COMMITTEE['price'], amount=amount)}"


def _ratio(share: Mapping[str, int] | None) -> str:
    return percent((share["num"], share["den"])) if share else ""
