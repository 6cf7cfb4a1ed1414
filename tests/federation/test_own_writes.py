"""What a node answers `done` to can be read at that node at once, whichever flow or service the page is a fold of."""

from typing import Any
from uuid import uuid4

from support.eventually import eventually
from support.joint import charter, person, terms

from kith_lab.demo.federation import Federation

Page = tuple[str, str]
"""Service and path."""


async def _at_once(federation: Federation, command: tuple[str, str, dict[str, Any]], page: Page) -> Any:
    """What a page of IOP shows right after the command was done."""
    await _done(federation, *command)
    shown = await federation["iop"].read(*page)
    assert shown is not None, f"404 at {page} after {command[1]}"
    return shown


async def _done(federation: Federation, service: str, command: str, data: dict[str, Any]) -> None:
    answer = await federation["iop"].command(service, command, data)
    assert answer.status_code == 200, answer.text


async def test_a_network_is_listed_as_soon_as_it_is_there_and_as_it_was_described_last(federation: Federation) -> None:
    for _ in range(10):
        name = f"iop/n{uuid4().hex[:8]}"
        page = ("directory", f"networks/{name}")
        await _at_once(federation, ("directory", "charter-network", {"network": name, "charter": charter()}), page)
        purpose = f"To meet {uuid4().hex}."
        described = {"network": name, "charter": charter(purpose=purpose)}
        shown = await _at_once(federation, ("directory", "describe-network", described), page)
        assert purpose in str(shown)


async def test_a_profile_is_shown_as_it_was_written_last(federation: Federation) -> None:
    for _ in range(5):
        name = f"Institute {uuid4().hex[:8]}"
        command = ("directory", "publish-profile", {"body": "iop", "name": name})
        assert name in str(await _at_once(federation, command, ("directory", "bodies")))


async def test_an_event_is_public_and_a_place_booked_as_soon_as_the_node_says_so(federation: Federation) -> None:
    event, ada = f"iop/e{uuid4().hex[:8]}", f"p-{uuid4().hex[:12]}"
    page = ("directory", "networks/iop/physics")
    await _at_once(federation, ("directory", "charter-network", {"network": "iop/physics", "charter": charter()}), page)
    await _at_once(federation, ("directory", "enrol-person", person(ada)), ("notify", f"people/{ada}/messages"))
    proposed = ("events", "propose-agreement", {"subject": event, "terms": _alone(event)})
    shown = await _at_once(federation, proposed, ("events", f"agreements/{event}"))
    for behalf in ("body", "network"):
        answer = {"subject": event, "hash": shown["hash"], "answer": "accepted", "on_behalf": behalf}
        shown = await _at_once(federation, ("events", "answer-agreement", answer), ("events", f"agreements/{event}"))
    assert (await federation["iop"].read("events", f"events/{event}"))["status"] == "open"
    wish = {"person": ada, "event": event, "parts": ["talk"]}
    places = ("events", f"people/{ada}/registrations")
    (own,) = await _at_once(federation, ("events", "ask-for-places", wish), places)
    assert [part["status"] for part in own["parts"]] in (["granted"], ["asked"]), "a busy lead answers later"

    async def granted() -> bool:
        (own,) = await federation["iop"].read(*places)
        return [part["status"] for part in own["parts"]] == ["granted"]

    await eventually(granted)


def _alone(event: str) -> dict[str, Any]:
    """An agreement of IOP with itself on one talk."""
    found = terms(event)
    found["plan"]["parts"], found["seats"] = found["plan"]["parts"][:1], found["seats"][:1]
    found["seats"][0]["quotas"] = {"iop": 1}
    found["parties"] = [found["parties"][0] | {"cash_percent": 100, "kind_percent": 100}]
    return found
