"""Works, committees, months and agreements read back from the log as they were projected."""

from datetime import date

import pytest
from sqlalchemy import Engine
from stage import Stage, asset, data, identified, member, plan, shared_among, studio, window_fee

from ledger.agreements.commands import AddTerms
from ledger.bootstrap import Register
from ledger.committees.commands import AmendCommittee, Window
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.rebuild import compare_views, rebuild_views
from ledger.values import Names
from ledger.works.commands import (
    AmendWork,
    ClaimWork,
    Credit,
    FileNotice,
    RegisterElement,
    RegisterWork,
)


@pytest.fixture
def engine(register: Register) -> Engine:
    """A register in which every fact of these slices happened."""
    stage = Stage(register.ledger)
    lead, partner = stage.company("幹事社"), stage.company("放送局")
    work = stage.new("work")
    stage.record(
        FileNotice(work=work, holder=lead, working_title="企画A", assets=(asset("a"),)),
        studio(lead),
    )
    said = data("星の庭", identifiers=identified("madb", "C1"))
    lines = (Credit(role="production", party=partner),)
    stage.record(RegisterWork(id=work, data=said, credits=lines, assets=(asset("a"),)))
    stage.record(AmendWork(work=work, reason="題名", data=data("星の庭 完全版"), credits=()))
    element, claim = stage.new("elem"), stage.new("claim")
    stage.record(RegisterElement(id=element, work=work, kind="character", name=Names(ja="ひかり")))
    stage.record(
        ClaimWork(
            id=claim, work=work, claimant=partner, claim="maker", statement="当社が製作した。"
        )
    )
    windows = (Window(medium="video", holder=partner),)
    committee = stage.committee(
        member(lead, "3/5"), member(partner, "2/5"), works=(work,), windows=windows
    )
    draft = stage.committee(member(partner), origin="draft", lead=None)
    for each, active in ((committee, False), (draft, True)):
        stage.record(
            AmendCommittee(
                committee=each, effective_from=date(2026, 7, 1), reason="譲渡", activate=active,
                lead=lead, members=(member(lead, "1"),), plan=plan(lead), works=(),
            )
        )  # fmt: skip
    agreement = stage.agreement(
        lead, shared_among(committee), kind="committee", committee=committee, works=(work,)
    )
    stage.record(ClosePeriod(month="2026-05", agreement=agreement), studio(lead))
    terms = window_fee(lead)
    stage.record(
        AddTerms(agreement=agreement, effective_month="2026-08", terms=terms, reason="改定")
    )
    stage.record(OpenPeriod(month="2026-06"))
    stage.record(ClosePeriod(month="2026-06"))
    stage.record(ReopenPeriod(month="2026-06", reason="訂正"))
    return register.engine


def test_views_built_afresh_equal_the_live_ones(engine: Engine) -> None:
    size, differences = compare_views(engine)
    assert size > 15
    assert differences == []


def test_rebuilding_in_place_changes_nothing(engine: Engine) -> None:
    rebuild_views(engine)
    assert compare_views(engine)[1] == []
