"""What home keeps of its people's wishes: who asked for what, under which pseudonym, and what the person was told."""

from base64 import b32encode
from collections.abc import Iterable
from typing import ClassVar, Final

from kith_chassis.decision import Decision, Due, Keyed, State
from kith_commons.arrivals import door_code
from kith_contracts.events.details import Details
from kith_contracts.events.groups import Companion, companion
from kith_contracts.events.places import PartRegistration, RegistrationUpdated
from kith_contracts.events.plan import EventPart
from kith_contracts.events.requests import Why, WishStatus
from kith_contracts.message import Letter, Message, Personal
from kith_contracts.pages.places import Seat
from kith_contracts.words import EntryCode, FullName, Moment, PersonId, Section, Slug

MOST_TURNS: Final = 10

# States


class Turn(Section):
    """What a wish became, and when home heard of it."""

    at: Moment
    status: WishStatus
    code: str = ""
    sentence: str = ""
    until: Moment | None = None
    why: Why | None = None


class Wish(Section):
    """The wish for one part. `number` rises when it is asked again, `version` is that of the lead's last decision."""

    part: Slug
    number: int = 1
    version: int = 0
    status: WishStatus = "asked"
    code: str = ""
    sentence: str = ""
    until: Moment | None = None
    """By when an offer has to be accepted, or when the draw is."""
    why: Why | None = None
    entry: EntryCode | None = None
    """The entry code, of a closed part."""
    slot: int | None = None
    """The number of the slot, of a part that is cut into some."""
    slots: list[int] = []  # noqa: RUF012 - pydantic copies it
    """The numbers of those that would do."""
    guests: list[Companion] = []  # noqa: RUF012 - pydantic copies it
    """Who comes with them: for all of them, or for nobody."""
    delegate_of: FullName | None = None
    """The network in whose name they come."""
    pence: int | None = None
    """The sum, of a fund. The lead knows who asks for one under a pseudonym that is nowhere else."""
    band: int | None = None
    """Of a fund that asks how much it is needed."""
    told: str = ""
    """The status that the person was told last of this number."""
    turns: list[Turn] = []  # noqa: RUF012 - pydantic copies it
    """What it became, one after the other and the newest last, whatever its number; the last ten."""

    @property
    def live(self) -> bool:
        return self.status not in ("refused", "released")

    @property
    def news(self) -> bool:
        """Whether the person has to hear of it: an answer, or that a place they were told of is gone, which stands in
        their calendar. Who stops waiting knows that.
        """
        if self.status == "released":
            return self.told == "granted"
        return self.status != self.told

    def given_up(self) -> "Wish":
        """Nothing is wanted any more, and nothing is left of it."""
        gone: dict[str, object] = {"status": "released", "code": "", "sentence": "", "guests": [], "delegate_of": None}
        return self.but(**gone, entry=None, until=None, slot=None, why=None, band=None)

    def turned(self, before: "Wish | None", now: Moment) -> "Wish":
        """The wish, with what it is now as one turn more, unless it was that before."""
        turns = before.turns if before else []
        if before and (before.number, before.status, before.code) == (self.number, self.status, self.code):
            return self.but(turns=turns)
        turn = Turn(at=now, **{name: getattr(self, name) for name in Turn.model_fields if name != "at"})
        return self.but(turns=[*turns, turn][-MOST_TURNS:])

    def but(self, **changes: object) -> "Wish":
        return self.model_copy(update=changes)


class Arrival(Section):
    """Whether somebody has come to a part, as the lead has said last."""

    come: bool
    version: int


