"""What is refused about options: granting, extending, offering, answering, exercising. Pure.

    check_granting(near, grants, body, agreed, day)   refuses an option that cannot be given
    check_exercise(one, day)                          refuses an exercise too late, early or twice
    check_leads(one, right)                           refuses a grant that is not what was promised
    check_extension / check_offer / check_answer      the same for what is said in between

Rules kept here:
1. To promise a co-owned right is to exercise it: all co-owners agree (65条2項), for a transfer
   65条1項.
2. An option is exercised once, from its first day to its last; a lapsed one is refused, and the
   day after which it lapsed is named.
3. An option is extended before it lapses, by those who had to agree to it.

Source:
    Civil Code, articles 556 and 559; Copyright Act, article 65. That a promise of a co-owned right
    needs all co-owners is our reading: to be confirmed by an expert. Example by hand: an option to
    2027-12-31 is exercised on 2027-12-31; an exercise on 2028-01-01 is refused: it lapsed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from contracts.rights.extent import covers
from contracts.rights.grants import Grants, Licence
from contracts.rights.licences import exercisable, not_licensable
from ledger.errors import Forbidden, NotFound, RuleViolation
from ledger.rights.checks import Agreed, check_held, check_overlaps, check_present, signers_of
from ledger.rights.options import OPTION, Wanted, check_optioned, is_open, until_of
from ledger.rights.reading import Recorded, day_of, extent_of, first_ending, option_of

Body = Mapping[str, Any]


def check_granting(
    near: Iterable[Recorded], grants: Grants, body: Body, agreed: Agreed, day: date | None
) -> tuple[str, ...]:
    """Refuse an option that cannot be given, or to which a co-owner has not agreed.

    Args:
        near: What is on record about the same part of the work.
        grants: The same as values.
        body: The option.
        agreed: Who agreed, and who may sign.
        day: Day on which other options are looked at.

    Returns:
        Whose agreement it needed.

    Raises:
        RuleViolation: `option-ends-before-it-begins`, `option-for-its-grantor`,
            `option-terms-missing`, `rights-not-held`, `rights-exclusive-overlap`,
            `rights-optioned`, `rights-nobody-can-sign`.
        Forbidden: `co-owner-consent-missing`.
    """
    _check_terms(body)
    licence = Licence(
        id=body["id"],
        extent=extent_of(body),
        licensors=(*body["grantors"],),
        licensee=body["holder"],
        exclusivity=body.get("exclusivity") or "exclusive",
    )
    check_held(not_licensable(grants, licence), "rights-not-held", "grantors")
    if body["claim"] == OPTION:
        if body["grants"] == "licence":
            check_overlaps(grants, licence)
        check_optioned(near, Wanted.of(body, licence.extent), agreed, day)
    signers = signers_of(grants, licence.extent, agreed)
    check_present(signers, agreed)
    return signers


def _check_terms(body: Body) -> None:
    if day_of(body["until"]) < day_of(body["first"]):
        raise RuleViolation(
            "option-ends-before-it-begins", field="until", value=str(body["until"]),
            expected=f"{body['first']} or later",
        )  # fmt: skip
    if body["holder"] in body["grantors"]:
        raise RuleViolation(
            "option-for-its-grantor", field="holder", value=body["holder"],
            expected="somebody who is not bound by it",
        )  # fmt: skip
    is_transfer = body["grants"] == "transfer"
    if is_transfer and len(body["grantors"]) != 1:
        _missing("grantors", len(body["grantors"]), "one grantor for each transfer")
    if is_transfer == bool(body.get("exclusivity")):
        expected = "none for a transfer" if is_transfer else "exclusive, sole or non_exclusive"
        _missing("exclusivity", body.get("exclusivity"), expected)
    if body["claim"] == OPTION and not (body.get("price") or body.get("price_basis")):
        _missing("price", None, "an amount with its currency, or price_basis: how it is found")


def _missing(field: str, value: object, expected: str) -> None:
    raise RuleViolation("option-terms-missing", field=field, value=value, expected=expected)


def check_exercise(one: Recorded, day: date) -> None:
    """Refuse the exercise of an option that is not open on a day, and name its last day.

    Raises:
        RuleViolation: `rights-option-exercised`, `rights-option-not-yet`, `rights-option-lapsed`,
            `rights-option-released`, `rights-option-not-offered`.
    """
    ended = first_ending(one)
    state = exercisable(option_of(one), day)
    expected = {
        "exercised": "an option that was not exercised",
        "not-yet": f"{one.body['first']} or later",
        "lapsed": f"{until_of(one)} or earlier: it lapsed after that day",
    }
    if not state and ended is not None and ended <= day:
        state, expected["released"] = "released", f"before {ended}"
    if state:
        raise RuleViolation(
            f"rights-option-{state}",
            field="exercised_on",
            value=day.isoformat(),
            expected=expected[state],
            option=one.body["id"],
        )
    if one.body["claim"] != OPTION and not any(each["answer"] == "taken" for each in one.answers):
        raise RuleViolation(
            "rights-option-not-offered",
            "under a first refusal or negotiation the holder takes what was offered to him",
            field="option",
            value=one.body["id"],
            expected="an offer on record that its holder took",
        )


def check_leads(one: Recorded, right: Recorded) -> None:
    """Refuse a grant that is not what the option promised its holder.

    Raises:
        RuleViolation: `rights-exercise-differs`, with what should be there.
    """
    holder = right.body.get("licensee" if right.kind == "licence" else "taker")
    named = right.body.get("option")
    if right.kind != one.body["grants"]:
        wrong, expected = str(right.kind), f"a {one.body['grants']}"
    elif holder != one.body["holder"]:
        wrong, expected = str(holder), f"a grant to {one.body['holder']}"
    elif right.body["work"] != one.body["work"] or not covers(
        extent_of(one.body), extent_of(right.body)
    ):
        wrong, expected = right.body["id"], "a grant within the extent of the option"
    elif named not in {None, one.body["id"]}:
        wrong, expected = str(named), "a grant of no other option"
    else:
        return
    raise RuleViolation("rights-exercise-differs", field="right", value=wrong, expected=expected)


def check_extension(one: Recorded, body: Body, agreed: Agreed) -> tuple[str, ...]:
    """Refuse to extend what has lapsed, or without those who are bound.

    Returns:
        Whose agreement it needed.

    Raises:
        RuleViolation: `rights-option-lapsed`, `rights-option-exercised`, `rights-option-released`,
            `option-not-longer`.
        Forbidden: `option-consent-missing`.
    """
    check_open(one, day_of(body["agreed_on"]), "agreed_on")
    if day_of(body["until"]) <= until_of(one):
        raise RuleViolation(
            "option-not-longer",
            field="until",
            value=str(body["until"]),
            expected=f"later than {until_of(one)}",
        )
    signers = (*(one.body.get("signers") or ()),)
    missing = [party for party in signers if party not in agreed.present]
    if missing:
        raise Forbidden(
            "option-consent-missing",
            "an option is extended by those who had to agree to it",
            field="consents",
            value=missing,
            expected="a consent of each",
        )
    return signers


def check_open(one: Recorded, day: date, field: str) -> None:
    """Refuse what comes after an option was exercised, let go of, or had lapsed."""
    if is_open(one, day):
        return
    ended = first_ending(one)
    if one.exercises:
        state, expected = "exercised", "an option that was not exercised"
    elif ended is not None and ended <= day:
        state, expected = "released", f"before {ended}"
    else:
        state, expected = "lapsed", f"{until_of(one)} or earlier: it lapsed after that day"
    raise RuleViolation(
        f"rights-option-{state}",
        field=field,
        value=day.isoformat(),
        expected=expected,
        option=one.body["id"],
    )


def check_offer(one: Recorded, body: Body) -> None:
    """Refuse an offer under no first refusal, to nobody, or with too little time to answer.

    Raises:
        RuleViolation: `option-without-offers`, `rights-option-lapsed` and the like,
            `rights-offer-too-short`, `rights-offer-to-its-holder`.
    """
    if one.body["claim"] == OPTION:
        raise RuleViolation(
            "option-without-offers",
            "whoever has an option may take it without being asked",
            field="option",
            value=one.body["id"],
            expected="a first refusal or a first negotiation",
        )
    offered = day_of(body["offered_on"])
    check_open(one, offered, "offered_on")
    if body.get("third") == one.body["holder"]:
        raise RuleViolation(
            "rights-offer-to-its-holder", field="third", value=body["third"],
            expected="somebody else",
        )  # fmt: skip
    earliest = offered + timedelta(days=one.body.get("answer_days") or 0)
    if day_of(body["answer_by"]) < earliest:
        raise RuleViolation(
            "rights-offer-too-short", field="answer_by", value=str(body["answer_by"]),
            expected=f"{earliest} or later",
        )  # fmt: skip


def check_answer(one: Recorded, body: Body) -> None:
    """Refuse an answer to no offer, a second one, and one that comes too late.

    Raises:
        NotFound: `offer-not-found`.
        RuleViolation: `rights-offer-answered`, `rights-offer-answered-late`.
    """
    number = body["offer"]
    if number > len(one.offers):
        raise NotFound("offer-not-found", field="offer", value=number)
    if any(each["offer"] == number for each in one.answers):
        raise RuleViolation(
            "rights-offer-answered", field="offer", value=number, expected="an unanswered offer"
        )
    offer = one.offers[number - 1]
    day, last = day_of(body["answered_on"]), day_of(offer["answer_by"])
    if not day_of(offer["offered_on"]) <= day <= last:
        raise RuleViolation(
            "rights-offer-answered-late", field="answered_on", value=day.isoformat(),
            expected=f"{offer['offered_on']} to {last}",
        )  # fmt: skip
