"""Company types as they are printed, and how to take them off a name."""

import re
from typing import Final

_JAPANESE: Final = {
    "株式会社": "株式会社",
    "(株)": "株式会社",
    "㈱": "株式会社",
    "有限会社": "有限会社",
    "(有)": "有限会社",
    "㈲": "有限会社",
    "合同会社": "合同会社",
    "合資会社": "合資会社",
    "合名会社": "合名会社",
    "公益財団法人": "公益財団法人",
    "一般財団法人": "一般財団法人",
    "財団法人": "財団法人",
    "財團法人": "財団法人",
    "(財)": "財団法人",
    "公益社団法人": "公益社団法人",
    "一般社団法人": "一般社団法人",
    "社団法人": "社団法人",
    "(社)": "社団法人",
    "協同組合": "協同組合",
    "有限公司": "有限公司",
}
_BEFORE = re.compile("^(" + "|".join(map(re.escape, _JAPANESE)) + r")\s*")
_AFTER = re.compile(r"\s*(" + "|".join(map(re.escape, _JAPANESE)) + r")$")
_BARE_AFTER = re.compile(r"(?<=[\u30a1-\u30ff])株$|(?<=[\u30a1-\u30ff\u4e00-\u9fff])KK$")
_ENGLISH = re.compile(
    r"(?:[\s,.]+|(?<=[a-zE])(?=Inc\.?$))((?:Co\.?\s*,?\s*Ltd|Inc|Ltd|LLC|LLP|Corp|GmbH|K\.?K)\.?)$",
    re.IGNORECASE,
)


def strip_legal_form(name: str) -> tuple[str, str]:
    """Separate a company's name from its type.

    Args:
        name: In plain width, without brackets around the whole.

    Returns:
        Name and type; the type is empty when none is printed.

    Source:
        Companies Act (会社法), article 6: a company carries its type in its name.

    Example:
        >>> strip_legal_form("株式会社ハドソン")
        ('ハドソン', '株式会社')
    """
    if found := _BEFORE.match(name):
        return name[found.end() :].strip(), _JAPANESE[found[1]]
    for pattern in (_AFTER, _BARE_AFTER, _ENGLISH):
        if found := pattern.search(name):
            form = found[1] if found.re.groups else ""
            return name[: found.start()].strip(" ,"), _JAPANESE.get(form, form) or "株式会社"
    return name, ""
