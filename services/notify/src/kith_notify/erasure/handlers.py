"""The part of the catalogue about forgetting a person."""

from kith_chassis.catalogue import on, page
from kith_contracts.erasure import ForgetDeliveries
from kith_notify.erasure import home

HANDLERS = (on(ForgetDeliveries, home.forget_deliveries, erases=True)(page=page(home.next_page)),)
