"""An end names agreements and licences of its own committee, each once, and who owes them agrees."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from ending_stage import Ending
from money_stage import open_money, rate, step, terms
from rights_stage import DOCUMENT, consent
from stage import studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.agreements.views import show
from ledger.dissolutions.written import (
    Custody,
    DebtorMove,
    LicensorMove,
    Liquidator,
    MoneyOwner,
    SuccessorAgreement,
)
from ledger.parties.commands import EndParty


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Ending]:
    """A committee of A, B and C; the strangers N and X have an agreement of their own."""
    for money in open_money(tmp_path / "home"):
        yield Ending(money)


def agreement(ending: Ending, payer: str, committee: str | None) -> str:
    """Give C 1% of what a payer receives."""
    paid = step("fee", "royalty/2", basis="received", rate=rate(1, 100), payee=ending.c)
    return ending.money.agreement(
        payer, terms(paid), committee=committee, effective_month="2026-04",
        parties=(payer, ending.c),
    )  # fmt: skip


def moved(of: str, debtor: str) -> DebtorMove:
    """Somebody else pays."""
    return DebtorMove(agreement=of, debtor=debtor, document=DOCUMENT)


def test_a_liquidator_takes_no_agreement_of_strangers_along(ending: Ending) -> None:
    """A winds its own committee up and would collect what N pays and is reported."""
    others = agreement(ending, ending.n, None)
    end = ending.completion(ending.begin(), debtors=(moved(others, ending.a),))

    refusal = ending.money.refused(end, studio(ending.a))

    assert (refusal.code, refusal.fields["field"]) == (
        "dissolution-names-others", "debtors[0].agreement",
    )  # fmt: skip
    with ending.money.ledger.reading() as conn:
        shown = show(conn, others, OPERATOR_VIEWER)
    assert shown
    assert shown["payer"] == ending.n


def test_an_agreement_has_one_debtor(ending: Ending) -> None:
    own = agreement(ending, ending.a, ending.committee)
    moves = (moved(own, ending.b), moved(own, ending.c))
    end = ending.completion(ending.begin(), debtors=moves, consents=consent(ending.b, ending.c))

    refusal = ending.money.refused(end)

    assert (refusal.code, refusal.fields["field"]) == (
        "dissolution-named-twice", "debtors[1].agreement",
    )  # fmt: skip


def test_a_liquidator_needs_the_payer_who_hands_over(ending: Ending) -> None:
    own = agreement(ending, ending.a, ending.committee)
    begun = ending.begin(liquidators=(Liquidator(party=ending.b, authority="members"),))
    end = ending.completion(begun, debtors=(moved(own, ending.b),))

    refusal = ending.money.refused(end, studio(ending.b))

    assert (refusal.code, refusal.fields["value"]) == ("payer-consent-missing", ending.a)


def test_a_position_passes_once_and_only_in_licences_of_the_committee(ending: Ending) -> None:
    licence = ending.licence()
    unknown = ending.money.new("right")
    moves = [
        LicensorMove(
            licence=of, giver=ending.holder, taker=taker, ground="notice", document=DOCUMENT
        )
        for of, taker in ((licence, ending.a), (licence, ending.b), (unknown, ending.a))
    ]
    end = ending.completion(ending.begin(), consents=consent(ending.a, ending.b, ending.c))

    twice = ending.money.refused(end.model_copy(update={"moves": tuple(moves[:2])}))
    others = ending.money.refused(end.model_copy(update={"moves": tuple(moves[2:])}))

    assert (twice.code, twice.fields["field"]) == ("dissolution-named-twice", "moves[1].giver")
    assert (others.code, others.fields["value"]) == ("dissolution-names-others", unknown)


def test_owners_and_successor_agreements_are_on_record(ending: Ending) -> None:
    unknown = ending.money.new("agr")
    agreed = consent(ending.a, ending.b, ending.c)
    end = ending.completion(ending.begin(), consents=agreed)
    owner = MoneyOwner(agreement=unknown, account="held:x", owner=ending.a, document=DOCUMENT)
    successor = SuccessorAgreement(media=("streaming",), agreement=unknown)

    owned = ending.money.refused(end.model_copy(update={"owners": (owner,)}))
    succeeded = ending.money.refused(end.model_copy(update={"successor_agreements": (successor,)}))

    assert (owned.code, owned.fields["field"]) == (
        "dissolution-names-others", "owners[0].agreement",
    )  # fmt: skip
    assert (succeeded.code, succeeded.fields["field"]) == (
        "agreement-not-found", "successor_agreements",
    )  # fmt: skip


def test_who_is_not_there_any_more_owes_owns_and_answers_nothing(ending: Ending) -> None:
    """X is liquidated in February: a claim against it would have no debtor, money no owner."""
    own = agreement(ending, ending.a, ending.committee)
    gone = EndParty(party=ending.x, ground="liquidation", day=date(2026, 2, 1), source="登記簿")
    ending.money.record(gone)
    agreed = consent(ending.a, ending.b, ending.c, ending.x)
    end = ending.completion(ending.begin(), consents=agreed)
    owner = MoneyOwner(agreement=own, account="held:x", owner=ending.x, document=DOCUMENT)

    refused = [
        ending.money.refused(end.model_copy(update=said))
        for said in (
            {"debtors": (moved(own, ending.x),)},
            {"owners": (owner,)},
            {"contact": ending.x},
            {"custody": (Custody(item="原版", party=ending.x),)},
        )
    ]

    assert [(one.code, one.fields["field"]) for one in refused] == [
        ("debtor-ended", "debtor"),
        ("dissolution-names-gone", "owners[0].owner"),
        ("dissolution-names-gone", "contact"),
        ("dissolution-names-gone", "custody[0].party"),
    ]
