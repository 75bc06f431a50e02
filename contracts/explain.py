"""Why somebody got this amount: the trace walked back from one row, as sentences with numbers.

The sentences come in the order of the computation, so that a person with a desk calculator can
follow from the revenue reports to the amount. Nothing is computed here: every number is read from
the trace.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from contracts.disclosure import EVERYTHING, Sight
from contracts.errors import TermsInvalid
from contracts.explain_counts import COUNT_TEMPLATES, count_values
from contracts.explain_fx import converted_sentence
from contracts.explain_grants import GRANT_TEMPLATES, grant_values
from contracts.explain_modifiers import MODIFIER_TEMPLATES, modifier_values
from contracts.explain_values import Book, item_sentence, money_of, values_of
from contracts.figures import Language, money
from contracts.trace import TraceRow
from contracts.wording import WORDINGS

MOST_LINES = 20
"""How many single lines of one sum are spelled out; more are counted."""

_TEMPLATES = {
    **COUNT_TEMPLATES,
    **GRANT_TEMPLATES,
    **MODIFIER_TEMPLATES,
    "cost": "cost",
    "share": "share",
    "floor-toward-zero": "rate",
    "to-date-floor-toward-zero": "rate-to-date",
    "fixed": "fixed",
    "as-spent": "expense",
    "cap-period": "expense-capped",
    "cap-cumulative": "expense-capped",
    "excess-over-target": "memo",
    "up-to-target": "recoup",
    "up-to-rest-of-target": "recoup-rest",
    "distributable-to-date": "split",
    "hold/1": "hold",
    "elsewhere": "elsewhere",
}


@dataclass(frozen=True)
class Explainer:
    """One run's trace, ready to explain any of its rows.

    Sentences are kept: many payees' explanations go through the same rows.

    Attributes:
        trace: Rows of one run, in order: `outcome.trace`.
        lang: "ja" or "en"; a sentence is in one language.
    """

    trace: Sequence[TraceRow]
    lang: Language
    _rows: dict[str, TraceRow] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _sentences: dict[tuple[str, bool, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lang not in WORDINGS:
            raise TermsInvalid("language-unknown", "Languages are ja and en.", value=self.lang)
        for row in self.trace:
            self._rows[row.id] = row
            label = row.label_ja if self.lang == "ja" else row.label_en
            self._labels.setdefault(row.step, label)
            self._labels.setdefault(row.account, label)

    def explain(
        self, row_id: str, names: Mapping[str, str] | None = None, sight: Sight = EVERYTHING
    ) -> list[str]:
        """Say in sentences how one amount came about; see `explain`."""
        if row_id not in self._rows:
            raise TermsInvalid("row-unknown", f"The trace has no row {row_id}.", value=row_id)
        book = Book(self.lang, WORDINGS[self.lang], names or {}, self._labels)
        asked = self._rows[row_id]
        sentences = {
            "full": self._in_full,
            "rate": self._own_clauses,
            "aggregate": self._amount_only,
        }[sight.level](book, asked, sight.own)
        if asked.payee:
            amount = money((asked.amount_minor, 1), asked.currency, self.lang)
            owed = book.words["owed"].format(payee=book.name(asked.payee), amount=amount)
            sentences.append(owed)
        return sentences

    def _in_full(self, book: Book, asked: TraceRow, _own: frozenset[str]) -> list[str]:
        """Tell every row the amount was made from."""
        needed, left = ancestors(self._rows, asked.id)
        rows = [row for row in self.trace if row.id in needed]
        return _sentences(book, rows, self._remembered(book, left))

    def _own_clauses(self, book: Book, asked: TraceRow, own: frozenset[str]) -> list[str]:
        """Tell the reader's own clauses; what they leave to others is not told."""
        needed, _ = ancestors(self._rows, asked.id)
        rows = [row for row in self.trace if row.id in needed]
        told = [row for row in rows if row.step in own]
        hidden = [book.words["not-disclosed"] + book.words["end"]] if told != rows else []
        return [*hidden, *_sentences(book, told, self._remembered(book, set()))]

    def _amount_only(self, book: Book, asked: TraceRow, _own: frozenset[str]) -> list[str]:
        """Tell what the clause gives, and that an auditor checks the way there."""
        return [book.words["aggregate"].format(**values_of(book, asked)) + book.words["end"]]

    def _remembered(self, book: Book, left: set[str]) -> Callable[[TraceRow], str]:
        """Give the writer of one sentence, which writes each only once."""

        def write(row: TraceRow) -> str:
            of_left = row.id in left
            key = (row.id, of_left, book.name(row.payee))
            known = self._sentences.get(key)
            if known is None:
                read = row if of_left else replace(row, left_minor=None)
                known = self._sentences[key] = _sentence(book, read) + book.words["end"]
            return known

        return write


