"""How a network is found among all: by words, region, and who can join."""

from typing import Any

import pytest
from support.directory.networks import charter

from kith_contracts.directory.networks import NetworkPublished
from kith_directory.networks.search import MOST_WORDS, Wanted, ranked, search_tags, words


def listed(network: str = "bcs/women", **changes: Any) -> NetworkPublished:
    said: dict[str, Any] = {"name": "Women in Computing", "purpose": "Careers for women.", "how_to_ask": "Ask."}
    said |= {"charter": charter(regions=["South Wales"], joinable="ask"), "status": "active", "version": 1}
    return NetworkPublished(network=network, **{**said, **changes})


def fits(wanted: Wanted, network: NetworkPublished, *owners: str) -> bool:
    return {*wanted.tags} <= {*search_tags(network, owners or ["bcs"])}


def test_words_are_compared_without_case_marks_fillers_and_plural() -> None:
    assert words("Women\u2019s careers, in the SI\u00c2N prize; a class!") == (
        "women",
        "career",
        "sian",
        "prize",
        "class",
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("careers woman"), False),
        (Wanted("career computing"), True),
        (Wanted("BCS women"), True),
        (Wanted(region="south  wales"), True),
        (Wanted(region="Wales"), False),
        (Wanted("wales"), True),
        (Wanted(joinable="ask"), True),
        (Wanted("women", joinable="anyone"), False),
        (Wanted("women", "South Wales", "ask"), True),
    ],
)
def test_all_that_is_wanted_must_fit(wanted: Wanted, found: bool) -> None:
    assert fits(wanted, listed()) == found


def test_a_shared_network_is_found_by_each_owner_and_what_has_ended_by_nobody() -> None:
    assert fits(Wanted("iop women"), listed(), "bcs", "iop")
    assert not fits(Wanted("iop women"), listed())
    assert search_tags(listed(status="ended"), ["bcs"]) == ()


def test_of_a_name_alone_nothing_else_is_found() -> None:
    bare = listed(charter=None, purpose="Ask us.")
    assert fits(Wanted("women"), bare)
    assert not fits(Wanted(region="South Wales"), bare)


def test_a_word_in_the_name_counts_more_and_active_comes_before_resting() -> None:
    named, meant = listed("zz/named"), listed("aa/meant", name="Circle", purpose="For women.")
    resting = listed("aa/resting", status="resting")
    assert ranked([meant, resting, named], ["women"]) == [named, resting, meant]


def test_a_long_description_is_found_by_no_more_words_than_are_kept() -> None:
    aims = [" ".join(f"word{number}x{line}" for number in range(10)) for line in range(12)]
    long = listed(charter=charter(aims=aims))
    assert len([each for each in search_tags(long, ["bcs"]) if each.startswith("word ")]) == MOST_WORDS
    assert fits(Wanted("women computing"), long)
