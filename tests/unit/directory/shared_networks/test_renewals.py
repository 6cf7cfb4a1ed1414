"""What a text on a shared network leaves out stays as it is, and nothing ever widens by omission."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.directory.networks import charter
from support.directory.shared import NETWORK, Directories, terms
from support.renewals import Scene, left_out, usual
from support.speaking import Node, letters

from kith_contracts.directory.agreements import AmendNetworkAgreement, DraftNetworkAgreement, ProposeNetworkAgreement
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.suggestions import NetworkChange, NetworkChangeSuggested, SuggestNetworkChange
from kith_contracts.directory.terms import BudgetLine, NetworkTerms, Office, OwnerDuty

WHOLE: Final = terms(
    charter=charter(
        "name-only",
        name="Returners",
        aims=["To meet"],
        joinable="ask",
        how_to_ask="Write to us.",
        regions=["Wales"],
        officers=[],
        terms=TermsOfReference(version=2, text="v2", review_by=date(2027, 6, 1)),
    ),
    parties=[
        each.model_copy(update={"size": "large", "cash_percent": share, "kind_percent": share})
        for each, share in zip(terms().parties, (50, 30, 20), strict=True)
    ],
    offices=[Office(role="chair", body="iop", until=date(2027, 5, 1))],
    duties=[OwnerDuty(duty="newsletter", task="Write it.", every="month", weight=2)],
    lines=[BudgetLine(line="day", what_for="The day.", pence=100_00, claimants="lead")],
    currency="EUR",
    rule="majority",
    notice_days=14,
    silence_days=9,
    writers="lead",
    moderated=True,
    until=date(2028, 1, 1),
)
RENAMED: Final = WHOLE.charter.model_copy(update={"name": "Back"})
NEXT: Final = WHOLE.model_copy(update={"version": 2, "charter": RENAMED})
FIXED: Final = {
    "NetworkTerms.succession",
    "Succession.parties",
    "NetworkCharter.officers",
    "NetworkCharter.part_of",
    "Officer.filled",
    "Officer.until",
}
"""What a text cannot say: how the lead has changed, officers without an owner, a larger network."""
DRAFT: Final = DraftNetworkAgreement(subject=NETWORK, terms=WHOLE)
PROPOSE: Final = ProposeNetworkAgreement(subject=NETWORK, terms=WHOLE)


def iop() -> Node:
    return Directories().nodes["iop"]


SCENES: Final[dict[str, Callable[[], Scene]]] = {
    "DraftNetworkAgreement": lambda: Scene(iop(), DRAFT),
    "ProposeNetworkAgreement": lambda: Scene(iop(), PROPOSE, first=DRAFT),
    "AmendNetworkAgreement": lambda: Scene(iop(), AmendNetworkAgreement(subject=NETWORK, terms=NEXT), first=PROPOSE),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_says_all_that_can_be_said(name: str) -> None:
    assert usual(SCENES[name]().whole) <= FIXED


@pytest.mark.parametrize("name", SCENES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_left_out_stays_as_it_is(name: str, data: st.DataObject) -> None:
    scene = SCENES[name]()
    less = data.draw(left_out(scene))
    assert scene.after(less) == SCENES[name]().after(scene.whole.model_dump(mode="json"))


def test_a_change_of_the_charter_that_says_nothing_of_who_finds_it_widens_nothing() -> None:
    hidden = WHOLE.charter.model_copy(update={"findable": "invitation", "joinable": "invited"})
    text: NetworkTerms = WHOLE.model_copy(update={"charter": hidden})
    federation = Directories().founded(text)
    fewer = {"name": "Back", "purpose": "To meet.", "for_you_if": "You like to.", "terms": {"text": "v1"}}
    change = NetworkChange(charter=NetworkCharter.model_validate(fewer))
    wish = SuggestNetworkChange(subject=NETWORK, hash=federation.offered("ni").hash, change=change, why="Shorter.")
    (letter,) = letters(federation.nodes["ni"].hear(wish))
    assert isinstance(letter.message, NetworkChangeSuggested)
    told = letter.message.change.charter
    assert told
    assert (told.name, told.findable, told.joinable, told.aims) == ("Back", "invitation", "invited", ["To meet"])
