"""Advice to who looks after a network: one sentence each, by office and never by name. It blocks nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.pages.networks import NetworkAdvice
from kith_directory.networks.network import Network

SOON: Final = timedelta(days=60)
"""How long before its end a term is spoken of: time enough for an election."""


def advice(network: Network, parent: Network | None, today: date) -> list[NetworkAdvice]:
    """All advice on a network as it is today; on one that has ended there is none."""
    if network.status == "ended":
        return []
    return [
        *_of_vacancies(network.charter),
        *_of_terms(network.charter, today),
        *_of_review(network.charter, today),
        *_of_parent(parent),
    ]


def _of_vacancies(charter: NetworkCharter) -> Iterator[NetworkAdvice]:
    for number, office in enumerate(charter.officers):
        if not office.filled:
            sentence = f"{office.role}: nobody holds this office; offer it to a member."
            yield NetworkAdvice(check="vacant", where=f"charter.officers.{number}.filled", sentence=sentence)


def _of_terms(charter: NetworkCharter, today: date) -> Iterator[NetworkAdvice]:
    for number, office in enumerate(charter.officers):
        if office.until is None or not office.filled or office.until > today + SOON:
            continue
        ends = "ended" if office.until < today else "ends"
        sentence = f"{office.role}: the term {ends} on {_day(office.until)}; fill the office and write its next term."
        yield NetworkAdvice(check="term", where=f"charter.officers.{number}.until", sentence=sentence)


def _of_review(charter: NetworkCharter, today: date) -> Iterator[NetworkAdvice]:
    review_by = charter.terms.review_by
    if review_by and review_by < today:
        sentence = (
            f"The terms of reference were to be looked at again by {_day(review_by)}; "
            f"do so, and describe the network with version {charter.terms.version + 1} and another day."
        )
        yield NetworkAdvice(check="review", where="charter.terms.review_by", sentence=sentence)


def _of_parent(parent: Network | None) -> Iterator[NetworkAdvice]:
    if parent and parent.status == "ended":
        sentence = "What this network is part of has ended; describe it as part of another, or of none."
        yield NetworkAdvice(check="parent", where="charter.part_of", sentence=sentence)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
