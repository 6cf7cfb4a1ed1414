"""Facilitators: named by an officer, they introduce and write notes; the node knows them, and no token does."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.circle import CLUB, Circle, who
from support.events.practices import built_in, seated
from support.events.scenes import DAY, EVENT, PERSON, opened, part, person, place, pseudonym, request, seats, terms
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import AmendAgreement
from kith_contracts.events.facilitators import (
    DismissFacilitator,
    EndFacilitator,
    FacilitateIntroduction,
    NameFacilitator,
    WriteNotes,
)
from kith_contracts.events.introductions import IntroductionOffered
from kith_contracts.events.practice import Reply
from kith_events.asks.lead import Ballot
from kith_events.asks.practice import consent_of
from kith_events.introductions.facilitators import Facilitator, everybody_consents, notes_of
from kith_events.places.place import Place

NAME = NameFacilitator(person=PERSON, event=EVENT)
DISMISS = DismissFacilitator(person=PERSON, event=EVENT)
REASON = "You both came back from a long leave and ask how others did it."
NOTES = [Reply(question="one-thing", text="Somebody to ring in the first week.")]
HELPS = who("iop", 0)
CLOSES = DAY + timedelta(hours=8, days=30)


def lead() -> Node:
    """Two of BCS have a place; one person is at home with the lead."""
    node = opened(terms(parts=[part()], seats=[seats(pool=2, bcs=2)]))
    node.hear(person())
    for number in (1, 2):
        node.hear(request(number), "bcs")
    return node


def introduction(**changes: Any) -> FacilitateIntroduction:
    fields = {"person": PERSON, "event": EVENT, "a": pseudonym(1), "b": pseudonym(2), "reason": REASON}
    return FacilitateIntroduction(**{**fields, **changes})


def notes(**changes: Any) -> WriteNotes:
    fields = {"person": HELPS, "event": EVENT, "practice": CLUB, "step": "notes", "replies": NOTES}
    return WriteNotes(**{**fields, **changes})


def test_who_is_named_introduces_and_who_is_not_is_refused() -> None:
    node = lead()
    assert node.refusal(introduction()) == ("not-facilitator", "event")
    node.hear(NAME)
    offered = said(node.hear(introduction()), IntroductionOffered)
    assert {each.pseudonym for each in offered} == {pseudonym(1), pseudonym(2)}
    assert node.refusal(introduction()) == ("introduced-already", "b")
    node.hear(person("person-0002"))
    assert node.refusal(introduction(person="person-0002")) == ("not-facilitator", "event")


def test_the_rules_of_introductions_are_those_for_officers() -> None:
    node = lead()
    node.hear(NAME)
    assert node.refusal(introduction(b=pseudonym(1))) == ("same-person", "b")
    assert node.refusal(introduction(b=pseudonym(9))) == ("place-unknown", "b")
    assert node.refusal(introduction(), now=CLOSES) == ("introductions-closed", "event")


def test_it_is_taken_back_and_given_again() -> None:
    node = lead()
    assert node.refusal(DISMISS) == ("not-facilitator", "person")
    node.hear(NAME)
    assert node.hear(NAME) == NOTHING
    node.hear(DISMISS)
    assert node.all(Facilitator) == []
    assert node.refusal(introduction()) == ("not-facilitator", "event")
    node.hear(NAME)
    assert node.hear(introduction()).states


def test_whom_nobody_can_name() -> None:
    node = lead()
    assert node.refusal(NameFacilitator(person="person-9999", event=EVENT)) == ("person-unknown", "person")
    assert node.refusal(NameFacilitator(person=PERSON, event="iop/other"))[0] == "event-unknown"
    assert node.refusal(NAME, now=CLOSES) == ("period-over", "event")


def test_it_ends_with_the_period_for_data_also_when_that_is_put_off() -> None:
    node = lead()
    (due,) = node.hear(NAME).due
    assert (due.at, isinstance(due.command, EndFacilitator)) == (CLOSES, True)
    (again,) = node.hear(due.command, now=CLOSES - timedelta(hours=1)).due
    assert again == due
    node.hear(due.command, now=CLOSES)
    assert node.all(Facilitator) == []
    assert node.hear(due.command, now=CLOSES) == NOTHING


def test_what_is_kept_and_said_to_ourselves_names_nobody_in_the_clear() -> None:
    node = lead()
    (due,) = node.hear(NAME).due
    (kept,) = node.all(Facilitator)
    assert PERSON not in due.command.model_dump_json() + kept.id
    assert "event" in Facilitator.sealed_fields
    assert kept.about == PERSON, "so it is deleted when they are forgotten"


def test_a_facilitator_writes_the_notes_of_their_organisation_once_the_group_was_asked() -> None:
    circle = Circle("iop", "bcs", people=6)
    node = circle.nodes["iop"]
    focus = built_in("focus-group")
    before = focus.steps[1].model_copy(update={"step": "before"})
    circle.start(focus.model_copy(update={"steps": [before, *focus.steps]}))
    assert circle.refusal("iop", notes()) == ("not-facilitator", "event")
    node.hear(NAME.model_copy(update={"person": HELPS}))
    assert circle.refusal("iop", notes(step="before")) == ("not-notes", "step")
    assert circle.refusal("iop", notes(practice="other")) == ("not-notes", "step")
    assert circle.refusal("iop", notes()) == ("ask-unknown", "step"), "nobody was asked for consent yet"
    circle.close("before")
    circle.granted("bcs", 6)
    for number in range(6):
        seated(circle, "bcs", number)
        circle.person_answers("bcs", number, "consent", Reply(question="consent", yes=True))
    circle.close("consent")
    circle.tell("iop", notes())
    (ballot,) = [each for each in node.all(Ballot) if each.ask.endswith("/notes")]
    assert (ballot.body, ballot.pseudonym, ballot.replies) == ("iop", None, NOTES)
    circle.close("notes")
    assert circle.refusal("iop", notes()) == ("ask-closed", "step")
    assert node.refusal(notes(), now=CLOSES) == ("period-over", "event")


def test_notes_are_for_groups_that_were_asked_for_their_consent() -> None:
    focus = built_in("focus-group")
    consent = consent_of(focus)
    assert (consent.step if consent else "", notes_of(focus)) == ("consent", ["notes"])
    for name in ("prize", "election", "yearly-return"):
        assert (consent_of(built_in(name)), notes_of(built_in(name))) == (None, [])


def places(*statuses: str, **changes: Any) -> list[Place]:
    node = lead()
    given = place(node, 1)
    return [given.but(pseudonym=pseudonym(number), status=status, **changes) for number, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("consents", "statuses", "everybody"),
    [
        (6, ["granted"] * 6, True),
        (5, ["granted"] * 6, False),
        (6, ["granted"] * 6 + ["waiting", "refused", "offered", "in-draw"], True),
        (5, ["granted"] * 5 + ["released"], False),  # the yes that is there may be that of who has left
        (6, ["granted"] * 5 + ["released"], True),
        (0, [], False),
    ],
)
def test_everybody_has_consented_only_if_no_yes_of_who_has_left_can_stand_for_another(
    consents: int, statuses: list[str], *, everybody: bool
) -> None:
    assert everybody_consents(consents, places(*statuses)) is everybody


def test_one_person_in_two_parts_is_one_and_guests_and_who_walks_in_are_asked_nowhere() -> None:
    twice = [*places("granted"), *[each.but(part="workshops") for each in places("granted")]]
    assert everybody_consents(1, twice)
    assert not everybody_consents(1, places("granted", size=2))
    assert not everybody_consents(3, places("granted", walk_in=True))


def test_when_the_hosts_put_the_event_off_facilitators_stay() -> None:
    node = lead()
    (due,) = node.hear(NAME).due
    node.hear(
        AmendAgreement(subject=EVENT, terms=terms(2, data_kept_days=60, parts=[part()], seats=[seats(pool=2, bcs=2)]))
    )
    (later,) = node.hear(due.command, now=CLOSES).due
    assert later.at == CLOSES + timedelta(days=30)
    assert len(node.all(Facilitator)) == 1
