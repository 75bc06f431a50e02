"""Treaty forms and the table of rates from the command line."""

from cli_stage import Daicho
from stage import digest


def form_of(on_world: Daicho, payer: str, *more: str) -> tuple[str, ...]:
    payee = on_world.data("parties", "add-company", "--ja", "海外社", "--country", "US")["id"]
    return (
        "tax", "forms", "add", "--payer", payer, "--payee", payee, "--country", "US",
        "--article", "12", "--filed-on", "2026-03-31", "--document", digest("form"), *more,
    )  # fmt: skip


def test_a_form_is_recorded_and_listed(on_world: Daicho) -> None:
    payer = on_world.data("parties", "list")["items"][0]["id"]
    on_world.recorded(*form_of(on_world, payer, "--benefits-form"))
    (form,) = on_world.data("tax", "forms", "list", "--payer", payer)["items"]
    assert (form["country"], form["has_benefits_form"]) == ("US", True)
    assert on_world.data("tax", "forms", "list", "--payee", payer)["items"] == []


def test_a_form_is_refused_in_japanese(on_world: Daicho) -> None:
    payer = on_world.data("parties", "list")["items"][0]["id"]
    words = form_of(on_world, payer, "--valid-to", "2026-03-01")
    said = on_world("--lang", "ja", *words)
    assert said.code == 4
    assert "届出書の有効期限が、提出日より後になっていません。" in said.err


def test_rates_are_listed_with_law_and_address(on_world: Daicho) -> None:
    """On 1 October 2026 the credit for unregistered sellers falls from 80% to 70%."""
    listed = on_world.data("tax", "rates", "--on", "2026-10-01")["items"]
    credit = [one for one in listed if one["rate_id"] == "consumption.transitional_credit"]
    assert [one["rate"] for one in credit] == ["70%"]
    assert all(one["law"] and one["url"] and one["checked_on"] for one in listed)
    assert len(on_world.data("tax", "rates")["items"]) > len(listed)
