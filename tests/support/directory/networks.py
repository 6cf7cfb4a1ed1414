"""The charter of a network."""

from typing import Any

from kith_contracts.directory.charters import Findable, NetworkCharter, Officer, TermsOfReference


def charter(findable: Findable = "everyone", **changes: Any) -> NetworkCharter:
    fields = {
        "name": "Spectrum",
        "purpose": "Mentoring and review of practice.",
        "for_you_if": "You are LGBT+ and work here.",
        "joinable": "anyone",
        "officers": [Officer(role="Chair")],
        "terms": TermsOfReference(text="Membership is private."),
    }
    return NetworkCharter(findable=findable, **{**fields, **changes})
