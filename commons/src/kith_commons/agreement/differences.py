"""What a clause says in one text and in another: shown to whoever answers, decided by whoever suggests."""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from kith_commons.agreement.agreement import Clause
from kith_commons.agreement.template import Template
from kith_contracts.agreements.terms import OnBehalf, Rule

NEEDED: Final[dict[Rule, str]] = {
    "lead": "the lead",
    "majority": "more than half of the organisations",
    "unanimity": "all organisations",
}
"""Who decides, by rule, in words."""


class Difference(NamedTuple):
    """A clause that one text has otherwise than the other; None where there is no such clause."""

    before: Clause | None
    after: Clause | None

    @property
    def name(self) -> str:
        return self._any.name

    @property
    def needs(self) -> OnBehalf:
        """Whether the bodies or their networks have to accept it."""
        return self._any.needs

    def concerned(self, parties: Sequence[str]) -> list[str]:
        """Whom of these parties it concerns."""
        bodies = self._any.bodies
        return [body for body in parties if bodies is None or body in bodies]

    @property
    def _any(self) -> Clause:
        clause = self.after or self.before
        assert clause, "a difference is about a clause"
        return clause


def differences(before: Sequence[Clause], after: Sequence[Clause]) -> list[Difference]:
    """The clauses that differ: those of the later text in its order, then those that it no longer has."""
    old, new = {each.name: each for each in before}, {each.name: each for each in after}
    names = [*new, *[name for name in old if name not in new]]
    found = [Difference(old.get(name), new.get(name)) for name in names]
    return [each for each in found if not (each.before and each.after) or each.before.digest != each.after.digest]


def decided(rule: Rule, lead: str, in_favour: Collection[str], parties: Collection[str]) -> bool:
    """Whether these bodies are enough to decide. By the first rule the lead is enough, and always needed."""
    favour = {*in_favour} & {*parties}
    if rule == "lead":
        return lead in favour
    return len(favour) == len({*parties}) if rule == "unanimity" else 2 * len(favour) > len({*parties})


NOTHING: Final = "nothing"


class Changed(NamedTuple):
    """A clause that differs between two texts, in words."""

    clause: str
    old: str
    new: str
    needs: OnBehalf
    """Who has to accept it: the bodies that it concerns, or their networks."""
    concerns: list[str]


def changes(template: Template[Any, Any], before: Any, after: Any) -> list[Changed]:
    """The differences from one text to the other. Whom a clause of one body concerns that is no party of the later text
    any more is nobody; whom all clauses concern are the parties of the later one.
    """
    old, new = template.words(before), template.words(after)
    parties = [party.body for party in after.parties]
    return [
        Changed(
            each.name, old.get(each.name, NOTHING), new.get(each.name, NOTHING), each.needs, each.concerned(parties)
        )
        for each in differences(template.clauses(before), template.clauses(after))
    ]


def changed_for(template: Template[Any, Any], before: Any, after: Any, body: str, on_behalf: OnBehalf) -> list[Changed]:
    """The differences that this body has to accept anew, on this behalf."""
    return [each for each in changes(template, before, after) if each.needs == on_behalf and body in each.concerns]
