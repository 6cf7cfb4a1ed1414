"""The story that the demo plays: from the first profile to the last mail, with a change of mind and an outage in it."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2

from kith_cli.errors import StackError
from kith_lab.demo.cast import (
    BODIES,
    CLOSED,
    EVENT,
    HIDDEN,
    LISTED,
    MAIN,
    NETWORKS,
    OUTSIDER,
    PARTIES,
    SILENT,
    plan,
    terms,
)
from kith_lab.demo.federation import Federation, together
from kith_lab.demo.people import Player, players
from kith_lab.demo.returners import Returners
from kith_lab.demo.waits import eventually

RETURN_IN: Final = 12.0
"""Seconds from the proposal to the return of unused places, besides 1.6 times what the enrolment took: how fast this
machine is decides how far the day lies ahead, fourteen days and these seconds."""
LEAD: Final = "iop"


class Story:
    """Plays one scene after the other, and notes what the audience will want to check."""

    def __init__(
        self, federation: Federation, say: Callable[[str], None], quiet: Callable[[], Awaitable[bool]]
    ) -> None:
        """`quiet` says whether all that was said has been heard."""
        self.federation, self.say, self.quiet = federation, say, quiet
        self.players = players()
        self.returners = Returners(federation, say, self.players)
        self.starts = (datetime.now(UTC) + timedelta(days=14)).replace(microsecond=0)
        self.enrolled_in = 0.0
        self.refused: Counter[str] = Counter()
        """Refusals at home, by code."""
        self.seen: dict[str, bool] = {}
        """What was so at its moment, and can't be looked up afterwards."""

    async def play(self) -> None:
        await self.introduce()
        await self.enrol()
        await self.agree()
        await self.open()
        await self.change_a_clause()
        await self.ask()
        await self.lose_and_find_a_node()
        await self.own_a_network_together()
        await self.return_places()

    # Scenes

    async def introduce(self) -> None:
        """Profiles and networks."""
        self.say("the bodies publish their profiles and charter their networks")
        await together(self._profile(body.slug) for body in BODIES)
        await together(
            self._do(name.partition("/")[0], "directory", "charter-network", {"network": name, "charter": charter})
            for name, charter in NETWORKS.items()
        )
        visible = set(NETWORKS) - {HIDDEN}
        await self._wait_for("every directory shows every network", lambda: self._all_show(visible))
        taken = await self.federation["bcs"].command(
            "directory", "charter-network", {"network": "bcs/womens-forum", "charter": NETWORKS["bcs/womens-forum"]}
        )
        self._note_refusal(taken)

    async def agree(self) -> None:
        """The lead proposes, and all but one accept."""
        self.say("IOP proposes the day; six bodies accept the same text, each as a body and as a network")
        ahead = timedelta(days=14, seconds=RETURN_IN + 1.6 * self.enrolled_in)
        self.starts = (datetime.now(UTC) + ahead).replace(microsecond=0)
        await self._do(LEAD, "events", "propose-agreement", {"subject": EVENT, "terms": terms(self.starts)})
        await together(self._accept(body) for body in PARTIES[:-1])
        lead = await self.federation[LEAD].read("events", f"led/{EVENT.partition('/')[2]}")
        hidden = await self.federation[OUTSIDER].read("events", f"events/{EVENT}") is None
        self.seen["not published while one acceptance is missing"] = hidden and bool(lead["missing"])

    async def open(self) -> None:
        """With the last acceptance the event is published, and members of the hosting networks are told."""
        self.say(f"{PARTIES[-1]} is the last to accept: the event is open, and members of the networks are told")
        await self._wait_for("everyone has heard everything", self.quiet)
        await self._accept(PARTIES[-1])
        await self._wait_for("the event is open everywhere", lambda: self._status_is("open"))
        await self._list_elsewhere()

    async def enrol(self) -> None:
        """People become at home and join networks; nobody but home learns of it."""
        self.say(f"{len(self.players)} people join networks at home, some of them two")
        began = time.monotonic()
        await together(self._enrol(player) for player in self.players)
        self.enrolled_in = time.monotonic() - began

    async def change_a_clause(self) -> None:
        """A changed share reopens the agreement for those whose share it is."""
        self.say("IOP and BCS change their shares: the event is closed until those two accept again")
        changed = terms(self.starts, version=2, kind=(30, 25, 15, 20, 5, 5))
        await self._do(LEAD, "events", "amend-agreement", {"subject": EVENT, "terms": changed})
        await self._wait_for("the change reopened the event", lambda: self._status_is("reopened"))
        lead = await self.federation[LEAD].read("events", f"led/{EVENT.partition('/')[2]}")
        concerned = [["iop", "body"], ["bcs", "body"]]
        self.seen["a changed cost clause reopens for those concerned alone"] = lead["missing"] == concerned
        early = await self.federation["rsc"].command(
            "events", "ask-for-places", {"person": self._somebody("rsc").id, "event": EVENT, "parts": [MAIN]}
        )
        self._note_refusal(early)
        await together(self._accept(body, behalves=("body",)) for body in ("iop", "bcs"))
        await self._wait_for("the event is open again", lambda: self._status_is("open"))

    async def ask(self) -> None:
        """Everyone asks for places at home."""
        asking = [player for player in self.players if player.asks and player.body != SILENT]
        self.say(f"{len(asking)} people ask at home for places in parts of the day")
        await together(self._ask(player) for player in asking)
        await self._ask_what_cannot_be()

    async def lose_and_find_a_node(self) -> None:
        """One node goes away in the middle and comes back; the others do not wait for it."""
        node = self.federation[SILENT]
        asking = [player for player in self.players if player.asks and player.body == SILENT]
        self.say(f"NI asks for {len(asking)} people, and its node is killed; the others go on")
        await together(self._ask(player) for player in asking)
        await node.stop(signal.SIGKILL)
        others = [player for player in self.players if player.asks and player.body in ("bcs", "rsc")]
        await together(self._give_up(player) for player in others[::12])
        self.say("NI's node starts again and catches up")
        await node.start()
        await node.ready()

    async def own_a_network_together(self) -> None:
        """Three bodies found a network, write to its members, and share its duties and its money."""
        await self.returners.found()
        await self.returners.write()
        await self.returners.share_duties()
        await self.returners.pay()

    async def return_places(self) -> None:
        """Unused places return to the pool on time, and those who wait get them."""
        returns_at = self.starts - timedelta(days=14)
        left = (returns_at - datetime.now(UTC)).total_seconds()
        if left > 0:
            self.say(f"in {left:.0f} s it is fourteen days before the day: unused places go to the pool")
            await asyncio.sleep(left)
        else:  # a slow machine: who asked later found the pool already full of them
            self.say(f"{-left:.0f} s ago it was fourteen days before the day: unused places have gone to the pool")

    # Steps

    async def _profile(self, body: str) -> None:
        known = next(each for each in BODIES if each.slug == body)
        profile = {"name": known.name, "region": known.region, "website": known.website}
        await self._do(body, "directory", "publish-profile", {"body": body, **profile})

    async def _accept(self, body: str, behalves: tuple[str, ...] = ("body", "network")) -> None:
        lead = await self.federation[LEAD].read("events", f"led/{EVENT.partition('/')[2]}")
        node = self.federation[body]

        async def received() -> bool:
            agreement = await node.read("events", f"agreements/{EVENT}")
            return bool(agreement) and agreement["hash"] == lead["hash"]

        await self._wait_for(f"{body} has the text", received)
        for behalf in behalves:
            await self._do(
                body,
                "events",
                "answer-agreement",
                {"subject": EVENT, "hash": lead["hash"], "on_behalf": behalf, "answer": "accepted"},
            )

        async def counted() -> bool:
            known = await self.federation[LEAD].read("events", f"led/{EVENT.partition('/')[2]}")
            return not any([body, behalf] in known["missing"] for behalf in behalves)

        await self._wait_for(f"IOP has the acceptances of {body}", counted)

    async def _list_elsewhere(self) -> None:
        day = plan(self.starts + timedelta(days=30))
        fields = ("title", "summary", "zone", "starts", "ends", "venue")
        listing = {name: day[name] for name in fields} | {"title": "Annual dinner", "summary": ""}
        listing["book_at"] = "https://www.nuclearinst.com/events"
        await self._do("ni", "events", "list-event", {"event": LISTED, "listing": listing})

    async def _enrol(self, player: Player) -> None:
        await self._do(player.body, "directory", "enrol-person", player.enrolment)
        for network in player.joins:
            joined = {"person": player.id, "network": network}
            await self._do(player.body, "directory", "join-network", joined)
            if NETWORKS[network].get("joinable") == "ask":
                await self._do(player.body, "directory", "admit-to-network", joined)

    async def _ask(self, player: Player) -> None:
        for parts in player.asks:
            wish = {"person": player.id, "event": EVENT, "parts": list(parts)}
            answer = await self.federation[player.body].command("events", "ask-for-places", wish)
            self._note_refusal(answer)

    async def _give_up(self, player: Player) -> None:
        wish = {"person": player.id, "event": EVENT, "parts": list(player.asks[0])}
        self._note_refusal(await self.federation[player.body].command("events", "give-up-places", wish))

    async def _ask_what_cannot_be(self) -> None:
        """A closed part, a second time, an event that is booked elsewhere, a text that has changed."""
        somebody = self._somebody("bcs")
        node = self.federation["bcs"]
        for event, parts in ((EVENT, [CLOSED]), (EVENT, [MAIN]), (LISTED, [MAIN])):
            wish = {"person": somebody.id, "event": event, "parts": parts}
            self._note_refusal(await node.command("events", "ask-for-places", wish))
        stale = {"subject": EVENT, "hash": "0" * 64, "on_behalf": "body", "answer": "accepted"}
        self._note_refusal(await node.command("events", "answer-agreement", stale))

    def _somebody(self, body: str) -> Player:
        """Someone of this body who asks for places and belongs to no closed audience."""
        return next(each for each in self.players if each.body == body and each.asks and not each.audiences)

    async def _do(self, body: str, service: str, command: str, data: dict[str, Any]) -> None:
        answer = await self.federation[body].command(service, command, data)
        if not answer.is_success:
            raise StackError(f"{body}: {command} was not done: {answer.text}")

    def _note_refusal(self, answer: httpx2.Response) -> None:
        if not answer.is_success:
            self.refused[answer.json()["code"]] += 1

    def _wait_for(self, what: str, check: Callable[[], Awaitable[bool]]) -> Awaitable[None]:
        return eventually(what, check, self.say)

    async def _all_show(self, networks: set[str]) -> bool:
        shown = await together(node.read("directory", "networks") for node in self.federation.nodes.values())
        return all({each["network"] for each in one} == networks for one in shown)

    async def _status_is(self, status: str) -> bool:
        shown = await together(node.read("events", f"events/{EVENT}") for node in self.federation.nodes.values())
        return all(one is not None and one["status"] == status for one in shown)
