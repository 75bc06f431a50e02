"""Where a register lives and which database it uses, read once from the environment."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("daicho", appauthor=False))


class Settings(BaseSettings):
    """The settings of one process; every field can be set as `DAICHO_<NAME>`.

    Attributes:
        home: Folder of one register: `register.db`, vault, keys, blobs, statements, bank files.
        database_url: Where log and views are, if not in `register.db`; for instance
            `postgresql://daicho_app@db/daicho`.
        guard_url: Where the guard is, if not in `guard.db`; one for all processes of a register.
        checkpoint_seconds: How often a served register publishes a checkpoint of what is new; 0
            for never by itself.
        witness_policy: File that names the witnesses that cosign checkpoints, and their quorum.
        witness_fail_closed: Publish nothing without the quorum.
        tsa_url: Time-stamping authority (RFC 3161) that dates checkpoints.
        tsa_roots: PEM file of roots; with it tokens are verified fully before they are kept.
        tsa_seconds: Least time between two tokens of a served register: authorities count them.
        key_file: Author's key with which the command line signs what it records.
        key_name: The same, by its name in the keyring of the system.
        key_passphrase_file: Passphrase of that file; asked for if left out.
        batch_max: Most commands that one transaction of the writer takes.
        report_bytes: Longest report file that the HTTP interface takes.
        public_url: Where readers of printed statements can ask this register; the QR code on them
            leads there. Empty for no code.
        oidc: JSON file of the sign-in services of companies; see docs/SIGN-IN.md.
        smtp_host: Server that takes notices by e-mail; without one they wait.
        smtp_port: Its port.
        smtp_security: `starttls`, `tls`, or `none` for a server on this machine.
        smtp_user: Name there, if it asks for one.
        smtp_password_file: File with the password.
        smtp_from: Address that notices are from.
        smtp_ca_file: PEM file of the roots that its certificate is held against.
        smtp_seconds: Longest wait for each answer of it.
        notice_seconds: How often a process that follows the log looks for something to tell.
        webhook_local: Call webhooks on this machine, also without TLS; for tests alone.
    """

    model_config = SettingsConfigDict(env_prefix="DAICHO_", frozen=True)

    home: Path = Field(default_factory=_default_home)
    database_url: str | None = None
    guard_url: str | None = None
    checkpoint_seconds: int = Field(default=60, ge=0, le=86_400)
    witness_policy: Path | None = None
    witness_fail_closed: bool = True
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    tsa_seconds: int = Field(default=3600, ge=0, le=2_678_400)
    key_file: Path | None = None
    key_name: str | None = None
    key_passphrase_file: Path | None = None
    batch_max: int = Field(default=256, ge=1, le=4096)
    report_bytes: int = Field(default=64 * 2**20, ge=8 * 2**20, le=2**30)
    public_url: str = Field(default="", pattern=r"^(https?://[!-~]{1,200})?$")

    oidc: Path | None = None

    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    smtp_from: str | None = None
    smtp_ca_file: Path | None = None
    smtp_seconds: int = Field(default=20, ge=1, le=300)
    notice_seconds: int = Field(default=30, ge=1, le=3_600)
    webhook_local: bool = False

    @property
    def url(self) -> str:
        """The database URL in force: the given one, or the SQLite file in the home."""
        return self.database_url or f"sqlite:///{self.home / 'register.db'}"

    @property
    def guard(self) -> str:
        """The guard's URL in force: the given one, or a SQLite file of its own in the home."""
        return self.guard_url or f"sqlite:///{self.home / 'guard.db'}"
