"""Attacks on published figures, with fewer worlds than `make figures` tries: none recovers a small cell."""

from collections import Counter

import pytest
from suppression.attacker import Attack, Look, attack
from suppression.run import ATTACKS, WEAKNESSES, report, unseen

from kith_commons.figures import shown


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_no_small_cell_is_recovered_and_no_label_is_false(each: Attack) -> None:
    found = attack(each.quick())
    told = report({each.name: found}, {})
    assert (told["attacks"], told["cells_recovered"], told["false_labels"]) == (1, 0, 0), found.example
    assert found.worlds >= 40


def test_each_weakness_that_is_seeded_is_found() -> None:
    found = unseen()
    assert found.keys() == WEAKNESSES.keys()
    assert all(found.values()), found


def test_what_the_attacker_recovers_is_counted_and_what_could_go_on_is_not() -> None:
    exact = [Look((), str(count), (count,), [(shown(count), count)], edge=count == 9) for count in range(10)]
    assert attack(exact).recovered == 4, "one to four"
    assert attack([look._replace(edge=True) for look in exact]).recovered == 0
    assert attack([look._replace(seen="") for look in exact]).recovered == 0
    assert attack([look._replace(told=[("10", 3)]) for look in exact]).false == 10


def test_attacks_have_names_of_their_own() -> None:
    assert max(Counter(each.name for each in ATTACKS).values()) == 1
