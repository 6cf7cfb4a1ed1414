"""An owner's side of the agreement on a network, the lead's own included: what it hears of the lead, and says to it."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.agreement import in_force
from kith_commons.agreement import party as law
from kith_commons.agreement.agreement import BEHALVES, concern, hash_of
from kith_commons.agreement.in_force import order
from kith_commons.agreement.party import Given
from kith_contracts.directory.agreements import (
    AnswerNetworkAgreement,
    NetworkAgreed,
    NetworkAgreementProposed,
    NetworkAgreementStatusChanged,
    NetworkAgreementWithdrawn,
    WithdrawNetworkAgreement,
)
from kith_contracts.directory.duties import RemindOwner
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.leads import TakeOver
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import Moment
from kith_directory.networks.network import Network
from kith_directory.shared_networks import conversion, lead
from kith_directory.shared_networks.backlog import NetworkBacklog, counted, with_room
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.offices import reviewed
from kith_directory.shared_networks.reminders import due, month_after
from kith_directory.shared_networks.template import SHARED_NETWORK
from kith_directory.welcome.host import Welcome

# What the lead says


def receive(
    at: Circumstances, fact: NetworkAgreementProposed, offered: OfferedNetwork | None, waiting: NetworkBacklog | None
) -> Decision:
    """Keep the newest text that the lead proposes; that of a later term is newer, whatever its number."""
    proves = at.signatures.proves
    received = in_force.received(OfferedNetwork, fact, offered, sender=at.sender, body=at.body, proves=proves)
    if received is None:
        return NOTHING
    if isinstance(received, Refusal):
        return Decision(refusal=received)
    return with_room(at, fact, _kept(at, received), waiting)


def take_status(
    at: Circumstances,
    fact: NetworkAgreementStatusChanged,
    offered: OfferedNetwork | None,
    home: SharedNetwork | None,
    waiting: NetworkBacklog | None,
) -> Decision:
    """The lead's newest word on how the agreement stands. Whoever has left hears nothing after that."""
    if offered is None or at.sender != offered.terms.led_by:
        return NOTHING
    heard = law.heard(offered, fact)
    if heard is None:
        return NOTHING
    kept = counted(at, _kept(at, heard), waiting)
    over = home is not None and fact.status == "ended" and home.over_on(at.now.date())
    if home is None or home.status == "ended" or not (over or heard.left):
        return kept
    ended = home.but(left=at.now if heard.left else None, over=over, claim=None, version=home.version + 1)
    told = TellAnnounced(network=fact.subject, kind="welcome", name=f"ended-{ended.version}")
    return kept._replace(
        states=(*kept.states, ended), says=(*kept.says, ended.updated, told, *reviewed(at.body, home, ended))
    )


def hear_agreed(
    at: Circumstances,
    fact: NetworkAgreed,
    offered: OfferedNetwork | None,
    home: SharedNetwork | None,
    *,
    led: LedNetwork | None,
    network: Network | None,
    welcome: Welcome | None,
) -> Decision:
    """Which text is in force, and that the lead is there. Whoever led it before leads it no longer."""
    proves = at.signatures.proves
    if wrong := in_force.unbelieved(SHARED_NETWORK, fact, offered, home, sender=at.sender, body=at.body, proves=proves):
        return Decision(refusal=wrong)
    assert offered is not None
    if (home and order(fact) < home.newest) or (offered.left and offered.terms.term == fact.terms.term):
        return NOTHING
    if home and home.left and home.leaves and not _accepted_since(home.left, fact, at.body):
        return Decision(says=(Letter(fact.terms.led_by, NetworkAgreementWithdrawn(subject=fact.subject)),))
    after = adopted(at, home, fact)
    says: list[Message | Letter] = []
    if home is None or after.version > home.version:
        says += [after.updated, *reviewed(at.body, home, after)]
    if fact.successor == at.body and after.lead != at.body:
        says.append(TakeOver(subject=fact.subject))
    if home and home.leaves and not home.left and fact.terms.term > home.terms.term:
        says.append(Letter(after.lead, NetworkAgreementWithdrawn(subject=fact.subject)))
    if home is None or home.agreed.turns_since != fact.turns_since:
        says.append(RemindOwner(subject=fact.subject, day=at.now.date()))
    fenced = (LedNetwork.at(fact.subject),) if led and led.terms.term < fact.terms.term else ()
    accepted = _accepted(at, offered, fact)
    begins = due(after) if home is None or home.status == "ended" else ()
    decision = Decision(states=(after, *accepted), says=tuple(says), due=begins, forgets=fenced)
    return conversion.taken_over(decision, after, network, welcome) if network else decision


