"""Where parties are written to: asked for, confirmed, replaced, ended.

The rules kept here, in order:

1. A new address counts when whoever reads it has named the code that was sent there, within two
   days and ten tries.
2. Whoever is written to already hears of a new address when it is asked for, and when it counts.
3. One address replaces another at the moment it is confirmed, never before.
4. A webhook's secret is shown once. A new one is good beside the old for a day.
5. What is addressed is sealed; a person's addresses go with the person's key.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine

from ledger.clock import Clock, stamp, tokyo_date
from ledger.entropy import Entropy
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ids import NOTICE_ADDRESS, new_id
from ledger.notices import kinds
from ledger.notices.address_rows import change, end_row, page, require, rows_of, shown, tell_party
from ledger.notices.deliveries import ENDED, IN_FORCE, REPLACED, UNCONFIRMED, UNSUBSCRIBED, direct
from ledger.notices.kinds import Channel, Language
from ledger.notices.people import recipient
from ledger.notices.sealed import Sealed
from ledger.notices.tables import ADDRESSES, DELIVERIES, prepare, put_new
from ledger.notices.targets import check_mail, check_url
from ledger.notices.webhook import SECRET_BYTES, secret_of
from ledger.store.append import lock_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.vault.beside import Beside

CODE_HOURS: Final = 48
CODE_TRIES: Final = 10
SECRET_HOURS: Final = 24
_MOST: Final = 20
_CODE_BYTES: Final = 10
_SECRETS: Final = 3
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIVE: Final = (UNCONFIRMED, IN_FORCE)


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address that somebody asks for.

    Attributes:
        party: Whose; `operator` for the operator.
        kinds: What it hears besides what every address hears; all of it if empty.
        replaces: The address that ends when this one is confirmed.
    """

    party: str
    channel: Channel
    target: str
    lang: Language = "ja"
    kinds: tuple[str, ...] = ()
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that was asked for.

    Attributes:
        secret: Of a webhook; shown now and never again.
    """

    id: str
    secret: str | None


class Addresses:
    """The addresses of one register.

    Args:
        engine: Where their table is.
        beside: Seals and opens.
        clock: Times. entropy: ids, codes and secrets.
        local: Whether webhooks on this machine may be asked for; for tests.
    """

    def __init__(
        self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy, *, local: bool = False
    ) -> None:
        self.sealed = Sealed(beside)
        self._engine = engine
        self._clock = clock
        self._entropy = entropy
        self._local = local

    def subscribe(self, new: NewAddress, by: str | None = None) -> Asked:
        """Note an address and queue the message with its code.

        Args:
            new: What is asked for.
            by: Id of the token that was shown, if any.

        Raises:
            RuleViolation: The target, a kind or the language is none; or nobody may write there.
            NotFound: There is no such party, or no such address to replace.
            Conflict: The party has this address already, or too many.
        """
        self._check(new)
        prepare(self._engine)
        now = self._clock.now()
        name = new_id(NOTICE_ADDRESS, self._clock, self._entropy)
        secret = secret_of(self._entropy.bytes(SECRET_BYTES)) if new.channel == "webhook" else None
        with write_transaction(self._engine) as conn:
            lock_head(conn)  # two who ask for the same at once come one after the other
            who = recipient(conn, new.party, tokyo_date(now))
            if who.silent:
                raise RuleViolation(
                    "notice-party-silent", field="party", value=new.party, found=who.silent,
                    expected="a party that is there and may be written to",
                )  # fmt: skip
            rows = rows_of(conn, new.party)
            self._must_be_new(new, rows, now)
            row = self._row(new, name, who.subject, secret, now)
            put_new(conn, ADDRESSES, [{**row, "created_by": by}])
            put_new(conn, DELIVERIES, [direct(kinds.CONFIRM, name, new.party, now, name)])
            tell_party(conn, kinds.ADDRESS_PROPOSED, row, rows, now)
        return Asked(name, secret)

    def confirm(self, address: str, code: str, party: str | None = None) -> None:
        """Let an address count, for whoever read the code that was sent there.

        Args:
            address: Its id.
            code: In any case, with or without the dash.
            party: Whose it must be; None for the operator, who may act for any.

        Raises:
            NotFound: There is no such address for this party.
            Conflict: It was confirmed already, or has ended.
            Forbidden: Another code, too late, or too often.
        """
        now = self._clock.now()
        with write_transaction(self._engine) as conn:
            size = lock_head(conn).size
            row = require(conn, address, party)
            if row["status"] != UNCONFIRMED:
                raise _decided(row["status"])
            is_right = self._is_code(row, code, now)
            if is_right:
                self._put_in_force(conn, row, size, now)
            else:
                change(conn, address, code_tries=row["code_tries"] + 1)
        if not is_right:
            raise Forbidden(
                "notice-code-wrong",
                "it is another code, or too late",
                field="code",
                expected=f"the code of the last message, within {CODE_HOURS} hours",
            )

    def end(self, address: str, party: str | None = None, why: str = UNSUBSCRIBED) -> None:
        """End an address, from now on.

        Args:
            address: Its id.
            party: As for `confirm`.
            why: On record beside it.

        Raises:
            NotFound: There is no such address for this party.
            Conflict: It has ended already.
        """
        now = self._clock.now()
        with write_transaction(self._engine) as conn:
            size = lock_head(conn).size
            row = require(conn, address, party)
            if row["status"] == ENDED:
                raise _decided(ENDED)
            end_row(conn, address, why, size, now)
            tell_party(conn, kinds.ADDRESS_CHANGED, row, rows_of(conn, row["party"]), now)

    def quieten(self, address: str) -> None:
        """Let an address hear only what every address hears: whoever has its ticket asked for it.

        Raises:
            NotFound: There is no such address.
        """
        with write_transaction(self._engine) as conn:
            require(conn, address, None)
            change(conn, address, kinds="")

    def rotate(self, address: str, party: str | None = None) -> str:
        """Give a webhook a new secret; the one before it is good for another day.

        Raises:
            NotFound: There is no such address for this party. Conflict: It is no webhook in force.
        """
        now = self._clock.now()
        secret = secret_of(self._entropy.bytes(SECRET_BYTES))
        until = stamp(now + timedelta(hours=SECRET_HOURS))
        with write_transaction(self._engine) as conn:
            row = require(conn, address, party)
            if row["channel"] != "webhook" or row["status"] == ENDED:
                found = f"{row['channel']}, {row['status']}"
                raise Conflict("notice-not-webhook", field="address", value=found)
            kept = [{"until": until, **one} for one in self.sealed.secrets_of(row, now)]
            secrets = [{"secret": secret}, *kept[: _SECRETS - 1]]
            change(conn, address, secrets=self.sealed.seal_secrets(row, secrets))
        return secret

    def test(self, address: str, party: str | None = None) -> str:
        """Queue a message that says nothing but that messages arrive.

        Returns:
            The id of its delivery.

        Raises:
            NotFound: There is no such address for this party. Conflict: It is not in force.
        """
        now = self._clock.now()
        with write_transaction(self._engine) as conn:
            row = require(conn, address, party)
            if row["status"] != IN_FORCE:
                raise _decided(row["status"])
            made = direct(kinds.TEST, address, row["party"], now, stamp(now))
            put_new(conn, DELIVERIES, [made])
        return str(made["id"])

    def listed(
        self, party: str | None = None, *, after: str | None = None, limit: int = 50
    ) -> list[dict[str, Any]]:
        """List addresses in the order of their ids, masked.

        Args:
            party: Only of this one; None for all.
            after: Last id of the page before.
            limit: Most rows.
        """
        with read_transaction(self._engine) as conn:
            return page(conn, self.sealed, party, after=after, limit=limit)

    def shown(self, address: str, party: str | None = None) -> dict[str, Any]:
        """Describe one address, masked.

        Raises:
            NotFound: There is no such address for this party.
        """
        with read_transaction(self._engine) as conn:
            return shown(require(conn, address, party), self.sealed)

    def _check(self, new: NewAddress) -> None:
        if new.channel not in ("email", "webhook"):
            raise RuleViolation(
                "notice-channel", field="channel", value=new.channel, expected="email or webhook"
            )
        if new.lang not in ("ja", "en"):
            raise RuleViolation("notice-lang", field="lang", value=new.lang, expected="ja or en")
        for kind in new.kinds:
            if kind not in kinds.CHOSEN:
                raise RuleViolation(
                    "notice-kind", field="kinds", value=kind, expected=list(kinds.CHOSEN)
                )
        if new.channel == "email":
            check_mail(new.target)
        else:
            check_url(new.target, local=self._local)

    def _must_be_new(self, new: NewAddress, rows: Sequence[dict[str, Any]], now: datetime) -> None:
        live = [row for row in rows if row["status"] in _LIVE]
        for row in live:
            if row["channel"] == new.channel and self.sealed.target_of(row) == new.target:
                raise Conflict(
                    "notice-address-known", "the party has this address already", field="target",
                    value=row["id"], expected="another address",
                )  # fmt: skip
        # Each sends a message to somebody who may not know of it: nobody is to be flooded so.
        lately = [row for row in rows if row["created_at"] > stamp(now - timedelta(days=1))]
        if max(len(live), len(lately)) >= _MOST:
            expected = f"under {_MOST}, and under {_MOST} new ones a day"
            raise Conflict(
                "notice-addresses-many", field="party", value=len(live), expected=expected
            )
        if new.replaces and new.replaces not in {
            row["id"] for row in live if row["status"] == IN_FORCE
        }:
            raise NotFound("notice-address-not-found", field="replaces", value=new.replaces)

    def _row(
        self, new: NewAddress, name: str, subject: str | None, secret: str | None, now: datetime
    ) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(column.name for column in ADDRESSES.columns)
        drawn = self._entropy.bytes(_CODE_BYTES)
        code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)
        row |= {
            "id": name,
            "party": new.party,
            "subject": subject,
            "channel": new.channel,
            "lang": new.lang,
            "kinds": " ".join(dict.fromkeys(new.kinds or kinds.CHOSEN)),
            "status": UNCONFIRMED,
            "replaces": new.replaces,
            "created_at": stamp(now),
            "code_until": stamp(now + timedelta(hours=CODE_HOURS)),
            "code_tries": 0,
        }
        row["target"] = self.sealed.seal(row, "target", new.target)
        row["code"] = self.sealed.seal(row, "code", code)
        if secret:
            row["secrets"] = self.sealed.seal_secrets(row, [{"secret": secret}])
        return row

    def _is_code(self, row: Mapping[str, Any], code: str, now: datetime) -> bool:
        wanted = self.sealed.code_of(row)
        given = code.replace("-", "").replace(" ", "").upper()
        in_time = stamp(now) <= row["code_until"] and row["code_tries"] < CODE_TRIES
        return in_time and bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode())

    def _put_in_force(
        self, conn: Connection, row: Mapping[str, Any], size: int, now: datetime
    ) -> None:
        counts = {"status": IN_FORCE, "confirmed_at": stamp(now), "from_index": size, "code": None}
        change(conn, row["id"], **counts)
        if row["replaces"]:
            end_row(conn, row["replaces"], REPLACED, size, now)
        others = [one for one in rows_of(conn, row["party"]) if one["id"] != row["id"]]
        tell_party(conn, kinds.ADDRESS_CHANGED, row, others, now)


def _decided(status: str) -> Conflict:
    return Conflict(
        "notice-address-decided", f"the address is {status}", field="address", value=status
    )
