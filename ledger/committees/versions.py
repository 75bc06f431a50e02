"""Which facts say how a committee stands from a day on; pure, for the register and the auditor.

Each of them holds the whole state that results: `id`, `status`, `members`, `windows`, `lead`,
`decisions` and the rest, and `effective_from` (a forming fact: `formed_on`).
"""

from typing import Final

FORMED: Final = "committee.formed/1"
AMENDED: Final = "committee.amended/1"

ADMITTED: Final = "committee.member_admitted/1"
LEFT: Final = "committee.member_left/1"
SUCCEEDED: Final = "committee.member_succeeded/1"
TRANSFERRED: Final = "committee.share_transferred/1"
STATUS: Final = "committee.status_changed/1"

CHANGES: Final[tuple[str, ...]] = (AMENDED, ADMITTED, LEFT, SUCCEEDED, TRANSFERRED, STATUS)
"""Facts that put a version beside an earlier one."""

VERSIONS: Final[tuple[str, ...]] = (FORMED, *CHANGES)
"""All facts that hold a committee's whole state."""

DRAFT: Final = "draft"
ACTIVE: Final = "active"
DORMANT: Final = "dormant"
DISSOLVING: Final = "dissolving"
DISSOLVED: Final = "dissolved"
