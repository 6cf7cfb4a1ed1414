"""What is read of reports and notes: by the person, by their reader, by members, and what is public by everyone."""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from kith_chassis.http.api import After, Asking, Find, Most, Refused
from kith_chassis.http.public import OPEN_TO_ALL, UNCHANGED, beside, conditional
from kith_contracts.pages.library import NoteRead, OwnReport, ReportRead
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_directory.inside.api import let_in
from kith_directory.library.notes import MOST_NOTES, Note
from kith_directory.library.reports import Report, reader_tag
from kith_directory.networks.network import Network

MOST: Final = 500
NOTES: Final = TypeAdapter(list[NoteRead])


def add_library(routes: APIRouter, find: Find) -> None:
    """The reads of what is brought home from an event."""
    _add_reports(routes, find)
    _add_notes(routes, find)


def _add_reports(routes: APIRouter, find: Find) -> None:
    @routes.get("/people/{person}/reports", operation_id="directory-own-reports", summary="One's own reports.")
    async def own(body: BodySlug, person: PersonId) -> list[OwnReport]:
        running = find(body)
        mine = await running.views.tagged(Report, (running.vault.keyed("reports", person),), "", MOST)
        return [
            OwnReport(
                event=each.event,
                network=each.network,
                text=each.text,
                named=each.name is not None,
                day=each.sent.date(),
            )
            for each in mine
        ]

    @routes.get(
        "/own-networks/{network}/reports",
        operation_id="directory-reports",
        summary="What people have sent to the committee of a network.",
    )
    async def to_committee(body: BodySlug, network: Slug, after: After = "", most: Most = 200) -> list[ReportRead]:
        return await _sent(find, body, f"{body}/{network}", after, most)

    @routes.get("/reports", operation_id="directory-office-reports", summary="What people have sent to the office.")
    async def to_office(body: BodySlug, after: After = "", most: Most = 200) -> list[ReportRead]:
        return await _sent(find, body, None, after, most)


def _add_notes(routes: APIRouter, find: Find) -> None:
    @routes.get(
        "/own-networks/{network}/library",
        operation_id="directory-own-library",
        summary="The library of a network, for its members and officers.",
    )
    async def library(body: BodySlug, network: Slug, asking: Asking) -> list[NoteRead]:
        running, name = find(body), f"{body}/{network}"
        await let_in(running, name, asking)
        return [_note(each) for each in await running.views.page(Note, f"{name}/", most=MOST_NOTES)]

    public = beside(routes)

    @public.get(
        "/library/{network}.json",
        operation_id="directory-library",
        summary="What a network of this body has learnt and shows to everyone.",
        response_model=list[NoteRead],
        responses=UNCHANGED,
    )
    async def shown(request: Request, body: BodySlug, network: Slug) -> Response:
        views, name = find(body).views, f"{body}/{network}"
        known: Network | None = await views.get(Network.at(name))
        if known is None or known.charter.findable != "everyone":
            raise Refused(
                404, "network-unknown", "There is nothing here for this name.", "network", headers=OPEN_TO_ALL
            )
        notes = [each for each in await views.page(Note, f"{name}/", most=MOST_NOTES) if each.public]
        told = [_note(each).model_copy(update={"author": ""}) for each in notes]
        return conditional(request, NOTES.dump_json(told), "application/json", None)

    routes.routes.extend(public.routes)


async def _sent(find: Find, body: str, network: str | None, after: str, most: int) -> list[ReportRead]:
    running = find(body)
    found = await running.views.tagged(Report, (reader_tag(running.vault.keyed, network),), after, most)
    return [
        ReportRead(report=each.report, event=each.event, text=each.text, name=each.name, day=each.sent.date())
        for each in found
    ]


def _note(note: Note) -> NoteRead:
    fields = note.model_dump(exclude={"network"})
    return NoteRead(**fields, review_due=datetime.now(UTC).date() > note.review_by)
