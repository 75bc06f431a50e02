"""How far recoupment is, on pages."""

from tests.pages.stand import Site

OPEN = "agr_01JPRDK1238PHDSH8XJXWKSN35"  # of the sample: 214,043,489 of 323,000,000 yen


def test_every_agreement_of_a_studio_has_a_meter(site: Site) -> None:
    with site.client("studio") as http:
        page = http.get("/ja/studio/recoupment").text
    for words in ("「百年の郵便局 2」製作委員会", "214,043,489円", "108,956,511円", "66%", "<svg"):
        assert words in page


def test_a_meter_says_run_by_run_what_came_who_waits_and_when(site: Site) -> None:
    """219,101,313 in twelve months; 108,956,511 to go are 5.97 months, so six: December 2026."""
    with site.client("studio") as http:
        japanese = http.get(f"/ja/studio/recoupment/{OPEN}").text
        english = http.get(f"/en/studio/recoupment/{OPEN}").text
    for words in ("△5,057,824円", "2026年第2四半期", "6 か月分で、2026年12月", "成功報酬"):
        assert words in japanese
    for words in ("JPY 219,101,313", "take 6 months", "December 2026", "neither a forecast"):
        assert words in english


def test_an_agreement_of_others_is_not_found(site: Site) -> None:
    with site.client("studio", "party_01JN7G1C0Z9N7X899AG7CD9J5B") as http:
        assert http.get(f"/ja/studio/recoupment/{OPEN}").status_code == 404
        assert http.get("/ja/studio/recoupment/agr_none").status_code == 404


def test_a_studio_without_agreements_is_told_what_to_do(site: Site) -> None:
    with site.client("studio", "party_01JN7G1C1GN233MVATK4DG2VCF") as http:
        page = http.get("/en/studio/recoupment").text
    assert "Record one" in page


def test_the_operator_pages_through_all_agreements(site: Site) -> None:
    with site.client("operator") as http:
        first = http.get("/en/studio/recoupment").text
        (after,) = {part.split('"')[0] for part in first.split("recoupment?after=")[1:]}
        second = http.get(f"/en/studio/recoupment?after={after}").text
    assert first.count("<progress") == 20
    assert second.count("<progress") == 2
