"""How far a forgetting has come, and the receipts of who was asked to forget."""

from fastapi import APIRouter

from kith_chassis.http.api import Find, asked_by_oneself
from kith_chassis.http.problems import Refused
from kith_contracts.pages.people import ForgettingPage
from kith_contracts.words import BodySlug, MessageId
from kith_directory.erasure.home import SECOND_LOOK, Forgetting, forgetting_of


def add_forgetting(routes: APIRouter, find: Find) -> None:
    """For whoever has the id of the command, which nobody else has: who is forgotten has no token any more."""

    @routes.get(
        "/forgettings/{id}",
        operation_id="directory-forgetting",
        summary="Who has forgotten a person, and who not yet; by the id of the command.",
    )
    async def forgetting(body: BodySlug, id: MessageId) -> ForgettingPage:
        running = find(body)
        found: Forgetting | None = await running.views.get(Forgetting.at(forgetting_of(running.vault.keyed, id)))
        if found is None:
            raise Refused(404, "forgetting-unknown", "There is nothing here for this link.", "id")
        shown = found.receipts.values() if asked_by_oneself(running.vault.keyed, id) else ()
        receipts = sorted(shown, key=lambda each: (each.asked, each.receipt))
        silent = sorted({each.body for each in receipts if each.answered is None})
        return ForgettingPage(
            begun=found.begun,
            key_destroyed=found.destroyed,
            waiting_for=[*found.silent, *silent],
            looks_again=found.begun + SECOND_LOOK if found.waits_for else None,
            receipts=receipts,
        )
