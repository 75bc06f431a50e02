"""Statements as their own JSON has them: a plain one, and one with everything that is awkward."""

from typing import Any

LONG = "株式会社" + "とても長い名前の" * 6 + "アニメーション制作スタジオ"


def line(number: int = 1, amount: int = 2_000, **more: Any) -> dict[str, Any]:
    """A line of 2% of a basis."""
    return {
        "run": "run_00000000000000000000000013",
        "period": "2026-03",
        "agreement": {"id": "agr_1", "ja": "「星の庭」製作委員会契約", "en": "Star Garden committee"},
        "step": f"step{number}",
        "clause": "第5条1項",
        "label": {"ja": f"脚本使用料{number}", "en": f"Script royalty {number}"},
        "kind": "royalty",
        "treatment": "taxable",
        "income": "copyright",
        "amount_minor": amount,
        "basis_minor": amount * 50,
        "rate": "2%",
        "sources": [
            {"report": "rep_1", "group": 0, "channel": "streaming", "territory": "JP",
             "work": "work_1", "month": "2026-03", "amount_minor": amount * 50,
             "reported": "gross"},
        ],
        "explanation": {
            "ja": [f"「脚本使用料{number}」: 総売上 × 2%", "今回の配分額です。"],
            "en": [f"Script royalty {number}: gross revenue x 2%", "Allocated in this run."],
        },
        **more,
    }  # fmt: skip


def sheet(**changes: Any) -> dict[str, Any]:
    """By hand: 2,000 payable to a person, 10.21% withheld = 204, 1,796 transferred."""
    return {
        "document": "statement/1",
        "id": "stmt_0ZCQ4QP9MTRV9NFJHSYV13WRM5",
        "payer": {"id": "party_1", "ja": "幹事株式会社", "en": "Lead Inc."},
        "payee": {"id": "party_5", "ja": "山田花子", "en": "Hanako Yamada"},
        "paid_to": {"id": "party_5", "ja": "山田花子", "en": "Hanako Yamada"},
        "period": "2026-03",
        "currency": "JPY",
        "payment_date": "2026-04-30",
        "totals": totals(royalties=2_000, payable=2_000, withholding=204, transfer=1_796),
        "tax": {
            "rules": "statement/2",
            "consumption_rule": "no-invoice-number",
            "withholding_copyright_base": "2000",
            "withholding_copyright_law": "所得税法204条1項1号・205条1号、復興財源確保法28条"
            " (所得税 10%・20% と復興特別所得税 2.1%)",
            "withholding_copyright_rate": "10.21%",
            "withholding_copyright_rule": "individual",
            "withholding_copyright_tax": "204",
            "withholding_copyright_threshold": "1000000",
            "withholding_copyright_upper_rate": "20.42%",
        },
        "lines": [line()],
        "notes": {"ja": ["回収の累計は 0円 です。"], "en": ["JPY 0 recovered to date."]},
        "runs": [{"id": "run_00000000000000000000000013", "period": "2026-03", "entry": 13}],
        "works": {"work_1": {"ja": "星の庭", "en": "Star Garden"}},
        **changes,
    }


def totals(**given: int) -> dict[str, int]:
    """The nine totals, zero where nothing is given."""
    names = (
        "carried_in", "royalties", "adjustments", "recouped", "payable", "carried_out",
        "consumption_tax", "withholding", "transfer",
    )  # fmt: skip
    return {name: given.get(name, 0) for name in names}


def awkward() -> dict[str, Any]:
    """Forty lines, long names, an advance taken back, corrections up and down, a deficit.

    By hand: 40 lines of 1,000,000 + n for n = 1 to 40 are 40,000,820; an advance of 50,000,000 is
    taken back; corrections of -300,000 and 100,000 and 50,000 kept are -250,000 in all. Carried
    in 249,180. 249,180 + 40,000,820 - 250,000 - 50,000,000 = -10,000,000, carried out.
    """
    work = {"work": "work_2", "territory": "US", "channel": "broadcast", "month": "2026-01"}
    many = [
        line(number, 1_000_000 + number, label={"ja": f"{LONG}への使用料{number}", "en": f"Royalty {number} to a studio with a very long name indeed"})
        for number in range(1, 41)
    ]  # fmt: skip
    many[0]["sources"] = [*many[0]["sources"], {**many[0]["sources"][0], **work}]
    plain = {"basis_minor", "rate", "sources"}
    bare = {name: value for name, value in line().items() if name not in plain}
    others = [
        line(41, -50_000_000, kind="recoupment", income="repayment"),
        {**bare, "kind": "adjustment", "cause": "terms/2", "was_minor": 500_000, "now_minor": 200_000, "amount_minor": -300_000},
        {**bare, "kind": "adjustment", "cause": "report/rep_9", "was_minor": 0, "now_minor": 100_000, "amount_minor": 100_000},
        {**bare, "kind": "adjustment", "amount_minor": -50_000},
    ]  # fmt: skip
    figures = totals(
        carried_in=249_180, royalties=40_000_820, adjustments=-250_000, recouped=50_000_000,
        carried_out=-10_000_000,
    )  # fmt: skip
    name = {"id": "party_9", "ja": LONG, "en": "A Studio With A Very Long Name " * 3}
    return sheet(
        payee=name,
        lines=[*many, *others],
        totals=figures,
        tax={"rules": "statement/2", "rule": "nothing-payable"},
        carried_in=[part("stmt_1", "copyright", 249_180)],
        carried_out=[part(sheet()["id"], "copyright", -10_000_000)],
        works={"work_1": {"ja": "星の庭"}, "work_2": {"ja": "海の城", "en": "Castle at Sea"}},
    )


def abroad() -> dict[str, Any]:
    """To a company in the United States, under a treaty; the agent there is paid; in dollars."""
    return sheet(
        payee={"id": "party_7", "ja": "Acme Pictures LLC", "en": "Acme Pictures LLC"},
        paid_to={"id": "party_8", "ja": "Agent GmbH", "en": "Agent GmbH"},
        currency="USD",
        lines=[line(1, 123_456, period="2026-02")],
        totals=totals(royalties=123_456, payable=123_456, transfer=123_456),
        tax={
            "rules": "statement/2",
            "consumption_rule": "abroad",
            "withholding_copyright_base": "123456",
            "withholding_copyright_law": "日米租税条約12条",
            "withholding_copyright_rate": "0%",
            "withholding_copyright_rule": "treaty",
            "withholding_copyright_tax": "0",
            "withholding_copyright_confidence": "secondary",
            "treaty_form": "form_1",
            "treaty_article": "12",
        },
    )


def empty() -> dict[str, Any]:
    """Nothing came in: a statement all the same, because an advance has to be earned first."""
    return sheet(lines=[], totals=totals(), tax={"rules": "statement/2", "rule": "nothing-payable"})


def part(statement: str, income: str, amount: int) -> dict[str, Any]:
    """A part of what is carried."""
    return {
        "statement": statement, "income": income, "treatment": "taxable", "amount_minor": amount,
    }  # fmt: skip
