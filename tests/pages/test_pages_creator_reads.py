"""What somebody who is paid reads: what comes, what came, every statement and its files."""

import io
import re
import zipfile
from datetime import date

import pytest

from api.pages.creator.coming import Coming, sums_by_currency
from api.pages.creator.listing import years_of
from api.pages.creator.paid import paid_of
from ledger.access.views import Viewer
from ledger.statements.meters import Meter
from ledger.statements.payee_views import agreements_of, listed
from tests.pages.stand import Site


@pytest.fixture
def film(site: Site) -> str:
    """The creator's statement with a line that passes recoupment."""
    with site.register.ledger.reading() as conn:
        rows = listed(conn, Viewer("creator", site.party_of("creator")))
    return str(max(rows, key=lambda row: row["payable_minor"])["statement_id"])


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_first_page_says_what_comes_and_what_came_in_both_languages(site: Site) -> None:
    with site.client("creator") as http:
        ja, en = (http.get(f"/{lang}/my").text for lang in ("ja", "en"))
    assert "これからのお支払い" in ja
    assert "2025年のお支払い" in ja
    assert re.search(r"[\d,]+円", plain(ja))
    assert "What you will be paid" in en
    assert "Paid in 2025" in en
    assert not re.search(r"[ぁ-ん]", plain(en).replace("日本語", ""))


