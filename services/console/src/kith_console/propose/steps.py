"""The steps of proposing an event."""

from typing import Final

from kith_console.proposal.steps import Group, Step, Steps
from kith_console.words import N_

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
HELPERS: Final = Step(
    "helpers",
    N_("Who else helps: guests and funders"),
    ("terms.guest_hosts.*", "terms.sponsors.*"),
    ("terms.guest_hosts", "terms.sponsors"),
)
LISTS: Final = ("guest_hosts", "sponsors")
"""Lists of the text whose rows are typed at that step."""
NO_PLACES: Final = "part-without-seats"
"""This fault is told of a part, and is mended where places are divided."""
STEPS: Final = Steps(
    Group(N_("The event"), (WHAT, WHEN, WHERE, PARTS)),
    Group(N_("Who runs it"), (WITH, NETWORKS, SHARES)),
    Group(N_("Who comes"), (PLACES, DETAILS, ACCESS)),
    Group(N_("For later"), (RULES,)),
    Group(N_("Add more, if you want"), (HELPERS,)),
    mended={NO_PLACES: PLACES},
)
