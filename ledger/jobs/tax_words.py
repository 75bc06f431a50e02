"""The words of payment records and of a receiver's own list, in Japanese and English.

Forms and boxes have the Japanese names of the forms; the English ones explain them.
"""

from collections.abc import Mapping
from typing import Final

from contracts.figures import Language
from contracts.tax.filing import NON_RESIDENT, RESIDENT
from contracts.tax.income import COPYRIGHT, FEE, PARTNERSHIP, REPAYMENT

Pair = tuple[str, str]

FORMS: Final[Mapping[str, Pair]] = {
    RESIDENT: (
        "報酬、料金、契約金及び賞金の支払調書",
        "Record of remuneration, fees, contract money and prizes",
    ),
    NON_RESIDENT: (
        "非居住者等に支払われる工業所有権の使用料等の支払調書",
        "Record of royalties paid to non-residents",
    ),
}
INCOMES: Final[Mapping[str, Pair]] = {
    COPYRIGHT: ("著作権の使用料", "Use of copyright"),
    FEE: ("報酬・手数料", "Fees for services"),
    PARTNERSHIP: ("組合契約に基づく利益", "Partnership profit"),
    REPAYMENT: ("返還金", "Money given back"),
}
APART: Final[Mapping[str, Pair]] = {
    "other-form": (
        "この書式の対象外（別の法定調書の要否は専門家の確認を要する）",
        "not for this form; whether another is needed is for an expert",
    ),
    "other-currency": (
        "円以外の通貨（換算した金額は支払者が記入する）",
        "in another currency; the payer enters the converted amount",
    ),
    "paid-to-another": ("指定された別の受取人への支払", "paid to somebody named by the payee"),
}
MY_NUMBER: Final = (
    "個人番号はこの台帳に保管していません。提出用の書面に手書きしてください。",
    "My Number is not kept here: write it on the copy that is filed, by hand.",
)
NO_ADDRESS: Final = (
    "住所又は所在地はこの台帳に保管していません。",
    "Addresses are not kept here.",
)
PLANNED: Final = (
    "支払の記録がないため、支払予定日で数えたものが{count}件あります。",
    "{count} payments count by their planned day, as no payment is on record.",
)
UNPAID: Final = ("未払 {amount}（うち源泉徴収税額 {tax}）", "Unpaid {amount} (tax of it {tax})")
CONSUMPTION: Final = (
    "支払金額は消費税等を含みません。別に支払った消費税等 {amount}。",
    "Without consumption tax; paid apart: {amount}.",
)
BELOW: Final = (
    "年間の支払が{limit}を超えないため、提出を要しません。",
    "Not filed: no more than {limit} in the year.",
)
TREATY: Final = ("租税条約に関する届出書 {forms}", "Treaty forms {forms}")
CONFIRM: Final = (
    "書式への当てはめは専門家の確認を要します。",
    "How this fits the form is to be confirmed by an expert.",
)
TIMES: Final = ("{count}回", "{count} payments")

HEADS: Final[Mapping[str, Pair]] = {
    "year": ("年分", "Year"),
    "form": ("書類", "Form"),
    "receiver": ("支払を受ける者の氏名又は名称", "Receiver"),
    "address": ("支払を受ける者の住所又は所在地", "Address of receiver"),
    "country": ("居住地国", "Country"),
    "number": ("個人番号又は法人番号", "Individual or corporate number"),
    "category": ("区分", "Category"),
    "detail": ("細目", "Detail"),
    "paid": ("支払金額", "Paid"),
    "withheld": ("源泉徴収税額", "Tax withheld"),
    "unpaid": ("未払金額", "Unpaid"),
    "unwithheld": ("未徴収税額", "Tax not withheld yet"),
    "consumption": ("消費税等（別掲）", "Consumption tax, apart"),
    "filed": ("提出の要否", "Filed"),
    "payer": ("支払者の氏名又は名称", "Payer"),
    "payer_number": ("支払者の法人番号", "Payer's corporate number"),
    "remarks": ("摘要", "Remarks"),
}
FILED: Final[Mapping[bool, Pair]] = {True: ("要", "yes"), False: ("不要", "no")}


def in_language(pair: Pair, lang: Language) -> str:
    """Return the one in a language."""
    return pair[0] if lang == "ja" else pair[1]
