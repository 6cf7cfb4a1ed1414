"""The story's other act: three bodies found a network together, and the one that leads it is lost for good."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from kith_chassis.kafka.cluster import Cluster
from kith_cli.bodies import take_rights
from kith_cli.errors import StackError
from kith_lab.demo.cast import EVENT, GRANTED, OWNERS, PAID, RETURNERS, SUCCESSOR, returners
from kith_lab.demo.federation import Federation, together
from kith_lab.demo.people import Player
from kith_lab.demo.waits import Say, eventually

ANNOUNCEMENT: Final = "We meet on the first Monday of each month. Who is away now is as welcome as who is back."

BY_OFFICERS: Final = ("announce", "ask-for-money")
OF_THE_LEAD: Final = ("version", "succession")
"""What a change of the lead changes of a text."""


class Returners:
    """One network of three owners, from its first text to its second lead."""

    def __init__(self, federation: Federation, say: Say, players: Iterable[Player]) -> None:
        self._federation, self._say = federation, say
        self.members = [each for each in players if each.body in OWNERS and "returner" in each.audiences]
        self.seen: dict[str, bool] = {}
        """What was so at its moment."""
        self.turns: dict[str, int] = {}
        """Of a year, by owner."""

    async def found(self) -> None:
        """One proposes, all accept, and their people join, each at home."""
        self._say(f"{', '.join(OWNERS)} found the network Returners together; NI, the small one, bears 5 %")
        await self._do(OWNERS[0], "propose-network-agreement", {"subject": RETURNERS, "terms": returners()})
        for body in OWNERS:
            await self._accept(body)
        await self._wait("Returners is there", lambda: self._all(lambda page: page["in_force"] is not None))
        await together(self._join(each) for each in self.members)

    async def write(self) -> None:
        """An officer of the smallest writes once, and each home tells its own people."""
        self._say("an officer of NI writes to all members: each home tells its own, each person once")
        await self._do(OWNERS[-1], "announce", {"network": RETURNERS, "announcement": "welcome", "text": ANNOUNCEMENT})
        await self._wait("every owner has the announcement", self._announced)

    async def share_duties(self) -> None:
        """The turns of next year, as each owner works them out by itself."""
        pages = await together(self._rota(body) for body in OWNERS)
        self.turns = {body: page["own_turns"] for body, page in zip(OWNERS, pages, strict=True)}
        small = self.turns[OWNERS[-1]]
        self._say(f"seven duties a year, in turns by size: {_counted(self.turns)}")
        alike = all(page["turns"] == pages[0]["turns"] for page in pages)
        self.seen["every owner works out the same turns, and the small one has one"] = alike and small == 1

    async def pay(self) -> None:
        """The small one asks for what the day costs, gets it of what all have put together, and pays for the day."""
        small = OWNERS[-1]
        day = {"ask": "day", "line": "day", "pence": GRANTED, "what_for": "The room and the speakers of the day."}
        await self._do(small, "ask-for-money", {"subject": RETURNERS, **day})
        await self._wait("every owner sees what is granted for the day", self._granted)
        await self._wait("NI can pay for the day", lambda: self._grants("granted", 0))
        cost = {"event": EVENT, "number": 1, "form": "line", "network": RETURNERS, "ask": day["ask"]}
        paid = {**cost, "pence": PAID, "currency": "GBP", "what": "The room and the speakers"}
        await self._do(small, "record-cost", paid, service="events")
        above = {**paid, "number": 2, "pence": GRANTED - PAID + 1}
        refused = await self._federation[small].command("events", "record-cost", above)
        await self._wait("NI's directory knows what pays for the day", self._bound)
        page = await self._money(SUCCESSOR)
        self._say(f"NI asks for what the day costs, and pays it from the budget; BCS reads: {page['in_short']}")
        self.seen["a line that all pay together pays for the day"] = page["lines"][0]["left"] == 0 and (
            await self._grants("granted", PAID)
        )
        self.seen["the books of the day take no more than is granted"] = (
            not refused.is_success and refused.json()["code"] == "spent-above-grant"
        )

    async def lose_the_lead(self, office: Cluster, forget: Callable[[str], Awaitable[None]]) -> None:
        """The lead's node and its databases are gone, and come no more; `forget` deletes these."""
        lead = OWNERS[0]
        before = [await self._kept(body) for body in OWNERS[1:]]
        self._say("IOP's node and its databases are destroyed for good; the office suspends IOP, and BCS takes over")
        await self._federation[lead].stop(signal.SIGKILL)
        await forget(lead)
        await asyncio.to_thread(take_rights, office, lead)
        await self._wait("BCS leads Returners", self._taken_over)
        after = [await self._kept(body) for body in OWNERS[1:]]
        kept = before == after and all(joined for _, _, joined, *_ in after)
        self.seen["the lead is lost for good, another leads, and nothing else is lost"] = kept

    async def _taken_over(self) -> bool:
        """Asked again, it asks those who had not heard yet of the suspension."""
        await self._federation[SUCCESSOR].command("directory", "take-over", {"subject": RETURNERS})
        pages = [await self._page(body) for body in OWNERS[1:]]
        return all(page["in_force"]["lead"] == SUCCESSOR for page in pages)

    async def _kept(self, body: str) -> tuple[Any, ...]:
        """What this owner and its people have of the network, whoever leads it."""
        page = await self._page(body)
        inside = await self._inside(body)
        people = [each for each in self.members if each.body == body]
        homes = await together(self._federation[body].read("directory", f"people/{each.id}") for each in people)
        joined = [RETURNERS in each["networks"] for each in homes]
        rota = await self._rota(body)
        text = {name: value for name, value in page["in_force"]["terms"].items() if name not in OF_THE_LEAD}
        asks = (await self._money(body))["asks"]
        return text, inside["announcements"], all(joined), rota["turns"], asks

    async def _accept(self, body: str) -> None:
        await self._wait(f"{body} has the text", lambda: self._has_text(body))
        said = {"subject": RETURNERS, "hash": (await self._page(body))["hash"], "answer": "accepted"}
        for behalf in ("body", "network"):
            await self._do(body, "answer-network-agreement", {**said, "on_behalf": behalf})

    async def _has_text(self, body: str) -> bool:
        return await self._page(body) is not None

    async def _join(self, player: Player) -> None:
        await self._do(player.body, "join-network", {"person": player.id, "network": RETURNERS})

    async def _announced(self) -> bool:
        pages = await together(self._inside(body) for body in OWNERS)
        return all([each["text"] for each in page["announcements"]] == [ANNOUNCEMENT] for page in pages)

    async def _granted(self) -> bool:
        pages = await together(self._money(body) for body in OWNERS)
        return all([each["status"] for each in page["asks"]] == ["granted"] for page in pages)

    async def _grants(self, status: str, used: int) -> bool:
        """Whether the day can be paid from the grant, and so much of it is."""
        page = await self._federation[OWNERS[-1]].read("events", f"agreements/{EVENT}/settlement")
        lines = [(each["status"], each["used"]) for each in page["grants"] if each["network"] == RETURNERS]
        return lines == [(status, used)]

    async def _bound(self) -> bool:
        return [each["event"] for each in (await self._money(OWNERS[-1]))["asks"]] == [EVENT]

    async def _all(self, so: Callable[[Any], bool]) -> bool:
        return all([so(await self._page(body)) for body in OWNERS])

    async def _page(self, body: str) -> Any:
        return await self._read(body, f"shared-networks/{RETURNERS}")

    async def _inside(self, body: str) -> Any:
        return await self._read(body, f"shared-networks/{RETURNERS}/inside")

    async def _money(self, body: str) -> Any:
        return await self._read(body, f"shared-networks/{RETURNERS}/money")

    async def _rota(self, body: str) -> Any:
        return await self._read(body, f"shared-networks/{RETURNERS}/duties?year={datetime.now(UTC).year + 1}")

    async def _read(self, body: str, path: str) -> Any:
        return await self._federation[body].read("directory", path, self._officer(body))

    def _officer(self, body: str) -> dict[str, str]:
        return self._federation[body].bearer("officer", networks=[RETURNERS])

    async def _do(self, body: str, command: str, data: dict[str, Any], service: str = "directory") -> None:
        as_officer = command in BY_OFFICERS or data.get("on_behalf") == "network"
        by = self._officer(body) if as_officer else None
        answer = await self._federation[body].command(service, command, data, bearer=by)
        if not answer.is_success:
            raise StackError(f"{body}: {command} was not done: {answer.text}")

    async def _wait(self, what: str, check: Callable[[], Awaitable[bool]]) -> None:
        await eventually(what, check, self._say)


def _counted(turns: dict[str, int]) -> str:
    return ", ".join(f"{body} {count}" for body, count in turns.items())
