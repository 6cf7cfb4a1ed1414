"""The steps of a proposal: what each is called, which fields stand on its page, and where a fault belongs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kith_contracts.message import WHOLE, Fault


class Step(NamedTuple):
    """One page of a proposal."""

    name: str
    title: str
    fields: tuple[str, ...]
    """What its form has; after `*` follows more."""
    about: tuple[str, ...]
    """Where the node finds faults that are mended on this page."""


class Group(NamedTuple):
    """Steps that stand together in the list of tasks."""

    title: str
    steps: tuple[Step, ...]


class Steps(Sequence[Step]):
    """All steps of a kind of proposal, in their order."""

    def __init__(self, *groups: Group, mended: Mapping[str, Step] | None = None) -> None:
        """`mended`: faults of these codes are told of one field, and mended on the page of another."""
        self.groups, self._mended = groups, mended or {}
        self._all = tuple(step for group in groups for step in group.steps)

    def __getitem__(self, place: Any) -> Any:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def after(self, step: Step) -> Step | None:
        """The step that follows; None after the last."""
        place = self._all.index(step)
        return self._all[place + 1] if place + 1 < len(self._all) else None

    def where(self, fault: Fault) -> Step | None:
        """On which page this is mended; None if on none of them. The longest path that fits says it."""
        if fault.code in self._mended:
            return self._mended[fault.code]
        if fault.field == WHOLE:
            return None
        found = [
            (about.count("."), step) for step in self._all for about in step.about if _is_below(fault.field, about)
        ]
        return max(found, key=lambda each: each[0])[1] if found else None

    def of_step(self, faults: Iterable[Fault], step: Step) -> list[Fault]:
        """The faults that are mended on the page of this step."""
        return [fault for fault in faults if self.where(fault) is step]


def _is_below(field: str, about: str) -> bool:
    steps, wanted = field.split("."), about.split(".")
    return len(steps) >= len(wanted) and all(
        want in ("*", have) or have == "*" for have, want in zip(steps, wanted, strict=False)
    )
