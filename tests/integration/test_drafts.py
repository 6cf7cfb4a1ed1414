"""Drafts and wishes of people, in a real database: who opens them, and what whoever reads the database learns."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground

from kith_console.charters import wishes
from kith_console.drafts import MOST, Drafts, Writer
from kith_console.sessions import Session
from kith_console.visit import Visit

SECRET = b"a secret of this node, 32 bytes.."
BEN, EVE = Writer("bcs", "ben"), Writer("bcs", "eve")
WORDS = {"name": "Beekeepers", "purpose": "Honey.", "for_you_if": "You keep bees."}


@pytest.fixture
def database(ground: Ground) -> Any:
    return ground.client[f"drafts_{uuid4().hex[:8]}"]


@pytest.fixture
def drafts(database: Any) -> Drafts:
    return Drafts(database, SECRET)


async def test_only_who_wrote_a_draft_opens_it_and_the_database_tells_nothing(drafts: Drafts, database: Any) -> None:
    await drafts.keep("proposal", BEN, "one", WORDS)
    assert await drafts.load("proposal", BEN, "one") == WORDS
    assert await drafts.load("proposal", EVE, "one") is None
    assert await drafts.every(EVE) == {}
    assert await Drafts(database, SECRET[::-1]).every(BEN) == {}
    stored = str([each async for each in database["drafts"].find({})])
    assert "proposal" in stored
    assert not [word for word in ("Beekeepers", "bees", "ben", "bcs") if word in stored]


async def test_all_of_one_person_are_taken_away_and_thrown_away_whatever_their_kind(drafts: Drafts) -> None:
    await drafts.keep("proposal", BEN, "one", 1)
    await drafts.keep("network", BEN, "two", 2)
    await drafts.keep("network", EVE, "three", 3)
    assert await drafts.every(BEN) == {"proposal/one": 1, "network/two": 2}
    await drafts.drop_all(BEN)
    assert (await drafts.every(BEN), await drafts.every(EVE)) == ({}, {"network/three": 3})


async def test_a_change_is_kept_and_there_are_only_so_many(drafts: Drafts) -> None:
    for number in range(MOST):
        assert await drafts.keep("proposal", BEN, str(number), number)
    assert not await drafts.keep("proposal", BEN, "more", 0)
    assert await drafts.keep("proposal", BEN, "1", "changed")
    assert await drafts.keep("proposal", EVE, "more", 0)
    assert (await drafts.all("proposal", BEN))["1"] == "changed"


async def test_what_nobody_has_changed_for_long_is_gone(drafts: Drafts, database: Any) -> None:
    await drafts.keep("proposal", BEN, "old", 1)
    await database["drafts"].update_many({}, {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}})
    assert await drafts.load("proposal", BEN, "old") is None
    await drafts.keep("proposal", EVE, "new", 1)
    assert await database["drafts"].count_documents({}) == 1


def visit_of(drafts: Drafts, subject: str) -> Visit:
    """Somebody at BCS, who has typed what network they wish for."""
    form = {f"charter.{name}": [text] for name, text in WORDS.items()}
    request = SimpleNamespace(path_params={}, scope={})
    return Visit(request, SimpleNamespace(drafts=drafts), Session("bcs", subject=subject), "bcs", form)  # type: ignore[arg-type]


async def test_who_deletes_everything_takes_their_wishes_back_and_nobody_elses(drafts: Drafts) -> None:
    ben, eve = visit_of(drafts, "ben"), visit_of(drafts, "eve")
    assert await wishes.wish(ben, "of-ben")
    assert await wishes.wish(eve, "of-eve")
    assert {each.mark for each in await wishes.waiting(eve)} == {"of-ben", "of-eve"}
    await wishes.withdraw_all(ben)
    assert [each.mark for each in await wishes.waiting(eve)] == ["of-eve"]
    assert await wishes.own(ben) == []
