"""Advice on a network: terms that end, terms of reference to look at, a parent that has ended; nobody's name."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.directory.networks import charter

from kith_contracts.directory.charters import Officer, TermsOfReference
from kith_contracts.pages.networks import NetworkAdvice
from kith_directory.networks.advice import SOON, advice
from kith_directory.networks.network import Network

TODAY = date(2027, 5, 4)
DAY = timedelta(days=1)


def network(**changes: Any) -> Network:
    status = changes.pop("status", "active")
    return Network(network="rsc/north", charter=charter(**changes), status=status)


def on(network: Network, parent: Network | None = None) -> list[NetworkAdvice]:
    return advice(network, parent, TODAY)


def office(until: date | None, **changes: Any) -> Network:
    return network(officers=[Officer(role="Secretary"), Officer(role="Chair", until=until, **changes)])


@pytest.mark.parametrize("until", [None, TODAY + SOON + DAY])
def test_a_term_that_goes_on_for_long_is_not_spoken_of(until: date | None) -> None:
    assert on(office(until)) == []


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (TODAY - DAY, "Chair: the term ended on 3 May 2027"),
        (TODAY, "Chair: the term ends on 4 May 2027"),
        (TODAY + SOON, "Chair: the term ends on 3 July 2027"),
    ],
)
def test_a_term_that_has_ended_or_ends_soon_is(until: date, words: str) -> None:
    (found,) = on(office(until))
    assert (found.check, found.where) == ("term", "charter.officers.1.until")
    assert found.sentence.startswith(words)


def test_an_office_that_nobody_holds_has_no_term_to_end() -> None:
    (found,) = on(office(TODAY, filled=False))
    assert (found.check, found.where) == ("vacant", "charter.officers.1.filled")


@pytest.mark.parametrize(("review_by", "spoken"), [(TODAY - DAY, True), (TODAY, False), (None, False)])
def test_terms_of_reference_are_to_be_looked_at_once_their_day_is_over(review_by: date | None, *, spoken: bool) -> None:
    found = on(network(terms=TermsOfReference(version=3, text="Two officers.", review_by=review_by)))
    assert [each.where for each in found] == ["charter.terms.review_by"] * spoken
    assert all("version 4" in each.sentence and "3 May 2027" in each.sentence for each in found)


def test_a_part_whose_parent_has_ended_is_told_what_now() -> None:
    part = network(part_of="rsc/women")
    women = Network(network="rsc/women", charter=charter())
    assert on(part, women) == []
    (found,) = on(part, women.but(status="ended"))
    assert (found.check, found.where) == ("parent", "charter.part_of")


def test_there_is_none_on_a_network_that_has_ended() -> None:
    assert on(office(TODAY).but(status="ended")) == []


def test_each_is_one_sentence() -> None:
    everything = office(TODAY - DAY)
    terms = TermsOfReference(text="Old.", review_by=TODAY - DAY)
    found = on(everything.but(charter=everything.charter.model_copy(update={"terms": terms})))
    assert len(found) == 2
    assert all(each.sentence.count(".") == 1 and each.sentence.endswith(".") for each in found)
