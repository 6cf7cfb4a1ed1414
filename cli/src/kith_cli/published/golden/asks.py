"""Golden messages of asks: a prize for which members propose, and which a jury decides."""

from typing import Any

from kith_cli.published.golden.event import EVENT, FORUM, HASH, at
from kith_cli.published.golden.golden import KEY, PERSON, PSEUDONYM, Golden
from kith_contracts.events import answers as w
from kith_contracts.events import asks as a
from kith_contracts.events import practice as p
from kith_contracts.events import results as r

ENTRY = "e-0123456789abcdef"


def of_asks() -> list[Golden]:
    crm, own, lead = "iop/systems/website", "bcs/events", "iop/events"
    named: dict[str, Any] = {"subject": EVENT, "practice": "prize"}
    step: dict[str, Any] = {**named, "step": "jury"}
    started = a.StartPractice(**named, template=template(), bodies=["iop", "bcs"], jury=["ni"], networks=[FORUM])
    outcome = r.Outcome(
        answers="1",
        winners=[ENTRY],
        figures=[r.Figure(question="merit", choice=ENTRY, count="1", mean="4.00")],
        seed=HASH,
    )
    why = "It reaches the most people."
    author = a.Author(choice=ENTRY, body="bcs", pseudonym=PSEUDONYM)
    return [
        Golden(started, "iop", crm),
        Golden(a.CloseAsk(**step, why="All have answered."), "iop", crm),
        Golden(a.DecideAsk(**step, winners=[ENTRY], why=why, reasons={ENTRY: why}), "iop", crm),
        Golden(a.RecordPracticeKey(**named, public=KEY, status="made"), "iop", lead),
        Golden(a.RecordOutcome(**step, version=2, outcome=outcome, entries=[entry()], authors=[author]), "iop", lead),
        Golden(a.ClosePractice(**named), "iop", lead),
        Golden(a.PutAskAgain(**step), "iop", lead),
        Golden(a.EndAsks(**step), "iop", lead),
        Golden(_put(outcome), "ni", lead, a.StartPractice),
        *_answers(own, lead, step),
    ]


def template() -> p.Template:
    """Members propose, a jury scores."""
    proposed = p.Question(question="nomination", asks="What you propose, and why", kind="entry")
    return p.Template(
        title="A prize",
        eligible="Anyone who works in the field.",
        sponsor="£500 from the Example Trust",
        steps=[
            p.Step(
                step="nominations",
                title="What do you propose?",
                who="members",
                visibility="asker",
                questions=[proposed],
                days=30,
                rule=p.Rule(kind="collect"),
            ),
            p.Step(
                step="jury",
                title="How good is each?",
                who="jury",
                visibility="asker",
                questions=[p.Question(question="merit", asks="1 to 5 for each", kind="scale")],
                takes=p.Takes(what="entries", step="nominations"),
                days=14,
                rule=p.Rule(kind="mean", joint=True, confirm=True),
            ),
        ],
    )


def entry() -> p.Choice:
    return p.Choice(choice=ENTRY, title="A school visit each month", text="It costs little and reaches many.")


def _put(outcome: r.Outcome) -> a.AskPut:
    asked, step = template(), template().steps[1]
    return a.AskPut(
        subject=EVENT,
        practice="prize",
        step="jury",
        title=step.title,
        of=asked.title,
        eligible=asked.eligible,
        sponsor=asked.sponsor,
        who="jury",
        visibility="asker",
        questions=step.questions,
        choices=[entry()],
        until=at(-200),
        stage="decided",
        outcome=outcome,
        version=3,
    )


def _answers(own: str, lead: str, jury: dict[str, Any]) -> list[Golden]:
    step: dict[str, Any] = {**jury, "step": "nominations"}
    scored = [p.Reply(question="merit", scores={ENTRY: 4})]
    proposed = [p.Reply(question="nomination", title=entry().title, text=entry().text)]
    given = w.GiveAnswer(**step, pseudonym=PSEUDONYM, number=1, box="a2VtIGFuZCBjaXBoZXJ0ZXh0")
    taken = w.AnswerTaken(**step, pseudonym=PSEUDONYM, number=1, status="taken")
    decided = w.EntryDecided(subject=EVENT, pseudonym=PSEUDONYM, accepted=True, sentence="It reaches the most people.")
    asked = w.PeopleAsked(**step, who="members", networks=[FORUM], until=at(-900), version=1)
    updated = w.AnswerUpdated(person=PERSON, answer=PSEUDONYM, **step, status="accepted", version=3)
    return [
        Golden(w.AnswerForBody(**jury, replies=scored), "ni", "ni/systems/crm"),
        Golden(given, "iop", own, w.AnswerAsk),
        Golden(taken, "bcs", lead, w.AnswerAsk),
        Golden(decided, "bcs", lead, a.DecideAsk),
        Golden(w.AnswerAsk(person=PERSON, **step, replies=proposed), "bcs", own),
        Golden(asked, "bcs", own, a.StartPractice),
        Golden(updated, "bcs", own, a.DecideAsk),
    ]
