"""Who leads an agreement after its founder, and how anyone can verify that with the keys of the registry alone.

A change of the lead is proven by the text that was in force, which all its parties had accepted, and by the backing of
more than half of them. Each party backs one deputy in each term, so two who want to lead can never both be believed.
Where there are two parties neither can outvote the other: the first deputy of the text goes on by its own word.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from kith_commons.agreement.acceptance import Face, Proves, Shown, signed
from kith_commons.agreement.agreement import Agreement, Reply, hash_of, propose
from kith_commons.agreement.template import Template, parties_of
from kith_contracts.agreements.succession import MOST_ASKED, Backing, Succession
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.signing import canonical

TYPE: Final = "org.kith.agreement.backing.v1"
"""Says in what is signed that it is a backing; no message has this type."""
TWO: Final = 2


class Claim(NamedTuple):
    """What a party signs that backs a new lead."""

    kind: str
    """Of what is agreed on, see `Template.kind`."""
    subject: str
    term: int
    lead: str
    face: str
    """Of the text that is in force."""

    def backed(self, body: str, now: datetime, sign: Callable[[bytes], str]) -> Backing:
        """This body backs it."""
        return Backing(body=body, at=now, signature=sign(self._payload(body, now)))

    def proven(self, backing: Backing, proves: Proves) -> bool:
        """Whether the body that is named has signed it."""
        return proves(backing.body, self._payload(backing.body, backing.at), backing.signature, backing.at)

    def _payload(self, body: str, at: datetime) -> bytes:
        when = at.astimezone(UTC).isoformat()
        return canonical({**self._asdict(), "type": TYPE, "body": body, "at": when})


def needed(parties: Sequence[str]) -> int:
    """How many have to back a new lead: more than half of all parties; of two, the one that follows."""
    return 1 if len(parties) == TWO else len(parties) // 2 + 1


def enough(parties: Sequence[str], deputies: Sequence[str], backers: Iterable[str]) -> bool:
    """Whether these are enough; of two parties it has to be the first deputy."""
    backing = {*backers} & {*parties}
    heir = len(parties) != TWO or bool(backing & {*deputies[:1]})
    return heir and len(backing) >= needed(parties)


def known_to_successors(parties: Sequence[str], before: Sequence[str], keeping: Iterable[str]) -> bool:
    """Whether whoever leads next knows what these keep, who back no other lead meanwhile: more than half of all parties
    do, and half of the parties before these, who perhaps do not know yet that there are others.
    """
    kept = {*keeping} & {*parties}
    earlier = {*before} & {*parties}
    return 2 * len(kept) > len(parties) and len(kept & earlier) >= min(len(earlier), (len(before) + 1) // 2)


def waits(deputies: Sequence[str], deputy: str, silence: timedelta) -> timedelta:
    """How long the lead has to be silent before this deputy may follow: each waits as long again as the one before."""
    return silence * (deputies.index(deputy) + 1)


def follows(
    shown: Shown, lead: str, term: int, acceptances: Iterable[Acceptance], backings: Iterable[Backing]
) -> Succession:
    """The change after which this body leads."""
    of_networks = [each for each in acceptances if each.on_behalf == "network"]
    return Succession(
        lead=lead,
        term=term,
        parties=list(shown.parties),
        deputies=list(shown.deputies),
        shown=shown.rest,
        acceptances=of_networks,
        backings=sorted(backings, key=lambda each: each.body),
    )


def proven(proves: Proves, kind: str, subject: str, founder: str, row: Iterable[Succession]) -> bool:
    """Whether each change of the lead is proven, from the founder on."""
    lead, term = founder, 1
    for each in row:
        shown = Shown(kind, subject, tuple(each.parties), tuple(each.deputies), each.shown)
        claim = Claim(kind, subject, each.term, each.lead, shown.face.hash)
        if not (
            may_begin(each.term, term)
            and _may_follow(each, lead)
            and _in_force(proves, shown.face, each)
            and _backed(proves, claim, each)
        ):
            return False
        lead, term = each.lead, each.term
    return True


def may_begin(term: int, after: int) -> bool:
    """Whether this term may follow that one. So none is so high that there is no next one."""
    return after < term <= after + MOST_ASKED


def _may_follow(each: Succession, lead: str) -> bool:
    """Whether it is a deputy who follows, and not the lead itself; and both are among the parties, each there once."""
    once = len({*each.parties}) == len(each.parties)
    return once and {lead, each.lead} <= {*each.parties} and each.lead in each.deputies and each.lead != lead


def _in_force(proves: Proves, face: Face, each: Succession) -> bool:
    """Whether all parties had accepted that text."""
    return {one.body for one in each.acceptances if _fits(proves, face, one)} >= {*each.parties}


def _backed(proves: Proves, claim: Claim, each: Succession) -> bool:
    """Whether enough of them back who follows."""
    backers = [one.body for one in each.backings if one.body in each.parties and claim.proven(one, proves)]
    return enough(each.parties, each.deputies, backers)


def _fits(proves: Proves, face: Face, acceptance: Acceptance) -> bool:
    for_network = acceptance.on_behalf == "network" and acceptance.proof.face == face.hash
    return for_network and signed(proves, face.kind, face.subject, acceptance)


def resumed(template: Template[Any, Any], terms: Any, given: Iterable[Acceptance]) -> Agreement:
    """The agreement on a text that all have accepted, as its new lead goes on with it."""
    by = {(each.body, each.on_behalf): each for each in given}
    fresh = propose(terms.subject, terms.version, hash_of(terms), parties_of(terms), template.clauses(terms))
    stances = [each.model_copy(update={"reply": _reply(by[each.body, each.on_behalf])}) for each in fresh.stances]
    return fresh.model_copy(update={"stances": tuple(stances), "stage": "agreed"})


def _reply(acceptance: Acceptance) -> Reply:
    proof = acceptance.proof
    return Reply(answer="accepted", hash=acceptance.hash, note="", at=proof.at, proof=proof)
