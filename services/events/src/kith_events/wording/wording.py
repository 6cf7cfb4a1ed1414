"""Words that leave people out, found in the texts of an event; advice that blocks nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from kith_chassis.decision import Circumstances, Decision, State, refuse
from kith_commons.advice.wording import Finding, Rule, findings
from kith_contracts.events.programme import InclusiveRule, SetWording
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.wording import Advice
from kith_contracts.renewal import each_anew, said


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


def texts_of(terms: EventTerms) -> dict[str, str]:
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
    return [advice_on("wording", where, _instead(each), text) for where, text, each in found]


def advice_on(check: Literal["wording", "balance", "times"], where: str, sentence: str, about: str) -> Advice:
    """A piece of advice, named by what it says and what it is about: changed texts make another one."""
    name = hashlib.sha256(repr((check, where, sentence, about)).encode()).hexdigest()[:16]
    return Advice(advice=name, check=check, where=where, sentence=sentence)


def _instead(found: Finding) -> str:
    return f"“{found.found}”: {found.why}{f' Better: {found.better}.' if found.better else ''}"


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
