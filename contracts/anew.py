"""Starting anew: what an amount to date stands on, when the clause behind it changes.

A position holds whole numbers only, so a clause is remembered by 48 bits of its digest. When they
differ, what was due stays, and what comes later is counted from zero by the new clause.
"""

import hashlib

_SIGNATURE_BYTES = 6


def start_anew(state: dict[str, int], step: str, spelled: str, due_minor: int) -> None:
    """Let a step count from zero when its clause is another than the one it counted by.

    Args:
        state: Amounts to date; keys `basis`, `units`, `base` and `table` of the step.
        step: Its id.
        spelled: Its price, rate and table as text, equal for equal clauses.
        due_minor: What was due to date by the clause, which stays.
    """
    digest = hashlib.sha256(spelled.encode()).digest()[:_SIGNATURE_BYTES]
    now = int.from_bytes(digest)
    # A rate of royalty/1 under the same id is a clause of another kind: units are no money.
    others = [name for name in (f"rate:{step}:num", f"rate:{step}:den") if name in state]
    if others or state.get(f"table:{step}") != now:
        for name in (f"basis:{step}", f"units:{step}", *others):
            state.pop(name, None)
        state[f"base:{step}"] = due_minor
        state[f"table:{step}"] = now


def forget_if_empty(state: dict[str, int], step: str) -> None:
    """Drop what is remembered of a clause when all that it counted was taken back."""
    if not state.get(f"basis:{step}") and not state.get(f"units:{step}"):
        for name in (f"base:{step}", f"table:{step}"):
            state.pop(name, None)
