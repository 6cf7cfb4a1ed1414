"""What the office is told of events: those whose hosts are agreeing on a change, and answers that are overdue."""

from datetime import date, timedelta

from support.events.scenes import EVENT, PARTIES, event, opened
from support.speaking import NOW, Node

from kith_contracts.events.actions import BodyAction
from kith_contracts.events.outcomes import OutcomePublished
from kith_events.actions.outcome import ShownOutcome
from kith_events.calendar.face import Announced
from kith_events.handlers import HANDLERS
from kith_events.pages.office import office_page

LATER = NOW + timedelta(days=3)


def reader() -> Node:
    """A body that is no party, and has seen the event open."""
    node = Node(HANDLERS, "ons")
    face = event(opened()).published
    assert face
    node.hear(face, "iop", now=NOW)
    return node


def test_an_event_whose_hosts_agree_on_a_change_is_stuck_since_its_lead_said_so() -> None:
    node = reader()
    assert office_page(node.all(Announced), [], LATER).stuck == []
    face = event(opened()).published
    assert face
    node.hear(face.model_copy(update={"status": "reopened", "version": face.version + 1}), "iop", now=LATER)
    page = office_page(node.all(Announced), [], LATER)
    assert [(each.event, set(each.hosts), each.since) for each in page.stuck] == [(EVENT, {*PARTIES}, LATER)]
    assert page.heard == {"iop": LATER}


def test_what_an_organisation_has_not_answered_in_time_is_overdue() -> None:
    node = reader()
    said = {"number": 1, "text": "Answer three questions."}
    actions = [
        BodyAction(body="bcs", by=date(2027, 4, 1), status="said", **said),
        BodyAction(body="bcs", by=date(2027, 4, 1), status="done", **{**said, "number": 2}),
        BodyAction(body="rsc", by=date(2027, 4, 1), status="said", **said),
    ]
    node.hear(OutcomePublished(event=EVENT, bodies=actions, version=1), "iop")
    early, late = (
        office_page(node.all(Announced), node.all(ShownOutcome), when).overdue
        for when in (NOW, NOW + timedelta(days=365))
    )
    assert early == []
    assert [(each.body, each.number) for each in late] == [("bcs", 1)], "of a stranger the lead says nothing"
