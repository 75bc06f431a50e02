"""The exit codes of the command `daicho`, the same everywhere."""

from typing import Final

DONE: Final = 0
FAIL: Final = 1
USAGE: Final = 2
SELF_CONSISTENT: Final = 3
REFUSED: Final = 4
UNAVAILABLE: Final = 5
INTERRUPTED: Final = 130  # what shells expect after Ctrl-C

MEANINGS: Final[dict[int, str]] = {
    DONE: "done, or VERIFIED against a checkpoint from outside",
    FAIL: "FAIL: the evidence does not hold",
    USAGE: "usage: the command line cannot be understood, or a named file cannot be read",
    SELF_CONSISTENT: "SELF-CONSISTENT: everything fits, with nothing from outside to hold it to",
    REFUSED: "refused: nothing was recorded",
    UNAVAILABLE: "unavailable: the same command may succeed later",
    INTERRUPTED: "interrupted from the keyboard",
}
