"""A fund with bands of need, on real servers: band comes before band, and each person can verify the draw of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2
import pytest
from support.eventually import eventually
from support.joint import terms
from support.story import accept, done, enrolled, refused, status

from kith_cli.draws import verify
from kith_lab.demo.federation import Federation

EVENT: Final = "iop/by-need"
NEEDS: Final = {f"p-need-{words}-{number}": band for band, words in ((2, "some"), (1, "much")) for number in (1, 2, 3)}
"""By person, in the order in which they ask: the band of their need."""
SUM: Final = 3000


def text() -> dict[str, Any]:
    """There is enough for four of six; it is drawn 45 seconds after the event has opened."""
    usual = terms(EVENT, datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=90))
    fund = {"fund": "care", "title": "Costs of care", "most": SUM, "bands": ["I could not come", "It would be easier"]}
    plan = {**usual["plan"], "funds": [fund]}
    money = {"part": "care", "rule": "draw", "pool": 4 * SUM}
    return {**usual, "plan": plan, "seats": [*usual["seats"], money], "return_days": 0}


async def money(federation: Federation, person: str) -> dict[str, Any]:
    """What the person reads of it at home: the registration that has the sum, which is none of any place."""
    pages = await federation["bcs"].read("events", f"people/{person}/registrations")
    found = [each for each in pages or () if [part["part"] for part in each["parts"]] == ["care"]]
    return found[0] if found else {"parts": []}


async def becomes(federation: Federation, *wanted: str) -> None:
    async def is_so() -> bool:
        pages = [await money(federation, person) for person in NEEDS]
        return [part["status"] for page in pages for part in page["parts"]] == [*wanted]

    await eventually(is_so, within=120)


async def own_draw(federation: Federation, person: str, asking: str) -> httpx2.Response:
    bcs = federation["bcs"]
    url = f"/events/v1/bcs/people/{person}/draws/{EVENT}/care"
    return await bcs.client.get(url, headers=bcs.bearer("member", person=asking))


@pytest.mark.beside
async def test_need_comes_before_luck_and_each_person_verifies_the_draw_of_their_fund(
    federation: Federation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await enrolled(federation, "bcs", *NEEDS)
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": text()})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    wish = {"event": EVENT, "parts": ["talk", "care"], "pence": {"care": SUM}}
    some = next(iter(NEEDS))
    assert await refused(federation, "bcs", "events", "ask-for-places", {**wish, "person": some}) == "band-missing"
    for person, band in NEEDS.items():
        await done(federation, "bcs", "events", "ask-for-places", {**wish, "person": person, "bands": {"care": band}})
    await becomes(federation, *["in-draw"] * len(NEEDS))
    draws = await drawn(federation)
    ranks = {person: page["rank"] for person, page in draws.items()}
    assert len({*ranks.values()} & {*range(1, 11)}) == 6, "with four entries that stand for nobody"
    *served, last, _ = sorted(NEEDS, key=lambda person: (NEEDS[person], ranks[person]))
    await becomes(federation, *["granted" if person in served else "waiting" for person in NEEDS])
    assert {json.dumps(page["record"]) for page in draws.values()} == {json.dumps(draws[some]["record"])}
    folder = tmp_path_factory.mktemp("draws")
    for person in NEEDS:
        file = folder / f"{person}.json"
        file.write_text(json.dumps(draws[person]))
        assert verify(file) == 0
    page = await money(federation, last)
    assert f"It was drawn as number {ranks[last]}." in page["explained"]["care"]
    assert any("band 2" in each for each in page["explained"]["care"])
    assert (await own_draw(federation, last, served[0])).status_code == httpx2.codes.NOT_FOUND, "of somebody else"
    record = draws[last]["record"]
    file.write_text(json.dumps({**draws[last], "record": {**record, "order": record["order"][::-1]}}))
    assert verify(file) == 1, "in another order"


async def drawn(federation: Federation) -> dict[str, Any]:
    """The record that each of them reads, once it is there."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        for person in NEEDS:
            answer = await own_draw(federation, person, person)
            if answer.status_code != httpx2.codes.OK or not answer.json()["record"]:
                return False
            found[person] = answer.json()
        return True

    await eventually(there, within=120)
    return found
