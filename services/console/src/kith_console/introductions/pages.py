"""You should meet: a reason, a yes, later, or a no that nobody hears; then the contact, and whether it helped."""

from typing import Any

from starlette.responses import Response

from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.events.introductions import AnswerIntroduction, SayHowItWent
from kith_contracts.pages.introductions import IntroductionPage

INTRODUCTIONS = Room()


@INTRODUCTIONS.signed_in("introductions/{introduction}")
async def introduction(visit: Visit) -> Response:
    """One introduction."""
    wanted = visit.path["introduction"]
    found = await visit.read("events", f"people/{visit.person}/introductions", list[IntroductionPage])
    one = next((each for each in found if each.introduction == wanted), None)
    if one is None:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("introductions/one.html", one=one)
    about: dict[str, Any] = {"person": visit.person, "introduction": wanted}
    try:
        if visit.typed("do") == "went":
            await visit.send(SayHowItWent, **about, outcome=visit.typed("outcome"))
            return await visit.go(visit.private(visit.inner), N_("Thank you."))
        contact = {"contact": visit.typed("contact")} if visit.typed("do") == "yes" else {}
        await visit.send(AnswerIntroduction, **about, answer=visit.typed("do"), **contact)
    except Refusal as refusal:
        return visit.show_again("introductions/one.html", refusal, one=one)
    said = {"yes": N_("If they say yes too, you both find the contact here."), "later": N_("We will ask you again.")}
    return await visit.go(visit.private(visit.inner), said.get(visit.typed("do"), N_("That stays with you.")))
