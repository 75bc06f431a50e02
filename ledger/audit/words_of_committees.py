"""What a finding about a committee means, in Japanese and in English."""

from typing import Final

COMMITTEE_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "committee-call": (
        "出資の請求または払込みが再計算と一致しません",
        "a call for capital, or a payment of it, is not what follows from the shares",
    ),
    "committee-consents": (
        "委員会の変更に必要な同意が足りません",
        "a change of a committee lacks the consents that it needs",
    ),
    "committee-invoices": (
        "適格請求書に関する記録が再計算と一致しません",
        "what is said about qualified invoices is not what follows from the members",
    ),
    "committee-members": (
        "構成員または持分が、変更の内容から導かれるものと異なります",
        "members or shares are not those that follow from the change",
    ),
    "committee-offer": (
        "先買権の手続きが守られていません",
        "the members' right of first refusal was not kept",
    ),
    "committee-refund": (
        "脱退者の払戻額が再計算と一致しません",
        "what a leaver is paid is not what follows from its share",
    ),
    "committee-version": (
        "委員会の版が、前の版から導かれるものと異なります",
        "a version of a committee does not follow from the one before",
    ),
}
