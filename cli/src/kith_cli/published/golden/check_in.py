"""Golden messages of the doors on the day."""

from typing import Any

from kith_cli.published.golden.event import EVENT, at
from kith_cli.published.golden.golden import PSEUDONYM, REGISTRATION, Golden, refused
from kith_contracts.events import check_in as a


def of_arrivals() -> list[Golden]:
    own = "iop/events"
    part: dict[str, Any] = {"part": "lectures"}
    marks = [
        a.ArrivalMark(**part, pseudonym=PSEUDONYM, at=at(1), number=1),
        a.ArrivalMark(**part, pseudonym=REGISTRATION, at=at(1), number=2, undone=True),
    ]
    walked = a.WalkIn(**part, walk_in=1, at=at(1), number=3, body="bcs")
    sheet = a.CheckIn(event=EVENT, device="k4m2q7xwz3ab", marks=marks, walk_ins=[walked])
    sentence = "This one has no place in this part. Let them walk in."
    refusal = refused(a.CheckInRefused, a.CheckIn, "place-unknown", sentence, field="marks.0.pseudonym")
    return [
        Golden(sheet, "iop", own),
        Golden(a.SettleArrivals(event=EVENT), "iop", own),
        Golden(refusal, "iop", own, a.CheckIn),
        Golden(a.Arrived(event=EVENT, **part, pseudonym=PSEUDONYM, come=True, version=2), "bcs", own, a.CheckIn),
    ]