def explain(
    trace: Sequence[TraceRow],
    row_id: str,
    lang: Language,
    names: Mapping[str, str] | None = None,
    sight: Sight = EVERYTHING,
) -> list[str]:
    """Say in sentences how one amount came about.

    Args:
        trace: Rows of one run, in order: `outcome.trace`.
        row_id: The row to explain; `allocation.row` for what somebody receives.
        lang: "ja" or "en"; a sentence is in one language.
        names: Party or committee reference to the name a reader knows, in that language.
        sight: How much of the computation the reader may see.

    Returns:
        One sentence per row, ending with the amount asked for.

    Raises:
        TermsInvalid: The trace has no such row, or the language is not known.
    """
    return Explainer(trace, lang).explain(row_id, names, sight)


def ancestors(rows: Mapping[str, TraceRow], row_id: str) -> tuple[set[str], set[str]]:
    """Collect the rows an amount was made from, and those of them whose remainder was read.

    A royalty on gross revenue does not depend on the fees taken before it, so they are not told.
    """
    needed: set[str] = set()
    left: set[str] = set()
    waiting = [(row_id, False)]
    while waiting:
        current, of_left = waiting.pop()
        if current in (left if of_left else needed):
            continue
        row = rows[current]
        needed.add(current)
        if of_left:
            left.add(current)
        waiting.extend((parent, False) for parent in row.parents)
        if of_left or row.reads_left:
            waiting.extend((source, True) for source in row.flow)
    return needed, left


def _sentences(book: Book, rows: Sequence[TraceRow], write: Callable[[TraceRow], str]) -> list[str]:
    """Write the rows; of long runs of single lines only the first are spelled out."""
    sentences: list[str] = []
    run_key, run_length = "", 0
    for row in rows:
        key = f"{row.kind} {row.step}" if row.kind in ("item", "cost") or "/item/" in row.id else ""
        if run_length > MOST_LINES and key != run_key:
            sentences.append(_more(book, run_length))
        run_length = run_length + 1 if key and key == run_key else 1
        run_key = key
        if not key or run_length <= MOST_LINES:
            sentences.append(write(row))
    return sentences


def _more(book: Book, run_length: int) -> str:
    text = book.words["and-more"].format(count=f"{run_length - MOST_LINES:,}")
    return text + book.words["end"]


def _sentence(book: Book, row: TraceRow) -> str:
    if row.kind == "item":
        return _item_sentence(book, row)
    values = values_of(book, row) | count_values(book, row) | modifier_values(book, row)
    values |= grant_values(book, row)
    text = book.words[_template(row)].format(**values)
    if row.prior_minor:
        text += book.words["prior"].format(
            prior=money_of(book, row, row.prior_minor), amount=money_of(book, row, row.amount_minor)
        )
    if row.left_minor is not None and row.kind != "sum":
        text += book.words["left"].format(left=money_of(book, row, row.left_minor))
    return text


def _item_sentence(book: Book, row: TraceRow) -> str:
    if row.fx and row.rule == "converted":
        return converted_sentence(book, row, row.fx)
    return item_sentence(book, row)


def _template(row: TraceRow) -> str:
    if row.kind == "held":
        return "held-released" if row.rule == "released" else "held"
    if row.kind == "sum":
        of_left = "sum-retained" if row.id == "retained" else "sum-left"
        return of_left if row.reads_left else row.rule
    found = _TEMPLATES.get(row.kind) or _TEMPLATES[row.rule]
    if found == "expense-capped" and not row.note:
        return "expense-to-date" if row.rule == "cap-cumulative" else "expense"
    return found
