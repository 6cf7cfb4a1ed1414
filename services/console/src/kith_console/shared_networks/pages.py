"""Found a network together, or let others own one with us: who may begin that, and with which network."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from kith_console.agreements import clauses
from kith_console.fields import slug_of
from kith_console.listing import every, learn_names, others
from kith_console.proposal.advice import Advice, on_words
from kith_console.proposal.draft import bodies_of
from kith_console.proposal.kind import TOO_MANY, Row
from kith_console.proposal.pages import Proposal
from kith_console.proposal.rows import kept_rows
from kith_console.proposal.shares import WHOLE, share_of, shares_of
from kith_console.proposal.steps import Step
from kith_console.room import Room
from kith_console.shared_networks import figures, summary
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.steps import (
    AIMS,
    CHARTER,
    DUTIES,
    HOW,
    LINES,
    LISTS,
    OWNERS,
    PAYS,
    SHARES,
    SIZES,
    STEPS,
    WHAT,
)
from kith_console.shared_networks.text import terms_of, text_of, typed_of
from kith_console.visit import Visit
from kith_console.words import Names, joined, money
from kith_contracts.directory.agreements import DraftNetworkAgreement, ProposeNetworkAgreement
from kith_contracts.message import Command, Fault
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.pages.networks import OwnNetwork
from kith_contracts.pages.shared_networks import SharedNetworkLine
from kith_contracts.words import body_of

SHARED_NETWORKS: Final = Room()
MOST: Final = 200
NEW: Final = "*"
"""In place of a network: none that there is."""
TAKEN: Final = Fault(
    field="subject", code="slug-taken", sentence="A network of this name exists; choose another short name."
)
UNCHOSEN: Final = Fault(field="network", code="network-missing", sentence="Choose a network, or a new one.")


class Choice(NamedTuple):
    """A network that this visitor may propose to own together."""

    network: str
    """Its short name."""
    title: str
    own: OwnNetwork | None
    """As the organisation has it now; None if it is not there yet."""


class NetworkProposal(Proposal[Draft]):
    """The text on a network that several organisations would own."""

    folder, templates, kind, unnamed = "shared-networks", "shared_networks", "network", "A new network"
    steps, draft = STEPS, Draft
    command: type[Command] = DraftNetworkAgreement
    send: type[Command] = ProposeNetworkAgreement

    def may(self, visit: Visit) -> bool:
        """The administrator, and officers of a network of this organisation: the node takes it from nobody else."""
        return visit.may_share

    def open_to(self, visit: Visit, draft: Draft) -> bool:
        """An officer goes on with the text on a network that they serve, and with no other."""
        return visit.is_admin or self.subject(draft, visit.body) in visit.session.serves

    def subject(self, draft: Draft, body: str) -> str:
        return f"{body}/{draft.network}"

    def terms(self, draft: Draft, body: str) -> dict[str, Any]:
        return terms_of(draft, body)

    def rows(self, draft: Draft, step: Step, body: str, names: Names) -> list[Row]:
        return summary.rows(draft, step, body, names)

    def take(self, visit: Visit, draft: Draft, step: Step) -> None:
        super().take(visit, draft, step)
        if step in LISTS:
            kept_rows(draft.typed, f"terms.{LISTS[step]}.")

    async def named(self, visit: Visit, draft: Draft, step: Step) -> list[Fault]:
        """A new network has its short name from its name, unless another was typed."""
        wanted = draft.one("subject") or slug_of(draft.one(f"{CHARTER}name"))[:50]
        if step is not WHAT or draft.fixed or not wanted or wanted == draft.network:
            return []
        own, shared = await _known(visit)
        if f"{visit.body}/{wanted}" in {*own, *shared}:
            return [TAKEN]
        draft.network, draft.drafted = wanted, False
        return []

    async def advice(self, visit: Visit, draft: Draft, step: Step) -> Advice:
        if step in (WHAT, AIMS, HOW):
            texts = [field for field in step.fields if field != "subject"]
            return await on_words(visit, {field: draft.one(field) for field in texts})
        if step in (PAYS, LINES) and (over := figures.pool(draft, visit.body).over):
            return {"sums": [f"The lines come to {over} more than is paid. Lower them, or let the owners pay more."]}
        if step is SHARES:
            found = shares_of(terms_of(draft, visit.body)["parties"])
            wrong = any(each not in (0, WHOLE) for each in (found.cash, found.kind))
            return {"sums": ["Each must come to 100 % together, or all be nothing."]} if wrong else {}
        return {}

    async def beside(self, visit: Visit, draft: Draft, step: Step) -> dict[str, Any]:
        body = visit.body
        if step is OWNERS:
            return {"others": others(visit, await visit.read("directory", "bodies", list[BodyPage]))}
        if step in (SIZES, DUTIES):
            year = datetime.now(UTC).year + 1
            return {"turns": figures.turns(draft, body, year), "rows": draft.shown("duties")}
        if step in (PAYS, LINES):
            return {"pool": figures.pool(draft, body), "rows": draft.shown("lines")}
        if step is SHARES:
            share = {"share_of": lambda party, what: share_of(draft, party, what, body)}
            return {**share, "shares": shares_of(terms_of(draft, body)["parties"])}
        return {"rows": draft.shown(LISTS[step])} if step in LISTS else {}

    async def read_through(self, visit: Visit, draft: Draft) -> dict[str, Any]:
        terms, names = text_of(draft, visit.body), visit.console.names
        bodies = bodies_of(draft, visit.body)
        return {
            "clauses": list(clauses.of_network(terms, names, money)) if terms else [],
            "shares": {each: clauses.share_of_network(terms, each, money) for each in bodies} if terms else {},
            "others": joined([names.short(each) for each in bodies[1:]]),
            "worth": figures.worth(draft, visit.body),
        }


NETWORKS: Final = NetworkProposal()


@SHARED_NETWORKS.signed_in("shared-networks")
async def proposals(visit: Visit) -> Response:
    """What one works on, and which network it shall be."""
    if not NETWORKS.may(visit):
        return visit.nothing()
    choices, drafts, _ = await asyncio.gather(_choices(visit), NETWORKS.unsent(visit), learn_names(visit))
    content: dict[str, Any] = {
        "choices": choices,
        "drafts": drafts,
        "steps": len(STEPS),
        "wanted": visit.asked("network"),
        "new": NEW,
    }
    if visit.request.method != "POST":
        return visit.show("shared_networks/all.html", **content)
    draft = _begun(visit, choices)
    if draft is None:
        return visit.show("shared_networks/all.html", 422, faults=[UNCHOSEN], **content)
    if not await NETWORKS.keep(visit, draft):
        return visit.show("shared_networks/all.html", 422, faults=[TOO_MANY], **content)
    return await visit.go(NETWORKS.at(visit, draft))


NETWORKS.pages_in(SHARED_NETWORKS)


def _begun(visit: Visit, choices: list[Choice]) -> Draft | None:
    """A draft for what was chosen; None if that is not theirs to choose. Sent twice, it is one draft."""
    wanted = visit.typed("network")
    chair = {"terms.offices.0.role": ["Chair"], "terms.offices.0.body": [visit.body]}
    if wanted == NEW and visit.is_admin:
        return Draft(visit.mark, typed=chair)
    chosen = next((each for each in choices if each.network == wanted), None)
    if chosen is None:
        return None
    if chosen.own is None:
        return Draft(visit.mark, typed=chair, network=wanted, fixed=True)
    terms, typed = chosen.own.charter.terms, typed_of(chosen.own.charter, visit.body)
    known = Draft(visit.mark, typed=typed, network=wanted, fixed=True, own=True)
    known.version, known.text = terms.version, terms.text
    return known


async def _choices(visit: Visit) -> list[Choice]:
    """The networks that the organisation has alone, and those whose officers there are already; for an officer, those
    that they serve.
    """
    own, shared = await _known(visit)
    served = {each for each in visit.session.serves if body_of(each) == visit.body}
    names = [each for each in sorted({*own, *served}) if each not in shared]
    living = [each for each in names if each not in own or own[each].status != "ended"]
    return [_choice(each, own.get(each)) for each in living]


def _choice(name: str, own: OwnNetwork | None) -> Choice:
    slug = name.partition("/")[2]
    return Choice(slug, own.charter.name if own else slug.replace("-", " ").capitalize(), own)


async def _known(visit: Visit) -> tuple[dict[str, OwnNetwork], set[str]]:
    """The networks of this organisation that the visitor may know, and those that it owns with others or was asked."""
    own, shared = await asyncio.gather(
        every(visit, "directory", "own-networks", list[OwnNetwork], lambda each: each.network, most=MOST),
        every(visit, "directory", "shared-networks", list[SharedNetworkLine], lambda each: each.subject, most=MOST),
    )
    return {each.network: each for each in own}, {each.subject for each in shared}
