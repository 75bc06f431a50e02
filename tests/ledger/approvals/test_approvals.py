"""Two pairs of eyes: what needs a second person, who that may be, and what waits until then."""

import pytest
from money_stage import Money

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.approvals.asking import asked
from ledger.approvals.commands import Approve, Reject, SetApprovalPolicy
from ledger.approvals.events import ApprovalAsked
from ledger.approvals.views import is_waiting, page, policies, require_approved
from ledger.command import SYSTEM, Actor, Context
from ledger.errors import Conflict, Refused
from ledger.store.state import State

KANA = "tok_01KAM3Z4T0V6S8Q2YB5C9D7E1A"
RIKU = "tok_01KAM3Z4T0V6S8Q2YB5C9D7E1B"
RUN = "run_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


class House:
    """A studio with two people, and the register it is on."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.studio = money.company("星雲スタジオ")
        self.other = money.company("銀河出版")
        self.kana = Actor("studio", self.studio, KANA)
        self.riku = Actor("studio", self.studio, RIKU)

    def policy(self, *kinds: str, actor: Actor | None = None, party: str | None = "own") -> None:
        whose = self.studio if party == "own" else party
        command = SetApprovalPolicy(party=whose, kinds=kinds, reason="社内規程")  # type: ignore[arg-type]
        self.money.record(command, actor or self.kana)

    def waiting(self) -> list[dict[str, object]]:
        with self.money.ledger.reading() as conn:
            return page(conn, OPERATOR_VIEWER, status="waiting")


@pytest.fixture
def house(money: Money) -> House:
    """A studio with two people."""
    return House(money)


def drop_everything(house: House) -> int:
    """Ask that nothing needs a second person any more; return the entry that asks."""
    house.policy("runs", "statements")
    house.policy()
    return int(str(house.waiting()[0]["asked_index"]))


def subject(house: House) -> str:
    return f"policy/{house.studio}"


def test_a_policy_holds_from_the_next_entry_on(house: House) -> None:
    house.policy("runs", "terms")
    with house.money.ledger.reading() as conn:
        (row,) = policies(conn, Viewer("studio", house.studio))
    assert (row["party"], row["kinds"], row["set_by"]) == (house.studio, ["runs", "terms"], KANA)


def test_a_policy_is_shown_to_nobody_else(house: House) -> None:
    house.policy("runs")
    with house.money.ledger.reading() as conn:
        assert policies(conn, Viewer("studio", house.other)) == []


def test_a_party_sets_no_policy_for_another(house: House) -> None:
    command = SetApprovalPolicy(party=house.other, kinds=("runs",), reason="x")
    assert house.money.refused(command, house.kana).code == "not-your-party"


def test_the_registers_policy_is_the_operators(house: House) -> None:
    command = SetApprovalPolicy(kinds=("fx",), reason="x")
    assert house.money.refused(command, house.kana).code == "operator-only"


def test_the_same_policy_again_is_refused(house: House) -> None:
    house.policy("runs")
    command = SetApprovalPolicy(party=house.studio, kinds=("runs",), reason="x")
    assert house.money.refused(command, house.riku).code == "approvals-unchanged"


def test_wanting_more_needs_nobody_else(house: House) -> None:
    house.policy("runs")
    house.policy("runs", "terms")
    assert house.waiting() == []


def test_wanting_less_waits_for_a_second_person_and_changes_nothing_until_then(
    house: House,
) -> None:
    entry = drop_everything(house)
    with house.money.ledger.reading() as conn:
        assert policies(conn, OPERATOR_VIEWER)[0]["kinds"] == ["runs", "statements"]
    house.money.record(Approve(kind="policy", subject=subject(house), asked=entry), house.riku)
    with house.money.ledger.reading() as conn:
        assert policies(conn, OPERATOR_VIEWER)[0]["kinds"] == []


def test_a_policy_stays_where_the_second_person_refuses(house: House) -> None:
    entry = drop_everything(house)
    house.money.record(
        Reject(kind="policy", subject=subject(house), asked=entry, reason="規程のとおり"),
        house.riku,
    )
    with house.money.ledger.reading() as conn:
        (row,) = policies(conn, OPERATOR_VIEWER)
    assert (row["kinds"], "wanted" in row) == (["runs", "statements"], False)


def test_who_takes_back_a_weaker_policy_leaves_nothing_to_approve(house: House) -> None:
    drop_everything(house)
    house.policy("runs", "statements")
    assert house.waiting() == []


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("kana", "approval-by-maker"),
        ("nobody", "approver-unknown"),
        ("stranger", "approval-not-asked"),
        ("auditor", "role-may-not-write"),
    ],
)
def test_only_a_second_person_of_the_house_or_the_operator_approves(
    house: House, who: str, code: str
) -> None:
    entry = drop_everything(house)
    actors = {
        "kana": house.kana,
        "nobody": SYSTEM,
        "stranger": Actor("studio", house.other, RIKU),
        "auditor": Actor("auditor", house.studio, RIKU),
    }
    command = Approve(kind="policy", subject=subject(house), asked=entry)
    assert house.money.refused(command, actors[who]).code == code


def test_another_operator_may_be_the_second_person(house: House) -> None:
    entry = drop_everything(house)
    done = house.money.record(
        Approve(kind="policy", subject=subject(house), asked=entry, note="確認済み"),
        Actor("operator", None, RIKU),
    )
    assert dict(done.events[0])["given_by"] == RIKU


def test_what_was_made_anew_is_not_approved_unseen(house: House) -> None:
    entry = drop_everything(house)
    house.policy("runs")
    command = Approve(kind="policy", subject=subject(house), asked=entry)
    assert house.money.refused(command, house.riku).code == "approval-outdated"


def test_nothing_is_approved_twice(house: House) -> None:
    entry = drop_everything(house)
    command = Approve(kind="policy", subject=subject(house), asked=entry)
    house.money.record(command, house.riku)
    assert house.money.refused(command, house.riku).code == "approval-given"


def test_what_was_refused_may_be_approved_once_it_is_right(house: House) -> None:
    entry = drop_everything(house)
    said = {"kind": "policy", "subject": subject(house), "asked": entry}
    house.money.record(Reject.model_validate({**said, "reason": "要確認"}), house.riku)
    house.money.record(Approve.model_validate(said), house.riku)
    assert house.waiting() == []


def ask(house: House, state: State, actor: Actor) -> list[object]:
    context = Context(actor, house.money.ledger.clock.now())
    return list(asked(state, context, house.studio, "runs", RUN))


def test_without_a_policy_nothing_is_asked_and_nothing_waits(house: House) -> None:
    with house.money.ledger.reading() as conn:
        state = State(conn)
        assert ask(house, state, SYSTEM) == []
        assert not is_waiting(state, "runs", RUN)
        require_approved(state, "runs", RUN, "runs")


def test_under_a_policy_the_asking_names_the_maker(house: House) -> None:
    house.policy("runs")
    with house.money.ledger.reading() as conn:
        (event,) = ask(house, State(conn), house.kana)
    assert event == ApprovalAsked(party=house.studio, kind="runs", subject=RUN, made_by=KANA)


def test_the_registers_policy_holds_for_every_party(house: House) -> None:
    house.policy("runs", actor=Actor("operator", None, RIKU), party=None)
    with house.money.ledger.reading() as conn:
        assert ask(house, State(conn), house.kana)


def test_under_a_policy_the_maker_must_be_known(house: House) -> None:
    house.policy("runs")
    with house.money.ledger.reading() as conn, pytest.raises(Refused) as refused:
        ask(house, State(conn), SYSTEM)
    assert refused.value.code == "maker-unknown"


def test_what_waits_is_refused_and_named_with_who_may_approve(house: House) -> None:
    drop_everything(house)
    with house.money.ledger.reading() as conn:
        for source in (conn, State(conn)):
            assert is_waiting(source, "policy", subject(house))
            with pytest.raises(Conflict) as refused:
                require_approved(source, "policy", subject(house), "policy")
            assert refused.value.code == "approval-missing"
            assert house.studio in str(refused.value.fields["expected"])
