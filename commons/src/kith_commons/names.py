"""Names as people look for them: without marks above and below letters, and all in one case."""

import unicodedata
from typing import Final

BARE: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that are no letter with a mark, and are typed as one."""


def folded(text: str) -> str:
    """The text as it is compared: "Siân" in either of its forms is "sian"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(BARE)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
