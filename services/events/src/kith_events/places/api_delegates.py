"""What officers read of the places that their networks hand out, and of places that are exchanged."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.gate import demand
from kith_commons.agreement.agreement import status
from kith_contracts.access.table import Subject, grants_of
from kith_contracts.events.terms import EventTerms, Exchange
from kith_contracts.pages.places import Exchanged, Handed, Ledger, NetworkPlaces
from kith_contracts.words import BodySlug, Slug, body_of
from kith_events.event.access import found
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.delegates import Invitations, invitations, invitations_id

DELEGATES: Final = "events-delegates"
MOST: Final = 500
STANDING: Final = ("active", "amended", "ended")


def add_delegates(routes: APIRouter, find: Find) -> None:
    """The reads of delegates and of exchanges."""

    @routes.get(
        "/agreements/{lead}/{event}/delegates",
        operation_id=DELEGATES,
        summary="The codes that one's networks hand to their delegates.",
    )
    async def delegates(body: BodySlug, lead: BodySlug, event: Slug, asking: Asking) -> list[NetworkPlaces]:
        running = find(body)
        proposal: Proposal = found(await running.views.get(Proposal.at(lead, event)))
        own = [each for each in proposal.terms.delegates if body_of(each.network) == body]
        if own:
            demand(asking, grants_of(DELEGATES), Subject(body, networks=frozenset(each.network for each in own)))
        keyed, pages = running.vault.keyed, []
        for each in own:
            if each.network in asking.networks:
                id = invitations_id(keyed, proposal.event, each.part)
                kept: Invitations | None = await running.views.get(Invitations.at(id))
                codes = [
                    Handed(code=one.code, used=bool(kept and one.code in kept.used))
                    for one in invitations(keyed, body, proposal.terms, each.part)
                    if one.holder == each.holder
                ]
                pages.append(NetworkPlaces(network=each.network, guest=each.guest, part=each.part, codes=codes))
        return pages

    @routes.get(
        "/exchanges", operation_id="events-exchanges", summary="Places given to other bodies, and taken from them."
    )
    async def exchanges(body: BodySlug) -> list[Ledger]:
        views = find(body).views
        led = [each for each in await views.page(JointEvent, most=MOST) if status(each.agreement) in STANDING]
        joined = [each for each in await views.page(Proposal, most=MOST) if each.status in STANDING]
        given = [one for each in led for one in given_by(each.event, each.terms)]
        taken = [
            (body_of(each.event), _exchanged(each.event, one))
            for each in joined
            for one in each.terms.exchanges
            if one.body == body != body_of(each.event)
        ]
        return [_ledger(other, given, taken) for other in sorted({each[0] for each in (*given, *taken)})]


def given_by(event: str, terms: EventTerms) -> Iterator[tuple[str, Exchanged]]:
    """What a lead gives, by whom it is for: parties, and guest hosts by name, of whom what they give is in words."""
    yield from ((each.body, _exchanged(event, each)) for each in terms.exchanges)
    hosts = {each.guest: each for each in terms.guest_hosts}
    for line in terms.delegates:
        if line.guest and (host := hosts.get(line.guest)):
            yield host.name, Exchanged(event=event, part=line.part, places=line.places, against=host.gives)


def _exchanged(event: str, line: Exchange) -> Exchanged:
    return Exchanged(event=event, part=line.part, places=line.places, against=line.against)


def _ledger(other: str, given: list[tuple[str, Exchanged]], taken: list[tuple[str, Exchanged]]) -> Ledger:
    ours, theirs = ([each for whom, each in side if whom == other] for side in (given, taken))
    balance = sum(each.places for each in ours) - sum(each.places for each in theirs)
    return Ledger(body=other, given=ours, taken=theirs, balance=balance)
