"""What an owner does when it hears the lead: what that does not know yet, because it was away or is a new one, is told
to it again; and it hears what is kept here.
"""

from kith_chassis.decision import Circumstances, Decision
from kith_contracts.directory.agreements import NetworkAgreed, NetworkAgreementStatusChanged
from kith_contracts.directory.money import PoolKept
from kith_contracts.message import Letter
from kith_directory.money.answers import KeptYear
from kith_directory.money.own import OwnMoney, telling, unheard
from kith_directory.money.pool import asked, reserves
from kith_directory.networks.network import Network
from kith_directory.shared_networks import party
from kith_directory.shared_networks.backlog import NetworkBacklog
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.welcome.host import Welcome


def hear_agreed(
    at: Circumstances,
    fact: NetworkAgreed,
    *,
    offered: OfferedNetwork | None,
    home: SharedNetwork | None,
    led: LedNetwork | None,
    network: Network | None,
    welcome: Welcome | None,
    own: OwnMoney | None,
    kept: KeptYear | None,
) -> Decision:
    """What is in force, and how the money stands: what the lead does not know yet is told to it again, and it hears
    that this body keeps what is reserved.
    """
    decision = party.hear_agreed(at, fact, offered, home, led=led, network=network, welcome=welcome)
    after = next((each for each in decision.states if isinstance(each, SharedNetwork)), None)
    if after is None:
        return decision
    again = _again(after, own, at.body) if own else ()
    states, letters = (*decision.states, *_settled(after, kept)), (*again, *_keeping(after))
    return _told(at, decision._replace(states=states, says=(*decision.says, *letters)), after, own)


def take_status(
    at: Circumstances,
    fact: NetworkAgreementStatusChanged,
    offered: OfferedNetwork | None,
    home: SharedNetwork | None,
    *,
    waiting: NetworkBacklog | None,
    own: OwnMoney | None,
) -> Decision:
    """The lead's newest word on how the agreement stands; with the network ends what was granted here."""
    decision = party.take_status(at, fact, offered, home, waiting)
    after = next((each for each in decision.states if isinstance(each, SharedNetwork)), None)
    return _told(at, decision, after, own) if after else decision


def _told(at: Circumstances, decision: Decision, home: SharedNetwork, own: OwnMoney | None) -> Decision:
    """With what the other services of this body are told of own asks that stand otherwise now."""
    kept, told = telling(home, own, at.body) if own else (None, ())
    if kept is None or not told:
        return decision
    return decision._replace(states=(*decision.states, kept), says=(*decision.says, *told))


def _again(home: SharedNetwork, own: OwnMoney, body: str) -> tuple[Letter, ...]:
    """Each time that the lead is heard: so nothing is lost with a lead."""
    pool, answer = home.agreed.pool, own.answer
    letters = [Letter(home.lead, each) for each in unheard(pool, own, body)]
    if answer and pool.account and asked(pool, answer.year) and pool.account.hash == answer.hash:
        heard = body in {each.body for each in pool.account.answers}
        letters += [] if heard else [Letter(home.lead, answer)]
    return tuple(letters)


def _keeping(home: SharedNetwork) -> tuple[Letter, ...]:
    """Nothing is kept for a lead after whom this body has backed another: what that one knows, it would not know."""
    if not reserves(home.agreed.pool) or max(home.backed, default=0) > home.terms.term:
        return ()
    kept = PoolKept(subject=home.id, term=home.terms.term, version=home.agreed.version)
    return (Letter(home.lead, kept),)


def _settled(home: SharedNetwork, kept: KeptYear | None) -> tuple[KeptYear, ...]:
    """An account that is settled is kept for good."""
    account = home.agreed.pool.account
    if account is None or account.status != "settled" or (kept and kept.account == account):
        return ()
    asks = [each for each in home.agreed.pool.asks if each.year == account.year]
    return (KeptYear(network=home.id, account=account, asks=asks, told=home.newest),)
