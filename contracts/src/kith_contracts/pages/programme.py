"""The programme as its officers read it, and what a person has answered to an invitation to speak."""

from kith_contracts.descriptions import Described
from kith_contracts.events.entries import Scheduled
from kith_contracts.events.programme import Session
from kith_contracts.pages.wording import Advice


class Dismissed(Described):
    """Advice that is not taken, and why."""

    advice: Advice
    why: str


class LedProgramme(Described):
    """The programme as its officers see it, and what might be better."""

    event: str
    version: int
    published: bool
    sessions: list[Session]
    advice: list[Advice]
    dismissed: list[Dismissed]
    codes: dict[str, str]
    """By short name, for each who speaks for a party: what they are given with the invitation, to answer at home. That
    of an author is at the author's home alone.
    """


class OwnSpeaking(Described):
    """What one has answered to an invitation to speak, and whether it stands at who leads the event, and if not why."""

    event: str
    event_status: str
    """As it is published: at one that is `cancelled` nobody speaks."""
    invited: str
    comes: bool
    shown_as: str | None
    status: str
    code: str
    sentence: str
    sessions: list[Scheduled]
    """When and where, as the lead has said last."""
