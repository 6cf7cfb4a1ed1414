"""What is read inside a network, by its officers and members alone: announcements, round-ups, where they talk."""

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.access.table import OFFICER_OF_IT, Principal, Subject, Verdict, judge
from kith_contracts.pages.inside import Announced, InsidePage, NoticeRead, RoundUpListed, RoundUpPage, Waiting, WorkPage
from kith_contracts.words import BodySlug, Slug
from kith_directory.inside import announcements as inside_announcements
from kith_directory.inside import round_ups
from kith_directory.inside.announcements import Announcement
from kith_directory.inside.owners import WaitingAnnouncement
from kith_directory.inside.round_ups import Notice, RoundUp, notice_of
from kith_directory.inside.talk import Talk
from kith_directory.inside.work import Work, advice
from kith_directory.people.person import Person


def serves(asking: Principal, network: str) -> bool:
    """Whether this is an officer of the network, here at home."""
    return judge(asking, (OFFICER_OF_IT,), Subject(asking.body, networks=frozenset({network}))) is Verdict.ALLOWED


async def let_in(running: BodyService, network: str, asking: Principal) -> None:
    """Let in officers and members of the network; raises Refused (404) for everybody else, as if there were none."""
    if serves(asking, network):
        return
    oneself: Person | None = await running.views.get(Person.at(asking.person)) if asking.person else None
    if oneself is None or network not in oneself.networks:
        raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")


def add_inside(routes: APIRouter, find: Find) -> None:
    """The reads of what is said inside a network."""

    @routes.get(
        "/own-networks/{network}/inside",
        operation_id="directory-inside",
        summary="What was announced in a network, its round-ups, and where its people talk.",
    )
    async def inside(body: BodySlug, network: Slug, asking: Asking) -> InsidePage:
        return await _inside(find(body), f"{body}/{network}", asking)

    @routes.get(
        "/shared-networks/{owner}/{network}/inside",
        operation_id="directory-shared-inside",
        summary="What was announced in a shared network; for its officers also what waits to be passed on.",
    )
    async def shared_inside(body: BodySlug, owner: BodySlug, network: Slug, asking: Asking) -> InsidePage:
        return await _inside(find(body), f"{owner}/{network}", asking)

    _add_round_up(routes, find)
    _add_work(routes, find)


async def _inside(running: BodyService, network: str, asking: Principal) -> InsidePage:
    await let_in(running, network, asking)
    talk: Talk | None = await running.views.get(Talk.at(network))
    said = await running.views.page(Announcement, f"{network}/", most=inside_announcements.MOST)
    opened = await running.views.page(RoundUp, f"{network}/", most=round_ups.MOST)
    waiting = await running.views.page(WaitingAnnouncement, f"{network}/") if serves(asking, network) else []
    return InsidePage(
        where_we_talk=talk.where_we_talk if talk else None,
        replies_to=talk.replies_to if talk else None,
        announcements=[
            Announced(announcement=each.announcement, text=each.text, said=each.said)
            for each in sorted(said, key=lambda each: each.said, reverse=True)
        ],
        round_ups=[
            RoundUpListed(**_listed(each)) for each in sorted(opened, key=lambda each: each.until, reverse=True)
        ],
        waiting=[Waiting(**each.model_dump(exclude={"network"})) for each in waiting],
    )


def _add_round_up(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/own-networks/{network}/round-ups/{round_up}",
        operation_id="directory-round-up",
        summary="A round-up; its notices once it is closed.",
    )
    async def round_up(body: BodySlug, network: Slug, round_up: Slug, asking: Asking) -> RoundUpPage:
        return await _round_up(find(body), f"{body}/{network}", round_up, asking)

    @routes.get(
        "/shared-networks/{owner}/{network}/round-ups/{round_up}",
        operation_id="directory-shared-round-up",
        summary="A round-up among the people of this body in a shared network; its notices once it is closed.",
    )
    async def shared_round_up(
        body: BodySlug, owner: BodySlug, network: Slug, round_up: Slug, asking: Asking
    ) -> RoundUpPage:
        return await _round_up(find(body), f"{owner}/{network}", round_up, asking)


async def _round_up(running: BodyService, name: str, round_up: str, asking: Principal) -> RoundUpPage:
    await let_in(running, name, asking)
    found: RoundUp | None = await running.views.get(RoundUp.at(name, round_up))
    if found is None:
        raise Refused(404, "round-up-unknown", "There is no round-up of this name here.", "round_up")
    own = notice_of(running.vault.keyed, asking.person, name, round_up) if asking.person else ""
    everything = found.closed or serves(asking, name)
    wanted = [Notice.at(each) for each in found.notices if everything or each == own]
    known: dict[str, Notice] = await running.views.many(tuple(wanted))
    read = [NoticeRead(notice=each.id, text=each.text) for ref in wanted if (each := known.get(ref.path))]
    mine = next((each.text for each in read if each.notice == own), None)
    return RoundUpPage(**_listed(found), own=mine, notices=read if everything else [])


def _add_work(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/own-networks/{network}/work",
        operation_id="directory-work",
        summary="How the work of a network is shared, for its officers alone.",
    )
    async def work(body: BodySlug, network: Slug) -> WorkPage:
        found: Work | None = await find(body).views.get(Work.at(f"{body}/{network}"))
        if found is None:
            raise Refused(404, "work-unknown", "Nothing is said here of how the work is shared.", "network")
        return WorkPage(most_hours=found.most_hours, duties=found.duties, advice=advice(found))


def _listed(round_up: RoundUp) -> dict[str, object]:
    kept = round_up.model_dump(include=set(RoundUpListed.model_fields))
    return {**kept, "full": len(round_up.notices) >= round_up.slots}
