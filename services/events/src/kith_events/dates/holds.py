"""Holds: a body keeps a date free and lets others know of it; each of them sees its own and those it was told of."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, refuse
from kith_chassis.members import Member
from kith_commons.formats.times import faults_of_span, faults_of_times
from kith_contracts.events.holds import EndHold, Held, HoldDate, HoldShared, HoldUpdated, ReleaseHold
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.renewal import anew, said
from kith_contracts.words import Moment, body_of

HELD: Final = "held"
"""Holds that are not over, as far as anyone has said."""
MOST_OF_A_BODY: Final = 100
LONGEST: Final = timedelta(days=366)
TOO_MANY: Final = Refusal("too-many-holds", f"{MOST_OF_A_BODY} dates are held at once already. Release one.", "hold")

# States


class Hold(State):
    """A date that is held: by this body, or by another that let it know."""

    kind: ClassVar[str] = "hold"
    hold: str
    held: Held
    partners: tuple[str, ...] = ()
    """Who knows of it; of another's, nobody says."""
    until: Moment
    version: int
    released: bool = False
    """It is over. That is kept as long as an older letter could still come."""

    @property
    def id(self) -> str:
        return self.hold

    def over(self, now: datetime) -> bool:
        return self.released or now >= self.until

    @property
    def status(self) -> Literal["held", "released"]:
        return "released" if self.released else "held"

    def told(self) -> HoldUpdated:
        """For the own systems."""
        known = {name: getattr(self, name) for name in ("hold", "status", "held", "until", "version")}
        return HoldUpdated(**known, partners=list(self.partners))

    def letters(self, to: Iterable[str], status: Literal["held", "released"]) -> list[Letter]:
        known = {name: getattr(self, name) for name in ("hold", "held", "until", "version")}
        return [Letter(body, HoldShared(**known, status=status)) for body in to]

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        return () if self.released else (HELD,)


class HeldBy(State):
    """Which dates a body holds, or has told us of, up to the limit."""

    kind: ClassVar[str] = "held-by"
    body: str
    holds: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return self.body

    def also(self, hold: str) -> "HeldBy | None":
        """With this one; None if that would be one too many."""
        more = self.holds | {hold}
        return self.but(holds=more) if len(more) <= MOST_OF_A_BODY else None

    def without(self, hold: str) -> "HeldBy":
        return self.but(holds=self.holds - {hold})


# Decisions of who holds


def hold_date(
    at: Circumstances, command: HoldDate, hold: Hold | None, by: HeldBy | None, members: tuple[Member, ...]
) -> Decision:
    """Hold a date, or hold it otherwise, and what is left out as it is; who is no partner any more is told that it is
    released.

    Refused: `not-our-hold`; `zone-unknown`, `year-out-of-range`, `ends-before-start`, `date-over`;
    `body-unknown`; `too-many-holds`.
    """
    before = None if hold is None or hold.over(at.now) else hold
    held = anew(command.held, before.held if before else None)
    if wrong := together(_faults(at, command, members)):
        return Decision(refusal=wrong)
    more = (by or HeldBy(body=at.body)).also(command.hold)
    if more is None:
        return Decision(refusal=TOO_MANY)
    given, partners = said(command), tuple(body for body in dict.fromkeys(command.partners) if body != at.body)
    until = at.now + timedelta(days=command.days)
    if before:
        until, partners = (
            until if "days" in given else before.until,
            partners if "partners" in given else before.partners,
        )
    kept = Hold(
        hold=command.hold,
        held=held,
        partners=partners,
        until=min(until, held.starts),
        version=hold.version + 1 if hold else 1,
    )
    gone = [body for body in (hold.partners if hold else ()) if body not in partners]
    letters = [*kept.letters(partners, "held"), *kept.letters(gone, "released")]
    return Decision(states=(kept, more), says=(*letters, kept.told()), due=(Due(kept.until, EndHold(hold=kept.hold)),))


def release_hold(at: Circumstances, _command: ReleaseHold, hold: Hold | None, by: HeldBy | None) -> Decision:
    """Hold it no longer. Refused: `hold-unknown`."""
    if hold is None or hold.over(at.now) or body_of(hold.hold) != at.body:
        return refuse("hold-unknown", "Your organisation holds no date under this name.", "hold")
    freed = hold.but(released=True, version=hold.version + 1)
    fewer = (by or HeldBy(body=at.body)).without(hold.hold)
    return Decision(states=(freed, fewer), says=(*freed.letters(hold.partners, "released"), freed.told()))


def _faults(at: Circumstances, command: HoldDate, members: Iterable[Member]) -> Iterator[Refusal]:
    held = command.held
    if body_of(command.hold) != at.body:
        yield Refusal("not-our-hold", "Name the hold with your own organisation first, as in iop/spring.", "hold")
    yield from faults_of_times(held.starts, held.ends, held.zone, "held.")
    if held.starts <= at.now:
        yield Refusal("date-over", "That date is over, so it cannot be held. Check the day.", "held.starts")
    admitted = {member.id for member in members if member.admitted}
    for index, body in enumerate(command.partners):
        if body not in admitted:
            sentence = f"No organisation {body} takes part in Kith now. Check the name, or ask the Kith office."
            yield Refusal("body-unknown", sentence, f"partners.{index}")


# Decisions of who is told


def take_hold(at: Circumstances, fact: HoldShared, hold: Hold | None, by: HeldBy | None) -> Decision:
    """Keep what another body holds; the newest counts. A body speaks of its own holds alone. Its zone, and what clocks
    leave out there, is its own affair: it may know newer rules than we do.

    Refused: `not-their-hold`; `year-out-of-range`, `ends-before-start`, `too-long`, `too-many-holds`.
    """
    if body_of(fact.hold) != at.sender or at.sender == at.body:
        return refuse("not-their-hold", "A hold is told of by the organisation in its name.", "hold")
    if wrong := together(faults_of_span(fact.held.starts, fact.held.ends, "held.")):
        return Decision(refusal=wrong)
    if fact.until > min(fact.held.starts, at.now + LONGEST):
        return refuse("too-long", f"A hold ends with the date itself, and after {LONGEST.days} days at most.", "until")
    if hold and hold.version >= fact.version:
        return NOTHING
    released = fact.status == "released" or fact.until <= at.now
    kept = Hold(hold=fact.hold, held=fact.held, until=fact.until, version=fact.version, released=released)
    more = (by or HeldBy(body=at.sender)).also(fact.hold)
    if more is None:
        return Decision(refusal=TOO_MANY)
    return Decision(states=(kept, more), says=(kept.told(),), due=(Due(fact.until, EndHold(hold=fact.hold)),))


def end_hold(at: Circumstances, command: EndHold, hold: Hold | None, by: HeldBy | None) -> Decision:
    """It has run out. Fired early, for it is held for longer now, it is put off. Nothing of another's is left; of one's
    own the version, so that the next of its name is newer.
    """
    if hold is None:
        return NOTHING
    if at.now < hold.until:
        return Decision(due=(Due(hold.until, command),))
    ours = body_of(hold.hold) == at.body
    fewer = (by or HeldBy(body=body_of(hold.hold))).without(hold.hold)
    says = () if hold.released else (hold.but(released=True, version=hold.version + ours).told(),)
    if not ours:
        return Decision(states=(fewer,), says=says, forgets=(Hold.at(hold.hold),))
    if hold.released:
        return NOTHING
    return Decision(states=(hold.but(released=True, version=hold.version + 1), fewer), says=says)
