"""A kind of proposal: what each says for itself, and how all are kept and judged."""

from abc import ABC, abstractmethod
from dataclasses import asdict
from typing import Any, Final, Generic, NamedTuple, TypeVar

from kith_console.node import Refusal
from kith_console.proposal.advice import Advice
from kith_console.proposal.draft import Draft, replace
from kith_console.proposal.steps import Step, Steps
from kith_console.visit import Visit
from kith_console.words import Names
from kith_contracts.message import Command, Fault

D = TypeVar("D", bound=Draft)
TOO_MANY: Final = Fault(
    field="*", code="too-many-drafts", sentence="You work on twenty proposals. Send one or throw one away first."
)
UNNAMED: Final = ("subject", "terms.subject")
TOO_OFTEN: Final = 429
OURS_TO_SAY: Final = 500


class Row(NamedTuple):
    """One line of what was said at a step: what, and what was said."""

    label: str
    says: str
    at: str = ""
    """Where it is changed, if on a page below that of its step."""


class Kind(ABC, Generic[D]):
    """One kind of proposal."""

    folder: str
    """The first part of its addresses."""
    templates: str
    unnamed: str
    """How it is called before it has a name."""
    kind: str
    """Under which drafts of it are kept."""
    steps: Steps
    draft: type[D]
    command: type[Command]
    """By which the node keeps the text as a draft that nobody else sees."""
    send: type[Command]

    # what each kind says

    @abstractmethod
    def may(self, visit: Visit) -> bool:
        """Whether this visitor may propose anything of the kind."""

    def open_to(self, visit: Visit, _draft: D) -> bool:
        """Whether they may go on with this one."""
        return self.may(visit)

    @abstractmethod
    def subject(self, draft: D, body: str) -> str:
        """The full name of what is proposed."""

    @abstractmethod
    def terms(self, draft: D, body: str) -> dict[str, Any]:
        """The whole text, as the node takes it."""

    @abstractmethod
    def rows(self, draft: D, step: Step, body: str, names: Names) -> list[Row]:
        """What was said at this step, in a few lines."""

    @abstractmethod
    async def advice(self, visit: Visit, draft: D, step: Step) -> Advice:
        """What is worth a thought at this step."""

    @abstractmethod
    async def beside(self, visit: Visit, draft: D, step: Step) -> dict[str, Any]:
        """What the page of a step shows beside what was typed."""

    @abstractmethod
    async def read_through(self, visit: Visit, draft: D) -> dict[str, Any]:
        """What follows from the whole text: `clauses`, `shares`, `worth` and `others`."""

    async def named(self, _visit: Visit, _draft: D, _step: Step) -> list[Fault]:
        """Give it its short name, before the node is asked; the result is what is wrong with that."""
        return []

    async def besides(self, _visit: Visit, _draft: D, _step: Step) -> list[Fault]:
        """What is wrong of which the node says nothing when it keeps a draft; asked if it has no other fault."""
        return []

    def take(self, visit: Visit, draft: D, step: Step) -> None:
        """Put what was typed into the draft, whatever it is."""
        for field in step.fields:
            if field.endswith("*"):
                replace(draft.typed, visit.form, field[:-1])
            else:
                draft.typed[field] = visit.form.get(field, [])

    # what is kept

    async def load(self, visit: Visit, name: str) -> D:
        """A draft of this visitor; an empty one if nothing is kept under this name yet."""
        kept = await visit.console.drafts.load(self.kind, visit.writer, name)
        return self.draft(**kept) if kept else self.draft(name)

    async def keep(self, visit: Visit, draft: D) -> bool:
        """Keep it as it is now; False if they work on too many others."""
        return await visit.console.drafts.keep(self.kind, visit.writer, draft.name, asdict(draft))

    async def unsent(self, visit: Visit) -> list[D]:
        """All that this visitor has not sent yet."""
        found: dict[str, Any] = await visit.console.drafts.all(self.kind, visit.writer)
        return [draft for kept in found.values() if not (draft := self.draft(**kept)).sent]

    async def judged(self, visit: Visit, draft: D) -> Refusal | None:
        """Let the node keep the text as a draft; the refusal has all that is wrong, everywhere."""
        subject = self.subject(draft, visit.body)
        try:
            await visit.send(self.command, subject=subject, terms=self.terms(draft, visit.body))
        except Refusal as refusal:
            if (status := refusal.problem.status) == TOO_OFTEN or status >= OURS_TO_SAY:
                raise
            return None if draft.sent else _of_named(refusal, subject)
        draft.drafted = True
        return None


def _of_named(refusal: Refusal, subject: str) -> Refusal:
    """Without a title there is no name, and nothing has to be said of that."""
    if not subject.endswith("/"):
        return refusal
    return only(refusal, [each for each in refusal.problem.errors if each.field not in UNNAMED])


def only(refusal: Refusal, faults: list[Fault]) -> Refusal:
    """The refusal with these faults alone."""
    return Refusal(refusal.problem.model_copy(update={"errors": faults}))
