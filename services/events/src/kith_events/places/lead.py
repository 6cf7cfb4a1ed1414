"""The lead's decisions on places: every request is answered, nobody is oversold, what comes free goes to who waits."""

from functools import partial
from typing import Any, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_commons.places.allotment import Allotment, Promotion, Verdict, ask, give_back, stop_waiting
from kith_commons.places.division import return_unused
from kith_commons.places.offers import decline
from kith_contracts.events.agreements import ReturnSeats
from kith_contracts.events.places import PlaceDecided, ReleasePlace, RequestPlace
from kith_contracts.events.plan import EventPart
from kith_contracts.events.requests import Why
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import body_of
from kith_events.event.clauses import begun
from kith_events.event.erasure import Erased
from kith_events.event.guest import NO_PARTY
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.places.codes.lead import call_blocks
from kith_events.places.division import MOST_MOVES, offered_until, promoted, step
from kith_events.places.eligibility import unfit, unfit_money
from kith_events.places.offers_lead import taken
from kith_events.places.place import Holder, Place, deadlines

NO_EVENT: Final = Refusal("event-unknown", "There is no such event here.", "event")
NOT_OPEN: Final = Refusal("event-not-open", "This event is not open yet. Ask again when it is announced.", "event")
REOPENED: Final = Refusal(
    "agreement-reopened", "The hosts are agreeing on a change. Ask again when the event is open again.", "event"
)
NO_PART: Final = Refusal("part-unknown", "This event has no such part.", "part")
CLOSED: Final = Refusal("closed-part", "Places in this part are given at home, by entry codes of one's own.", "part")
CANCELLED: Final = Refusal("event-cancelled", "This event is called off.", "event")
NO_DELEGATE: Final = Refusal("delegate-unknown", "This network has no places of its own here.", "delegate_of")
OVER: Final = Refusal("event-over", "This part of the event has begun already.", "part")


def never_open(event: JointEvent | None) -> Refusal | None:
    """Why nothing can be arranged for the people of an event: there is none, it is called off, or was not open yet."""
    if event is None:
        return NO_EVENT
    if event.agreement.stage == "withdrawn":
        return CANCELLED
    return NOT_OPEN if event.published is None else None


def request_place(
    at: Circumstances, request: RequestPlace, event: JointEvent | None, place: Place | None, erased: Erased | None
) -> Decision:
    """A place, the wait for one, or the reason why not. A request that was answered gets its answer again."""
    if erased:
        return NOTHING
    if event is None or (place is None and at.sender not in event.parties):
        # Nothing is kept for a stranger, or it could fill the disk.
        return Decision(says=(_refused_unseen(at, request, NO_PARTY if event else NO_EVENT),))
    if place is not None:
        if known := _known(at, request, event, place):
            return known
        if place.queued:
            event = event.but(places=_without(event, place))
    allotment = event.places.get(request.part, Allotment(capacity=0))
    position, version = allotment.requests + 1, place.version + 1 if place else 1
    if wrong := _obstacle(at, request, event):
        verdict = Verdict("refused", refusal=wrong)
    else:
        holder = Holder(request.pseudonym, request.number, version, position, band=request.band or 0)
        by = request.delegate_of or at.sender
        allotment, verdict = ask(allotment, str(holder), by, request.size, tuple(request.slots))
    why = Why(position=position, source=verdict.source, at=at.now)
    return _seated(at, event, allotment, _place(at, request, version, **_answer(event, request.part, verdict, why)))


def _answer(event: JointEvent, part: str, verdict: Verdict, why: Why) -> dict[str, Any]:
    """What its place says of a request. Who has none is told the reason alone."""
    if refusal := verdict.refusal:
        return {"status": "refused", "code": refusal.code, "sentence": refusal.sentence}
    until = event.draws[part].closes if verdict.status == "in-draw" else None
    return {"status": verdict.status, "until": until, "slot": verdict.number or None, "why": why}


def _known(at: Circumstances, request: RequestPlace, event: JointEvent, place: Place) -> Decision | None:
    """The answer to a request for a place that is known; None if it has to be decided anew."""
    if place.body != at.sender or request.number < place.number:
        return NOTHING
    if request.number == place.number:
        return Decision(says=(place.letter(),))
    if place.status == "granted":
        again = place.but(number=request.number)
        return Decision(states=(event, again), says=(again.letter(),))
    return taken(event, place, request.number) if place.status == "offered" else None


def release_place(
    at: Circumstances, release: ReleasePlace, event: JointEvent | None, place: Place | None, erased: Erased | None
) -> Decision:
    """Give up a place or the wait for it. One that comes before its request makes that request void."""
    if event is None or erased or release.part not in event.places:
        return NOTHING
    if place is None:
        void = _place(at, release, 1, status="released")
        return Decision(states=(event, void)) if at.sender in event.parties else NOTHING
    if place.body != at.sender or release.number < place.number or not place.live:
        return NOTHING
    allotment, promotions = vacated(at, event, place)
    gone = {"status": "released", "code": "", "sentence": "", "until": None, "slot": None, "why": None, "band": 0}
    released = place.but(**gone, number=release.number, version=place.version + 1)
    return _seated(at, event, allotment, released, promotions)


