"""What the lead keeps of a practice and of each of its asks, and which ask opens next."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import Circumstances, Due, Keyed, State
from kith_commons.asks.ask import Ask
from kith_commons.asks.practice import goes_on, next_step
from kith_contracts.events.asks import AskPut, Author, CloseAsk, ClosePractice
from kith_contracts.events.practice import PEOPLE, Choice, Step, Template
from kith_contracts.message import Letter
from kith_contracts.words import body_of
from kith_events.agreements.networks import OwnNetwork
from kith_events.event.lead import JointEvent

KEY_DUE: Final = "practice-key-due"
"""Practices for which a key pair is to be made, or the private half of one destroyed."""
TO_COUNT: Final = "ask-to-count"
COUNTED: Final = "members-counted"
"""Asks in which members were counted, such as who a network is."""
KEPT: Final = timedelta(days=30)
"""For so long after the last step has closed answers can be read, where no agreement says otherwise."""

# States


class Result(BaseModel):
    """What has come out of a step: entries and whose they are, and what has won."""

    model_config = ConfigDict(frozen=True)

    entries: list[Choice] = []
    authors: list[Author] = []
    winners: list[str] = []
    final: bool = False
    """Whether it is decided; before, somebody may still decide otherwise."""


class Practice(State):
    """A practice that this body leads: the template, who takes part, and what has come out so far."""

    kind: ClassVar[str] = "practice"
    subject: str
    """An event, or a network that this body owns, alone or with others."""
    practice: str
    template: Template
    choices: list[Choice]
    bodies: list[str]
    jury: list[str]
    networks: list[str]
    parts: list[str]
    kept: timedelta = KEPT
    public: str = ""
    """The public half of its key pair."""
    key: Literal["none", "wanted", "alive", "closing", "destroyed"] = "none"
    results: dict[str, Result] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return f"{self.subject}/{self.practice}"

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        """By what the worker that makes and destroys keys finds it."""
        return (KEY_DUE,) if self.key in ("wanted", "closing") else ()

    def asked_by(self, step: Step) -> list[str]:
        """The bodies that are asked, or whose people are."""
        return self.jury if step.who == "jury" else self.bodies

    def networks_at(self, body: str) -> list[str]:
        """Those whose members this body can ask: its own, and the one that it is about."""
        return [each for each in self.networks if body_of(each) == body or each == self.subject]

    def choices_of(self, step: Step) -> list[Choice]:
        """What this step is about."""
        takes = step.takes
        if takes is None or takes.what == "given":
            return self.choices if takes else []
        result = self.results.get(takes.step or "", Result())
        if takes.what == "entries":
            return result.entries
        known = {each.choice: each for each in self.known}
        return [known[name] for name in result.winners if name in known]

    @property
    def known(self) -> list[Choice]:
        """All that is to choose from in any step."""
        return [*self.choices, *[each for result in self.results.values() for each in result.entries]]

    def author(self, choice: str) -> Author | None:
        """Whose entry this is, if it is one, and nobody has asked to forget that."""
        authors = [each for result in self.results.values() for each in result.authors]
        return next((each for each in authors if each.choice == choice), None)

    def entry(self, choice: str) -> Choice | None:
        """The entry of this name, unless its author is forgotten."""
        entries = [each for result in self.results.values() for each in result.entries]
        return next((each for each in entries if each.choice == choice and self.author(choice)), None)

    def accepted(self, choice: str) -> bool:
        """Whether it has won where no later step is about it: its author hears so too."""
        won = [step for step, result in self.results.items() if result.final and choice in result.winners]
        return any(not goes_on(self.template, step) for step in won)

    def settled(self, asked: "Asked") -> "Practice":
        """With what has won in this ask as final, if it was not void."""
        step = asked.ask.step.step
        if asked.ask.stage != "decided" or step not in self.results:
            return self
        return self.but(results={**self.results, step: self.results[step].model_copy(update={"final": True})})


class Asked(State):
    """One ask of a practice, as it stands at the lead. Who has answered what is with each `Ballot`."""

    kind: ClassVar[str] = "ask"
    subject: str
    practice: str
    ask: Ask
    version: int = 1
    """Of what everyone asked is told. Who compares two of them learns nothing of answers."""
    forgotten: int = 0
    """How many answers were taken back, since they were forgotten."""

    @property
    def id(self) -> str:
        return f"{self.subject}/{self.practice}/{self.ask.step.step}"

    @property
    def edition(self) -> int:
        """Of what is counted: another one, once something is told or an answer is forgotten."""
        return self.version + self.forgotten

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        """By what the worker finds what is to be counted, and officers how many of their members are what."""
        mixed = self.ask.step.who == "members" and self.ask.step.rule.kind == "count" and self.ask.stage == "decided"
        return (TO_COUNT,) if self.ask.to_count else (COUNTED,) if mixed else ()

    def now(self, ask: Ask) -> "Asked":
        """The same, as it stands from now on."""
        return self.but(ask=ask, version=self.version + 1)

    def letters(self, practice: Practice) -> list[Letter]:
        """To everyone asked how it stands; what a jury has decided goes to those who run it too."""
        step, over = self.ask.step, self.ask.over
        also = practice.bodies if over and step.who == "jury" else []
        return [Letter(body, self._put(practice, body)) for body in dict.fromkeys([*practice.asked_by(step), *also])]

    def _put(self, practice: Practice, body: str) -> AskPut:
        step, template = self.ask.step, practice.template
        return AskPut(
            subject=self.subject,
            practice=self.practice,
            step=step.step,
            title=step.title,
            of=template.title,
            summary=template.summary,
            eligible=template.eligible,
            sponsor=template.sponsor,
            who=step.who,
            visibility=step.visibility,
            questions=step.questions,
            choices=self._choices(practice, body),
            networks=practice.networks_at(body) if step.who == "members" else [],
            parts=practice.parts if step.who == "attending" else [],
            until=self.ask.until,
            sealed_to=practice.public if step.who in PEOPLE else None,
            stage=self.ask.stage,
            outcome=self.ask.outcome if self.ask.over else None,
            version=self.version,
        )

    def _choices(self, practice: Practice, body: str) -> list[Choice]:
        """What this body is shown: as a juror nothing of its own, and at the end only what won."""
        step, outcome = self.ask.step, self.ask.outcome
        found = [each for each in practice.known if each.choice in self.ask.choices]
        if step.who == "jury":
            won = outcome.winners if self.ask.over and outcome else []
            found = [each for each in found if (each.choice in won if self.ask.over else not own(practice, each, body))]
        return [each.model_copy(update={"body": None}) for each in found] if step.blind else found


def own(practice: Practice, choice: Choice, body: str) -> bool:
    """Whether it is an entry of this body, or of somebody at home there. Where one body is all that takes part, none
    counts as its own: it judges what its members sent in.
    """
    author, alone = practice.author(choice.choice), {*practice.bodies, *practice.jury} == {body}
    return author is not None and author.body == body and not alone


class Opening(NamedTuple):
    """What comes next in a practice: the ask that opens, or nothing at its end."""

    asked: Asked | None
    letters: tuple[Letter, ...]
    due: tuple[Due, ...]


def staying(letters: Iterable[Letter], event: JointEvent | None, network: OwnNetwork | None) -> tuple[Letter, ...]:
    """Those to bodies that have not left the event, or the network: who has is asked nothing, and sent nothing of
    people, any more.
    """
    return tuple(each for each in letters if not departed(each.to, event, network))


def departed(body: str, event: JointEvent | None, network: OwnNetwork | None) -> bool:
    """Whether it has left the event, or else the network of several owners, that is asked about."""
    if event:
        return body in event.departed
    return network is not None and bool(network.owners) and body not in network.owners


def consent_of(template: Template) -> Step | None:
    """The step in which people say yes to what follows, if there is one."""
    return next(
        (each for each in template.steps if each.who in PEOPLE and any(one.must_be_yes for one in each.questions)), None
    )


# What comes next


def opening(at: Circumstances, practice: Practice, after: str) -> Opening:
    """The step that follows this one. One that has nothing to be about is left out, and one of people for whose answers
    there is no key any more, for nobody has confirmed the step before in time. Where people had to say yes to what
    follows and nobody has, nothing does.
    """
    consent = consent_of(practice.template)
    if consent and after == consent.step and not practice.results.get(after, Result()).final:
        return _ending(at, practice)
    while step := next_step(practice.template, after):
        choices = practice.choices_of(step)
        sealed = step.who in PEOPLE and practice.key in ("closing", "destroyed")
        if (step.takes is None or choices) and not sealed:
            until = at.now + timedelta(days=step.days)
            ask = Ask(step=step, choices=tuple(each.choice for each in choices), until=until)
            asked = Asked(subject=practice.subject, practice=practice.practice, ask=ask)
            close = CloseAsk(subject=practice.subject, practice=practice.practice, step=step.step)
            return Opening(asked, tuple(asked.letters(practice)), (Due(until, close),))
        after = step.step
    return _ending(at, practice)


def _ending(at: Circumstances, practice: Practice) -> Opening:
    closing = ClosePractice(subject=practice.subject, practice=practice.practice)
    return Opening(None, (), (Due(at.now + practice.kept, closing),))
