"""The directory with a mind of its own: some networks, by their name, make its decisions go wrong."""

from datetime import timedelta

from kith_chassis.catalogue import on
from kith_chassis.decision import Circumstances, Decision, Due
from kith_chassis.service import Service
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork, NetworkCommandRefused, SetNetworkStatus
from kith_directory.api import router
from kith_directory.handlers import HANDLERS
from kith_directory.networks import charter as networks_charter
from kith_directory.networks.handlers import NETWORK
from kith_directory.networks.network import Network

CANARY = "canary-in-the-content"


def charter(at: Circumstances, command: CharterNetwork, network: Network | None) -> Decision:
    decision = networks_charter.charter(at, command, network=network, parent=None, family=None, led=None, shared=None)
    match command.network.partition("/")[2].rpartition("-")[0]:
        case "bug":
            raise RuntimeError(f"{CANARY}: {command.charter.purpose}")
        case "says-too-much":
            return decision._replace(says=decision.says * 3001)
        case "says-too-large":
            large = decision.says[0].model_copy(update={"charter": _long(command, 1_000_000)})  # type: ignore[union-attr]
            return decision._replace(says=(*decision.says, large))
        case "huge-state":
            assert isinstance(decision.states[0], Network)
            return decision._replace(states=(decision.states[0].but(charter=_long(command, 17_000_000)),))
    return decision


def _long(command: CharterNetwork, length: int) -> object:
    return command.charter.model_copy(update={"purpose": "x" * length})


def status(at: Circumstances, command: SetNetworkStatus, network: Network | None) -> Decision:
    """One that rests is described anew a little later, by a timer."""
    decision = networks_charter.set_status(at, command, network, None)
    if command.status == "resting" and network:
        rested = network.charter.model_copy(update={"purpose": "rested"})
        describe = DescribeNetwork(network=command.network, charter=rested)
        return decision._replace(due=(Due(at.now + timedelta(seconds=1), describe),))
    return decision


OURS = (
    on(CharterNetwork, charter, NetworkCommandRefused)(network=NETWORK),
    on(SetNetworkStatus, status, NetworkCommandRefused)(network=NETWORK),
)
REPLACED = {each.message for each in OURS}
TROUBLESOME = Service("directory", (*[each for each in HANDLERS if each.message not in REPLACED], *OURS), router)
