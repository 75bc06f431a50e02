"""Hold stated figures against recomputed ones: a difference is shown, never absorbed."""

from collections.abc import Mapping

from contracts.errors import ReconciliationDifference
from contracts.money import check_amount


def reconcile(stated: Mapping[str, int], recomputed: Mapping[str, int]) -> None:
    """Accept when every stated figure is the recomputed one.

    Args:
        stated: Name to minor units, as somebody's paper says.
        recomputed: Name to minor units, as the terms give them.

    Raises:
        ReconciliationDifference: With `differences`: name to stated, recomputed and difference
            (recomputed less stated), for every figure that differs or stands on one side only.

    Source:
        Case TH-04: a published example whose remaining 8.8 billion yen recompute to 11.8 billion.
    """
    differences = {}
    for name in sorted({*stated, *recomputed}):
        ours, theirs = recomputed.get(name), stated.get(name)
        if ours == theirs:
            continue
        difference = check_amount(ours or 0, name) - check_amount(theirs or 0, name)
        differences[name] = {"stated": theirs, "recomputed": ours, "difference": difference}
    if differences:
        raise ReconciliationDifference(
            "reconciliation-difference",
            f"Stated and recomputed figures differ: {', '.join(differences)}.",
            differences=differences,
        )
