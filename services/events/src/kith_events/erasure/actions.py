"""Forgetting the actions of a person."""

from kith_chassis.decision import Circumstances, Decision, Due, Tombstone, Views
from kith_contracts.erasure import ForgetRegistrations, PursueErasure
from kith_contracts.events.actions import (
    ActionUpdated,
    ForgetActions,
)
from kith_contracts.words import body_of
from kith_events.actions.home import PAGE, OwnAction
from kith_events.erasure.home import DAILY, record
from kith_events.event.erasure import Erasure


async def next_page(views: Views, command: ForgetActions, at: Circumstances) -> list[OwnAction]:
    """The person's next actions."""
    found: list[OwnAction] = await views.tagged(OwnAction, (at.keyed("person", command.person),), command.after, PAGE)
    return found


def forget_actions(at: Circumstances, command: ForgetActions, page: list[OwnAction]) -> Decision:
    """Each lead that heard of an action is asked to forget it, and answers; then the registrations are forgotten. The
    actions themselves go with all that is about the person, at the end.
    """
    begun = [
        Erasure(
            pseudonym=each.action,
            forgetting=command.forgetting,
            body=body_of(each.event),
            asked=at.now,
            subject=each.event,
        )
        for each in page
        if each.counted
    ]
    says = [said for each in begun for said in (each.letter(), record(at, each))]
    ids = {"person": command.person, "forgetting": command.forgetting}
    goes_on = (
        ForgetActions(**ids, after=page[-1].action) if len(page) == PAGE else ForgetRegistrations(**ids, step="page")
    )
    return Decision(
        states=tuple(begun),
        says=(*says, goes_on),
        due=tuple(Due(at.now + DAILY, PursueErasure(pseudonym=each.pseudonym)) for each in begun),
        tombstones=tuple(Tombstone(ActionUpdated, each.action) for each in page),
    )
