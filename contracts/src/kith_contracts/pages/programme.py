"""The programme as its officers read it, and what a person has answered to an invitation to speak."""

from kith_contracts.descriptions import Described
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.programme import Session
from kith_contracts.pages.wording import Advice


class Dismissed(Described):
    """Advice that is not taken, and why."""

    advice: Advice
    """The piece of advice that is set aside."""
    why: str
    """Why an officer set it aside, in their words."""


class LedProgramme(Described):
    """The programme as its officers see it, and what might be better."""

    event: str
    """Full name of the event, such as `iop/women-in-physics`."""
    version: int
    """Version of the programme; 0 if there is none yet."""
    published: bool
    """Whether a version of it is public."""
    sessions: list[Session]
    """The sessions, with who speaks in each, as the officers have set them."""
    advice: list[Advice]
    """What might be better and is not set aside; empty if nothing was found."""
    dismissed: list[Dismissed]
    """Advice that still applies and was set aside."""
    codes: dict[str, str]
    """By short name, for each who speaks for a party: what they are given with the invitation, to answer at home. That
    of an author is at the author's home alone.
    """


class OwnSpeaking(Described):
    """What one has answered to an invitation to speak, and whether it stands at who leads the event, and if not why."""

    event: str
    """Full name of the event at which the person was invited to speak."""
    event_status: str
    """As it is published: at one that is `cancelled` nobody speaks."""
    invited: str
    """The code of the invitation, with which the person answers."""
    comes: bool
    """Whether the person has said that they come."""
    shown_as: str | None
    """The name that the programme shows for them; null if they chose to be shown without one."""
    status: str
    """`given`: the answer is on its way. `taken`: the lead has it. `refused`: it does not stand."""
    code: str
    """Why the answer was refused, for programs; empty if it was not."""
    sentence: str
    """Why the answer was refused, as a sentence; empty if it was not."""
    sessions: list[Scheduled]
    """When and where, as the lead has said last."""
