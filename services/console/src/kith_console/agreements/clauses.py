"""A text as plain clauses: what each says, who has to accept it, and what one's own share is."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from kith_console.words import Names, joined
from kith_contracts.agreements.terms import OnBehalf
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.events.terms import EventTerms

FINDABLE: Final = {
    "everyone": "Everyone.",
    "name-only": "Everyone, but its name alone.",
    "invitation": "Only who is invited. Nothing about it is public.",
}
JOINABLE: Final = {"anyone": "Anyone.", "ask": "Who asks, and is welcomed at home.", "invited": "Only who is invited."}
DECIDES: Final = {
    "lead": "The lead decides on suggested changes.",
    "majority": "More than half decide on changes.",
    "unanimity": "All decide on changes.",
}
Pounds = Callable[[int, str], str]
"""A sum in pence (or cents), and its currency, as people read it."""


class Clause(NamedTuple):
    """One thing that is agreed on."""

    name: str
    says: str
    needs: OnBehalf
    """Who has to accept it: the organisation, or its network."""


def share(terms: EventTerms, body: str, pounds: Pounds) -> list[str]:
    """What this organisation gives and gets, in a few lines."""
    party = terms.party(body)
    if party is None:
        return []
    titles = _titles(terms)
    lines = [
        f"{_places(seats.quotas[body] * seats.block)}: {titles.get(seats.part, seats.part)}"
        for seats in terms.seats
        if seats.quotas.get(body)
    ]
    if party.cash_percent and terms.cost_pence:
        lines.append(f"{pounds(terms.cost_pence * party.cash_percent // 100, terms.currency)} of the cost")
    if party.kind_percent:
        lines.append(f"{party.kind_percent} % of what is given in kind")
    return lines + party.duties


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def of_event(terms: EventTerms, names: Names, pounds: Pounds) -> Iterator[Clause]:
    """The clauses of a joint event."""
    titles = _titles(terms)
    for seats in terms.seats:
        kept = [f"{names.short(body)} {count * seats.block}" for body, count in seats.quotas.items() if count]
        shared = f"{seats.pool * seats.block} are shared" if seats.pool else "none are shared"
        how = {"first-come": "first come, first served", "draw": "drawn"}.get(seats.rule, seats.rule)
        says = f"{', '.join(kept) or 'Nobody has places of their own'}; {shared}; {how}."
        yield Clause(f"Places: {titles.get(seats.part, seats.part)}", says, "network")
    yield Clause("Unused places", f"are shared {terms.return_days} days before the start.", "network")
    for party in terms.parties:
        for duty in party.duties:
            yield Clause(f"What {names.short(party.body)} does", duty, "network")
    yield Clause("What it costs", _cost(terms, names, pounds), "body")
    yield Clause("What the organiser is sent", _data(terms), "body")
    for guest in terms.guest_hosts:
        yield Clause("Helped by", f"{guest.name}: {guest.gives}", "network")
    for sponsor in terms.sponsors:
        yield Clause("Funder", f"{sponsor.name}: {sponsor.what_for}", "body")
    rule = {"lead": "The organiser decides on suggested changes.", "majority": "More than half decide on changes."}
    yield Clause("Who decides", rule.get(terms.rule, "All decide on changes."), "network")
    if terms.deputies:
        yield Clause("If the organiser is gone", f"{joined(list(map(names.short, terms.deputies)))} follow.", "network")


def of_network(terms: NetworkTerms, names: Names, pounds: Pounds, lead: str = "") -> Iterator[Clause]:
    """The clauses of a network that several own; `lead` leads it now, if that is not its founder."""
    charter = terms.charter
    yield Clause("What it is for", charter.purpose, "network")
    yield Clause("Who it is for", f"You are welcome if: {charter.for_you_if}", "network")
    for aim in charter.aims:
        yield Clause("Aim", aim, "network")
    if charter.regions:
        yield Clause("Where it meets", joined(charter.regions), "network")
    yield Clause("Who finds it", FINDABLE[charter.findable], "network")
    asks = f" {charter.how_to_ask}" if charter.joinable == "ask" else ""
    yield Clause("Who joins", f"{JOINABLE[charter.joinable]}{asks}", "network")
    yield Clause("How it works", charter.terms.text, "network")
    if charter.terms.review_by:
        yield Clause("Review", f"by {charter.terms.review_by:%-d %B %Y}", "network")
    yield from _run_by(terms, names, lead or terms.led_by)
    yield from _paid_by(terms, names, pounds)
    yield Clause("Who decides", DECIDES[terms.rule], "body")
    yield Clause("Leaving", f"{terms.notice_days} days' notice.", "body")
    if terms.until:
        yield Clause("Last day", f"{terms.until:%-d %B %Y}", "body")


def _run_by(terms: NetworkTerms, names: Names, lead: str) -> Iterator[Clause]:
    owners = [f"{names.short(party.body)} ({party.size})" for party in terms.parties]
    yield Clause("Owners", joined(owners), "network")
    follow = [each for each in terms.deputies if each != lead]
    order = joined([names.short(lead), *map(names.short, follow)], "then")
    yield Clause("Who leads", order, "network")
    if follow:
        silence = f"After {terms.silence_days} days without a word from the lead the next one may follow."
        yield Clause("If the lead is silent", silence, "body")
    for office in terms.offices:
        until = f", until {office.until:%-d %B %Y}" if office.until else ""
        yield Clause(office.role, f"filled by {names.short(office.body)}{until}", "network")
    for duty in terms.duties:
        task = duty.task if duty.task.endswith(".") else f"{duty.task}."
        yield Clause("Duty", f"{task} Every {duty.every}.", "network")
    lead = "The committee of the lead alone."
    each = "Each committee; the lead reads it first." if terms.moderated else "Each committee."
    yield Clause("Who writes to all", lead if terms.writers == "lead" else each, "network")


def _paid_by(terms: NetworkTerms, names: Names, pounds: Pounds) -> Iterator[Clause]:
    for party in terms.parties:
        if party.contribution:
            says = f"{pounds(party.contribution, terms.currency)} a year"
            yield Clause(f"What {names.short(party.body)} pays", says, "body")
    for line in terms.lines:
        whose = " The lead alone may ask for it." if line.claimants == "lead" else ""
        yield Clause("Budget", f"{pounds(line.pence, terms.currency)}: {line.what_for}{whose}", "body")
    for label, what in (("Other costs", "cash_percent"), ("In kind", "kind_percent")):
        shares = [f"{names.short(party.body)} {part} %" for party in terms.parties if (part := getattr(party, what))]
        if shares:
            yield Clause(label, f"{', '.join(shares)}.", "body")


def _titles(terms: EventTerms) -> dict[str, str]:
    parts = {part.part: part.title for part in terms.plan.parts}
    return parts | {fund.fund: fund.title for fund in terms.plan.funds}


def _cost(terms: EventTerms, names: Names, pounds: Pounds) -> str:
    if not terms.cost_pence:
        return "nothing"
    shares = [f"{names.short(each.body)} {each.cash_percent} %" for each in terms.parties if each.cash_percent]
    return f"{pounds(terms.cost_pence, terms.currency)} in all: {', '.join(shares)}."


def _data(terms: EventTerms) -> str:
    if not terms.data_fields:
        return "nothing about people, only places under made-up names."
    fields = joined([field.replace("-", " ") for field in terms.data_fields])
    return f"{fields}, from {terms.data_opens_days} days before, destroyed {terms.data_kept_days} days after."


def share_of_network(terms: NetworkTerms, body: str, pounds: Pounds) -> list[str]:
    """What this owner gives and gets, in a few lines."""
    party = terms.party(body)
    if party is None:
        return []
    whole = sum(each.contribution for each in terms.parties)
    lines = [f"{party.size} owner, with duties to match"] if terms.duties else []
    if party.contribution:
        lines.append(f"{pounds(party.contribution, terms.currency)} a year; together {pounds(whole, terms.currency)}")
    if party.cash_percent:
        lines.append(f"{party.cash_percent} % of what no line pays")
    if party.kind_percent:
        lines.append(f"{party.kind_percent} % of what is given in kind")
    return lines + [f"fills the office: {each.role}" for each in terms.offices if each.body == body]
