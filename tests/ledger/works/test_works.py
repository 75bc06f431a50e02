"""Works: registering, amending, elements, claims, and who may."""

from datetime import date

import pytest
from stage import Stage, asset, data, digest, identified, studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER
from ledger.command import Actor
from ledger.ledger import Ledger
from ledger.values import DocumentRef, Names
from ledger.works.commands import (
    AmendWork,
    ClaimWork,
    Credit,
    Identifier,
    RegisterElement,
    RegisterWork,
    WorkData,
)
from ledger.works.queries import page, registrations_of, search, show, works_with


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def holder(stage: Stage) -> str:
    return stage.company("スタジオ星")


def test_a_registered_work_is_shown_with_everything_said_about_it(
    stage: Stage, holder: str
) -> None:
    work = stage.new("work")
    said = WorkData(
        title=Names(ja="星の庭", kana="ほしのにわ", en="Garden of Stars"),
        kind="tv",
        status="released",
        episodes=12,
        first_published=date(2026, 4, 1),
        identifiers=identified("madb", "C410176"),
    )
    credit = Credit(role="production", organisation="スタジオ星", party=holder)
    done = stage.record(
        RegisterWork(id=work, holder=holder, data=said, credits=(credit,), assets=(asset("a"),)),
        studio(holder),
    )
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
    assert shown is not None
    assert shown["data"]["title"]["en"] == "Garden of Stars"
    assert shown["first_published"] == "2026-04-01"
    assert shown["registered_index"] == done.first_index
    assert shown["credits"] == [
        {"role": "production", "organisation": "スタジオ星", "party": holder}
    ]
    assert shown["assets"][0]["sha256"] == digest("a")
    assert shown["history"] == []
    assert shown["notice_index"] is None


def test_an_unknown_work_is_not_shown(stage: Stage) -> None:
    with stage.ledger.reading() as conn:
        assert show(conn, stage.new("work")) is None


def test_an_id_names_one_work(stage: Stage, holder: str) -> None:
    work = stage.work("星の庭", holder)
    error = stage.refused(RegisterWork(id=work, data=data("別の作品")))
    assert (error.code, error.fields["field"], error.fields["value"]) == ("id-taken", "id", work)


def test_an_identifier_of_another_work_is_refused_naming_that_work(stage: Stage) -> None:
    first = stage.work(
        "星の庭", identifiers=identified("eidr", "10.5240/7791-8534-2C23-9030-8610-5")
    )
    again = data("偽の庭", identifiers=identified("eidr", "10.5240/7791-8534-2c23-9030-8610-5"))
    error = stage.refused(RegisterWork(id=stage.new("work"), data=again))
    assert error.code == "identifier-taken"
    assert error.fields["work"] == first
    assert error.fields["field"] == "data.identifiers[0]"


def test_two_works_of_one_batch_cannot_share_an_identifier(stage: Stage) -> None:
    commands = [
        RegisterWork(id=stage.new("work"), data=data(title, identifiers=identified("mal", "1")))
        for title in ("星の庭", "月の庭")
    ]
    first, second = [stage.ledger.submit(command) for command in commands]
    assert first.result().count == 1
    assert getattr(second.exception(), "code", None) == "identifier-taken"


def test_one_work_says_an_identifier_once(stage: Stage) -> None:
    twice = identified("madb", "C1") + identified("madb", "c1")
    error = stage.refused(RegisterWork(id=stage.new("work"), data=data("庭", identifiers=twice)))
    assert error.code == "identifier-repeated"
    assert error.fields["field"] == "data.identifiers[1]"


def test_two_holders_may_use_the_same_own_number(stage: Stage, holder: str) -> None:
    other = stage.company("月スタジオ")
    first = stage.work("星の庭", holder, identifiers=identified("own", "001"))
    second = stage.work("月の庭", other, identifiers=identified("own", "001"))
    error = stage.refused(
        RegisterWork(
            id=stage.new("work"),
            holder=holder,
            data=data("花の庭", identifiers=identified("own", "001")),
        )
    )
    assert error.fields["work"] == first
    with stage.ledger.reading() as conn:
        assert works_with(conn, Identifier(scheme="own", value="001")) == [first, second]


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"first_published": date(1899, 12, 31)}, "data.first_published"),
        ({"first_published": date(2027, 1, 1), "status": "released"}, "data.first_published"),
    ],
)
def test_an_impossible_date_of_publication_is_refused(
    stage: Stage, stated: dict[str, object], field: str
) -> None:
    error = stage.refused(RegisterWork(id=stage.new("work"), data=data("庭", **stated)))
    assert error.code == "first-published-impossible"
    assert error.fields["field"] == field
    assert error.fields["expected"]


def test_a_work_in_production_may_have_a_date_to_come(stage: Stage) -> None:
    work = stage.work("庭", status="in_production", first_published=date(2027, 4, 1))
    assert work


def test_the_holder_must_be_on_the_register(stage: Stage) -> None:
    nobody = stage.new("party")
    error = stage.refused(
        RegisterWork(id=stage.new("work"), holder=nobody, data=data("庭")), studio(nobody)
    )
    assert (error.code, error.fields["field"]) == ("party-not-found", "holder")


