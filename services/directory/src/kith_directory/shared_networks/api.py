"""What an owner reads of networks that several bodies own: the text, how it stands, who leads, what was suggested."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path

from kith_chassis.http.api import After, Find, Most
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_commons.agreement import lead as law
from kith_commons.agreement.differences import Changed, changes
from kith_commons.agreement.succession import needed
from kith_commons.agreement.suggestions import changed
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Refusal
from kith_contracts.pages.agreements import ClauseDiff, TakeOverPage
from kith_contracts.pages.shared_networks import (
    InForce,
    LeadLine,
    LedPage,
    NetworkSuggestionPage,
    NetworkTermsPage,
    SharedNetworkLine,
    SharedNetworkPage,
)
from kith_contracts.words import BodySlug, Slug
from kith_directory.people.office import Office, office_of, roles_of
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.suggestions import SuggestedChange
from kith_directory.shared_networks.template import SHARED_NETWORK
from kith_directory.shared_networks.versions import NetworkText, text_at

F = TypeVar("F", OfferedNetwork, NetworkText)
Number = Annotated[int, Path(ge=1, le=9_007_199_254_740_991)]


def add_shared_networks(routes: APIRouter, find: Find) -> None:
    """The reads of networks that this body owns with others."""

    @routes.get(
        "/shared-networks",
        operation_id="directory-shared-networks",
        summary="The networks that this body owns with others, or was asked to, in short.",
    )
    async def shared_networks(body: BodySlug, after: After = "", most: Most = 200) -> list[SharedNetworkLine]:
        views = find(body).views
        offered: list[OfferedNetwork] = await views.page(OfferedNetwork, after=after, most=most)
        known: dict[str, SharedNetwork] = await views.many(tuple(SharedNetwork.at(each.id) for each in offered))
        now = datetime.now(UTC)
        return [_line(each, known.get(SharedNetwork.at(each.id).path), body, now) for each in offered]

    @routes.get(
        "/shared-networks/{owner}/{network}",
        operation_id="directory-shared-network",
        summary="One of them, whole: the text, how the agreement stands, what is in force and who leads.",
    )
    async def shared_network(body: BodySlug, owner: BodySlug, network: Slug) -> SharedNetworkPage:
        running, name = find(body), f"{owner}/{network}"
        views = running.views
        offered = _found(await views.get(OfferedNetwork.at(name)))
        home: SharedNetwork | None = await views.get(SharedNetwork.at(name))
        led: LedNetwork | None = await views.get(LedNetwork.at(name))
        vacant = await _vacant(running, home) if home else []
        now = datetime.now(UTC)
        return await asyncio.to_thread(lambda: _page(offered, home, led, body=body, vacant=vacant, now=now))

    @routes.get(
        "/shared-networks/{owner}/{network}/suggestions",
        operation_id="directory-network-suggestions",
        summary="What was suggested to the text on a network, and what it would change.",
    )
    async def suggestions(
        body: BodySlug, owner: BodySlug, network: Slug, *, after: After = "", most: Most = 200
    ) -> list[NetworkSuggestionPage]:
        views, under = find(body).views, f"{owner}/{network}/"
        offered = _found(await views.get(OfferedNetwork.at(owner, network)))
        suggested = await views.page(SuggestedChange, under, after and under + after, most)
        return await asyncio.to_thread(lambda: [_suggestion(offered, each) for each in suggested])

    _add_diff(routes, find)


def _add_diff(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/shared-networks/{owner}/{network}/versions/{before}/diff/{after}",
        operation_id="directory-network-diff",
        summary="How two versions of the text on a network differ.",
    )
    async def diff(
        body: BodySlug, owner: BodySlug, network: Slug, *, before: Number, after: Number
    ) -> list[ClauseDiff]:
        kept = [await find(body).views.get(text_at(f"{owner}/{network}", each)) for each in (before, after)]
        old, new = [
            _found(text if text and text.terms.version == wanted else None)
            for text, wanted in zip(kept, (before, after), strict=True)
        ]
        return await asyncio.to_thread(lambda: _diff(changes(SHARED_NETWORK, old.terms, new.terms)))


async def shares_of(running: BodyService, networks: frozenset[str]) -> frozenset[str]:
    """Those of these that this body owns with others: whoever serves them here is their officer."""
    found: dict[str, SharedNetwork] = await running.views.many(tuple(SharedNetwork.at(each) for each in networks))
    offered: dict[str, OfferedNetwork] = await running.views.many(tuple(OfferedNetwork.at(each) for each in networks))
    agreed = {each.id for each in found.values() if each.status != "ended"}
    return frozenset(agreed | {each.id for each in offered.values() if not each.left})


def _found(offered: F | None) -> F:
    if offered is None:
        raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")
    return offered


def _line(offered: OfferedNetwork, home: SharedNetwork | None, body: str, now: datetime) -> SharedNetworkLine:
    return SharedNetworkLine(
        subject=offered.id,
        name=offered.terms.charter.name,
        status=offered.status,
        version=offered.terms.version,
        hash=offered.hash,
        answers={behalf: given.answer for behalf, given in offered.valid_answers(body).items()},
        lead=home.lead if home else offered.terms.led_by,
        silent=home is not None and home.silent(now),
    )


async def _vacant(running: BodyService, home: SharedNetwork) -> list[str]:
    """The offices that this body fills, and that nobody holds."""
    roles = roles_of(home, running.body)
    refs = {role: Office.at(office_of(running.vault.keyed, home.id, role)) for role in roles}
    held = await running.views.many(tuple(refs.values()))
    return [role for role, ref in refs.items() if ref.path not in held]


def _page(
    offered: OfferedNetwork,
    home: SharedNetwork | None,
    led: LedNetwork | None,
    *,
    body: str,
    vacant: list[str],
    now: datetime,
) -> SharedNetworkPage:
    return SharedNetworkPage(
        subject=offered.id,
        status=offered.status,
        terms=_terms(offered.terms),
        hash=offered.hash,
        answers={behalf: given.answer for behalf, given in offered.valid_answers(body).items()},
        missing=offered.missing,
        changes=_diff(changes(SHARED_NETWORK, home.terms, offered.terms)) if home else [],
        in_force=_in_force(home, vacant, now) if home else None,
        take_over=_take_over(home) if home else None,
        led=_led(led) if led else None,
    )


def _in_force(home: SharedNetwork, vacant: list[str], now: datetime) -> InForce:
    return InForce(
        terms=_terms(home.terms),
        status=home.status,
        lead=home.lead,
        term=home.terms.term,
        leads=_leads(home.terms),
        heard=home.heard,
        silent=home.silent(now),
        successor=home.agreed.successor,
        leaves=home.leaves,
        vacant=vacant,
    )


def _terms(terms: NetworkTerms) -> NetworkTermsPage:
    return NetworkTermsPage(**dict(terms))


def _leads(terms: NetworkTerms) -> list[LeadLine]:
    """Who has led, and who backed each lead. Nobody had to back the founder."""
    later = [
        LeadLine(
            body=each.lead,
            term=each.term,
            since=max(backing.at for backing in each.backings),
            backed_by=sorted(backing.body for backing in each.backings),
        )
        for each in terms.succession
    ]
    return [LeadLine(body=terms.founder, term=1, since=None, backed_by=[]), *later]


def _take_over(home: SharedNetwork) -> TakeOverPage | None:
    claim = home.claim
    if claim is None:
        return None
    backed_by = sorted(each.body for each in claim.backings)
    return TakeOverPage(term=claim.term, backed_by=backed_by, needed=needed(home.terms.bodies), against=claim.against)


def _led(led: LedNetwork) -> LedPage:
    told = law.updated(led)
    return LedPage(answers=told.answers, departed=told.departed)


def _suggestion(offered: OfferedNetwork, each: SuggestedChange) -> NetworkSuggestionPage:
    text = changed(SHARED_NETWORK, offered.terms, each.suggestion.change)
    found = [] if isinstance(text, Refusal) else _diff(changes(SHARED_NETWORK, offered.terms, text))
    return NetworkSuggestionPage(suggestion=each.suggestion, changes=found)


def _diff(found: list[Changed]) -> list[ClauseDiff]:
    return [ClauseDiff(**each._asdict()) for each in found]
