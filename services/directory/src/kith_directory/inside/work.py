"""How the work of a network is shared, as its officers say: by letters, not by names, and read by them alone.

It is no part of the charter. Everyone reads that, and the organisation's systems do: a letter beside two offices would
join them to one person, and hours beside it would measure a volunteer.
"""

from itertools import groupby
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.inside import Duty, ShareWork
from kith_contracts.pages.networks import NetworkAdvice
from kith_contracts.renewal import each_anew, said
from kith_directory.networks.network import Network, gone

MOST_DUTIES: Final = 2
"""Of one person, whatever the hours."""

# States


class Work(State):
    """Who has which duties, as it was said last."""

    kind: ClassVar[str] = "work"
    network: str
    most_hours: int
    duties: list[Duty]

    @property
    def id(self) -> str:
        return self.network


# Decisions


def share(_at: Circumstances, command: ShareWork, network: Network | None, before: Work | None) -> Decision:
    """Keep how the work is shared. Nobody is told."""
    if fault := gone(network):
        return Decision(refusal=fault)
    if not command.duties:
        return Decision(forgets=(Work.at(before.id),)) if before else NOTHING
    work = Work(**dict(command))
    if before:
        work = before.but(**said(command) | {"duties": each_anew(command.duties, before.duties)})
    return NOTHING if work == before else Decision(states=(work,))


# Advice


def advice(work: Work) -> list[NetworkAdvice]:
    """One sentence for each letter that has too much."""
    held = sorted((duty for duty in work.duties if duty.held_by), key=lambda duty: duty.held_by or "")
    found = []
    for label, group in groupby(held, key=lambda duty: duty.held_by):
        duties = list(group)
        hours = sum(duty.hours for duty in duties)
        if hours > work.most_hours:
            sentence = f"{label} has about {hours} hours a month, and {work.most_hours} are meant to be the most"
        elif len(duties) > MOST_DUTIES:
            sentence = f"{label} has {len(duties)} duties, and more than {MOST_DUTIES} are much for one"
        else:
            continue
        roles = ", ".join(duty.role for duty in duties)
        found.append(NetworkAdvice(check="work", where="duties", sentence=f"{sentence}: share some of this ({roles})."))
    return found
