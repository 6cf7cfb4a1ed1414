"""What who asks may want to look at again in a practice, in sentences. It warns, and never blocks."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from kith_commons.asks.ask import Ask
from kith_commons.asks.practice import elects
from kith_commons.figures import HIDDEN
from kith_contracts.events.practice import Composition, Template
from kith_contracts.events.terms import EventTerms


def hints(template: Template, terms: EventTerms | None) -> list[str]:
    """One sentence for each thing that looks like an oversight, beside what the agreement says, if there is one."""
    return [*_on_sponsor(template, terms)]


def _on_sponsor(template: Template, terms: EventTerms | None) -> Iterator[str]:
    """A prize that none of those gives whom the agreement names as sponsors."""
    names = [each.name for each in terms.sponsors] if terms else []
    given = template.sponsor.casefold()
    if template.prize and names and not any(name.casefold() in given for name in names):
        yield f"The agreement names {', '.join(names)} as sponsors, and none of them gives the prize. Is that meant?"


# Who is elected, beside who the members are


def composition(template: Template, asks: Mapping[str, Ask], mixes: Sequence[Ask]) -> Iterator[str]:
    """How places that are kept for a group stand beside the members, as these have told in one of the `mixes`, of which
    the first that asks it counts. Nobody is counted to a group but by the place that they stood for, before all voters;
    of members there are the figures that everyone asked has seen, and no others.
    """
    electing = {step.step: step.rule.winners for step in template.steps if elects(template, step)}
    over = {name: asks[name].outcome for name in electing if name in asks and asks[name].over}
    elected = {name: len(outcome.winners) if outcome else 0 for name, outcome in over.items()}
    places, total = (elected, sum(elected.values())) if over else (electing, sum(electing.values()))
    opened = [step.step for step in template.steps if step.step in asks]
    ended = all(ask.over for ask in asks.values())
    before = template.steps if ended else template.steps[: _position(template, opened)]
    left_out = {step.step for step in before} - {*opened} if over else set()
    for group in template.composition:
        kept = sum(places.get(name, 0) for name in dict.fromkeys(group.steps))
        settled = all(name in over or name in left_out for name in group.steps)
        if over:
            stands = f"Of {total} elected so far, {_are(kept)} a place kept for those {group.group}."
        else:
            stands = f"Of {total} places, {kept} {'is' if kept == 1 else 'are'} kept for those {group.group}."
        members, share = _members(group, mixes)
        asked = f" Your rule asks for at least {group.least}." if settled and kept < group.least else ""
        few = " Is that meant?" if not asked and total and Fraction(kept, total) < share / 2 else ""
        yield f"{members}{stands}{asked}{few}"


def _position(template: Template, opened: Sequence[str]) -> int:
    """Where in the order of steps the last is that has opened."""
    return max((number for number, step in enumerate(template.steps) if step.step in opened), default=0)


def _are(people: int) -> str:
    return f"{people} {'has' if people == 1 else 'have'}"


def _members(group: Composition, mixes: Sequence[Ask]) -> tuple[str, Fraction]:
    """What members have said of themselves, in a sentence, and about which part of them said so; nothing if unknown."""
    for mix in mixes:
        question = next((each for each in mix.step.questions if each.question == group.question), None)
        figures = mix.outcome.figures if mix.outcome else []
        told = next((it.count for it in figures if (it.question, it.choice) == (group.question, group.option)), None)
        if question and told not in (None, HIDDEN) and mix.outcome:
            said = question.options.get(group.option or "", group.option or "")
            answers = mix.outcome.answers
            about = f"about {answers}" if answers.isdigit() else answers
            whole = sum(int(it.count) for it in figures if it.question == group.question and it.count.isdigit())
            share = Fraction(int(told), whole) if told.isdigit() and whole else Fraction(0)
            return f"Of {about} members who answered, {told} said “{said}”. ", share
    return "", Fraction(0)
