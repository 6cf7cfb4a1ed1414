"""Whether those who speak are as many-sided as those who listen: advice in sentences, which blocks nothing.

What people have told of themselves is judged only where enough of them have told it, and is never repeated: a sentence
says that all are alike in something, not what they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

PANEL: Final = 3
"""From so many voices on, a session can be one-sided."""
BODY: Final = "organisation"
"""The dimension that is known of everyone, for it is public."""


class Voice(NamedTuple):
    """Someone who speaks: for how many minutes, and what is known of them, by dimension."""

    minutes: float
    known: Mapping[str, str]


class Panel(NamedTuple):
    """Those who speak in one session."""

    session: str
    title: str
    voices: tuple[Voice, ...]


class Imbalance(NamedTuple):
    """What might be better, for programs and in a sentence. `session` is empty where all are meant."""

    code: str
    session: str
    dimension: str
    sentence: str


def imbalances(panels: Iterable[Panel], hosts: Mapping[str, str]) -> list[Imbalance]:
    """What to look at again. `hosts` are the organisations that hold the event, by the name that people know."""
    panels = tuple(panels)
    found = [advice for panel in panels if len(panel.voices) >= PANEL for advice in _of_panel(panel)]
    return found + _unheard(panels, hosts)


def _of_panel(panel: Panel) -> list[Imbalance]:
    found = []
    dimensions = dict.fromkeys(dimension for voice in panel.voices for dimension in voice.known)
    for dimension in dimensions:
        known = [voice for voice in panel.voices if dimension in voice.known]
        if len(known) < PANEL:
            continue
        if len({voice.known[dimension] for voice in known}) == 1:
            sentence = f"“{panel.title}”: as far as is known, all who speak are alike in {dimension}. Who else could?"
            found.append(Imbalance("one-sided", panel.session, dimension, sentence))
        elif _most(known, dimension) * 3 > sum(voice.minutes for voice in known) * 2:
            sentence = f"“{panel.title}”: more than two thirds of the time go to people who are alike in {dimension}."
            found.append(Imbalance("time-uneven", panel.session, dimension, sentence))
    minutes = [voice.minutes for voice in panel.voices]
    if max(minutes) * 2 > sum(minutes):
        sentence = f"“{panel.title}”: one voice has more than half of the time."
        found.append(Imbalance("one-voice", panel.session, "", sentence))
    return found


def _most(voices: Sequence[Voice], dimension: str) -> float:
    """The minutes of the largest group."""
    groups: dict[str, float] = {}
    for voice in voices:
        groups[voice.known[dimension]] = groups.get(voice.known[dimension], 0) + voice.minutes
    return max(groups.values())


def _unheard(panels: Sequence[Panel], hosts: Mapping[str, str]) -> list[Imbalance]:
    """Which hosts nobody speaks for, where anybody speaks at all."""
    heard = {voice.known.get(BODY) for panel in panels for voice in panel.voices}
    if not heard:
        return []
    return [
        Imbalance("host-unheard", "", body, f"{name} hosts the event as well, and nobody speaks for them.")
        for body, name in sorted(hosts.items())
        if body not in heard
    ]
