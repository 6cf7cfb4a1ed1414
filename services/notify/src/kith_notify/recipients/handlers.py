"""The part of the catalogue about whom there is to tell."""

from kith_chassis.catalogue import on, one
from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.directory.networks import NetworkUpdated, PersonUpdated
from kith_contracts.notify.preferences import MailCommandRefused, SetMailPreferences, SetNetworkMail
from kith_notify.recipients import openness, preferences, recipient
from kith_notify.recipients.openness import KnownNetwork
from kith_notify.recipients.recipient import Recipient

RECIPIENT = one(Recipient, "person")

HANDLERS = (
    on(PersonUpdated, recipient.know)(recipient=RECIPIENT),
    on(NetworkUpdated, openness.know_network)(known=one(KnownNetwork, "network")),
    on(SharedNetworkUpdated, openness.know_shared)(known=one(KnownNetwork, "subject")),
    on(SetMailPreferences, preferences.set_preferences, MailCommandRefused)(recipient=RECIPIENT),
    on(SetNetworkMail, preferences.set_network, MailCommandRefused)(recipient=RECIPIENT),
)
