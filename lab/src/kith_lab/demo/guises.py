"""As whom one can sign in to the pages of the demo's nodes: people of the story, one of each role."""

from collections.abc import Iterable

from kith_contracts.access.table import Role
from kith_contracts.words import OFFICE
from kith_lab.demo.cast import NETWORKS, OWNERS, RETURNERS
from kith_lab.demo.people import Player
from kith_lab.provider import Guise


def guises(body: str, players: Iterable[Player]) -> list[Guise]:
    """Of one node: a member with a wish, a chair, the administrator, the consortium's office."""
    own = [player for player in players if player.body == body]
    member = next((each for each in own if each.asks), own[0])
    chair = next(each for each in own if each is not member)
    networks = tuple(name for name in NETWORKS if name.startswith(f"{body}/")) + ((RETURNERS,) * (body in OWNERS))
    return [
        Guise(member.name, "member", (member.enrolled_as,), member.id),
        Guise(chair.name, "chair of its networks", (chair.enrolled_as, Role.OFFICER), chair.id, networks),
        Guise("The administrator", "speaks for the organisation, sees no people", (Role.BODY_ADMIN,)),
        Guise("The Kith office", "looks after the consortium", (Role.CONSORTIUM_ADMIN,), body=OFFICE),
    ]
