"""The offices of a shared network that are filled at one owner, as the text in force names them."""

from collections.abc import Iterable

from kith_chassis.decision import Circumstances, Views
from kith_contracts.directory.duties import DutySwapSaid, RemindOwner
from kith_contracts.directory.offices import ReviewOffice
from kith_contracts.directory.terms import Office
from kith_directory.people.office import holders
from kith_directory.shared_networks.network import SharedNetwork


async def officers(views: Views, message: RemindOwner | DutySwapSaid, at: Circumstances) -> list[str]:
    """Who holds an office of the network here."""
    return await holders(views, at, message.subject)


def reviewed(body: str, before: SharedNetwork | None, after: SharedNetwork) -> Iterable[ReviewOffice]:
    """Those of this body about which the text says something else now: whoever holds one may hold it no more."""
    now = _filled_at(body, after)
    return [
        ReviewOffice(network=after.id, role=office.role) for office in _filled_at(body, before) if office not in now
    ]


def _filled_at(body: str, network: SharedNetwork | None) -> list[Office]:
    there = network.terms.offices if network and network.status == "active" else []
    return [each for each in there if each.body == body]
