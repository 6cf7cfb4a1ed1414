"""A series written as parts, for whoever drafts an agreement: it keeps nothing."""

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_contracts.message import Refusal
from kith_contracts.pages.series import Series, WrittenSeries
from kith_contracts.words import BodySlug
from kith_events.agreements.advice import of_hosts
from kith_events.agreements.series import parts_of


def add_series(routes: APIRouter, find: Find) -> None:
    """The one question about series."""

    @routes.post(
        "/advice/series",
        operation_id="events-series",
        summary="A series as parts of an event: by a rule or by dates, with hosts in turn.",
    )
    async def series(body: BodySlug, series: Series) -> WrittenSeries:
        find(body)
        parts = parts_of(series)
        if isinstance(parts, Refusal):
            raise Refused.of(422, parts)
        return WrittenSeries(parts=parts, hints=list(of_hosts(parts, body, {*series.hosts})))
