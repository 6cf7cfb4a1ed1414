"""A webhook: what is sent where, and how that stands. Its owner decides; the worker only notes what it has met."""

from datetime import timedelta
from ipaddress import ip_network
from typing import ClassVar, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_chassis.http.destination import Reach, fault_of_address
from kith_contracts.message import Refusal, together
from kith_contracts.notify.webhooks import (
    Mailed,
    NoteWebhook,
    RemoveWebhook,
    ReplayFacts,
    RotateWebhookKeys,
    SetWebhook,
    WebhookStatus,
    WebhookUpdated,
)
from kith_contracts.renewal import said
from kith_contracts.words import Moment, body_of
from kith_notify.journal.handlers import FACTS
from kith_notify.journal.journal import Entry, Journal

MOST: Final = 50
"""Webhooks of a body."""
MOST_REPLAYS: Final = 10
"""Of one webhook that are not over."""
OVERLAP: Final = timedelta(days=1)
"""How long old keys still sign."""
ANYWHERE: Final = Reach((ip_network("0.0.0.0/0"), ip_network("::/0")))
"""An address is judged by its form here; whether it may be reached, the settings of the node say when it is tried."""
UNKNOWN: Final = Refusal("webhook-unknown", "There is no webhook of this name.", "webhook")
SENTENCES: Final = {
    "": "",
    "gone": "The server has answered 410, so nothing is sent there any more. Set the webhook again to begin anew.",
    "failing": "The server has taken nothing for days. Mend it, look at the attempts, and set the webhook again.",
    "no-handshake": "The server has not agreed to receive facts. Let it answer OPTIONS, and set the webhook again.",
}

# States


class Replay(NamedTuple):
    """Facts to send again."""

    id: str
    first: int
    last: int
    since: Moment | None

    def has(self, entry: Entry) -> bool:
        """Whether this fact is one of them."""
        return entry.number <= self.last and (self.since is None or entry.appended >= self.since)


class Webhook(State):
    """One of the own body."""

    kind: ClassVar[str] = "webhook"
    webhook: str
    url: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    """Only facts about these networks and events; none means all."""
    status: WebhookStatus
    reason: str = ""
    made: int
    """Its version when it was made: of one name, no two have the same."""
    start: int
    """The number of the last fact before it was set."""
    generation: int = 1
    """Of its keys."""
    rotated: Moment | None = None
    """When these came in the place of others."""
    replays: tuple[Replay, ...] = ()
    mailed: Mailed = ""
    version: int

    @property
    def id(self) -> str:
        return self.webhook

    @property
    def place(self) -> str:
        """Under which its worker keeps how far it is: that of another one of this name is another place."""
        return f"{self.webhook}@{self.made}"

    def told(self) -> WebhookUpdated:
        """For the own systems."""
        known = {name: getattr(self, name) for name in ("webhook", "status", "reason", "version")}
        sentence, server = SENTENCES[self.reason], "://".join(urlsplit(self.url)[:2])
        return WebhookUpdated(**known, server=server, types=list(self.types), names=list(self.names), sentence=sentence)


class Past(NamedTuple):
    """What a removed webhook leaves: one of its name goes on from there, with keys that were never told."""

    version: int
    generation: int


class Webhooks(State):
    """The names of all that there are, up to the limit; and what those had that are there no more."""

    kind: ClassVar[str] = "webhooks"
    body: str
    names: frozenset[str] = frozenset()
    past: dict[str, Past] = Field(default={})

    @property
    def id(self) -> str:
        return self.body


# Decisions


def set_webhook(
    at: Circumstances, command: SetWebhook, webhook: Webhook | None, all: Webhooks | None, journal: Journal | None
) -> Decision:
    """Make it, or change what is said of it. A new address has to agree first, and so has one that was stopped.

    Refused: `not-our-webhook`, `too-many-webhooks`; the codes of an address; `type-unknown`.
    """
    if body_of(command.webhook) != at.body:
        return refuse("not-our-webhook", "A webhook is of one's own organisation.", "webhook")
    names = (all.names if all else frozenset()) | {command.webhook}
    of_types = map(_fault_of_type, enumerate(command.types))
    if faults := together([_too_many(names), _fault_of_url(command.url), *of_types]):
        return Decision(refusal=faults)
    wanted = {"types": tuple(command.types), "names": tuple(command.names)}
    if webhook is None:
        known = all or Webhooks(body=at.body)
        past = known.past.get(command.webhook, Past(0, 0))
        made = Webhook(
            webhook=command.webhook,
            url=command.url,
            **wanted,
            status="waiting",
            made=past.version + 1,
            start=journal.last if journal else 0,
            generation=past.generation + 1,
            version=past.version + 1,
        )
        return Decision(states=(made, known.but(names=names)), says=(made.told(),))
    given = {name: value for name, value in wanted.items() if name in said(command)}
    status = "active" if webhook.status == "active" and webhook.url == command.url else "waiting"
    made = webhook.but(url=command.url, **given, status=status, reason="", mailed="", version=webhook.version + 1)
    return Decision(states=(made,), says=(made.told(),))


