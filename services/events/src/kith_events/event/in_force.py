"""What a party keeps of an event that is agreed on: the text that is in force, and when its lead was heard last."""

from datetime import datetime
from typing import Any, ClassVar

from kith_chassis.decision import State
from kith_commons.agreement.in_force import InForce
from kith_commons.agreement.template import Template
from kith_contracts.events.leads import EventAgreed
from kith_contracts.events.terms import EventTerms
from kith_contracts.words import Moment
from kith_events.event.template import JOINT_EVENT


class AgreedEvent(InForce[EventAgreed], State):
    """An event that this body hosts with others, by the text that all have accepted last."""

    kind: ClassVar[str] = "agreed-event"
    template: ClassVar[Template[Any, Any]] = JOINT_EVENT
    back: Moment | None = None
    """When the lead was heard after it had been silent."""

    @property
    def id(self) -> str:
        return self.agreed.subject

    @property
    def terms(self) -> EventTerms:
        return self.agreed.terms

    def silent_since(self, now: datetime) -> datetime | None:
        """When the lead was heard last, if that is as long ago as was agreed; None if it is not, or all is over."""
        return self.heard if self.unheard(now) and now < self.terms.plan.ends else None

    def changed(self, now: datetime) -> datetime | None:
        """When what is said of its silence changed last."""
        return self.heard + self.silence if self.silent_since(now) else self.back
