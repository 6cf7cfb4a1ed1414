"""The messages of a programme: what happens in the parts of an event, who speaks, and advice on both.

They are messages of the events service. A speaker is shown in public only under the name that they have agreed to.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.entries import EntryOf
from kith_contracts.message import Body, Command, Contract, Fact, Message, Public, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    BodySlug,
    Code,
    Count,
    EventName,
    Line,
    Moment,
    Note,
    PartName,
    Phrase,
    Section,
    Sentence,
    Slug,
    Version,
)

SessionKind = Literal["talk", "panel", "workshop", "discussion", "meeting", "break"]
"""What sort of session it is: a `talk`; a `panel` of several speakers; a `workshop` to work in; a `discussion` among
all; a `meeting` of a network or committee; a `break`."""
Does = Literal["speaks", "chairs", "facilitates"]
"""What the person does in the session: `speaks`; `chairs`, and leads through it; `facilitates`, and helps groups to
work."""


class Speaker(Section):
    """Someone who speaks, chairs or facilitates. What they tell about themselves is for advice on the programme; only
    officers of the hosting networks see it.
    """

    known_by = ("speaker",)
    speaker: Body[Slug]
    """A short name, the same in all sessions of an event; in public it is nowhere."""
    author: Body[bool] = False
    """Whether this is who wrote the entry of the session: then their home is told by which code they answer."""
    does: Body[Does] = "speaks"
    status: Body[Literal["asked", "confirmed", "withdrawn"]] = "asked"
    """Whether they have said yes: `asked`, `confirmed`, or `withdrawn`. Who speaks for a party confirms at home, and
    nobody else can."""
    shown_as: Body[Line | None] = None
    """The name under which they have agreed to be shown; without it they are shown without a name."""
    body: Body[BodySlug | None] = None
    """For which organisation they speak; if it is a party, they are at home there."""
    minutes: Body[int | None] = Field(default=None, ge=0, le=1440)
    """How long; without it they share what others leave of the session."""
    told: Body[dict[Slug, Slug]] = Field(default={}, max_length=4)
    """What they have told of themselves, so that a panel can be balanced: `level: early-career`."""


class Session(Section):
    """What happens at one time in one room, inside a part of the event."""

    known_by = ("session",)
    session: Body[Slug]
    """Short name of the session, unique inside the programme."""
    title: Body[Sentence] = ""
    """Without one, that of the entry."""
    entry: Body[EntryOf | None] = None
    """What it came of: an entry that was accepted. In public it is nowhere."""
    part: Body[PartName]
    kind: Body[SessionKind] = "talk"
    starts: Body[Moment]
    """When the session starts."""
    ends: Body[Moment]
    """When the session ends."""
    room: Body[Phrase | None] = None
    """The room; empty while none is named."""
    speakers: Body[list[Speaker]] = Field(default=[], max_length=8)


class InclusiveRule(Section):
    """A word or phrase that leaves people out, what to write instead (empty: leave it out), and why."""

    known_by = ("words",)
    words: Body[Phrase]
    """Word or phrase; `*` at the end of a word stands for any letters."""
    better: Body[Note] = ""
    """What to write instead; empty means to leave it out."""
    why: Body[Note]
    """Why, for who has written it."""


# Commands of the officers of the lead's networks


class SetProgramme(Renewal):
    """The whole programme; it replaces the earlier one. What a session or speaker in it leaves out stays as it is."""

    contract: ClassVar = Contract("set-programme", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    sessions: Body[list[Session]] = Field(max_length=60)
    published: Body[bool] = False
    """Whether everyone may see it; once they may, they see each later one too."""


class WithdrawSpeaker(Command):
    """A speaker cannot come: they leave all sessions at once, and what they told about themselves is deleted."""

    contract: ClassVar = Contract("withdraw-speaker", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    speaker: Body[Slug]
    """Short name of the speaker inside the programme."""


class DismissAdvice(Command):
    """Somebody has read advice and does not follow it, for this reason. It comes back when what it is about changes."""

    contract: ClassVar = Contract("dismiss-advice", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    advice: Body[Code] = Field(min_length=1)
    """Code of the advice, as the page of the programme shows it."""
    why: Body[Line]
    """Why it is not taken."""


class CloseProgramme(Command):
    """Delete what speakers have told: the time for which personal data are kept is over. The events service sends this
    to itself.
    """

    contract: ClassVar = Contract("close-programme", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]


class ProgrammeCommandRefused(Refused):
    """A command about a programme was refused."""

    contract: ClassVar = Contract("programme-command-refused", "events", Channel.PEOPLE_FACTS, key=("command",))


# Commands of a body's own systems


class SetWording(Renewal):
    """The organisation's own list of words; it replaces its earlier one: rules added to the built-in list, and words of
    that list it does not want to be warned of. What is left out stays as it is.
    """

    contract: ClassVar = Contract("set-wording", "events", Channel.PRIVATE_COMMANDS, key=("body",))

    body: Body[BodySlug]
    rules: Body[list[InclusiveRule]] = Field(default=[], max_length=200)
    without: Body[list[Phrase]] = Field(default=[], max_length=200)
    """Words of the built-in list that the organisation does not want to be warned of."""


# Facts


class PublishedSpeaker(Section):
    """A speaker as everyone sees them, by the name that they have agreed to, if any."""

    shown_as: Public[Line | None] = None
    """Name that the speaker has agreed to be shown by; absent if to none."""
    body: Public[BodySlug | None] = None
    does: Public[Does]


class PublishedSession(Section):
    """A session as everyone sees it, with the speakers who have confirmed."""

    session: Public[Slug]
    """Short name of the session."""
    title: Public[Line]
    """Title of the session, as everyone reads it."""
    part: Public[PartName]
    kind: Public[SessionKind]
    starts: Public[Moment]
    """When the session starts."""
    ends: Public[Moment]
    """When the session ends."""
    room: Public[Phrase | None] = None
    """The room; empty while none is named."""
    speakers: Public[list[PublishedSpeaker]] = Field(default=[], max_length=8)


class ProgrammePublished(Fact):
    """The programme of an event as everyone sees it."""

    contract: ClassVar = Contract(
        "programme-published",
        "events",
        Channel.SHARED,
        key=("event",),
        lead="sender",
        own_only=False,
        aspects=("programme",),
    )

    event: Public[EventName]
    sessions: Public[list[PublishedSession]] = Field(max_length=60)
    version: Public[Version]


class ProgrammeUpdated(Fact):
    """The programme has changed, and how much advice on it is open: for the organisation's systems, without a name."""

    contract: ClassVar = Contract(
        "programme-updated", "events", Channel.PRIVATE_FACTS, key=("event",), aspects=("programme",)
    )

    event: Body[EventName]
    sessions: Body[Count]
    """How many sessions the programme has."""
    advice: Body[Count]
    """How many pieces of advice are open."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    SetProgramme,
    WithdrawSpeaker,
    DismissAdvice,
    CloseProgramme,
    ProgrammeCommandRefused,
    SetWording,
    ProgrammePublished,
    ProgrammeUpdated,
)
