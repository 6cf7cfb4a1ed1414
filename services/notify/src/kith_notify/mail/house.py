"""Who writes a mail, and where what people answer to it goes."""

from typing import NamedTuple

from kith_chassis.decision import Keyed
from kith_notify.deliveries.stop import token_of


class House(NamedTuple):
    """Who writes: a body, the address that its mails come from, and the one where answers are read."""

    body: str
    sender: str
    reply_to: str = ""
    pages: str = ""
    """Where its pages are; empty if nobody has said so."""
    keyed: Keyed | None = None

    @property
    def name(self) -> str:
        return self.body.upper()

    @property
    def shown_as(self) -> str:
        return f"{self.name} Events"

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    @property
    def answers_to(self) -> str:
        return self.reply_to or self.sender

    def less_of(self, delivery: str) -> str:
        """The address with which alone a person says that they want no more such mails; empty without pages."""
        return f"{self.pages}/{self.body}/less/{token_of(self.keyed, delivery)}" if self.pages and self.keyed else ""
