"""Members come, go and are succeeded; each change is a version that takes effect with a month.

1. Who joins agrees, and so do the others, as the contract lets them decide.
2. Who leaves by its own will says so; who is expelled is told, and all others agree; death,
   insolvency and guardianship need nobody's consent: they have happened.
3. A successor by operation of law needs nobody's consent either; a buyer does.
4. Qualified invoices are warned about and never a reason to refuse anybody.

Source:
    Civil Code of Japan, articles 677の2 (admission: all agree, or as the contract provides),
    678-681 (leaving), 680の2 (earlier debts of who left).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.committees.agreement import agreed_by, require_decided, require_from
from ledger.committees.change_events import (
    InvoiceWarning,
    LeavingSettled,
    MemberAdmitted,
    MemberLeft,
    MemberSucceeded,
)
from ledger.committees.change_views import CommitteeSettlementRow, invoicing_on
from ledger.committees.changes import (
    AdmitMember,
    LeaverAccount,
    RecordLeaving,
    SettleLeaving,
    SucceedMember,
)
from ledger.committees.invoicing import Version
from ledger.committees.moving import (
    Members,
    named_still,
    parties_of,
    refund,
    renamed,
    share_of,
    succeeded,
    without,
)
from ledger.committees.signers import losing
from ledger.committees.versioning import (
    check_currency,
    check_effective_from,
    committee_at_work,
    may_speak,
    resulting,
)
from ledger.committees.versions import LEFT
from ledger.committees.views import CommitteeVersionRow
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.succession import SuccessionRow, successors_in
from ledger.parties.views import PartyRow
from ledger.store.state import Key, Row, State
from ledger.store.views import pack, unpack
from ledger.values import Ratio

_COMMON: Final = ("effective_from", "reason", "lead", "windows", "plan", "contract", "consents")
_PERSONAL: Final = ("death", "guardianship")
_HAPPENED: Final = (*_PERSONAL, "bankruptcy")
_BY_LAW: Final = ("merger", "company_split", "renaming", "inheritance")


def admit_member(command: AdmitMember, state: State, context: Context) -> list[Event]:
    """Take a new member in."""
    row, before = committee_at_work(command.committee, state, may_be_dissolving=False)
    may_speak(context, before)
    check_effective_from(command.effective_from, row, state)
    state.require(PartyRow, command.party, field="party")
    old = parties_of(before["members"])
    if command.party in old:
        raise Conflict(
            "member-already", field="party", value=command.party, expected="a new member"
        )
    check_parties((member.party for member in command.members), [*old, command.party])
    check_consents(command.consents, state, context)
    agreed = agreed_by(context.actor, command.consents)
    require_from([command.party], agreed)
    require_decided(before, agreed)
    body = command.body()
    require_from(losing(before["members"], body["members"], command.party), agreed)
    warnings = invoice_warnings(state, command.committee, command.effective_from, body["members"])
    changes = common(body) | {"members": body["members"], "party": command.party}
    return [resulting(MemberAdmitted, before, changes | {"invoice_warnings": warnings}, state)]


def record_leaving(command: RecordLeaving, state: State, context: Context) -> list[Event]:
    """Record that a member left, and what it is paid."""
    row, before = committee_at_work(command.committee, state)
    may_speak(context, before, *([command.party] if command.ground == "withdrawal" else []))
    check_effective_from(command.effective_from, row, state)
    must_be_member(before, command.party, "party")
    check_day(command.left_on, "left_on", context)
    check_not_before(command.effective_from, command.left_on)
    check_consents(command.consents, state, context)
    _check_possible(command, state)
    _check_ground(command, before, context)
    _check_redrawn(command, before, context)
    body = command.body()
    remaining = body.get("members") or without(before["members"], command.party)
    check_parties(
        parties_of(remaining),
        [party for party in parties_of(before["members"]) if party != command.party],
    )
    told = {name: body.get(name) for name in ("party", "ground", "left_on", "notified_on")}
    changes = common(body) | told | {"members": remaining, "document": body["document"]}
    if command.account is not None:
        changes["refund"] = _refund(command.account, command.party, before, state)
    changes["still_named"] = named_still({**before, **common(body)}, command.party)
    return [resulting(MemberLeft, before, changes, state)]


def settle_leaving(command: SettleLeaving, state: State, context: Context) -> list[Event]:
    """Say what a member that left earlier is paid, by its share on the day of leaving."""
    _, contract = committee_at_work(command.committee, state)
    may_speak(context, contract)
    left = _leaving_of(contract, command.party)
    key = (command.committee, command.party, left["change"]["left_on"])
    if "refund" in left["change"] or state.get(CommitteeSettlementRow, *key) is not None:
        raise Conflict(
            "leaving-settled",
            field="party",
            value=command.party,
            expected="a leaver with whom nobody has settled yet",
        )
    version = state.get(CommitteeVersionRow, command.committee, left["version"] - 1)
    members = unpack(version["doc"])["members"] if version else []
    then = {"members": members, "lead": contract.get("lead")}
    parties = dict.fromkeys((*parties_of(contract["members"]), command.party))
    fact = {
        "committee": command.committee,
        "party": command.party,
        "left_on": left["change"]["left_on"],
        "refund": _refund(command.account, command.party, then, state),
        "parties": [*parties],
    }
    return [LeavingSettled.model_validate_json(pack(fact))]


def succeed_member(command: SucceedMember, state: State, context: Context) -> list[Event]:
    """Write in who took a member's place by operation of law."""
    row, before = committee_at_work(command.committee, state)
    taken = state.get(SuccessionRow, command.party)
    heirs = successors_in(taken) if taken else []
    may_speak(context, before, *heirs)
    check_effective_from(command.effective_from, row, state)
    must_be_member(before, command.party, "party")
    succession = _general(command, taken)
    check_not_before(command.effective_from, date.fromisoformat(succession["effective_from"]))
    check_consents(command.consents, state, context)
    _check_redrawn(command, before, context)
    shared = unpack(succession["doc"])["successors"]
    parts = [(one["party"], Fraction(one["share"]["num"], one["share"]["den"])) for one in shared]
    body = command.body()
    members = succeeded(before["members"], command.party, parts)
    changes = {"ground": succession["ground"], "succession": succession["entry_index"]}
    changes |= {"party": command.party, "successors": shared, "clause": command.clause}
    changes |= _places_of(before, command.party, heirs) | common(body) | {"members": members}
    changes["invoice_warnings"] = invoice_warnings(
        state, command.committee, command.effective_from, members
    )
    changes["still_named"] = named_still({**before, **changes}, command.party)
    return [resulting(MemberSucceeded, before, changes, state)]


