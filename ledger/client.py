"""A client for the HTTP interface of a register.

Every POST carries an idempotency key, so a request whose answer was lost is sent again without
being recorded twice. Refusals come back as the register's own errors. Files are hashed here: what
a studio registers never leaves it.

    with Client("http://127.0.0.1:8000", token) as register:
        work = register.post("works", {"holder": party, "data": {...}})
        for line in register.statement(statement_id)["lines"]: ...
"""

import mimetypes
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

import httpx2
from pydantic import BaseModel

from ledger.entropy import Entropy, SystemEntropy
from ledger.errors import (
    Conflict,
    Forbidden,
    LedgerError,
    LogCorrupt,
    NotFound,
    RuleViolation,
    Unavailable,
)
from ledger.notices.webhook import verify_webhook as verify_webhook
from ledger.signing import TO_BE_SIGNED, Author
from ledger.works.commands import Asset

Body = Mapping[str, Any] | BaseModel
_KINDS: Final[dict[int, type[LedgerError]]] = {
    HTTPStatus.UNAUTHORIZED: Forbidden,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: RuleViolation,
    HTTPStatus.UNPROCESSABLE_ENTITY: RuleViolation,
    HTTPStatus.SERVICE_UNAVAILABLE: Unavailable,
}
_ENVELOPE: Final = frozenset({"type", "title", "status", "code", "detail"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the register answered to something it recorded.

    Attributes:
        first_index: Index of the first entry. count: number of entries.
        replayed: True if the same request had been recorded before.
        body: The whole answer.
    """

    id: str
    first_index: int
    count: int
    leaf_hashes: tuple[bytes, ...]
    replayed: bool
    body: Mapping[str, Any]


def asset_of(path: Path, label: str | None = None) -> Asset:
    """Describe a file by its hash, for a notice or a registration.

    Args:
        path: The file; it stays where it is.
        label: What it is called on the register; its name if left out.

    Source:
        SHA-256 over the bytes of the file.
    """
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return Asset(
        sha256=sha256,
        size_bytes=path.stat().st_size,
        label=label or path.name,
        media_type=mimetypes.guess_type(path.name)[0],
    )


class Client:
    """One user of a register, over HTTP.

    Args:
        base_url: Where the register is, without `/v1`.
        token: Decides who this is; without one, the public.
        attempts: How often a request is tried while the register cannot answer.
        timeout_seconds: For each attempt.
        entropy: Draws idempotency keys.
        author: Signs every command that can be signed.
        wait: Called with seconds between attempts.
        transport: Another way to the register, for tests.
    """

    def __init__(  # noqa: PLR0913  each has a default that fits
        self,
        base_url: str,
        token: str | None = None,
        *,
        attempts: int = 4,
        timeout_seconds: int = 30,
        entropy: Entropy | None = None,
        author: Author | None = None,
        wait: Callable[[int], object] = time.sleep,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else None
        self._http = httpx2.Client(
            base_url=f"{base_url.rstrip('/')}/v1/",
            headers=headers,
            timeout=timeout_seconds,
            transport=transport,
        )
        self._attempts = attempts
        self._entropy = entropy or SystemEntropy()
        self._author = author
        self._wait = wait

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # --- any resource -----------------------------------------------------------------------------

    def post(self, path: str, body: Body, *, key: str | None = None) -> Receipt:
        """Record something.

        Args:
            path: Below `/v1`, for instance `works`.
            body: The command; a model or plain values.
            key: Idempotency key; a fresh one if left out. Give your own to repeat a request safely
                after this process has died.

        Raises:
            LedgerError: As the register refused.
        """
        given = _plain(body)
        headers: dict[str, str] = {}
        if self._author is not None:
            given, headers = self._signed(self._author, path, given)
        return _receipt(self._send("POST", path, key=key, headers=headers, json=given))

    def _signed(
        self, author: Author, path: str, given: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what to send: signed, unless the register composes the command itself."""
        try:
            prepared = self._send("POST", path, headers=TO_BE_SIGNED, json=given).json()
        except RuleViolation as refusal:
            if refusal.code != "command-not-signable":
                raise
            return given, {}
        return prepared["command"], author.headers(prepared, given, path)

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Read one thing.

        Raises:
            LedgerError: As the register refused.
        """
        answer: dict[str, Any] = self._send("GET", path, params=_query(query)).json()
        return answer

    def each(self, path: str, **query: object) -> Iterator[dict[str, Any]]:
        """Read a list to its end, page by page."""
        page = self.get(path, **query)
        yield from page["items"]
        while following := page.get("next"):
            page = self.get(path, **{**query, "after": following})
            yield from page["items"]

    # --- parties, works, committees ---------------------------------------------------------------

    def register_company(self, body: Body) -> Receipt:
        """Register a company."""
        return self.post("parties/companies", body)

    def register_person(self, body: Body) -> Receipt:
        """Register a person; names in plain text, which the register puts into its vault."""
        return self.post("parties/persons", body)

    def set_payee(self, party: str, body: Body) -> Receipt:
        """Say who is paid for a party."""
        return self.post(f"parties/{_step(party)}/payees", body)

    def party(self, id: str) -> dict[str, Any]:
        """Show a party."""
        return self.get(f"parties/{_step(id)}")

    def file_notice(self, body: Body) -> Receipt:
        """File a pre-production notice."""
        return self.post("notices", body)

    def register_work(self, body: Body) -> Receipt:
        """Register a work."""
        return self.post("works", body)

    def amend_work(self, work: str, body: Body) -> Receipt:
        """Amend a work."""
        return self.post(f"works/{_step(work)}/amendments", body)

    def claim_work(self, work: str, body: Body) -> Receipt:
        """Claim a work."""
        return self.post(f"works/{_step(work)}/claims", body)

    def work(self, id: str) -> dict[str, Any]:
        """Show a work."""
        return self.get(f"works/{_step(id)}")

    def certificate(self, work: str) -> dict[str, Any]:
        """Fetch the certificate of a work."""
        return self.get(f"works/{_step(work)}/certificate")

    def form_committee(self, body: Body) -> Receipt:
        """Form a committee."""
        return self.post("committees", body)

    def committee(self, id: str) -> dict[str, Any]:
        """Show a committee."""
        return self.get(f"committees/{_step(id)}")

    # --- money ------------------------------------------------------------------------------------

    def record_agreement(self, body: Body) -> Receipt:
        """Record an agreement."""
        return self.post("agreements", body)

    def add_terms(self, agreement: str, body: Body) -> Receipt:
        """Add a version of an agreement's money clauses."""
        return self.post(f"agreements/{_step(agreement)}/terms", body)

    def agreement(self, id: str) -> dict[str, Any]:
        """Show an agreement."""
        return self.get(f"agreements/{_step(id)}")

    def upload_report(
        self, file: Path | bytes, *, key: str | None = None, **said: object
    ) -> Receipt:
        """Upload a licensee's report.

        Args:
            file: The sales file.
            key: Idempotency key; a fresh one if left out.
            **said: `agreement`, `reporter`, `period`, `basis` and what else is known about it.
        """
        content = file.read_bytes() if isinstance(file, Path) else file
        return _receipt(
            self._send(
                "POST",
                "reports",
                key=key,
                params=_query(said),
                content=content,
                headers={"Content-Type": "text/csv"},
            )
        )

    def report(self, id: str) -> dict[str, Any]:
        """Show a report."""
        return self.get(f"reports/{_step(id)}")

    def record_receipt(self, body: Body) -> Receipt:
        """Record that money arrived."""
        return self.post("receipts", body)

    def run_payout(self, agreement: str, period: str, *, key: str | None = None) -> Receipt:
        """Run the payout of an agreement for a period."""
        return self.post("payouts", {"agreement": agreement, "period": period}, key=key)

    def payout(self, id: str) -> dict[str, Any]:
        """Show a payout run."""
        return self.get(f"payouts/{_step(id)}")

    def issue_statements(self, payer: str, period: str) -> list[dict[str, Any]]:
        """Issue the statements of a payer for a period."""
        body = {"payer": payer, "period": period}
        answer = self._send("POST", "statements", json=body).json()
        items: list[dict[str, Any]] = answer["items"]
        return items

    def statement(self, id: str) -> dict[str, Any]:
        """Show a statement with the explanation of each line."""
        return self.get(f"statements/{_step(id)}")

    def statement_csv(self, id: str) -> bytes:
        """Fetch a statement as CSV, byte for byte as its hash was recorded."""
        return self._send("GET", f"statements/{_step(id)}", params={"format": "csv"}).content

    # --- the log ----------------------------------------------------------------------------------

    def log(self) -> dict[str, Any]:
        """Show where the log ends."""
        return self.get("log")

    def entry(self, index: int) -> dict[str, Any]:
        """Show an entry."""
        return self.get(f"entries/{index}")

    def proof(self, index: int, size: int | None = None) -> dict[str, Any]:
        """Fetch the proof that an entry is in the log."""
        return self.get(f"entries/{index}/proof", size=size)

    # --- sending ----------------------------------------------------------------------------------

    def _send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> httpx2.Response:
        """Send a request until it is answered, at most `attempts` times, under one key."""
        sent = dict(headers or {})
        if method == "POST":
            sent["Idempotency-Key"] = key or self._entropy.bytes(16).hex()
        problem: LedgerError = Unavailable("no-attempt", "attempts must be at least one")
        for attempt in range(self._attempts):
            if attempt:
                self._wait(2 ** (attempt - 1))
            try:
                response = self._http.request(method, path, headers=sent, **content)
            except httpx2.TransportError as error:
                problem = Unavailable("register-unreachable", str(error) or type(error).__name__)
                continue
            if response.is_success:
                return response
            problem = error_of(response)
            if not isinstance(problem, Unavailable):
                break
        raise problem


def error_of(response: httpx2.Response) -> LedgerError:
    """Turn a problem document back into the error that it describes."""
    try:
        document = response.json()
    except ValueError:
        document = {}
    if not isinstance(document, dict) or "code" not in document:
        code, message = f"http-{response.status_code}", response.text[:200]
        return _kind(response.status_code)(code, message)
    fields = {name: value for name, value in document.items() if name not in _ENVELOPE}
    kind = _kind(response.status_code)
    return kind(str(document["code"]), str(document.get("detail", "")), **fields)


def _kind(status: int) -> type[LedgerError]:
    if status in _KINDS:
        return _KINDS[status]
    if status in {HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}:
        return Unavailable
    return LogCorrupt if status >= HTTPStatus.INTERNAL_SERVER_ERROR else RuleViolation


def _receipt(response: httpx2.Response) -> Receipt:
    body = response.json()
    return Receipt(
        id=body["id"],
        first_index=body["first_index"],
        count=body["count"],
        leaf_hashes=tuple(bytes.fromhex(item) for item in body["leaf_hashes"]),
        replayed=response.headers.get("Idempotent-Replayed") == "true",
        body=body,
    )


def _plain(body: Body) -> dict[str, Any]:
    if isinstance(body, BaseModel):
        return body.model_dump(mode="json", exclude_none=True)
    return dict(body)


def _query(given: Mapping[str, object]) -> dict[str, str]:
    texts = {True: "true", False: "false"}
    return {
        name: texts[value] if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value is not None
    }


def _step(text: str) -> str:
    return quote(text, safe="")
