"""What is near a time is found by its days, in whichever zone, and nothing that touches them is missed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from support.events.clashes import NAMES, announced
from support.events.public import face
from support.events.scenes import DAY

from kith_contracts.events.holds import Held
from kith_events.calendar.face import Announced
from kith_events.dates.clashes import Slot, WhatIsOn, clashes
from kith_events.dates.holds import Hold

HOUR = timedelta(hours=1)
ZONES = ("Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu")
moments = st.integers(-96, 96).map(lambda hours: DAY + hours * HOUR)
lengths = st.integers(1, 60).map(lambda hours: hours * HOUR)
ONE = announced(face())


def event(number: int, starts: datetime, lasts: timedelta) -> Announced:
    times = {"starts": starts, "ends": starts + lasts}
    plan = ONE.plan.model_copy(update={**times, "parts": [each.model_copy(update=times) for each in ONE.parts]})
    return ONE.but(face=ONE.face.model_copy(update={"plan": plan, "event": f"iop/event-{number}"}))


def hold(number: int, starts: datetime, lasts: timedelta) -> Hold:
    held = Held(starts=starts, ends=starts + lasts, zone="UTC")
    return Hold(hold=f"ni/hold-{number}", held=held, until=datetime.max.replace(tzinfo=UTC), version=1)


@given(
    slot=st.tuples(moments, lengths, st.sampled_from(ZONES)),
    others=st.lists(st.tuples(moments, lengths), max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_nothing_that_touches_a_time_is_missed(
    slot: tuple[datetime, timedelta, str], others: list[tuple[datetime, timedelta]]
) -> None:
    starts, lasts, zone = slot
    wanted = Slot(starts, starts + lasts, zone)
    events = [event(number, *each) for number, each in enumerate(others)]
    holds = [hold(number, *each) for number, each in enumerate(others)]
    near = WhatIsOn((), events, NAMES, holds).near(wanted)
    assert clashes(wanted, *near) == clashes(wanted, (), events, NAMES, holds)


def test_what_is_far_off_is_not_looked_at() -> None:
    far = [event(number, DAY + number * timedelta(days=7), HOUR) for number in range(50)]
    near = WhatIsOn((), far, NAMES).near(Slot(DAY, DAY + HOUR, "Europe/London"))
    assert [each.id for each in near.events] == ["iop/event-0"]
