"""Sends commands: from the HTTP API, from timers, from the service to itself. Touches no state; the flow decides."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from uuid_utils import uuid7

from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.vault import Vault
from kith_chassis.path.wire import record
from kith_contracts.message import Message


class Forgotten(Exception):
    """Nothing can be said about this person any more."""


class Submit:
    """Puts a command on the topic of its own body. The same id twice takes effect once."""

    def __init__(self, body: str, sender: Sender, vault: Vault) -> None:
        self._body, self._sender, self._vault = body, sender, vault

    async def __call__(self, command: Message, *, source: str, id: str = "") -> str:
        """Send and return the id when the broker has acknowledged; raises TooLarge, or what the broker said."""
        return (await self.all([(command, id)], source=source))[0]

    async def possible(self, commands: Sequence[Message], *, source: str) -> None:
        """Send those that can still be said: what is about a person who is forgotten meanwhile is left out, and all
        others go their way.
        """
        sealed = [command.about for command in commands if command.sealed_fields and command.about]
        await self._vault.ensure(sealed)
        gone = {person for person in sealed if self._vault.forgotten(person)}
        await self.all([(each, "") for each in commands if each.about not in gone], source=source)

    async def all(self, commands: Sequence[tuple[Message, str]], *, source: str, of_node: bool = True) -> list[str]:
        """Send these, in order, with their ids (or fresh ones where empty): one round trip for all. What is not
        `of_node` counts as sent over Kafka by the system that is its source. Raises `Forgotten`.
        """
        sealed = [command.about for command, _ in commands if command.sealed_fields and command.about]
        await self._vault.ensure(sealed)
        if any(self._vault.forgotten(person) for person in sealed):
            raise Forgotten
        now = datetime.now(UTC)
        named = [(command, id or str(uuid7())) for command, id in commands]
        made = partial(record, to=self._body, source=source, now=now, vault=self._vault, of_node=of_node)
        await self._sender.send([made(command, id=id) for command, id in named])
        return [id for _, id in named]
