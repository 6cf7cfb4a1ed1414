"""What a command leaves out stays as it is, and nothing ever widens by omission: for each command of events."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.events.circle import Circle, who
from support.events.grants import granted
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    asked,
    blocks,
    circle,
    home,
    lead,
    opened,
    part,
    parties,
    pseudonym,
    seats,
    terms,
)
from support.renewals import Scene, left_out, renewals, usual, with_choices
from support.speaking import letters

from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.actions import SayAction
from kith_contracts.events.agreements import (
    AgreementStatusChanged,
    AmendAgreement,
    AnswerAgreement,
    DraftAgreement,
    ListEvent,
    ProposeAgreement,
)
from kith_contracts.events.calendar_links import MakeCalendarLink
from kith_contracts.events.details import Details, TellHost
from kith_contracts.events.holds import Held, HoldDate
from kith_contracts.events.mixing import KnownOfSomeone, MixingTable, PlanMixing, Those
from kith_contracts.events.places import AskForPlaces
from kith_contracts.events.plan import Check, Checklist, Fund
from kith_contracts.events.programme import InclusiveRule, Session, SetProgramme, SetWording, Speaker
from kith_contracts.events.settlement import RecordCost
from kith_contracts.events.speakers import AnswerSpeaking
from kith_contracts.events.suggestions import Change, ChangeSuggested, SuggestChange
from kith_contracts.events.terms import Delegation, Exchange, GuestHost, Listing, Party, Seats, Sponsor
from kith_events.actions.home import OwnAction
from kith_events.app import EVENTS

ANSWERED: Final = Check(answer="yes", line="There is.")
TEXT: Final = terms(
    parts=[
        part(for_whom="who works", host="bcs", venue="The hall", track="talks"),
        circle(),
        part("stream", format="online", online_of="lectures"),
        part("clinic", slot_minutes=30, capacity=6),
        part("morning", bundle="both"),
        part("noon", bundle="both", starts=DAY + timedelta(hours=3), ends=DAY + timedelta(hours=5)),
    ],
    plan={
        "summary": "A day for who returns.",
        "venue_capacity": 200,
        "checklist": Checklist(access=ANSWERED, care=ANSWERED, alcohol=ANSWERED, hours=ANSWERED),
        "funds": [Fund(fund="bursary", title="Bursaries", most=5_000, currency="EUR", bands=["much", "some"])],
    },
    parties=parties(
        Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=40, kind_percent=100, duties=["Badges"])
    ),
    currency="EUR",
    seats=[
        Seats(part="lectures", quotas={"bcs": 2}, pool=2, rule="draw", draw_hours=3, offer_hours=7),
        blocks(),
        seats("stream", pool=3),
        seats("clinic", pool=3),
        seats("both", pool=3),
        Seats(part="bursary", pool=10_000, rule="draw"),
    ],
    delegates=[Delegation(network="iop/women-in-physics", part="lectures", places=1, guest="ens")],
    exchanges=[Exchange(body="bcs", part="lectures", places=1, against="A dinner")],
    return_days=3,
    branding="In one size.",
    rule="majority",
    leaving="ended",
    deputies=["bcs"],
    silence_days=14,
    guest_hosts=[GuestHost(name="ENS", gives="Five places", guest="ens", url="https://ens.example")],
    sponsors=[Sponsor(name="A bank", what_for="lunch", shown="A bank gives lunch")],
    data_fields=["diet"],
    data_opens_days=1,
    data_kept_days=2,
)
NEXT: Final = TEXT.model_copy(update={"version": 2, "plan": TEXT.plan.model_copy(update={"title": "Coming back"})})
DRAFT: Final = DraftAgreement(subject=EVENT, terms=TEXT)
TALK: Final = Session(
    session="talk",
    title="A talk",
    part="lectures",
    kind="panel",
    starts=DAY,
    ends=DAY + timedelta(hours=1),
    room="1",
    speakers=[
        Speaker(
            speaker="ada",
            does="chairs",
            status="confirmed",
            shown_as="Ada",
            body="ons",
            minutes=20,
            told={"level": "senior"},
        )
    ],
)
WORDS: Final = InclusiveRule(words="chairman", better="chair", why="It names men alone.")


def mixing() -> Scene:
    fields = ["access-needs", "role", "level", "languages"]
    text = terms(
        parts=[part(capacity=40), circle()], seats=[seats(pool=40), blocks()], data_fields=fields, return_days=0
    )
    node = opened(text)
    asked(node, "bcs", *range(8))
    one = KnownOfSomeone(
        pseudonym=pseudonym(0), role="engineer", level="senior", languages=["cy"], accessible=True, table="1"
    )
    tables = [MixingTable(name="1", seats=4, accessible=True, language="cy"), MixingTable(name="2", seats=6)]
    apart, together = [Those(people=[pseudonym(1), pseudonym(2)])], [Those(people=[pseudonym(3), pseudonym(4)])]
    wishes = {"known": [one], "apart": apart, "together": together, "seed": 7}
    return Scene(node, PlanMixing(event=EVENT, part="lectures", rounds=1, tables=tables, **wishes))


def telling() -> Scene:
    node = home(text=terms(data_fields=["diet"]))
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    return Scene(
        node, TellHost(person=PERSON, event=EVENT, details=Details(**dict.fromkeys(Details.model_fields, "a word")))
    )


def held() -> Scene:
    when = {"zone": "Europe/London", "starts": DAY, "ends": DAY + timedelta(hours=1)}
    date = Held(place="Leeds", strand="careers", **when)
    return Scene(lead(), HoldDate(hold="iop/spring", held=date, partners=["bcs"], days=3))


def listed() -> Scene:
    when = {"zone": "Europe/London", "starts": DAY, "ends": DAY + timedelta(hours=1)}
    listing = Listing(title="A dinner", summary="With talks.", venue="Leeds", book_at="https://iop.example", **when)
    return Scene(lead(), ListEvent(event="iop/dinner", listing=listing, called_off=True, sequence=2))


def at_home(command: Any, **more: Any) -> Scene:
    return Scene(home(), command(person=PERSON, **more))


def speaking() -> Scene:
    code = "abcdefghijklmnop"
    answer = AnswerSpeaking(person=who("bcs", 0), event=EVENT, code=code, comes=True, shown_as="Ada")
    return Scene(Circle("iop", "bcs").nodes["bcs"], answer)


def costing() -> Scene:
    paid_by = {"form": "line", "network": "iop/returners", "ask": "day"}
    cost = RecordCost(event=EVENT, number=1, pence=100, currency="GBP", what="Badges", **paid_by)
    node = Circle("iop", "bcs").nodes["bcs"]
    node.hear(granted("day", 100))
    node.hear(AgreementStatusChanged(subject=EVENT, text=1, status="active", version=9), "iop")
    return Scene(node, cost)


SCENES: Final[dict[str, Callable[[], Scene]]] = {
    "DraftAgreement": lambda: Scene(lead(), DRAFT),
    "ProposeAgreement": lambda: Scene(lead(), ProposeAgreement(subject=EVENT, terms=TEXT), first=DRAFT),
    "AmendAgreement": lambda: Scene(
        lead(), AmendAgreement(subject=EVENT, terms=NEXT), first=ProposeAgreement(subject=EVENT, terms=TEXT)
    ),
    "ListEvent": listed,
    "SetProgramme": lambda: Scene(opened(), SetProgramme(event=EVENT, sessions=[TALK], published=True)),
    "SetWording": lambda: Scene(lead(), SetWording(body="iop", rules=[WORDS], without=["guys"])),
    "HoldDate": held,
    "PlanMixing": mixing,
    "TellHost": telling,
    "AnswerSpeaking": speaking,
    "MakeCalendarLink": lambda: at_home(MakeCalendarLink, link="0" * 32, free=True, titles="plain"),
    "SayAction": lambda: at_home(
        SayAction,
        event=EVENT,
        text="I will ask.",
        by=(DAY + timedelta(days=7)).date(),
        mail="link",
        counted=False,
    )._replace(now=DAY + timedelta(hours=7)),
    "RecordCost": costing,
}
ABOUT: Final = {"RecordCost": ("network",)}
"""What a command is about, so that it is known who may say it: it stays also where little is changed."""
ELSEWHERE: Final = {"SuggestChange": "keeps nothing at home: below"}
ANSWER: Final = "an answer, said as a whole: nothing of an earlier one is meant with it"
ONCE: Final = {
    "AnswerAgreement": ANSWER,
    "AnswerAsk": ANSWER,
    "AnswerBooks": ANSWER,
    "AnswerForBody": ANSWER,
    "AnswerIntroduction": ANSWER,
    "WriteNotes": ANSWER,
    "FinishAction": ANSWER,
    "FinishBodyAction": ANSWER,
    "AskForPlaces": "asks; who has asked is refused, and changes nothing",
    "CheckIn": "adds marks to those that are there",
    "RepairMixing": "moves those that it names, and nobody else",
    "StartPractice": "begins one; said again it is refused",
    "CloseAsk": "ends it, once",
    "DecideAsk": "decides, once",
    "WithdrawAgreement": "ends it, once",
}
LED: Final = {"EventTerms.succession"}
UNSAID: Final = {
    "SetProgramme": {"Session.entry", "Speaker.author"},
    "SayAction": {"SayAction.shared"},
    **dict.fromkeys(("DraftAgreement", "ProposeAgreement", "AmendAgreement"), LED),
}
"""What needs a practice in which somebody sent in an entry; what is counted alone can be shown; and what only a change
of the lead writes.
"""


def test_each_command_is_a_renewal_or_says_why_it_is_none() -> None:
    assert renewals(EVENTS.commands) == {*SCENES, *ELSEWHERE}
    assert with_choices(EVENTS.commands) == set(ONCE)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_says_all_that_can_be_said(name: str) -> None:
    assert usual(SCENES[name]().whole) == UNSAID.get(name, set())


@pytest.mark.parametrize("name", SCENES)
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_what_is_left_out_stays_as_it_is(name: str, data: st.DataObject) -> None:
    scene = SCENES[name]()
    less = data.draw(left_out(scene, ABOUT.get(name, ())))
    assert scene.after(less) == SCENES[name]().after(scene.whole.model_dump(mode="json"))


def test_a_suggested_plan_leaves_nobody_in_that_the_text_leaves_out() -> None:
    node = home(text=TEXT)
    plan = TEXT.plan.model_dump(mode="json", exclude={"checklist", "funds", "summary"})
    plan["parts"] = [
        {name: each[name] for name in ("part", "title", "starts", "ends", "capacity")} for each in plan["parts"]
    ]
    change = Change.model_validate({"plan": {**plan, "title": "Coming back"}})
    told = node.hear(SuggestChange(subject=EVENT, hash=hash_of(TEXT), change=change, why="Clearer."))
    (letter,) = letters(told)
    assert isinstance(letter.message, ChangeSuggested)
    assert letter.message.change.plan == TEXT.plan.model_copy(update={"title": "Coming back"})


def test_an_action_that_is_shown_is_shown_still_and_none_is_shown_that_is_not_counted() -> None:
    scene = SCENES["SayAction"]()
    first = SayAction.model_validate(dict(scene.whole) | {"counted": True, "shared": True})
    scene.node.hear(first, now=scene.now)
    again = {name: getattr(first, name) for name in ("person", "event", "text", "by")}
    scene.node.hear(SayAction(**again), now=scene.now)
    assert [each.shared for each in scene.node.all(OwnAction)] == [True]
    uncounted = SayAction(**again, counted=False)
    assert scene.node.refusal(uncounted, now=scene.now) == ("shared-not-counted", "shared")


def test_a_yes_is_never_said_by_leaving_it_out() -> None:
    for model in (AnswerAgreement, AnswerSpeaking):
        assert model.model_fields["answer" if model is AnswerAgreement else "comes"].is_required()
