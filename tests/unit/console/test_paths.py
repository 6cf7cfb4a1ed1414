"""Opaque addresses: the same page has one address, which opens nothing that this node did not make."""

import pytest

from kith_console.paths import LONGEST, STEP, Addresses

SECRET = b"a secret of this node, 32 bytes.."
INNER = "networks/bcs/womens-forum"


def name(address: str) -> str:
    return address.removeprefix("/m/")


@pytest.fixture
def addresses() -> Addresses:
    return Addresses(SECRET)


@pytest.mark.parametrize("inner", ["", "home", INNER, "x" * STEP, "events/iop/é"])
def test_what_was_made_is_read_again(addresses: Addresses, inner: str) -> None:
    assert addresses.read(name(addresses.of(inner))) == inner


def test_the_same_page_always_has_the_same_address(addresses: Addresses) -> None:
    assert addresses.of(INNER) == Addresses(SECRET).of(INNER)
    assert addresses.of(INNER) != addresses.of("networks/bcs/womens-forun")


def test_an_address_says_neither_the_path_nor_its_length(addresses: Addresses) -> None:
    made = {len(addresses.of("x" * length)) for length in range(1, STEP + 1)}
    assert len(made) == 1
    assert "forum" not in addresses.of(INNER)


def test_what_another_node_made_opens_nothing(addresses: Addresses) -> None:
    assert addresses.read(name(Addresses(b"a secret of that node, 32 bytes..").of(INNER))) is None


def test_each_change_of_one_letter_opens_nothing(addresses: Addresses) -> None:
    good = name(addresses.of(INNER))
    for at, letter in enumerate(good):
        other = "A" if letter != "A" else "B"
        assert addresses.read(good[:at] + other + good[at + 1 :]) is None, at
        assert addresses.read(good[:at]) is None, at


@pytest.mark.parametrize("more", ["=", "!", " ", "\n", "A", "=="])
def test_a_page_has_one_address_and_no_second_spelling(addresses: Addresses, more: str) -> None:
    good = name(addresses.of(INNER))
    assert addresses.read(good + more) is None
    assert addresses.read(good[:9] + more + good[9:]) is None


@pytest.mark.parametrize("foreign", ["", "home", "../home", "é" * 40, "A" * LONGEST, "A" * (LONGEST + 1), "A"])
def test_what_nobody_made_opens_nothing(addresses: Addresses, foreign: str) -> None:
    assert addresses.read(foreign) is None
