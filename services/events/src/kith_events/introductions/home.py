"""Introductions at home: a person is asked, answers, and gets the other's contact once both have said yes.

All of it is sealed with the person's key, and a no stays here.
"""

from datetime import timedelta
from typing import ClassVar, Final, Literal

from pydantic import TypeAdapter

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, refuse
from kith_chassis.keys.box import open_box, public_key
from kith_commons.introductions import LASTS, signed_of
from kith_contracts.box import Box
from kith_contracts.events.introductions import (
    AnswerIntroduction,
    ContactReleased,
    HandContact,
    IntroductionAnswered,
    IntroductionOffered,
    KeyPassed,
    Outcome,
    PursueIntroduction,
    SayHowItWent,
    SignedKey,
)
from kith_contracts.events.introductions import IntroductionFollowed as Followed
from kith_contracts.message import Letter, Personal, Refusal
from kith_contracts.notify.occasions import TellIntroduction
from kith_contracts.words import FullName, KeyedHash, Moment, Note, PersonId, body_of
from kith_events.places.registration import Registration, pseudonym

PADDED: Final = 1_280
"""Bytes of every contact before it is sealed: its length tells nothing."""
LAPSES: Final = timedelta(days=1)
"""So long after the time for a yes a release may still be on its way."""
MOST: Final = 20
"""Introductions of one person at one event that are heard."""
UNKNOWN: Final = Refusal("introduction-unknown", "There is no such introduction for you.", "introduction")
CONTACT: Final = TypeAdapter(Note)

# States


class OwnIntroduction(State):
    """An introduction that one of our people was offered."""

    kind: ClassVar[str] = "introduction"
    own: str
    """A keyed hash: nobody can tell from it which event or introduction it is."""
    person: Personal[PersonId]
    event: Personal[FullName]
    introduction: Personal[KeyedHash]
    """The id by which the lead knows it."""
    reason: Personal[Note]
    until: Personal[Moment]
    answer: Personal[Literal["", "yes", "later", "no"]] = ""
    contact: Personal[Note] = ""
    """What the other gets, if both say yes."""
    private: Personal[str] = ""
    """The private half of the key of the yes, in hexadecimal."""
    beyond: Personal[str]
    """Where the other is at home, as the lead says; nothing is given to another home, which has to sign for it."""
    theirs: Personal[Note] = ""
    """The contact of the other."""
    released: Personal[Moment | None] = None
    asked: bool = False
    """Whether the person was asked if it helped."""
    outcome: Personal[Outcome | None] = None

    @property
    def id(self) -> str:
        return self.own

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)

    def letter(self, signed: SignedKey | None) -> Letter:
        """The yes, or that it is taken back, for the lead."""
        fact = IntroductionAnswered(event=self.event, introduction=self.introduction, signed_key=signed)
        return Letter(body_of(self.event), fact)

    def telling(self, step: Literal["offered", "made", "asked"]) -> TellIntroduction:
        """For the service that writes to people."""
        return TellIntroduction(person=self.person, event=self.event, introduction=self.own, step=step)


def own_id(keyed: Keyed, event: str, introduction: str) -> str:
    """By what home knows an introduction of this lead."""
    return keyed("introduced", event, introduction)


# Decisions on what the lead says


def take_offer(
    at: Circumstances,
    fact: IntroductionOffered,
    registration: Registration | None,
    erasure: State | None,
    own: OwnIntroduction | None,
) -> Decision:
    """Ask the person, once; and for no event more often than anybody would mean it."""
    if own or erasure:
        return NOTHING
    if registration is None or registration.pseudonym != pseudonym(at.keyed, registration.person, fact.event):
        return refuse("registration-unknown", "Nobody here is at this event under this pseudonym.", "pseudonym")
    if registration.introduced >= MOST:
        return NOTHING
    offered = OwnIntroduction(
        own=own_id(at.keyed, fact.event, fact.introduction),
        person=registration.person,
        event=fact.event,
        introduction=fact.introduction,
        reason=fact.reason,
        beyond=fact.beyond,
        until=min(fact.until, at.now + LASTS),
    )
    due = Due(offered.until + LAPSES, PursueIntroduction(introduction=offered.own))
    one_more = registration.but(introduced=registration.introduced + 1)
    return Decision(states=(offered, one_more), says=(offered.telling("offered"),), due=(due,))


