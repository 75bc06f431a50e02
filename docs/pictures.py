"""Draw the pictures of the README from the sample, as a browser shows it.

python -m docs.pictures        builds the sample, serves it on this machine, writes docs/pictures/
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import create_server
from typing import Final

import noto_cjk_sans_jp_regular
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from ledger.bootstrap import Register, open_register
from ledger.settings import Settings
from ledger.sign_in.accounts import Accounts
from ledger.sign_in.sessions import Sessions
from seeds.demo import build_demo

TARGET: Final = Path(__file__).parent / "pictures"
HOST: Final = "127.0.0.1"
_PHONE: Final = {"width": 390, "height": 844}
_DESKTOP: Final = {"width": 1180, "height": 760}


def main() -> None:
    """Build the sample and take the three pictures."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        sample = build_demo(home)
        ids = sample.open_next
        line = f"/ja/my/statements/{ids['statement']}/lines/{ids['line']}"
        with (
            closing(open_register(Settings(home=home))) as opened,
            served(opened) as url,
            browser(Path(folder)) as started,
        ):
            take(started, opened, url, ("creator", line, "creator.png", _PHONE))
            take(
                started,
                opened,
                url,
                ("studio", "/en/studio/recoupment", "studio.png", _DESKTOP),
            )
            take(started, opened, url, ("auditor", "/ja/audit", "auditor.png", _DESKTOP))
    sys.stdout.write(f"{TARGET}\n")


def take(
    started: Browser, opened: Register, url: str, wanted: tuple[str, str, str, dict[str, int]]
) -> None:
    """Take one picture as one of the sample's visitors."""
    who, path, name, size = wanted
    context = started.new_context(viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
    context.add_cookies(
        [{"name": "daicho", "value": cookie(opened, who), "domain": HOST, "path": "/"}]
    )
    page = context.new_page()
    page.goto(f"{url}{path}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / name)
    context.close()


def cookie(opened: Register, who: str) -> str:
    """Sign a visitor in."""
    pieces = opened.engine, opened.vault.beside, opened.clock, opened.entropy
    account = Accounts(*pieces).by_login(f"{who}@sample.example")
    if account is None:
        sys.exit(f"the sample has no {who}")
    return Sessions(*pieces).open(account.id, "password+totp").cookie


@contextmanager
def served(opened: Register) -> Iterator[str]:
    """Serve a register on this machine while the block runs."""
    server = uvicorn.Server(uvicorn.Config(create_app(opened), log_level="warning"))
    with create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start Chromium with the font of our papers."""
    config = folder / "fonts.conf"
    fonts = Path(noto_cjk_sans_jp_regular.__file__).parent
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts}</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    path = os.environ.get("DAICHO_CHROMIUM") or shutil.which("chromium")
    if not path:
        sys.exit("Chromium is needed: install it, or name it by DAICHO_CHROMIUM")
    with sync_playwright() as playwright:
        environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], env=environment
        )
        yield started
        started.close()


if __name__ == "__main__":
    main()
