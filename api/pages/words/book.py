"""All texts of the pages in one book, by key; each says the same in Japanese and in English."""

from typing import Final

from api.pages.words import (
    account,
    auditor,
    auditor_work,
    check,
    creator,
    creator_bank,
    creator_details,
    creator_flow,
    creator_notices,
    creator_statement,
    creator_taxes,
    disputes,
    menu,
    public,
    shared,
    studio_agreements,
    studio_close,
    studio_committees,
    studio_ending,
    studio_payments,
    studio_reports,
    studio_rights,
    studio_terms,
    studio_works,
)
from contracts.figures import Language

WORDS: Final[dict[str, tuple[str, str]]] = {
    **shared.WORDS,
    **menu.WORDS,
    **creator_taxes.WORDS,
    **creator_notices.WORDS,
    **creator_details.WORDS,
    **public.WORDS,
    **creator_bank.WORDS,
    **creator.WORDS,
    **creator_flow.WORDS,
    **creator_statement.WORDS,
    **disputes.WORDS,
    **account.WORDS,
    **auditor.WORDS,
    **auditor_work.WORDS,
    **check.WORDS,
    **studio_close.WORDS,
    **studio_payments.WORDS,
    **studio_reports.WORDS,
    **studio_committees.WORDS,
    **studio_agreements.WORDS,
    **studio_terms.WORDS,
    **studio_works.WORDS,
    **studio_rights.WORDS,
    **studio_ending.WORDS,
}


def say(key: str, lang: Language, **named: object) -> str:
    """Return a text in a language, with what it names filled in.

    Raises:
        KeyError: There is no such text: a mistake of ours.
    """
    text = WORDS[key][0 if lang == "ja" else 1]
    return text.format(**named) if named else text
