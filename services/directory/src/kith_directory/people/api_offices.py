"""What is read of offices: those of a person on their own page, and what they may do with them."""

from datetime import UTC, datetime
from typing import Final, Literal

from kith_chassis.service import BodyService
from kith_contracts.access.table import Offices
from kith_contracts.pages.people import OwnOffice
from kith_directory.people.office import OfferedOffice, Office, own_tag
from kith_directory.people.person import Person

MOST: Final = 500
"""Offices of one person."""


async def offices_of(running: BodyService, person: str) -> Offices | None:
    """The networks that a person serves, and those that they have served."""
    known: Person | None = await running.views.get(Person.at(person))
    return Offices(known.serves, known.served) if known else None


async def own_offices(running: BodyService, person: str) -> list[OwnOffice]:
    """What they hold, and what they are offered."""
    now = datetime.now(UTC)
    tags = (own_tag(running.vault.keyed, person),)
    held: list[Office] = await running.views.tagged(Office, tags, "", MOST)
    offered: list[OfferedOffice] = await running.views.tagged(OfferedOffice, tags, "", MOST)
    return [
        *(_own(each, "held") for each in held),
        *(_own(each, _status(each)) for each in offered if not each.over(now)),
    ]


def _status(offered: OfferedOffice) -> Literal["offered", "accepted"]:
    return "accepted" if offered.accepted else "offered"


def _own(office: Office, status: Literal["held", "offered", "accepted"]) -> OwnOffice:
    return OwnOffice(network=office.network, role=office.role, status=status, until=office.until)
