"""What the arithmetic refuses, as a tree.

TermsError                    a stable code, a sentence for people, the facts as fields
  TermsInvalid                terms, inputs or arguments that cannot be computed
  CurrencyMismatch            two currencies met without a rate
  ReconciliationDifference    a stated figure is not the recomputed one
  ConservationBroken          money appeared or vanished inside a run: never the caller's fault
"""


class TermsError(Exception):
    """A refusal with a kebab-case code that programs may rely on.

    Attributes:
        code: Stable name of the reason.
        message: One English sentence for people; may change between versions.
        fields: The facts of the refusal: clause, step, value, expected and the like.
    """

    def __init__(self, code: str, message: str, **fields: object) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fields: dict[str, object] = fields


class TermsInvalid(TermsError):
    """Terms, inputs or arguments that cannot be computed."""


class CurrencyMismatch(TermsError):
    """Two currencies met where no rate between them was given."""


class ReconciliationDifference(TermsError):
    """A stated figure differs from the recomputed one; the difference is shown, not absorbed."""


class ConservationBroken(TermsError):
    """What came in is not what went out plus what is held and carried."""
