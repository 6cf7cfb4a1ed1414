"""Forgetting at home: registrations are deleted, each lead is asked to forget the pseudonym, and answers are kept."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final, Literal

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, Tombstone, Views, refuse
from kith_contracts.erasure import (
    MOST_PARTS,
    ForgetRegistration,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
    RecordForgetting,
)
from kith_contracts.events.actions import ForgetActions
from kith_contracts.events.answers import AnswerUpdated
from kith_contracts.events.places import PlaceCommandRefused, RegistrationUpdated
from kith_contracts.message import refused_key
from kith_contracts.words import body_of
from kith_events.asks.home import Answered
from kith_events.event.erasure import Erasure
from kith_events.event.guest import Guest
from kith_events.places.codes.home import calls, leave, to_be_asked
from kith_events.places.codes.stock import Stock
from kith_events.places.delegates import Invitations
from kith_events.places.registration import Registration, pseudonym
from kith_events.programme.speakers_home import Speaking

PAGE: Final = 100
"""Registrations that one decision takes up; the rest follow by a command to oneself."""
DAILY: Final = timedelta(days=1)
FOLLOWS: Final[dict[str, Literal["answers", "speaking", "end"]]] = {
    "page": "answers",
    "answers": "speaking",
    "speaking": "end",
}

# States

Forgettable = Registration | Answered | Speaking
Page = Sequence[Forgettable]


# Decisions


async def next_page(views: Views, command: ForgetRegistrations, at: Circumstances) -> Page:
    """The person's next registrations, then their answers to asks, then those to invitations to speak; none yet while
    some of them may be under way in the same batch.
    """
    kinds: dict[str, type[State]] = {"page": Registration, "answers": Answered, "speaking": Speaking}
    if command.step not in kinds:
        return []
    tags = (at.keyed("person", command.person),)
    return await views.tagged(kinds[command.step], tags, command.after, PAGE)


def forget_registrations(_at: Circumstances, command: ForgetRegistrations, guest: Guest | None, page: Page) -> Decision:
    """From now on nothing is asked for this person. Then their actions are forgotten (see `acting`), and each
    registration by itself, a page at a time; at the end nothing is left here.
    """
    ids = {"person": command.person, "forgetting": command.forgetting}
    if command.step == "begin":
        forgets = (Guest.at(command.person),) if guest else ()
        return Decision(forgets=forgets, says=(ForgetActions(**ids),))
    if command.step == "end":
        cleared = RecordForgetting(forgetting=command.forgetting, service="events", cleared=True)
        refused = Tombstone(PlaceCommandRefused, refused_key(command.person))
        return Decision(says=(cleared,), erases=command.person, tombstones=(refused,))
    each = [ForgetRegistration(**ids, **_named(one)) for one in page]
    if len(page) == PAGE:
        return Decision(says=(*each, ForgetRegistrations(**ids, step=command.step, after=page[-1].pseudonym)))
    return Decision(says=(*each, ForgetRegistrations(**ids, step=FOLLOWS[command.step])))


def _named(one: Forgettable) -> dict[str, Any]:
    of = {"registration": one.pseudonym, "subject": one.subject if isinstance(one, Answered) else one.event}
    if isinstance(one, Registration):
        return {**of, "parts": list(one.wishes)[:MOST_PARTS]}
    if isinstance(one, Speaking):
        return {**of, "parts": [], "speaking": True}
    return {**of, "parts": [], "ask": f"{one.practice}/{one.step}", "asked_by": one.asked_by}


def forget_registration(
    at: Circumstances,
    command: ForgetRegistration,
    *,
    registration: Registration | None,
    erasure: Erasure | None,
    stocks: tuple[Stock, ...],
    handed: tuple[Invitations, ...],
) -> Decision:
    """Delete it. Of open parts its lead is asked to forget the pseudonym, once. Of a closed part the lead knows none,
    and learns none; the code goes to the next at home, as that of a delegate does.
    """
    free = tuple(each.without(command.registration) for each in handed if command.registration in each.used.values())
    forgets = (Registration.at(command.registration),) if registration else ()
    buried = (Tombstone(AnswerUpdated if command.ask else RegistrationUpdated, command.registration),)
    of_money = registration is not None and registration.known_to_host(at.keyed)
    answer = command.ask is not None or command.speaking
    of_others = not answer and command.registration != pseudonym(at.keyed, command.person, command.subject)
    if of_others and not of_money:
        left = _left(at, registration, stocks)
        return left._replace(states=(*left.states, *free), forgets=forgets, tombstones=buried)
    if erasure:
        return Decision(states=free, forgets=forgets, tombstones=buried)
    begun = Erasure(
        pseudonym=command.registration,
        forgetting=command.forgetting,
        body=command.asked_by or body_of(command.subject),
        asked=at.now,
        subject=command.subject,
        parts=command.parts,
        ask=command.ask,
    )
    return Decision(
        states=(begun, *free),
        says=(begun.letter(), record(at, begun)),
        due=(Due(at.now + DAILY, PursueErasure(pseudonym=begun.pseudonym)),),
        forgets=forgets,
        tombstones=buried,
    )


def _left(at: Circumstances, registration: Registration | None, stocks: Iterable[Stock]) -> Decision:
    """The codes of a closed part without this registration."""
    decision = NOTHING
    for stock in stocks:
        wish = registration.wishes.get(stock.part) if registration else None
        if registration is None or wish is None or not wish.live:
            continue
        left, due = to_be_asked(leave(stock, registration.pseudonym, wish), at.now)
        says = (*decision.says, *calls(left, at.now))
        decision = decision._replace(states=(*decision.states, left), says=says, due=(*decision.due, *due))
    return decision


def pursue_erasure(at: Circumstances, command: PursueErasure, erasure: Erasure | None) -> Decision:
    """Ask a lead again that has not answered, each day until it does."""
    if erasure is None or erasure.answered:
        return NOTHING
    return Decision(says=(erasure.letter(),), due=(Due(at.now + DAILY, command),))


def take_receipt(at: Circumstances, fact: PseudonymForgotten, erasure: Erasure | None) -> Decision:
    """What the lead has deleted, for the person; which event it was is of no use any more."""
    if erasure is None or erasure.body != at.sender:
        return refuse("erasure-unknown", "Nobody here has asked for this to be forgotten.", "pseudonym")
    if erasure.answered:
        return NOTHING
    done = erasure.but(answered=at.now, deleted=fact.deleted, subject="", parts=[], ask=None)
    return Decision(states=(done,), says=(record(at, done),))


def record(at: Circumstances, erasure: Erasure) -> RecordForgetting:
    """For the page that the person sees."""
    receipts = [erasure.receipt(at.keyed)]
    return RecordForgetting(forgetting=erasure.forgetting, service="events", cleared=False, receipts=receipts)
