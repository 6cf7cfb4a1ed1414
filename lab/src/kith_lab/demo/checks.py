"""The promises that the demo holds itself to; each looks at what is there, not at what services say of themselves."""

from collections import Counter
from email.message import EmailMessage
from typing import Final

from kith_lab.demo.audit import Found
from kith_lab.demo.cast import CLOSED, EVENT, HIDDEN, MAIN, NETWORKS, OUTSIDER, PARTIES, RETURNERS, SILENT
from kith_lab.demo.federation import Federation, together
from kith_lab.demo.people import Player
from kith_lab.demo.report import Check
from kith_lab.demo.story import Story
from kith_lab.servers.mail import CaughtMail

CROSSING: Final = ("registry", "shared", "inbox")
TELLING: Final = ("women", "pride", "spectrum", "returner", "lgbt", "closed", "confidential")
FOLLOWING: Final = "Your calendar for "
EXPECTED_REFUSALS: Final = (
    "agreement-reopened",
    "already-registered",
    "body-not-party",
    "booked-elsewhere",
    "closed-part",
    "slug-taken",
    "stale-hash",
)


async def directories_agree(federation: Federation) -> Check:
    """Every node lists the same networks, both Spectrums, and the hidden one nowhere but at home."""
    shown = await together(node.read("directory", "networks") for node in federation.nodes.values())
    lists = [sorted(each["network"] for each in one) for one in shown]
    wanted = sorted({*NETWORKS, RETURNERS} - {HIDDEN})
    own = await federation[HIDDEN.partition("/")[0]].read("directory", "own-networks")
    at_home = HIDDEN in {each["network"] for each in own}
    bare = [each for one in shown for each in one if each["network"] == "ashurst/spectrum" and each["charter"]]
    ok = all(one == wanted for one in lists) and at_home and not bare
    detail = f"{len(lists)} directories, {len(wanted)} networks each, both Spectrums; {HIDDEN} at home only"
    return Check("every directory shows the same", ok, detail)


def moments(story: Story) -> list[Check]:
    """What could be seen only while it happened."""
    return [Check(name, ok, "seen in the story") for name, ok in {**story.seen, **story.returners.seen}.items()]


def nobody_oversold(found: Found) -> Check:
    """Granted never exceeds what there is."""
    over = {part: places.oversold for part, places in found.places.items() if places.oversold}
    main = found.places[MAIN]
    detail = f"{main.by_status['granted']} of {main.capacity} places in {MAIN}; oversold: {over or 'none'}"
    return Check("nobody is oversold", not over and main.by_status["granted"] <= main.allotted, detail)


def everyone_answered(found: Found) -> Check:
    """No wish is left unanswered, and nobody waits while a place is free."""
    open_wishes = [at for at, status in found.wishes.items() if status == "asked"]
    idle = [
        part
        for part, places in found.places.items()
        if places.by_status["waiting"] and places.by_status["granted"] < places.allotted
    ] + found.circle.idle
    detail = f"{len(found.wishes)} wishes, {len(open_wishes)} unanswered; waiting beside a free one: {idle or 'nobody'}"
    return Check("every wish is answered", not open_wishes and not idle, detail)


def homes_agree_with_lead(found: Found) -> Check:
    """Lead and homes say the same of every place in an open part."""
    lead = {at: status for at, (_, status, _) in found.decisions.items()}
    homes = {at: status for at, status in found.wishes.items() if not at.endswith(f"/{CLOSED}")}
    differ = [at for at, status in homes.items() if lead.get(at) != status]
    strangers = set(lead) - set(homes)
    detail = f"{len(lead)} places at the lead, {len(homes)} at home, {len(differ) + len(strangers)} differ"
    return Check("homes and lead agree", not differ and not strangers, detail)


def refusals_have_reasons(refused: Counter[str], outsiders: int) -> Check:
    """What cannot be is refused, and says why."""
    missing = [code for code in EXPECTED_REFUSALS if not refused[code]]
    ok = not missing and refused["body-not-party"] == outsiders
    detail = f"{sum(refused.values())} refusals, all with a reason; of {OUTSIDER}: {refused['body-not-party']}"
    return Check("refusals say why", ok, detail + (f"; never seen: {missing}" if missing else ""))


def places_returned(found: Found) -> Check:
    """Unused quotas went to the pool on time."""
    returned = all(places.returned for places in found.places.values()) and found.circle.called
    main = found.places[MAIN]
    detail = f"all are in the pool; {MAIN}: {main.by_status['granted']} granted, {main.by_status['waiting']} wait"
    return Check("unused places returned to the pool", returned, detail)


def silent_body_caught_up(found: Found, players: list[Player]) -> Check:
    """The body whose node was killed knows what was decided meanwhile."""
    ids = {player.id for player in players if player.body == SILENT and player.asks}
    known = [at for person in ids for at in found.pseudonyms.get(person, [])]
    settled = [at for at in known if found.decided[at] > 0]
    return Check("the killed node caught up", len(known) == len(settled) > 0, f"{len(settled)} of {len(known)} settled")