def test_nobody_registers_for_somebody_else(stage: Stage, holder: str) -> None:
    stranger = studio(stage.company("他社"))
    error = stage.refused(
        RegisterWork(id=stage.new("work"), holder=holder, data=data("庭")), stranger
    )
    assert error.code == "not-your-party"


def test_only_the_operator_registers_a_work_without_a_holder(stage: Stage, holder: str) -> None:
    command = RegisterWork(id=stage.new("work"), data=data("庭"))
    assert stage.refused(command, studio(holder)).code == "holder-missing"
    assert stage.record(command).count == 1


@pytest.mark.parametrize("role", ["auditor", "public"])
def test_auditors_and_the_public_register_nothing(stage: Stage, holder: str, role: str) -> None:
    actor = Actor(role, holder)  # type: ignore[arg-type]
    command = RegisterWork(id=stage.new("work"), holder=holder, data=data("庭"))
    assert stage.refused(command, actor).code == "role-may-not-write"


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({"role": "director"}, "credit-names-nobody", "credits[0]"),
        (
            {"role": "director", "subject": "subj_" + "0" * 26},
            "credit-person-incomplete",
            "credits[0].name",
        ),
        (
            {"role": "director", "name": digest("山田")},
            "credit-person-incomplete",
            "credits[0].subject",
        ),
        (
            {
                "role": "music",
                "subject": "subj_" + "0" * 26,
                "name": digest("山田"),
                "organisation": "社",
            },
            "credit-names-two",
            "credits[0].organisation",
        ),
        ({"role": "other", "organisation": "社"}, "credit-role-missing", "credits[0].role_printed"),
        (
            {"role": "director", "party": "party_" + "7" * 26},
            "party-not-found",
            "credits[0].party",
        ),
    ],
)
def test_a_credit_that_names_nobody_is_refused(
    stage: Stage, line: dict[str, str], code: str, field: str
) -> None:
    command = RegisterWork(id=stage.new("work"), data=data("庭"), credits=(Credit(**line),))
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == (code, field)


def test_thousands_of_credits_are_kept_in_order(stage: Stage) -> None:
    work = stage.new("work")
    lines = tuple(
        Credit(role="key_animation", subject=f"subj_{n:026d}", name=digest(str(n)))
        for n in range(1500)
    )
    stage.record(RegisterWork(id=work, data=data("庭"), credits=lines))
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
    assert shown is not None
    assert [line["subject"] for line in shown["credits"]] == [line.subject for line in lines]


def test_the_same_file_twice_in_one_command_is_refused(stage: Stage) -> None:
    twice = (asset("a"), asset("a", "台本"))
    error = stage.refused(RegisterWork(id=stage.new("work"), data=data("庭"), assets=twice))
    assert (error.code, error.fields["field"]) == ("asset-repeated", "assets[1].sha256")


def test_an_amendment_replaces_what_is_said_and_keeps_what_was(stage: Stage, holder: str) -> None:
    work = stage.work("星の庭（仮）", holder, identifiers=identified("madb", "C1"))
    after = data("星の庭", identifiers=identified("madb", "C2"))
    done = stage.record(
        AmendWork(work=work, reason="正式題名", data=after, assets=(asset("b"),)), studio(holder)
    )
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
        assert shown is not None
        assert shown["title_ja"] == "星の庭"
        assert [asset["sha256"] for asset in shown["assets"]] == [digest("b")]
        step = shown["history"][0]
        assert (step["index"], step["by"], step["reason"]) == (done.first_index, holder, "正式題名")
        assert step["changed"] == ["data", "assets"]
        assert [found["id"] for found in search(conn, "星の庭（仮）")] == [work]
        assert works_with(conn, Identifier(scheme="madb", value="C1")) == []
        assert works_with(conn, Identifier(scheme="madb", value="C2")) == [work]


def test_amending_credits_replaces_all_of_them(stage: Stage, holder: str) -> None:
    work = stage.new("work")
    lines = tuple(Credit(role="production", organisation=f"社{n}", party=holder) for n in range(3))
    stage.record(RegisterWork(id=work, holder=holder, data=data("庭"), credits=lines))
    stage.record(AmendWork(work=work, reason="訂正", credits=()), studio(holder))
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
        assert shown is not None
        assert shown["credits"] == []
        assert shown["history"][0]["changed"] == ["credits"]
        assert page(conn, credited=holder) == []


def test_an_amendment_that_says_nothing_is_refused(stage: Stage, holder: str) -> None:
    work = stage.work("庭", holder)
    assert stage.refused(AmendWork(work=work, reason="なし")).code == "nothing-to-amend"


def test_only_the_holder_amends_a_work(stage: Stage, holder: str) -> None:
    work = stage.work("庭", holder)
    command = AmendWork(work=work, reason="改変", data=data("別"))
    assert stage.refused(command, studio(stage.company("他社"))).code == "not-your-party"


