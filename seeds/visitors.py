"""Who looks in: an invented audit firm that may read everything, and people's sign-ins.

The firm and its grant are on record. The sign-ins are not: passwords and keys below are known to
everybody, so that whoever tries the sample can sign in; a real register refuses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stdnum.jp import cn

from ledger.access.commands import GrantAccess
from ledger.bootstrap import Register
from ledger.command import Role
from ledger.ids import GRANT, PARTY
from ledger.parties.commands import RegisterCompany
from ledger.sign_in.accounts import NewAccount
from ledger.sign_in.sample import SampleAccount, SampleAccounts
from ledger.values import Names
from seeds.build import Builder

AUDITOR: Final = "auditor"
PASSWORD: Final = "daicho-sample-2026"  # noqa: S105 - everybody may know it
_NUMBER: Final = 700_008_000_001


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who can sign in to the sample.

    Attributes:
        who: Which of the kinds of people this is. open_next: whose party, by its key there.
        secret: Of the authenticator, base 32.
    """

    who: str
    login: str
    role: Role
    open_next: str
    secret: str


VISITORS: Final = (
    Visitor("creator", "creator@sample.example", "creator", "creator", "JBSWY3DPEHPK3PXPJBSWY3DP"),
    Visitor("studio", "studio@sample.example", "studio", "lead", "KRSXG5CTMVRXEZLUKN2XAZLS"),
    Visitor("colleague", "colleague@sample.example", "studio", "lead", "ONSWG4TFORZWKY3SMV2HGZLD"),
    Visitor("ending", "ending@sample.example", "studio", "ending_lead", "MFRGGZDFMZTWQ2LKNNWG23TP"),
    Visitor("auditor", "auditor@sample.example", "auditor", "auditor", "OBYXE43UOV3HO6DZPJQWEY3E"),
)


def record_auditor(builder: Builder) -> None:
    """Record an audit firm, and that it may read everything."""
    body = str(_NUMBER)
    party = builder.new_id(PARTY, AUDITOR)
    firm = RegisterCompany(
        id=party,
        names=Names(ja="見本監査法人", kana="ミホンカンサホウジン", en="Sample Audit LLC"),
        corporate_number=cn.calc_check_digit(body) + body,
        source="synthetic sample",
    )
    builder.send(firm)
    builder.send(
        GrantAccess(
            id=builder.new_id(GRANT), grantee=party, objects=("*",), reason="会計監査（見本）"
        )
    )
    builder.settle()


def open_doors(opened: Register, open_next: Mapping[str, str]) -> None:
    """Let the visitors sign in.

    Args:
        opened: A sample.
        open_next: Whose parties they act for.
    """
    pieces = opened.engine, opened.vault.beside, opened.clock, opened.entropy
    accounts = SampleAccounts(*pieces)
    for visitor in VISITORS:
        new = NewAccount(visitor.login, visitor.role, open_next[visitor.open_next])
        accounts.make(opened.genesis, SampleAccount(new, PASSWORD, visitor.secret))
