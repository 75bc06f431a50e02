"""A member that wants its commands signed has signed before its committee is ended."""

from datetime import date

import pytest
from ending_stage import Ending, clause
from rights_stage import consent
from stage import studio

from ledger.command import SYSTEM
from ledger.errors import Refused
from ledger.jobs.verify import verify_register
from ledger.keys.commands import RegisterKey, SetKeyPolicy
from ledger.keys.consents import Consent
from tests.pens import Pen


@pytest.fixture
def pen(ending: Ending) -> Pen:
    """The key of B, which wants to sign whatever ends a committee of its."""
    pen = Pen(ending.money.register.origin, ending.b, "legal")
    commands = (
        RegisterKey(party=ending.b, public_key=pen.public, label="法務部"),
        SetKeyPolicy(
            party=ending.b, commands=("BeginDissolution/1", "CompleteDissolution/1"), reason="内規"
        ),
    )
    for command in commands:
        ending.money.ledger.record(command, studio(ending.b), None, [pen.sign(command)])
    return pen


def test_without_the_members_signature_it_is_not_begun(ending: Ending, pen: Pen) -> None:
    refusal = ending.money.refused(ending.beginning())

    assert pen.id
    assert refusal.code == "signature-required"


def test_a_signed_consent_is_a_consent_and_everything_is_checked_again(
    ending: Ending, pen: Pen
) -> None:
    """B signs the beginning and the plan beside it; the auditor asks for both signatures again."""
    by_key = Consent(party=ending.b, method="key", consented_on=date(2026, 3, 20))
    agreed = (by_key, *consent(ending.a, ending.c))
    begin = ending.beginning(consents=agreed)
    ending.money.ledger.record(begin, SYSTEM, None, [pen.sign(begin)])
    plan = (clause("member", ending.b),)
    complete = ending.completion(begin.id, dispositions=plan, consents=agreed)

    with pytest.raises(Refused, match="signature"):
        ending.money.ledger.record(complete, SYSTEM)
    ending.money.ledger.record(complete, SYSTEM, None, [pen.sign(complete)])

    assert verify_register(ending.money.register, views=True, commands=True).findings == ()


def test_a_term_that_is_over_waits_for_nobodys_signature(ending: Ending, pen: Pen) -> None:
    assert pen.id
    begun = ending.begin(ground="term", resolution=None, consents=())

    ending.money.record(ending.completion(begun))

    assert verify_register(ending.money.register, views=True, commands=True).findings == ()
