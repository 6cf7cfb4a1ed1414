"""The joint event that the golden messages tell of: a day on returning to work, of three societies."""

from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from kith_contracts.agreements.terms import Acceptance, OnBehalf, Proof
from kith_contracts.events import terms as a
from kith_contracts.events.plan import EventPart, EventPlan

CIRCLE: Final = {"for_whom": "for people returning to work", "audience": "returner"}
EVENT: Final = "iop/returning-to-work"
FORUM: Final = "bcs/womens-forum"
HASH: Final = "cad82b92be89cf95f7f9dac96fc500ae11cfc81fd4bcd195d1ca76bdef780368"
ZONE: Final = "Europe/London"
DAY: Final = datetime(2027, 3, 12, 9, 30, tzinfo=UTC)


def at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


def plan() -> EventPlan:
    return EventPlan(
        title="Returning to work",
        summary="A day of lectures and workshops for everyone who comes back after a break, and for who hires them.",
        zone=ZONE,
        starts=at(0),
        ends=at(8),
        venue="Institute of Physics, London",
        parts=[
            EventPart(part="lectures", title="Lectures", starts=at(0), ends=at(1.5), capacity=240),
            EventPart(part="circle", title="Circle", starts=at(2), ends=at(3), **CIRCLE, capacity=16),
            EventPart(part="workshops", title="Workshops", starts=at(4), ends=at(6), capacity=120),
        ],
    )


def terms(version: int = 1) -> a.EventTerms:
    physics = ["iop/women-in-physics"]
    return a.EventTerms(
        subject=EVENT,
        version=version,
        plan=plan(),
        parties=[
            a.Party(body="iop", networks=physics, cash_percent=60, kind_percent=95, duties=["Find the rooms"]),
            a.Party(body="bcs", networks=[FORUM], cash_percent=40, duties=["Bring the badges"]),
            a.Party(body="ni", networks=["ni/young-generation"], kind_percent=5),
        ],
        cost_pence=480_000,
        seats=[
            a.Seats(part="lectures", quotas={"bcs": 60, "iop": 60, "ni": 20}, pool=100),
            a.Seats(part="circle", block=4, quotas={"bcs": 1, "iop": 1, "ni": 1}, pool=1),
            a.Seats(part="workshops", pool=120),
        ],
        branding="All names in the same size, in alphabetical order.",
        rule="majority",
        guest_hosts=[a.GuestHost(name="WISE", url="https://www.wisecampaign.org.uk", gives="two speakers")],
        sponsors=[
            a.Sponsor(name="Example Foundation", what_for="lunch", shown="Lunch is a gift of the Example Foundation.")
        ],
        data_fields=["access-needs"],
    )


def proof() -> Proof:
    return Proof(face=HASH[::-1], at=at(-2400), signature=f"eyJhbGciOiJFZDI1NTE5In0..{HASH}{HASH[:22]}")


def acceptances() -> list[Acceptance]:
    """Both acceptances of each party."""
    return [
        Acceptance(body=party.body, on_behalf=behalf, hash=HASH, proof=proof())
        for party in terms().parties
        for behalf in get_args(OnBehalf)
    ]
