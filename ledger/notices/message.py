"""What goes out: an e-mail, or the body of a webhook, from a delivery and its address: pure.

The rules kept here, in order:

1. The same delivery is the same message: the id never changes.
2. Nothing that somebody typed stands in a header.
3. A machine says that it is one, so that no machine answers.
4. Whoever may stop a message is told how, in its headers, too.

Source:
    RFC 5322; RFC 3834 section 5 (Auto-Submitted); RFC 2369 and RFC 8058 (List-Unsubscribe).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Final

from ledger.notices.kinds import ALWAYS, DIRECT
from ledger.notices.webhook import body_of
from ledger.notices.words import link_to, subject_of, text_of
from ledger.store.views import unpack

_POLICY: Final = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class House:
    """Who sends.

    Attributes:
        origin: Name of the log.
        public_url: Where it can be asked; empty for nowhere.
    """

    origin: str
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one address, with all that its sending needs.

    Attributes:
        target: The e-mail address or the URL.
        code: For the message that asks to confirm the address.
        secrets: Of a webhook.
        ticket: Lets its reader quieten the address; empty for what cannot be stopped.
    """

    delivery: Mapping[str, Any]
    channel: str
    lang: str
    address: str
    target: str
    house: House
    code: str = ""
    secrets: tuple[str, ...] = ()
    ticket: str = ""


def mail_of(parcel: Parcel, sender: str, now: datetime) -> EmailMessage:
    """Return a parcel as an e-mail.

    Args:
        parcel: What goes where.
        sender: The address it is from.
        now: Its date.

    Raises:
        ValueError: An address has something in it that no header may have.
    """
    delivery, house = parcel.delivery, parcel.house
    message = EmailMessage(policy=_POLICY)
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{delivery['id']}@{domain}>"
    message["Date"] = format_datetime(now)
    message["From"] = Address("台帳" if parcel.lang == "ja" else "Daicho", addr_spec=sender)
    message["To"] = Address(addr_spec=parcel.target)
    message["Subject"] = subject_of(delivery["kind"], parcel.lang)
    message["Auto-Submitted"] = "auto-generated"
    quiet = quiet_url(parcel)
    if quiet:
        message["List-Unsubscribe"] = f"<{quiet}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    url = link_to(house.public_url, delivery["about"])
    values = _values(parcel)
    message.set_content(text_of(delivery["kind"], parcel.lang, values, url), charset="utf-8")
    return message


def quiet_url(parcel: Parcel) -> str:
    """Return where the reader stops what can be stopped; empty for nowhere."""
    if not parcel.house.public_url or not parcel.ticket:
        return ""
    if parcel.delivery["kind"] in ALWAYS | DIRECT:
        return ""
    return f"{parcel.house.public_url.rstrip('/')}/v1/notice-quiet/{parcel.ticket}"


def webhook_of(parcel: Parcel) -> bytes:
    """Return a parcel as the body of a webhook: ids, and no figures."""
    delivery = parcel.delivery
    data: dict[str, object] = {"origin": parcel.house.origin, "party": delivery["party"]}
    data |= {"about": delivery["about"], "address": parcel.address}
    if delivery["entry_index"] >= 0:
        data["entry_index"] = delivery["entry_index"]
    if url := link_to(parcel.house.public_url, delivery["about"]):
        data["url"] = url
    if parcel.code:
        data["code"] = parcel.code
    return body_of(delivery["kind"], delivery["made_at"], {**unpack(delivery["told"]), **data})


def _values(parcel: Parcel) -> dict[str, Any]:
    delivery = parcel.delivery
    entry = delivery["entry_index"]
    return {
        **unpack(delivery["told"]),
        "about": delivery["about"],
        "entry": str(entry) if entry >= 0 else "",
        "origin": parcel.house.origin,
        "delivery": delivery["id"],
        "code": parcel.code,
    }
