"""Change the text on a network that the organisation leads: the same steps, filled with what is agreed now."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from kith_console.agreements import clauses
from kith_console.listing import every, learn_names
from kith_console.node import Refusal
from kith_console.proposal.draft import bodies_of
from kith_console.proposal.kind import TOO_MANY
from kith_console.room import Room
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.pages import NetworkProposal
from kith_console.shared_networks.steps import STEPS
from kith_console.shared_networks.text import as_typed, terms_of, text_of
from kith_console.visit import Visit
from kith_console.words import money
from kith_contracts.directory.agreements import AmendNetworkAgreement
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Fault
from kith_contracts.pages.shared_networks import SharedNetworkLine, SharedNetworkPage
from kith_contracts.words import body_of

AMENDMENTS: Final = Room()
MOST: Final = 200
STANDING: Final = ("active", "amended")
OF_ONE_ALONE: Final = ("officers", "part_of")
"""What a charter says of a network that has one owner."""
UNCHOSEN: Final = Fault(field="network", code="network-missing", sentence="Choose a network that we lead.")


@dataclass
class Amended(Draft):
    """A text that is changed."""

    founder: str = ""
    amends: int = 0
    """The version that there is."""


class Changed(NamedTuple):
    """A clause that would say something else."""

    name: str
    before: str
    after: str


class Amendment(NetworkProposal):
    """The next version of a text that all owners accepted. Nothing of it is kept by the node before it is sent."""

    folder, kind, unnamed = "amendments", "amendment", "A network"
    draft = Amended
    send = AmendNetworkAgreement

    def open_to(self, visit: Visit, draft: Draft) -> bool:
        """One that was begun: for the administrator, and for officers of the network."""
        begun = bool(getattr(draft, "founder", ""))
        return begun and (visit.is_admin or self.subject(draft, visit.body) in visit.session.serves)

    def subject(self, draft: Draft, body: str) -> str:
        return f"{getattr(draft, 'founder', '') or body}/{draft.network}"

    def terms(self, draft: Draft, body: str) -> dict[str, Any]:
        text = terms_of(draft, body)
        charter = {name: said for name, said in text["charter"].items() if name not in OF_ONE_ALONE}
        version = getattr(draft, "amends", 0) + 1
        return {**text, "subject": self.subject(draft, body), "version": version, "charter": charter}

    async def judged(self, _visit: Visit, _draft: Draft) -> Refusal | None:
        """The node judges the whole, when it is sent."""
        return None

    async def read_through(self, visit: Visit, draft: Draft) -> dict[str, Any]:
        page = await visit.read("directory", f"shared-networks/{self.subject(draft, visit.body)}", SharedNetworkPage)
        found = await super().read_through(visit, draft)
        after = text_of(draft, visit.body)
        return {**found, "changed": changed(visit, page.terms, after) if after else []}

    async def sent(self, visit: Visit) -> Response:
        draft = await self.load(visit, visit.path["draft"])
        if not self.open_to(visit, draft) or not draft.sent:
            return visit.nothing()
        await learn_names(visit)
        subject, others = self.subject(draft, visit.body), bodies_of(draft, visit.body)[1:]
        return visit.show("shared_networks/amended.html", draft=draft, others=others, subject=subject)


AMENDMENT: Final = Amendment()


def changed(visit: Visit, before: NetworkTerms, after: NetworkTerms) -> list[Changed]:
    """The clauses that say something else, in the order of the new text; what is left out comes last."""
    old, new = (_by_name(visit, each) for each in (before, after))
    names = [*new, *(each for each in old if each not in new)]
    return [Changed(each, old.get(each, ""), new.get(each, "")) for each in names if old.get(each) != new.get(each)]


def _by_name(visit: Visit, terms: NetworkTerms) -> dict[str, str]:
    """What each clause says; of several of one name, all together."""
    found: dict[str, str] = {}
    for each in clauses.of_network(terms, visit.console.names, money, visit.body):
        found[each.name] = f"{found[each.name]} {each.says}" if each.name in found else each.says
    return found


@AMENDMENTS.signed_in("amendments")
async def amendments(visit: Visit) -> Response:
    """The texts that we lead, and those that one works on."""
    if not (visit.is_admin or visit.is_officer):
        return visit.nothing()
    led, drafts, _ = await asyncio.gather(_led(visit), AMENDMENT.unsent(visit), learn_names(visit))
    content: dict[str, Any] = {"led": led, "drafts": drafts, "wanted": visit.asked("network")}
    if visit.request.method != "POST":
        return visit.show("shared_networks/amendments.html", **content)
    wanted = visit.typed("network")
    if wanted not in {each.subject for each in led}:
        return visit.show("shared_networks/amendments.html", 422, faults=[UNCHOSEN], **content)
    begun = next((each for each in drafts if AMENDMENT.subject(each, visit.body) == wanted), None)
    draft = begun or await _begun(visit, wanted)
    if not await AMENDMENT.keep(visit, draft):
        return visit.show("shared_networks/amendments.html", 422, faults=[TOO_MANY], **content)
    return await visit.go(AMENDMENT.at(visit, draft))


AMENDMENT.pages_in(AMENDMENTS)


async def _led(visit: Visit) -> list[SharedNetworkLine]:
    found = await every(
        visit, "directory", "shared-networks", list[SharedNetworkLine], lambda each: each.subject, most=MOST
    )
    ours = [each for each in found if each.lead == visit.body and each.status in STANDING]
    return [each for each in ours if visit.is_admin or each.subject in visit.session.serves]


async def _begun(visit: Visit, subject: str) -> Amended:
    """All that the text says now, as if it had been typed."""
    terms = (await visit.read("directory", f"shared-networks/{subject}", SharedNetworkPage)).terms
    draft = Amended(visit.mark, typed=as_typed(terms, visit.body), done=sorted(each.name for each in STEPS))
    draft.network, draft.founder, draft.fixed = subject.partition("/")[2], body_of(subject), True
    draft.amends, draft.own = terms.version, True
    draft.version, draft.text = terms.charter.terms.version, terms.charter.terms.text
    return draft
