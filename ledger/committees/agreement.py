"""Nothing moves the members' rights unless those who must agree did: refused by name.

Who agreed: whoever sends the command for its own party, and whoever gave a consent that is on
record with it. A judgment stands in for a consent that was refused (Copyright Act 65(3)); its
grade is shown like that of any other.
"""

from collections.abc import Iterable
from typing import Any

from ledger.command import Actor
from ledger.committees.commands import Decisions, Member
from ledger.committees.deciding import MAJORITY, lacking
from ledger.errors import RuleViolation
from ledger.keys.consents import Consent
from ledger.store.state import Row


def agreed_by(actor: Actor, consents: Iterable[Consent]) -> frozenset[str]:
    """Return the parties that agreed: the sender, unless it is the operator, and the consents."""
    sender = () if actor.is_operator or actor.party is None else (actor.party,)
    return frozenset((*sender, *(consent.party for consent in consents)))


def require_decided(
    contract: Row,
    agreed: frozenset[str],
    *,
    members: Iterable[Row] | None = None,
    is_unanimous: bool = False,
) -> None:
    """Refuse what the members did not decide.

    Args:
        contract: The version in force, as plain JSON values.
        agreed: Who agreed.
        members: Who may vote, if not all members.
        is_unanimous: The law or the matter asks for all of them, whatever the contract says.

    Raises:
        RuleViolation: `consent-missing`; names each party that could still agree.
    """
    voters = [*(contract["members"] if members is None else members)]
    decisions = None if is_unanimous else contract.get("decisions")
    missing = lacking(decisions, voters, agreed)
    if missing:
        raise RuleViolation(
            "consent-missing",
            f"{len(missing)} of {len(voters)} members did not agree: {', '.join(missing)}",
            field="consents",
            value=sorted(agreed),
            expected=_wanted(decisions),
            missing=missing,
        )


def require_from(parties: Iterable[str], agreed: frozenset[str]) -> None:
    """Refuse unless each of these parties agreed itself.

    Raises:
        RuleViolation: `consent-missing`; names those that did not.
    """
    missing = [party for party in parties if party not in agreed]
    if missing:
        raise RuleViolation(
            "consent-missing",
            field="consents",
            value=sorted(agreed),
            expected="a consent of each party that gives or takes something",
            missing=missing,
        )


def check_decisions(decisions: Decisions | None, members: tuple[Member, ...]) -> None:
    """Refuse a way of deciding that cannot be followed.

    Raises:
        RuleViolation: A majority without a clause or without saying of what; shares not known; a
            threshold that nothing exceeds.
    """
    if decisions is None:
        return
    if decisions.rule == MAJORITY:
        _check_majority(decisions, members)
        return
    for name in ("of", "more_than"):
        if getattr(decisions, name) is not None:
            raise _wrong(name, str(getattr(decisions, name)), "nothing: all must agree")


def _check_majority(decisions: Decisions, members: tuple[Member, ...]) -> None:
    if decisions.clause is None:
        raise _wrong("clause", None, "the clause of the contract that lets a majority decide")
    if decisions.of is None:
        raise _wrong("of", None, "heads, copyright or investment")
    if decisions.more_than is not None and decisions.more_than.fraction() >= 1:
        raise _wrong("more_than", str(decisions.more_than.fraction()), "less than 1")
    if decisions.of != "heads" and any(getattr(m, decisions.of) is None for m in members):
        raise _wrong("of", decisions.of, f"heads, or members whose {decisions.of} is known")


def _wrong(name: str, value: Any, expected: str) -> RuleViolation:
    return RuleViolation(
        "decisions-wrong", field=f"decisions.{name}", value=value, expected=expected
    )


def _wanted(decisions: Row | None) -> str:
    if decisions is None or decisions["rule"] != MAJORITY:
        return "a consent of every member, or a judgment in its place"
    share = decisions.get("more_than") or {"num": 1, "den": 2}
    return (
        f"consents of more than {share['num']}/{share['den']} of {decisions['of']}"
        f" ({decisions['clause']})"
    )