def common(body: Row) -> Row:
    """Return what every change says itself, as far as it is said."""
    return {name: body[name] for name in _COMMON if name in body}


def check_parties(given: Iterable[str], expected: list[str]) -> None:
    """Refuse members other than those that a change leaves.

    Raises:
        RuleViolation: Names who is missing and who is too many.
    """
    given = list(given)
    if set(given) != set(expected):
        raise RuleViolation(
            "members-differ",
            field="members",
            value=given,
            expected=expected,
            missing=[party for party in expected if party not in given],
            too_many=[party for party in given if party not in expected],
        )


def must_be_member(contract: Row, party: str, field: str) -> None:
    """Refuse a party that is no member."""
    parties = parties_of(contract["members"])
    if party not in parties:
        raise RuleViolation(
            "not-a-member", field=field, value=party, expected=f"one of {', '.join(parties)}"
        )


def check_day(day: date, field: str, context: Context) -> None:
    """Refuse a day to come: what has not happened is no fact."""
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "day-in-future", field=field, value=day.isoformat(), expected=f"{today} or earlier"
        )


def check_not_before(effective_from: date, happened: date) -> None:
    """Refuse a version that begins in a month before what brought it about."""
    if effective_from < happened.replace(day=1):
        raise RuleViolation(
            "effective-before-event",
            field="effective_from",
            value=effective_from.isoformat(),
            expected=f"{happened:%Y-%m}-01 or later",
        )


def invoice_warnings(
    state: State, committee: str, day: date, members: Members
) -> list[dict[str, Any]]:
    """Return why no qualified invoices may be issued once these are the members."""
    following = Version(day.isoformat(), tuple(parties_of(members)))
    found = invoicing_on(state, committee, day, following)
    return [
        InvoiceWarning(code=one.code, party=one.party, since_day=one.since_day).model_dump(
            exclude_none=True
        )
        for one in found.warnings
    ]


def _check_possible(command: RecordLeaving, state: State) -> None:
    """Refuse a company's death: it ends by liquidation or bankruptcy."""
    party = state.require(PartyRow, command.party, field="party")
    if command.ground in _PERSONAL and party["subject"] is None:
        raise RuleViolation(
            "leaving-ground-impossible",
            field="ground",
            value=command.ground,
            expected="withdrawal, bankruptcy or expulsion: the member is no person",
        )


