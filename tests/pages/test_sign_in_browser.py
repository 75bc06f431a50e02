"""Signing in with a real browser: code, passkey, waiting, a company's service, the end of it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from ledger.sign_in.accounts import Accounts, NewAccount
from ledger.sign_in.factors import current_code
from ledger.sign_in.providers import Provider, Providers
from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import Site

pytestmark = pytest.mark.browser
PASSWORD = "paper cranes over the bay"


def accounts(site: Site) -> Accounts:
    one = site.register
    return Accounts(one.engine, one.vault.beside, one.clock, one.entropy)


def invited(site: Site, login: str, role: str = "creator") -> str:
    """The code with which somebody of the sample starts."""
    party = site.party_of(role)
    return accounts(site).add(NewAccount(login, role, party)).code  # type: ignore[arg-type]


def secret_on(page: Page) -> str:
    return "".join(page.locator("fieldset code").inner_text().split())


def started(
    visit: Visit, site: Site, login: str, lang: str, size: Any = "desktop"
) -> tuple[Page, str]:
    """Somebody who has just set her password and an authenticator."""
    page = visit(f"/account/start/{invited(site, login)}", lang=lang, size=size)
    secret = secret_on(page)
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-again").fill(PASSWORD)
    page.locator("#f-code").fill(current_code(secret, site.register.clock))
    return page, secret


@pytest.mark.parametrize(("lang", "size"), [("ja", "phone"), ("en", "desktop")])
def test_a_first_visit_a_sign_in_and_the_end_of_it(
    visit: Visit, site: Site, lang: str, size: Any
) -> None:
    page, _ = started(visit, site, f"first-{lang}@demo.example", lang, size)
    axe(page)
    shot(page, f"account-start-{lang}-{size}")
    page.locator("form.form button").first.click()
    codes = page.locator("ol.codes code").all_inner_texts()
    assert len(codes) == 10
    axe(page)
    shot(page, f"account-recovery-{lang}-{size}")

    page.goto(page.url.replace(page.url[page.url.index("/account") :], "/account"))
    axe(page)
    shot(page, f"account-{lang}-{size}")
    page.locator("form[action$='/sign-out'] button").click()
    assert page.locator(".notice").is_visible()

    page.locator(f"a[href='/{lang}/sign-in']").click()
    axe(page)
    shot(page, f"sign-in-{lang}-{size}")
    page.locator("#f-login").fill(f"FIRST-{lang}@demo.example")
    page.locator("#f-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    assert page.locator("#f-code").evaluate("node => node === document.activeElement")
    axe(page)
    shot(page, f"sign-in-second-{lang}-{size}")
    page.locator("#f-code").fill(codes[0].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{lang}/my"))


@pytest.fixture
def device() -> Callable[[Page], CDPSession]:
    """Gives a page a device that knows its holder."""

    def given(page: Page) -> CDPSession:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return session

    return given


def test_a_passkey_starts_signs_in_and_proves(
    visit: Visit, site: Site, device: Callable[[Page], CDPSession]
) -> None:
    visit.expects("403")  # a passkey of nobody
    page = visit("/sign-in", lang="ja", host="localhost")
    device(page)
    base = page.url.removesuffix("/ja/sign-in")
    page.goto(f"{base}/ja/account/start/{invited(site, 'passkey@demo.example', 'studio')}")
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-again").fill(PASSWORD)
    page.locator("[data-use]").click()
    page.locator("ol.codes").wait_for()

    page.goto(f"{base}/ja/account/factors/new")
    page.wait_for_url(re.compile("/account/prove"))
    axe(page)
    shot(page, "account-prove-ja")
    page.locator("[data-use]").click()
    page.wait_for_url(re.compile(r"/ja/account/factors/new$"))
    axe(page)
    shot(page, "account-new-factor-ja")
    secret = secret_on(page)
    page.locator("#f-name").fill("仕事の電話")
    page.locator("#f-code").fill(current_code(secret, site.register.clock))
    page.locator("fieldset button").first.click()
    assert "仕事の電話" in page.locator("main").inner_text()

    page.locator("form[action$='/sign-out'] button").click()
    page.goto(f"{base}/en/sign-in")
    page.locator("[data-use]").click()
    page.wait_for_url(re.compile("/en/studio"))

    kept = accounts(site).by_login("passkey@demo.example")
    assert kept is not None
    accounts(site).reset(kept.id)
    page.goto(f"{base}/en/sign-in")
    page.locator("[data-use]").click()
    page.locator("#problem").wait_for()
    assert "does not open this register" in page.locator("#problem").inner_text()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_after_failures_one_waits_and_is_told_until_when(visit: Visit, lang: str) -> None:
    visit.expects("403")
    page = visit("/sign-in", lang=lang, size="phone")
    for _ in range(6):
        page.locator("#f-login").fill(f"nobody-{lang}@demo.example")
        page.locator("#f-password").fill("whatever it was")
        page.keyboard.press("Enter")
        page.locator("#problem").wait_for()
    words = {"ja": "以降にもう一度お試しください", "en": "Please try again after"}[lang]
    assert words in page.locator("#problem").inner_text()
    assert page.locator("#f-login").input_value() == f"nobody-{lang}@demo.example"
    axe(page)
    shot(page, f"sign-in-waits-{lang}")


def test_a_session_that_ended_leads_to_the_sign_in_and_back(visit: Visit, site: Site) -> None:
    login = "ends@demo.example"
    page = visit("/account", "creator", login=login)
    assert login in page.locator("main").inner_text()
    kept = accounts(site).by_login(login)
    assert kept is not None
    accounts(site).disable(kept.id)
    page.reload()
    page.wait_for_url(re.compile(r"/ja/sign-in\?next=/account"))


@pytest.fixture
def service(iam_server: Any, site: Site, tmp_path: Any) -> Iterator[str]:
    """A company's service at which somebody has an account; the login of hers."""
    login = "hoshino@nebula.example"
    back = f"{site.url.replace('127.0.0.1', 'localhost')}/ja/sign-in/back"
    user = iam_server.random_user(emails=[login], password="at the company")
    client = iam_server.models.Client(
        client_id="daicho",
        client_secret="ours",
        client_name="Daicho",
        client_uri="https://daicho.example",
        redirect_uris=[back],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_post",
        scope=["openid", "email"],
    )
    iam_server.backend.save(client)
    iam_server.backend.update(client, audience=[client])
    iam_server.backend.save(client)
    iam_server.login(user)
    iam_server.consent(user)
    secret = tmp_path / "secret"
    secret.write_text("ours")
    made = Provider(
        name="nebula",
        label_ja="星雲スタジオのサインイン",
        label_en="Sign-in of Nebula Studio",
        issuer=iam_server.url.rstrip("/"),
        client_id="daicho",
        client_secret_file=secret,
        party=str(site.party_of("studio")),
        role="studio",
        emails_are_checked=True,
    )
    before = site.app.state.providers
    site.app.state.providers = Providers((made,), site.register.clock)
    yield login
    site.app.state.providers = before
    iam_server.logout()
    iam_server.backend.delete(client)
    iam_server.backend.delete(user)


def test_a_company_s_people_come_by_its_own_service(visit: Visit, site: Site, service: str) -> None:
    visit.expects("403")  # before there is an account
    page = visit("/sign-in", lang="en", host="localhost")
    shot(page, "sign-in-company-en")
    page.get_by_role("link", name="Sign-in of Nebula Studio").click()
    assert "no account in this register" in page.locator("#problem").inner_text()
    invited(site, service, "studio")
    page.get_by_role("link", name="Sign-in of Nebula Studio").click()
    page.wait_for_url(re.compile("/en/studio"))
