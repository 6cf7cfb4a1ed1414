"""What a party keeps of the agreement on an event that another body leads."""

from typing import Any, ClassVar

from kith_chassis.decision import State
from kith_commons.agreement.party import Offered
from kith_commons.agreement.template import Template
from kith_contracts.events.agreements import AgreementStatusChanged
from kith_contracts.events.terms import EventTerms
from kith_contracts.words import Moment
from kith_events.event.template import JOINT_EVENT


class Proposal(Offered[EventTerms], State):
    """An agreement on an event that this body was asked to join."""

    kind: ClassVar[str] = "proposal"
    template: ClassVar[Template[Any, Any]] = JOINT_EVENT
    told: AgreementStatusChanged | None = None
    destroyed: Moment | None = None
    """When the lead destroyed the key to what it was sent of our people, by its receipt."""

    @property
    def event(self) -> str:
        return self.terms.subject

    @property
    def id(self) -> str:
        return self.terms.subject