def seal_contact(at: Circumstances, fact: KeyPassed, own: OwnIntroduction | None) -> Decision:
    """Both have said yes: seal what our person gives to the key of the other, if the other's home has signed it. Who
    has taken that back gives nothing.
    """
    if own is None or own.answer != "yes" or own.released:
        return NOTHING
    key = fact.signed_key
    if fact.body != own.beyond:
        return refuse("home-differs", "This is not the home that was named when it was offered.", "body")
    if not at.signatures.proves(fact.body, signed_of(fact.event, fact.body, key.public, key.at), key.signature, key.at):
        return refuse("key-not-proven", "The home that is named has not signed this key.", "signed_key.signature")
    box = Box(key.public, own.contact.encode().ljust(PADDED), bound_to(fact.event, key.public))
    command = HandContact(event=fact.event, introduction=fact.introduction, public=key.public)
    return Decision(states=(own,), says=(Letter(body_of(fact.event), command, box),))


def take_contact(at: Circumstances, fact: ContactReleased, own: OwnIntroduction | None) -> Decision:
    """Open what the other gives. What does not open, or is no contact, is put aside."""
    if own is None or own.answer != "yes" or own.released:
        return NOTHING
    private = bytes.fromhex(own.private)
    try:
        opened = open_box(private, fact.box, bound_to(fact.event, public_key(private)))
        theirs = CONTACT.validate_python(opened.decode())
    except ValueError:
        return refuse("box-unreadable", "This is not sealed for anybody here.", "box")
    released = own.but(theirs=theirs, released=at.now, private="")
    due = Due(at.now + LASTS, PursueIntroduction(introduction=own.own))
    return Decision(states=(released,), says=(released.telling("made"),), due=(due,))


def bound_to(event: str, key: str) -> str:
    """What a box is bound to: put anywhere else, it does not open."""
    return f"introduction {event} {key}"


# Decisions on what people say


def answer(at: Circumstances, command: AnswerIntroduction, own: OwnIntroduction | None) -> Decision:
    """The lead hears that one accepts, with a key made for it, or takes that back. Nothing else leaves home."""
    wrong = _unanswerable(at, command, own)
    if wrong or own is None:
        return Decision(refusal=wrong)
    if command.answer != "yes":
        taken_back = (own.letter(None),) if own.answer == "yes" else ()
        return Decision(states=(own.but(answer=command.answer, contact="", private=""),), says=taken_back)
    private = _private_key(at, own)
    public = public_key(bytes.fromhex(private))
    signature = at.signatures.sign(signed_of(own.event, at.body, public, at.now))
    key = SignedKey(public=public, at=at.now, signature=signature)
    accepted = own.but(answer="yes", contact=command.contact, private=private)
    return Decision(states=(accepted,), says=(accepted.letter(key),))


def _unanswerable(at: Circumstances, command: AnswerIntroduction, own: OwnIntroduction | None) -> Refusal | None:
    if own is None or own.person != command.person:
        return UNKNOWN
    if own.released:
        return Refusal("released-already", "You have each other's contact already.", "answer")
    if at.now >= own.until:
        return Refusal("introduction-over", "The time for an answer is over.", "introduction")
    if command.answer == "yes" == own.answer:
        return Refusal("answered-already", "You have said yes. To give another contact, take it back first.", "answer")
    if command.answer == "yes" and not command.contact:
        return Refusal("contact-missing", "Say how the other may reach you, such as a mail address.", "contact")
    return None


def _private_key(at: Circumstances, own: OwnIntroduction) -> str:
    """A key that nobody can compute without the secret of the node, another for each yes; decisions have no dice."""
    halves = [at.keyed("introduction-key", at.id, own.person, own.own, half) for half in ("first", "second")]
    return "".join(halves)


def say_how_it_went(_at: Circumstances, command: SayHowItWent, own: OwnIntroduction | None) -> Decision:
    """Whether it helped: for our figures of nobody, and for the lead under an id that names nobody."""
    if own is None or own.person != command.person:
        return Decision(refusal=UNKNOWN)
    if own.released is None:
        return refuse("not-released", "You do not have each other's contact yet.", "introduction")
    if own.outcome == command.outcome:
        return NOTHING
    fact = Followed(event=own.event, introduction=own.introduction, outcome=command.outcome)
    return Decision(states=(own.but(outcome=command.outcome),), says=(Letter(body_of(own.event), fact),))


def pursue(at: Circumstances, command: PursueIntroduction, own: OwnIntroduction | None) -> Decision:
    """What has come to nothing is deleted and nobody hears of it; of what has come about the person is asked, once."""
    if own is None or own.asked or own.outcome:
        return NOTHING
    due = own.released + LASTS if own.released else own.until + LAPSES
    if at.now < due:
        return Decision(due=(Due(due, command),))
    if own.released is None:
        return Decision(forgets=(OwnIntroduction.at(own.own),))
    return Decision(states=(own.but(asked=True),), says=(own.telling("asked"),))
