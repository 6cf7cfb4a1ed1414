"""What a body and its people are asked, at their home: who may answer is decided here, and that one has answered is all
that is kept; what a person has answered is sealed for who asks.
"""

from base64 import b32encode
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_commons.asks.ask import CLOSED
from kith_commons.asks.replies import fault, written
from kith_contracts.box import Box
from kith_contracts.events.answers import AnswerAsk, AnswerForBody, AnswerTaken, AnswerUpdated, EntryDecided, GiveAnswer
from kith_contracts.events.asks import AskPut
from kith_contracts.events.entries import EntryScheduled, Scheduled
from kith_contracts.events.practice import Reply
from kith_contracts.message import Letter, Personal, Refusal
from kith_contracts.pages.asks import Status
from kith_contracts.words import BodySlug, EntryCode, FullName, PersonId, Sentence, Slug, body_of
from kith_events.agreements.networks import OwnNetwork, asker_of
from kith_events.asks.ask_copy import AskSeen, AsksOf
from kith_events.asks.audience import not_asked
from kith_events.asks.lead import UNKNOWN, bound_to
from kith_events.asks.notices import people_asked
from kith_events.asks.sessions import moved, told_of_move
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal
from kith_events.places.registration import Registration

TOO_MANY: Final = Refusal(
    "too-many-asks", "One organisation cannot ask more than this at a time. Let some asks end first.", "subject"
)

OF_ANOTHER: Final = Refusal("ask-of-another", "Another organisation asks under this name.", "practice")

# States


class Answered(State):
    """That a person has answered one ask, under which pseudonym; of an entry its text, for its author."""

    kind: ClassVar[str] = "answer"
    person: Personal[PersonId]
    pseudonym: str
    asked_by: Personal[BodySlug]
    subject: Personal[FullName]
    practice: Personal[Slug]
    step: Personal[Slug]
    number: int = 0
    status: Personal[Status] = "given"
    code: Personal[Sentence] = ""
    sentence: Personal[Sentence] = ""
    entry: Personal[list[Reply]] = []  # noqa: RUF012 - pydantic copies it
    session: Personal[Scheduled | None] = None
    """What came of the entry, as the lead plans it."""
    invited: Personal[EntryCode | None] = None
    """By what its author answers whether they speak in it."""
    version: int = 0

    @property
    def id(self) -> str:
        return self.pseudonym

    @property
    def ask(self) -> str:
        return f"{self.subject}/{self.practice}/{self.step}"

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (keyed("person", self.person),)


def answer_alias(keyed: Keyed, person: str, event: str, practice: str, step: str) -> str:
    """By what who asks knows this person's answer: another for each ask, so that no two can be put together."""
    return b32encode(bytes.fromhex(keyed("answer", person, event, practice, step))).decode().lower().rstrip("=")


# Decisions about the body


def hear_ask(
    at: Circumstances,
    fact: AskPut,
    *,
    seen: AskSeen | None,
    proposal: Proposal | None,
    network: OwnNetwork | None,
    asks: AsksOf | None,
) -> Decision:
    """Keep the newest word. When people here are asked for the first time, that is the occasion to tell them.

    Refused: `ask-of-another`, `too-many-asks`.
    """
    if not _of_sender(at, fact, seen, network):
        return Decision(refusal=OF_ANOTHER)
    known = seen if seen and seen.asked_by == at.sender else None
    if known and known.put.version >= fact.version:
        return NOTHING
    if known:
        return Decision(states=(known.but(put=fact),))
    kept = AskSeen(put=fact, asked_by=at.sender)
    counted = (asks or AsksOf(lead=at.sender)).with_ask(kept, at.now)
    if counted is None and at.sender != at.body:
        return Decision(refusal=TOO_MANY)
    says = people_asked(at.body, kept, proposal, network) if kept.of_people and kept.open(at.now) else ()
    return Decision(states=(kept, counted) if counted else (kept,), says=says)


def answer_for_body(at: Circumstances, command: AnswerForBody, seen: AskSeen | None) -> Decision:
    """The answer of the body, by name; who asks says whether it counts."""
    if seen is None or seen.of_people:
        return Decision(refusal=UNKNOWN)
    if not seen.open(at.now):
        return Decision(refusal=CLOSED)
    if wrong := fault(command.replies, seen.put.questions, seen.choices):
        return Decision(refusal=wrong)
    kept = seen.but(number=seen.number + 1, status="given", code="", sentence="")
    given = GiveAnswer(**dict(command), number=kept.number)
    return Decision(states=(kept,), says=(Letter(seen.asked_by, given),))


# Decisions about its people


