"""The mail that one message makes."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

from support.notify.mails import HOUSE
from support.notify.scenes import PERSON
from support.speaking import NOW, Node

from kith_notify.deliveries.delivery import Delivery
from kith_notify.mail.letter import of_no_day
from kith_notify.recipients.recipient import Recipient


def mail_of(node: Node, delivery: Delivery) -> EmailMessage:
    mail = of_no_day(delivery, node.state(Recipient.at(PERSON)), house=HOUSE, now=NOW)
    read = message_from_bytes(mail.as_bytes(policy=SMTP), policy=default)
    assert isinstance(read, EmailMessage)
    return read
