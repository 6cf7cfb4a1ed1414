"""Advice beside what a lead writes: on words, on who speaks, on times. It blocks nothing; a reason dismisses it.

Each piece has a name made of what it is about: when that changes, it is another piece, and comes up again.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from kith_commons.advice.balance import BODY, Panel, Voice, imbalances
from kith_contracts.events.programme import Session, Speaker
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.wording import Advice
from kith_events.wording.wording import Wordlist, advice_on, of_words, texts_of

MINUTE = timedelta(minutes=1)

# Advice


def advice(terms: EventTerms, sessions: Sequence[Session], words: Wordlist) -> list[Advice]:
    """All advice on an event, as it is now."""
    texts = texts_of(terms) | {f"sessions/{session.session}/title": session.title for session in sessions}
    return [*of_words(texts, words), *of_panels(terms, sessions), *_on_times(terms, sessions)]


def of_panels(terms: EventTerms, sessions: Sequence[Session]) -> list[Advice]:
    """Whether those who speak are many-sided."""
    panels = [_panel(session) for session in sessions if session.kind != "break"]
    hosts = {party.body: party.body.upper() for party in terms.parties}
    by_name = {panel.session: repr(panel) for panel in panels}
    everyone = repr(sorted(voice.known.get(BODY, "") for panel in panels for voice in panel.voices))
    return [
        advice_on("balance", each.session or "programme", each.sentence, by_name.get(each.session, everyone))
        for each in imbalances(panels, hosts)
    ]


def _panel(session: Session) -> Panel:
    speaking = [each for each in session.speakers if each.status != "withdrawn" and each.does == "speaks"]
    left = (session.ends - session.starts) / MINUTE - sum(each.minutes or 0 for each in speaking)
    share = left / max(1, sum(each.minutes is None for each in speaking))
    return Panel(session.session, session.title, tuple(_voice(each, share) for each in speaking))


def _voice(speaker: Speaker, share: float) -> Voice:
    known = dict(sorted(speaker.told.items())) | ({BODY: speaker.body} if speaker.body else {})
    return Voice(share if speaker.minutes is None else speaker.minutes, known)


def _on_times(terms: EventTerms, sessions: Sequence[Session]) -> Iterator[Advice]:
    """Sessions that an amendment of the plan has left behind."""
    parts = {part.part: part for part in terms.plan.parts}
    for session in sessions:
        part = parts.get(session.part)
        if part is None or session.starts < part.starts or session.ends > part.ends:
            sentence = f"“{session.title}” is not within the time of its part any more. Set the programme anew."
            yield advice_on("times", session.session, sentence, repr((session.starts, session.ends, part)))
