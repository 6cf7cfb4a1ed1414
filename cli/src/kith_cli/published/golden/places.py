"""Golden messages of places: asked for, given, handed out at home by entry codes; and what the door is told."""

from typing import Any

from kith_cli.published.golden.event import EVENT, at
from kith_cli.published.golden.golden import CODES, KEY, PERSON, PSEUDONYM, REGISTRATION, STOCK, Golden, refused
from kith_contracts.events import agreements as e
from kith_contracts.events import calendar_links as c
from kith_contracts.events import codes as k
from kith_contracts.events import details as t
from kith_contracts.events import draws as d
from kith_contracts.events import mixing as m
from kith_contracts.events import places as p
from kith_contracts.events.requests import Why


def of_places() -> list[Golden]:
    return [*_asked_for(), *_by_codes(), *_at_the_door(), *_at_tables(), *_drawn()]


def _asked_for() -> list[Golden]:
    place: dict[str, Any] = {"event": EVENT, "part": "lectures", "pseudonym": PSEUDONYM, "number": 1}
    asked: dict[str, Any] = {"person": PERSON, "event": EVENT}
    own, full = "bcs/events", "The lectures are full. You are third on the list."
    why = Why(position=243, at=at(-800))
    decided = p.PlaceDecided(**place, version=1, status="waiting", code="full", sentence=full, why=why)
    waiting = p.PartRegistration(part="lectures", status="waiting", code="full", sentence=full)
    freed = Why(position=130, cause="freed", source="pool", at=at(-500))
    parts = [waiting, p.PartRegistration(part="workshops", status="offered", until=at(-452), why=freed)]
    registration = p.RegistrationUpdated(**asked, registration=REGISTRATION, parts=parts, decision=1, version=3)
    sentence = "Your organisation does not take part in this event."
    refusal = refused(p.PlaceCommandRefused, p.AskForPlaces, "not-taking-part", sentence, field="event", person=PERSON)
    return [
        Golden(p.AskForPlaces(**asked, parts=["lectures", "circle"]), "bcs", own),
        Golden(p.GiveUpPlaces(**asked, parts=["circle"]), "bcs", own),
        Golden(p.LeaveEvent(event=EVENT, leaving="kept", registration=PSEUDONYM), "bcs", own),
        Golden(c.MakeCalendarLink(person=PERSON, link=STOCK), "bcs", own),
        Golden(c.RevokeCalendarLink(person=PERSON), "bcs", own),
        Golden(p.RequestPlace(**place), "iop", own, p.AskForPlaces),
        Golden(p.ReleasePlace(**place), "iop", own, p.GiveUpPlaces),
        Golden(p.EndOffers(event=EVENT), "iop", "iop/events"),
        Golden(p.AcceptOffers(**asked, parts=["workshops"]), "bcs", own),
        Golden(p.TakeOffer(**place | {"part": "workshops"}), "iop", own, p.AcceptOffers),
        Golden(decided, "bcs", "iop/events", p.AskForPlaces),
        Golden(registration, "bcs", own, p.AskForPlaces),
        Golden(refusal, "bcs", own, p.AskForPlaces),
    ]


def _by_codes() -> list[Golden]:
    part: dict[str, Any] = {"event": EVENT, "part": "circle"}
    own, lead = "bcs/events", "iop/events"
    return [
        Golden(k.BlockGiven(**part, block=7, codes=list(CODES)), "bcs", lead, e.AnswerAgreement),
        Golden(k.RequestBlock(**part), "iop", own, k.AskForBlock),
        Golden(k.CallBlocks(**part), "bcs", lead, e.ReturnSeats),
        Golden(k.BlocksReturned(**part, blocks=[7, 9]), "iop", own, k.CallBlocks),
        Golden(k.CallWaiting(stock=STOCK, registration=PSEUDONYM), "bcs", own, p.GiveUpPlaces),
        Golden(k.EndCodeOffer(stock=STOCK, registration=PSEUDONYM), "bcs", own),
        Golden(k.AskForBlock(stock=STOCK), "bcs", own),
    ]


