"""What makes places of delegates, and places that are exchanged, impossible."""

from collections.abc import Iterator

from kith_contracts.events.terms import Delegation, EventTerms
from kith_contracts.message import Refusal
from kith_contracts.words import body_of


def faults_of_delegates(terms: EventTerms) -> Iterator[Refusal]:
    """They are of a network in whose name a party takes part, or, by one of the lead, of a guest host; and in a part
    where the lead decides.
    """
    networks = {network for party in terms.parties for network in party.networks}
    seen: set[tuple[str, str]] = set()
    for index, each in enumerate(terms.delegates):
        path = f"terms.delegates.{index}"
        if each.network not in networks:
            sentence = "No party takes part in the name of this network. Name it among the networks of its party."
            yield Refusal("network-not-party", sentence, f"{path}.network")
        if each.guest:
            yield from _faults_of_guest(terms, each, path)
        part = terms.plan.booking(each.part)
        if part is None or terms.plan.fund(each.part):
            yield Refusal("part-unknown", "The event has no such part, or bundle of parts.", f"{path}.part")
        elif part.closed:
            sentence = "In a closed part a body hands out entry codes by itself. Leave delegates to open ones."
            yield Refusal("delegates-of-closed-part", sentence, f"{path}.part")
        if (each.holder, each.part) in seen:
            yield Refusal("delegates-twice", "This network is named twice for the part. Add the two up.", path)
        seen.add((each.holder, each.part))


def _faults_of_guest(terms: EventTerms, handed: Delegation, path: str) -> Iterator[Refusal]:
    lead = terms.led_by
    if handed.guest not in {each.guest for each in terms.guest_hosts}:
        sentence = "No guest host has this short name. Give it one, as guest, among the guest hosts."
        yield Refusal("guest-unknown", sentence, f"{path}.guest")
    if body_of(handed.network) != lead:
        sentence = "People of a guest host are at home at the lead. Name a network of the lead that hands the codes on."
        yield Refusal("network-not-of-lead", sentence, f"{path}.network")


def faults_of_guests(terms: EventTerms) -> Iterator[Refusal]:
    """Each guest host with places has a short name of its own, which is no network's of the lead."""
    taken = {network for party in terms.parties for network in party.networks}
    for index, each in enumerate(terms.guest_hosts):
        holder = f"{terms.led_by}/{each.guest}"
        if each.guest and holder in taken:
            sentence = "A network of the lead or another guest host has this short name. Choose another."
            yield Refusal("slug-taken", sentence, f"terms.guest_hosts.{index}.guest")
        taken.add(holder)


def faults_of_exchanges(terms: EventTerms) -> Iterator[Refusal]:
    """A party other than the lead has so many places in that part, at least."""
    quotas = {seats.part: seats.quotas for seats in terms.seats}
    promised: dict[tuple[str, str], int] = {}
    for index, each in enumerate(terms.exchanges):
        path = f"terms.exchanges.{index}"
        if each.body == terms.led_by or terms.party(each.body) is None:
            sentence = "Places are exchanged with another party of this agreement. Make it one."
            yield Refusal("body-not-party", sentence, f"{path}.body")
        if terms.plan.fund(each.part) or each.part not in quotas:
            yield Refusal("part-unknown", "The event has no such part, or bundle of parts.", f"{path}.part")
            continue
        key = (each.body, each.part)
        promised[key] = promised.get(key, 0) + each.places
        if promised[key] > quotas[each.part].get(each.body, 0):
            sentence = f"{each.body} has fewer places in {each.part} than are exchanged. Raise its places first."
            yield Refusal("exchange-above-quota", sentence, f"{path}.places")
