"""What the consortium's office asks of any node: who takes part, who has gone silent, whose keys run out."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.members import Member
from kith_contracts.consortium import SigningKey
from kith_contracts.pages.bodies import BodyState, KeyState
from kith_contracts.words import BodySlug, body_of
from kith_directory.networks.listings import Face, Listing

MOST = 500


def add_office(routes: APIRouter, find: Find) -> None:
    """The office's read of the directory."""

    @routes.get(
        "/office",
        operation_id="directory-office",
        summary="Which bodies take part, when each was heard last, and how long its keys are good.",
    )
    async def office(body: BodySlug) -> list[BodyState]:
        views = find(body).views
        heard: dict[str, datetime] = {}
        for face in await views.page(Face, most=MOST):
            if face.changed:
                heard[face.id] = face.changed
        after: str | None = ""
        while after is not None:
            page = await views.page(Listing, after=after, most=MOST)
            for each in page:
                speaker = body_of(each.id)
                heard[speaker] = max(each.changed, heard.get(speaker, each.changed))
            after = page[-1].id if len(page) == MOST else None
        now = datetime.now(UTC)
        return [state_of(each, heard.get(each.id), now) for each in await views.page(Member, most=MOST)]


def state_of(member: Member, heard: datetime | None, now: datetime) -> BodyState:
    """How a body stands at that time."""
    registered = member.registered
    keys = [KeyState(name=key.name, not_after=key.not_after, state=_state(key, now)) for key in registered.keys]
    return BodyState(
        body=registered.body,
        name=registered.name,
        kind=registered.kind,
        status=registered.status,
        since=None if member.admitted else registered.effective,
        keys=keys,
        signs_until=max((key.not_after for key in keys if key.state in ("good", "to come")), default=None),
        heard=heard,
    )


def _state(key: SigningKey, now: datetime) -> Literal["good", "to come", "over", "revoked"]:
    if key.lost_at(now):
        return "revoked"
    if key.valid_at(now):
        return "good"
    return "to come" if now < key.not_before else "over"