class Registration(State):
    """What one person wants of one event, in all open parts or in one closed part; named by its pseudonym."""

    kind: ClassVar[str] = "registration"
    person: Personal[PersonId]
    pseudonym: str
    event: Personal[FullName]
    wishes: Personal[dict[Slug, Wish]]
    details: Personal[Details | None] = None
    """What the host may be told near the start, of open parts only."""
    seats: Personal[dict[Slug, Seat]] = {}  # noqa: RUF012 - pydantic copies it
    arrivals: Personal[dict[Slug, Arrival]] = {}  # noqa: RUF012 - pydantic copies it
    introduced: int = 0
    """To how many others they were proposed."""
    sent: str = ""
    """What it was told last, as a keyed hash."""
    sendings: int = 0
    decision: int = 0
    version: int = 0

    @property
    def id(self) -> str:
        return self.pseudonym

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person), *((at_event(keyed, self.event),) if self.known_to_host(keyed) else ()))

    def known_to_host(self, keyed: Keyed) -> bool:
        """Whether the lead decides on it: of open parts and of funds."""
        of_open_parts = self.pseudonym == pseudonym(keyed, self.person, self.event)
        return of_open_parts or any(wish.pence for wish in self.wishes.values())

    @property
    def settled(self) -> bool:
        return all(wish.status != "asked" for wish in self.wishes.values())

    def wants(self, part: str) -> bool:
        """Whether the part is asked for, waited for or granted."""
        return part in self.wishes and self.wishes[part].live

    def granted(self) -> str | None:
        """A part in which this registration has a place, if any."""
        return next((part for part, wish in self.wishes.items() if wish.status == "granted"), None)

    @property
    def door_code(self) -> str:
        """What one says at the door instead of a name."""
        return door_code(self.pseudonym)

    def came(self, part: str) -> bool:
        """Whether the lead has seen this person in that part."""
        return part in self.arrivals and self.arrivals[part].come

    def with_arrival(self, part: str, version: int, *, come: bool) -> "Registration":
        return self.but(arrivals={**self.arrivals, part: Arrival(come=come, version=version)})

    def with_wish(self, wish: Wish, now: Moment) -> "Registration":
        return self.with_wishes([wish], now)

    def with_wishes(self, wishes: Iterable[Wish], now: Moment) -> "Registration":
        """The registration with these wishes as they are now, at most one for each part."""
        turned = {wish.part: wish.turned(self.wishes.get(wish.part), now) for wish in wishes}
        return self.but(wishes={**self.wishes, **turned})


def registration_for(registrations: Iterable[Registration], part: str) -> Registration | None:
    """The registration with the wish for this part: the one that is wanted still, if there are two."""
    found = [each for each in registrations if part in each.wishes]
    return max(found, key=lambda each: each.wants(part), default=None)


def pseudonym(keyed: Keyed, person: str, event: str, closed_part: str = "") -> str:
    """By what a host knows this person: another at each event, and another for each closed part of it, so that neither
    two hosts, nor a name and a closed part, can be put together.
    """
    return b32encode(bytes.fromhex(keyed("pseudonym", person, event, closed_part))).decode().lower().rstrip("=")


def at_event(keyed: Keyed, event: str) -> str:
    """The tag of all registrations of open parts for an event."""
    return keyed("registered", event)


def companions(alias: str, names: Iterable[str]) -> list[Companion]:
    """The guests of a registration, each with a pseudonym of their own."""
    return [Companion(name=name, pseudonym=companion(alias, number)) for number, name in enumerate(names, 1)]


def numbers(part: EventPart | None, times: Iterable[Moment]) -> list[int]:
    """The slots that begin at these times; a time at which none begins is past the last one."""
    return [part.slot_at(time) or part.slots + 1 for time in times] if part else []


# What the person hears


def told(
    changed: Iterable[Registration],
    says: Iterable[Message | Letter] = (),
    states: Iterable[State] = (),
    due: Iterable[Due] = (),
) -> Decision:
    """The changed registrations, each with the fact that tells of it; and what else follows."""
    registrations = [each.but(version=each.version + 1) for each in map(_decided, changed)]
    facts = [
        RegistrationUpdated(
            person=each.person,
            registration=each.pseudonym,
            event=each.event,
            parts=[
                PartRegistration(**{name: getattr(wish, name) for name in PartRegistration.model_fields})
                for wish in each.wishes.values()
            ],
            decision=each.decision,
            version=each.version,
        )
        for each in registrations
    ]
    return Decision(states=(*registrations, *states), says=(*says, *facts), due=tuple(due))


def _decided(registration: Registration) -> Registration:
    """With one decision more, if nothing is unanswered any more, and the person has not been told all of it."""
    wishes = registration.wishes
    if not registration.settled or not any(wish.news for wish in wishes.values()):
        return registration
    told = {part: wish.but(told=wish.status) for part, wish in wishes.items()}
    return registration.but(wishes=told, decision=registration.decision + 1)
