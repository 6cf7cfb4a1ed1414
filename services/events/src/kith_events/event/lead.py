"""What the lead of a joint event keeps of it: the text, who has accepted it, its places, and its key."""

from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import Keyed, State
from kith_commons.agreement.lead import Led
from kith_commons.agreement.template import Template
from kith_commons.places.allotment import Allotment
from kith_commons.places.blocks import Blocks
from kith_commons.places.unknown import Unknown
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.draws import DrawShare
from kith_contracts.events.leads import EventAgreed
from kith_contracts.events.terms import DetailsKey, EventTerms
from kith_contracts.words import Moment
from kith_events.event.clauses import begun
from kith_events.event.template import JOINT_EVENT

MOST_OF_A_LEAD: Final = 1_000_000
"""So much of a kind one lead numbers at most."""
KEY_DUE: Final = "key-due"
"""Events for which a key pair is to be made, or the private half of one destroyed."""


def led_tag(event: str) -> str:
    """By what an event is found that this body leads and another has founded: its short name."""
    return f"led/{event.partition('/')[2]}"


# States


class EventKey(BaseModel):
    """The public half of the key pair of an event, and whether the private half is still to be had."""

    model_config = ConfigDict(frozen=True)

    public: str
    status: Literal["alive", "closing", "destroyed"] = "alive"

    @property
    def alive(self) -> bool:
        return self.status == "alive"


class Draw(BaseModel):
    """A draw of the places of a part: when it closes, and what each body adds to its seed. How far it is, the allotment
    says.
    """

    model_config = ConfigDict(frozen=True)

    closes: Moment
    shares: dict[str, DrawShare]

    def with_share(self, share: DrawShare) -> "Draw":
        return self.model_copy(update={"shares": {**self.shares, share.body: share}})


class JointEvent(Led[EventTerms], State):
    """An event that this body leads: the text, who has accepted it, and the places of each part. The places are those
    of the last text that all accepted: one that is only proposed gives and takes nothing.
    """

    kind: ClassVar[str] = "event"
    template: ClassVar[Template[Any, Any]] = JOINT_EVENT
    places: dict[str, Allotment]
    """Of open parts; who has them is with each `Place`."""
    blocks: dict[str, Blocks] = {}  # noqa: RUF012 - pydantic copies it
    """Of closed parts; who uses them is known at their homes alone."""
    draws: dict[str, Draw] = {}  # noqa: RUF012 - pydantic copies it
    """Of open parts whose places are drawn."""
    codes: dict[str, dict[int, tuple[str, ...]]] = {}  # noqa: RUF012 - pydantic copies it
    """By closed part and block: the entry codes that a lead before has given out."""
    unheard: tuple[str, ...] = ()
    """Parties that have not said yet, since this body leads, which places their people have."""
    unknown: dict[str, Unknown] = {}  # noqa: RUF012 - pydantic copies it
    """By open part: the places of which nobody has said yet who has them."""
    successor: str | None = None
    """To whom this body hands over."""
    agreed: EventAgreed | None = None
    """What the parties were told last of the text that is in force; None as long as there is none."""
    key: EventKey | None = None
    """To what homes seal what the door needs to know."""
    published: EventPublished | None = None

    @property
    def event(self) -> str:
        return self.terms.subject

    @property
    def id(self) -> str:
        return self.terms.subject

    @property
    def open(self) -> bool:
        return self.published is not None and self.published.status == "open"

    @property
    def numbered_from(self) -> int:
        """What a lead tells of this event, it numbers from here: above all that a lead before can have numbered."""
        return MOST_OF_A_LEAD * (self.terms.term - 1)

    @property
    def rooms(self) -> dict[str, Allotment]:
        """The places where people are: of open parts and bundles, and not of funds."""
        return {name: each for name, each in self.places.items() if not self.terms.plan.fund(name)}

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        """By what the worker that makes and destroys keys finds it."""
        wanted = self.key is None and self.open and self.terms.data_fields
        due = (KEY_DUE,) if wanted or (self.key and self.key.status == "closing") else ()
        return (*due, led_tag(self.id)) if self.terms.succession else due

    def gives(self, part: str, now: datetime) -> bool:
        """Whether a place of this part may be given now: not while the hosts agree on a change, nor once it began."""
        return self.open and not begun(self.terms, part, now)

    @property
    def details_key(self) -> DetailsKey | None:
        """What everyone is told of the key, while the private half lives."""
        if not (self.key and self.key.alive):
            return None
        return DetailsKey(key=self.key.public, opens=self.terms.data_opens, closes=self.terms.data_closes)
