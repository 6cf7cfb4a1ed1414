"""Whose officers may start, close and decide a practice: those of the event, or of the network that asks its own."""

from kith_chassis.service import BodyService
from kith_contracts.events.asks import CloseAsk, DecideAsk, StartPractice
from kith_contracts.message import Command
from kith_events.agreements import api
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.practice import Practice
from kith_events.asks.start import networks_of as asked_by
from kith_events.event.lead import JointEvent


async def networks_of(running: BodyService, command: Command) -> frozenset[str]:
    """The networks of the own body whose officers may send this command."""
    if isinstance(command, StartPractice | CloseAsk | DecideAsk):
        event: JointEvent | None = await running.views.get(JointEvent.at(command.subject))
        if event is None:
            return await _of_itself(running, command)
    return await api.networks_of(running, command)


async def _of_itself(running: BodyService, command: StartPractice | CloseAsk | DecideAsk) -> frozenset[str]:
    """The network that a practice is about, if it asks the members of this network and nobody else, at its owners.
    Under another name an officer could take the place of an event to come, or speak for another network.
    """
    known: OwnNetwork | None = await running.views.get(OwnNetwork.at(command.subject))
    if isinstance(command, StartPractice):
        networks, bodies = asked_by(command, None, known), {*command.bodies, *command.jury}
    else:
        practice: Practice | None = await running.views.get(Practice.at(command.subject, command.practice))
        networks, bodies = (practice.networks, {*practice.bodies, *practice.jury}) if practice else ([], set())
    alone = networks == [command.subject] and bodies <= {running.body, *(known.owners if known else ())}
    return frozenset({command.subject}) if alone else frozenset()
