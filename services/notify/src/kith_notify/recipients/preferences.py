"""What people say about how they want to be told. It counts for every mail that is not sent yet."""

from collections.abc import Iterable
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_commons.formats.mail_address import sendable, unusable
from kith_commons.formats.zones import known_zone
from kith_contracts.notify.preferences import OfNetwork, SetMailPreferences, SetNetworkMail
from kith_contracts.renewal import renewed, said
from kith_notify.recipients.recipient import MOST_NETWORKS, Preferences, Recipient

UNKNOWN: Final = refuse("person-unknown", "There is nobody of this id at home here.", "person")


def set_preferences(_at: Circumstances, command: SetMailPreferences, recipient: Recipient | None) -> Decision:
    """What is said counts from now on; what is left out stays as it was."""
    if recipient is None:
        return UNKNOWN
    before, new = recipient.chosen, said(command)
    del new["person"]
    if "zone" in new and not known_zone(command.zone):
        return refuse("zone-unknown", "There is no such time zone. Give one such as Europe/London.", "zone")
    if command.address:
        if (address := sendable(command.address)) is None:
            return Decision(refusal=unusable("address"))
        new["address"] = address
    chosen = before.model_copy(update={name: renewed(value, getattr(before, name)) for name, value in new.items()})
    return _kept(recipient, chosen)


def set_network(_at: Circumstances, command: SetNetworkMail, recipient: Recipient | None) -> Decision:
    """What they want to hear of one network of theirs."""
    if recipient is None:
        return UNKNOWN
    if command.network not in recipient.networks:
        return refuse("not-member", "You are not in this network.", "network")
    return _kept(recipient, of_networks(recipient.chosen, [command.network], command.mail))


def of_networks(chosen: Preferences, networks: Iterable[str], mail: OfNetwork) -> Preferences:
    """The same with this about these networks; the oldest goes where there are too many."""
    others = {name: each for name, each in chosen.of_network.items() if name not in {*networks}}
    new = {} if mail == "usual" else dict.fromkeys(networks, mail)
    kept = dict([*others.items(), *new.items()][-MOST_NETWORKS:])
    return chosen.model_copy(update={"of_network": kept})


def _kept(recipient: Recipient, chosen: Preferences) -> Decision:
    return NOTHING if chosen == recipient.chosen else Decision(states=(recipient.but(chosen=chosen),))
