"""The part of the catalogue about the journal: each fact that systems may read."""

from typing import Final

from kith_chassis.catalogue import on, one
from kith_contracts.message import Fact
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel
from kith_notify.journal import journal
from kith_notify.journal.journal import NAME, Journal, Stream

READ_BY_SYSTEMS: Final = (Channel.PRIVATE_FACTS, Channel.SHARED)
FACTS: Final = [
    model for model in MODELS.values() if model.contract.channel in READ_BY_SYSTEMS and issubclass(model, Fact)
]

SERVICES: Final = frozenset(fact.contract.service for fact in FACTS)

HANDLERS = tuple(
    on(fact, journal.write_down)(
        journal=one(Journal, lambda _m, _at: NAME),
        stream=one(Stream, lambda m, at: journal.stream_of(m, at)[0] or None),
    )
    for fact in FACTS
)
