"""What a line of the catalogue loads is tied to the parameters of its decision by name, and refused where it is not."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from kith_chassis.catalogue import Handler, NotTied, many, on, one, page
from kith_chassis.decision import NOTHING, UNREADABLE, Circumstances, Decision, Ref, State, Views
from kith_contracts.events.holds import EndHold, HoldDate, HoldShared, ReleaseHold
from kith_contracts.words import body_of

AT = Circumstances("iop", "iop", datetime(2027, 1, 4, tzinfo=UTC), "m1", lambda *parts: "/".join(parts))
RELEASE = ReleaseHold(hold="iop/spring")


class Hold(State):
    kind: ClassVar[str] = "hold"
    hold: str

    @property
    def id(self) -> str:
        return self.hold


class Body(State):
    kind: ClassVar[str] = "body"
    body: str

    @property
    def id(self) -> str:
        return self.body


class Seen:
    """What the decision was called with."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def decide(
        self, _at: Circumstances, _message: ReleaseHold, hold: Hold | None, bodies: tuple[Body, ...], names: list[str]
    ) -> Decision:
        self.given = {"hold": hold, "bodies": bodies, "names": names}
        return NOTHING


async def names_of(_views: Views, message: ReleaseHold, _at: Circumstances) -> list[str]:
    return [message.hold]


def release(_at: Circumstances, _message: ReleaseHold, hold: Hold | None, by: Body | None) -> Decision:
    return Decision(states=tuple(each for each in (hold, by) if each))


def keep(_at: Circumstances, _message: HoldDate, hold: State | None, partners: tuple[Body, ...]) -> Decision:
    return Decision(states=(*([hold] if hold else []), *partners))


def list_names(_at: Circumstances, _message: ReleaseHold, names: list[str]) -> Decision:
    return NOTHING if names else Decision()


def fold(_at: Circumstances, _message: ReleaseHold, *states: State | None) -> Decision:
    return Decision(states=tuple(each for each in states if each))


def of_shared(message: HoldShared, _at: Circumstances) -> str:
    return message.hold


async def pages_of_end(_views: Views, message: EndHold, _at: Circumstances) -> list[str]:
    return [message.hold]


async def numbers_of(_views: Views, _message: ReleaseHold, _at: Circumstances) -> list[int]:
    return []


HOLD: Any = one(Hold, "hold")
BY: Any = one(Body, lambda m, _: body_of(m.hold))
PARTNERS: Any = many(Body, "partners")
# The type checker refuses each of these lines too, see tests/architecture/test_tied.py: it is left out here.
TIE: Any = on
PAGE: Any = page


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (lambda: TIE(ReleaseHold, release)(hold=HOLD), "nothing is loaded for by"),
        (lambda: TIE(ReleaseHold, release)(hold=HOLD, by=BY, buy=BY), "it has no parameter buy"),
        (lambda: TIE(ReleaseHold, release)(hold=BY, by=BY), "hold is Hold | None, and Body | None is loaded for it"),
        (
            lambda: TIE(ReleaseHold, release)(hold=many(Hold, "hold"), by=BY),
            "hold is Hold | None, and tuple[Hold, ...] is loaded for it",
        ),
        (
            lambda: TIE(HoldDate, keep)(hold=HOLD, partners=one(Body, "hold")),
            "partners is tuple[Body, ...], and Body | None is loaded for it",
        ),
        (lambda: TIE(ReleaseHold, release)(HOLD, BY), "what is loaded has to be given by name"),
        (lambda: TIE(ReleaseHold, release)(hold=None, by=BY), "hold: it is not made by one(), many() or page()"),
        (lambda: TIE(ReleaseHold, keep)(hold=HOLD, partners=PARTNERS), "it decides on HoldDate"),
        (
            lambda: TIE(ReleaseHold, fold)(states=PARTNERS),
            "*states: kith_chassis.decision.State | None cannot be given",
        ),
        (lambda: TIE(ReleaseHold, release)(hold=one(Hold, "hodl"), by=BY), "hold: the message has no field hodl"),
        (lambda: TIE(ReleaseHold, release)(hold=one(Hold, of_shared), by=BY), "hold: it is found by HoldShared"),
        (lambda: TIE(ReleaseHold, list_names)(names=PAGE(pages_of_end)), "names: it is read by EndHold"),
        (
            lambda: TIE(ReleaseHold, list_names)(names=PAGE(numbers_of)),
            "names is list[str], and list[int] is loaded for it",
        ),
    ],
)
def test_a_line_that_does_not_fit_its_decision_is_refused_when_the_catalogue_is_built(line: Any, fault: str) -> None:
    with pytest.raises(NotTied) as refused:
        line()
    assert fault in str(refused.value)


def test_the_error_names_message_and_decision_and_all_that_is_wrong() -> None:
    with pytest.raises(NotTied) as refused:
        TIE(ReleaseHold, release)(hold=BY, buy=BY)
    assert str(refused.value) == (
        f"ReleaseHold by {__name__}.release: hold is Hold | None, and Body | None is loaded for it; "
        "nothing is loaded for by; it has no parameter buy"
    )


def test_a_decision_may_take_less_than_what_is_loaded_says() -> None:
    assert on(HoldDate, keep)(hold=HOLD, partners=PARTNERS).loads.keys() == {"hold", "partners"}


async def test_each_parameter_is_given_what_its_name_says() -> None:
    seen = Seen()
    handler = on(ReleaseHold, seen.decide)(
        names=page(names_of), bodies=many(Body, lambda _, at: ["bcs", at.body, "bcs", "rsc"]), hold=one(Hold, "hold")
    )
    refs = handler.refs(RELEASE, AT)
    assert refs == {"hold": (Hold.at("iop/spring"),), "bodies": (Body.at("bcs"), Body.at("iop"), Body.at("rsc"))}
    kept: dict[Ref, Any] = {Hold.at("iop/spring"): Hold(hold="iop/spring"), Body.at("rsc"): Body(body="rsc")}
    kept[Body.at("bcs")] = UNREADABLE
    views: Any = None
    call(handler, kept, await handler.read(views, RELEASE, AT))
    assert seen.given == {"hold": kept[Hold.at("iop/spring")], "bodies": (Body(body="rsc"),), "names": ["iop/spring"]}


def test_one_that_cannot_be_opened_is_given_as_such_and_one_that_is_not_named_as_none() -> None:
    given = []

    def note(_at: Circumstances, _message: ReleaseHold, hold: Hold | None, by: Body | None) -> Decision:
        given.append((hold, by))
        return NOTHING

    handler = on(ReleaseHold, note)(hold=one(Hold, "hold"), by=one(Body, lambda _m, _at: None))
    assert handler.refs(RELEASE, AT)["by"] == ()
    call(handler, {Hold.at("iop/spring"): UNREADABLE}, {})
    assert given == [(UNREADABLE, None)]


def call(handler: Handler, kept: dict[Ref, Any], pages: dict[str, Any]) -> Decision:
    refs = handler.refs(RELEASE, AT)
    return handler.call(AT, RELEASE, {name: [kept.get(ref) for ref in each] for name, each in refs.items()}, pages)
