"""A call for entries whose reviews are done."""

from support.events.circle import Circle
from support.events.practices import built_in

from kith_contracts.events.practice import Reply


def reviewed(*, decided: bool = True) -> tuple[Circle, str, str]:
    """Two abstracts of BCS; the first is accepted once the lead has decided."""
    circle = Circle("iop", "bcs", "ni")
    circle.start(built_in("abstracts"), jury=["ni"])
    for number, title in enumerate(("Fusion", "Fission")):
        circle.person_answers("bcs", number, "abstracts", Reply(question="abstract", title=title, text="We show."))
    circle.close("abstracts")
    fusion, fission = (circle.entry("abstracts", title) for title in ("Fusion", "Fission"))
    circle.body_answers("ni", "review", Reply(question="quality", scores={fusion: 5, fission: 2}))
    circle.close("review")
    if decided:
        circle.decide("review", winners=[fusion], why="There is time for one.")
    return circle, fusion, fission
