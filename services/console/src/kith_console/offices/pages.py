"""An office that one is offered or holds: yes, no, or give it up."""

from starlette.responses import Response

from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.directory.offices import AnswerOffice, StepDown
from kith_contracts.pages.people import PersonPage

OFFICES = Room()


@OFFICES.signed_in("offices/{owner}/{network}")
async def offices(visit: Visit) -> Response:
    """One's offices in a network."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    person = await visit.read("directory", f"people/{visit.person}", PersonPage)
    own = [each for each in person.offices if each.network == name]
    if not own:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("offices/own.html", name=name, offices=own)
    about = {"person": visit.person, "network": name, "role": visit.typed("role")}
    try:
        if visit.typed("do") == "step-down":
            await visit.send(StepDown, **about)
            return await visit.go(visit.private("home"), N_("You have given it up. Thank you for what you did."))
        await visit.send(AnswerOffice, **about, accepted=visit.typed("do") == "yes")
    except Refusal as refusal:
        return visit.show_again("offices/own.html", refusal, name=name, offices=own)
    return await visit.go(visit.private("home"), N_("Thank you for your answer."))
