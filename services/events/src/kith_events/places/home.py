"""Registrations at home: people ask, give up and are answered; the lead hears of open parts, under a pseudonym."""

from kith_chassis.decision import Circumstances, Decision, refuse
from kith_contracts.events.details import Details
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, ReleasePlace, RequestPlace
from kith_contracts.events.plan import EventPart
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import body_of
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.codes.home import calls, leave, to_be_asked, want
from kith_events.places.codes.stock import Stock, stock_id
from kith_events.places.delegates import Invitations, invitations, invitations_id, invited
from kith_events.places.eligibility import (
    bundled,
    elsewhere,
    too_many,
    unavailable,
    unfit,
    unfit_money,
    unsuitable,
    without_codes,
)
from kith_events.places.registration import Registration, Wish, companions, numbers, pseudonym, told

# Decisions


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
    the whole wish, so that nobody gets half of what they meant.
    """
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if wrong := unavailable(at.body, shown):
        return Decision(refusal=wrong)
    wishes = _Wishes(at, command.event, shown=shown, registrations=registrations, stocks=stocks, handed=handed)
    for index, name in enumerate(command.parts):
        part = wishes.plan.booking(name) if wishes.plan else None
        fault = _unsuited(at, command, guest, wishes, name)
        if part and part.closed and not fault:
            fault = without_codes(at.body, name, proposal, wishes.stock(name))
        own = part is not None and (part.closed or wishes.of_money(name))
        registration = wishes.registration(command.person, name if own else "")
        registration = registration.but(details=registration.details or Details(door_name=guest.name))
        wish = fault or wishes.wish(command, registration, name, proposal)
        if isinstance(wish, Wish) and (full := too_many(len({*registration.wishes, name}))):
            wish = full
        if isinstance(wish, Refusal):
            return Decision(refusal=wish._replace(field=f"parts.{index}") if wish.field == "parts" else wish)
        wishes.take(registration, wish, part, numbers(part, command.slots.get(name, ())))
    if wrong := _stray(command, wishes):
        return Decision(refusal=wrong)
    return wishes.decision()


def _stray(command: AskForPlaces, wishes: "_Wishes") -> Refusal | None:
    """What is said of something that is not asked for."""
    for field in ("slots", "pence", "bands", "invitations"):
        if stray := next((name for name in getattr(command, field) if name not in command.parts), None):
            sentence = "You have said this of a part that you do not ask for. Add the part, or leave it out."
            return Refusal("not-asked-for", sentence, f"{field}.{stray}")
    money = next((index for index, name in enumerate(command.parts) if wishes.of_money(name)), None)
    if money is not None and not wishes.anything_but_money:
        return Refusal(
            "not-registered", "Help is for those who come. Ask for a place first, or with it.", f"parts.{money}"
        )
    return None


def _unsuited(at: Circumstances, command: AskForPlaces, guest: Guest, wishes: "_Wishes", name: str) -> Refusal | None:
    """Why this person can have no place of this name, in this way."""
    plan = wishes.plan
    if plan is None or (part := plan.booking(name)) is None:
        return (plan and bundled(plan, name)) or unsuitable(None, (), at.now, wanted=False)
    # Under any pseudonym: a part that was open may be closed by now, and one person takes one place.
    wants = {each for one in wishes.known.values() for each in one.wishes if one.wants(each)}
    fault = unsuitable(part, guest.audiences, at.now, wanted=name in wants)
    if fault := fault or elsewhere(plan, name, wants):
        return fault
    if (fund := plan.fund(name)) or name in command.pence or name in command.bands:
        wrong = unfit_money(fund, command.pence.get(name), command.bands.get(name))
        return wrong and wrong._replace(field=f"{wrong.field}.{name}")
    return unfit(part, 1 + len(command.guests), numbers(part, command.slots.get(name, ())))


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
    wishes = _Wishes(at, command.event, shown=shown, registrations=registrations, stocks=stocks, handed=handed)
    for index, name in enumerate(command.parts):
        registration = next((each for each in wishes.known.values() if each.wants(name)), None)
        if registration is None:
            return refuse("not-registered", "You have not asked for this part, or gave it up before.", f"parts.{index}")
        wishes.release(registration, registration.wishes[name])
    return wishes.decision()


class _Wishes:
    """The wishes of one command, one after the other, and what comes of them."""

    def __init__(
        self,
        at: Circumstances,
        event: str,
        *,
        shown: Shown | None,
        registrations: tuple[Registration, ...],
        stocks: tuple[Stock, ...],
        handed: tuple[Invitations, ...],
    ) -> None:
        self._at, self._event, self._shown = at, event, shown
        plan = shown.published.plan if shown else None
        self.plan = plan
        self.known = {each.pseudonym: each for each in registrations}
        self._stocks = {each.part: each for each in stocks}
        self._handed = {each.id: each for each in handed}
        self._changed: dict[str, Registration] = {}
        self._touched: dict[str, Stock] = {}
        self._used: dict[str, Invitations] = {}
        self._says: list[Message | Letter] = []

    def stock(self, part: str) -> Stock:
        """The codes of a closed part; none of them have come yet if there is no stock."""
        id = stock_id(self._at.keyed, self._event, part)
        stock = self._stocks.get(part) or Stock(stock=id, event=self._event, part=part)
        return stock.agreed(self._shown, None, self._at.body)

    def registration(self, person: str, closed_part: str) -> Registration:
        alias = pseudonym(self._at.keyed, person, self._event, closed_part)
        fresh = Registration(person=person, pseudonym=alias, event=self._event, wishes={})
        return self.known.get(alias) or fresh

    def of_money(self, name: str) -> bool:
        return self.plan is not None and self.plan.fund(name) is not None

    def wish(
        self, command: AskForPlaces, registration: Registration, name: str, proposal: Proposal | None
    ) -> Wish | Refusal:
        """What is asked for under this name: for whom, how much, in whose name."""
        before, money = registration.wishes.get(name), self.of_money(name)
        wish = Wish(
            part=name,
            number=before.number + 1 if before else 1,
            guests=[] if money else companions(registration.pseudonym, command.guests),
            pence=command.pence.get(name) if money else None,
            band=command.bands.get(name),
        )
        if (code := command.invitations.get(name)) is None:
            return wish
        network = self.invited(name, code, registration.pseudonym, proposal)
        return (
            network._replace(field=f"invitations.{name}")
            if isinstance(network, Refusal)
            else wish.but(delegate_of=network)
        )

    def invited(self, part: str, code: str, registration: str, proposal: Proposal | None) -> str | Refusal:
        """The network whose code this is; it is used from now on."""
        id = invitations_id(self._at.keyed, self._event, part)
        known = invitations(self._at.keyed, self._at.body, proposal.terms, part) if proposal else []
        found = invited(known, self._handed.get(id) or Invitations(invitations=id), code, registration)
        if isinstance(found, Refusal):
            return found
        self._handed[id] = self._used[id] = found[0]
        return found[1]

    def take(self, registration: Registration, wish: Wish, part: EventPart | None, slots: list[int]) -> None:
        """What is wanted in a closed part is answered at once; of an open one the lead is asked."""
        alias = registration.pseudonym
        if part and part.closed:
            stock, wish = want(self._at, self.stock(wish.part), alias, wish)
            self._stocks[wish.part] = self._touched[wish.part] = stock
            if alias in stock.queue:  # there may be a code for them too, while those before them are called
                self._says += calls(stock, self._at.now)[len(stock.queue) - 1 :]
        else:
            request = RequestPlace(
                event=self._event,
                part=wish.part,
                pseudonym=alias,
                number=wish.number,
                size=wish.pence or 1 + len(wish.guests),
                delegate_of=wish.delegate_of,
                slots=slots,
                band=wish.band,
            )
            self._says.append(Letter(body_of(self._event), request))
        self.known[alias] = self._changed[alias] = registration.with_wish(wish, self._at.now)

    def release(self, registration: Registration, wish: Wish) -> None:
        """A code goes to the next at home; a place of an open part goes back to the lead."""
        alias = registration.pseudonym
        self.known[alias] = self._changed[alias] = registration.with_wish(wish.given_up(), self._at.now)
        if registration.known_to_host(self._at.keyed):
            release = ReleasePlace(event=self._event, part=wish.part, pseudonym=alias, number=wish.number)
            self._says.append(Letter(body_of(self._event), release))
            id = invitations_id(self._at.keyed, self._event, wish.part)
            if wish.delegate_of and (handed := self._handed.get(id)):
                self._handed[id] = self._used[id] = handed.without(alias)
            return
        left = leave(self.stock(wish.part), alias, wish)
        self._stocks[wish.part] = self._touched[wish.part] = left
        self._says += calls(left, self._at.now)

    @property
    def anything_but_money(self) -> bool:
        wishes = [wish for each in self.known.values() for wish in each.wishes.values()]
        return any(wish.live and wish.pence is None for wish in wishes)

    def decision(self) -> Decision:
        asked = [to_be_asked(stock, self._at.now) for stock in self._touched.values()]
        stocks, due = [stock for stock, _ in asked], [each for _, times in asked for each in times]
        return told(self._changed.values(), self._says, [*stocks, *self._used.values()], due)
