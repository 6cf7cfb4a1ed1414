"""The steps of the text on a network of several owners."""

from typing import Final

from kith_console.proposal.steps import Group, Step, Steps
from kith_console.words import N_

CHARTER: Final = "terms.charter."
WHAT: Final = Step(
    "what",
    N_("What it is"),
    (f"{CHARTER}name", f"{CHARTER}purpose", f"{CHARTER}for_you_if", "subject"),
    (f"{CHARTER}name", f"{CHARTER}purpose", f"{CHARTER}for_you_if", "terms.charter", "subject", "terms.subject"),
)
AIMS: Final = Step(
    "aims",
    N_("What it wants to reach, and where"),
    (f"{CHARTER}aims", f"{CHARTER}regions"),
    (f"{CHARTER}aims", f"{CHARTER}regions"),
)
JOINING: Final = Step(
    "joining",
    N_("Who can find and join it"),
    (f"{CHARTER}findable", f"{CHARTER}joinable", f"{CHARTER}how_to_ask"),
    (f"{CHARTER}findable", f"{CHARTER}joinable", f"{CHARTER}how_to_ask"),
)
HOW: Final = Step(
    "how",
    N_("How it works"),
    (f"{CHARTER}terms.text", f"{CHARTER}terms.review_by"),
    (f"{CHARTER}terms",),
)
OWNERS: Final = Step("owners", N_("Who owns it"), ("bodies",), ("terms.parties", "terms.parties.*.body"))
SIZES: Final = Step("sizes", N_("How much each can carry"), ("size.*",), ("terms.parties.*.size",))
LEAD: Final = Step(
    "lead",
    N_("Who leads, and who follows"),
    ("deputy.*", "terms.silence_days"),
    ("terms.deputies", "terms.silence_days"),
)
OFFICES: Final = Step("offices", N_("Its offices"), ("terms.offices.*",), ("terms.offices", f"{CHARTER}officers"))
WRITING: Final = Step("writing", N_("Who writes to all members"), ("writing",), ("terms.writers", "terms.moderated"))
DUTIES: Final = Step("duties", N_("What comes round"), ("terms.duties.*",), ("terms.duties",))
PAYS: Final = Step("pays", N_("What each pays in a year"), ("pays.*",), ("terms.parties.*.contribution",))
LINES: Final = Step("lines", N_("What the money is for"), ("terms.lines.*",), ("terms.lines",))
SHARES: Final = Step(
    "shares",
    N_("Who bears what else it costs"),
    ("share.*",),
    ("terms.parties.*.cash_percent", "terms.parties.*.kind_percent"),
)
RULES: Final = Step(
    "rules",
    N_("How you decide, and how one leaves"),
    ("terms.rule", "terms.notice_days", "terms.until"),
    ("terms.rule", "terms.notice_days", "terms.until"),
)
STEPS: Final = Steps(
    Group(N_("The network"), (WHAT, AIMS, JOINING, HOW)),
    Group(N_("Who runs it"), (OWNERS, SIZES, LEAD, OFFICES, WRITING)),
    Group(N_("Work and money"), (DUTIES, PAYS, LINES, SHARES)),
    Group(N_("For later"), (RULES,)),
)
LISTS: Final = {OFFICES: "offices", DUTIES: "duties", LINES: "lines"}
"""Steps at which rows are typed, and the list in the text that they become."""
