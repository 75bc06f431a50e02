"""What a browser says it is, in two words that its owner recognises."""

from typing import Final

_NAMES: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_MOST: Final = 40


def browser_in_words(said: str) -> str:
    """Return browser and system; the beginning of what it says, where neither is known.

    Example:
        >>> browser_in_words("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
        'Firefox · Linux'
        >>> browser_in_words("curl/8.5")
        'curl/8.5'
    """
    found = [next((name for mark, name in kind if mark in said), "") for kind in (_NAMES, _SYSTEMS)]
    return " · ".join(filter(None, found)) or said[:_MOST]
