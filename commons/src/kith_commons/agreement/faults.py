"""What makes the text of an agreement impossible, whatever it is about. A kind of subject adds faults of its own."""

from collections.abc import Collection, Iterator
from typing import Any

from kith_contracts.agreements.succession import MOST_PARTIES, LedTerms
from kith_contracts.agreements.terms import Terms
from kith_contracts.message import Refusal


def faults_of_subject(terms: Terms[Any], subject: str) -> Iterator[Refusal]:
    """Whether the text is about what the request names, and its lead is a party."""
    if terms.subject != subject:
        sentence = "The text is about something else than the request. Give both the same name."
        yield Refusal("subject-differs", sentence, "terms.subject")
    if terms.party(terms.led_by) is None:
        sentence = f"{terms.led_by} leads the agreement. Add it to the parties."
        yield Refusal("lead-not-party", sentence, "terms.parties")


def faults_of_parties(terms: Terms[Any], admitted: Collection[str]) -> Iterator[Refusal]:
    """Whether each party is there once, and one of the bodies that take part in the consortium now."""
    seen: set[str] = set()
    for index, party in enumerate(terms.parties):
        path = f"terms.parties.{index}"
        if party.body not in admitted:
            sentence = f"No organisation {party.body} takes part in Kith now. Check the name, or ask the Kith office."
            yield Refusal("body-unknown", sentence, f"{path}.body")
        if party.body in seen:
            sentence = f"{party.body} is a party twice. Put its share and its duties together in one."
            yield Refusal("body-twice", sentence, f"{path}.body")
        seen.add(party.body)


def faults_of_lead(terms: LedTerms[Any], before: LedTerms[Any] | None) -> Iterator[Refusal]:
    """Whether each deputy is a party, and there once; and whether who leads is as it was."""
    if terms.succession != (before.succession if before else []):
        sentence = "Who leads is not changed by the text. Leave this out, and hand over what you lead."
        yield Refusal("succession-fixed", sentence, "terms.succession")
    known = before.deputies if before else []
    for index, body in enumerate(terms.deputies):
        field = f"terms.deputies.{index}"
        if terms.party(body) is None:
            yield Refusal("body-not-party", f"{body} is no party. Make it a party, or name another.", field)
        if body in terms.deputies[:index]:
            yield Refusal("body-twice", f"{body} is a deputy twice. Take one of the two away.", field)
        if body == terms.led_by and body not in known:
            yield Refusal("lead-already", f"{body} leads already. Name another as its deputy.", field)
    if terms.deputies and len(terms.parties) > MOST_PARTIES:
        sentence = f"Where the lead may change there are at most {MOST_PARTIES} parties. Name no deputies."
        yield Refusal("too-many-parties", sentence, "terms.deputies")


def fault_of_first(terms: Terms[Any]) -> Refusal | None:
    """Whether a first text has another version than the first."""
    later = Refusal("version-not-next", "An agreement begins with version 1.", "terms.version")
    return later if terms.version != 1 else None
