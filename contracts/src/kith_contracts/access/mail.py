"""The part of the table about what a person is told, and how."""

from typing import Final

from kith_contracts.access.grants import ONESELF, OWN_PAGES_ALONE

OF_MAIL: Final = {
    "notify-messages": ONESELF,
    "notify-mail": ONESELF,
    "notify-set-mail-preferences": ONESELF,
    "notify-set-network-mail": ONESELF,
    # links to sign in with
    "notify-ask-link": (OWN_PAGES_ALONE,),
    "notify-use-link": (OWN_PAGES_ALONE,),
}
