"""A committee whose books were kept in a spreadsheet until March, and the figures it comes with."""

from dataclasses import dataclass
from typing import Any

from money_stage import Money, rate, step, terms
from stage import digest, member

from ledger.agreements.views import terms_in_force
from ledger.openings.commands import OpeningEntry, RecordOpening
from ledger.values import DocumentRef

AS_OF = "2026-03"


@dataclass
class Taken:
    """What is on the register before the opening.

    Attributes:
        studio: Leads the committee and pays. partner: the other member, with a third.
        writer: A person, with ten percent, recouping an advance of 1,000. clerk: who approves.
    """

    money: Money
    studio: str
    partner: str
    writer: str
    clerk: str
    platform: str
    work: str
    committee: str
    agreement: str

    @property
    def holders(self) -> str:
        """The reference to the members' shares."""
        return f"committee:{self.committee}/investment"

    def command(self, *entries: OpeningEntry, **more: Any) -> RecordOpening:
        """The opening with these figures, by default those of `entries`."""
        with self.money.ledger.reading() as conn:
            version = terms_in_force(conn, self.agreement, AS_OF)
        assert version is not None
        stated: dict[str, Any] = {
            "id": self.money.new("opn"),
            "agreement": self.agreement,
            "as_of": AS_OF,
            "terms_version": version["version"],
            "terms_sha256": version["terms_sha256"],
            "entries": entries or tuple(self.entries().values()),
            "document": DocumentRef(sha256=digest(f"books {self.money.new('file')}")),
            "approved_by": self.clerk,
        }
        return RecordOpening(**(stated | more))

    def entries(self, **changed: OpeningEntry | None) -> dict[str, OpeningEntry]:
        """The figures: 12,345 sold, 10% to the writer, of which 1,000 recouped the advance.

        To date the royalty is 1,234; 234 of it were paid out. The members' pool is 12,345 - 1,234
        + 1,000 = 12,111: two thirds are 8,074, one third 4,037. The studio has its part; 37 of the
        partner's are still unpaid.
        """
        books: dict[str, OpeningEntry | None] = {
            "basis": figure("basis", 12_345, "author"),
            "due": figure("due", 1_234, "author"),
            "recouped": figure("recouped", 1_000, "advance", account="adv"),
            "inflow": figure("inflow", 1_234, "advance", account="adv"),
            "pool": figure("pool", 12_111, "members"),
            "distributed": figure("due", 12_111, "members"),
            "studio": figure("part", 8_074, "members", account=self.holders, payee=self.studio),
            "partner": figure("part", 4_037, "members", account=self.holders, payee=self.partner),
            "writer unpaid": figure("unpaid", 234, payee=self.writer),
            "studio paid": figure("paid", 8_074, payee=self.studio),
            "partner paid": figure("paid", 4_000, payee=self.partner),
            "partner unpaid": figure("unpaid-distribution", 37, payee=self.partner),
        }
        books |= {name.replace("_", " "): one for name, one in changed.items()}
        return {name: one for name, one in books.items() if one is not None}


def figure(kind: str, amount: int, step_id: str | None = None, **more: Any) -> OpeningEntry:
    """One figure."""
    return OpeningEntry.model_validate(
        {"kind": kind, "step": step_id, "amount_minor": amount, **more}
    )


def clauses(committee: str, writer: str) -> dict[str, Any]:
    """A royalty against an advance, and a split."""
    advance = {
        "id": "adv", "kind": "advance", "target": {"amount": 1_000},
        "label": {"ja": "前払金", "en": "Advance"},
    }  # fmt: skip
    return terms(
        step("author", "royalty/1", basis="remainder", rate=rate(1, 10), payee=writer),
        step("advance", "recoup/1", account="adv", against="author"),
        step("members", "split/1", holders=f"committee:{committee}/investment"),
        accounts=[advance],
    )


def taken_world(money: Money) -> Taken:
    """Register everybody and the agreement."""
    studio, partner = money.company("星雲スタジオ"), money.company("銀河出版")
    platform, clerk = money.company("配信プラットフォーム"), money.named_person("経理 花子")
    writer = money.named_person("青空 太郎")
    work = money.work("星の図書館", studio)
    committee = money.committee(member(studio, "2/3"), member(partner, "1/3"), works=(work,))
    agreement = money.agreement(
        studio,
        clauses(committee, writer),
        kind="committee",
        committee=committee,
        works=(work,),
        parties=(studio, partner),
    )
    return Taken(money, studio, partner, writer, clerk, platform, work, committee, agreement)


def without(entries: dict[str, OpeningEntry], name: str) -> tuple[OpeningEntry, ...]:
    """All figures but one."""
    return tuple(one for key, one in entries.items() if key != name)
