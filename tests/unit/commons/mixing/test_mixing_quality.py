"""How well a plan mixes, with all the exchanges that it is given."""

from support.rooms import check, people, planned, room, tables

from kith_commons.mixing.figures import figures, least


def test_bodies_are_spread_as_evenly_as_can_be() -> None:
    made = planned(room(of=people(200, 9), at=tables(*[8] * 25), rounds=4))
    found, bound = figures(made), least(made)
    assert found.repeats == 0
    assert found.alike[0] <= 1.05 * bound.alike[0]
    assert found.alike[1] <= 1.3 * bound.alike[1]
    assert found.alike[2] <= 1.3 * bound.alike[2]


def test_those_who_stay_together_do_and_meet_others_all_the_same() -> None:
    made = planned(room(of=people(40), at=tables(*[5] * 8), rounds=4, together=(("p0", "p1"), ("p2", "p3"))))
    check(made)
    assert figures(made).repeats == 0
