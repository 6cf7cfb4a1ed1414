"""Who plays: seven real bodies, their networks as they describe themselves, and the day that they agree on."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

EVENT: Final = "iop/returning-to-work"
LISTED: Final = "ni/annual-dinner"
HIDDEN: Final = "rsc/returners-circle"
MAIN: Final = "lectures"
CLOSED: Final = "circle"


class Body(NamedTuple):
    """A body and how many people of it play."""

    slug: str
    name: str
    kind: str
    people: int
    asking: int
    region: str
    website: str


BODIES: Final = (
    Body("iop", "Institute of Physics", "professional-society", 40, 29, "London", "https://www.iop.org"),
    Body("bcs", "BCS, The Chartered Institute for IT", "professional-society", 45, 36, "London", "https://www.bcs.org"),
    Body(
        "iom3",
        "Institute of Materials, Minerals and Mining",
        "professional-society",
        30,
        15,
        "London",
        "https://www.iom3.org",
    ),
    Body("rsc", "Royal Society of Chemistry", "professional-society", 40, 33, "Cambridge", "https://www.rsc.org"),
    Body("ni", "Nuclear Institute", "professional-society", 15, 8, "London", "https://www.nuclearinst.com"),
    Body("ashurst", "Ashurst LLP", "employer", 23, 17, "London", "https://www.ashurst.com"),
    Body("ons", "Office for National Statistics", "public-body", 8, 4, "Newport", "https://www.ons.gov.uk"),
)
PARTIES: Final = ("iop", "bcs", "iom3", "rsc", "ni", "ashurst")
OUTSIDER: Final = "ons"
SILENT: Final = "ni"


def network(name: str, purpose: str, for_you_if: str, terms: str, **more: Any) -> dict[str, Any]:
    """The content of a charter."""
    return {
        "name": name,
        "purpose": purpose,
        "for_you_if": for_you_if,
        "findable": "everyone",
        "joinable": "anyone",
        "terms": {"version": 1, "text": terms},
        "officers": [{"role": "Chair"}, {"role": "Secretary"}, {"role": "Events lead", "filled": False}],
        **more,
    }


NETWORKS: Final[dict[str, dict[str, Any]]] = {
    "bcs/womens-forum": network(
        "BCS Women's Forum",
        "Voice, support and contact for women in computing.",
        "You are a woman in computing, or want more of us to stay.",
        "Run by volunteers, mostly online; at least one meeting in person each year.",
        aims=["Support women members", "Get more women into computing"],
        joinable="ask",
        regions=["United Kingdom"],
    ),
    "iom3/women-in-materials": network(
        "Women in Materials",
        "Networking, mentoring and outreach against under-representation.",
        "You work with materials and would like to meet others who do.",
        "A committee of six; themes are set from last year's survey.",
        aims=["Networking", "Mentoring", "Outreach"],
    ),
    "iop/women-in-physics": network(
        "Women in Physics Group",
        "Supports and connects women who work in physics or left it.",
        "You are a physicist, on a break, or on the way back.",
        "Annual meeting with elections; a prize for very early career.",
        aims=["Annual meeting", "Very early career prize", "Support in career breaks"],
    ),
    "ni/young-generation": network(
        "Young Generation Network",
        "For people at the start of a career in nuclear.",
        "You are in your first ten years in the nuclear sector.",
        "Sponsored events, an annual dinner and seminar, exchange with European societies.",
        aims=["Annual seminar", "Exchange"],
    ),
    "rsc/womens-network": network(
        "Women's Network",
        "Entry and re-entry to the chemical sciences.",
        "You are a woman in the chemical sciences, now or again.",
        "Regional groups; works with partners outside the society.",
        aims=["Entry", "Re-entry"],
        regions=["North West", "Scotland", "South East"],
        joinable="ask",
    ),
    "rsc/younger-members": network(
        "Younger Members' Network",
        "By and for members in the first ten years.",
        "You are in the first ten years of your career in chemistry.",
        "Regional groups run by volunteers.",
        regions=["Midlands", "Wales"],
    ),
    HIDDEN: network(
        "Returners' circle",
        "A closed circle.",
        "You were told of it.",
        "Membership is known to nobody outside.",
        findable="invitation",
        joinable="invited",
    ),
    "ashurst/spectrum": network(
        "Spectrum",
        "LGBT+ network of the firm: mentoring, coaching, review of practice.",
        "You are LGBT+ and work here, or stand beside those who are.",
        "Membership is private.",
        findable="name-only",
        joinable="ask",
        how_to_ask="Write to the chair's address on the intranet.",
    ),
    "ashurst/womens-network": network(
        "Women's network",
        "Mentoring, skills coaching and review of company practice.",
        "You would like to see more women lead here.",
        "Open to everyone at the firm.",
    ),
    "ons/spectrum": network(
        "Spectrum",
        "Advises on policy and supports LGBT+ colleagues.",
        "You are LGBT+ at the office, or an ally.",
        "Two aims, two spaces: advice and support.",
        aims=["Advise on policy", "Support colleagues"],
    ),
}


RETURNERS: Final = "iop/returners"
OWNERS: Final = ("iop", "bcs", "ni")
"""Of Returners: its first lead, its second, and a small one."""
SUCCESSOR: Final = OWNERS[1]
GRANTED: Final = 240_000
"""What Returners grants for the day, in pence: all of its line of the budget."""
PAID: Final = 198_000
"""What the day takes of that."""


def returners() -> dict[str, Any]:
    """The text of the network that three own. Seven duties a year, and sizes of 4, 2 and 1: NI has one turn."""
    charter = network(
        "Returners",
        "For people who come back to science and engineering after a break.",
        "You have been away for a year or more, or think about it.",
        "Three societies run it together; you are a member at your own.",
    )
    del charter["officers"]
    return {
        "subject": RETURNERS,
        "version": 1,
        "parties": [
            {"body": "iop", "size": "large", "cash_percent": 60, "kind_percent": 60, "contribution": 144_000},
            {"body": "bcs", "size": "medium", "cash_percent": 40, "kind_percent": 35, "contribution": 96_000},
            {"body": "ni", "size": "small", "kind_percent": 5},
        ],
        "charter": charter,
        "deputies": list(OWNERS[1:]),
        "duties": [
            {"duty": "evening", "task": "Hold an evening online.", "every": "quarter"},
            {"duty": "newsletter", "task": "Write the newsletter.", "every": "half-year"},
            {"duty": "day", "task": "Find a room for the yearly day.", "every": "year"},
        ],
        "lines": [{"line": "day", "what_for": "The yearly day.", "pence": GRANTED}],
    }


def is_open(network: str) -> bool:
    """Whether everyone may find it and anyone may join it: then a mail about it tells nothing."""
    return (NETWORKS[network]["findable"], NETWORKS[network]["joinable"]) == ("everyone", "anyone")


QUOTAS: Final = {"bcs": 25, "iop": 25, "iom3": 20, "rsc": 25, "ni": 10}
POOL: Final = 15
AT_ONCE: Final = {"offer_hours": 0}
"""The story is a minute long: a place that comes free is granted, and not offered for two days."""
BLOCK: Final = 4
"""Entry codes in a block of the closed part: one for each party, and one for who needs more."""
CIRCLE: Final = BLOCK * (len(PARTIES) + 1)
WORKSHOPS: Final = ("workshop-skills", "workshop-cv")


def terms(starts: datetime, version: int = 1, kind: tuple[int, ...] = (35, 20, 15, 20, 5, 5)) -> dict[str, Any]:
    """The whole agreement on the day. `kind` are the shares in kind, in per cent, in the order of PARTIES; NI, the
    small one, carries 5.
    """
    networks = {body: [name for name in NETWORKS if name.startswith(f"{body}/") and name != HIDDEN] for body in PARTIES}
    cash = (30, 20, 15, 20, 5, 10)
    return {
        "subject": EVENT,
        "version": version,
        "plan": plan(starts),
        "parties": [
            {
                "body": body,
                "networks": networks[body],
                "cash_percent": cash[index],
                "kind_percent": kind[index],
                "duties": ["Host the day, door and rooms"] if body == "iop" else [],
            }
            for index, body in enumerate(PARTIES)
        ],
        "cost_pence": 360_000,
        "seats": [
            {"part": MAIN, "quotas": QUOTAS, "pool": POOL, **AT_ONCE},
            {"part": CLOSED, "block": BLOCK, "quotas": dict.fromkeys(PARTIES, 1), "pool": 1, **AT_ONCE},
            {"part": WORKSHOPS[0], "quotas": {}, "pool": 30, **AT_ONCE},
            {"part": WORKSHOPS[1], "quotas": {}, "pool": 20, **AT_ONCE},
            {"part": "mixing", "quotas": {}, "pool": 60, **AT_ONCE},
        ],
        "return_days": 14,
        "data_fields": [],
    }


def plan(starts: datetime) -> dict[str, Any]:
    """The day: lectures for everyone, a closed circle, two workshops, and an hour to meet people."""

    def part(slug: str, title: str, hours: tuple[float, float], capacity: int, **more: str) -> dict[str, Any]:
        times = [(starts + timedelta(hours=hour)).isoformat() for hour in hours]
        return {"part": slug, "title": title, "starts": times[0], "ends": times[1], "capacity": capacity, **more}

    return {
        "title": "Returning to work",
        "summary": "A day of lectures and workshops for people on the way back to work, and for who works with them.",
        "zone": "Europe/London",
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(hours=7)).isoformat(),
        "venue": "37 Caledonian Road, London N1 9BU",
        "parts": [
            part(MAIN, "Morning lectures", (0, 2), sum(QUOTAS.values()) + POOL),
            part(
                CLOSED, "Returner circle", (1, 2), CIRCLE, for_whom="for people returning to work", audience="returner"
            ),
            part(WORKSHOPS[0], "Workshop: skills", (3.5, 5), 30),
            part(WORKSHOPS[1], "Workshop: the CV", (3.5, 5), 20),
            part("mixing", "Meeting people", (5.5, 7), 60),
        ],
    }