def _at_the_door() -> list[Golden]:
    own, lead = "bcs/events", "iop/events"
    needs = t.Details(door_name="Ada Example", access_needs="A seat near the door.")
    place: dict[str, Any] = {"event": EVENT, "part": "lectures", "pseudonym": PSEUDONYM, "number": 1}
    return [
        Golden(t.ShareDetails(**place, box="a2VtIGFuZCBjaXBoZXJ0ZXh0"), "iop", own, t.SendDetails),
        Golden(t.DetailsDestroyed(event=EVENT, public=KEY, at=at(728)), "bcs", lead, t.RecordKey),
        Golden(t.TellHost(person=PERSON, event=EVENT, details=needs), "bcs", own),
        Golden(t.SendDetails(event=EVENT, registration=PSEUDONYM), "bcs", own, t.TellHost),
        Golden(t.RecordKey(event=EVENT, public=KEY, status="made"), "iop", lead),
        Golden(t.CloseDetails(event=EVENT), "iop", lead),
    ]


def _at_tables() -> list[Golden]:
    own = "iop/events"
    part: dict[str, Any] = {"event": EVENT, "part": "lectures"}
    tables = [m.MixingTable(name="1", seats=8, accessible=True), m.MixingTable(name="2", seats=8, language="en")]
    known = m.KnownOfSomeone(pseudonym=PSEUDONYM, role="engineer", languages=["en", "cy"], table="1")
    two = m.Those(people=[PSEUDONYM, REGISTRATION])
    sentence = "There are 20 people and 16 seats. Add tables or seats."
    seats = m.AssignedSeats(pseudonym=PSEUDONYM, card=12, tables=["1", "2", None])
    refusal = refused(m.MixingCommandRefused, m.PlanMixing, "seats-too-few", sentence, field="tables")
    return [
        Golden(m.PlanMixing(**part, rounds=3, tables=tables, known=[known], apart=[two], seed=7), "iop", own),
        Golden(m.RepairMixing(**part, from_round=2, absent=[REGISTRATION], arrived=[known]), "iop", own),
        Golden(m.CloseMixing(**part), "iop", own),
        Golden(m.SeatsAssigned(**part, seats=[seats], version=2), "bcs", own, m.RepairMixing),
        Golden(refusal, "iop", own, m.PlanMixing),
    ]


def _drawn() -> list[Golden]:
    part: dict[str, Any] = {"event": EVENT, "part": "workshops"}
    own, lead = "bcs/events", "iop/events"
    committed = d.commitment_of(**part, body="bcs", share=STOCK)
    shares = [
        d.DrawShare(body="bcs", commitment=committed, share=STOCK),
        d.DrawShare(body="ni", commitment=d.commitment_of(**part, body="ni", share=STOCK[::-1])),
    ]
    drawn, closes = [d.entry_of(**part, pseudonym=each) for each in (PSEUDONYM, REGISTRATION)], at(-2352)
    entries = d.entries_of(drawn)
    seed = d.seed_of(EVENT, "workshops", closes, entries, shares)
    order = d.order_of(seed, drawn)
    record = d.DrawRecord(**part, closes=closes, entries=entries, shares=shares, seed=seed, order=order)
    return [
        Golden(d.DrawPlaces(**part), "iop", lead),
        Golden(d.HoldDraw(**part), "iop", lead, d.DrawPlaces),
        Golden(d.ShareCommitted(**part, commitment=committed), "iop", own, e.EventPublished),
        Golden(d.DrawClosed(**part, entries=entries), "bcs", lead, d.DrawPlaces),
        Golden(d.ShareRevealed(**part, share=STOCK), "iop", own, d.DrawClosed),
        Golden(d.PlacesDrawn(event=EVENT, record=record), "bcs", lead, d.ShareRevealed),
    ]
