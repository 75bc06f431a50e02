"""`daicho committees milestone` and `foreign`, for machines and people."""

from cli_stage import Daicho, as_json

ONE = {"num": 1, "den": 1}


def co_production(daicho: Daicho) -> str:
    """A company in China has all of a committee, with a China window that waits for an approval."""
    member = daicho.recorded("parties", "add-company", "--ja", "海外の構成員", "--country", "CN")
    censor = {
        "code": "censor", "kind": "approval", "name": {"ja": "当局の審査", "en": "Approval"},
        "due": "2027-06-30",
    }  # fmt: skip
    window = {
        "medium": "overseas", "territory": "CN", "holder": member, "currency": "CNY",
        "milestones": [censor],
    }  # fmt: skip
    contract = {
        "name": {"ja": "「星の庭」製作委員会"}, "origin": "new", "lead": member,
        "members": [{"party": member, "copyright": ONE, "investment": ONE, "profit": ONE}],
        "windows": [window],
        "plan": {
            "dispositions": [{"outcome": "co_ownership"}], "contact": member,
            "adjustments_debtor": member,
        },
    }  # fmt: skip
    return daicho.recorded("committees", "form", "--file", "-", stdin=as_json(contract))


def passed(daicho: Daicho, committee: str, code: str = "censor") -> tuple[str, ...]:
    where = ("--medium", "overseas", "--territory", "CN", "--on", "2026-01-15")
    return ("committees", "milestone", committee, code, *where)


def test_people_see_what_follows_in_one_language(daicho: Daicho) -> None:
    committee = co_production(daicho)
    ja = daicho("committees", "foreign", committee, "--period", "2026", "--lang", "ja").out
    en = daicho("committees", "foreign", committee, "--period", "2026", "--lang", "en").out
    assert "すべて専門家の確認を要します" in ja
    assert "恒久的施設" in ja
    assert "2027-02-28" in ja
    assert "20.42%" in ja
    assert "permanent establishment" in en
    assert "An expert must confirm all of it" in en


def test_a_milestone_is_awaited_until_it_was_passed(daicho: Daicho) -> None:
    committee = co_production(daicho)
    asked = ("committees", "foreign", committee, "--period", "2026")
    (waiting,) = daicho.data(*asked)["awaited"]
    assert (waiting["code"], waiting["due"]) == ("censor", "2027-06-30")
    daicho.data(*passed(daicho, committee))
    assert daicho.data(*asked)["awaited"] == []
    (said,) = daicho.data("committees", "show", committee)["milestones_reached"]
    assert (said["code"], said["outcome"]) == ("censor", "passed")


def test_a_milestone_that_no_window_names_is_refused_in_japanese(daicho: Daicho) -> None:
    committee = co_production(daicho)
    said = daicho(*passed(daicho, committee, "premiere"), "--lang", "ja")
    assert said.code != 0
    assert "この窓口に、その節目はありません" in said.err
