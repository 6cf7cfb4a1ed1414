"""Servers of the organisation to which facts are sent: how each stands, what it was sent, and what one can do."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from starlette.responses import Response

from kith_console.fields import slug_of
from kith_console.node import Refusal, refused
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.message import Fault
from kith_contracts.notify.webhooks import RemoveWebhook, ReplayFacts, RotateWebhookKeys, SetWebhook
from kith_contracts.pages.webhooks import OwnWebhook, WebhookAttempt, WebhookKeys

SYSTEMS = Room()
SHOWN: Final = 20
"""Attempts on the page."""
KINDS: Final[dict[str, tuple[str, list[str]]]] = {
    "all": (N_("everything that our systems may read"), []),
    "events": (
        N_("events that everyone may find, and their programmes"),
        ["org.kith.events.event-published.v1", "org.kith.events.programme-published.v1"],
    ),
    "networks": (
        N_("networks that everyone may find"),
        ["org.kith.directory.network-published.v1", "org.kith.directory.shared-network-published.v1"],
    ),
    "agreements": (
        N_("our agreements, and what is suggested"),
        ["org.kith.events.agreement-updated.v1", "org.kith.events.suggestion-updated.v1"],
    ),
}
"""What can be chosen here, by name: in words, and as types. Other choices are made over HTTP, and stay."""
THERE: Final = Fault(
    field="webhook", code="webhook-there", sentence=N_("A system has this name already. Take another one.")
)
AGAIN: Final = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@SYSTEMS.signed_in("organisation/systems")
async def systems(visit: Visit) -> Response:
    """All of them, and one more."""
    if not visit.is_admin:
        return visit.nothing()
    content: dict[str, Any] = {"webhooks": await _all(visit), "kinds": KINDS}
    if visit.request.method != "POST":
        return visit.show("organisation/systems.html", **content)
    name, kind = slug_of(visit.typed("webhook")), visit.typed("kind")
    types = KINDS[kind if kind in KINDS else "all"][1]
    if f"{visit.body}/{name}" in {each.webhook for each in content["webhooks"]}:
        return visit.show_again("organisation/systems.html", refused([THERE]), **content)
    try:
        await visit.send(SetWebhook, webhook=f"{visit.body}/{name}", url=visit.typed("url"), types=types)
    except Refusal as refusal:
        return visit.show_again("organisation/systems.html", refusal, **content)
    return await visit.go(visit.private(f"organisation/systems/{name}"), N_("We ask the server now whether it agrees."))


@SYSTEMS.signed_in("organisation/systems/{webhook}")
async def system(visit: Visit) -> Response:
    """One of them: keys, attempts, and what one can do."""
    name = f"{visit.body}/{visit.path['webhook']}"
    one = next((each for each in await _all(visit) if each.webhook == name), None) if visit.is_admin else None
    if one is None:
        return visit.nothing()
    if visit.request.method == "POST":
        return await _done(visit, one)
    return visit.show("organisation/system.html", **await _content(visit, one))


async def _done(visit: Visit, one: OwnWebhook) -> Response:
    then = visit.inner
    try:
        match visit.typed("do"):
            case "keys":
                await visit.send(RotateWebhookKeys, webhook=one.webhook)
                said = N_("New keys sign from now on. The old ones sign too, for a day.")
            case "set":
                await visit.send(SetWebhook, webhook=one.webhook, url=visit.typed("url") or one.url)
                said = N_("We ask the server now whether it agrees.")
            case "again":
                since = datetime.now(UTC) - AGAIN.get(visit.typed("since"), AGAIN["day"])
                await visit.send(ReplayFacts, webhook=one.webhook, since=since.isoformat())
                said = N_("It is sent again now.")
            case "remove":
                await visit.send(RemoveWebhook, webhook=one.webhook)
                said, then = N_("Nothing is sent there any more."), "organisation/systems"
            case _:
                return visit.nothing()
    except Refusal as refusal:
        return visit.show_again("organisation/system.html", refusal, **await _content(visit, one))
    return await visit.go(visit.private(then), said)


async def _all(visit: Visit) -> list[OwnWebhook]:
    return await visit.read("notify", "webhooks", list[OwnWebhook])


async def _content(visit: Visit, one: OwnWebhook) -> dict[str, Any]:
    short = one.webhook.partition("/")[2]
    return {
        "one": one,
        "kind": next((words for words, types in KINDS.values() if types == one.types), ""),
        "keys": await visit.read("notify", f"webhooks/{short}/keys", WebhookKeys) if visit.asked("keys") else None,
        "attempts": await visit.read("notify", f"webhooks/{short}/attempts", list[WebhookAttempt], most=SHOWN),
        "kinds": KINDS,
    }