def _too_many(names: frozenset[str]) -> Refusal | None:
    if len(names) <= MOST:
        return None
    return Refusal("too-many-webhooks", f"There are {MOST} webhooks already. Remove one.", "webhook")


def _fault_of_url(url: str) -> Refusal | None:
    fault = fault_of_address(url, ANYWHERE)
    return fault._replace(field="url") if fault else None


def _fault_of_type(numbered: tuple[int, str]) -> Refusal | None:
    number, type = numbered
    if type in {fact.contract.type for fact in FACTS}:
        return None
    return Refusal("type-unknown", "No fact of this type is told to systems.", f"types.{number}")


def remove_webhook(
    at: Circumstances, _command: RemoveWebhook, webhook: Webhook | None, all: Webhooks | None
) -> Decision:
    """Forget it. Refused: `webhook-unknown`."""
    if webhook is None:
        return Decision(refusal=UNKNOWN)
    last = webhook.but(status="removed", reason="", version=webhook.version + 1)
    known = all or Webhooks(body=at.body)
    past = {**known.past, webhook.webhook: Past(last.version, last.generation)}
    rest = known.but(names=known.names - {webhook.webhook}, past=past)
    return Decision(states=(rest,), forgets=(Webhook.at(webhook.webhook),), says=(last.told(),))


def rotate_keys(at: Circumstances, _command: RotateWebhookKeys, webhook: Webhook | None) -> Decision:
    """The next generation of keys. Refused: `webhook-unknown`; `keys-just-rotated`, for a third pair would sign."""
    if webhook is None:
        return Decision(refusal=UNKNOWN)
    if webhook.rotated and at.now < webhook.rotated + OVERLAP:
        return refuse("keys-just-rotated", "The keys were changed within a day; the old ones still sign. Wait a day.")
    made = webhook.but(generation=webhook.generation + 1, rotated=at.now, version=webhook.version + 1)
    return Decision(states=(made,), says=(made.told(),))


def replay(at: Circumstances, command: ReplayFacts, webhook: Webhook | None, journal: Journal | None) -> Decision:
    """Note what is to be sent again. Refused: `webhook-unknown`, `webhook-not-active`, `span-unclear`, `span-empty`,
    `too-many-replays`.
    """
    if webhook is None:
        return Decision(refusal=UNKNOWN)
    if webhook.status != "active":
        return refuse("webhook-not-active", "Facts are sent again once the webhook is active.", "webhook")
    if (command.first is None) == (command.since is None):
        return refuse("span-unclear", "Say either the number of the first fact, or since when.", "first")
    newest = journal.last if journal else 0
    first, last = command.first or 1, command.last or newest
    if first > last:
        return refuse("span-empty", "There is no fact in this span.", "last" if command.last else "first")
    if len(webhook.replays) >= MOST_REPLAYS:
        return refuse("too-many-replays", f"{MOST_REPLAYS} spans wait to be sent again. Wait until one is.", "webhook")
    wanted = Replay(at.id, first, last, command.since)
    made = webhook.but(replays=(*webhook.replays, wanted), version=webhook.version + 1)
    return Decision(states=(made,), says=(made.told(),))


def note(_at: Circumstances, command: NoteWebhook, webhook: Webhook | None) -> Decision:
    """What the worker has met, unless the webhook is another by now."""
    if webhook is None:
        return NOTHING
    if command.replayed:
        left = tuple(each for each in webhook.replays if each.id != command.replayed)
        return Decision(states=(webhook.but(replays=left),)) if left != webhook.replays else NOTHING
    if command.mailed:
        is_of_it = (webhook.version, webhook.mailed) == (command.version, "due")
        return Decision(states=(webhook.but(mailed=command.mailed),)) if is_of_it else NOTHING
    if webhook.version != command.version or webhook.status == command.status:
        return NOTHING
    mailed: Mailed = "due" if command.status == "stopped" else ""
    made = webhook.but(status=command.status, reason=command.reason, mailed=mailed, version=webhook.version + 1)
    return Decision(states=(made,), says=(made.told(),))
