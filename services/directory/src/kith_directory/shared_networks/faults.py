"""What makes the text on a network impossible: all that is wrong with it, with the paths of the fields."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from kith_commons.agreement.faults import faults_of_lead, faults_of_parties, faults_of_subject
from kith_contracts.directory.pool import Pool
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Refusal, together
from kith_directory.money.pool import committed
from kith_directory.shared_networks.words import SIGNS, money

TWICE: Final = "is there twice. Take one of the two away."
EMPTY: Final = Pool()
WHOLE: Final = 100
"""Percent that the shares of all owners make together."""


def fault(
    terms: NetworkTerms,
    admitted: Collection[str],
    subject: str,
    now: datetime,
    before: NetworkTerms | None = None,
    *,
    pool: Pool = EMPTY,
) -> Refusal | None:
    """All that makes these terms impossible; else None.

    `admitted` are the bodies that take part in the consortium now, `subject` is the name that the command gives,
    `before` is the text that this one follows, and `pool` the money of the network by that one.
    """
    faults = chain(
        faults_of_subject(terms, subject),
        faults_of_lead(terms, before),
        faults_of_parties(terms, admitted),
        _faults_of_shares(terms),
        _faults_of_charter(terms),
        _faults_of_bodies(terms),
        _faults_of_names(terms),
        _faults_of_money(terms, pool),
        _faults_of_grants(terms, pool, now.year),
        _faults_of_days(terms, now, before),
    )
    return together(faults)


def fault_of_owners(terms: NetworkTerms) -> Refusal | None:
    """Whether a first text has nobody to agree with."""
    if len(terms.parties) > 1:
        return None
    sentence = "Nobody owns this with you. Name another organisation, or charter a network of your own."
    return Refusal("owner-alone", sentence, "terms.parties")


def _faults_of_shares(terms: NetworkTerms) -> Iterator[Refusal]:
    for kind in ("cash", "kind"):
        share = sum(getattr(party, f"{kind}_percent") for party in terms.parties)
        if share not in (0, WHOLE):
            sentence = f"The shares in {kind} add up to {share} percent. Make them {WHOLE} together, or all zero."
            yield Refusal("shares-do-not-add-up", sentence, f"terms.parties.*.{kind}_percent")


def _faults_of_charter(terms: NetworkTerms) -> Iterator[Refusal]:
    if terms.charter.part_of:
        sentence = "A network of several organisations is part of none. Leave this out."
        yield Refusal("parent-elsewhere", sentence, "terms.charter.part_of")
    if terms.charter.officers:
        sentence = "Each office is filled by an owner. Name the offices under `offices`, with their owners."
        yield Refusal("office-without-owner", sentence, "terms.charter.officers")


def _faults_of_bodies(terms: NetworkTerms) -> Iterator[Refusal]:
    """Whether whoever it names is an owner."""
    owners = {party.body for party in terms.parties}
    for index, office in enumerate(terms.offices):
        if office.body not in owners:
            sentence = f"{office.body} is no owner of the network. Make it an owner, or name another."
            yield Refusal("body-not-party", sentence, f"terms.offices.{index}.body")


def _faults_of_names(terms: NetworkTerms) -> Iterator[Refusal]:
    """Whether each of those that are known by name is there once."""
    offices = [f"{each.role} from {each.body}" for each in terms.offices]
    for found, names in (
        (Refusal("office-twice", TWICE, "terms.offices"), offices),
        (Refusal("duty-twice", TWICE, "terms.duties"), [each.duty for each in terms.duties]),
        (Refusal("line-twice", TWICE, "terms.lines"), [each.line for each in terms.lines]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield found._replace(sentence=f"{name} {TWICE}", field=f"{found.field}.{index}")


def _faults_of_money(terms: NetworkTerms, pool: Pool) -> Iterator[Refusal]:
    paid, planned = sum(each.contribution for each in terms.parties), sum(each.pence for each in terms.lines)
    before = sum(each.pence for each in pool.parts)
    if planned > paid + before:
        sign = SIGNS[terms.currency]
        sentence = f"The lines come to {money(sign, planned)}, and the owners pay {money(sign, paid)} a year."
        sentence += f" {money(sign, before)} are left of earlier years." if before else ""
        yield Refusal("lines-above-money", f"{sentence} Lower the lines, or let the owners pay more.", "terms.lines")


def _faults_of_grants(terms: NetworkTerms, pool: Pool, year: int) -> Iterator[Refusal]:
    """Whether a line is lowered below what is granted of it already."""
    granted = {ask.line: committed(pool, year, ask.line) for ask in pool.asks}
    lines = {line.line: (index, line.pence) for index, line in enumerate(terms.lines)}
    for name, pence in granted.items():
        index, planned = lines.get(name, (None, 0))
        if pence > planned:
            sentence = f"{money(SIGNS[terms.currency], pence)} of {name} are granted in {year}. Let it be that or more."
            yield Refusal("line-granted", sentence, "terms.lines" + ("" if index is None else f".{index}.pence"))


def _faults_of_days(terms: NetworkTerms, now: datetime, before: NetworkTerms | None) -> Iterator[Refusal]:
    days = [("until", terms.until, before.until if before else None)]
    known = {(each.role, each.body): each.until for each in before.offices} if before else {}
    days += [
        (f"offices.{index}.until", each.until, known.get((each.role, each.body)))
        for index, each in enumerate(terms.offices)
    ]
    for field, day, earlier in days:
        if day and day < now.date() and day != earlier:
            yield Refusal("date-over", "This day is over. Name a later one, or leave it out.", f"terms.{field}")
