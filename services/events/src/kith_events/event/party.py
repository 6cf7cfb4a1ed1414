"""What a party keeps of an event that another body leads: the newest text, and what it has answered."""

from typing import ClassVar

from pydantic import Field

from kith_chassis.decision import State
from kith_commons.agreement.agreement import concern
from kith_contracts.events.agreements import (
    AgreementStatus,
    Answer,
    Missing,
    StandingChanged,
)
from kith_contracts.events.terms import AgreementTerms, OnBehalf
from kith_contracts.message import Refusal
from kith_contracts.words import Moment, Section
from kith_events.event.clauses import clauses


class Given(Section):
    """What this body answered, and the digest of what concerned it then."""

    answer: Answer
    concern: str
    note: str = ""


class Proposal(State):
    """An agreement that this body was asked to join. An answer stands while what concerns us stands, and is gone when
    that changes, even if it should be changed back: the lead judges so too.
    """

    kind: ClassVar[str] = "proposal"
    event: str
    terms: AgreementTerms
    hash: str
    answers: dict[OnBehalf, Given] = Field(default={}, max_length=2)
    agreed: dict[OnBehalf, int] = Field(default={}, max_length=2)
    """Up to which version our acceptance held, even if it is gone by now."""
    destroyed: Moment | None = None
    """When the lead destroyed the key to what it was sent of our people, by its receipt."""
    stands: StandingChanged | None = None
    """How it stands, by the lead's newest word."""
    leaving: bool = False
    """Whether we have withdrawn, and the lead has not heard it yet."""
    version: int = 1

    @property
    def id(self) -> str:
        return self.event

    @property
    def left(self) -> bool:
        """Whether we are no party any more; the text is then the last one that we were a party to."""
        return self.stands is not None and self.stands.status == "left" and self.stands.text > self.terms.version

    @property
    def status(self) -> AgreementStatus:
        """How it stands, for us: whoever has left has withdrawn."""
        if self.left or self.leaving:
            return "withdrawn"
        if self.stands is None or self.stands.status == "left" or self.stands.text < self.terms.version:
            return "proposed"
        return self.stands.status

    @property
    def missing(self) -> list[Missing]:
        """Who has not accepted the present text yet, as the lead has told."""
        known = self.stands is not None and self.stands.text == self.terms.version
        return self.stands.missing if self.stands and known else []

    def obstacle(self, body: str, seen: str | None = None) -> Refusal | None:
        """Why this body can say nothing to the text any more, or nothing to the one that it has `seen`, by its hash."""
        if self.left or self.leaving or self.terms.party(body) is None:
            return Refusal("body-not-party", "Your organisation is not a party to the present text.", "event")
        if self.status in ("withdrawn", "ended"):
            return Refusal("agreement-over", "The lead has called the event off, or it is over.", "event")
        if seen not in (None, self.hash):
            sentence = f"The text has changed. Look at version {self.terms.version} first."
            return Refusal("stale-hash", sentence, "hash")
        return None

    def standing(self, body: str) -> dict[OnBehalf, Given]:
        """The answers that still hold for the present text."""
        if self.left or self.leaving or self.terms.party(body) is None:
            return {}
        ours = clauses(self.terms)
        return {behalf: given for behalf, given in self.answers.items() if given.concern == concern(ours, body, behalf)}

    def reopened(self, body: str) -> dict[OnBehalf, int]:
        """Which acceptances of this body are missing that it gave before, and up to which version they held."""
        if self.obstacle(body):
            return {}
        standing = self.standing(body)
        given = [behalf for behalf, each in standing.items() if each.answer == "accepted"]
        return {behalf: version for behalf, version in self.agreed.items() if behalf not in given}
