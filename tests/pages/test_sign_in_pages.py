"""Signing in through the pages, as a browser without JavaScript does it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sign_in_stage import LOGIN, PASSWORD, SignInStage, Started
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.account.browsers import browser_in_words
from ledger.bootstrap import Register
from ledger.sign_in.factors import current_code
from ledger.sign_in.providers import Provider, Providers

HTTPS = "https://daicho.example"


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


@pytest.fixture
def kaede(stage: SignInStage) -> Started:
    return stage.started()


def client(register: Register, base: str = HTTPS, host: str = "203.0.113.7") -> TestClient:
    app = create_app(register)
    return TestClient(app, base_url=base, client=(host, 50000), follow_redirects=False)


@pytest.fixture
def http(register: Register) -> Iterator[TestClient]:
    with client(register) as made:
        yield made


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} in the page"
    return found[1]


def first(http: TestClient, login: str = LOGIN, password: str = PASSWORD, **more: str) -> object:
    page = http.get("/ja/sign-in").text
    sent = {"_csrf": hidden(page, "_csrf"), "login": login, "password": password, **more}
    return http.post("/ja/sign-in", data=sent)


def sign_in(http: TestClient, stage: SignInStage, who: Started, **more: str) -> object:
    first(http, **more)
    page = http.get("/ja/sign-in/second", params={"next": more.get("next", "")}).text
    sent = {"_csrf": hidden(page, "_csrf"), "code": stage.code(who), "next": hidden(page, "next")}
    return http.post("/ja/sign-in/second", data=sent)


def test_password_and_code_lead_to_one_s_own_pages(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    answer = sign_in(http, stage, kaede)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/ja/studio"
    said = answer.headers["set-cookie"]
    assert "__Host-daicho=" in said
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in said
    page = http.get("/ja/account")
    assert page.status_code == 200
    assert LOGIN in page.text


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("/studio/works?x=1", "/ja/studio/works?x=1"),
        ("//evil.example", "/ja/studio"),
        ("https://evil.example/", "/ja/studio"),
        ("/\\evil.example", "/ja/studio"),
    ],
)
def test_one_is_led_on_to_pages_of_ours_alone(
    http: TestClient, stage: SignInStage, kaede: Started, to: str, location: str
) -> None:
    assert sign_in(http, stage, kaede, next=to).headers["location"] == location


def test_what_is_wrong_is_said_in_the_reader_s_language_with_the_login_kept(
    http: TestClient, kaede: Started
) -> None:
    answer = first(http, password="not this one, no")
    assert answer.status_code == 403
    assert "ログイン名かパスワードが違います。" in answer.text
    assert f'value="{LOGIN}"' in answer.text
    assert "not this one" not in answer.text
    page = http.get("/en/sign-in").text
    sent = {"_csrf": hidden(page, "_csrf"), "login": "nobody", "password": "x"}
    assert "the login or the password is wrong" in http.post("/en/sign-in", data=sent).text


def test_a_form_of_another_site_is_refused(http: TestClient, kaede: Started) -> None:
    page = http.get("/ja/sign-in").text
    sent = {"_csrf": hidden(page, "_csrf"), "login": LOGIN, "password": PASSWORD}
    away = http.post("/ja/sign-in", data=sent, headers={"Origin": "https://evil.example"})
    assert away.status_code == 403
    cross = http.post("/ja/sign-in", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    forged = http.post("/ja/sign-in", data={**sent, "_csrf": "0" * 64})
    assert forged.status_code == 403
    http.cookies.clear()
    assert http.post("/ja/sign-in", data=sent).status_code == 403


def test_forms_of_the_account_carry_the_token_of_the_session(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    sign_in(http, stage, kaede)
    for path in ("/sign-out", "/account/password", "/account/sessions/end", "/account/prove"):
        assert http.post(f"/ja{path}", data={"_csrf": "x"}).status_code == 403
    assert http.get("/ja/account").status_code == 200


def test_signing_out_ends_the_session(http: TestClient, stage: SignInStage, kaede: Started) -> None:
    sign_in(http, stage, kaede)
    cookie = http.cookies["__Host-daicho"]
    page = http.get("/ja/account").text
    answer = http.post("/ja/sign-out", data={"_csrf": hidden(page, "_csrf")})
    assert answer.headers["location"] == "/ja/"
    assert stage.sessions.of(cookie) is None


def test_the_second_page_is_nothing_without_the_first(http: TestClient) -> None:
    assert http.get("/ja/sign-in/second").headers["location"] == "/ja/sign-in"


def test_over_plain_http_nobody_signs_in_from_another_machine(
    stage: SignInStage, kaede: Started
) -> None:
    cookie = stage.sessions.open(kaede.id, "x").cookie
    with client(stage.register, "http://daicho.example") as http:
        page = http.get("/ja/sign-in").text
        assert "https のアドレスで開いてください" in page
        assert 'name="password"' not in page
        assert http.post("/ja/sign-in", data={"login": "a", "password": "b"}).status_code == 403
        http.cookies.set("daicho", cookie, domain="daicho.example")
        assert http.get("/ja/account").headers["location"] == "/ja/sign-in?next=/account"


def test_on_the_machine_itself_plain_http_will_do(stage: SignInStage, kaede: Started) -> None:
    with client(stage.register, "http://localhost", "127.0.0.1") as http:
        answer = sign_in(http, stage, kaede)
        assert "daicho=" in answer.headers["set-cookie"]
        assert "__Host-" not in answer.headers["set-cookie"]
        assert http.get("/ja/account").status_code == 200


def test_a_first_visit_ends_signed_in_with_recovery_codes(
    http: TestClient, stage: SignInStage
) -> None:
    made = stage.made(role="auditor")
    address = f"/en/account/start/{made.code}"
    page = http.get(address).text
    secret = "".join(re.findall(r"<code>([A-Z2-7 ]{32,})</code>", page)[0].split())
    sent = {"_csrf": hidden(page, "_csrf"), "password": PASSWORD, "again": PASSWORD}
    differs = http.post(address, data={**sent, "again": "x", "code": "000000"})
    assert "the two passwords differ" in differs.text
    code = current_code(secret, stage.register.clock)
    done = http.post(address, data={**sent, "code": code})
    assert done.status_code == 200
    assert len(re.findall(r"<code>[0-9A-Z]{5}-[0-9A-Z]{5}</code>", done.text)) == 10
    assert 'href="/en/audit"' in done.text
    assert http.get("/en/account").status_code == 200
    assert http.get(address).status_code == 403


def test_grave_pages_lead_to_a_proof_and_back(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    sign_in(http, stage, kaede)
    before = http.cookies["__Host-daicho"]
    led = http.get("/ja/account/factors/new")
    assert led.headers["location"] == "/ja/account/prove?next=/account/factors/new"
    page = http.get(led.headers["location"]).text
    sent = {"_csrf": hidden(page, "_csrf"), "next": hidden(page, "next")}
    wrong = http.post("/ja/account/prove", data={**sent, "code": "000000"})
    assert "確認コードが違うか" in wrong.text
    done = http.post("/ja/account/prove", data={**sent, "code": stage.code(kaede)})
    assert done.headers["location"] == "/ja/account/factors/new"
    assert http.cookies["__Host-daicho"] != before
    assert stage.sessions.of(before) is None
    assert http.get("/ja/account/factors/new").status_code == 200


def proved(http: TestClient, stage: SignInStage, who: Started) -> str:
    """Sign in and prove; the token of the session's forms."""
    sign_in(http, stage, who)
    page = http.get("/ja/account/prove").text
    sent = {"_csrf": hidden(page, "_csrf"), "next": "/account", "code": stage.code(who)}
    http.post("/ja/account/prove", data=sent)
    return hidden(http.get("/ja/account").text, "_csrf")