def test_somebody_who_was_never_paid_is_told_what_will_show_here(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        paid = set(conn.exec_driver_sql("SELECT party_id FROM v_payee_statement").scalars())
        known = conn.exec_driver_sql("SELECT id FROM v_party ORDER BY id").scalars().all()
        nobody = next(id for id in known if id not in paid)
    with site.client("creator", party=nobody) as http:
        home, statements, agreements = (
            http.get(f"/ja/my{path}").text for path in ("", "/statements", "/agreements")
        )
        assert http.get("/ja/my/agreements?after=nonsense").status_code == 200
    assert "いま予定されているお支払いはありません" in home
    assert "明細書はまだありません" in statements
    assert "まだ契約の明細がありません" in agreements


def test_statements_are_listed_newest_first_and_narrowed_by_year_and_payer(site: Site) -> None:
    with site.client("creator") as http:
        everything = http.get("/ja/my/statements").text
        of_2025 = http.get("/ja/my/statements?year=2025").text
        payer = re.search(r'<option value="(party_\w+)"', everything)
        assert payer is not None
        of_payer = http.get(f"/ja/my/statements?payer={payer[1]}").text
        strange = http.get("/ja/my/statements?year=abcd&after=xx&payer=nobody").text
    days = re.findall(r'お支払い予定日">([^<]+)<', everything)
    numbers = [tuple(map(int, re.findall(r"\d+", day))) for day in days]
    assert numbers == sorted(numbers, reverse=True)
    assert {day[:4] for day in re.findall(r'お支払い予定日">([^<]+)<', of_2025)} == {"2025"}
    rows = [page.count('href="/ja/my/statements/stmt_') for page in (everything, of_payer)]
    assert 0 < rows[1] < rows[0]
    assert "この条件の明細書はありません" in strange


def test_every_line_of_a_statement_can_be_worked_out_on_the_page(site: Site, film: str) -> None:
    """basis x rate - given before = amount: the row shows result, before and amount that agree."""
    with site.client("creator") as http:
        text = http.get(f"/en/my/statements/{film}").text
    rows = re.findall(r'data-name="Basis × rate">(.*?)</td>.*?before">(.*?)</td>.*?<strong>(.*?)<',
                      text, re.DOTALL)  # fmt: skip
    assert rows
    for result, before, amount in rows:
        whole = [int(re.sub(r"[^\d-]", "", one) or 0) for one in (result, before, amount)]
        assert whole[0] + whole[1] == whole[2]


def test_files_are_given_as_issued_and_the_package_holds_its_proof(site: Site, film: str) -> None:
    with site.client("creator") as http:
        page = http.get(f"/ja/my/statements/{film}").text
        formats = re.findall(rf"/ja/my/statements/{film}/files/(\w+)", page)
        assert {"csv", "json"} <= set(formats)
        for format in formats:
            file = http.get(f"/ja/my/statements/{film}/files/{format}")
            assert file.status_code == 200
            assert file.headers["content-disposition"].startswith("attachment")
        package = http.get(f"/ja/my/statements/{film}/package")
        assert http.get(f"/ja/my/statements/{film}/files/doc").status_code == 404
    assert "disclosure.json" in " ".join(zipfile.ZipFile(io.BytesIO(package.content)).namelist())
    assert f"/ja/check/statements/{film}?sha256=" in page


def test_a_line_leads_from_the_picture_to_the_question_about_it(site: Site, film: str) -> None:
    with site.client("creator") as http:
        text = http.get(f"/ja/my/statements/{film}/lines/1").text
        assert http.get(f"/ja/my/statements/{film}/lines/0").status_code == 404
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img"') == 2
    assert f"/ja/my/disputes/new?statement={film}&amp;line=1" in text
    assert "style=" not in text
    assert "<script>" not in text


def test_an_agreement_says_how_far_recoupment_is(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        rows = agreements_of(conn, Viewer("creator", site.party_of("creator")))
    with site.client("creator") as http:
        shown = [plain(http.get(f"/ja/my/agreements/{row['agreement']}").text) for row in rows]
    assert any("目標 104,000,000円" in text for text in shown)
    assert all("リクープまで" in text for text in shown)


def test_an_agent_company_reads_the_statements_it_is_paid_for(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        row = conn.exec_driver_sql(
            "SELECT statement_id, party_id FROM v_payee_statement WHERE party_id = paid_to "
            "AND payee <> paid_to ORDER BY statement_id LIMIT 1"
        ).one()
    with site.client("creator", party=row[1]) as http:
        assert http.get("/ja/my").status_code == 200
        assert http.get(f"/ja/my/statements/{row[0]}").status_code == 200


def test_a_studio_is_told_that_these_pages_are_for_others(site: Site) -> None:
    with site.client("studio") as http:
        assert http.get("/ja/my").status_code == 403


def coming(**more: object) -> Coming:
    known = dict.fromkeys(("payer", "payee", "paid_to", "period"), "x")
    sums = dict.fromkeys(("payable_minor", "consumption_tax_minor", "withholding_minor"), 0)
    return Coming(**{  # type: ignore[arg-type]
        "statement": "s", "currency": "JPY", "day": "2026-05-31", "state": "planned",
        "transfer_minor": 100, **known, **sums, **more,
    })  # fmt: skip


def test_currencies_are_never_added_to_each_other() -> None:
    some = [coming(), coming(transfer_minor=50), coming(currency="EUR", transfer_minor=7)]
    assert sums_by_currency(some) == {"EUR": 7, "JPY": 150}


def test_what_waits_is_told_apart_from_what_is_planned() -> None:
    assert not coming().waits
    assert not coming(state="late").waits
    assert coming(state="bank-details-pending").waits


def month(
    name: str, payer: str, paid: int, stated: int, currency: str = "JPY"
) -> dict[str, object]:
    none = dict.fromkeys(("payable_minor", "consumption_tax_minor", "withholding_minor"), 0)
    return {"month": name, "payer": payer, "currency": currency, "paid_minor": paid,
            "transfer_minor": stated, "statements": 1, **none}  # fmt: skip


def test_months_are_summed_by_year_and_the_largest_payer_comes_first() -> None:
    """By hand: 2025: 100; 2026: 200 + 300 = 500; of payer b 500 in all, of a 100."""
    rows = [month("2025-11", "a", 100, 100), month("2026-02", "b", 200, 200),
            month("2026-05", "b", 300, 300)]  # fmt: skip
    (paid,) = paid_of(rows, date(2026, 5, 31))
    assert dict(paid.years) == {"2025": 100, "2026": 500}
    assert paid.payers == ("b", "a")
    assert [at for at, _, _ in paid.filled] == ["2026-05", "2026-02", "2025-11"]
    assert years_of(rows)[0]["transfer_minor"] == 500


def test_where_no_payment_is_on_record_the_stated_months_are_shown_and_said_to_be_so() -> None:
    (paid,) = paid_of([month("2026-02", "a", 0, 70)], date(2026, 5, 31))
    assert paid.is_stated
    assert paid.of("2026-02", "a") == 70


def test_a_meter_shows_whole_percents_and_nothing_where_amounts_are_confidential() -> None:
    """By hand: 34,999,999 x 100 / 104,000,000 = 33.65..., cut to 33; 69,000,001 to go."""
    meter = Meter("a", "製作費", "budget", False, False, 34_999_999, 104_000_000)
    assert (meter.percent, meter.rest_minor) == (33, 69_000_001)
    hidden = Meter("a", "製作費", "budget", False)
    assert (hidden.percent, hidden.rest_minor, hidden.target_minor) == (0, 0, None)


def test_a_sum_of_the_first_payments_says_that_it_is_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many open statements are decided for a page; the sum over them is no sum of all."""
    with site.client("creator") as http:
        assert "件の合計）" not in http.get("/ja/my").text
        monkeypatch.setattr("api.pages.creator.home.MOST", 2)
        monkeypatch.setattr("api.pages.creator.coming.MOST", 2)
        assert "お振込の予定（先の2件の合計）" in http.get("/ja/my").text
