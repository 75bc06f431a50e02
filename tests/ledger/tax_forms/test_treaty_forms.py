"""Treaty forms: filed once, for the payee's own country, never ahead; read by payer and payee."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from pydantic import ValidationError
from stage import digest, studio

from contracts.tax.treaty import TreatyForm
from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.store.state import State
from ledger.tax_forms.commands import FileTreatyForm
from ledger.tax_forms.views import forms_of, page
from ledger.values import DocumentRef

DOCUMENT = DocumentRef(sha256=digest("form"))


class Abroad:
    """A payer in Japan, a designer in the USA."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.payer = money.company("幹事社")
        self.payee = money.named_person("ジェーン・ドウ", residence="US")

    def form(self, **more: Any) -> FileTreatyForm:
        stated: dict[str, Any] = {
            "id": self.money.new("form"), "payer": self.payer, "payee": self.payee,
            "country": "US", "article": "12", "filed_on": date(2026, 3, 31),
            "has_benefits_form": True, "document": DOCUMENT,
        }  # fmt: skip
        return FileTreatyForm(**(stated | more))


@pytest.fixture
def abroad(money: Money) -> Abroad:
    return Abroad(money)


def test_a_form_is_on_file_for_its_payer_and_payee(money_anywhere: Money) -> None:
    abroad = Abroad(money_anywhere)
    command = abroad.form(valid_to=date(2029, 3, 30))
    abroad.money.record(command, studio(abroad.payer))
    expected = TreatyForm("12", date(2026, 3, 31), date(2029, 3, 30), True, command.id)
    with abroad.money.ledger.reading() as conn:
        for source in (conn, State(conn)):
            found = forms_of(source, abroad.payer, [abroad.payee, abroad.payer])
            assert found == {abroad.payee: (expected,), abroad.payer: ()}
        (shown,) = page(conn, Viewer("creator", abroad.payee), payee=abroad.payee)
        assert (shown["article"], shown["has_benefits_form"]) == ("12", True)
        assert shown["document"]["sha256"] == DOCUMENT.sha256
        assert page(conn, OPERATOR_VIEWER, after=command.id) == []
        assert page(conn, Viewer("studio", abroad.money.new("party"))) == []


def test_a_renewal_is_another_form(abroad: Abroad) -> None:
    abroad.money.record(abroad.form())
    abroad.money.record(abroad.form(filed_on=date(2026, 4, 1)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"country": "GB"}, "form-of-another-country"),
        ({"filed_on": date(2026, 11, 23)}, "form-filed-in-future"),
        ({"valid_to": date(2026, 3, 31)}, "form-never-valid"),
        ({"payee": "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "party-not-found"),
    ],
)
def test_a_form_that_cannot_be_is_refused(
    abroad: Abroad, change: dict[str, Any], code: str
) -> None:
    """Today is 22 November 2026 in Japan."""
    assert abroad.money.refused(abroad.form(**change)).code == code


def test_who_resides_in_japan_needs_no_form(abroad: Abroad) -> None:
    at_home = abroad.form(payee=abroad.money.company("国内社"), country="JP")
    assert abroad.money.refused(at_home).code == "form-for-resident"


def test_the_same_form_is_recorded_once(abroad: Abroad) -> None:
    first = abroad.form()
    abroad.money.record(first)
    refusal = abroad.money.refused(abroad.form())
    assert (refusal.code, refusal.fields["form"]) == ("form-on-file", first.id)
    assert abroad.money.refused(first).code == "id-taken"


def test_only_the_payer_says_that_he_filed(abroad: Abroad) -> None:
    assert abroad.money.refused(abroad.form(), studio(abroad.payee)).code == "not-your-party"


@pytest.mark.parametrize("article", ["", "0", "十二", "12(", "12 1", "123"])
def test_an_article_is_a_number_with_an_optional_paragraph(abroad: Abroad, article: str) -> None:
    with pytest.raises(ValidationError):
        abroad.form(article=article)
