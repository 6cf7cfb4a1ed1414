"""Golden messages of what comes after an event: actions of people and organisations, and what everyone is told."""

from datetime import date
from typing import Any

from kith_cli.published.golden.event import EVENT, FORUM
from kith_cli.published.golden.golden import PERSON, PSEUDONYM, STOCK, Golden, refused
from kith_contracts import erasure as f
from kith_contracts.directory import reports as r
from kith_contracts.events import actions as a
from kith_contracts.events import agreements as e
from kith_contracts.events import grants as g
from kith_contracts.events import outcomes as o
from kith_contracts.events import settlement as s

FRIDAY = date(2027, 3, 19)


def of_after() -> list[Golden]:
    return [*_of_people(), *_of_organisations(), *_of_money(), *_brought_home()]


def _of_people() -> list[Golden]:
    mine: dict[str, Any] = {"person": PERSON, "event": EVENT}
    said: dict[str, Any] = {"text": "I'll ask my manager for one day a week at home.", "by": FRIDAY}
    own, lead = "bcs/events", "iop/events"
    ticked: dict[str, Any] = {"event": EVENT, "action": PSEUDONYM}
    updated = a.ActionUpdated(**mine, **said, action=PSEUDONYM, mail="words", status="said", returned=1, version=2)
    return [
        Golden(a.SayAction(**mine, **said), "bcs", own),
        Golden(a.FinishAction(**mine, outcome="not-done", why="She is away until May."), "bcs", own),
        Golden(a.ReturnAction(**mine, day=3), "bcs", own),
        Golden(a.ForgetActions(person=PERSON, forgetting=STOCK), "bcs", own, f.ForgetRegistrations),
        Golden(updated, "bcs", own, a.ReturnAction),
        Golden(a.ActionTicked(**ticked, status="done", version=3), "iop", own, a.FinishAction),
        Golden(a.DropTicks(event=EVENT, actions=[PSEUDONYM]), "iop", lead, o.PublishOutcome),
    ]


def _of_organisations() -> list[Golden]:
    own, lead = "bcs/events", "iop/events"
    said: dict[str, Any] = {"number": 1, "text": "Answer the three questions on part-time work.", "by": FRIDAY}
    action = a.BodyAction(body="bcs", **said, status="done")
    figures = o.PeoplesAccount(said="15", done="10")
    told = o.OutcomePublished(
        event=EVENT,
        places=[o.PartFigure(part="lectures", places="240")],
        bodies=[action],
        people=figures,
        shared=["I'll ask my manager for one day a week at home."],
        version=2,
    )
    return [
        Golden(a.SayBodyAction(event=EVENT, **said), "bcs", own),
        Golden(a.FinishBodyAction(event=EVENT, number=1, outcome="done"), "bcs", own),
        Golden(a.BodyActionSaid(event=EVENT, action=action, version=2), "iop", own, a.FinishBodyAction),
        Golden(a.BodyActionsUpdated(event=EVENT, actions=[action], version=4), "bcs", lead, a.BodyActionSaid),
        Golden(o.PublishOutcome(event=EVENT, account=True), "iop", lead, e.EndEvent),
        Golden(told, "iop", lead, o.PublishOutcome),
    ]


def _of_money() -> list[Golden]:
    own, lead = "bcs/events", "iop/events"
    mine: dict[str, Any] = {"number": 1, "form": "cash", "pence": 12_001, "what": "Badges and printing"}
    cost = s.Cost(body="bcs", **mine)
    yes = s.BooksAnswer(body="bcs", verdict="accepted")
    balances = {"bcs": (12_001, 4_800, -7_201), "iop": (0, 7_201, 7_201)}
    shares = [s.Share(body=b, paid=p, sponsored=0, share=h, balance=o) for b, (p, h, o) in balances.items()]
    payment = s.Owed(payer="iop", payee="bcs", pence=7_201, sent=True)
    told = s.BooksClosed(
        event=EVENT,
        round=1,
        status="closed",
        currency="GBP",
        costs=[cost],
        shares=shares,
        payments=[payment],
        kind=[s.Given(body="ni", pence=50_000, percent=5)],
        answers=[yes],
        version=2,
    )
    day: dict[str, Any] = {"network": "iop/returners", "ask": "day-2027", "pence": 38_000, "settled": True}
    pair: dict[str, Any] = {"payer": "iop", "payee": "bcs"}
    return [
        Golden(s.RecordCost(event=EVENT, **mine, currency="GBP"), "bcs", own),
        Golden(g.GrantUsed(**day, event=EVENT, title="Returning to work", version=2), "bcs", own, s.BooksClosed),
        Golden(s.CloseBooks(event=EVENT), "iop", lead),
        Golden(s.AnswerBooks(event=EVENT, round=1, verdict="accepted"), "bcs", own),
        Golden(s.MarkPayment(event=EVENT, **pair, mark="sent"), "iop", lead),
        Golden(s.CostRecorded(event=EVENT, cost=cost, round=0, version=1), "iop", own, s.RecordCost),
        Golden(s.BooksAnswered(event=EVENT, round=1, answer=yes), "iop", own, s.AnswerBooks),
        Golden(s.PaymentMarked(event=EVENT, round=1, **pair, mark="sent"), "iop", lead, s.MarkPayment),
        Golden(told, "bcs", lead, s.CloseBooks),
    ]


def _brought_home() -> list[Golden]:
    own = "bcs/directory"
    learnt = "A desk by the door, and a name on the list: two of five came because of that."
    report = r.SendReport(person=PERSON, event=EVENT, network=FORUM, text="I met three who came back after ten years.")
    note: dict[str, Any] = {"network": FORUM, "note": "first-day-back", "title": "The first day back", "text": learnt}
    kept = r.KeepNote(**note, author="A member", licence="CC-BY-4.0", review_by=date(2028, 3, 1), public=True)
    sentence = "Not everyone may find this network: keep the note for members."
    refusal = refused(r.NoteCommandRefused, r.KeepNote, "network-not-public", sentence, field="public")
    return [
        Golden(report, "bcs", own),
        Golden(kept, "bcs", own),
        Golden(refusal, "bcs", own, r.KeepNote),
    ]
