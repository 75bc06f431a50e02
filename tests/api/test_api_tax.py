"""Treaty forms over HTTP: filed by the payer, read by payer and payee alone."""

from ledger.ids import TREATY_FORM, is_id
from tests.api.world import Production, World

DOCUMENT = {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}


def abroad(world: World) -> str:
    body = {"names": {"ja": "海外社"}, "country": "US"}
    return world.made("parties/companies", body)


def test_a_payer_files_a_form_and_both_sides_read_it(world: World, production: Production) -> None:
    payee = abroad(world)
    body = {
        "payer": production.lead, "payee": payee, "country": "US", "article": "12",
        "filed_on": "2026-03-31", "document": DOCUMENT,
    }  # fmt: skip
    form = world.made("tax/forms", body, production.as_lead)
    assert is_id(form, TREATY_FORM)
    for reader in (production.as_lead, world.token("creator", payee)):
        (shown,) = world.get("tax/forms", reader, payee=payee).json()["items"]
        assert (shown["id"], shown["has_benefits_form"]) == (form, False)
    assert world.get("tax/forms", production.as_creator).json()["items"] == []
    assert world.post("tax/forms", body, production.as_creator).status_code == 403
    assert world.post("tax/forms", body, production.as_lead).json()["code"] == "form-on-file"


def test_a_form_for_another_country_is_refused_by_name(
    world: World, production: Production
) -> None:
    body = {
        "payer": production.lead, "payee": abroad(world), "country": "GB", "article": "12",
        "filed_on": "2026-03-31", "document": DOCUMENT,
    }  # fmt: skip
    answer = world.post("tax/forms", body, production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "form-of-another-country")
    assert (problem["field"], problem["value"], problem["expected"]) == ("country", "GB", "US")
