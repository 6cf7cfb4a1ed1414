"""What the parties may want to look at again in a text, or do next, in sentences. It warns, and never blocks."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from kith_commons.asks.ask import Ask
from kith_contracts.events.plan import Checklist, EventPart
from kith_contracts.events.terms import EventTerms
from kith_contracts.words import body_of
from kith_events.event.checklist import ASKED, OFTEN
from kith_events.event.lead import JointEvent

NOT_ASKED: Final = "It is over, and nobody was asked how it was: send start-practice with the template feedback."


class Known(NamedTuple):
    """What is known beside a text on which not all have agreed: whose page it is, which networks are there, when."""

    body: str
    networks: Collection[str]
    now: datetime


def hints(terms: EventTerms, known: Known | None = None) -> list[str]:
    """One sentence for each thing that is not answered, or looks like an oversight; while not all have agreed, also for
    what may keep it from ever opening as it is meant.
    """
    parties = {party.body for party in terms.parties}
    of_series = of_hosts(terms.plan.parts, body_of(terms.subject), parties)
    unlikely = [*_of_networks(terms, known), *_of_return(terms, known.now)] if known else []
    return [*unlikely, *_unanswered(terms.plan.checklist), *of_series, *of_places(terms)]


def _of_networks(terms: EventTerms, known: Known) -> Iterator[str]:
    """A network accepts by its officers, so one that is not there never does."""
    for name in [name for party in terms.parties for name in party.networks if name not in known.networks]:
        if body_of(name) == known.body:
            yield f"Your organisation has no network {name}, or it has ended: nobody can accept for it. Check the name."
        else:
            yield f"No network {name} can be found here: it may be hidden, or not there. Ask {body_of(name)}."


def _of_return(terms: EventTerms, now: datetime) -> Iterator[str]:
    kept = any(seats.quotas for seats in terms.seats if seats.part not in terms.closed_parts)
    if kept and terms.returns_at <= now < terms.plan.starts:
        yield (
            f"Unused places go to the pool {terms.return_days} days before the start, and that time has come: all are "
            "shared from the beginning. Lower return_days, or keep no places for anybody."
        )


def how_it_was(event: JointEvent, asks: Iterable[Ask]) -> Iterator[str]:
    """After the end, until those who came were asked something that was open after it, by whatever template; a consent
    asks nobody how it was. Who comes to closed parts alone is never asked.
    """
    if event.agreement.stage != "ended" or not event.rooms:
        return
    since = (ask.step for ask in asks if ask.until > event.terms.plan.ends and ask.step.who == "attending")
    if all(any(question.must_be_yes for question in step.questions) for step in since):
        yield NOT_ASKED


def _unanswered(checklist: Checklist) -> Iterator[str]:
    for name, question in ASKED.items():
        if getattr(checklist, name).answer == "not-yet":
            yield f"{question}? Not yet. Say in the checklist what there is, under {name}."


def of_hosts(parts: Sequence[EventPart], lead: str, parties: Collection[str]) -> Iterator[str]:
    """A series that is at one host too often in a row, where others could receive it."""
    if not any(part.host for part in parts):
        return
    days = {part.starts.date(): part.host or lead for part in parts}
    for body, row in groupby([days[day] for day in sorted(days)]):
        others = sorted({*parties} - {body})
        if (times := len([*row])) >= OFTEN and others:
            yield f"{body} receives {times} occurrences in a row. Ask whether {', '.join(others)} could receive one."


def of_places(terms: EventTerms) -> Iterator[str]:
    """An open part that keeps places for some parties and for others none: a small body may find it full."""
    guests = {each.holder for each in terms.delegates if each.guest}
    for seats in terms.seats:
        if seats.part in terms.closed_parts or terms.plan.fund(seats.part):
            continue
        kept = {body_of(holder) for holder, places in terms.quotas_of(seats).items() if places and holder not in guests}
        none = sorted({party.body for party in terms.parties} - kept)
        if kept and none:
            bodies = ", ".join(none)
            yield f"{seats.part} keeps places for others, and none for {bodies}: there may be none left for them."
