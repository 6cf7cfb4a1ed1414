"""What the agreement on an event says, clause by clause, in plain words."""

from typing import Final
from zoneinfo import ZoneInfo

from kith_commons.agreement.differences import NEEDED, NOTHING
from kith_contracts.events.plan import EventPart, EventPlan, Fund
from kith_contracts.events.terms import Delegation, EventTerms, Exchange, GuestHost, Party, Seats
from kith_contracts.words import Moment, body_of
from kith_events.event.checklist import answered

SIGNS: Final = {"GBP": "£", "EUR": "€"}
LEAVING: Final = {
    "kept": "who has a place keeps it when their organisation leaves",
    "ended": "places go back when an organisation leaves",
}


def in_words(terms: EventTerms) -> dict[str, str]:
    """What each clause says, by its name."""
    zone, sign = ZoneInfo(terms.plan.zone), SIGNS[terms.currency]
    hosts = [f"{party.body} ({', '.join(sorted(party.networks)) or 'no network'})" for party in terms.parties]
    guests = [f"{_named(each)} gives {each.gives}" for each in terms.guest_hosts]
    sponsors = [f"{each.name} for {each.what_for}, shown as “{each.shown}”" for each in terms.sponsors]
    of_parts = [each for each in terms.seats if not terms.plan.fund(each.part)]
    pools = [f"{each.part}: {_many(each.pool, each)} for all{_way(each)}" for each in of_parts]
    words = {
        "cost": f"{money(sign, terms.cost_pence)} in all",
        "data": _data(terms),
        "rule": f"{NEEDED[terms.rule]} decide" if terms.rule != "lead" else "the lead decides",
        "plan": _plan(terms.plan, zone),
        "hosts": f"{terms.led_by} leads; " + ", ".join(hosts),
        "deputies": _deputies(terms),
        "guest hosts": _listed(guests),
        "sponsors": _listed(sponsors),
        "branding": terms.branding or NOTHING,
        "leaving": LEAVING[terms.leaving],
        "pool": _listed([*pools, f"unused places go to all {terms.return_days} days before"]),
    }
    if sums := [_fund(each, sign) for each in terms.seats if terms.plan.fund(each.part)]:
        words["funds"] = _listed(sums)
    if guests := [_for_guest(terms, each) for each in terms.delegates if each.guest]:
        words["places of guest hosts"] = _listed(guests)
    for body in {each.body for each in terms.exchanges}:
        words[f"exchange with {body}"] = _listed([_exchange(each) for each in terms.exchanges if each.body == body])
    for part in terms.plan.parts:
        words[f"part {part.part}"] = _part(part, zone)
        words[f"audience of {part.part}"] = part.for_whom + (f" (closed: {part.audience})" if part.closed else "")
    for party in terms.parties:
        words |= _of_party(terms, party, sign)
    return words


def _of_party(terms: EventTerms, party: Party, sign: str) -> dict[str, str]:
    cash = money(sign, terms.cost_pence * party.cash_percent // 100)
    of_parts = [each for each in terms.seats if not terms.plan.fund(each.part)]
    places = [f"{_many(quota, each)} in {each.part}" for each in of_parts if (quota := each.quotas.get(party.body))]
    handed = [each for each in terms.delegates if not each.guest and body_of(each.network) == party.body]
    delegates = [f"{each.places} of {each.network} in {each.part}" for each in handed]
    return {
        **({f"delegates of {party.body}": _listed(delegates)} if delegates else {}),
        f"share of {party.body}": f"{party.cash_percent} % in cash ({cash}), {party.kind_percent} % in kind",
        f"seats of {party.body}": _listed(places),
        f"duties of {party.body}": _listed(sorted(party.duties)),
    }


def _deputies(terms: EventTerms) -> str:
    """Who may follow the lead, and after how many days of its silence."""
    follow = [f"{body} after {terms.silence_days * n} days" for n, body in enumerate(terms.deputies, 1)]
    return _listed([f"a lead that says nothing for {terms.silence_days} days is silent", *follow])


def _named(guest: GuestHost) -> str:
    """A guest host, with its address and its short name, where it has them."""
    known = [*([guest.url] if guest.url else []), *([f"here {guest.guest}"] if guest.guest else [])]
    return f"{guest.name} ({', '.join(known)})" if known else guest.name


def _for_guest(terms: EventTerms, handed: Delegation) -> str:
    """How many places, for which guest host, and which network hands the codes on."""
    name = next((_named(each) for each in terms.guest_hosts if each.guest == handed.guest), handed.guest)
    return f"{handed.places} in {handed.part} for people of {name}, by codes of {handed.network}"


def _exchange(exchange: Exchange) -> str:
    against = f" against {exchange.against}" if exchange.against else ""
    return f"{exchange.places} in {exchange.part}{against}"


def _fund(seats: Seats, sign: str) -> str:
    kept = [f"{money(sign, sum_)} for people of {body}" for body, sum_ in sorted(seats.quotas.items())]
    return f"{seats.part}: {', '.join([*kept, f'{money(sign, seats.pool)} for all'])}{_way(seats)}"


def _way(seats: Seats) -> str:
    """How places are given, and what becomes of those that come free; codes are handed out at home, and never drawn."""
    drawn = f", drawn after {seats.draw_hours} hours" if seats.rule == "draw" and seats.block == 1 else ""
    return drawn + (f", offers last {seats.offer_hours} hours" if seats.offer_hours else ", without offers")


def _plan(plan: EventPlan, zone: ZoneInfo) -> str:
    room = f" (for {plan.venue_capacity} people)" if plan.venue_capacity else ""
    parts = ", ".join(part.part for part in plan.parts)
    when = f"{_time(plan.starts, zone)} to {_time(plan.ends, zone)} ({plan.zone})"
    return "; ".join(
        [
            plan.title,
            when,
            plan.venue + room,
            f"parts: {parts}",
            *([plan.summary] if plan.summary else []),
            *map(_of_fund, plan.funds),
            *answered(plan.checklist),
        ]
    )


def _of_fund(fund: Fund) -> str:
    by_need = f", by need: {', then '.join(fund.bands)}" if fund.bands else ""
    return f"{fund.title}: up to {money(SIGNS[fund.currency], fund.most)} each{by_need}"


def _part(part: EventPart, zone: ZoneInfo) -> str:
    more = [
        f"{name} {value}"
        for name, value in (
            ("online of", part.online_of),
            ("track", part.track),
            ("in the bundle", part.bundle),
            ("received by", part.host),
            ("at", part.venue),
        )
        if value
    ]
    online = ["online"] if part.format == "online" else []
    slots = [f"in slots of {part.slot_minutes} minutes"] if part.slot_minutes else []
    when = f"{_time(part.starts, zone)} to {_time(part.ends, zone)}"
    return "; ".join([part.title, when, f"{part.capacity} places", *online, *more, *slots])


def _data(terms: EventTerms) -> str:
    if not terms.data_fields:
        return "the host is told nothing about people"
    told = ", ".join(sorted(terms.data_fields))
    return f"the host is told: {told}; from {terms.data_opens_days} days before to {terms.data_kept_days} days after"


def _many(number: int, seats: Seats) -> str:
    if seats.block == 1:
        return f"{number} place{'' if number == 1 else 's'}"
    return f"{number} block{'' if number == 1 else 's'} of {seats.block} codes"


def _time(moment: Moment, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y %H:%M}"


def money(sign: str, pence: int) -> str:
    """A sum as people read it, `£2,400.00`."""
    return f"{sign}{pence // 100:,}.{pence % 100:02}"


def _listed(items: list[str]) -> str:
    return "; ".join(items) or NOTHING
