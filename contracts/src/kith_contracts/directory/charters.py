"""What a network says of itself: what it is for, who can find it and join it, who has an office there."""

from datetime import date
from typing import Literal

from pydantic import Field

from kith_contracts.message import Public
from kith_contracts.words import Line, NetworkName, Phrase, Section, Text, Version

Findable = Literal["everyone", "name-only", "invitation"]
"""Who can find a network: `everyone`; everyone, but its name alone (`name-only`); or nobody without an `invitation`."""
Joinable = Literal["anyone", "ask", "invited"]
"""Who can join it: `anyone`; who has asked and was answered yes (`ask`); who was `invited`."""
NetworkStatus = Literal["active", "resting", "ended"]
"""Whether the network is `active`, is `resting`, or has `ended` for good."""


class Officer(Section):
    """An office of a network, by role. Who holds it is not public."""

    known_by = ("role",)
    role: Public[Line]
    """The office, such as `chair`."""
    filled: Public[bool] = True
    """Whether somebody holds the office now."""
    until: Public[date | None] = None
    """Last day of the term; absent if it has no end."""


class TermsOfReference(Section):
    """What the network is for and how it works. Each change is a new version."""

    version: Public[Version] = 1
    text: Public[Text]
    """The terms of reference, in plain paragraphs."""
    review_by: Public[date | None] = None
    """Day by which the terms are to be reviewed; absent if none is set."""


class NetworkCharter(Section):
    """The description of a network, given when it is founded or described again. Who may find it and who may join it
    become wider only when the command says so.
    """

    name: Public[Line]
    """Name of the network, as people read it."""
    purpose: Public[Line]
    """What the network is for, in one line."""
    aims: Public[list[Line]] = Field(default=[], max_length=12)
    """What the network wants to reach, one line each."""
    for_you_if: Public[Line]
    """Who the network is for: ends of the sentence "for you if ..."."""
    findable: Public[Findable] = "invitation"
    joinable: Public[Joinable] = "invited"
    how_to_ask: Public[Line] = "Write to the committee."
    """How one asks to join, where joining has to be asked for."""
    regions: Public[list[Phrase]] = Field(default=[], max_length=40)
    """Regions in which the network meets."""
    officers: Public[list[Officer]] = Field(default=[], max_length=40)
    terms: Public[TermsOfReference]
    part_of: Public[NetworkName | None] = Field(default=None, description="A network of the same body, above this one.")
