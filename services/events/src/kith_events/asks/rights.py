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
    """The network whose name a practice has, if it asks the members of this network and nobody else. Under another name
    an officer could take the place of an event to come, or speak for another network.
    """
    asks: StartPractice | Practice | None = (
        command
        if isinstance(command, StartPractice)
        else await running.views.get(Practice.at(command.event, command.practice))
    )
    alone = asks and asks.networks == [command.event] and {*asks.bodies, *asks.jury} <= {running.body}
    return frozenset({command.event}) if alone else frozenset()
