"""Collecting cosignatures while a checkpoint is published, by the policy that the settings name."""

import logging
from pathlib import Path
from typing import Final

from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.jobs.publish import ProofFor
from ledger.log.policy import MAX_POLICY_BYTES, Policy, parse_policy
from ledger.log_keys.views import keys_of
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.witness.client import collect
from ledger.witness.outcome import Manner, Outcome, Status

EVIDENCE: Final = "evidence"
_LOG: Final = logging.getLogger("daicho.witness")
_LIES: Final = frozenset({Status.WRONG_COSIGNATURE, Status.FORK, Status.CONFLICT, Status.AHEAD})


class Cosigner:
    """Adds the cosignatures of a policy's witnesses to a note; see `publish_checkpoint`.

    Args:
        register: Whose checkpoints they are; lies are kept in its home.
        policy: Names the witnesses and the quorum.
        fail_closed: Refuse without the quorum.
    """

    def __init__(self, register: Register, policy: Policy, *, fail_closed: bool) -> None:
        self._register = register
        self._policy = policy
        self._fail_closed = fail_closed
        self.outcomes: tuple[Outcome, ...] = ()

    @property
    def policy(self) -> Policy:
        """Names the witnesses and the quorum."""
        return self._policy

    def __call__(self, note: bytes, proof_for: ProofFor) -> bytes:
        """Return the note with the cosignatures that came.

        Raises:
            Unavailable: The quorum was not reached, and the policy fails closed.
        """
        with self._register.ledger.reading() as conn:
            keys = tuple(term.key for term in keys_of(conn).terms)
            previous = checkpoints.latest(conn)
        manner = Manner(
            fail_closed=self._fail_closed,
            log_keys=keys,
            evidence=self._register.home / EVIDENCE,
            previous=previous.note if previous else None,
        )
        collected = collect(note, proof_for, self._policy, manner)
        self.outcomes = collected.outcomes
        for outcome in collected.outcomes:
            _tell(outcome)
        return collected.note


def cosigner(register: Register, settings: Settings) -> Cosigner | None:
    """Return what collects cosignatures by the settings; None where they name no policy.

    Raises:
        RuleViolation: The policy file cannot be read or understood, or is about other logs.
    """
    if settings.witness_policy is None:
        return None
    policy = parse_policy(_read(settings.witness_policy))
    _must_be_about(register, policy)
    return Cosigner(register, policy, fail_closed=settings.witness_fail_closed)


def _must_be_about(register: Register, policy: Policy) -> None:
    """Refuse at the start what would refuse every checkpoint later."""
    with register.ledger.reading() as conn:
        ours = [term.key for term in keys_of(conn).terms]
    if policy.logs and not any(known.key in ours for known in policy.logs):
        raise RuleViolation(
            "policy-of-another-log",
            "the policy names logs, and none of their keys is one of this log's",
            field="witness_policy",
            value=[str(known.key) for known in policy.logs],
            expected=[str(key) for key in ours],
        )


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_POLICY_BYTES + 1)
    except OSError as error:
        raise RuleViolation(
            "policy-unreadable",
            "the policy file cannot be read",
            field="witness_policy",
            value=str(file),
            expected=error.strerror or "a file",
        ) from error


def _tell(outcome: Outcome) -> None:
    """Write to the operator's log what deserves a look."""
    if outcome.status == Status.COSIGNED:
        return
    level = logging.ERROR if outcome.status in _LIES else logging.WARNING
    kept = f"; kept in {outcome.evidence}" if outcome.evidence else ""
    _LOG.log(level, "witness %s: %s %s%s", outcome.witness, outcome.status, outcome.detail, kept)
