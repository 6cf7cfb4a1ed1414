"""Registrations at home: who of our people asked for what, under which pseudonym, and what the lead decided."""

from base64 import b32encode
from collections.abc import Iterable
from typing import ClassVar, Literal

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_contracts.agreements import EventPart
from kith_contracts.directory import PersonUpdated, Standing
from kith_contracts.message import Letter, Personal
from kith_contracts.places import (
    AskForPlaces,
    GiveUpPlaces,
    PartRegistration,
    PlaceDecided,
    RegistrationUpdated,
    ReleasePlace,
    RequestPlace,
)
from kith_contracts.words import FullName, PersonId, Section, Slug, body_of
from kith_events.domain.eligibility import too_many, unavailable, unsuitable
from kith_events.domain.public import Shown

# States


class Guest(State):
    """Someone at home here, as far as events need to know: whether they belong to a closed audience."""

    kind: ClassVar[str] = "person"
    person: Personal[PersonId]
    standing: Personal[Standing]
    audiences: Personal[list[Slug]]
    version: int

    @property
    def id(self) -> str:
        return self.person


class Wish(Section):
    """The wish for one part. `number` rises when it is asked again, `version` is that of the lead's last decision."""

    part: Slug
    number: int = 1
    version: int = 0
    status: Literal["asked", "granted", "waiting", "refused", "released"] = "asked"
    code: str = ""
    sentence: str = ""
    told: str = ""
    """The status that the person was told last of this number."""

    @property
    def live(self) -> bool:
        return self.status in ("asked", "granted", "waiting")

    @property
    def news(self) -> bool:
        """Whether the person has to hear of it: an answer, or that a place they were told of is gone, which stands in
        their calendar. Who stops waiting knows that.
        """
        if self.status == "released":
            return self.told == "granted"
        return self.status != self.told

    def but(self, **changes: object) -> "Wish":
        return self.model_copy(update=changes)


class Registration(State):
    """What one person wants of one event, in all open parts or in one closed part; named by its pseudonym."""

    kind: ClassVar[str] = "registration"
    person: Personal[PersonId]
    pseudonym: str
    event: Personal[FullName]
    wishes: Personal[dict[Slug, Wish]]
    decision: int = 0
    version: int = 0

    @property
    def id(self) -> str:
        return self.pseudonym

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)

    @property
    def settled(self) -> bool:
        return all(wish.status != "asked" for wish in self.wishes.values())

    def wants(self, part: str) -> bool:
        """Whether the part is asked for, waited for or granted."""
        return part in self.wishes and self.wishes[part].live

    def with_wish(self, wish: Wish) -> "Registration":
        return self.but(wishes={**self.wishes, wish.part: wish})


def pseudonym(keyed: Keyed, person: str, event: str, closed_part: str = "") -> str:
    """By what a host knows this person: another at each event, and another for each closed part of it, so that neither
    two hosts, nor a name and a closed part, can be put together.
    """
    return b32encode(bytes.fromhex(keyed("pseudonym", person, event, closed_part))).decode().lower().rstrip("=")


# Decisions


def know(_at: Circumstances, fact: PersonUpdated, guest: Guest | None) -> Decision:
    """Keep the newest of what home knows of a person."""
    if guest and guest.version >= fact.version:
        return NOTHING
    fields = {name: getattr(fact, name) for name in ("person", "standing", "audiences", "version")}
    return Decision(states=(Guest(**fields),))


def ask(
    at: Circumstances,
    command: AskForPlaces,
    guest: Guest | None,
    shown: Shown | None,
    *registrations: Registration | None,
) -> Decision:
    """Ask the lead for places. One wrong part refuses the whole wish, so that nobody gets half of what they meant."""
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if wrong := unavailable(at.body, shown):
        return Decision(refusal=wrong)
    plan = _plan(shown)
    known = _by_pseudonym(registrations)
    changed: dict[str, Registration] = {}
    says: list[Letter] = []
    for index, name in enumerate(command.parts):
        part = plan.get(name)
        alias = pseudonym(at.keyed, command.person, command.event, name if part and part.closed else "")
        registration = known.get(alias) or Registration(
            person=command.person, pseudonym=alias, event=command.event, wishes={}
        )
        # Under any pseudonym: a part that was open may be closed by now, and one person takes one place.
        wanted = any(each.wants(name) for each in known.values())
        fault = unsuitable(part, guest.audiences, at.now, wanted=wanted)
        wish = _asked(registration.wishes.get(name), name)
        known[alias] = changed[alias] = registration.with_wish(wish)
        if fault := fault or too_many(len(known[alias].wishes)):
            return Decision(refusal=fault._replace(field=f"parts.{index}"))
        request = RequestPlace(event=command.event, part=name, pseudonym=alias, number=wish.number)
        says.append(Letter(body_of(command.event), request))
    return _told(changed.values(), says)


