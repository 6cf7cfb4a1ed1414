"""Pages for people: one file each, which may use our style and our script that stand in it, and reach nothing else."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from fastapi.responses import HTMLResponse

PIECE: Final = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
NOTHING_ELSE: Final = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")


class Page(HTMLResponse):
    """A page with the policy of the template that it was made of."""

    def __init__(
        self, content: str, policy: str, headers: Mapping[str, str] | None = None, status_code: int = 200
    ) -> None:
        super().__init__(content, status_code, headers)
        self.headers["content-security-policy"] = f"{policy}; frame-ancestors 'none'"


def policy_of(template: str) -> str:
    """What a browser may do with a page made of this (Content Security Policy level 3): nothing but to use the style
    and script that stand in the template. Never for a page that is filled: what was filled in could be a script.
    """
    return "; ".join((*NOTHING_ELSE, *[f"{kind}-src '{_hash(text)}'" for kind, text in PIECE.findall(template)]))


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
