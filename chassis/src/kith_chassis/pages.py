"""Pages for people: one file each, which may use the style and the script that stand in it, and reach nothing else."""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final

from fastapi.responses import HTMLResponse

PIECE: Final = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
NOTHING_ELSE: Final = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")


class Page(HTMLResponse):
    """A page with the policy that fits it."""

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        """Those of every answer, and the policy of this one."""
        super().init_headers(headers)
        self.headers["content-security-policy"] = f"{policy_of(bytes(self.body).decode())}; frame-ancestors 'none'"


def policy_of(page: str) -> str:
    """What a browser may do with this page (Content Security Policy level 3): nothing but to use the style and script
    that stand in it.
    """
    return "; ".join((*NOTHING_ELSE, *[f"{kind}-src '{_hash(text)}'" for kind, text in PIECE.findall(page)]))


@lru_cache(64)
def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
