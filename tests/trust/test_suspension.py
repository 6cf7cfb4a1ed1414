"""Who is suspended is not heard from then on, and heard again afterwards with all that it has said meanwhile."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.eventually import elapse, eventually
from support.flow import Ground, Home
from support.forging import Keys, Mint, true
from support.joint import terms
from support.signing import Sent, private_jwk
from support.trusting import Scene, published

from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.terms import EventTerms


@dataclass
class Story:
    """A reader, a body that speaks, and what the office says of that."""

    scene: Scene
    mint: Mint
    version: int = 1

    @property
    def event(self) -> str:
        return f"{self.scene.sender.slug}/day"

    async def office(self, **changes: Any) -> None:
        self.version += 1
        keys = changes.pop("keys", [self.key()])
        await self.scene.ground.admit(self.scene.sender.slug, self.version, keys=keys, **changes)

    def key(self, lost: datetime | None = None) -> dict[str, Any]:
        now = datetime.now(UTC)
        key = published(self.scene.keys.good, now - timedelta(days=1), now + timedelta(days=9))
        return key | ({"compromised_since": lost.isoformat()} if lost else {})

    async def suspend(self, effective: datetime | None = None) -> None:
        await self.office(status="suspended", effective=(effective or await moment()).isoformat())

    async def readmit(self, **changes: Any) -> None:
        await self.office(status="admitted", effective=(await moment()).isoformat(), **changes)

    async def says(self, version: int) -> None:
        """To everyone: the event in this version."""
        await self.scene.send(true(self.mint.shared(self.event, version), self.scene.keys))

    async def proposes(self, version: int) -> None:
        """To the reader: the agreement in this version."""
        await self.scene.send(true(self.letter(version), self.scene.keys))

    def letter(self, version: int) -> Sent:
        text = EventTerms.model_validate(terms(self.event, version=version))
        content = {"subject": self.event, "terms": text.model_dump(mode="json"), "hash": hash_of(text)}
        return self.mint.record("agreement-proposed", f"kith.inbox.{self.mint.reader}.events", content)

    async def shown(self) -> int:
        """The version of the event that the reader shows; 0 for none."""
        return await self._of(f"shown/{self.event}", "published")

    async def proposed(self) -> int:
        """The version of the text that the reader has; 0 for none."""
        return await self._of(f"proposal/{self.event}", "terms")

    async def _of(self, path: str, part: str) -> int:
        found = await self.scene.database["states"].find_one({"_id": path})
        return json.loads(found["state"])[part]["version"] if found else 0

    async def parked(self) -> list[str]:
        """Why something of these two was parked; the reader hears the bodies of other tests too."""
        ours = (self.scene.sender.slug, self.scene.reader.slug)
        return [why for place, why in (await self.scene.parked()).items() if any(slug in place for slug in ours)]

    async def held(self) -> int:
        return int(await self.scene.database["held"].count_documents({}))

    async def becomes(self, shown: int, proposed: int, held: int = 0) -> None:
        """In the end the reader has this, and nothing else is under way."""

        async def is_so() -> bool:
            assert (await self.shown(), await self.proposed(), await self.held()) == (shown, proposed, held)
            return True

        await eventually(is_so)
        await self.scene.read()
        await is_so()


async def moment() -> datetime:
    """Now, with the broker's clock surely before it and after it for what was sent before and is sent next."""
    await elapse(0.02, because="the clock of the broker is to move on")
    now = datetime.now(UTC)
    await elapse(0.02, because="the clock of the broker is to move on")
    return now


@pytest.fixture
async def story(ground: Ground) -> AsyncIterator[Story]:
    reader, sender = Home(ground), Home(ground)
    await ground.create([reader.slug, sender.slug], every=True)
    good = private_jwk(ground.keys, sender.slug)
    for each in (reader, sender):
        await ground.admit(each.slug)
    process = await reader.start_ready("events")
    scene = Scene(ground, reader, sender, sender, Keys(*[good] * 6), process)
    told = Story(scene, Mint(sender.slug, reader.slug, scene.keys))
    yield told
    if process.alive:
        await process.kill()


async def test_what_is_said_meanwhile_waits_and_counts_after_readmission(story: Story) -> None:
    await story.says(1)
    await story.proposes(1)
    await story.becomes(shown=1, proposed=1)
    await story.suspend()
    await story.says(2)
    await story.proposes(2)
    await story.proposes(3)
    await story.becomes(shown=1, proposed=1, held=2)
    await story.readmit()
    await story.says(3)
    await story.proposes(4)
    await story.becomes(shown=3, proposed=4)
    assert await story.parked() == [], "in order, so none was taken for a repeat and none for older"
    state = await story.scene.database["states"].find_one({"_id": f"proposal/{story.event}"})
    assert json.loads(state["state"])["version"] == 4, "each of the four was handled"


async def test_what_had_counted_does_not_when_it_is_found_to_be_from_a_suspended_time(story: Story) -> None:
    await story.says(1)
    before = await moment()
    await story.says(2)
    await story.becomes(shown=2, proposed=0)
    await story.suspend(effective=before)
    await story.becomes(shown=1, proposed=0)
    await story.readmit()
    await story.becomes(shown=2, proposed=0)


async def test_what_a_lost_key_has_signed_does_not_count_and_what_came_before_does(story: Story) -> None:
    await story.says(1)
    before = await moment()
    await story.says(2)
    await story.becomes(shown=2, proposed=0)
    await story.office(keys=[story.key(lost=before)])
    await story.becomes(shown=1, proposed=0)
    assert await story.parked() == ["revoked-key"]


async def test_a_letter_that_was_held_is_parked_if_its_key_was_lost_before(story: Story) -> None:
    await story.suspend()
    await story.proposes(1)
    lost = await moment()
    await story.proposes(2)
    await story.becomes(shown=0, proposed=0, held=2)
    await story.readmit(keys=[story.key(lost=lost)])
    await story.becomes(shown=0, proposed=1)
    assert await story.parked() == ["revoked-key"]


async def test_a_reader_that_was_away_judges_the_same(story: Story) -> None:
    scene = story.scene
    await story.says(1)
    await story.becomes(shown=1, proposed=0)
    await story.suspend()
    await story.proposes(1)
    await story.becomes(shown=1, proposed=0, held=1)
    await scene.process.kill()
    await story.says(2)
    await story.proposes(2)
    again = await scene.reader.start_ready("events")
    await story.becomes(shown=1, proposed=0, held=2)
    await again.kill()
    await story.readmit()
    await story.proposes(3)
    last = await scene.reader.start("events", KITH_CRASH="releasing:2")
    assert await last.end() < 0
    last = await scene.reader.start_ready("events")
    await story.becomes(shown=2, proposed=3)
    assert await story.parked() == []
    await last.kill()


async def test_a_reader_who_comes_later_sees_the_same(story: Story) -> None:
    """One that folds the log for the first time, as if its database were lost."""
    await story.says(1)
    await story.suspend()
    await story.says(2)
    await story.becomes(shown=1, proposed=0)
    await story.scene.process.kill()
    await story.scene.ground.client.drop_database(story.scene.database.name)
    again = await story.scene.reader.start_ready("events")
    await story.becomes(shown=1, proposed=0)
    await again.kill()
