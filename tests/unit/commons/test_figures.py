"""What anyone may see of a count of people."""

from hypothesis import given
from hypothesis import strategies as st

from kith_commons.figures import FEW, LEAST, shown, shown_all

COUNTS = st.integers(0, 60)


@given(COUNTS)
def test_a_figure_never_tells_of_fewer_than_five_and_is_never_exact(count: int) -> None:
    same = {other for other in range(80) if shown(other) == shown(count)}
    assert len(same) >= 3
    assert (shown(count) == FEW) == (count < LEAST)


def test_what_is_shown_is_the_nearest_multiple_of_five() -> None:
    assert [shown(count) for count in (0, 4, 5, 7, 8, 12, 13)] == [FEW, FEW, "5", "5", "10", "10", "15"]


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), COUNTS, min_size=2))
def test_no_cell_is_hidden_alone_for_the_sum_would_tell_it(cells: dict[str, int]) -> None:
    hidden = [cell for cell, figure in shown_all(cells).items() if figure == FEW]
    assert len(hidden) != 1
    assert {cell for cell, count in cells.items() if count < LEAST} <= set(hidden)


def test_one_cell_alone_has_nothing_to_be_told_from() -> None:
    assert shown_all({"all": 3}) == {"all": FEW}
