"""What a suggested change makes of the text on a network."""

from collections.abc import Iterator
from typing import Final

from kith_contracts.directory.suggestions import NetworkChange, OwnerChange
from kith_contracts.directory.terms import NetworkTerms, Owner
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import renewed, said

ONE_BY_ONE: Final = frozenset({"parties"})


def changed(terms: NetworkTerms, change: NetworkChange) -> NetworkTerms | Refusal:
    """The text with this change in it, and the same version. Refused: `body-not-party`."""
    if wrong := together(_strange(terms, change)):
        return wrong
    parties = {each.body: each for each in change.parties}
    text = terms.model_copy(update=_given(change))
    return text.model_copy(update={"parties": [_owner(each, parties.get(each.body)) for each in text.parties]})


def whole(terms: NetworkTerms, change: NetworkChange) -> NetworkChange:
    """The change as it is told: what its sections leave out is as in the text that it was made to."""
    given = {name: renewed(value, getattr(terms, name)) for name, value in _given(change).items()}
    return change.model_copy(update=given)


def _given(change: NetworkChange) -> dict[str, object]:
    return {name: value for name, value in said(change).items() if value is not None and name not in ONE_BY_ONE}


def _strange(terms: NetworkTerms, change: NetworkChange) -> Iterator[Refusal]:
    for index, party in enumerate(change.parties):
        if terms.party(party.body) is None:
            sentence = f"{party.body} is no owner of the network. Name an owner."
            yield Refusal("body-not-party", sentence, f"change.parties.{index}.body")


def _owner(owner: Owner, change: OwnerChange | None) -> Owner:
    return owner.model_copy(update=change.model_dump(exclude_none=True)) if change else owner
