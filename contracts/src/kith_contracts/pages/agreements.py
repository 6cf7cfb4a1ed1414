"""Agreements, as the organisations that were asked to join read them."""

from datetime import datetime

from kith_contracts.agreements.messages import Missing
from kith_contracts.agreements.terms import AgreementStatus, Answer, OnBehalf
from kith_contracts.descriptions import Described
from kith_contracts.events.suggestions import Suggestion
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.dates import Clash
from kith_contracts.pages.wording import Advice


class ClauseDiff(Described):
    """A clause in which two texts differ, in plain words, and who has to accept it."""

    clause: str
    """Name of the clause, such as `plan`, `cost` or `guest hosts`."""
    old: str
    """What the earlier text says, in plain words; `nothing` if it has no such clause."""
    new: str
    """What the later text says, in plain words; `nothing` if it has no such clause."""
    needs: OnBehalf
    """Who has to accept it."""
    concerns: list[str]
    """Slugs of the organisations that have to accept it."""


class Reopened(Described):
    """An acceptance that this body gave and that no longer holds, because a clause that it covered was changed. It does
    not hold again when the clause is changed back.
    """

    on_behalf: OnBehalf
    """On whose behalf the acceptance was given: the organisation itself, or its network."""
    version: int
    """The last version of the text for which it held."""
    changes: list[ClauseDiff] | None
    """What has changed since in the clauses that it covered. Empty if it was changed back; null if that text is not
    kept any more."""


class TakeOverPage(Described):
    """This organisation asks to be backed as the next lead."""

    term: int
    """The term that it would lead in."""
    backed_by: list[str]
    """Slugs of the parties that back it; itself among them."""
    needed: int
    """How many have to back it."""
    against: dict[str, str]
    """Why others do not, in a sentence by slug."""


class AgreementPage(Described):
    """An agreement that this body was asked to join: how it stands, who has not accepted yet, and what this body has
    answered to the present text; and when the lead destroyed the key to what it was sent, by its receipt.
    """

    subject: str
    """What it is about: the full name of the event, such as `iop/women-in-physics`."""
    status: AgreementStatus
    """How the agreement stands."""
    terms: EventTerms
    """The present text: plan, parties, money, places and data."""
    hash: str
    """SHA-256 hash of the present text, in hexadecimal. An answer names it, so that nobody accepts another text."""
    answers: dict[OnBehalf, Answer]
    """What this organisation has answered to the present text, for itself and for its network. What is not answered is
    not in it."""
    missing: list[Missing]
    """Which parties have not accepted the present text, and on whose behalf."""
    lead: str
    """Slug of the organisation that leads the event."""
    term: int
    """Which lead that is: 1 for the organisation in the name of the event, one more with each change."""
    silent_since: datetime | None
    """When the lead was heard last, if it has been silent as long as the text says; null if it is there."""
    take_over: TakeOverPage | None
    """Who backs this organisation as the next lead, once it has asked for that; null otherwise."""
    destroyed: datetime | None
    """When the lead destroyed the key to what it was sent about people, by its own receipt; null until then."""
    reopened: list[Reopened]
    """Which acceptances of this body are asked for again, and why."""
    hints: list[str]
    """What the parties may want to look at again; it blocks nothing."""
    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have accepted them; it blocks nothing either."""


class AgreementLine(Described):
    """One of the agreements that this body was asked to join, in short; its own page has the text, and advice on it."""

    subject: str
    """What it is about: the full name of the event, such as `iop/women-in-physics`."""
    status: AgreementStatus
    """How the agreement stands."""
    title: str
    """Title of the event, as the present text says."""
    starts: datetime
    """When the event begins, as the present text says."""
    ends: datetime
    """When the event ends, as the present text says."""
    version: int
    """Version of the present text."""
    hash: str
    """SHA-256 hash of the present text, in hexadecimal. An answer names it."""
    answers: dict[OnBehalf, Answer]
    """What this organisation has answered to the present text, for itself and for its network. What is not answered is
    not in it."""
    missing: list[Missing]
    """Which parties have not accepted the present text, and on whose behalf."""
    reopened: list[OnBehalf]
    """Which acceptances of this body are asked for again."""
    silent_since: datetime | None
    """When the lead was heard last, if it has been silent as long as the text says; null if it is there."""


class SuggestionPage(Described):
    """A change that was suggested, and what it would make of the present text."""

    suggestion: Suggestion
    """The suggestion: who made it, what it would change, why, and what became of it."""
    changes: list[ClauseDiff]
    """The clauses that would change; empty if it no longer fits the present text."""
