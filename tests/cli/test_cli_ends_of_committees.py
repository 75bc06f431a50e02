"""How the end of a committee looks to people: windows and licences in words, in one language."""

import pytest
from ending_stage import Ending
from money_stage import open_money

from tests.cli.cli_stage import Daicho


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Daicho, str]:
    """A committee that has ended by its contract's plan, with a licence that goes on."""
    home = tmp_path_factory.mktemp("ended") / "home"
    committee = ""
    for money in open_money(home):
        ending = Ending(money)
        ending.licence()
        money.record(ending.completion(ending.begin()))
        committee = ending.committee
    return Daicho(home), committee


def test_an_end_shows_who_signs_for_what_a_window_signed_for(ended: tuple[Daicho, str]) -> None:
    daicho, committee = ended
    told = daicho("committees", "dissolved", committee, "--lang", "ja")
    assert told.code == 0, told.err
    assert "窓口: 終了前と終了後" in told.out
    assert "全員の合意: 甲社、乙社、丙社" in told.out


def test_a_licence_that_goes_on_says_what_it_is_about(ended: tuple[Daicho, str]) -> None:
    daicho, committee = ended
    told = daicho("committees", "dissolved", committee, "--lang", "en")
    assert "SVOD, Japan, 2026-01-01 to 2030-12-31 [right_" in told.out
    assert "article 63-2" in told.out


def test_the_same_is_there_for_machines(ended: tuple[Daicho, str]) -> None:
    daicho, committee = ended
    data = daicho.data("committees", "dissolved", committee)
    assert data["completed"]["holders"][0]["since"] == "2026-04-01"
    assert data["completed"]["running"][0]["before"] == [f"committee:{committee}/copyright"]
