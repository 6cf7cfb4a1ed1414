"""Whether those who speak are many-sided: advice, and what it never tells."""

import pytest

from kith_commons.advice.balance import BODY, Imbalance, Panel, Voice, imbalances


def panel(*voices: tuple[float, dict[str, str]]) -> Panel:
    return Panel("returning", "Returning", tuple(Voice(minutes, known) for minutes, known in voices))


def of(*voices: tuple[float, dict[str, str]]) -> list[str]:
    return [each.code for each in imbalances([panel(*voices)], {})]


def test_a_mixed_panel_gets_no_advice() -> None:
    assert of((20, {BODY: "iop", "level": "senior"}), (20, {BODY: "bcs", "level": "early"}), (20, {BODY: "ni"})) == []


def test_all_alike_is_said_without_saying_in_what_way() -> None:
    alike = panel(*[(20, {"gender": "woman", BODY: body}) for body in ("iop", "bcs", "ni")])
    (advice,) = imbalances([alike], {})
    assert (advice.code, advice.dimension) == ("one-sided", "gender")
    assert "woman" not in advice.sentence


@pytest.mark.parametrize("known", [0, 1, 2])
def test_who_has_told_nothing_is_not_judged(known: int) -> None:
    told = [(20, {"gender": "man"})] * known + [(20, {})] * (4 - known)
    assert of(*told) == []


def test_two_voices_are_no_panel() -> None:
    assert of((50, {BODY: "iop"}), (10, {BODY: "iop"})) == []


def test_one_voice_may_have_half_of_the_time_and_no_more() -> None:
    others = [(10.0, {BODY: "iop"}), (10.0, {BODY: "bcs"})]
    assert of((20, {BODY: "ni"}), *others) == []
    assert of((21, {BODY: "ni"}), *others) == ["one-voice"]


def test_two_thirds_of_the_time_for_those_who_are_alike_is_the_most() -> None:
    def with_minutes(minutes: float) -> list[str]:
        return of((minutes, {"level": "senior"}), (20, {"level": "senior"}), (20, {"level": "early"}))

    assert with_minutes(20) == []
    assert with_minutes(20.5) == ["time-uneven"]


def test_a_host_for_whom_nobody_speaks_is_named() -> None:
    given = imbalances([panel((20, {BODY: "iop"}))], {"iop": "IOP", "ni": "NI"})
    assert given == [Imbalance("host-unheard", "", "ni", "NI hosts the event as well, and nobody speaks for them.")]
    assert imbalances([panel()], {"iop": "IOP"}) == []
