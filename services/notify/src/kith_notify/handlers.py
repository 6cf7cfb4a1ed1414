"""The catalogue: everything that the notify service does, one line a message in the `handlers` of each room."""

from kith_notify.erasure import handlers as forgetting
from kith_notify.mail import handlers as mail
from kith_notify.occasions import handlers as occasions
from kith_notify.recipients import handlers as recipients

HANDLERS = (*recipients.HANDLERS, *occasions.HANDLERS, *mail.HANDLERS, *forgetting.HANDLERS)