def test_only_the_operator_amends_a_work_without_a_holder(stage: Stage, holder: str) -> None:
    work = stage.work("庭")
    command = AmendWork(work=work, reason="改変", data=data("別"))
    assert stage.refused(command, studio(holder)).code == "operator-only"
    assert stage.record(command).count == 1


def test_amending_a_work_nobody_registered_is_refused(stage: Stage) -> None:
    command = AmendWork(work=stage.new("work"), reason="改変", data=data("別"))
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == ("work-not-found", "work")


def test_a_work_may_keep_its_own_identifier_when_amended(stage: Stage, holder: str) -> None:
    work = stage.work("庭", holder, identifiers=identified("madb", "C1"))
    same = data("庭", identifiers=identified("madb", "C1"), episodes=12)
    assert stage.record(AmendWork(work=work, reason="話数", data=same)).count == 1


def test_elements_stand_under_their_work(stage: Stage, holder: str) -> None:
    work = stage.work("庭", holder)
    hero, design = stage.new("elem"), stage.new("elem")
    artist = Credit(role="character_design", party=stage.person("絵師"))
    stage.record(RegisterElement(id=hero, work=work, kind="character", name=Names(ja="ひかり")))
    stage.record(
        RegisterElement(
            id=design, work=work, kind="design", name=Names(ja="夏服"), of=hero, credits=(artist,),
            assets=(asset("design.png"),),
        ),
        studio(holder),
    )  # fmt: skip
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
        assert shown is not None
        assert [element["id"] for element in shown["elements"]] == [hero, design]
        assert shown["elements"][1]["of"] == hero
        assert [row["id"] for row in page(conn, credited=artist.party)] == [work]
        first = registrations_of(conn, PUBLIC_VIEWER, digest("design.png"))[0]
        assert (first["work"], first["source"]) == (work, design)


def test_an_element_belongs_to_an_element_of_the_same_work(stage: Stage, holder: str) -> None:
    work, other = stage.work("庭", holder), stage.work("山", holder)
    hero = stage.new("elem")
    stage.record(RegisterElement(id=hero, work=other, kind="character", name=Names(ja="ひかり")))
    command = RegisterElement(
        id=stage.new("elem"), work=work, kind="design", name=Names(ja="夏服"), of=hero
    )
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == ("element-of-other-work", "of")


def test_an_element_id_names_one_element(stage: Stage, holder: str) -> None:
    command = RegisterElement(
        id=stage.new("elem"), work=stage.work("庭", holder), kind="script", name=Names(ja="第1話")
    )
    stage.record(command)
    assert stage.refused(command).code == "id-taken"


def test_claims_stand_side_by_side_and_decide_nothing(stage: Stage, holder: str) -> None:
    work = stage.work("庭", holder)
    author, rival = stage.person("原作者"), stage.company("出版社")
    evidence = (DocumentRef(sha256=digest("契約書")),)
    for claimant in (author, rival):
        stage.record(
            ClaimWork(
                id=stage.new("claim"), work=work, claimant=claimant, claim="original_author",
                statement="原作は当方にある。", evidence=evidence,
            ),
            Actor("creator", claimant),
        )  # fmt: skip
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
    assert shown is not None
    assert [claim["claimant"] for claim in shown["claims"]] == [author, rival]
    assert shown["claims"][0]["evidence"] == [{"sha256": digest("契約書")}]
    assert shown["holder"] == holder


def test_nobody_claims_in_another_name(stage: Stage, holder: str) -> None:
    command = ClaimWork(
        id=stage.new("claim"), work=stage.work("庭", holder), claimant=holder, claim="author",
        statement="当社のもの。",
    )  # fmt: skip
    assert stage.refused(command, studio(stage.company("他社"))).code == "not-your-party"
    stage.record(command, studio(holder))
    assert stage.refused(command, studio(holder)).code == "id-taken"


def test_works_are_listed_by_holder_kind_and_status_in_pages(stage: Stage, holder: str) -> None:
    works = [stage.work(f"庭{n}", holder) for n in range(3)]
    stage.work("映画", kind="film")
    with stage.ledger.reading() as conn:
        first = page(conn, limit=2, holder=holder)
        rest = page(conn, limit=2, holder=holder, after=first[-1]["id"])
        assert [row["id"] for row in first + rest] == works
        assert [row["title_ja"] for row in page(conn, kind="film", status=None)] == ["映画"]


def test_the_operator_sees_all_registrations_of_a_file_earliest_first(stage: Stage) -> None:
    works = []
    for title in ("星", "月"):
        work = stage.new("work")
        stage.record(RegisterWork(id=work, data=data(title), assets=(asset("same.mov"),)))
        works.append(work)
    with stage.ledger.reading() as conn:
        rows = registrations_of(conn, OPERATOR_VIEWER, digest("same.mov"))
    assert [row["work"] for row in rows] == works


def test_a_malformed_identifier_is_refused_with_its_place(stage: Stage) -> None:
    said = data("庭", identifiers=identified("madb", "C1") + identified("madb", "410176"))
    error = stage.refused(RegisterWork(id=stage.new("work"), data=said))
    assert error.code == "identifier-malformed"
    assert error.fields["field"] == "data.identifiers[1]"
