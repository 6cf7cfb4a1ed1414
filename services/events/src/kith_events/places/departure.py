"""What becomes of our people's places when we are no party of an event any more, and how they hear of it."""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.events.places import LeaveEvent, ReleasePlace
from kith_contracts.message import Letter
from kith_contracts.words import body_of
from kith_events.event.guest import NO_PARTY
from kith_events.places.registration import Registration, at_event, told

PAGE: Final = 200
KEPT: Final = "place-kept"
STAYS: Final = "Your organisation takes part no longer. Your place stays."


async def next_page(views: Views, command: LeaveEvent, at: Circumstances) -> list[str]:
    """The next registrations of open parts, by pseudonym. Those of closed parts nobody can find by their event: codes
    that were handed out stay good, and who waits for one hears it with the new face of the event.
    """
    if command.registration:
        return []
    found: list[Registration] = await views.tagged(
        Registration, (at_event(at.keyed, command.event),), command.after, PAGE
    )
    return [each.pseudonym for each in found]


def leave_event(at: Circumstances, command: LeaveEvent, registration: Registration | None, page: list[str]) -> Decision:
    """The places of one registration stay, or go back to the lead, as the agreement has it; the person is told. Or go
    on to each of a page of them. Who waits is answered by the lead.
    """
    if command.registration is None:
        each = [command.model_copy(update={"registration": name}) for name in page]
        more = [command.model_copy(update={"after": page[-1]})] if len(page) == PAGE else []
        return Decision(says=(*each, *more))
    granted = [wish for wish in registration.wishes.values() if wish.status == "granted"] if registration else []
    if registration is None or not granted:
        return NOTHING
    letters = []
    for wish in granted:
        if command.leaving == "kept":
            changed = wish.but(code=KEPT, sentence=STAYS, told="")
        else:
            changed = wish.but(status="released", code=NO_PARTY.code, sentence=NO_PARTY.sentence, entry=None)
            place = {"event": command.event, "part": wish.part, "pseudonym": registration.pseudonym}
            letters.append(Letter(body_of(command.event), ReleasePlace(**place, number=wish.number)))
        registration = registration.with_wish(changed, at.now)
    return told([registration], letters)
