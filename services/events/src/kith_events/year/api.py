"""What officers of a network read of how its year goes: when it met in a room, and what to look at again."""

from datetime import UTC, datetime

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_contracts.pages.year import AsideCheck, Met, NetworkChecks
from kith_contracts.words import BodySlug, Slug
from kith_events.year.checks import SetAside, checks, last_in_person, next_in_person
from kith_events.year.history import announced_by
from kith_events.year.meetings import Meeting, meetings


def add_checks(routes: APIRouter, find: Find) -> None:
    """The read of checks."""

    @routes.get(
        "/own-networks/{network}/checks",
        operation_id="events-network-checks",
        summary="When a network met in person, and advice on how its year goes.",
    )
    async def of_network(body: BodySlug, network: Slug) -> NetworkChecks:
        views, name, now = find(body).views, f"{body}/{network}", datetime.now(UTC)
        held = meetings(await announced_by(views, name, now))
        kept: SetAside | None = await views.get(SetAside.at(name))
        aside, given = kept.why if kept else {}, checks(held, now)
        return NetworkChecks(
            network=name,
            last_in_person=_met(last_in_person(held, now)),
            next_in_person=_met(next_in_person(held, now)),
            checks=[each for each in given if each.check not in aside],
            set_aside=[AsideCheck(check=each, why=aside[each.check]) for each in given if each.check in aside],
        )


def _met(meeting: Meeting | None) -> Met | None:
    return meeting and Met(event=meeting.event, starts=meeting.starts, ends=meeting.ends, at=meeting.at)
