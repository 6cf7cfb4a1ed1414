"""Advice beside what a lead writes: on words, on who speaks, on times. It blocks nothing; a reason dismisses it.

Each piece has a name made of what it is about: when that changes, it is another piece, and comes up again.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel

from kith_chassis.decision import Circumstances, Decision, State, refuse
from kith_commons.balance import BODY, Panel, Voice, imbalances
from kith_commons.inclusive import Finding, Rule, findings
from kith_contracts.agreements import AgreementTerms
from kith_contracts.anew import each_anew, said
from kith_contracts.programme import InclusiveRule, Session, SetWording, Speaker

MINUTE = timedelta(minutes=1)

# States


class Wordlist(State):
    """What a body has changed in the list of words that leave people out."""

    kind: ClassVar[str] = "wordlist"
    body: str
    rules: tuple[InclusiveRule, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.body

    def over(self, usual: Sequence[Rule]) -> "Wordlist":
        """The whole list: its own rules, and those of the usual list that it has neither taken out nor replaced."""
        own = {rule.words.casefold() for rule in self.rules} | {words.casefold() for words in self.without}
        kept = [InclusiveRule(**rule._asdict()) for rule in usual if rule.words.casefold() not in own]
        return self.but(rules=(*self.rules, *kept))

    @property
    def as_rules(self) -> tuple[Rule, ...]:
        return tuple(Rule(rule.words, rule.better, rule.why) for rule in self.rules)


# Advice


class Advice(BaseModel):
    """One piece: where it is about, and what might be better."""

    advice: str
    check: Literal["wording", "balance", "times"]
    where: str
    sentence: str


def advice(terms: AgreementTerms, sessions: Sequence[Session], words: Wordlist) -> list[Advice]:
    """All advice on an event, as it is now."""
    texts = texts_of(terms) | {f"sessions/{session.session}/title": session.title for session in sessions}
    return [*of_words(texts, words), *of_panels(terms, sessions), *_on_times(terms, sessions)]


def of_panels(terms: AgreementTerms, sessions: Sequence[Session]) -> list[Advice]:
    """Whether those who speak are many-sided."""
    panels = [_panel(session) for session in sessions if session.kind != "break"]
    hosts = {party.body: party.body.upper() for party in terms.parties}
    by_name = {panel.session: repr(panel) for panel in panels}
    everyone = repr(sorted(voice.known.get(BODY, "") for panel in panels for voice in panel.voices))
    return [
        _advice("balance", each.session or "programme", each.sentence, by_name.get(each.session, everyone))
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


def texts_of(terms: AgreementTerms) -> dict[str, str]:
    """What everyone will read of a joint event, by where it stands."""
    plan = terms.plan
    texts = {"title": plan.title, "summary": plan.summary}
    for part in plan.parts:
        texts |= {f"parts/{part.part}/title": part.title, f"parts/{part.part}/for_whom": part.for_whom}
    texts |= {f"guest_hosts/{number}/gives": each.gives for number, each in enumerate(terms.guest_hosts)}
    return texts | {f"sponsors/{number}/shown": each.shown for number, each in enumerate(terms.sponsors)}


def of_words(texts: Mapping[str, str], words: Wordlist) -> list[Advice]:
    """What in these texts leaves people out, and what to write instead."""
    found = [(where, text, each) for where, text in texts.items() for each in findings(text, words.as_rules)]
    return [_advice("wording", where, _instead(each), text) for where, text, each in found]


def _instead(found: Finding) -> str:
    return f"“{found.found}”: {found.why}{f' Better: {found.better}.' if found.better else ''}"


def _on_times(terms: AgreementTerms, sessions: Sequence[Session]) -> Iterator[Advice]:
    """Sessions that an amendment of the plan has left behind."""
    parts = {part.part: part for part in terms.plan.parts}
    for session in sessions:
        part = parts.get(session.part)
        if part is None or session.starts < part.starts or session.ends > part.ends:
            sentence = f"“{session.title}” is not within the time of its part any more. Set the programme anew."
            yield _advice("times", session.session, sentence, repr((session.starts, session.ends, part)))


def _advice(check: Literal["wording", "balance", "times"], where: str, sentence: str, about: str) -> Advice:
    name = hashlib.sha256(repr((check, where, sentence, about)).encode()).hexdigest()[:16]
    return Advice(advice=name, check=check, where=where, sentence=sentence)


# Decisions


def set_wording(at: Circumstances, command: SetWording, words: Wordlist | None) -> Decision:
    """Keep what the body has changed in the list; what is left out stays as it is."""
    if command.body != at.body:
        return refuse("not-our-body", "An organisation changes its own list only.", "body")
    before = words or Wordlist(body=at.body)
    given = (
        said(command) | {"rules": each_anew(command.rules, before.rules)} if "rules" in said(command) else said(command)
    )
    return Decision(
        states=(before.but(**{name: tuple(given[name]) for name in ("rules", "without") if name in given}),)
    )
