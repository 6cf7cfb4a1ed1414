"""A text with several faults: whoever wrote it is told all of them at once, in the order of the fields."""

from collections.abc import Callable
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from support.events.scenes import EVENT, lead, terms
from support.instances import MANY

from kith_contracts.events.agreements import DraftAgreement
from kith_contracts.events.terms import EventTerms

Text = dict[str, Any]


def put(*path: Any) -> Callable[[Text], None]:
    """Set what is at this path to the last of these."""
    *steps, name, value = path

    def change(text: Text) -> None:
        place: Any = text
        for step in steps:
            place = place[step]
        place[name] = value

    return change


FAULTS: Final = {
    ("version-not-next", "terms.version"): put("version", 2),
    ("zone-unknown", "terms.plan.zone"): put("plan", "zone", "Europe/Atlantis"),
    ("body-not-party", "terms.plan.parts.0.host"): put("plan", "parts", 0, "host", "rsc"),
    ("slots-of-closed-part", "terms.plan.parts.1.slot_minutes"): put("plan", "parts", 1, "slot_minutes", 30),
    ("network-of-other-body", "terms.parties.0.networks.0"): put("parties", 0, "networks", ["bcs/womens-forum"]),
    ("network-missing", "terms.parties.2.networks"): put("parties", 2, "networks", []),
    ("shares-do-not-add-up", "terms.parties.*.cash_percent"): put("parties", 1, "cash_percent", 1),
    ("body-not-party", "terms.seats.0.quotas.ons"): put("seats", 0, "quotas", {"ons": 0}),
    ("seats-above-capacity", "terms.seats.0.pool"): put("seats", 0, "pool", 11),
    ("block-too-small", "terms.seats.1.block"): put("seats", 1, "block", 2),
}
"""Each stands by itself: by code and field, what makes it."""


@MANY
@given(st.lists(st.sampled_from(sorted(FAULTS)), unique=True, min_size=1))
def test_so_many_independent_faults_of_a_draft_are_so_many_errors(chosen: list[tuple[str, str]]) -> None:
    text = terms().model_dump(mode="json")
    for fault in chosen:
        FAULTS[fault](text)
    command = DraftAgreement(subject=EVENT, terms=EventTerms.model_validate(text))
    told = lead().faults(command)
    assert sorted(told) == sorted(chosen)
    places = [list(EventTerms.model_fields).index(field.split(".")[1]) for _, field in told]
    assert places == sorted(places)


def test_an_event_of_another_organisation_is_told_alone() -> None:
    text = terms().model_dump(mode="json") | {"subject": "bcs/day", "version": 2}
    command = DraftAgreement(subject="bcs/day", terms=EventTerms.model_validate(text))
    assert lead().faults(command) == [("not-our-event", "subject")]