def give_up(_at: Circumstances, command: GiveUpPlaces, *registrations: Registration | None) -> Decision:
    """Give places back, or stop waiting for them; at home it is so at once, whenever the lead hears of it."""
    known = _by_pseudonym(registrations)
    changed: dict[str, Registration] = {}
    says: list[Letter] = []
    for index, name in enumerate(command.parts):
        registration = next((each for each in known.values() if each.wants(name)), None)
        if registration is None:
            return refuse("not-registered", "You have not asked for this part, or gave it up before.", f"parts.{index}")
        wish, alias = registration.wishes[name], registration.pseudonym
        freed = wish.but(status="released", code="", sentence="")
        known[alias] = changed[alias] = registration.with_wish(freed)
        release = ReleasePlace(event=command.event, part=name, pseudonym=alias, number=wish.number)
        says.append(Letter(body_of(command.event), release))
    return _told(changed.values(), says)


def take_decision(
    _at: Circumstances, fact: PlaceDecided, registration: Registration | None, erasure: State | None
) -> Decision:
    """What the lead decided; the newest counts. A place that was given up meanwhile is given back. Of what is erased
    nothing is heard any more.
    """
    if erasure:
        return NOTHING
    wish = registration.wishes.get(fact.part) if registration and registration.event == fact.event else None
    if registration is None or wish is None:
        return refuse("registration-unknown", "Nobody here has asked for this place.", "pseudonym")
    if fact.number != wish.number or fact.version <= wish.version:
        return NOTHING
    heard = wish.but(version=fact.version)
    if wish.status == "released":
        kept = registration.with_wish(heard)
        if fact.status not in ("granted", "waiting"):
            return Decision(states=(kept,))
        release = ReleasePlace(event=fact.event, part=fact.part, pseudonym=fact.pseudonym, number=wish.number)
        return Decision(states=(kept,), says=(Letter(body_of(fact.event), release),))
    heard = heard.but(status=fact.status, code=fact.code, sentence=fact.sentence)
    return _told([registration.with_wish(heard)], [])


def _asked(before: Wish | None, part: str) -> Wish:
    """Asked, or asked again: under a number of its own, on which the lead has decided nothing yet."""
    return Wish(part=part, number=before.number + 1 if before else 1)


def _plan(shown: Shown | None) -> dict[str, EventPart]:
    plan = shown.published.plan if shown else None
    return {part.part: part for part in plan.parts} if plan else {}


def _by_pseudonym(registrations: tuple[Registration | None, ...]) -> dict[str, Registration]:
    return {each.pseudonym: each for each in registrations if each}


def _told(changed: Iterable[Registration], says: list[Letter]) -> Decision:
    registrations = [each.but(version=each.version + 1) for each in map(_decided, changed)]
    facts = [
        RegistrationUpdated(
            person=each.person,
            registration=each.pseudonym,
            event=each.event,
            parts=[
                PartRegistration(part=wish.part, status=wish.status, code=wish.code, sentence=wish.sentence)
                for wish in each.wishes.values()
            ],
            decision=each.decision,
            version=each.version,
        )
        for each in registrations
    ]
    return Decision(states=tuple(registrations), says=(*says, *facts))


def _decided(registration: Registration) -> Registration:
    """With one decision more, if nothing is unanswered any more, and the person has not been told all of it."""
    wishes = registration.wishes
    if not registration.settled or not any(wish.news for wish in wishes.values()):
        return registration
    told = {part: wish.but(told=wish.status) for part, wish in wishes.items()}
    return registration.but(wishes=told, decision=registration.decision + 1)
