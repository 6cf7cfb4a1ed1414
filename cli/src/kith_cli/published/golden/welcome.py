"""Golden messages about a welcome: IOP's returners welcome the people of BCS."""

from kith_cli.published.golden.event import FORUM
from kith_cli.published.golden.golden import Golden
from kith_contracts.directory import welcome as w

RETURNERS = "iop/returners"


def of_welcome() -> list[Golden]:
    text = w.WelcomeText(
        name="Returners",
        purpose="To come back to physics after a break.",
        for_you_if="You have had a break of a year or more.",
        findable="everyone",
        joinable="ask",
        how_to_ask="Say in a line what you did before.",
    )
    offered = w.WelcomeOffered(network=RETURNERS, offer=1, status="active", text=text, version=2)
    answered = w.WelcomeAnswered(network=RETURNERS, offer=1, answer="accepted", version=1)
    accept = w.AnswerWelcome(network=RETURNERS, answer="accepted", looked_after_by=FORUM)
    return [
        Golden(w.WelcomeBodies(network=RETURNERS, bodies=["bcs", "rsc"]), "iop", "iop/systems/crm"),
        Golden(offered, "bcs", "iop/directory", w.WelcomeBodies),
        Golden(accept, "bcs", "bcs/systems/crm"),
        Golden(answered, "iop", "bcs/directory", w.AnswerWelcome),
    ]
