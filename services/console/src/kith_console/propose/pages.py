"""Propose an event: a list of tasks, one thing a page, and all of it once more before it is sent."""

from typing import Any, Final

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.propose import advice as advise
from kith_console.propose import figures
from kith_console.propose.answers import judged, only, take
from kith_console.propose.draft import KIND, Draft, keep, load, unsent
from kith_console.propose.steps import (
    DETAILS,
    GROUPS,
    NETWORKS,
    PLACES,
    SHARES,
    STEPS,
    WHAT,
    WHEN,
    WITH,
    Step,
    after,
    of_step,
)
from kith_console.propose.text import bodies_of, networks_of, share_of
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.events.terms import DataField
from kith_contracts.message import Fault
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.words import body_of

PROPOSE: Final = Room()
MOST_NETWORKS: Final = 200
TOO_MANY: Final = Fault(
    field="*", code="too-many-drafts", sentence="You work on twenty proposals. Send one or throw one away first."
)
DETAILS_TOLD: Final[dict[DataField, tuple[str, str]]] = {
    "door-name": ("A name for the door", "Whatever name they want to be greeted by."),
    "access-needs": ("What they need to take part", "Such as a hearing loop, or a seat near the door."),
    "diet": ("What they eat", ""),
    "care-costs": ("That they ask for help with costs of care", ""),
    "role": ("What they do", "So that tables can be mixed."),
    "level": ("How senior they are", "So that tables can be mixed."),
    "languages": ("Which languages they speak", ""),
}


@PROPOSE.signed_in("propose")
async def proposals(visit: Visit) -> Response:
    """What one works on, and a new one."""
    if not visit.is_officer:
        return visit.nothing()
    drafts = await unsent(visit)
    return visit.show("propose/all.html", drafts=drafts, new=visit.console.drafts.name(), steps=len(STEPS))


@PROPOSE.signed_in("propose/{draft}")
async def tasks(visit: Visit) -> Response:
    """What there is to say, and what was said."""
    if not visit.is_officer:
        return visit.nothing()
    draft = await load(visit, visit.path["draft"])
    if visit.request.method == "POST" and visit.typed("do") == "drop":
        await visit.console.drafts.drop(KIND, visit.writer, draft.name)
        return await visit.go(visit.private("propose"), "It is gone.")
    if draft.sent:
        return await visit.go(visit.private(f"propose/{draft.name}/sent"))
    return visit.show("propose/tasks.html", draft=draft, groups=GROUPS, steps=STEPS)


async def page(visit: Visit) -> Response:
    """One step: a form, and what follows from what stands in it."""
    if not visit.is_officer:
        return visit.nothing()
    step = next(each for each in STEPS if visit.inner.endswith(f"/{each.name}"))
    draft = await load(visit, visit.path["draft"])
    if draft.sent:
        return await visit.go(visit.private(f"propose/{draft.name}/sent"))
    if visit.request.method != "POST":
        return await _shown(visit, draft, step)
    own = await take(visit, draft, step)
    if not await keep(visit, draft):
        return await _shown(visit, draft, step, [TOO_MANY])
    if visit.typed("do") == "look":
        return await _shown(visit, draft, step)
    return await _saved(visit, draft, step, own)


for each_step in STEPS:
    PROPOSE.signed_in(f"propose/{{draft}}/{each_step.name}")(page)


async def _saved(visit: Visit, draft: Draft, step: Step, own: list[Fault]) -> Response:
    refusal = await judged(visit, draft)
    faults = own + (of_step(refusal.problem.errors, step) if refusal else [])
    if step is WHEN and not faults:
        faults = of_step(await advise.faults_of_date(visit, draft), step)
    draft.mark(step.name, not faults)
    await keep(visit, draft)
    if faults and refusal:
        content = await content_of(visit, draft, step)
        return visit.show_again(f"propose/{step.name}.html", only(refusal, faults), **content)
    if faults:
        return await _shown(visit, draft, step, faults)
    found = await _advice(visit, draft, step)
    if found and visit.typed("seen") != advise.mark_of(found):
        return await _shown(visit, draft, step)
    return await visit.go(next_page(visit, draft, step))


def next_page(visit: Visit, draft: Draft, step: Step) -> str:
    """Back to where they came from; else to the next step that is not done; else to the list."""
    if visit.typed("then") == "check":
        return visit.private(f"propose/{draft.name}/check")
    follows = after(step)
    if follows is None or follows.name in draft.done:
        return visit.private(f"propose/{draft.name}")
    return visit.private(f"propose/{draft.name}/{follows.name}")


async def _shown(visit: Visit, draft: Draft, step: Step, faults: list[Fault] | None = None) -> Response:
    content = await content_of(visit, draft, step)
    return visit.show(f"propose/{step.name}.html", 422 if faults else 200, faults=faults or [], **content)


async def content_of(visit: Visit, draft: Draft, step: Step) -> dict[str, Any]:
    """What the page of a step shows beside what was typed."""
    found = await _advice(visit, draft, step)
    then = visit.typed("then") or visit.asked("then")
    content: dict[str, Any] = {
        "draft": draft,
        "step": step,
        "advice": found,
        "seen": advise.mark_of(found),
        "then": then,
    }
    content |= {"number": STEPS.index(step) + 1, "steps": len(STEPS), "bodies": bodies_of(draft, visit.body)}
    bodies = await learn_names(visit)
    if step is WITH:
        content["others"] = _others(visit, bodies)
    if step is NETWORKS:
        content["networks"] = await _networks(visit, content["bodies"])
        content["chosen"] = {each: networks_of(draft, each) for each in content["bodies"]}
    if step is SHARES:
        content["share_of"] = lambda party, what: share_of(draft, party, what, visit.body)
        content["shares"] = figures.shares(draft, visit.body)
    if step is PLACES:
        numbers = range(len(draft.parts))
        content["divided"] = [figures.divided(draft, visit.body, number) for number in numbers]
        content["pools"] = [figures.pool_first(draft, visit.body, number) for number in numbers]
    if step is DETAILS:
        content["told"] = DETAILS_TOLD
    return content


async def _advice(visit: Visit, draft: Draft, step: Step) -> advise.Advice:
    if step is WHAT:
        return await advise.on_words(visit, {field: draft.one(field) for field in WHAT.fields[:2]})
    if step is WHEN:
        return await advise.on_date(visit, draft)
    return advise.on_sums(draft, visit.body) if step in (SHARES, PLACES) else {}


def _others(visit: Visit, bodies: list[BodyPage]) -> list[str]:
    """The other organisations that take part, by their names."""
    found = [each.registered.body for each in bodies if each.registered.status == "admitted"]
    return sorted((each for each in found if each != visit.body), key=visit.console.names.of)


async def _networks(visit: Visit, bodies: list[str]) -> dict[str, list[tuple[str, str]]]:
    """By organisation: the networks in whose name it might take part, with the names that people read."""
    found = await visit.read("directory", "networks", list[NetworkPublished], most=MOST_NETWORKS)
    active = [(each.network, each.name) for each in found if each.status == "active"]
    known = {name for name, _ in active}
    served = [(name, name.partition("/")[2].replace("-", " ").capitalize()) for name in visit.session.serves]
    every_one = [*[each for each in served if each[0] not in known], *active]
    return {body: [each for each in every_one if body_of(each[0]) == body] for body in bodies}
