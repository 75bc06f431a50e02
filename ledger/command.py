"""What somebody asks: an imperative, plain data, decided by a pure rule.

Only the rule decides which facts follow, so a command carries no opinion about them. The client
may choose ids itself. Fields that a heavy command prepared outside the door, and that the facts
cite by hash, are excluded from the recorded command.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from ledger.errors import Forbidden
from ledger.event import OPERATOR, Event, Recordable

Role = Literal["operator", "studio", "creator", "auditor", "public"]


class Command(Recordable):
    """Base of all commands. Subclasses set `TYPE`, for instance `RegisterWork/1`."""

    @classmethod
    def restore(cls, parts: Mapping[str, Mapping[str, Any]], fact: Event) -> Self:
        """Return the command as it was asked, from the entry that it caused.

        Args:
            parts: Bodies of the entry's parts; `command` is the command's own.
            fact: The entry's fact, which holds what a heavy command cites by hash only.
        """
        del fact
        return cls.join("command", parts)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Attributes:
        role: What kind of person this is.
        party: The party they act for; None for the operator of the register and the public.
        by: Id of the token they showed: whoever made something is told from whoever approves it.
        stepped_up: Whether they showed a token of a few minutes, made for one grave thing.
    """

    role: Role
    party: str | None = None
    by: str | None = None
    stepped_up: bool = False

    @property
    def is_operator(self) -> bool:
        """True for the people who run the register."""
        return self.role == "operator"

    @property
    def reader(self) -> str:
        """The name under which this actor's own command may be read again."""
        return self.party or OPERATOR

    def must_act_for(self, party: str, field: str) -> None:
        """Refuse unless the actor is the operator or acts for this party.

        Raises:
            Forbidden: The actor acts for somebody else.
        """
        if self.is_operator:
            return
        if self.role not in {"studio", "creator"}:
            raise Forbidden("role-may-not-write", role=self.role, expected="studio or creator")
        if self.party != party:
            raise Forbidden("not-your-party", field=field, value=party, expected=self.party)


SYSTEM = Actor("operator")


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the command and the state.

    Attributes:
        actor: Who asks. at: when.
        index: Where the command's first entry will stand.
        signers: Parties whose signature beside the command is good.
        keys: The keys that signed, a key that the command itself registers included.
        is_again: Whether a recorded command is decided again. What is asked of newcomers alone
            is not asked then: rules that came later accuse nobody who kept those of his day.
    """

    actor: Actor
    at: datetime
    index: int = 0
    signers: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key, scoped to who sent it.

    Attributes:
        party: The sender's party, or `operator`.
        key: Chosen by the client; the same key with the same request returns the same entries.
        request: The exact request the client sent; only a keyed digest of it is stored.
    """

    party: str
    key: str
    request: bytes
