"""Advice beside what is typed: words that leave people out. It blocks nothing."""

import asyncio
from collections.abc import Mapping
from hashlib import blake2b

from kith_console.node import Refusal
from kith_console.visit import Visit
from kith_contracts.pages.wording import Found

Advice = dict[str, list[str]]
"""Sentences, by the field that they are about."""


async def on_words(visit: Visit, texts: Mapping[str, str]) -> Advice:
    """What in these texts leaves people out, and what to write instead."""
    written = {field: text for field, text in texts.items() if text}
    found = await asyncio.gather(*[_found(visit, text) for text in written.values()])
    return {field: said for field, said in zip(written, found, strict=True) if said}


def mark_of(advice: Advice) -> str:
    """By what advice is known that somebody has seen; empty if there is none."""
    return blake2b(repr(sorted(advice.items())).encode(), digest_size=8).hexdigest() if advice else ""


async def _found(visit: Visit, text: str) -> list[str]:
    try:
        found = await visit.look("events", "wording/check", list[Found], {"text": text})
    except Refusal:
        return []
    return [_sentence(each) for each in found]


def _sentence(found: Found) -> str:
    instead = f"Perhaps “{found.better}” instead of “{found.found}”?" if found.better else f"Without “{found.found}”?"
    return f"{instead} {found.why}"
