"""What is left of somebody who is forgotten: that there was somebody."""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import Keyed, State
from kith_contracts.erasure import ForgetPseudonym, Kept, Receipt
from kith_contracts.message import Letter


class Erased(State):
    """That a pseudonym was forgotten here, so that nothing that comes late brings it back: only a keyed hash."""

    kind: ClassVar[str] = "erased"
    erased: str
    when: datetime
    deleted: list[Kept]

    @property
    def id(self) -> str:
        return self.erased


def erased_of(keyed: Keyed, body: str, subject: str, pseudonym: str) -> str:
    """The id of what is left of a pseudonym; nobody can tell from it whose it was."""
    return keyed("erased", body, subject, pseudonym)


class Erasure(State):
    """A pseudonym that nobody at home knows any more, and whether its lead has forgotten it. It names no person."""

    kind: ClassVar[str] = "erasure"
    pseudonym: str
    forgetting: str
    body: str
    """The lead, who was asked."""
    asked: datetime
    subject: str = ""
    """What the lead must know to find it; empty once it has answered."""
    parts: list[str] = []  # noqa: RUF012 - pydantic copies it
    ask: str | None = None
    answered: datetime | None = None
    deleted: list[Kept] = []  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.pseudonym

    def letter(self) -> Letter:
        fields = {name: getattr(self, name) for name in ForgetPseudonym.model_fields}
        return Letter(self.body, ForgetPseudonym(**fields))

    def receipt(self, keyed: Keyed) -> Receipt:
        """For the person; nobody else can tell which pseudonym it is about."""
        id = keyed("receipt", self.pseudonym)
        return Receipt(receipt=id, body=self.body, asked=self.asked, answered=self.answered, deleted=self.deleted)
