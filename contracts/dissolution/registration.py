"""What registering a transfer of copyright costs, by day: a dated value to be confirmed before use.

Source:
    Copyright Act of Japan, article 77 (a transfer that is not registered cannot be asserted against
    third parties); 登録免許税法 別表第一: 著作権の移転の登録, 18,000 yen per case, as the Agency
    for Cultural Affairs prints it (著作権登録の手引き). It was read in 2026; an expert must confirm
    the amount, what counts as one case, and that it held on earlier days.
"""

import datetime as dt
from typing import Final

_FEES: Final = ((dt.date(1971, 1, 1), 18_000),)


def registration_yen(day: dt.date) -> int:
    """Give the registration tax for one transfer on a day, in yen; nothing before the Act.

    Example:
        >>> registration_yen(dt.date(2027, 4, 1))
        18000
    """
    return max((fee for since, fee in _FEES if since <= day), default=0)
