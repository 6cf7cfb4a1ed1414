"""What a person's request comes to, part by part, and the one decision that its parts make together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kith_chassis.decision import Circumstances, Decision
from kith_contracts.message import Letter, Message, Refusal, together
from kith_events.places.codes.home import to_be_asked
from kith_events.places.codes.stock import Stock
from kith_events.places.delegates import Invitations
from kith_events.places.registration import Registration, Wish, told


class Answer(NamedTuple):
    """What one part of a request comes to."""

    registration: Registration
    """As it was before the request."""
    wish: Wish
    """As it is from now on."""
    says: Sequence[Message | Letter] = ()
    stock: Stock | None = None
    """The codes that are left, of a closed part."""
    invitations: Invitations | None = None
    """Which codes of delegates are used now, if that changes."""


def decided(at: Circumstances, answers: Iterable[Answer | Refusal]) -> Decision:
    """All parts of a request, or all that is wrong with them: nobody gets half of what they meant."""
    found = [*answers]
    if wrong := together([each for each in found if isinstance(each, Refusal)]):
        return Decision(refusal=wrong)
    given = [each for each in found if isinstance(each, Answer)]
    registrations = {each.registration.pseudonym: each.registration for each in given}
    wishes = {alias: [each.wish for each in given if each.registration.pseudonym == alias] for alias in registrations}
    asked = [to_be_asked(each.stock, at.now) for each in given if each.stock]
    return told(
        [registration.with_wishes(wishes[alias], at.now) for alias, registration in registrations.items()],
        [said for each in given for said in each.says],
        [*(stock for stock, _ in asked), *(each.invitations for each in given if each.invitations)],
        [due for _, times in asked for due in times],
    )
