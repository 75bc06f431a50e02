"""How a committee ends, on pages: what is missing, the plan, before and after, the record."""

import json
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.pages.desk import Problem
from api.pages.studio.dissolution_shape import relocated
from ledger.dissolutions.views import of_committee
from ledger.store.read import LogReader
from seeds.ending import ENDING_FILE
from tests.pages.stand import Site

NOBODY = "party_01JN7G1C0Z9N7X899AG7CD9J5B"
"""A company of the sample that is no member of the committee that ends."""


@pytest.fixture(scope="module")
def committee(site: Site) -> str:
    return site.sample.open_next["ending"]


def plan_of(site: Site) -> bytes:
    return (site.register.home / ENDING_FILE).read_bytes()


def hidden(html: str, last: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address with this end."""
    (form,) = re.findall(rf'<form[^>]*action="[^"]*{last}".*?</form>', html, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found}


def typed(html: str) -> dict[str, str]:
    """Everything that the form of the plan would send."""
    (form,) = re.findall(r'<form class="form wide-form".*?</form>', html, re.DOTALL)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") == "checkbox" and " checked" not in tag:
            continue
        if "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form):
        found[name] = unescape(text)
    for name, inner in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        values = re.findall(r'<option value="([^"]*)"', inner)
        chosen = re.findall(r'<option value="([^"]*)" selected', inner)
        found[name] = (chosen or values)[0]
    return found


def read(http: TestClient, site: Site, committee: str, lang: str = "ja") -> str:
    """Send the sample's file, and give the form that it fills."""
    address = f"/{lang}/studio/committees/{committee}/end"
    csrf = hidden(http.get(address).text, "/end/plan")
    answer = http.post(f"{address}/plan", data=csrf, files={"plan": ("e.json", plan_of(site))})
    assert answer.status_code == 200
    return answer.text


def test_an_error_of_a_command_stands_at_its_field_in_the_form() -> None:
    fields = ["complete.transfer_day", "complete.report.sha256"]
    assert relocated(Problem("c", "s", "transfer_day"), fields).field == "complete.transfer_day"
    assert relocated(Problem("c", "s", "report"), fields).field == "complete.report.sha256"
    assert relocated(Problem("c", "s", "other"), fields).field == "other"


def test_a_file_fills_the_form_and_the_form_says_what_the_file_said(
    site: Site, committee: str
) -> None:
    """The dry run of what the form sends computes what the command line computes of the file."""
    with site.client("operator") as http:
        html = read(http, site, committee)
        address = f"/ja/studio/committees/{committee}/end"
        tried = http.post(f"{address}/try", data=typed(html))
        assert tried.status_code == 200, tried.text
        said = json.loads(hidden(tried.text, "/end/record")["document"])
        from_file = json.loads(plan_of(site))
        assert said["complete"].pop("dispositions") == [
            {"rights": [], "set_off": False, "shares": [], **one}
            for one in from_file["complete"].pop("dispositions")
        ]
        for step in ("begin", "complete"):
            for name, value in from_file[step].items():
                if name != "consents":
                    assert said[step][name] == value, name
    for words in ("風待アニメーション工房", "7,812,000円", "宙に浮く権利", "取り消せません"):
        assert words in tried.text


def test_the_plan_comes_back_with_what_was_typed(site: Site, committee: str) -> None:
    with site.client("operator") as http:
        fields = typed(read(http, site, committee))
        address = f"/ja/studio/committees/{committee}/end"
        wrong = {
            **fields,
            "complete.contact": "だれでもない者",
            "complete.custody.0.item": "<b>原版",
        }
        answer = http.post(f"{address}/try", data=wrong)
    assert answer.status_code == 422
    assert 'href="#f-complete.contact"' in answer.text
    assert "だれでもない者" in answer.text
    assert "&lt;b&gt;原版" in answer.text


def test_a_member_is_told_whose_consent_is_missing(site: Site, committee: str) -> None:
    with site.register.ledger.reading() as conn:
        assert of_committee(conn, committee) is None
    with site.client("studio", "party_01JN7G1C0WP3TD6MG3Q2M8ZFNX") as http:
        fields = typed(read(http, site, committee, "en"))
        fields = {name: value for name, value in fields.items() if not name.endswith("agreed")}
        answer = http.post(f"/en/studio/committees/{committee}/end/try", data=fields)
    assert answer.status_code == 200
    assert "This cannot be recorded yet" in answer.text
    assert "consent-missing" in answer.text
    assert "not yet" in answer.text
    assert 'value="record"' not in answer.text


def test_what_would_be_orphaned_is_named(site: Site, committee: str) -> None:
    """Without the second clause nobody takes the uses in Japan."""
    with site.client("operator") as http:
        fields = typed(read(http, site, committee))
        fields["complete.dispositions.1.outcome"] = ""
        fields["complete.main"] = ""
        answer = http.post(f"/ja/studio/committees/{committee}/end/try", data=fields)
    assert "宙に浮くもの" in answer.text
    assert 'value="record"' not in answer.text


def test_nothing_is_recorded_unsure_or_outdated_and_everything_once(own_site: Site) -> None:
    committee = own_site.sample.open_next["ending"]
    address = f"/ja/studio/committees/{committee}/end"
    with own_site.client("operator") as http:
        tried = http.post(f"{address}/try", data=typed(read(http, own_site, committee)))
        fields = hidden(tried.text, "/end/record") | {"do": "record"}
        refused = http.post(f"{address}/record", data=fields)
        assert refused.status_code == 422
        assert "印を付けてください" in refused.text
        sure = {**fields, "confirmed": "on"}
        before = _size(own_site)
        old = http.post(f"{address}/record", data={**sure, "result_sha256": "0" * 64})
        assert (old.status_code, _size(own_site)) == (409, before)
        assert "dissolution-outdated" in old.text
        assert http.post(f"{address}/record", data=sure).headers["location"] == address
        after = _size(own_site)
        assert http.post(f"{address}/record", data=sure).headers["location"] == address
        ended = http.get(address).text
        assert http.get(f"{address}/plan").status_code == 409
    assert after > before
    assert _size(own_site) == after
    assert "清算結了" in ended
    assert "登録免許税 36,000円" in ended


def test_an_end_that_happened_is_recorded_with_what_it_left(own_site: Site) -> None:
    committee = "cmt_01JPRDK11E3X9ZW1S5NCZMR3KY"  # of the sample: without a plan
    address = f"/ja/studio/committees/{committee}/end"
    with own_site.client("operator") as http:
        fields = typed(http.get(f"{address}/found").text)
        assert http.post(f"{address}/found", data=fields).status_code == 422
        fields |= {
            "complete.cause": "insolvency",
            "complete.ended": "2026-09",
            "complete.document.sha256": "ab" * 32,
        }
        answer = http.post(f"{address}/found", data=fields)
        assert answer.headers["location"] == address, answer.text
        assert "破産" in http.get(address).text


def test_only_members_see_what_an_end_would_meet(site: Site, committee: str) -> None:
    with site.client("studio", NOBODY) as http:
        for path in ("end", "end/plan", "end/found"):
            assert http.get(f"/ja/studio/committees/{committee}/{path}").status_code == 404


def test_a_file_that_is_no_plan_is_refused_in_words(site: Site, committee: str) -> None:
    address = f"/ja/studio/committees/{committee}/end"
    with site.client("operator") as http:
        csrf = hidden(http.get(address).text, "/end/plan")
        for data in (b"{", b"[]", b'{"complete": {}}', b'{"complete": []}', b'{"begin": {}}'):
            answer = http.post(f"{address}/plan", data=csrf, files={"plan": ("e.json", data)})
            assert answer.status_code in {400, 422}, data
            assert 'role="alert"' in answer.text


def test_orphans_are_listed_with_what_to_do(site: Site) -> None:
    with site.client("operator") as http:
        page = http.get("/ja/studio/orphans").text
    assert "「渡り鳥の庭師」製作委員会" in page
    assert "構成員で終了時の計画を決め" in page
    with site.client("studio", "party_01JN7G1C1GN233MVATK4DG2VCF") as http:
        assert "There is no orphaned committee" in http.get("/en/studio/orphans").text


def _size(site: Site) -> int:
    with site.register.ledger.reading() as conn:
        return LogReader(conn).size()
