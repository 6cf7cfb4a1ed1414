"""The messages of webhooks: addresses of an organisation's systems to which facts are sent."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Fact, Message, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import Code, FullName, Moment, Note, Url, Version

MOST_TYPES = 50
MOST_NAMES = 100

WebhookName = FullName
"""Full name of the webhook: the organisation and a short name, such as `bcs/crm`."""
FactType = Annotated[str, StringConstraints(max_length=128, pattern=r"^org\.kith\.[a-z]+\.[a-z0-9-]+\.v[0-9]+$")]
"""CloudEvents type of a fact, `org.kith.events.event-published.v1`."""
FactNumber = Annotated[int, Field(ge=1, le=10**12)]
"""Number of a fact in the journal of the node, as its `sequence` says."""
WebhookStatus = Literal["waiting", "active", "stopped", "removed"]
"""`waiting`: its server has not agreed yet to receive facts. `active`: facts are sent. `stopped`: none are sent any
more, until it is set again. `removed`: it is gone."""
Mailed = Literal["", "due", "sent", "failed", "nobody"]
"""Whether somebody was mailed that it is stopped. `due`: the mail is on its way. `sent`: the mail server has it.
`failed`: the mail server will not take it. `nobody`: the node has no address of those who speak for the organisation.
Empty while it is not stopped."""


class SetWebhook(Renewal):
    """Have facts sent to an address, or change that; what is left out stays as it is. Facts are sent from then on, once
    the server has agreed. One that was stopped begins again where it was.
    """

    contract: ClassVar = Contract("set-webhook", "notify", Channel.PRIVATE_COMMANDS, key=("webhook",))

    webhook: Body[WebhookName]
    url: Body[Url]
    """Where facts are sent: a server of the organisation, `https://crm.bcs.example/kith`. Only `https`."""
    types: Body[list[FactType]] = Field(default=[], max_length=MOST_TYPES)
    """Only facts of these types; none means all."""
    names: Body[list[FullName]] = Field(default=[], max_length=MOST_NAMES)
    """Only facts about these networks and events; none means all."""


class RemoveWebhook(Command):
    """Send nothing there any more; what waits to be sent again is dropped."""

    contract: ClassVar = Contract("remove-webhook", "notify", Channel.PRIVATE_COMMANDS, key=("webhook",))

    webhook: Body[WebhookName]


class RotateWebhookKeys(Command):
    """Sign with new keys from now on. For a day the old ones sign too, so that nothing is refused meanwhile."""

    contract: ClassVar = Contract("rotate-webhook-keys", "notify", Channel.PRIVATE_COMMANDS, key=("webhook",))

    webhook: Body[WebhookName]


class ReplayFacts(Command):
    """Send facts to a webhook again, from a number or from a moment on: those that it wants, with the same ids."""

    contract: ClassVar = Contract("replay-facts", "notify", Channel.PRIVATE_COMMANDS, key=("webhook",))

    webhook: Body[WebhookName]
    first: Body[FactNumber | None] = None
    last: Body[FactNumber | None] = None
    """Without it, up to the newest."""
    since: Body[Moment | None] = None
    """In place of `first`: from the first fact that came at this moment or later."""


class NoteWebhook(Command):
    """How a webhook stands: its server has agreed, or has to be left alone. The notify service sends this to itself."""

    contract: ClassVar = Contract("note-webhook", "notify", Channel.PRIVATE_COMMANDS, key=("webhook",))

    webhook: Body[WebhookName]
    version: Body[Version]
    """That of the webhook which was tried; a later one is another matter."""
    status: Body[WebhookStatus]
    reason: Body[Code] = ""
    replayed: Body[Note] = ""
    """Id of a replay that is over; then nothing else counts."""
    mailed: Body[Mailed] = ""
    """Whether somebody was mailed that it is stopped; then nothing else counts."""


class WebhookUpdated(Fact):
    """A webhook was set, changed or removed, its server has agreed, or it was stopped and why."""

    contract: ClassVar = Contract("webhook-updated", "notify", Channel.PRIVATE_FACTS, key=("webhook",))

    webhook: Body[WebhookName]
    server: Body[Url]
    """The server, `https://crm.bcs.example`. The rest of the address can be a secret, and is told to nobody."""
    types: Body[list[FactType]] = Field(max_length=MOST_TYPES)
    """Only facts of these types; none means all."""
    names: Body[list[FullName]] = Field(max_length=MOST_NAMES)
    """Only facts about these networks and events; none means all."""
    status: Body[WebhookStatus]
    reason: Body[Code]
    """Why it is stopped: `gone`, the server has answered 410; `failing`, nothing was taken for days; `no-handshake`, it
    has not agreed. Otherwise empty."""
    sentence: Body[Note]
    """The same for people, and what to do."""
    version: Body[Version]


class WebhookCommandRefused(Refused):
    """A command about a webhook was refused."""

    contract: ClassVar = Contract("webhook-command-refused", "notify", Channel.PRIVATE_FACTS, key=("command",))


MESSAGES: tuple[type[Message], ...] = (
    SetWebhook,
    RemoveWebhook,
    RotateWebhookKeys,
    ReplayFacts,
    NoteWebhook,
    WebhookUpdated,
    WebhookCommandRefused,
)
