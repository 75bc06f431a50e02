"""Cosignatures for a checkpoint, as the settings ask for them."""

import logging
from typing import Final

from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.jobs.publish import ProofFor
from ledger.log.policy import Policy, parse_policy
from ledger.log_keys.views import keys_of
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.witness.client import collect
from ledger.witness.outcome import Manner, Outcome, Status

EVIDENCE: Final = "evidence"
_LOG: Final = logging.getLogger("daicho.witness")


class Cosigner:
    """Asks the witnesses of a policy for every checkpoint.

    Args:
        register: The register; lies of witnesses are kept in the folder `evidence` of its home.
        policy: Names the witnesses and the quorum.
        fail_closed: Without the quorum nothing is published.
    """

    def __init__(self, register: Register, policy: Policy, *, fail_closed: bool) -> None:
        self._register = register
        self._policy = policy
        self._fail_closed = fail_closed
        self.outcomes: tuple[Outcome, ...] = ()

    def __call__(self, note: bytes, proof_for: ProofFor) -> bytes:
        """Return the note with the cosignatures that came.

        Raises:
            Unavailable: The quorum was not reached, and nothing may be published without.
        """
        with self._register.ledger.reading() as conn:
            keys, latest = keys_of(conn), checkpoints.latest(conn)
        manner = Manner(
            fail_closed=self._fail_closed,
            log_keys=tuple(term.key for term in keys.terms),
            evidence=self._register.home / EVIDENCE,
            previous=latest.note if latest else None,
        )
        collected = collect(note, proof_for, self._policy, manner)
        self.outcomes = collected.outcomes
        for outcome in collected.outcomes:
            if outcome.status != Status.COSIGNED:
                _LOG.warning("witness %s: %s %s", outcome.witness, outcome.status, outcome.detail)
        return collected.note


def cosigner(register: Register, settings: Settings) -> Cosigner | None:
    """Return who collects cosignatures for a register, or None where no policy asks for any.

    Raises:
        RuleViolation: The policy file is not there, or is malformed.
    """
    path = settings.witness_policy
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleViolation(
            "policy-unreadable",
            "the policy file cannot be read",
            field="witness_policy",
            value=str(path),
            found=error.strerror,
            expected="a file as in docs/OPERATIONS.md",
        ) from error
    return Cosigner(register, parse_policy(data), fail_closed=settings.witness_fail_closed)
