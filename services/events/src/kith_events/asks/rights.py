"""Whose officers may start, close and decide a practice: those of the event, or of the network that asks its own."""

from kith_chassis.service import BodyService
from kith_contracts.events.asks import CloseAsk, DecideAsk, StartPractice
from kith_contracts.message import Command
from kith_events.agreements import api
from kith_events.asks.practice import Practice
from kith_events.event.lead import JointEvent


async def networks_of(running: BodyService, command: Command) -> frozenset[str]:
    """The networks of the own body whose officers may send this command."""
    if isinstance(command, StartPractice | CloseAsk | DecideAsk):
        event: JointEvent | None = await running.views.get(JointEvent.at(command.event))
        if event is None:
            return await _of_itself(running, command)
    return await api.networks_of(running, command)


async def _of_itself(running: BodyService, command: StartPractice | CloseAsk | DecideAsk) -> frozenset[str]:
    """The one network that a practice without an event is of, where it asks nobody else."""
    asks: StartPractice | Practice | None = (
        command
        if isinstance(command, StartPractice)
        else await running.views.get(Practice.at(command.event, command.practice))
    )
    if asks is None or len(asks.networks) != 1 or not {*asks.bodies, *asks.jury} <= {running.body}:
        return frozenset()
    return frozenset(asks.networks)
