"""The errors of the register, each with a stable code and named fields.

    LedgerError
      - Refused                    the command is not recorded; nothing to undo
        · NotFound                 something named in the command does not exist
        · Conflict                 it collides with what is already recorded
        · RuleViolation            a rule of the register forbids it, or the input is malformed
        · Forbidden                this actor may not do this
      - VerificationFailed         evidence does not hold
        · EntryAltered             the bytes of an entry are not the bytes that were recorded
        · ProofInvalid             an inclusion or consistency proof does not verify
        · SignatureInvalid         a signature does not verify
        · HistoryForked            two different histories claim the same place
        · ViewDiffers              a view is not what the log says it must be
        · RecomputationDiffers     a recorded result does not come out again
      - LogCorrupt                 we cannot trust our own disk: stop accepting
      - Unavailable                retry later

The code is kebab-case and stable; the message is for people and may be reworded. Values live in
`fields`, never in positional text, so that a caller can name the field, the value and what would
be right. HTTP numbers are in `api/errors.py` only.
"""


class LedgerError(Exception):
    """Base of every error the register raises on purpose.

    Args:
        code: Stable kebab-case identifier, for instance `shares-do-not-sum`.
        message: One sentence for people.
        **fields: Named facts: usually `field`, `value`, `expected`; any further context.
    """

    def __init__(self, code: str, message: str = "", **fields: object) -> None:
        self.code = code
        self.message = message or code.replace("-", " ")
        self.fields: dict[str, object] = fields
        super().__init__(self.message)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.message} [{self.code}]" + (f" ({details})" if details else "")


class Refused(LedgerError):
    """A command that is not recorded. Nothing was written, so there is nothing to undo."""


class NotFound(Refused):
    """Something the command names does not exist, or the actor may not know that it does."""


class Conflict(Refused):
    """The command collides with what is already recorded."""


class RuleViolation(Refused):
    """A rule of the register forbids the command, or a value in it is malformed."""


class Forbidden(Refused):
    """The actor may not do this."""


class VerificationFailed(LedgerError):
    """Evidence does not hold."""


class EntryAltered(VerificationFailed):
    """The bytes of an entry are not the bytes that were recorded."""


class ProofInvalid(VerificationFailed):
    """An inclusion or consistency proof does not verify."""


class SignatureInvalid(VerificationFailed):
    """A signature does not verify."""


class HistoryForked(VerificationFailed):
    """Two different histories claim the same place."""


class ViewDiffers(VerificationFailed):
    """A view is not what the log says it must be."""


class RecomputationDiffers(VerificationFailed):
    """A recorded result does not come out again when computed from its inputs."""


class LogCorrupt(LedgerError):
    """The store contradicts itself: stop accepting rather than build on it."""


class Unavailable(LedgerError):
    """The register cannot answer now; the same request may succeed later."""