def answer(
    at: Circumstances,
    command: AnswerAsk,
    *,
    guest: Guest | None,
    seen: AskSeen | None,
    proposal: Proposal | None,
    network: OwnNetwork | None,
    answered: Answered | None,
    registration: Registration | None,
) -> Decision:
    """Send what a person answers, sealed for who asks, once it is sure that they are asked and may answer so."""
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if seen is None or not seen.of_people:
        return Decision(refusal=UNKNOWN)
    asked = not_asked(at.body, seen, guest, proposal=proposal, network=network, registrations=[registration])
    if asked:
        return Decision(refusal=asked)
    if not seen.open(at.now) or seen.put.sealed_to is None:
        return Decision(refusal=CLOSED)
    if wrong := fault(command.replies, seen.put.questions, seen.choices):
        return Decision(refusal=wrong)
    alias = answer_alias(at.keyed, command.person, command.subject, command.practice, command.step)
    ids = {"subject": command.subject, "practice": command.practice, "step": command.step}
    before = answered or Answered(person=command.person, pseudonym=alias, asked_by=seen.asked_by, **ids)
    entries = {each.question for each in seen.put.questions if each.kind == "entry"}
    kept = before.but(number=before.number + 1, entry=[each for each in command.replies if each.question in entries])
    bound = bound_to(seen.id, at.body, alias, kept.number)
    box = Box(seen.put.sealed_to, written(command.replies, seen.put.questions), bound)
    letter = Letter(seen.asked_by, GiveAnswer(**ids, pseudonym=alias, number=kept.number), box)
    told = _told(kept, "given")
    return told._replace(says=(letter, *told.says))


def take_word(
    at: Circumstances, fact: AnswerTaken, seen: AskSeen | None, answered: Answered | None, erasure: State | None
) -> Decision:
    """Whether an answer counts, by the word of who asks. Of what is erased nothing is heard any more."""
    if fact.pseudonym is None:
        if seen is None or seen.asked_by != at.sender or fact.number != seen.number:
            return NOTHING
        return Decision(states=(seen.but(status=fact.status, code=fact.code, sentence=fact.sentence),))
    if erasure:
        return NOTHING
    asked = f"{fact.subject}/{fact.practice}/{fact.step}"
    if answered is None or answered.ask != asked or answered.asked_by != at.sender:
        return refuse("answer-unknown", "Nobody here has answered this.", "pseudonym")
    if fact.number != answered.number or answered.status in ("accepted", "declined"):
        return NOTHING
    return _told(answered, fact.status, fact.code, fact.sentence)


def take_decision(at: Circumstances, fact: EntryDecided, answered: Answered | None, erasure: State | None) -> Decision:
    """What became of an entry, for its author."""
    if erasure:
        return NOTHING
    theirs = answered is not None and (answered.subject, answered.asked_by) == (fact.subject, at.sender)
    if answered is None or not theirs or not answered.entry:
        return refuse("answer-unknown", "Nobody here has entered this.", "pseudonym")
    status: Status = "accepted" if fact.accepted else "declined"
    return NOTHING if answered.status == status else _told(answered, status, "", fact.sentence)


def take_session(
    _at: Circumstances, fact: EntryScheduled, answered: Answered | None, erasure: State | None
) -> Decision:
    """When and where the session is that came of an entry, for its author; or that there is none any more.
    Once they know of one, they are told by mail that it has moved.
    """
    if erasure:
        return NOTHING
    if answered is None or answered.subject != fact.event or not answered.entry:
        return refuse("answer-unknown", "Nobody here has entered this.", "pseudonym")
    told = answered.but(session=fact.session, invited=fact.code)
    if told == answered:
        return NOTHING
    news = answered.session and moved([answered.session], [fact.session] if fact.session else [])
    says = (told_of_move(answered.person, answered.subject, fact.version),) if news else ()
    return Decision(states=(told,), says=says)


def _of_sender(at: Circumstances, fact: AskPut, seen: AskSeen | None, network: OwnNetwork | None) -> bool:
    """Whether this is the sender's to ask: about what its name is in, or under its own name in a network of several
    owners, of which this body may not have heard yet.
    """
    named = asker_of(fact.practice)
    if network and named in network.owners:
        return named == at.sender
    return at.sender == seen.asked_by if seen else at.sender in (body_of(fact.subject), named)


def _told(answered: Answered, status: Status, code: str = "", sentence: str = "") -> Decision:
    kept = answered.but(status=status, code=code, sentence=sentence, version=answered.version + 1)
    fields = {name: getattr(kept, name) for name in AnswerUpdated.model_fields if name != "answer"}
    return Decision(states=(kept,), says=(AnswerUpdated(answer=kept.pseudonym, **fields),))
