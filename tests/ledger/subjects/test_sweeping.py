"""What refused commands left is forgotten, hours after it was first seen, and never what is cited."""

from datetime import timedelta

from money_stage import Money
from people import subject_of
from stage import window_fee

from ledger.clock import SteppingClock
from ledger.jobs.sweep import sweep
from ledger.parties.commands import RegisterPerson
from ledger.vault.vault import Secret

LOST = "subj_00000000000000000000000077"


def pass_hours(money: Money, hours: int) -> None:
    """Let time pass."""
    clock = money.register.clock
    assert isinstance(clock, SteppingClock)
    clock.advance_to(clock.now() + timedelta(hours=hours))


def seal(money: Money, name: str, subject: str = LOST) -> str:
    """Seal a name that no entry cites."""
    return money.register.vault.seal([Secret(subject, "credit_name", name)])[0]


def test_an_uncited_name_goes_with_the_second_sweep(money: Money) -> None:
    party = money.named_person("月野 二郎")
    seal(money, "山田 はなこ")
    first = sweep(money.register)
    assert (first.marked, first.names) == (1, 0)
    pass_hours(money, 25)
    second = sweep(money.register)
    assert (second.marked, second.names) == (0, 1)
    vault = money.register.vault
    assert vault.find("山田 はなこ") == []
    assert vault.left_of([LOST]) == set()
    assert vault.find("月野 二郎") == [subject_of(money, party)]


def test_what_is_under_way_stays(money: Money) -> None:
    seal(money, "山田 はなこ")
    sweep(money.register)
    pass_hours(money, 23)
    assert sweep(money.register).names == 0
    seal(money, "星野 一郎", "subj_00000000000000000000000078")
    pass_hours(money, 2)
    again = sweep(money.register)
    assert (again.names, again.marked) == (1, 1)
    assert money.register.vault.find("星野 一郎") != []


def test_a_name_that_was_recorded_after_it_was_marked_stays(money: Money) -> None:
    party, subject = money.new("party"), money.new("subj")
    commit = seal(money, "星野 一郎", subject)
    assert sweep(money.register).marked == 1
    money.record(RegisterPerson(id=party, subject=subject, credit_name=commit))
    pass_hours(money, 48)
    swept = sweep(money.register)
    assert (swept.names, swept.marked) == (0, 0)
    assert money.register.vault.find("星野 一郎") == [subject]


def test_one_forgotten_name_leaves_a_persons_other_names(money: Money) -> None:
    party = money.named_person("月野 二郎")
    subject = subject_of(money, party)
    seal(money, "月野 三郎", subject)
    sweep(money.register)
    pass_hours(money, 25)
    assert sweep(money.register).names == 1
    assert money.register.vault.find("月野 三郎") == []
    assert money.register.vault.find("月野 二郎") == [subject]


def test_a_file_that_nothing_cites_goes_unless_it_was_put_again(money: Money) -> None:
    blobs = money.register.blobs
    stray, wanted = blobs.put(b"refused").sha256, blobs.put(b"asked again").sha256
    assert sweep(money.register).marked == 2
    pass_hours(money, 25)
    seen = blobs.stamp_of(wanted)
    blobs.put(b"asked again")
    assert not blobs.remove_unless_put(wanted, seen)
    assert sweep(money.register).files == 2
    assert not blobs.exists(stray)
    assert not blobs.remove_unless_put(stray, 0)


def test_files_that_entries_cite_stay(money: Money) -> None:
    studio = money.company("星雲")
    work = money.work("星の庭", studio)
    agreement = money.agreement(studio, window_fee(studio), works=(work,))
    money.sales(agreement, studio, work, 100)
    before = list(money.register.blobs)
    sweep(money.register)
    pass_hours(money, 25)
    assert sweep(money.register).files == 0
    assert list(money.register.blobs) == before
