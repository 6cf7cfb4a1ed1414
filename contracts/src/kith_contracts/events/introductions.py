"""The messages of introductions by hand: somebody names two who should meet, both say yes at home, contacts follow.

The lead of the event passes keys and sealed contacts on. A no never leaves home. They are messages of the events
service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, Refused
from kith_contracts.texts import READABLE
from kith_contracts.topics import Channel
from kith_contracts.words import (
    ONE_LINE,
    BodySlug,
    EventName,
    KeyedHash,
    Moment,
    Note,
    PersonId,
    Pseudonym,
    PublicKey,
    Section,
    Signature,
)

Reason = Annotated[
    str, StringConstraints(min_length=10, max_length=300, strip_whitespace=True, pattern=ONE_LINE), READABLE
]
"""Why two should meet, in the own words of whoever names them. Both read it, and neither is told who the other is."""
Outcome = Literal["helped", "not", "not-met"]
"""Whether it helped. `helped`: it did. `not`: they met and it did not. `not-met`: they have not met yet."""


class SignedKey(Section):
    """A public key made for one acceptance, signed by the home that made it, so that nobody who passes it on can
    replace it.
    """

    public: Body[PublicKey]
    """The public key that was made for this introduction."""
    at: Body[Moment]
    """When the key was signed."""
    signature: Body[Signature]


# At the lead


class Introduce(Command):
    """An officer of a network that leads the event names two people who have a place there and should meet."""

    contract: ClassVar = Contract("introduce", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    a: Body[Pseudonym]
    b: Body[Pseudonym]
    reason: Body[Reason]


class CloseIntroduction(Command):
    """It may be over: count it and delete who it was. The events service sends this to itself."""

    contract: ClassVar = Contract("close-introduction", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    pair: Body[KeyedHash]
    """Id of the introduction at the lead, which knows both sides."""


class IntroductionRefused(Refused):
    """These two are not introduced."""

    contract: ClassVar = Contract("introduction-refused", "events", Channel.PEOPLE_FACTS, key=("command",))


# Between bodies


class IntroductionOffered(Fact):
    """Lead to home: somebody thinks that this one should meet another, and why. The id is another for each side."""

    contract: ClassVar = Contract(
        "introduction-offered", "events", Channel.INBOX, key=("introduction",), lead="sender", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side; the other side has another."""
    pseudonym: Body[Pseudonym]
    beyond: Body[BodySlug]
    """Where the other is at home: one sees it before one says anything."""
    reason: Body[Reason]
    until: Body[Moment]
    """Until when the person can say yes."""


class IntroductionAnswered(Fact):
    """Home to lead: the person accepts, with a key made for this introduction; without a key the acceptance is taken
    back.
    """

    contract: ClassVar = Contract(
        "introduction-answered", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""
    signed_key: Body[SignedKey | None] = None


class KeyPassed(Fact):
    """Lead to home: both have said yes; seal to this key, which is that of the other side, of this home."""

    contract: ClassVar = Contract(
        "key-passed", "events", Channel.INBOX, key=("introduction",), lead="sender", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""
    body: Body[BodySlug]
    signed_key: Body[SignedKey]


class HandContact(Command):
    """Home to lead, for the other side: the contact that its person gives.

    `box` is HPKE as in `ShareDetails`: the ciphertext of a text of fixed length, bound to event and key.
    """

    contract: ClassVar = Contract(
        "hand-contact", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""
    public: Body[PublicKey]
    """To which it is sealed."""
    box: Body[str] = Field(default="", pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=3000)
    """The sealed contact, in base64url; only the home of the other side opens it."""


class ContactReleased(Fact):
    """Lead to home: the box of the other side; that of this side goes there at the same time."""

    contract: ClassVar = Contract(
        "contact-released", "events", Channel.INBOX, key=("introduction",), lead="sender", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""
    box: Body[str] = Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=3000)
    """The sealed contact of the other side, in base64url."""


class IntroductionFollowed(Fact):
    """Home to lead: what its person says of it later."""

    contract: ClassVar = Contract(
        "introduction-followed", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""
    outcome: Body[Outcome]


# People: never leave home


class AnswerIntroduction(Command):
    """A person says yes, and which contact the other gets if they say yes too; or later; or no. Until the contacts are
    released, another answer can take it back.
    """

    contract: ClassVar = Contract("answer-introduction", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    introduction: Personal[KeyedHash]
    """Id of the introduction, as the person's own page shows it."""
    answer: Personal[Literal["yes", "later", "no"]]
    """`yes`; `later`: not now, ask again; or `no`, which the other side never hears."""
    contact: Personal[Note] = ""
    """The contact that the other side gets once both have said yes, such as a mail address."""


class SayHowItWent(Command):
    """A person says whether an introduction has helped; the last word counts."""

    contract: ClassVar = Contract("say-how-it-went", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    introduction: Personal[KeyedHash]
    """Id of the introduction, as the person's own page shows it."""
    outcome: Personal[Outcome]


class PursueIntroduction(Command):
    """The time to accept is over, or it is time to ask whether it helped. The events service sends this to itself."""

    contract: ClassVar = Contract("pursue-introduction", "events", Channel.PEOPLE_COMMANDS, key=("introduction",))

    introduction: Body[KeyedHash]
    """Id of the introduction for this side."""


MESSAGES: tuple[type[Message], ...] = (
    *(Introduce, CloseIntroduction, IntroductionRefused),
    *(IntroductionOffered, IntroductionAnswered, KeyPassed, HandContact, ContactReleased, IntroductionFollowed),
    *(AnswerIntroduction, SayHowItWent, PursueIntroduction),
)
