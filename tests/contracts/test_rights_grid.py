"""The picture of a work's rights: media down, territories across."""

from written_grants import ALL, DAY, licence, reach, title

from contracts.rights.avails import Question, availability
from contracts.rights.grants import Grants
from contracts.rights.grid import grid


def pictured(*licences: object, media: tuple[str, ...] = ("streaming", "svod")) -> object:
    grants = Grants(titles=(title(S=(1, 1)),), licences=licences)  # type: ignore[arg-type]
    found = availability(grants, Question(ALL, DAY(2026, 4, 1)), {})
    return grid(found, media, ("JP", "DE"))


def test_a_box_says_every_status_in_it_the_weightiest_first() -> None:
    assert pictured(licence("n", reach("svod", "JP"))) == {
        ("streaming", "JP"): ("licensed", "free"),
        ("streaming", "DE"): ("free",),
        ("svod", "JP"): ("licensed",),
        ("svod", "DE"): ("free",),
    }


def test_an_act_that_a_medium_does_not_take_does_not_close_its_box() -> None:
    """Rental of copies (26条の3) everywhere is licensed; streaming takes no rental."""
    rental = licence("n", reach(acts="rental"))
    assert pictured(rental) == {
        (medium, place): ("free",) for medium in ("streaming", "svod") for place in ("JP", "DE")
    }