def _accepted_since(left: Moment, fact: NetworkAgreed, body: str) -> bool:
    """Whether this body is an owner anew: a new lead may go on from a text that it had accepted before it left."""
    return any(each.body == body and each.proof.at > left for each in fact.acceptances)


def adopted(at: Circumstances, home: SharedNetwork | None, fact: NetworkAgreed) -> SharedNetwork:
    """The network by this text. A repeat says only that the lead is there."""
    if home is None:
        return SharedNetwork(agreed=fact, heard=at.now, reminds=month_after(at.now.date()))
    claim = home.claim if home.terms == fact.terms else None
    changed = home.terms != fact.terms or home.status == "ended"
    version = home.version + 1 if changed else home.version
    leaves = None if home.left else home.leaves
    earlier = home.earlier if fact.turns_since == home.agreed.turns_since else home.rotas
    reminds = home.reminds if home.status == "active" else month_after(at.now.date())
    there = home.but(leaves=leaves, left=None, over=False, reminds=reminds)
    return there.but(agreed=fact, heard=at.now, claim=claim, earlier=earlier, version=version)


def _accepted(at: Circumstances, offered: OfferedNetwork, fact: NetworkAgreed) -> tuple[OfferedNetwork, ...]:
    """A text that is in force is accepted, whatever was in between under a lead who is gone."""
    if offered.hash != hash_of(fact.terms):
        return ()
    ours = offered.template.clauses(offered.terms)
    answers = {each: Given(answer="accepted", concern=concern(ours, at.body, each)) for each in BEHALVES}
    kept = {name: each for name, each in offered.answers.items() if each.answer == "accepted"}
    answers |= {name: each for name, each in kept.items() if each.concern == answers[name].concern}
    return () if answers == offered.answers else (offered.but(answers=answers, version=offered.version + 1),)


# What is said to it


def answer(at: Circumstances, command: AnswerNetworkAgreement, offered: OfferedNetwork | None) -> Decision:
    """Accept or decline the text with this hash and no other."""
    if offered is None:
        return Decision(refusal=law.UNKNOWN)
    answered = law.answered(offered, command, at.body, at.now, at.signatures.sign)
    if isinstance(answered, Refusal):
        return Decision(refusal=answered)
    return _kept(at, answered[0], Letter(offered.terms.led_by, answered[1]))


def withdraw(
    at: Circumstances,
    command: WithdrawNetworkAgreement,
    led: LedNetwork | None,
    offered: OfferedNetwork | None,
    home: SharedNetwork | None,
) -> Decision:
    """Own the network no longer. What is agreed on holds until the notice is over; what is not, ends here at once."""
    if led or (offered and offered.terms.led_by == at.body):
        return lead.give_up(at, led, home)
    if offered is None:
        return Decision(refusal=law.UNKNOWN)
    if home is None or home.left:
        left = law.left(offered, command, at.body)
        if isinstance(left, Refusal):
            return Decision(refusal=left)
        return _kept(at, left[0], Letter(offered.terms.led_by, left[1]))
    if home.leaves:
        return NOTHING
    told = NetworkAgreementWithdrawn(subject=command.subject, why=command.why)
    return Decision(states=(home.but(leaves=at.now),), says=(Letter(home.lead, told),))


def _kept(at: Circumstances, offered: OfferedNetwork, *letters: Letter) -> Decision:
    # The lead's own systems hear of it from the lead's side, which knows all answers.
    own: tuple[Message, ...] = () if offered.terms.led_by == at.body else (law.updated(offered, at.body),)
    return Decision(states=(offered,), says=(*letters, *own))
