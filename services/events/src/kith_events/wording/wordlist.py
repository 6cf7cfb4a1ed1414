"""The list of words that leave people out: the one that Kith brings, and what a body has changed in it."""

import tomllib
from functools import cache
from importlib.resources import files

from kith_chassis.decision import Circumstances, Views
from kith_commons.advice.wording import Rule
from kith_contracts.message import Message
from kith_events.wording.wording import Wordlist


@cache
def usual() -> tuple[Rule, ...]:
    """The list that Kith brings."""
    rows = tomllib.loads(files("kith_events.wording").joinpath("inclusive.toml").read_text("utf-8"))["words"]
    return tuple(Rule(**row) for row in rows)


async def words_at(views: Views, body: str) -> Wordlist:
    """The whole list of this body."""
    ref = Wordlist.at(body)
    own: Wordlist | None = (await views.many((ref,))).get(ref.path)
    return (own or Wordlist(body=body)).over(usual())


async def words_of(views: Views, _command: Message, at: Circumstances) -> Wordlist:
    """The same, for a decision."""
    return await words_at(views, at.body)
