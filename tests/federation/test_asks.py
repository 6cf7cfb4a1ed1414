"""Asks on real servers: a book club with a prize, from a file, over two bodies; nobody reads what nobody should."""

import tomllib
from pathlib import Path
from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter, terms
from support.kept import in_databases, on_topics
from support.story import accept, done, enrolled, status

from kith_chassis.keys.keyring import Keyring
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

EVENT = "iop/book-club"
CLUB = {"subject": EVENT, "practice": "club"}
FILE = Path(__file__).parents[1] / "practices" / "book-club.toml"
PEOPLE = {body: [f"p-reader-{body}-{number}" for number in range(3)] for body in ("iop", "bcs")}
NETWORKS = {"iop": "iop/book-club", "bcs": "bcs/book-club"}
ENTRIES = {"p-reader-bcs-0": "Entangled Life", "p-reader-iop-0": "The Dawn of Everything"}


async def a_book_is_chosen(federation: Federation) -> None:
    """Six people vote, and of four and two neither is told."""
    for people in PEOPLE.values():
        for one in people:
            book = "middlemarch" if one.endswith(("1", "2")) else "emma"
            await answer(federation, one, "next-month", {"question": "book", "chosen": [book]})
    read = await decided(federation, "next-month")
    assert read["winners"] == ["middlemarch"]
    assert "emma" in {each["choice"] for each in read["figures"]}
    assert {each["count"] for each in read["figures"]} == {read["answers"]} == {"hidden to protect others"}


async def both_win(federation: Federation) -> None:
    """Each organisation judges the entry of the other, and there are two winners."""
    for body, title in (("iop", "Entangled Life"), ("bcs", "The Dawn of Everything")):
        (choice,) = (await is_asked(federation, body, "jury"))["choices"]
        assert (choice["title"], choice["body"]) == (title, None), "blind, and without one's own"
        scores = [{"question": "merit", "scores": {choice["choice"]: 4}}]
        await done(federation, body, "events", "answer-for-body", {**CLUB, "step": "jury", "replies": scores})
        await is_taken(federation, body, "jury")
    won = await decided(federation, "jury")
    assert len(won["winners"]) == len(won["tied"]) == 2


async def test_a_book_club_with_a_prize_from_a_file_over_two_bodies(
    federation: Federation, around: Surroundings, catcher: MailCatcher
) -> None:
    await joined(federation)
    books = [{"choice": name, "title": name.title()} for name in ("middlemarch", "emma")]
    template = tomllib.loads(FILE.read_text())
    asked = {"template": template, "choices": books, "jury": ["bcs", "iop"], "networks": list(NETWORKS.values())}
    await done(federation, "iop", "events", "start-practice", {**CLUB, **asked})
    late = {**CLUB, "step": "next-month", "person": "p-reader-bcs-0", "replies": []}
    await is_asked(federation, "bcs", "next-month")
    assert await refused(federation, "bcs", "answer-ask", late) == ("reply-missing", "replies")

    await a_book_is_chosen(federation)
    await is_asked(federation, "bcs", "nominations")
    for one, title in ENTRIES.items():
        await answer(federation, one, "nominations", {"question": "book", "title": title, "text": "It stays."})
    for size, why in ((2_001, ("invalid-field", "replies.0.text")), (10_000_000, ("too-large", "*"))):
        replies = [{"question": "book", "title": "T", "text": "x" * size}]
        huge = {**CLUB, "step": "nominations", "person": "p-reader-bcs-1", "replies": replies}
        assert await refused(federation, "bcs", "answer-ask", huge) == why
    await nobody_reads_it(federation, around)
    await decided(federation, "nominations")
    given = (await answers_read(federation, NETWORKS["iop"])).json()["answers"]
    assert {each["replies"][0]["title"] for each in given} == {*ENTRIES.values()}
    assert {each["body"] for each in given} == {None}
    assert (await answers_read(federation, "iop/another")).status_code == httpx2.codes.FORBIDDEN

    await both_win(federation)
    for one in ENTRIES:
        await own_ask(federation, one, "nominations", "accepted")
    await is_told(catcher, "p-reader-bcs-0", {"A question for you", "An answer for you"})
    keys = around.office.keys
    assert keys
    assert "practices/iop.book-club.club.key" in Keyring(keys, "iop").names("practices")


async def joined(federation: Federation) -> None:
    """Three people of each body are in its network of readers, and both bodies have agreed to run it together."""
    for body, people in PEOPLE.items():
        network = {"network": NETWORKS[body], "charter": charter()}
        await done(federation, body, "directory", "charter-network", network)
        await enrolled(federation, body, *people, how_much="everything")
        for one in people:
            await done(federation, body, "directory", "join-network", {"person": one, "network": NETWORKS[body]})
    parties = [{**party, "networks": [NETWORKS[party["body"]]]} for party in terms(EVENT)["parties"]]
    text = terms(EVENT, parties=parties)
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": text})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")


