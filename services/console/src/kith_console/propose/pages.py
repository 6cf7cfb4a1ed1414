"""Propose an event: step by step, to other organisations or alone."""

from collections import defaultdict
from typing import Any, Final

from starlette.responses import Response

from kith_console.agreements import clauses
from kith_console.listing import others
from kith_console.proposal.advice import Advice, on_words
from kith_console.proposal.draft import bodies_of, replace
from kith_console.proposal.kind import Row
from kith_console.proposal.pages import Proposal
from kith_console.proposal.rows import kept_rows, rows_of
from kith_console.proposal.shares import share_of
from kith_console.proposal.steps import Step
from kith_console.propose import advice, figures, summary
from kith_console.propose.answers import name
from kith_console.propose.draft import Draft
from kith_console.propose.steps import DETAILS, HELPERS, LISTS, NETWORKS, PLACES, SHARES, STEPS, WHAT, WHEN, WITH
from kith_console.propose.text import networks_of, terms_of, text_of
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import Names, joined, money
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.events.agreements import DraftAgreement, ProposeAgreement
from kith_contracts.events.terms import DataField
from kith_contracts.message import Fault
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.pages.events import LedEvent
from kith_contracts.words import body_of

PROPOSE: Final = Room()
MOST_NETWORKS: Final = 200
DETAILS_TOLD: Final[dict[DataField, tuple[str, str]]] = {
    "door-name": ("A name for the door", "Whatever name they want to be greeted by."),
    "access-needs": ("What they need to take part", "Such as a hearing loop, or a seat near the door."),
    "diet": ("What they eat", ""),
    "care-costs": ("That they ask for help with costs of care", ""),
    "role": ("What they do", "So that tables can be mixed."),
    "level": ("How senior they are", "So that tables can be mixed."),
    "languages": ("Which languages they speak", ""),
}


class EventProposal(Proposal[Draft]):
    """An event, before it is agreed on."""

    folder, templates, kind, unnamed = "propose", "propose", "proposal", "A new event"
    steps, draft = STEPS, Draft
    command, send = DraftAgreement, ProposeAgreement

    def may(self, visit: Visit) -> bool:
        return visit.is_officer

    def subject(self, draft: Draft, body: str) -> str:
        return f"{body}/{draft.event}"

    def terms(self, draft: Draft, body: str) -> dict[str, Any]:
        return terms_of(draft, body)

    def rows(self, draft: Draft, step: Step, body: str, names: Names) -> list[Row]:
        return summary.rows(draft, step, body, names)

    def take(self, visit: Visit, draft: Draft, step: Step) -> None:
        super().take(visit, draft, step)
        if step is PLACES:
            for number, part in enumerate(draft.parts):
                replace(part, visit.form, f"terms.seats.{number}.", "seats.")
        if step is HELPERS:
            for each in LISTS:
                kept_rows(draft.typed, f"terms.{each}.")

    async def named(self, visit: Visit, draft: Draft, step: Step) -> list[Fault]:
        return await name(visit, draft) if step is WHAT else []

    async def besides(self, visit: Visit, draft: Draft, step: Step) -> list[Fault]:
        return STEPS.of_step(await advice.faults_of_date(visit, draft), step) if step is WHEN else []

    async def advice(self, visit: Visit, draft: Draft, step: Step) -> Advice:
        if step is WHAT:
            return await on_words(visit, {field: draft.one(field) for field in WHAT.fields[:2]})
        if step is WHEN:
            return await advice.on_date(visit, draft)
        return advice.on_sums(draft, visit.body) if step in (SHARES, PLACES) else {}

    async def beside(self, visit: Visit, draft: Draft, step: Step) -> dict[str, Any]:
        bodies = bodies_of(draft, visit.body)
        if step is WITH:
            return {"others": others(visit, await visit.read("directory", "bodies", list[BodyPage]))}
        if step is NETWORKS:
            chosen = {each: networks_of(draft, each) for each in bodies}
            return {"networks": await _networks(visit, bodies), "chosen": chosen}
        if step is SHARES:
            share = {"share_of": lambda party, what: share_of(draft, party, what, visit.body)}
            return {**share, "shares": figures.shares(draft, visit.body)}
        if step is PLACES:
            numbers = range(len(draft.parts))
            divided = [figures.divided(draft, visit.body, number) for number in numbers]
            return {"divided": divided, "pools": [figures.pool_first(draft, visit.body, number) for number in numbers]}
        if step is HELPERS:
            rows = {each: rows_of(draft.typed, f"terms.{each}.") for each in LISTS}
            return {name: [*known, defaultdict(str)] for name, known in rows.items()}
        return {"told": DETAILS_TOLD} if step is DETAILS else {}

    async def read_through(self, visit: Visit, draft: Draft) -> dict[str, Any]:
        terms, names = text_of(draft, visit.body), visit.console.names
        bodies = bodies_of(draft, visit.body)
        led = await visit.read_or(None, "events", f"led/{draft.event}", LedEvent) if draft.drafted else None
        same = led if led and led.terms == terms else None
        worth = [each.sentence for each in same.clashes] + [each.sentence for each in same.wording] if same else []
        return {
            "clauses": list(clauses.of_event(terms, names, money)) if terms else [],
            "shares": {each: clauses.share(terms, each, money) for each in bodies} if terms else {},
            "others": joined([names.short(each) for each in bodies[1:]]),
            "worth": worth + same.hints if same else [],
        }


EVENTS: Final = EventProposal()


@PROPOSE.signed_in("propose")
async def proposals(visit: Visit) -> Response:
    """What one works on, and a new one."""
    if not visit.is_officer:
        return visit.nothing()
    drafts = await EVENTS.unsent(visit)
    return visit.show("propose/all.html", drafts=drafts, new=visit.console.drafts.name(), steps=len(STEPS))


EVENTS.pages_in(PROPOSE)


async def _networks(visit: Visit, bodies: list[str]) -> dict[str, list[tuple[str, str]]]:
    """By organisation: the networks in whose name it might take part, with the names that people read."""
    found = await visit.read("directory", "networks", list[NetworkPublished], most=MOST_NETWORKS)
    active = [(each.network, each.name) for each in found if each.status == "active"]
    known = {network for network, _ in active}
    served = [(each, each.partition("/")[2].replace("-", " ").capitalize()) for each in visit.session.serves]
    every_one = [*[each for each in served if each[0] not in known], *active]
    return {body: [each for each in every_one if body_of(each[0]) == body] for body in bodies}
