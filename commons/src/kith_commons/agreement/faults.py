"""What makes the text of an agreement impossible, whatever it is about. A kind of subject adds faults of its own."""

from collections.abc import Collection, Iterator
from typing import Any

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


def fault_of_first(terms: Terms[Any]) -> Refusal | None:
    """Whether a first text has another version than the first."""
    later = Refusal("version-not-next", "An agreement begins with version 1.", "terms.version")
    return later if terms.version != 1 else None