async def is_asked(federation: Federation, body: str, step: str) -> dict[str, Any]:
    """The ask, once it has come to this body."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        found.update(await federation[body].read("events", f"asks/{EVENT}/club/{step}") or {})
        return bool(found) and found["ask"]["stage"] == "open"

    await eventually(there)
    ask: dict[str, Any] = found["ask"]
    return ask


async def is_taken(federation: Federation, body: str, step: str) -> None:
    """Who asks has the answer of this body."""

    async def so() -> bool:
        page = await federation[body].read("events", f"asks/{EVENT}/club/{step}")
        return bool(page["answer"] == "taken")

    await eventually(so)


async def answer(federation: Federation, person: str, step: str, reply: dict[str, Any]) -> None:
    body = person.split("-")[2]
    await is_asked(federation, body, step)
    await done(federation, body, "events", "answer-ask", {**CLUB, "step": step, "person": person, "replies": [reply]})
    await own_ask(federation, person, step, "taken")


async def own_ask(federation: Federation, person: str, step: str, wanted: str) -> None:
    """What the person's own page says."""

    async def says_so() -> bool:
        page = await federation[person.split("-")[2]].read("events", f"people/{person}/asks")
        return [each["answer"] for each in page if each["ask"]["step"] == step] == [wanted]

    await eventually(says_so)


async def decided(federation: Federation, step: str) -> dict[str, Any]:
    """Close it; what BCS hears of the outcome."""
    why = {"why": "All have answered."}
    await done(federation, "iop", "events", "close-ask", {**CLUB, "step": step, **why})
    found: dict[str, Any] = {}

    async def there() -> bool:
        page = await federation["bcs"].read("events", f"asks/{EVENT}/club/{step}")
        found.update(page["ask"]["outcome"] or {})
        return bool(found)

    await eventually(there)
    return found


async def refused(federation: Federation, body: str, name: str, content: dict[str, Any]) -> tuple[str, str]:
    sent = await federation[body].command("events", name, content)
    assert sent.status_code >= httpx2.codes.BAD_REQUEST
    problem = sent.json()
    assert problem["title"]
    return problem["code"], problem["field"]


async def nobody_reads_it(federation: Federation, around: Surroundings) -> None:
    """While it is open no entry stands in the clear on any topic or with the lead, and no person is named abroad."""
    topics, kept = await on_topics(federation, around), b"".join(await in_databases(around, ["iop"]))
    everything = b"".join(b"".join(each) for each in topics.values()) + kept
    assert b"ballot/iop/book-club/club/nominations/" in kept
    assert not [title for title in ENTRIES.values() if title.encode() in everything]
    abroad = b"".join(b"".join(each) for topic, each in topics.items() if ".people." not in topic)
    assert b"give-answer" in abroad
    assert not [one for people in PEOPLE.values() for one in people if one.encode() in abroad]
    assert (await answers_read(federation, NETWORKS["iop"])).json()["code"] == "ask-open"


async def answers_read(federation: Federation, network: str) -> httpx2.Response:
    """The answers, asked for by an officer of this network of the lead."""
    officer = federation["iop"].bearer("officer", networks=[network])
    path = "/events/v1/iop/led/book-club/practices/club/nominations/answers"
    return await federation["iop"].client.get(path, headers=officer)


async def is_told(catcher: MailCatcher, person: str, subjects: set[str]) -> None:
    async def told() -> bool:
        return subjects <= {str(mail["Subject"]) for mail in catcher.sent_to(f"{person}@mail.example")}

    await eventually(told)


async def test_a_date_is_found_before_there_is_any_event(federation: Federation) -> None:
    """Two bodies are asked which dates they can, beside what else is on; the one that both can is the outcome."""
    template = (await federation["iop"].read("events", "templates"))["date"]
    dates = [
        {"choice": day, "title": day, "starts": f"2027-{day}T10:00:00Z", "ends": f"2027-{day}T12:00:00Z"}
        for day in ("12-27", "12-13")
    ]
    finding = {"subject": "iop/not-yet", "practice": "date"}
    start = {**finding, "template": template, "choices": dates, "bodies": ["bcs"]}
    held = {"starts": dates[1]["ends"], "ends": "2027-12-13T15:00:00Z", "zone": "Europe/London"}
    await done(federation, "bcs", "events", "hold-date", {"hold": "bcs/finding", "held": held})
    await done(federation, "iop", "events", "start-practice", start)
    path, found = "asks/iop/not-yet/date/dates", dict[str, Any]()

    async def becomes(stage: str) -> None:
        async def so() -> bool:
            found.update(await federation["bcs"].read("events", path) or {})
            return bool(found) and found["ask"]["stage"] == stage

        await eventually(so)

    await becomes("open")
    assert "bank-holiday" in {each["kind"] for each in found["clashes"]["12-27"]}
    assert "bcs/finding" in {each["name"] for each in found["clashes"]["12-13"]}
    await done(federation, "bcs", "events", "release-hold", {"hold": "bcs/finding"})
    for body, chosen in (("iop", ["12-27", "12-13"]), ("bcs", ["12-13"])):
        replies = [{"question": "dates", "chosen": chosen}]
        await done(federation, body, "events", "answer-for-body", {**finding, "step": "dates", "replies": replies})

    async def all_have_answered() -> bool:
        (step,) = await federation["iop"].read("events", "led/not-yet/practices/date", admin(federation))
        return bool(step["by_body"] == {"iop": "1", "bcs": "1"})

    await eventually(all_have_answered)
    close = {**finding, "step": "dates", "why": "Both have answered."}
    await done(federation, "iop", "events", "close-ask", close)
    await becomes("decided")
    outcome = found["ask"]["outcome"]
    assert outcome["winners"] == ["12-13"]
    assert {each["choice"]: each["bodies"] for each in outcome["figures"]} == {
        "12-27": ["iop"],
        "12-13": ["bcs", "iop"],
    }


def admin(federation: Federation) -> dict[str, str]:
    return federation["iop"].bearer("body-admin")
