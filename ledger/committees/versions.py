"""Which facts say how a committee stands from a day on; pure, for the register and the auditor.

Each of them holds the whole state that results: `id`, `status`, `members`, `windows`, `lead`,
`decisions` and the rest, and `effective_from` (a forming fact: `formed_on`).
"""

from typing import Final

FORMED: Final = "committee.formed/1"
AMENDED: Final = "committee.amended/1"

CHANGES: Final[tuple[str, ...]] = (AMENDED,)
"""Facts that put a version beside an earlier one."""

VERSIONS: Final[tuple[str, ...]] = (FORMED, *CHANGES)
"""All facts that hold a committee's whole state."""

DRAFT: Final = "draft"
ACTIVE: Final = "active"
DORMANT: Final = "dormant"
DISSOLVING: Final = "dissolving"
DISSOLVED: Final = "dissolved"
