"""Asking the witnesses of a policy to cosign a checkpoint: all at once, and never for long.

Each witness is first asked with the size that it should have by the checkpoint published before. If
it says that it has another (409), it is asked once more, with a proof from there. Whatever else it
answers, or if it does not, is an outcome; only the quorum decides whether to publish.

Source:
    C2SP tlog-witness (c2sp.org/tlog-witness), "add-checkpoint".
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Final

from ledger.errors import LedgerError, RuleViolation, SignatureInvalid, Unavailable
from ledger.fetch import Ask, Reply, fetch
from ledger.log.cosignature import parse_signature_lines, verify_cosignature, verify_cosignatures
from ledger.log.equivocation import Evidence, prove_fork, prove_wrong_cosignature
from ledger.log.note import (
    Signature,
    add_signature,
    parse_checkpoint,
    parse_note,
    verify_checkpoint,
)
from ledger.log.policy import Policy, Witness, is_satisfied
from ledger.witness.evidence import keep
from ledger.witness.outcome import Collected, Manner, Outcome, Status
from ledger.witness.submission import SIZE_TYPE, Submission, parse_size

ProofFor = Callable[[int], list[bytes]]
_ANSWER_BYTES: Final = 16_384
_NOTE_BYTES: Final = 65_536
_REASONS: Final = {
    "timeout": Status.TIMEOUT,
    "too-large": Status.TOO_LARGE,
    "malformed": Status.MALFORMED,
}


def collect(
    note: bytes, consistency_proof_for: ProofFor, policy: Policy, manner: Manner | None = None
) -> Collected:
    """Ask every witness of a policy to cosign a note.

    Args:
        note: Signed by the log, not yet published.
        consistency_proof_for: Gives the proof from an earlier size (above 0, below the note's) to
            the note's. It is called in the caller's own thread.
        policy: Names the witnesses and the quorum.
        manner: How to ask; by default as strictly as can be.

    Returns:
        The note with the cosignatures that came, and what became of asking each witness.

    Raises:
        Unavailable: The quorum is not reached and the manner is to fail closed;
            `outcomes` says why, by witness. Nothing may be published.
        RuleViolation: The policy names logs, and this is none of them.

    Source:
        C2SP tlog-witness and tlog-policy.
    """
    asking = _Asking(note, consistency_proof_for, policy, manner or Manner())
    asking.must_be_of_policy()
    asking.run()
    collected = asking.collected()
    if not collected.is_reached and asking.manner.fail_closed:
        raise Unavailable(
            "quorum-not-reached",
            "too few witnesses cosigned: nothing was published",
            field="policy",
            value=[item.witness for item in collected.outcomes if item.status == Status.COSIGNED],
            expected=f"quorum {policy.quorum}",
            outcomes=[f"{o.witness}: {o.status} {o.detail}".rstrip() for o in collected.outcomes],
        )
    return collected


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one witness answered.

    Attributes:
        old: The size that it was asked with.
        reply: Its answer, or why there is none.
        shown: What it showed of what it has cosigned, when it refused ours.
    """

    witness: Witness
    old: int
    reply: Reply | Unavailable
    shown: bytes | None = None


class _Asking:
    """One round of asking; used by one thread, which others report to."""

    def __init__(self, note: bytes, proof_for: ProofFor, policy: Policy, manner: Manner) -> None:
        self.note = note
        self.policy = policy
        self.manner = manner
        self._text = parse_note(note).text
        self._ours = parse_checkpoint(self._text)
        self._proof_for = proof_for
        self._answers: SimpleQueue[_Answer] = SimpleQueue()
        self._outcomes: dict[str, Outcome] = {}
        self._lines: dict[str, Signature] = {}
        self._again: set[str] = set()
        self._end = time.monotonic() + manner.seconds

    def must_be_of_policy(self) -> None:
        """Refuse to ask with a policy about other logs: nobody could be satisfied by the result."""
        try:
            is_satisfied(self.policy, self.note)
        except SignatureInvalid as error:
            raise RuleViolation(
                "policy-of-another-log",
                "the policy names logs, and none of them signed this checkpoint",
                field="policy",
                value=self._ours.origin,
                expected=[str(known.key) for known in self.policy.logs],
            ) from error

    def run(self) -> None:
        """Ask all, until each has an outcome or the time is up."""
        waiting = {witness.name for witness in self.policy.witnesses if witness.url}
        for witness in self.policy.witnesses:
            if witness.url:
                self._ask(witness, self._expected_size(witness))
        while waiting:
            try:
                left = max(self._end - time.monotonic(), 0)
                answer = self._answers.get(timeout=left)
            except Empty:
                break
            outcome = self._take(answer)
            if outcome is not None:
                self._outcomes[answer.witness.name] = outcome
                waiting.discard(answer.witness.name)

    def collected(self) -> Collected:
        """Return the note with all lines, in the order of the policy."""
        note = self.note
        for witness in self.policy.witnesses:
            if witness.name in self._lines:
                note = add_signature(note, self._lines[witness.name])
        outcomes = tuple(
            self._outcomes.get(witness.name) or self._silent(witness)
            for witness in self.policy.witnesses
        )
        return Collected(note, outcomes, is_satisfied(self.policy, note))

    def _silent(self, witness: Witness) -> Outcome:
        if witness.url is None:
            return Outcome(witness.name, Status.NO_URL)
        within = f"nothing within {self.manner.seconds} seconds"
        return Outcome(witness.name, Status.TIMEOUT, within)

    def _expected_size(self, witness: Witness) -> int:
        """Return the size a witness should have: that of the last note if its line is on it."""
        if self.manner.previous is None:
            return 0
        try:
            previous = parse_note(self.manner.previous)
            size = parse_checkpoint(previous.text).size
            has_line = verify_cosignatures(previous, [witness.key])
        except SignatureInvalid:
            return 0  # the witness will say what it has
        return size if has_line and size <= self._ours.size else 0

    def _ask(self, witness: Witness, old: int) -> None:
        proof = self._proof_for(old) if 0 < old < self._ours.size else []
        body = Submission(old, tuple(proof), self.note).to_bytes()
        arguments = (witness, old, body)
        threading.Thread(target=self._exchange, args=arguments, daemon=True).start()

    def _exchange(self, witness: Witness, old: int, body: bytes) -> None:
        """Ask one witness, beside the others, and put its answer where all are waited for."""
        left = self._seconds_left()
        ask = Ask(f"{witness.url}/add-checkpoint", body, "text/plain", left, _ANSWER_BYTES)
        try:
            reply = fetch(ask)
            shown = self._look(witness) if self._is_refusal(reply) else None
            self._answers.put(_Answer(witness, old, reply, shown))
        except Unavailable as error:
            self._answers.put(_Answer(witness, old, error))

    def _is_refusal(self, reply: Reply) -> bool:
        """Tell whether a witness has cosigned as much as we offer, or more."""
        size = parse_size(reply.body) if reply.status == HTTPStatus.CONFLICT else None
        return size is not None and size >= self._ours.size

    def _look(self, witness: Witness) -> bytes | None:
        """Read what a witness has cosigned, if it shows that.

        Not part of the protocol: witnesses of this project show the last checkpoint of a log.
        """
        name = sha256(self._ours.origin.encode()).hexdigest()
        left = self._seconds_left()
        ask = Ask(f"{witness.url}/checkpoint/{name}", seconds=left, limit_bytes=_NOTE_BYTES)
        try:
            return fetch(ask).body
        except Unavailable:
            return None

    def _seconds_left(self) -> int:
        return max(int(self._end - time.monotonic()) + 1, 1)

    def _take(self, answer: _Answer) -> Outcome | None:
        """Return what an answer comes to; None if the witness was asked again."""
        witness, reply = answer.witness, answer.reply
        if isinstance(reply, Unavailable):
            status = _REASONS.get(str(reply.fields["reason"]), Status.UNREACHABLE)
            return Outcome(witness.name, status, str(reply.fields["found"]))
        if reply.status == HTTPStatus.OK:
            return self._take_lines(witness, reply.body)
        if reply.status == HTTPStatus.CONFLICT:
            return self._take_size(answer, reply)
        words = _one_line(reply.body[:200].decode("utf-8", "replace"))
        return Outcome(witness.name, Status.REFUSED, f"{reply.status} {words}".rstrip())

    def _take_lines(self, witness: Witness, body: bytes) -> Outcome:
        try:
            lines = parse_signature_lines(body)
        except SignatureInvalid as error:
            return self._shown(witness, body) or Outcome(witness.name, Status.MALFORMED, str(error))
        mine = [s for s in lines if (s.name, s.key_id) == (witness.key.name, witness.key.key_id)]
        try:
            found = [verify_cosignature(self._text, line, witness.key) for line in mine]
        except SignatureInvalid as error:
            lie = prove_wrong_cosignature(witness.key, self.note, body)
            return self._kept(witness, Status.WRONG_COSIGNATURE, str(error), lie)
        if not found:
            return Outcome(witness.name, Status.MALFORMED, f"no line by {witness.key}")
        self._lines[witness.name] = mine[0]
        return Outcome(witness.name, Status.COSIGNED, timestamp=found[0].timestamp)

    def _take_size(self, answer: _Answer, reply: Reply) -> Outcome | None:
        witness = answer.witness
        size = parse_size(reply.body) if reply.media_type == SIZE_TYPE else None
        if size is None:
            return Outcome(witness.name, Status.MALFORMED, "409 without a size")
        if size <= self._ours.size and size != answer.old and witness.name not in self._again:
            self._again.add(witness.name)
            self._ask(witness, size)
            return None
        return self._refused(answer, size)

    def _refused(self, answer: _Answer, size: int) -> Outcome:
        """Return what it means that a witness has cosigned this size and will not cosign ours."""
        name = answer.witness.name
        if size < self._ours.size:
            return Outcome(name, Status.MALFORMED, f"409 again with size {size}")
        if answer.shown is not None and (found := self._shown(answer.witness, answer.shown)):
            return found
        status = Status.CONFLICT if size == self._ours.size else Status.AHEAD
        return Outcome(name, status, f"it has cosigned size {size}")

    def _shown(self, witness: Witness, body: bytes) -> Outcome | None:
        """Return an outcome if what a witness shows is our log's and contradicts this note.

        Only notes of one size are compared: for two, `daicho evidence fork` makes the proof.
        """
        try:
            theirs = verify_checkpoint(body, self.manner.log_keys, self._ours.origin)
            fork = prove_fork(self.note, body, self.manner.log_keys)
        except LedgerError:
            return None  # it shows nothing that anybody could check
        return self._kept(witness, Status.FORK, f"another root of size {theirs.size}", fork)

    def _kept(self, witness: Witness, status: Status, detail: str, found: Evidence) -> Outcome:
        outcome = Outcome(witness.name, status, detail)
        if self.manner.evidence is None:
            return outcome
        try:
            return replace(outcome, evidence=keep(self.manner.evidence, found))
        except Unavailable as error:  # a full disk is no reason to believe, or not to publish
            return replace(outcome, detail=f"{detail}; not kept: {error}")


def _one_line(text: str) -> str:
    """Return a stranger's words without what would move a terminal or begin a line of a log."""
    return "".join(mark if mark.isprintable() else " " for mark in text).strip()
