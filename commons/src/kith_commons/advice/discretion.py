"""What may stand in a mail or in a person's calendar, which others may see over a shoulder or in a log."""

import re
from typing import Final

from kith_contracts.events.agreements import EventPublished

CALENDAR_TITLE: Final = "Development session"
"""What any entry in a person's calendar is called."""
CALLED_OFF: Final = "Called off: "
"""What the title of anything begins with that will not take place: many calendars do not show the status."""
TELLING: Final = frozenset(
    """
    bisexual carers closed confidential disability disabled gay lesbian lgbt lgbtq menopause pride queer rainbow
    returner returners spectrum trans woman women
    """.split()  # noqa: SIM905 - a list of twenty words in quotes is no easier to read
)
"""Words that say what an event is about, or that there is something to hide."""
SAID_INSTEAD: Final = "you find it where you booked"


def discreet(venue: str, event: EventPublished) -> str:
    """The venue as it may be told; in place of one that tells more than where it is, how to find out."""
    told = _plain(venue)
    if TELLING & set(told.split()) or any(f" {name} " in f" {told} " for name in _names(event)):
        return SAID_INSTEAD
    return " ".join(venue.split())


def _names(event: EventPublished) -> set[str]:
    """What the event, its parts and audiences and the networks of its hosts are called."""
    slugs = [event.event, *[network for host in event.hosts for network in host.networks]]
    names = [slug.partition("/")[2] for slug in slugs]
    if event.plan:
        names.append(event.plan.title)
        names += [each for part in event.plan.parts for each in (part.title, part.for_whom, part.audience or "")]
    return {plain for name in names if (plain := _plain(name))}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
