"""The pages of a proposal: a list of tasks, one thing a page, and all of it once more before it is sent."""

from collections import defaultdict
from typing import Any, NamedTuple

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.proposal.advice import mark_of
from kith_console.proposal.draft import bodies_of
from kith_console.proposal.kind import TOO_MANY, D, Kind, Row, only
from kith_console.proposal.steps import Step
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.message import Fault


class Checked(NamedTuple):
    """A step as it is read once more."""

    name: str
    title: str
    rows: list[Row]
    faults: list[Fault]


class Proposal(Kind[D]):
    """A kind of proposal with its pages."""

    def pages_in(self, room: Room) -> None:
        """Add them to a room."""
        at = f"{self.folder}/{{draft}}"
        room.signed_in(at)(self.tasks)
        for step in self.steps:
            room.signed_in(f"{at}/{step.name}")(self.page)
        room.signed_in(f"{at}/check")(self.check)
        room.signed_in(f"{at}/sent")(self.sent)

    def at(self, visit: Visit, draft: D, *more: str) -> str:
        """The address of the proposal, or of a page below it."""
        return visit.private("/".join((self.folder, draft.name, *more)))

    async def tasks(self, visit: Visit) -> Response:
        """What there is to say, and what was said."""
        draft = await self.load(visit, visit.path["draft"])
        if not self.open_to(visit, draft):
            return visit.nothing()
        if visit.request.method == "POST" and visit.typed("do") == "drop":
            await visit.console.drafts.drop(self.kind, visit.writer, draft.name)
            return await visit.go(visit.private(self.folder), "It is gone.")
        if draft.sent:
            return await visit.go(self.at(visit, draft, "sent"))
        return visit.show("proposal/tasks.html", **self.frame(draft))

    async def page(self, visit: Visit) -> Response:
        """One step: a form, and what follows from what stands in it."""
        step = next(each for each in self.steps if visit.inner.endswith(f"/{each.name}"))
        draft = await self.load(visit, visit.path["draft"])
        if not self.open_to(visit, draft):
            return visit.nothing()
        if draft.sent:
            return await visit.go(self.at(visit, draft, "sent"))
        if visit.request.method != "POST":
            return await self._shown(visit, draft, step)
        self.take(visit, draft, step)
        if not await self.keep(visit, draft):
            return await self._shown(visit, draft, step, [TOO_MANY])
        if visit.typed("do") in ("look", "more"):
            return await self._shown(visit, draft, step)
        return await self._saved(visit, draft, step)

    async def _saved(self, visit: Visit, draft: D, step: Step) -> Response:
        own = await self.named(visit, draft, step)
        refusal = await self.judged(visit, draft)
        faults = own + (self.steps.of_step(refusal.problem.errors, step) if refusal else [])
        faults = faults or await self.besides(visit, draft, step)
        draft.mark(step.name, not faults)
        for each in self.steps:  # what is said here may make wrong what was right
            if each is not step and refusal and self.steps.of_step(refusal.problem.errors, each):
                draft.mark(each.name, done=False)
        await self.keep(visit, draft)
        if faults and refusal:
            content = await self.content(visit, draft, step)
            return visit.show_again(f"{self.templates}/{step.name}.html", only(refusal, faults), **content)
        if faults:
            return await self._shown(visit, draft, step, faults)
        found = await self.advice(visit, draft, step)
        if found and visit.typed("seen") != mark_of(found):
            return await self._shown(visit, draft, step)
        return await visit.go(self.next_page(visit, draft, step))

    def next_page(self, visit: Visit, draft: D, step: Step) -> str:
        """Back to where they came from; else to the next step that is not done; else to the list."""
        if visit.typed("then") == "check":
            return self.at(visit, draft, "check")
        follows = self.steps.after(step)
        if follows is None or follows.name in draft.done:
            return self.at(visit, draft)
        return self.at(visit, draft, follows.name)

    async def _shown(self, visit: Visit, draft: D, step: Step, faults: list[Fault] | None = None) -> Response:
        content = await self.content(visit, draft, step)
        return visit.show(f"{self.templates}/{step.name}.html", 422 if faults else 200, faults=faults or [], **content)

    def frame(self, draft: D) -> dict[str, Any]:
        """What all pages of a proposal show."""
        return {"draft": draft, "folder": self.folder, "unnamed": self.unnamed, "steps": self.steps}

    async def content(self, visit: Visit, draft: D, step: Step) -> dict[str, Any]:
        """What the page of a step shows."""
        await learn_names(visit)
        found = await self.advice(visit, draft, step)
        return {
            **self.frame(draft),
            "step": step,
            "number": self.steps.index(step) + 1,
            "bodies": bodies_of(draft, visit.body),
            "advice": found,
            "seen": mark_of(found),
            "then": visit.typed("then") or visit.asked("then"),
            **await self.beside(visit, draft, step),
        }

    # read once more, and sent

    async def check(self, visit: Visit) -> Response:
        """What was said, what all will read, what each gives and gets; and the button."""
        draft = await self.load(visit, visit.path["draft"])
        if not self.open_to(visit, draft):
            return visit.nothing()
        if draft.sent:
            return await visit.go(self.at(visit, draft, "sent"))
        if visit.request.method == "POST":
            subject = self.subject(draft, visit.body)
            try:
                await visit.send(self.send, subject=subject, terms=self.terms(draft, visit.body))
            except Refusal as refusal:
                content = await self._checked(visit, draft, refusal.problem.errors)
                return visit.show_again("proposal/check.html", refusal, **content)
            draft.sent = True
            await self.keep(visit, draft)
            return await visit.go(self.at(visit, draft, "sent"))
        return visit.show("proposal/check.html", **await self._checked(visit, draft, []))

    async def sent(self, visit: Visit) -> Response:
        """It is sent: what happens now."""
        draft = await self.load(visit, visit.path["draft"])
        if not self.open_to(visit, draft) or not draft.sent:
            return visit.nothing()
        await learn_names(visit)
        others = bodies_of(draft, visit.body)[1:]
        subject = self.subject(draft, visit.body)
        return visit.show(f"{self.templates}/sent.html", draft=draft, others=others, subject=subject)

    async def _checked(self, visit: Visit, draft: D, faults: list[Fault]) -> dict[str, Any]:
        await learn_names(visit)
        by_step: dict[str, list[Fault]] = defaultdict(list)
        for fault in faults:
            if step := self.steps.where(fault):
                by_step[step.name].append(fault)
        names = visit.console.names
        checked = [
            Checked(
                each.name,
                each.title,
                [row for row in self.rows(draft, each, visit.body, names) if row.says],
                by_step[each.name],
            )
            for each in self.steps
        ]
        undone = [each for each in self.steps if each.name not in draft.done]
        return {**self.frame(draft), "checked": checked, "undone": undone, **await self.read_through(visit, draft)}
