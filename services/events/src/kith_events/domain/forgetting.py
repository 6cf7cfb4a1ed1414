"""Forgetting at home: registrations are deleted, each lead is asked to forget the pseudonym, and answers are kept."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, Tombstone, Views, refuse
from kith_contracts.forgetting import (
    MOST_PARTS,
    ForgetPseudonym,
    ForgetRegistration,
    ForgetRegistrations,
    Kept,
    PseudonymForgotten,
    PursueErasure,
    Receipt,
    RecordForgetting,
)
from kith_contracts.message import Letter, refused_key
from kith_contracts.places import PlaceCommandRefused, RegistrationUpdated
from kith_contracts.words import body_of
from kith_events.domain.public import Shown
from kith_events.domain.stocks import Stock, calls, leave, to_be_asked
from kith_events.domain.wishes import Guest, Registration, pseudonym

PAGE: Final = 100
"""Registrations that one decision takes up; the rest follow by a command to oneself."""
DAILY: Final = timedelta(days=1)

# States


class Erasure(State):
    """A pseudonym that nobody at home knows any more, and whether its lead has forgotten it. It names no person."""

    kind: ClassVar[str] = "erasure"
    pseudonym: str
    forgetting: str
    body: str
    """The lead, who was asked."""
    asked: datetime
    event: str = ""
    """What the lead must know to find it; empty once it has answered."""
    parts: list[str] = []  # noqa: RUF012 - pydantic copies it
    answered: datetime | None = None
    deleted: list[Kept] = []  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.pseudonym

    def letter(self) -> Letter:
        return Letter(self.body, ForgetPseudonym(event=self.event, pseudonym=self.pseudonym, parts=self.parts))

    def receipt(self, keyed: Keyed) -> Receipt:
        """For the person; nobody else can tell which pseudonym it is about."""
        id = keyed("receipt", self.pseudonym)
        return Receipt(receipt=id, body=self.body, asked=self.asked, answered=self.answered, deleted=self.deleted)


# Decisions


async def next_page(views: Views, command: ForgetRegistrations, at: Circumstances) -> list[Registration]:
    """The person's next registrations; none yet while some of them may be under way in the same batch."""
    if command.step != "page":
        return []
    tags = (at.keyed("person", command.person),)
    found: list[Registration] = await views.tagged(Registration, tags, command.after, PAGE)
    return found


def forget_registrations(
    _at: Circumstances, command: ForgetRegistrations, guest: Guest | None, page: list[Registration]
) -> Decision:
    """From now on nothing is asked for this person. Then each registration is forgotten by itself, a page at a time;
    at the end nothing is left here.
    """
    ids = {"person": command.person, "forgetting": command.forgetting}
    if command.step == "begin":
        forgets = (Guest.at(command.person),) if guest else ()
        return Decision(forgets=forgets, says=(ForgetRegistrations(**ids, step="page"),))
    if command.step == "end":
        record = RecordForgetting(forgetting=command.forgetting, service="events", cleared=True)
        refused = Tombstone(PlaceCommandRefused, refused_key(command.person))
        return Decision(says=(record,), erases=command.person, tombstones=(refused,))
    each = [
        ForgetRegistration(**ids, registration=one.pseudonym, event=one.event, parts=list(one.wishes)[:MOST_PARTS])
        for one in page
    ]
    if len(page) == PAGE:
        return Decision(says=(*each, ForgetRegistrations(**ids, step="page", after=page[-1].pseudonym)))
    return Decision(says=(*each, ForgetRegistrations(**ids, step="end")))


def forget_registration(
    at: Circumstances,
    command: ForgetRegistration,
    registration: Registration | None,
    erasure: Erasure | None,
    shown: Shown | None,
    *stocks: Stock | None,
) -> Decision:
    """Delete it. Of open parts its lead is asked to forget the pseudonym, once. Of a closed part the lead knows none,
    and learns none; the code goes to the next at home.
    """
    forgets = (Registration.at(command.registration),) if registration else ()
    buried = (Tombstone(RegistrationUpdated, command.registration),)
    if command.registration != pseudonym(at.keyed, command.person, command.event):
        left = _left(at, registration, shown, stocks)
        return left._replace(forgets=forgets, tombstones=buried)
    if erasure:
        return Decision(forgets=forgets, tombstones=buried)
    begun = Erasure(
        pseudonym=command.registration,
        forgetting=command.forgetting,
        body=body_of(command.event),
        asked=at.now,
        event=command.event,
        parts=command.parts,
    )
    return Decision(
        states=(begun,),
        says=(begun.letter(), _record(at, begun)),
        due=(Due(at.now + DAILY, PursueErasure(pseudonym=begun.pseudonym)),),
        forgets=forgets,
        tombstones=buried,
    )


def _left(
    at: Circumstances, registration: Registration | None, shown: Shown | None, stocks: tuple[Stock | None, ...]
) -> Decision:
    """The codes of a closed part without this registration."""
    decision = NOTHING
    for stock in stocks:
        wish = registration.wishes.get(stock.part) if registration and stock else None
        if registration is None or stock is None or wish is None or not wish.live:
            continue
        left, due = to_be_asked(leave(stock, registration.pseudonym, wish), at.now)
        says = (*decision.says, *calls(left, shown, at.body, at.now))
        decision = decision._replace(states=(*decision.states, left), says=says, due=(*decision.due, *due))
    return decision


def pursue_erasure(at: Circumstances, command: PursueErasure, erasure: Erasure | None) -> Decision:
    """Ask a lead again that has not answered, each day until it does."""
    if erasure is None or erasure.answered:
        return NOTHING
    return Decision(says=(erasure.letter(),), due=(Due(at.now + DAILY, command),))


def take_receipt(at: Circumstances, fact: PseudonymForgotten, erasure: Erasure | None) -> Decision:
    """What the lead has deleted, for the person; which event it was is of no use any more."""
    if erasure is None or erasure.body != body_of(fact.event):
        return refuse("erasure-unknown", "Nobody here has asked for this to be forgotten.", "pseudonym")
    if erasure.answered:
        return NOTHING
    done = erasure.but(answered=at.now, deleted=fact.deleted, event="", parts=[])
    return Decision(states=(done,), says=(_record(at, done),))


def _record(at: Circumstances, erasure: Erasure) -> RecordForgetting:
    """For the page that the person sees."""
    receipts = [erasure.receipt(at.keyed)]
    return RecordForgetting(forgetting=erasure.forgetting, service="events", cleared=False, receipts=receipts)
