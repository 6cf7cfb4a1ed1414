"""What the parties may want to look at again in how places are divided."""

from collections.abc import Sequence

from support.events.scenes import blocks, circle, part, seats, terms

from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import Delegation, Seats
from kith_events.agreements.advice import hints


def places(*divided: Seats, handed: Sequence[Delegation] = ()) -> list[str]:
    text = terms(
        parts=[part(), part("dinner"), circle()],
        plan={"funds": [Fund(fund="care", title="Care", most=1)]},
        seats=list(divided),
        delegates=list(handed),
    )
    return [each for each in hints(text) if "keeps places" in each]


def test_who_has_no_place_kept_in_an_open_part_where_others_have_is_named() -> None:
    assert places(seats(bcs=3), seats("dinner", iop=1, bcs=1, ni=0)) == [
        "lectures keeps places for others, and none for iop, ni: there may be none left for them.",
        "dinner keeps places for others, and none for ni: there may be none left for them.",
    ]


def test_where_all_have_some_or_nobody_has_and_of_codes_and_money_nothing_is_said() -> None:
    handed = [Delegation(network="ni/young-generation", part="lectures", places=1)]
    assert not places(seats(iop=1, bcs=1), seats("dinner", pool=5), handed=handed)
    assert not places(blocks(bcs=1), Seats(part="care", quotas={"bcs": 1}))
