"""Settlement: exact to the penny, whatever the order of the costs, in few payments; kind never mixed with cash."""

from hypothesis import given
from hypothesis import strategies as st

from kith_commons.apportionment import apportioned
from kith_commons.settlement import Entry, InKind, Payment, Row, Settled, payments, settle
from kith_contracts.message import Refusal

BODIES = ("ashurst", "bcs", "iop", "ni", "rsc")


@st.composite
def percents(draw: st.DrawFn) -> dict[str, int]:
    """Whole percents of two to five bodies that make a hundred."""
    bodies = BODIES[: draw(st.integers(2, 5))]
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(bodies) - 1, max_size=len(bodies) - 1)))
    return {body: high - low for body, low, high in zip(bodies, [0, *cuts], [*cuts, 100], strict=True)}


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from([*BODIES, "gone"]),
        st.sampled_from(["cash", "cash", "kind", "sponsor", "line"]),
        st.integers(0, 10_000_000),
    ),
    max_size=30,
)


def settled(entries: list[Entry], cash: dict[str, int], kind: dict[str, int] | None = None) -> Settled:
    made = settle(entries, cash, kind or {})
    assert isinstance(made, Settled)
    return made


def test_an_example_by_hand() -> None:
    entries = [
        Entry("iop", "cash", 60_000),
        Entry("bcs", "cash", 12_001),
        Entry("iop", "sponsor", 20_000),
        Entry("ni", "kind", 30_000),
    ]
    made = settled(entries, {"iop": 50, "bcs": 30, "ni": 20}, {"iop": 0, "ni": 100})
    assert made.rows == (
        Row("bcs", 12_001, 0, 15_600),
        Row("iop", 60_000, 20_000, 26_001),
        Row("ni", 0, 0, 10_400),
    )
    assert made.payments == (Payment("bcs", "iop", 3_599), Payment("ni", "iop", 10_400))
    assert made.kind == (InKind("ni", 30_000, 100),)


def test_what_rounding_leaves_goes_to_the_largest_remainder_and_then_by_name() -> None:
    assert apportioned(100, {"rsc": 33, "bcs": 33, "iop": 34}) == {"rsc": 33, "bcs": 33, "iop": 34}
    assert apportioned(1, {"rsc": 50, "bcs": 50}) == {"rsc": 0, "bcs": 1}
    assert apportioned(10, {"rsc": 15, "bcs": 15, "iop": 70}) == {"rsc": 1, "bcs": 2, "iop": 7}
    assert apportioned(-1, {"rsc": 50, "bcs": 50}) == {"rsc": 0, "bcs": -1}
    assert apportioned(0, {}) == {}
    assert apportioned(5, {"rsc": 3, "bcs": 3}, "rsc") == {"rsc": 3, "bcs": 2}


def test_who_has_left_gets_back_what_it_paid_and_bears_nothing() -> None:
    made = settled([Entry("gone", "cash", 999)], {"iop": 100})
    assert made.payments == (Payment("iop", "gone", 999),)


def test_who_owes_exactly_what_another_is_owed_pays_them() -> None:
    balances = {"a": 50, "b": 70, "c": -70, "d": -50}
    assert payments(balances) == (Payment("a", "d", 50), Payment("b", "c", 70))


def test_shares_that_make_no_hundred_are_refused_if_there_is_money_to_share() -> None:
    refusal = settle([Entry("iop", "cash", 1)], {"iop": 60, "bcs": 30}, {})
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == ("shares-do-not-add-up", "event")
    assert "90 percent" in refusal.sentence
    assert settled([Entry("iop", "kind", 1)], {}).payments == ()


def test_what_sponsors_gave_beyond_the_cost_is_shared_too() -> None:
    made = settled([Entry("iop", "sponsor", 101)], {"iop": 50, "bcs": 50})
    assert made.payments == (Payment("iop", "bcs", 51),)


@given(st.integers(-10_000_000_000, 10_000_000_000), percents())
def test_parts_make_the_whole_and_none_is_a_penny_off(pence: int, shares: dict[str, int]) -> None:
    parts = apportioned(pence, shares)
    assert sum(parts.values()) == pence
    assert all(abs(parts[body] * 100 - pence * percent) < 100 for body, percent in shares.items())
    assert all(parts[body] == 0 for body, percent in shares.items() if percent == 0)


@given(ENTRIES, percents())
def test_every_account_is_exact_and_nobody_pays_twice(entries: list[Entry], cash: dict[str, int]) -> None:
    made = settled(entries, cash)
    cost = sum({"cash": 1, "sponsor": -1, "kind": 0, "line": 0}[each.form] * each.pence for each in entries)
    assert sum(row.share for row in made.rows) == cost
    assert sum(row.balance for row in made.rows) == 0
    for row in made.rows:
        paid = sum(each.pence for each in made.payments if each.payer == row.body)
        got = sum(each.pence for each in made.payments if each.payee == row.body)
        assert paid - got == row.balance
        assert not (paid and got)
    assert len({(each.payer, each.payee) for each in made.payments}) == len(made.payments)
    assert len(made.payments) < max(len(made.rows), 1)
    assert all(each.pence > 0 for each in made.payments)


@given(ENTRIES.flatmap(lambda entries: st.tuples(st.just(entries), st.permutations(entries))), percents())
def test_the_order_of_the_costs_does_not_matter(both: tuple[list[Entry], list[Entry]], cash: dict[str, int]) -> None:
    assert settle(both[0], cash, {}) == settle(both[1], cash, {})


@given(ENTRIES, percents(), st.integers(1, 10_000_000))
def test_kind_never_moves_a_penny_of_cash(entries: list[Entry], cash: dict[str, int], pence: int) -> None:
    more = [*entries, Entry("ni", "kind", pence)]
    before, after = settled(entries, cash), settled(more, cash)
    assert after.payments == before.payments
    assert {row.body: row.balance for row in after.rows if row.balance} == {
        row.body: row.balance for row in before.rows if row.balance
    }


@given(ENTRIES, percents(), st.sampled_from([*BODIES, "gone"]), st.integers(1, 10_000_000))
def test_what_a_line_pays_changes_nobody_s_payment(
    entries: list[Entry], cash: dict[str, int], body: str, pence: int
) -> None:
    before, after = settled(entries, cash), settled([*entries, Entry(body, "line", pence)], cash)
    assert after.payments == before.payments
    assert {row.body: row.share for row in after.rows if row.share} == {
        row.body: row.share for row in before.rows if row.share
    }
    paid = {row.body: row.from_lines for row in before.rows}
    assert {row.body: row.from_lines for row in after.rows} == {**paid, body: paid.get(body, 0) + pence}
    assert sum(row.balance for row in after.rows) == 0
