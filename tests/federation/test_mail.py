"""How people want to be told, on real servers: what they choose counts for the very next mail, and each message says
why it was mailed, put off or not mailed.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2
from support import story
from support.company import PAGES
from support.eventually import eventually
from support.joint import charter

from kith_lab.demo.federation import Federation, NodeProcess
from kith_lab.servers.mail import MailCatcher

CLUB: Final = "mailing/evening-club"
AMY, BOB, CYN, DEE = (f"p-evening-{name}" for name in ("amy", "bob", "cyn", "dee"))
EVERYTHING: Final = {"how_much": "everything"}


async def enrolled(mailing: Federation, *people: str) -> None:
    """People whom the notify service has heard of too."""
    await story.enrolled(mailing, "mailing", *people)
    for person in people:

        async def heard(person: str = person) -> bool:
            return await mailing["mailing"].read("notify", f"people/{person}/mail") is not None

        await eventually(heard)


async def chooses(mailing: Federation, person: str, **choices: Any) -> None:
    await story.done(mailing, "mailing", "notify", "set-mail-preferences", {"person": person, **choices})


async def announced(mailing: Federation, name: str) -> None:
    node = mailing["mailing"]
    said = {"network": CLUB, "announcement": name, "text": f"News: {name}."}
    officer = node.bearer("officer", networks=[CLUB])
    answer = await node.command("directory", "announce", said, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text


async def stands(node: NodeProcess, person: str, *wanted: tuple[str, str | None]) -> None:
    """Wait until what this person was told stands so: status and why, of each."""

    async def so() -> bool:
        page = await node.read("notify", f"people/{person}/messages")
        return sorted((each["status"], each["why"]) for each in page) == sorted(wanted)

    await eventually(so)


def links(mails: MailCatcher, person: str) -> list[str]:
    """The link of each mail to this person, as a mail program finds it."""
    found = []
    for mail in mails.sent_to(f"{person}@mail.example"):
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        found.append(str(mail["List-Unsubscribe"]).partition(">")[0].lstrip("<"))
    return found


async def test_what_people_choose_counts_for_the_very_next_mail(mailing: Federation, mails: MailCatcher) -> None:
    node = mailing["mailing"]
    await story.done(mailing, "mailing", "directory", "charter-network", {"network": CLUB, "charter": charter()})
    await enrolled(mailing, AMY, BOB, CYN, DEE)
    for person in (AMY, BOB, CYN, DEE):
        await story.done(mailing, "mailing", "directory", "join-network", {"person": person, "network": CLUB})
    await chooses(mailing, AMY, how_much="everything")
    await chooses(mailing, BOB, how_much="nothing")
    await chooses(mailing, CYN, how_much="weekly", zone="Europe/Paris")
    soon = datetime.now(UTC) + timedelta(seconds=4)
    await chooses(mailing, DEE, how_much="everything", quiet_until=soon.isoformat(), address="dee@home.example")

    await announced(mailing, "first")
    await stands(node, AMY, ("told", "everything"))
    await stands(node, BOB, ("shown", "nothing"))
    await stands(node, CYN, ("weekly", "weekly"))
    await stands(node, DEE, ("told", "everything"))
    assert datetime.now(UTC) >= soon, "not before"
    assert mails.sent_to(f"{DEE}@mail.example") == []
    [mail] = mails.sent_to("dee@home.example")
    assert CLUB not in mail.as_string()
    assert "evening" not in mail.as_string().lower()
    assert (mails.sent_to(f"{BOB}@mail.example"), mails.sent_to(f"{CYN}@mail.example")) == ([], [])

    [link] = links(mails, AMY)
    token = link.removeprefix(f"{PAGES}/mailing/less/")
    used = await node.client.post(f"/notify/v1/mailing/less/{token}")
    assert (used.status_code, used.json()) == (200, {"done": True})
    await story.done(mailing, "mailing", "notify", "set-network-mail", {"person": BOB, "network": CLUB, "mail": "more"})
    await announced(mailing, "second")
    await stands(node, AMY, ("told", "everything"), ("shown", "network-nothing"))
    await stands(node, BOB, ("shown", "nothing"), ("told", "network-more"))
    assert len(links(mails, AMY)) == 1

    page = await node.read("notify", f"people/{AMY}/mail")
    assert (page["how_much"], page["chosen"], page["of_network"]) == ("everything", True, {CLUB: "nothing"})
    page = await node.read("notify", f"people/{CYN}/mail")
    assert (page["weekly"], page["zone"]) == ({"day": "monday", "time": "08:00"}, "Europe/Paris")


async def test_a_link_that_this_node_did_not_make_does_nothing(mailing: Federation) -> None:
    node = mailing["mailing"]
    for token in ("a" * 64, "x", "0" * 32):
        answer = await node.client.post(f"/notify/v1/mailing/less/{token}")
        assert (answer.status_code, answer.json()["code"]) == (404, "nothing-here")
        assert (await node.client.get(f"/notify/v1/mailing/less/{token}")).status_code == 405


async def test_what_makes_no_sense_is_refused_at_its_field(mailing: Federation) -> None:
    node, person = mailing["mailing"], "p-evening-eve"
    await enrolled(mailing, person)
    for choice, status, code in (
        ({"zone": "Europe/Atlantis"}, 404, "zone-unknown"),
        ({"address": "eve@exa..mple.org"}, 409, "address-unusable"),
        ({"address": "eve@example.org\r\nBcc: all@example.org"}, 422, "invalid-field"),
        ({"language": "tlh"}, 422, "invalid-field"),
        ({"quiet_hours": {"begin": "25:00", "end": "07:00"}}, 422, "invalid-field"),
    ):
        answer = await node.command("notify", "set-mail-preferences", {"person": person, **choice})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["errors"][0]["field"].startswith(next(iter(choice)))
