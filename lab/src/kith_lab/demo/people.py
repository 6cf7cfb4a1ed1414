"""Two hundred invented people, the same ones each time: where they are at home, what they join, what they ask for."""

import random
from dataclasses import dataclass
from typing import Any, Final

from kith_lab.demo.cast import BODIES, CLOSED, HIDDEN, MAIN, NETWORKS, OUTSIDER, WORKSHOPS, Body

FIRST: Final = (
    *("Ada", "Bola", "Chen", "Dara", "Esra", "Faye", "Gita", "Hana", "Ines", "Jude"),
    *("Kofi", "Lena", "Mira", "Noor", "Olga", "Pia", "Ravi", "Sana", "Tess", "Uma"),
)
LAST: Final = (
    *("Abara", "Brook", "Costa", "Duval", "Ellis", "Frost", "Green", "Haddad"),
    *("Ito", "Jones", "Khan", "Lopez", "Mori", "Nowak", "Okafor", "Price"),
)
RETURNERS: Final = 3
MORE_RETURNERS: Final = {"bcs": 6}
"""Of a body with more of them than a block has codes."""
GUESTS: Final = 2


@dataclass(frozen=True, slots=True)
class Player:
    """One person in the demo. `asks` are parts of the day, asked for in this order as separate wishes."""

    id: str
    body: str
    name: str
    address: str
    enrolled_as: str
    how_much: str
    audiences: tuple[str, ...]
    joins: tuple[str, ...]
    asks: tuple[tuple[str, ...], ...]

    @property
    def enrolment(self) -> dict[str, Any]:
        """The content of the command that makes them at home."""
        return {
            "person": self.id,
            "enrolled_as": self.enrolled_as,
            "name": self.name,
            "address": self.address,
            "how_much": self.how_much,
            "audiences": list(self.audiences),
        }


def players() -> list[Player]:
    """All of them, body by body."""
    chance = random.Random(2001)
    return [_player(body, number, chance) for body in BODIES for number in range(body.people)]


def _player(body: Body, number: int, chance: random.Random) -> Player:
    id = f"p-{body.slug}-{chance.getrandbits(48):012x}"
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    returner = number < MORE_RETURNERS.get(body.slug, RETURNERS) and body.slug != OUTSIDER
    networks = [each for each in NETWORKS if each.startswith(f"{body.slug}/") and each != HIDDEN]
    several = networks if number % 5 == 0 else networks[number % len(networks) :][:1]
    asks = _asks(number, returner=returner) if number < body.asking else ()
    return Player(
        id=id,
        body=body.slug,
        name=name,
        address=f"{name.lower().replace(' ', '.')}.{id[-6:]}@mail.example",
        enrolled_as="guest" if number >= body.people - GUESTS else "member",
        how_much="everything" if number % 3 == 0 else "booked",
        audiences=("returner",) if returner else (),
        joins=tuple(several) if number % 7 else (),
        asks=asks,
    )


def _asks(number: int, *, returner: bool) -> tuple[tuple[str, ...], ...]:
    wish = [MAIN]
    if number % 2:
        wish.append(WORKSHOPS[number // 2 % 2])
    if number % 3 == 0:
        wish.append("mixing")
    return (tuple(wish), (CLOSED,)) if returner else (tuple(wish),)