def test_an_authenticator_sent_twice_is_one_and_its_code_counts_once(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    """As two clicks send it: two rows of one secret would take one code twice."""
    proved(http, stage, kaede)
    page = http.get("/ja/account/factors/new").text
    secret = "".join(re.findall(r"<code>([A-Z2-7 ]{32,})</code>", page)[0].split())
    sent = {"_csrf": hidden(page, "_csrf"), "code": stage.shown(secret), "name": "二台目"}
    for _ in range(2):
        assert http.post("/ja/account/factors/new", data=sent).status_code == 303
    assert len(stage.entrance.factors.cards(kaede.id)) == 2
    stage.later(seconds=60)
    code, answers = stage.shown(secret), []
    for _ in range(2):
        page = http.get("/ja/account/prove").text
        sent = {"_csrf": hidden(page, "_csrf"), "next": "/account", "code": code}
        answers.append(http.post("/ja/account/prove", data=sent).status_code)
    assert answers == [303, 403]


def test_a_second_authenticator_is_added_and_the_first_removed(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    csrf = proved(http, stage, kaede)
    page = http.get("/ja/account/factors/new").text
    secret = "".join(re.findall(r"<code>([A-Z2-7 ]{32,})</code>", page)[0].split())
    sent = {"_csrf": csrf, "name": "予備の<電話>", "code": "000000"}
    assert http.post("/ja/account/factors/new", data=sent).status_code == 422
    sent["code"] = current_code(secret, stage.register.clock)
    assert http.post("/ja/account/factors/new", data=sent).status_code == 303
    page = http.get("/ja/account").text
    assert "予備の&lt;電話&gt;" in page
    first_one = stage.entrance.factors.cards(kaede.id)[0].id
    remove = {"_csrf": csrf, "factor": first_one}
    assert http.post("/ja/account/factors/remove", data=remove).status_code == 303
    left = stage.entrance.factors.cards(kaede.id)
    assert [card.name for card in left] == ["予備の<電話>"]
    remove["factor"] = left[0].id
    assert "最後の確認方法" in http.post("/ja/account/factors/remove", data=remove).text


def test_new_recovery_codes_end_the_old(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    csrf = proved(http, stage, kaede)
    page = http.post("/en/account/recovery", data={"_csrf": csrf})
    assert page.headers["cache-control"] == "no-store"
    assert kaede.recovery[0] not in page.text
    half = stage.entrance.password(LOGIN, PASSWORD, stage.from_here)
    with pytest.raises(Exception, match="code-wrong"):
        stage.entrance.second(half.ticket, kaede.recovery[0], stage.from_here)


def test_waiting_says_until_when(http: TestClient, stage: SignInStage, kaede: Started) -> None:
    for _ in range(5):
        first(http, password="wrong wrong wrong")
    answer = first(http)
    assert answer.status_code == 403
    assert "しばらく受け付けません" in answer.text
    assert re.search(r"2026年11月22日 1[23]:\d\d", answer.text)


def test_no_cookie_opens_the_interface_for_machines(
    http: TestClient, stage: SignInStage, kaede: Started
) -> None:
    sign_in(http, stage, kaede)
    assert http.get("/v1/agreements").status_code == 401


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_two_words(said: str, words: str) -> None:
    assert browser_in_words(said) == words


def test_the_services_of_companies_are_offered_by_name(
    register: Register, stage: SignInStage, tmp_path: Path
) -> None:
    made = Provider(
        name="nebula",
        label_ja="星雲のサインイン",
        label_en="Nebula sign-in",
        issuer="https://id.nebula.example",
        client_id="daicho",
        client_secret_file=tmp_path / "secret",
        party=stage.company(),
        role="studio",
    )
    with client(register) as http:
        http.app.state.providers = Providers((made,), register.clock)  # type: ignore[attr-defined]
        assert 'href="/ja/sign-in/with/nebula?next=/my">星雲のサインイン</a>' in (
            http.get("/ja/sign-in?next=/my").text
        )
        assert http.get("/en/sign-in/with/other").status_code == 404
        late = http.get("/en/sign-in/back?state=x&code=y")
        assert late.status_code == 403
        assert "too much time went by" in late.text