def pseudonyms_are_fresh(found: Found) -> Check:
    """A closed part goes under a pseudonym of its own."""
    closed = {at.partition("/")[0] for at in found.wishes if at.endswith(f"/{CLOSED}")}
    open_ones = {at.partition("/")[0] for at in found.wishes if not at.endswith(f"/{CLOSED}")}
    detail = f"{len(open_ones)} for open parts, {len(closed)} for the closed one, {len(closed & open_ones)} in both"
    return Check("pseudonyms are fresh", bool(closed) and not closed & open_ones, detail)


def codes_are_with_one_each(found: Found) -> Check:
    """Entry codes: no code with two people, no block at two bodies, and lead and homes agree on the blocks."""
    circle = found.circle
    twice = len(circle.entries) - len(set(circle.entries))
    strange = set(circle.entries) - circle.codes
    held = {body: numbers for body, numbers in circle.held.items() if numbers}
    numbers = [number for each in held.values() for number in each]
    ok = not (twice or strange) and held == circle.at_home and len(numbers) == len(set(numbers))
    detail = f"{len(circle.entries)} codes handed out, {twice} twice; {len(numbers)} blocks, each at one body"
    return Check("nobody shares an entry code", bool(circle.entries) and ok, detail)


def circle_stays_at_home(found: Found, records: dict[str, list[bytes]]) -> Check:
    """Who wants the closed part is known at home alone: no request, no pseudonym of it, at the lead or on its way."""
    at_lead = [at for at in found.decisions if at.endswith(f"/{CLOSED}")]
    names = [name.encode() for name in sorted(found.circle.pseudonyms)]
    abroad = b"\n".join(b"\n".join(each) for topic, each in records.items() if topic.split(".")[1] in CROSSING)
    hits = sum(name in abroad for name in names)
    detail = f"{len(names)} people want it; {len(at_lead)} known at the lead, {hits} on topics that others read"
    return Check("the closed part stays at home", bool(names) and not at_lead and hits == 0, detail)


def nothing_personal_crossed(records: dict[str, list[bytes]], players: list[Player]) -> Check:
    """No id, name or address of anyone on a topic that another body can read; at home, names and addresses sealed."""
    ids = [player.id.encode() for player in players]
    contacts = [text.encode() for player in players for text in (player.name, player.address)]
    hits, searched = 0, 0
    for topic, found in records.items():
        everything = b"\n".join(found)
        searched += len(everything)
        needles = contacts if topic.startswith("kith.people.") else ids + contacts
        hits += sum(needle in everything for needle in needles)
    return Check("nothing personal crossed", hits == 0, f"{searched:,} bytes on {len(records)} topics, {hits} hits")


def told_once(due: dict[str, int], mails: list[CaughtMail]) -> tuple[dict[str, int], Check]:
    """Everybody was told what they had to be told, once, in words that give nothing away. Calendars take one entry from
    a mail: what changes in more of them follows in mails of its own. A node that was killed after a mail and before it
    had noted that sends it again, with the same Message-ID.
    """
    by_id = {str(mail.message["Message-ID"]): mail for mail in mails}
    told = [mail for mail in by_id.values() if not str(mail.message["Subject"]).startswith(FOLLOWING)]
    alive = [mail for mail in mails if not mail.sender.endswith(f"@{SILENT}.example")]
    doubled = len(alive) - len({str(mail.message["Message-ID"]) for mail in alive})
    per_address = Counter(mail.recipients[0] for mail in told)
    lost = sum(max(0, count - per_address[address]) for address, count in due.items())
    extra = sum(max(0, count - due.get(address, 0)) for address, count in per_address.items())
    telling = [mail for mail in mails if _gives_away(mail.message)]
    messages = {"due": sum(due.values()), "told": len(told), "doubled": doubled, "lost": lost}
    detail = f"{messages['told']} of {messages['due']}, {doubled} doubled, {lost} lost, {len(telling)} not neutral"
    return messages, Check("everyone told once", not (doubled or lost or extra or telling), detail)


def _gives_away(mail: EmailMessage) -> bool:
    words = " ".join([str(mail["Subject"]), str(mail["From"]), *map(str, _texts(mail))]).lower()
    return any(word in words for word in TELLING)


def _texts(mail: EmailMessage) -> list[str]:
    return [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]


def nothing_left(found: Found) -> Check:
    """All logs are read to their ends, nothing waits in an outbox, nothing was parked."""
    detail = f"lag {found.lag}, outbox {found.waiting_outbox}, parked {found.parked}"
    return Check("nothing is left behind", not (found.lag or found.waiting_outbox or found.parked), detail)


def listed_everywhere(statuses: list[str | None]) -> Check:
    """The open event and its hosts are seen by all."""
    ok = all(status == "open" for status in statuses)
    return Check("the event is open everywhere", ok, f"{EVENT}, hosted by {', '.join(PARTIES)}")
