"""One state machine for every agreement, whatever it is about: which acceptances its text needs, and which were given.

    drafted -> proposed -> partly accepted -> active <-> amended -> ended
                                           and from each of them: withdrawn

It knows clauses, not seats or money, and keeps digests instead of the text. Who accepts, accepts the clauses that
concern the one who gives it; that holds as long as exactly those clauses are the same, whatever else is amended.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict

from kith_commons.formats.canonical import digest
from kith_contracts.agreements.terms import Acceptance, AgreementStatus, Answer, OnBehalf, Proof
from kith_contracts.message import Refusal
from kith_contracts.words import Moment

Stage = Literal["drafted", "proposed", "agreed", "withdrawn", "ended"]
"""What an agreement has come through; agreed: all have accepted one text of it, perhaps an earlier one."""
BEHALVES: Final[tuple[OnBehalf, ...]] = get_args(OnBehalf)
"""Each party accepts twice: for the body (money and data) and for its network (all the rest)."""


@dataclass(frozen=True)
class Clause:
    """A piece of the text that is agreed to by itself. Its value is anything that has a hash (see `hash_of`)."""

    name: str
    needs: OnBehalf
    value: object
    bodies: frozenset[str] | None = None
    """Whom it concerns; None is every party."""

    def concerns(self, body: str, on_behalf: OnBehalf) -> bool:
        return self.needs == on_behalf and (self.bodies is None or body in self.bodies)

    @cached_property
    def digest(self) -> str:
        return digest(self.value)


class Reply(BaseModel):
    """An answer that was given, and to which text."""

    model_config = ConfigDict(frozen=True)

    answer: Answer
    hash: str
    note: str
    at: Moment
    proof: Proof | None = None

    def repeats(self, other: "Reply | None") -> bool:
        """The same again; when it was said does not matter."""
        return other is not None and self == other.model_copy(update={"at": self.at, "proof": self.proof})


class Stance(BaseModel):
    """What a party says on one behalf: the digest of what it has to accept, and its present answer."""

    model_config = ConfigDict(frozen=True)

    body: str
    on_behalf: OnBehalf
    digest: str
    reply: Reply | None = None

    @property
    def answer(self) -> Answer | None:
        return self.reply.answer if self.reply else None


class Agreement(BaseModel):
    """The present text, by its hash, and all stances on it: the lead's first, then party by party."""

    model_config = ConfigDict(frozen=True)

    subject: str
    version: int
    hash: str
    stances: tuple[Stance, ...]
    stage: Stage = "proposed"

    @property
    def over(self) -> bool:
        return self.stage in ("withdrawn", "ended")

    @property
    def parties(self) -> tuple[str, ...]:
        """In order, the lead first."""
        return tuple(dict.fromkeys([stance.body for stance in self.stances]))

    def stance(self, body: str, on_behalf: OnBehalf) -> Stance | None:
        """None for a body that is no party."""
        wanted = (body, on_behalf)
        return next((one for one in self.stances if (one.body, one.on_behalf) == wanted), None)


