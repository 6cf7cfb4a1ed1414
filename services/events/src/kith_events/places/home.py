"""Registrations at home: people ask, give up and are answered; the lead hears of open parts, under a pseudonym."""

from collections.abc import Iterable

from kith_chassis.decision import Circumstances, Decision, refuse
from kith_contracts.events.details import Details
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, ReleasePlace, RequestPlace
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.words import body_of
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.answer import Answer, decided
from kith_events.places.codes.home import calls, leave, want
from kith_events.places.codes.stock import Stock, stock_of
from kith_events.places.delegates import Delegate, Invitations, invitations_id, invited
from kith_events.places.eligibility import NO_CODES, Wanted, faults, faults_of_whole, unavailable
from kith_events.places.registration import (
    Registration,
    Wish,
    companions,
    numbers,
    pseudonym,
    registration_for,
)

# Asked


def ask(
    at: Circumstances,
    command: AskForPlaces,
    *,
    guest: Guest | None,
    shown: Shown | None,
    proposal: Proposal | None,
    registrations: tuple[Registration, ...],
    stocks: tuple[Stock, ...],
    handed: tuple[Invitations, ...],
) -> Decision:
    """Ask the lead for places in open parts, and take codes of closed ones from our own stock. One wrong part refuses
    the whole wish, so that nobody gets half of what they meant; and they hear all that is wrong at once.
    """
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if wrong := unavailable(at.body, shown):
        return Decision(refusal=wrong)
    wanted = [
        _wanted(
            at,
            command,
            index,
            shown=shown,
            proposal=proposal,
            registrations=registrations,
            stocks=stocks,
            handed=handed,
        )
        for index in range(len(command.parts))
    ]
    answers = [_asked(at, command, each, guest) for each in wanted]
    return decided(at, [*answers, *faults_of_whole(command, wanted, registrations)])


def _wanted(
    at: Circumstances,
    command: AskForPlaces,
    index: int,
    *,
    shown: Shown | None,
    proposal: Proposal | None,
    registrations: Iterable[Registration],
    stocks: Iterable[Stock],
    handed: Iterable[Invitations],
) -> Wanted:
    """What the request names here, with all that is known of it."""
    name, event = command.parts[index], command.event
    plan = shown.published.plan if shown else None
    part, fund = (plan.booking(name), plan.fund(name)) if plan else (None, None)
    closed = part is not None and part.closed
    alias = pseudonym(at.keyed, command.person, event, name if closed or fund else "")
    fresh = Registration(person=command.person, pseudonym=alias, event=event, wishes={})
    stock = stock_of(at, event, name, stocks, shown) if closed else None
    due = closed and proposal and proposal.terms.blocks_of(at.body, name)
    code = command.invitations.get(name)
    delegate = invited(at, event, name, code, alias, proposal=proposal, handed=handed) if code else None
    return Wanted(
        name=name,
        field=f"parts.{index}",
        plan=plan,
        part=part,
        fund=fund,
        registration=next((each for each in registrations if each.pseudonym == alias), fresh),
        others={*command.parts[:index], *(wish for each in registrations for wish in each.wishes if each.wants(wish))},
        slots=numbers(part, command.slots.get(name, ())),
        stock=stock if stock is None or stock.blocks or due else NO_CODES,
        delegate=delegate,
    )


def _asked(at: Circumstances, command: AskForPlaces, wanted: Wanted, guest: Guest) -> Answer | Refusal:
    """What is wanted in a closed part is answered at once; of an open one the lead is asked."""
    if wrong := together([*faults(command, wanted, guest.audiences, at.now)]):
        return wrong
    alias, before = wanted.registration.pseudonym, wanted.registration.wishes.get(wanted.name)
    delegate = wanted.delegate if isinstance(wanted.delegate, Delegate) else None
    registration = wanted.registration
    registration = registration.but(details=registration.details or Details(door_name=guest.name))
    wish = Wish(
        part=wanted.name,
        number=before.number + 1 if before else 1,
        guests=[] if wanted.fund else companions(alias, command.guests),
        delegate_of=delegate and delegate.holder,
        pence=command.pence.get(wanted.name) if wanted.fund else None,
        band=command.bands.get(wanted.name),
        slots=[*wanted.slots],
    )
    if isinstance(wanted.stock, Stock):
        stock, wish = want(at, wanted.stock, alias, wish)
        # There may be a code for one who waits too, while those before them are called.
        says = calls(stock, at.now)[len(stock.queue) - 1 :] if alias in stock.queue else []
        return Answer(registration, wish, says, stock, delegate and delegate.used)
    request = RequestPlace(
        event=command.event,
        part=wish.part,
        pseudonym=alias,
        number=wish.number,
        size=wish.pence or 1 + len(wish.guests),
        delegate_of=wish.delegate_of,
        slots=[*wanted.slots],
        band=wish.band,
    )
    return Answer(registration, wish, [Letter(body_of(command.event), request)], None, delegate and delegate.used)


# Given up


def give_up(
    at: Circumstances,
    command: GiveUpPlaces,
    *,
    shown: Shown | None,
    registrations: tuple[Registration, ...],
    stocks: tuple[Stock, ...],
    handed: tuple[Invitations, ...],
) -> Decision:
    """Give places back, or stop waiting for them; at home it is so at once, whenever the lead hears of it."""
    answers = [
        _given_up(at, command, index, shown=shown, registrations=registrations, stocks=stocks, handed=handed)
        for index in range(len(command.parts))
    ]
    return decided(at, answers)


def _given_up(
    at: Circumstances,
    command: GiveUpPlaces,
    index: int,
    *,
    shown: Shown | None,
    registrations: Iterable[Registration],
    stocks: Iterable[Stock],
    handed: Iterable[Invitations],
) -> Answer | Refusal:
    """A code goes to the next at home; a place of an open part goes back to the lead."""
    part = command.parts[index]
    registration = registration_for(registrations, part)
    if registration is None or not registration.wants(part) or part in command.parts[:index]:
        sentence = "You have not asked for this part, or gave it up before."
        return Refusal("not-registered", sentence, f"parts.{index}")
    alias, wish = registration.pseudonym, registration.wishes[part]
    if not registration.known_to_host(at.keyed):
        stock = leave(stock_of(at, command.event, part, stocks, shown), alias, wish)
        return Answer(registration, wish.given_up(), calls(stock, at.now), stock)
    release = ReleasePlace(event=command.event, part=part, pseudonym=alias, number=wish.number)
    id = invitations_id(at.keyed, command.event, part)
    used = next((each for each in handed if each.id == id), None) if wish.delegate_of else None
    letter = Letter(body_of(command.event), release)
    return Answer(registration, wish.given_up(), [letter], None, used and used.without(alias))
