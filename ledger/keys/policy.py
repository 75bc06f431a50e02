"""Which commands a party's policy covers; pure, so that the auditor decides with the same words.

Some commands are composed by the register from what somebody sent (a file, names in plain text, a
computation): nobody can sign them before they exist, so no policy may demand it.
"""

from collections.abc import Collection
from typing import Final

EVERYTHING: Final = "*"
COMPOSED: Final = frozenset(
    {"RegisterPerson/1", "RegisterReport/1", "ClosePayout/1", "IssueStatement/1"}
)
# Whoever lost a key can sign no revocation, and a key that signs its own end proves nothing more.
_NEVER: Final = COMPOSED | {"RevokeKey/1"}


def demands(commands: Collection[str], command_type: str) -> bool:
    """Tell whether a policy wants commands of this type signed.

    Args:
        commands: Types the policy names, or `*` alone.
        command_type: Such as `AmendCommittee/1`.
    """
    if command_type in _NEVER:
        return False
    return EVERYTHING in commands or command_type in commands