def hash_of(text: BaseModel | Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of all fields that differ from their default, so that
    a field which a later version of the contract adds does not change the hash of a text that does not use it.

    A time is written in UTC as RFC 3339 has it, with six digits of a second or none: `2027-03-12T09:00:00Z`. So the
    same instant hashes alike whatever offset it came with (pydantic's JSON keeps the offset that it was given).
    Raises ValueError for what has no canonical JSON: a time without offset, an integer from 2**53.
    """
    return digest(text)


def concern(clauses: Iterable[Clause], body: str, on_behalf: OnBehalf) -> str:
    """The digest of exactly those clauses that this body accepts on this behalf, in whatever order they come."""
    concerning = [(clause.name, clause.digest) for clause in clauses if clause.concerns(body, on_behalf)]
    return digest(sorted(concerning))


def draft(subject: str, text_hash: str, parties: Iterable[str], clauses: Sequence[Clause]) -> Agreement:
    """A text that nobody but its author has seen."""
    return propose(subject, 1, text_hash, parties, clauses).model_copy(update={"stage": "drafted"})


def propose(subject: str, version: int, text_hash: str, parties: Iterable[str], clauses: Sequence[Clause]) -> Agreement:
    """A text that nobody has answered yet. `text_hash` is `hash_of` it; the first of the parties is the lead."""
    stances = [
        Stance(body=body, on_behalf=on_behalf, digest=concern(clauses, body, on_behalf))
        for body in parties
        for on_behalf in BEHALVES
    ]
    return Agreement(subject=subject, version=version, hash=text_hash, stances=tuple(stances))


def amend(
    agreement: Agreement, version: int, text_hash: str, parties: Iterable[str], clauses: Sequence[Clause]
) -> Agreement | Refusal:
    """The next text. An answer stays where what concerns it is unchanged, and is gone where it is not.

    Parties may come and go; one that comes back answers anew. Refused: `agreement-not-proposed`, `agreement-over`;
    `version-not-next`.
    """
    if wrong := _not_open(agreement):
        return wrong
    if version != agreement.version + 1:
        sentence = f"This is version {agreement.version} by now. Look at it, and send your change as the next version."
        return Refusal("version-not-next", sentence, "version")
    given = {(one.body, one.on_behalf, one.digest): one.reply for one in agreement.stances}
    amended = propose(agreement.subject, version, text_hash, parties, clauses)
    amended = amended.model_copy(update={"stage": agreement.stage})
    return _with_replies(amended, lambda one: given.get((one.body, one.on_behalf, one.digest)))


def answer(
    agreement: Agreement,
    body: str,
    on_behalf: OnBehalf,
    text_hash: str,
    *,
    answer: Answer,
    note: str,
    at: datetime,
    proof: Proof | None = None,
) -> Agreement | Refusal:
    """A party accepts or declines the text with this hash; it may change its mind either way.

    The same answer to the same text with the same note changes nothing, so `at` stays that of the first.
    Refused: `agreement-not-proposed`, `agreement-over`; `body-not-party`; `stale-hash`, for an earlier text.
    """
    if wrong := _not_open(agreement):
        return wrong
    stance = agreement.stance(body, on_behalf)
    if stance is None:
        sentence = "Only a party to this agreement can answer it. Ask the lead to add your organisation."
        return Refusal("body-not-party", sentence, "body")
    if text_hash != agreement.hash:
        sentence = "The text has changed since you saw it. Look at the present version and answer that."
        return Refusal("stale-hash", sentence, "hash")
    reply = Reply(answer=answer, hash=text_hash, note=note, at=at, proof=proof)
    if reply.repeats(stance.reply):
        return agreement
    return _with_replies(agreement, lambda one: reply if one == stance else one.reply)


def withdraw(agreement: Agreement) -> Agreement | Refusal:
    """The lead calls it off, for good. Refused: `agreement-over`."""
    return _over() if agreement.over else agreement.model_copy(update={"stage": "withdrawn"})


def end(agreement: Agreement) -> Agreement:
    """What it is about is over. One that was never agreed on stays as it is."""
    return agreement.model_copy(update={"stage": "ended"}) if agreement.stage == "agreed" else agreement


def missing(agreement: Agreement) -> list[tuple[str, OnBehalf]]:
    """Which acceptances the present text still needs, in the order of the parties; a declined one is still needed."""
    return [(one.body, one.on_behalf) for one in agreement.stances if one.answer != "accepted"]


def status(agreement: Agreement) -> AgreementStatus:
    """Its status. A party that declines has not accepted."""
    if agreement.stage in ("drafted", "withdrawn", "ended"):
        return agreement.stage
    if all(one.answer == "accepted" for one in agreement.stances):
        return "active"
    if agreement.stage == "agreed":
        return "amended"
    return "partly-accepted" if any(one.answer == "accepted" for one in agreement.stances) else "proposed"


def acceptances(agreement: Agreement) -> list[Acceptance]:
    """The acceptances of parties that have given both, in order, each with the text that it accepts.

    That hash is an earlier one than the agreement's where an amendment has not concerned the body.
    """
    waited_for = {body for body, _ in missing(agreement)}
    return [
        Acceptance(body=one.body, on_behalf=one.on_behalf, hash=one.reply.hash, proof=one.reply.proof)
        for one in agreement.stances
        if one.body not in waited_for and one.reply and one.reply.proof
    ]


def _with_replies(agreement: Agreement, reply_of: Callable[[Stance], Reply | None]) -> Agreement:
    stances = [one.model_copy(update={"reply": reply_of(one)}) for one in agreement.stances]
    replied = agreement.model_copy(update={"stances": tuple(stances)})
    return replied.model_copy(update={"stage": "agreed"}) if status(replied) == "active" else replied


def _not_open(agreement: Agreement) -> Refusal | None:
    if agreement.stage == "drafted":
        return Refusal(
            "agreement-not-proposed", "This is a draft that nobody else has seen. Propose it first.", "subject"
        )
    return _over() if agreement.over else None


def _over() -> Refusal:
    sentence = "This agreement is withdrawn, or what it was about is over. Begin another one, under another short name."
    return Refusal("agreement-over", sentence, "subject")
