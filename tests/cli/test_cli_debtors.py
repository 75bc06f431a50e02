"""An agreement is handed over from the command line, and who owes it is told."""

import json

from cli_stage import Daicho
from paid_world import Paid

DOCUMENT = "ab" * 32


def agreed(party: str) -> str:
    """A file with the consent of a party on paper."""
    consent = {
        "party": party, "method": "seal", "document": {"sha256": DOCUMENT},
        "attested_by": "operator", "consented_on": "2026-11-01",
    }  # fmt: skip
    return json.dumps({"consents": [consent]})


def assume(daicho: Daicho, world: Paid, *more: str) -> tuple[str, ...]:
    return (
        "agreements", "assume", world.agreement, "--debtor", world.partner,
        "--from", "2026-05", "--document", DOCUMENT, *more,
    )  # fmt: skip


def test_an_agreement_is_handed_over_and_its_debtors_are_told(
    on_world: Daicho, world: Paid
) -> None:
    said = on_world(*assume(on_world, world, "--file", "-"), stdin=agreed(world.partner))
    assert said.code == 0, said.err
    told = on_world.data("agreements", "debtors", world.agreement)
    assert (told["debtor"], told["liable"]) == (world.partner, [world.studio])
    assert told["assumptions"][0]["from_month"] == "2026-05"
    shown = on_world("agreements", "debtors", world.agreement, "--lang", "ja")
    assert "併存的債務引受" in shown.out
    assert "銀河出版" in shown.out


def test_a_missing_consent_is_refused_in_japanese(on_world: Daicho, world: Paid) -> None:
    said = on_world(*assume(on_world, world, "--lang", "ja"))
    assert said.code == 4
    assert "新しい債務者の同意がありません" in said.err


def test_a_month_that_was_run_is_named(on_world: Daicho, world: Paid) -> None:
    words = ("agreements", "assume", world.agreement, "--debtor", world.partner)
    more = ("--from", "2026-04", "--document", DOCUMENT, "--file", "-", "--json")
    said = on_world(*words, *more, stdin=agreed(world.partner))
    assert said.error["code"] == "assumption-month-settled"
    assert said.error["field"] == "from_month"