def _check_ground(command: RecordLeaving, before: Row, context: Context) -> None:
    """Refuse a withdrawal that nobody declared, and an expulsion that was not decided and told.

    That a member died or is insolvent needs nobody's consent, so no other member says it alone.

    Source:
        Civil Code, articles 678 (withdrawal), 680 (expulsion: all others agree for good cause, and
        it holds against the expelled only when it is told).
    """
    agreed = agreed_by(context.actor, command.consents)
    if command.ground == "withdrawal":
        require_from([command.party], agreed)
    if command.ground in _HAPPENED and not context.actor.is_operator:
        raise Forbidden(
            "operator-only",
            "the operator records what happened to a member, from the document that shows it",
            field="ground",
            value=command.ground,
            expected="withdrawal or expulsion, with the consents that it needs",
        )
    if command.ground != "expulsion":
        return
    others = [member for member in before["members"] if member["party"] != command.party]
    require_decided(before, agreed, members=others, is_unanimous=True)
    if command.notified_on is None:
        raise RuleViolation(
            "expulsion-not-notified",
            field="notified_on",
            value=None,
            expected="the day on which the member was told",
        )


def _check_redrawn(command: RecordLeaving | SucceedMember, before: Row, context: Context) -> None:
    """Refuse that a change which needs nobody's consent brings a new contract with it.

    Who leaves or succeeds speaks for itself: shares of the others, lead, windows and plan change as
    by an amendment.
    """
    if context.actor.is_operator:
        return
    agreed, body = agreed_by(context.actor, command.consents), command.body()
    others = [one for one in before["members"] if one["party"] != command.party]
    may_amend = context.actor.party == before.get("lead") and not before.get("decisions")
    if not may_amend and any(name in body for name in ("lead", "windows", "plan")):
        require_decided(before, agreed, members=others)
    if "members" in body:
        fair = without(before["members"], command.party)
        require_from(losing(fair, body["members"]), agreed)


def _refund(account: LeaverAccount, party: str, before: Row, state: State) -> dict[str, Any]:
    share = share_of(before["members"], party, account.share_set)
    if share is None:
        raise RuleViolation(
            "share-not-held",
            field="account.share_set",
            value=account.share_set,
            expected="a share that is known",
            giver=party,
        )
    check_currency(account.currency, "account.currency")
    pays = account.paid_by or before.get("lead")
    if pays is None:
        raise RuleViolation(
            "payer-missing",
            field="account.paid_by",
            value=None,
            expected="who settles with the leaver; the committee has no lead",
        )
    state.require(PartyRow, pays, field="account.paid_by")
    return {
        "net_assets_minor": account.net_assets_minor,
        "share_set": account.share_set,
        "share": Ratio.of(share).model_dump(),
        "amount_minor": refund(account.net_assets_minor, share),
        "currency": account.currency,
        "pays": pays,
        "document": account.document.model_dump(exclude_none=True),
    }


def _leaving_of(contract: Row, party: str) -> Row:
    """Return the step of a contract's history by which a party left last."""
    for step in reversed(contract["history"]):
        if step.get("fact") == LEFT and step["change"]["party"] == party:
            found: Row = step
            return found
    raise RuleViolation(
        "nobody-left", field="party", value=party, expected="a member whose leaving is on record"
    )


def _general(command: SucceedMember, taken: Row | None) -> Row:
    """Return the succession, if it is one by operation of law."""
    if taken is None:
        raise RuleViolation(
            "nobody-succeeded",
            field="party",
            value=command.party,
            expected="a party whose succession is on record (daicho parties succeed)",
        )
    if taken["ground"] not in _BY_LAW:
        raise RuleViolation(
            "succession-not-general",
            field="party",
            value=taken["ground"],
            expected="a merger, split, renaming or inheritance; else a share transfer",
        )
    if taken["ground"] == "inheritance" and command.clause is None:
        raise RuleViolation(
            "heirs-leave-by-law",
            field="clause",
            value=None,
            expected="the clause that lets heirs continue; by law death ends membership (679条)",
        )
    return taken


def _places_of(before: Row, party: str, heirs: list[str]) -> Row:
    """Return lead, windows and plan with the one successor in the place of the member."""
    if len(heirs) != 1:
        return {}
    places = {name: before[name] for name in ("lead", "windows", "plan") if name in before}
    found: Row = renamed(places, party, heirs[0])
    return found


def needs_change(command: Any) -> list[Key]:
    """Return the rows of the parties that a change names."""
    named = (getattr(command, name, None) for name in ("party", "giver", "taker"))
    return [
        *((PartyRow, (party,)) for party in named if party),
        *needs_consents(command.consents),
    ]


def stated(body: Mapping[str, Any], *names: str) -> Row:
    """Return some fields of a command, as far as they are said."""
    return {name: body[name] for name in names if name in body}
