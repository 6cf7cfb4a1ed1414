"""A joint event of three bodies that is over in seconds, and its books, as tests on real servers read them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from support.eventually import eventually
from support.joint import brief, but, terms
from support.story import accept, done, status

from kith_lab.demo.federation import Federation

ZONE: Final = ZoneInfo("Europe/London")
HOSTS: Final = ("iop", "bcs", "ons")


async def over(federation: Federation, event: str) -> date:
    """An event of three bodies that ends in seconds; the result is its last day, when it has ended."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=15)
    agreed = brief(terms(event), starts)
    shares = {"iop": 34, "bcs": 33, "ons": 33}
    three = [
        {"body": body, "cash_percent": percent, "networks": [f"{body}/network"]} for body, percent in shares.items()
    ]
    agreed = but(agreed, "parties", three)
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": agreed})
    led = await federation["iop"].read("events", f"led/{event.partition('/')[2]}")
    assert led["status"] == "proposed"
    await accept(federation, event, HOSTS)
    await status(federation, event, "ended")
    return (starts + timedelta(seconds=1)).astimezone(ZONE).date()


async def settlement(federation: Federation, body: str, event: str, wanted: str) -> Any:
    """The account, as this body reads it once it stands like that."""

    async def there() -> Any:
        found = (await federation[body].read("events", f"agreements/{event}/settlement"))["account"]
        return found if found and found["status"] == wanted else None

    return await eventually(there)
