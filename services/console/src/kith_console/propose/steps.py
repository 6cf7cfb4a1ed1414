"""The steps of a proposal: what each is called, which fields stand on its page, and where a fault belongs."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from kith_console.words import N_
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


WHAT: Final = Step(
    "what",
    N_("What it is"),
    ("terms.plan.title", "terms.plan.summary", "subject"),
    ("terms.plan.title", "terms.plan.summary", "subject", "terms.subject"),
)
WHEN: Final = Step(
    "when",
    N_("When"),
    ("day", "last_day", "from", "until", "terms.plan.zone"),
    ("terms.plan.starts", "terms.plan.ends", "terms.plan.zone"),
)
WHERE: Final = Step(
    "where",
    N_("Where"),
    ("where", "terms.plan.venue", "terms.plan.venue_capacity"),
    ("terms.plan.venue", "terms.plan.venue_capacity"),
)
PARTS: Final = Step("parts", N_("The parts of the day"), (), ("terms.plan.parts",))
WITH: Final = Step("with", N_("Who runs it together"), ("bodies",), ("terms.parties.*.body", "terms.parties"))
NETWORKS: Final = Step("networks", N_("In whose name"), ("networks.*",), ("terms.parties.*.networks",))
SHARES: Final = Step(
    "shares",
    N_("What it costs, and who bears what"),
    ("terms.cost_pence", "share.*"),
    ("terms.cost_pence", "terms.parties.*.cash_percent", "terms.parties.*.kind_percent", "terms.parties.*.duties"),
)
PLACES: Final = Step("places", N_("Places"), ("terms.return_days",), ("terms.seats", "terms.return_days"))
DETAILS: Final = Step(
    "details",
    N_("What the door may know"),
    ("terms.data_fields", "terms.data_opens_days", "terms.data_kept_days"),
    ("terms.data_fields", "terms.data_opens_days", "terms.data_kept_days"),
)
ACCESS: Final = Step("access", N_("Can everyone come?"), ("terms.plan.checklist.*",), ("terms.plan.checklist",))
RULES: Final = Step(
    "rules",
    N_("If something changes, or somebody leaves"),
    ("terms.rule", "terms.leaving", "deputy.*", "terms.silence_days", "terms.branding"),
    ("terms.rule", "terms.leaving", "terms.deputies", "terms.silence_days", "terms.branding"),
)
GROUPS: Final = (
    Group(N_("The event"), (WHAT, WHEN, WHERE, PARTS)),
    Group(N_("Who runs it"), (WITH, NETWORKS, SHARES)),
    Group(N_("Who comes"), (PLACES, DETAILS, ACCESS)),
    Group(N_("For later"), (RULES,)),
)
NO_PLACES: Final = "part-without-seats"
"""This fault is told of a part, and is mended where places are divided."""
STEPS: Final = tuple(step for group in GROUPS for step in group.steps)


def step_of(name: str) -> Step | None:
    """The step of this name."""
    return next((step for step in STEPS if step.name == name), None)


def after(step: Step) -> Step | None:
    """The step that follows; None after the last."""
    place = STEPS.index(step)
    return STEPS[place + 1] if place + 1 < len(STEPS) else None


def where(fault: Fault) -> Step | None:
    """On which page this is mended; None if on none of them. The longest path that fits says it."""
    if fault.code == NO_PLACES:
        return PLACES
    if fault.field == WHOLE:
        return None
    found = [(about.count("."), step) for step in STEPS for about in step.about if _is_below(fault.field, about)]
    return max(found, key=lambda each: each[0])[1] if found else None


def of_step(faults: Iterable[Fault], step: Step) -> list[Fault]:
    """The faults that are mended on the page of this step."""
    return [fault for fault in faults if where(fault) is step]


def _is_below(field: str, about: str) -> bool:
    steps, wanted = field.split("."), about.split(".")
    return len(steps) >= len(wanted) and all(
        want in ("*", have) or have == "*" for have, want in zip(steps, wanted, strict=False)
    )
