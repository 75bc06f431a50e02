"""A paid guarantee names the received one behind it: one that exists, and that one may read."""

from typing import Any

import pytest
from stage import Stage, studio

from ledger.agreements.commands import AddTerms
from ledger.command import Actor
from ledger.errors import LedgerError
from ledger.ledger import Ledger


def guaranteed(payee: str, **linked: Any) -> dict[str, Any]:
    """A royalty with a guarantee of 1,000 a year."""
    label = {"ja": "最低保証", "en": "Guarantee"}
    head = {"clause": "第7条", "label": label}
    royalty = {
        **head,
        "id": "royalty",
        "kind": "royalty/1",
        "basis": "gross",
        "rate": {"num": 1, "den": 10},
        "payee": payee,
    }
    mg = {
        **head,
        "id": "mg",
        "kind": "guarantee/1",
        "of": [{"step": "royalty"}],
        "amount": 1_000,
        "year": {"starts": "2026-01"},
        **({"linked": linked} if linked else {}),
    }
    return {"terms": 1, "currency": "JPY", "steps": [royalty, mg]}


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def payer(stage: Stage) -> str:
    return stage.company("許諾者")


@pytest.fixture
def received(stage: Stage, payer: str) -> str:
    """An agreement under which somebody else guarantees the payer."""
    return stage.agreement(stage.company("配信社"), guaranteed(payer), parties=(payer,))


def linking(stage: Stage, payer: str, agreement: str, linked: dict[str, str]) -> AddTerms:
    terms = guaranteed(stage.company("原作者"), **linked)
    return AddTerms(agreement=agreement, effective_month="2026-07", terms=terms, reason="連結")


@pytest.fixture
def paid(stage: Stage, payer: str) -> str:
    """An agreement under which the payer guarantees somebody else."""
    return stage.agreement(payer, guaranteed(stage.company("製作社")))


def test_a_link_to_a_received_guarantee_is_recorded(
    stage: Stage, payer: str, paid: str, received: str
) -> None:
    """The payer has a part in both agreements."""
    stage.record(linking(stage, payer, paid, {"agreement": received, "step": "mg"}), studio(payer))


@pytest.mark.parametrize(
    ("linked", "code", "field"),
    [
        ({"agreement": "agr_unknown", "step": "mg"}, "not-found", "agreement"),
        ({"agreement": "", "step": "royalty"}, "guarantee-unknown", "step"),
    ],
)
def test_a_link_that_leads_nowhere_names_its_field(
    stage: Stage,
    payer: str,
    paid: str,
    received: str,
    linked: dict[str, str],
    code: str,
    field: str,
) -> None:
    """An agreement nobody knows, and a clause that guarantees nothing."""
    named = {**linked, "agreement": linked["agreement"] or received}

    refusal = refused(stage, linking(stage, payer, paid, named), studio(payer))

    assert refusal.code.endswith(code)
    assert refusal.fields["field"] == f"terms.steps[1].linked.{field}"


def test_a_guarantee_of_others_is_not_to_be_named(stage: Stage, payer: str, paid: str) -> None:
    """Who has no part in an agreement cannot build on it."""
    foreign = stage.agreement(stage.company("他社"), guaranteed(stage.company("第三者")))
    command = linking(stage, payer, paid, {"agreement": foreign, "step": "mg"})

    assert refused(stage, command, studio(payer)).code == "agreement-of-others"


def refused(stage: Stage, command: AddTerms, actor: Actor) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        stage.record(command, actor)
    return caught.value
