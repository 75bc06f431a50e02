"""Where a committee's contract lets a majority decide, a majority licenses its rights."""

from datetime import date

import pytest
from money_stage import Money
from rights_stage import Rights, consent
from stage import member, ratio

from ledger.committees.commands import AmendCommittee, Decisions
from ledger.jobs.verify import verify_register

TWO_THIRDS = Decisions(
    rule="majority", of="copyright", more_than=ratio("2/3"), clause="第14条2項"
)  # fmt: skip


@pytest.fixture
def rights(money: Money) -> Rights:
    return Rights(money)


def held(rights: Rights, decisions: Decisions | None) -> str:
    """A 1/2, B 3/10 and N 1/5 hold the work through their committee."""
    shares = ((rights.a, "1/2"), (rights.b, "3/10"), (rights.n, "1/5"))
    committee = rights.money.committee(
        *(member(party, share) for party, share in shares), decisions=decisions
    )
    holder = f"committee:{committee}/copyright"
    rights.money.record(rights.title((holder, "1")))
    return holder


def test_a_majority_signs_and_is_named(rights: Rights) -> None:
    """A and N have 7/10 of the copyright, more than 2/3; B has not agreed."""
    holder = held(rights, TWO_THIRDS)
    alone = rights.licence(holder, consents=consent(rights.a))
    error = rights.money.refused(alone)
    assert (error.code, error.fields["value"]) == (
        "co-owner-consent-missing", [rights.b, rights.n],
    )  # fmt: skip
    signed = rights.licence(holder, consents=consent(rights.a, rights.n))
    events = rights.money.record(signed).events
    assert events[0].signers == (rights.a, rights.n)
    report = verify_register(rights.money.register, views=True, commands=True)
    assert report.findings == ()


def test_without_such_a_clause_all_members_sign(rights: Rights) -> None:
    holder = held(rights, None)
    error = rights.money.refused(rights.licence(holder, consents=consent(rights.a, rights.n)))
    assert (error.code, error.fields["value"]) == ("co-owner-consent-missing", [rights.b])


def test_the_rule_is_that_of_the_first_day_of_the_grant(rights: Rights) -> None:
    """The clause is waived from July on; a licence from January still needs everybody."""
    holder = held(rights, None)
    everybody = consent(rights.a, rights.b, rights.n)
    committee = holder.removeprefix("committee:").partition("/")[0]
    rights.money.record(
        AmendCommittee(
            committee=committee, effective_from=date(2026, 7, 1), reason="全員一致の例外",
            decisions=TWO_THIRDS, consents=everybody,
        )
    )  # fmt: skip
    error = rights.money.refused(rights.licence(holder, consents=consent(rights.a, rights.n)))
    assert error.fields["value"] == [rights.b]
