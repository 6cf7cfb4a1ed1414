"""A lead and a home in memory, for series in which one place is a place at each date."""

from support.events.scenes import EVENT, home, opened, request
from support.speaking import letters

from kith_contracts.events.places import RequestPlace
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Letter, Message
from kith_events.agreements.faults.text import fault
from kith_events.places.registration import Registration, Wish


class Pair:
    """IOP leads, BCS has one person at home; letters between the two arrive at once."""

    def __init__(self, text: EventTerms) -> None:
        assert fault(text, ("iop", "bcs", "ni"), EVENT) is None
        self.lead, self.home = opened(text), home(text=text)
        self.requests: list[RequestPlace] = []

    def tell(self, command: Message) -> None:
        """The person says this, and the lead answers."""
        self._pass("bcs", letters(self.home.hear(command)))

    def others(self, *people: int, name: str) -> None:
        """People of NI ask."""
        for who in people:
            self._pass("iop", letters(self.lead.hear(request(who, name), "ni")))

    def wishes(self) -> dict[str, Wish]:
        """All that the person has asked for, by name."""
        return {name: wish for each in self.home.all(Registration) for name, wish in each.wishes.items()}

    def _pass(self, by: str, said: list[Letter]) -> None:
        nodes = {"iop": self.lead, "bcs": self.home}
        for each in said:
            if isinstance(each.message, RequestPlace):
                self.requests.append(each.message)
            if each.to in nodes and each.to != by:
                self._pass(each.to, letters(nodes[each.to].hear(each.message, by)))
