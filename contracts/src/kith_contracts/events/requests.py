"""What became of a request for a place, and why."""

from typing import Literal

from pydantic import Field

from kith_contracts.message import Body
from kith_contracts.words import Moment, Section

PlaceStatus = Literal["granted", "offered", "in-draw", "waiting", "refused", "released"]
"""What became of the request at the lead. `granted`: there is a place. `offered`: one is kept until it is accepted,
or time is up. `in-draw`: it waits for the draw. `waiting`: it is on the waiting list. `refused`: there is none.
`released`: it was given back."""
WishStatus = Literal["asked", "granted", "offered", "in-draw", "waiting", "refused", "released"]
"""What became of the wish. `asked`: the lead has not answered. `granted`: there is a place. `offered`: one is kept
until it is accepted, or time is up. `in-draw`: it waits for the draw. `waiting`: it is on the waiting list.
`refused`: there is none. `released`: it was given back."""
Cause = Literal["asked", "drawn", "freed", "returned", "divided"]
"""What moved a request. `asked`: it was made. `drawn`: places were drawn. `freed`: a place came free. `returned`:
unused places went to the pool. `divided`: the hosts divided the places anew."""


class Why(Section):
    """How a request came to its answer, without anything that concerns others."""

    position: Body[int | None] = Field(default=None, ge=1, le=9_007_199_254_740_991)
    """Position of the request among all for the part, from 1. Only the lead knows it: the people of one organisation
    together could tell from theirs how many others have asked."""
    cause: Body[Cause] = "asked"
    source: Body[Literal["quota", "pool"] | None] = None
    """Where the place comes from: what is kept for the organisation (`quota`), or what all share (`pool`); none for
    who has no place."""
    rank: Body[int | None] = Field(default=None, ge=1, le=9_007_199_254_740_991)
    """Position in the draw, from 1, with the entries that stand for nobody; absent if there was none."""
    at: Body[Moment]
    """When this was decided."""
