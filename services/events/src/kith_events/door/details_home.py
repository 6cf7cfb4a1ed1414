"""What home tells a host of its people near the start: the fields that are agreed, sealed to the key of the event."""

import json
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views, refuse
from kith_contracts.box import Box
from kith_contracts.events.details import Details, SendDetails, ShareDetails, TellHost
from kith_contracts.events.terms import DetailsKey, EventTerms
from kith_contracts.message import Letter, Message
from kith_contracts.renewal import anew
from kith_contracts.words import body_of
from kith_events.door.details_lead import bound_to
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.registration import Registration, at_event, pseudonym

PAGE: Final = 200
PADDED: Final = 4_096
"""Bytes of every content before it is sealed: its length tells nothing."""


def tell_host(at: Circumstances, command: TellHost, shown: Shown | None, registration: Registration | None) -> Decision:
    """Keep what the host may be told of this person, and of what is left out what was kept; while the period is open it
    is sent at once.
    """
    if shown is None or not shown.hosted_by(at.body):
        return refuse("event-unknown", "Your organisation does not take part in an event of this name.", "event")
    if registration is None or not any(wish.live for wish in registration.wishes.values()):
        return refuse("not-registered", "Ask for a place first; then say what the host may be told.", "event")
    kept = registration.but(details=anew(command.details, registration.details))
    says: tuple[Message, ...] = ()
    if shown.details_open(at.now) and kept.granted():
        says = (SendDetails(event=command.event, registration=kept.pseudonym),)
    return Decision(states=(kept,), says=says)


async def next_page(views: Views, command: SendDetails, at: Circumstances) -> list[str]:
    """The next registrations of open parts of this event, by pseudonym; none if it is about one alone."""
    if command.registration:
        return []
    tag = at_event(at.keyed, command.event)
    found: list[Registration] = await views.tagged(Registration, (tag,), command.after, PAGE)
    return [each.pseudonym for each in found]


def send_details(
    at: Circumstances,
    command: SendDetails,
    *,
    shown: Shown | None,
    proposal: Proposal | None,
    registration: Registration | None,
    page: list[str],
) -> Decision:
    """Send what is agreed of one registrant, if it is news; or go on to each of a page of them."""
    details = shown.published.details if shown else None
    if details is None or proposal is None or not _may(at, proposal, details):
        return NOTHING
    if command.registration is None:
        each = [SendDetails(event=command.event, registration=name) for name in page]
        more = [SendDetails(event=command.event, after=page[-1])] if len(page) == PAGE else []
        return Decision(says=(*each, *more))
    part = registration.granted() if registration else None
    if registration is None or part is None or not _of_open_parts(at, registration):
        return NOTHING
    content = _content(registration.details, proposal.terms)
    sent = at.keyed("details", details.key, content)
    if sent == registration.sent or (content == "{}" and not registration.sent):
        return NOTHING
    kept = registration.but(sent=sent, sendings=registration.sendings + 1)
    place = {"event": command.event, "pseudonym": kept.pseudonym}
    bound = bound_to(command.event, at.body, kept.pseudonym, kept.sendings)
    box = Box(details.key, content.encode().ljust(PADDED), bound)
    letter = Letter(body_of(command.event), ShareDetails(**place, part=part, number=kept.sendings), box)
    return Decision(states=(kept,), says=(letter,))


def _may(at: Circumstances, proposal: Proposal, details: DetailsKey) -> bool:
    """Whether our body has accepted what is sent, and the period is open by our own text too."""
    given = proposal.valid_answers(at.body).get("body")
    terms = proposal.terms
    agreed = given is not None and given.answer == "accepted" and terms.data_opens <= at.now < terms.data_closes
    return agreed and details.opens <= at.now < details.closes


def _of_open_parts(at: Circumstances, registration: Registration) -> bool:
    return registration.pseudonym == pseudonym(at.keyed, registration.person, registration.event)


def _content(details: Details | None, terms: EventTerms) -> str:
    """The agreed fields that are not empty, as a JSON object."""
    told = {field: getattr(details, field.replace("-", "_"), "") for field in sorted(terms.data_fields)}
    return json.dumps({field: text for field, text in told.items() if text}, ensure_ascii=False)
