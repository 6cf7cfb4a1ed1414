"""How complex JSON may be, found without parsing it: what is deep or has very many parts costs more than its bytes."""

import re
from typing import Final

DEEPEST: Final = 20
"""Objects and lists inside each other."""
MOST_PARTS: Final = 60_000
"""Names in all objects of a message, and items in all lists: twice what the longest draw has."""

_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)', re.DOTALL)
"""One that never ends is taken to the end, and nothing is tried twice: so the time is that of one pass, always."""
_ALL_BUT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))


def too_complex(content: bytes, most: int = MOST_PARTS) -> bool:
    """Whether JSON is deeper, or has more names and items than `most`, than any message of ours."""
    bare = _STRING.sub(b"", content)
    brackets = bare.translate(None, _ALL_BUT_BRACKETS)
    if bare.count(b":") + bare.count(b",") > most or len(brackets) > 4 * most:
        return True
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False
