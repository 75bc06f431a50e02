"""The parts of payees at a cut-over: as the rule divides them, or as stated with a reason."""

from contracts.apportion import RULES
from contracts.opening_book import Book
from contracts.opening_lines import Entry
from contracts.payees import Payees, is_reference
from contracts.sharing import lowest_weights


def share(book: Book, place: tuple[str, str], key: str, total: int, payees: Payees) -> None:
    """State what each payee has of an amount to date.

    Args:
        book: The figures.
        place: Kind and step of the figures.
        key: Under which the position remembers the parts.
        total: What the parts add up to.
        payees: Receivers as written in the terms.
    """
    sign = _sign(place[0])
    for payee, amount in _divide(book, (*place, ""), key, total, payees):
        if not is_reference(payee):
            book.allocated[payee] = book.allocated.get(payee, 0) + sign * amount
            continue
        holders = tuple(pair for pair in book.holders.get(payee, ()) if pair[1])
        if not holders:
            if amount:
                code = "opening-holders-unknown"
                book.problem((*place, "", payee), code, amount, "holders at the cut-over")
            continue
        inner = _divide(
            book, (*place, payee), f"{key}/{payee}", amount, Payees(holders, payees.rule)
        )
        for party, part in inner:
            book.allocated[party] = book.allocated.get(party, 0) + sign * part


def _divide(
    book: Book, place: tuple[str, str, str], key: str, total: int, payees: Payees
) -> list[tuple[str, int]]:
    """Take the parts as stated; parts as the rule gives them leave the weights in force.

    Parts that differ with a reason are kept: only what comes later is divided by the weights.

    Source:
        101 at one half each are 51 and 50. Stated as 50 and 51 with the reason: both stay, and of
        the next 2 each gets 1.
    """
    weights = lowest_weights(payees.weights)
    divided = RULES[payees.rule](total, [weight for _, weight in weights])
    expected = {payee: part for (payee, weight), part in zip(weights, divided, strict=True)}
    stated = book.payees(*place)
    names = list(dict.fromkeys((*(name for name, weight in weights if weight), *stated)))
    if len(names) == 1 and not stated:
        parts = [Entry(place[0], total, place[1], place[2], names[0])]
    else:
        parts = [book.figure(*place, name) for name in names]
    if (found := sum(part.amount_minor for part in parts)) != total:
        book.problem((place[0], place[1], place[2], ""), "opening-parts-not-sum", found, total)
    known = len(book.differences)
    for part in parts:
        book.explain(part, expected.get(part.payee, 0), "kept")
    is_kept = len(book.differences) > known
    sign = _sign(place[0])
    for part in parts:
        book.state[f"due:{key}:{part.payee}"] = sign * part.amount_minor
        if is_kept:
            book.state[f"base:{key}:{part.payee}"] = sign * part.amount_minor
    if total and not is_kept:
        book.state |= {f"weight:{key}:{payee}": weight for payee, weight in weights}
    return [(part.payee, part.amount_minor) for part in parts]


def _sign(kind: str) -> int:
    """What payees gave back is stated as people say it, and stands negative in the position."""
    return -1 if kind == "given-back" else 1