def vacated(at: Circumstances, event: JointEvent, place: Place) -> tuple[Allotment, tuple[Promotion, ...]]:
    """The places of its part when this one, or the wait for it, is given up; and who moves up."""
    if place.queued:
        return _without(event, place)[place.part], ()
    giving, until = event.gives(place.part, at.now), offered_until(event.terms, place.part, at.now)
    if place.status == "offered":
        return step(event.places[place.part], lambda it: decline(it, place.waiter, place.quota, until), giving=giving)
    size, slot = place.size, place.slot or 0
    return step(event.places[place.part], lambda it: give_back(it, place.quota, until, size, slot), giving=giving)


def return_seats(at: Circumstances, command: ReturnSeats, event: JointEvent | None) -> Decision:
    """Unused quotas go to the pool, and from there to those who wait; unused blocks are called back. Fired early, it
    is put back; while the hosts agree on a change nothing is due, for the text that they agree on sets its date anew.
    """
    if event is None or not event.open:
        return NOTHING
    if at.now < event.terms.returns_at:
        return Decision(due=(Due(event.terms.returns_at, command),))
    places = dict(event.places)
    moved: list[Place] = []
    goes_on: tuple[Message, ...] = ()
    for part, allotment in event.places.items():
        change = partial(return_unused, until=offered_until(event.terms, part, at.now))
        returned, promotions = step(allotment, change, giving=event.gives(part, at.now))
        if moved and len(moved) + len(promotions) > MOST_MOVES:
            goes_on = (command,)
            break
        places[part] = returned
        moved += promoted(event.event, part, promotions, "returned", at.now)
    blocks, calls = call_blocks(event)
    if places == event.places and not calls:
        return NOTHING
    published = publish(event.but(places=places, blocks=blocks))
    answers = [*[place.letter() for place in moved], *calls]
    says = (*published.says, *answers, *goes_on)
    return Decision(states=(*published.states, *moved), says=says, due=deadlines(moved))


def _obstacle(at: Circumstances, request: RequestPlace, event: JointEvent) -> Refusal | None:
    if at.sender not in event.parties:
        return NO_PARTY
    if event.agreement.over:
        return CANCELLED if event.agreement.stage == "withdrawn" else OVER
    if not event.open:
        return REOPENED if event.published else NOT_OPEN
    part = event.terms.plan.booking(request.part)
    if part is None:
        return NO_PART
    if begun(event.terms, request.part, at.now):
        return OVER
    return CLOSED if part.closed else _unfit(at, request, event, part)


def _unfit(at: Circumstances, request: RequestPlace, event: JointEvent, part: EventPart) -> Refusal | None:
    """Why it cannot be asked for in this way."""
    if request.delegate_of and not _delegates(event, request, at.sender):
        return NO_DELEGATE
    fund = event.terms.plan.fund(request.part)
    if fund or request.band:
        wrong = next(unfit_money(fund, request.size, request.band), None)
        return wrong and wrong._replace(field="band" if wrong.field == "bands" else "size")
    return next(unfit(part, request.size, request.slots), None)


def _delegates(event: JointEvent, request: RequestPlace, sender: str) -> bool:
    named = (request.delegate_of, request.part)
    return body_of(named[0] or "") == sender and named in {(each.holder, each.part) for each in event.terms.delegates}


def _seated(
    at: Circumstances, event: JointEvent, allotment: Allotment, place: Place, promotions: tuple[Promotion, ...] = ()
) -> Decision:
    part = place.part
    before = event.places.get(part)
    seated = event.but(places={**event.places, part: allotment}) if before else event
    same = before is None or before.availability == allotment.availability  # all that everyone sees of it
    published = Decision(states=(seated,)) if same else publish(seated)
    up = promoted(event.event, part, promotions, "freed", at.now)
    answers = [each.letter() for each in (place, *up)]
    states = (*published.states, place, *up)
    return Decision(states=states, says=(*answers, *published.says), due=deadlines(up))


def _without(event: JointEvent, waiting: Place) -> dict[str, Allotment]:
    return {**event.places, waiting.part: stop_waiting(event.places[waiting.part], waiting.waiter)}


def _place(at: Circumstances, asked: RequestPlace | ReleasePlace, version: int, **answer: Any) -> Place:
    if isinstance(asked, RequestPlace):
        answer |= {"size": asked.size, "delegate_of": asked.delegate_of, "band": asked.band or 0}
    return Place(
        event=asked.event,
        part=asked.part,
        pseudonym=asked.pseudonym,
        body=at.sender,
        number=asked.number,
        version=version,
        **answer,
    )


def _refused_unseen(at: Circumstances, request: RequestPlace, why: Refusal) -> Letter:
    of = request.model_dump(include={"event", "part", "pseudonym", "number"})
    answer = PlaceDecided(**of, version=1, status="refused", code=why.code, sentence=why.sentence)
    return Letter(at.sender, answer)
