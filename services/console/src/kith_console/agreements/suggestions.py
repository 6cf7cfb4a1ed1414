"""Suggestions to change a text: a party makes one, the lead takes it into the text or says why not."""

from typing import Any, Final, NamedTuple

from kith_console.fields import number_of, pence_of
from kith_console.visit import Visit
from kith_contracts.directory.suggestions import (
    DeclineNetworkSuggestion,
    SuggestNetworkChange,
    TakeNetworkSuggestion,
)
from kith_contracts.events.suggestions import DeclineSuggestion, SuggestChange, TakeSuggestion
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Command

SUGGESTED: Final = "Sent. The lead can take it into the next version with one press."
TAKEN: Final = "Taken. It stands in the next version, and whoever it concerns says yes again."
DECLINED: Final = "Declined. All read why."
SEATS: Final = "seats/"
OURS: Final = "ours/"
"""Before what one's own organisation is to a network."""
SUMS: Final = ("cost_pence", "contribution")


class Suggesting(NamedTuple):
    """The commands for one kind of subject."""

    suggest: type[Command]
    take: type[Command]
    decline: type[Command]


OF_EVENTS: Final = Suggesting(SuggestChange, TakeSuggestion, DeclineSuggestion)
OF_NETWORKS: Final = Suggesting(SuggestNetworkChange, TakeNetworkSuggestion, DeclineNetworkSuggestion)


async def suggest(visit: Visit, subject: str, commands: Suggesting) -> str:
    """Suggest another value for what was chosen; the result is what is said then. Raises Refusal."""
    why = {"why": typed} if (typed := visit.typed("why")) else {}  # the node says that it is missing
    about = {"subject": subject, "hash": visit.typed("hash"), **why}
    await visit.send(
        commands.suggest, **about, change=change_of(visit.body, visit.typed("field"), visit.typed("value"))
    )
    return SUGGESTED


async def answer(visit: Visit, subject: str, commands: Suggesting) -> str:
    """Take the suggestion that was pressed, or decline it with a line. Raises Refusal."""
    one = visit.typed("suggestion")
    if visit.typed("do") == "take":
        await visit.send(commands.take, subject=subject, suggestions=[one])
        return TAKEN
    reason = {"reason": typed} if (typed := visit.typed("reason")) else {}  # the node says that it is missing
    await visit.send(commands.decline, subject=subject, suggestion=one, **reason)
    return DECLINED


def change_of(body: str, field: str, value: str) -> dict[str, Any]:
    """What the text would say instead, by what was chosen: sums are typed in pounds."""
    if field.startswith(SEATS):
        return {"seats": [{"part": field.removeprefix(SEATS), "quotas": {body: number_of(value)}}]}
    said = pence_of(value) if field.rpartition("/")[2] in SUMS else number_of(value)
    if field.startswith(OURS):
        return {"parties": [{"body": body, field.removeprefix(OURS): said}]}
    return {field: said}


def choices_of_event(terms: EventTerms) -> list[tuple[str, str]]:
    """What one may suggest of an event with a single value."""
    titles = {part.part: part.title for part in terms.plan.bookings()}
    kept = [(f"{SEATS}{each.part}", f"places kept for us: {titles[each.part]}") for each in terms.seats]
    closed, funds = terms.closed_parts, {fund.fund for fund in terms.plan.funds}
    return [
        ("cost_pence", "what it costs in all, in pounds"),
        *[each for each in kept if each[0].removeprefix(SEATS) not in closed | funds],
        ("return_days", "days before the start on which unused places are shared"),
        ("data_kept_days", "days for which details are kept"),
        ("branding", "how we are shown"),
    ]


def choices_of_network() -> list[tuple[str, str]]:
    """The same of a network that several own."""
    return [
        (f"{OURS}contribution", "what we pay in a year, in pounds"),
        (f"{OURS}cash_percent", "our percent of what no line pays"),
        (f"{OURS}kind_percent", "our percent in kind"),
        (f"{OURS}size", "our size: small, medium or large"),
        ("rule", "who decides: lead, majority or unanimity"),
        ("writers", "who writes to all: owners or lead"),
        ("silence_days", "days of silence after which a deputy follows"),
        ("notice_days", "days of notice"),
        ("until", "last day, such as 2028-12-31"),
    ]
