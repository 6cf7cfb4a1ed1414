"""What the lead of an event reads at its doors: who comes to an open part, and which codes open a closed one."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query

from kith_chassis.http.api import Asking, Find, Refused
from kith_commons.arrivals import door_code
from kith_contracts.events.groups import companion
from kith_contracts.pages.door import DoorList, EntryCodes, Registrant
from kith_contracts.words import BodySlug, Slug
from kith_events.door.details_lead import Detail
from kith_events.door.worker import keyring_of, opened
from kith_events.event.access import led_by
from kith_events.places.codes.lead import codes_of
from kith_events.places.place import Place

Most = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=26)]
DOOR_LIST: Final = "events-door-list"
CODES: Final = "events-codes"


def add_door(routes: APIRouter, find: Find) -> None:
    """The reads for the doors of an event that this body leads."""

    @routes.get("/led/{event}/door-list/{part}", operation_id=DOOR_LIST, summary="Who has a place in an open part.")
    async def door_list(
        body: BodySlug, event: Slug, part: Slug, *, asking: Asking, after: After = "", most: Most = 200
    ) -> DoorList:
        running = find(body)
        led = await led_by(find, body, event, asking, DOOR_LIST)
        if part not in led.rooms:
            raise Refused(404, "part-unknown", "This event has no such open part.", "part")
        under = f"{led.event}/{part}/"
        places = await running.views.page(Place, under, after and under + after, most)
        known = await running.views.many(tuple(Detail.at(led.event, place.pseudonym) for place in places))
        boxes = await asyncio.to_thread(opened, keyring_of(running), led.event, list(known.values()))
        agreed = led.terms.data_fields
        registrants = [
            Registrant(
                registration=place.pseudonym,
                code=door_code(place.pseudonym),
                body=place.body,
                details={field: text for field, text in boxes.get(place.pseudonym, {}).items() if field in agreed},
                slot=place.slot,
                delegate_of=place.delegate_of,
                guests=[companion(place.pseudonym, number) for number in range(1, place.size)],
            )
            for place in places
            if place.status == "granted"
        ]
        return DoorList(part=part, registrants=registrants, after=places[-1].pseudonym if len(places) == most else "")

    @routes.get("/led/{event}/codes/{part}", operation_id=CODES, summary="The codes that open a closed part.")
    async def codes(body: BodySlug, event: Slug, part: Slug, asking: Asking) -> EntryCodes:
        running = find(body)
        led = await led_by(find, body, event, asking, CODES)
        if part not in led.blocks:
            raise Refused(404, "part-unknown", "This event has no such closed part.", "part")
        blocks = led.blocks[part]
        numbers, earlier = [number for held in blocks.held.values() for number in held], led.codes.get(part, {})
        found = [
            earlier.get(number) or codes_of(running.vault.keyed, led.event, part, number, blocks.size)
            for number in numbers
        ]
        return EntryCodes(part=part, codes=sorted(code for block in found for code in block))
