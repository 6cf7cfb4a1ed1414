"""What a clause says in one text and in another: shown to whoever answers, decided by whoever suggests."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from kith_commons.agreement.agreement import Clause
from kith_contracts.events.terms import OnBehalf, Rule

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
