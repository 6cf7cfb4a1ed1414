"""Random lives of an ask between three bodies: one counted answer for each pseudonym, nothing after the close, and an
outcome that follows from the answers alone.
"""

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.events.circle import CLUB, Circle, who
from support.events.practices import BALLOT, given, template, vote
from support.events.scenes import EVENT
from support.speaking import said

from kith_commons.asks.tally import counted
from kith_contracts.erasure import ForgetRegistrations
from kith_contracts.events.answers import AnswerTaken, GiveAnswer
from kith_events.asks.home import Answered
from kith_events.asks.lead import Ballot

BODIES: Final = ("iop", "bcs", "ni")
NAMES: Final = ("ada", "grace")
BODY, PERSON, NAME = st.sampled_from(BODIES), st.integers(0, 2), st.sampled_from(NAMES)


class Asking(RuleBasedStateMachine):
    """People vote, change their minds, are forgotten; letters come twice; others try what they may not."""

    def __init__(self) -> None:
        super().__init__()
        self.circle = Circle(*BODIES)
        self.circle.start(template({**BALLOT, "most": 6}), choices=given(*NAMES))
        self.votes: dict[tuple[str, int], str] = {}
        self.gone: set[tuple[str, int]] = set()

    @property
    def open(self) -> bool:
        return self.circle.asked("ballot").ask.stage == "open"

    @rule(body=BODY, number=PERSON, name=NAME)
    def answer(self, body: str, number: int, name: str) -> None:
        if (body, number) in self.gone:
            return
        command = self.circle.by_person(body, number, "ballot", vote(name))
        if not self.open:
            assert self.circle.refusal(body, command) == ("ask-closed", "step")
            return
        self.circle.tell(body, command)
        full = len(self.votes) == 6 and (body, number) not in self.votes
        assert self.circle.answered(body, number, "ballot").status == ("refused" if full else "taken")
        if not full:
            self.votes[body, number] = name

    @rule(choice=st.data())
    def repeat(self, choice: st.DataObject) -> None:
        """A letter comes once more; and from somebody else."""
        given_ = [each for _, each in self.circle.said if isinstance(each, GiveAnswer)]
        if given_ and self.open:
            letter = choice.draw(st.sampled_from(given_))
            sender = choice.draw(BODY)
            known = {each.pseudonym: each.body for each in self.circle.nodes["iop"].all(Ballot)}
            if letter.pseudonym in known:
                self.circle.tell("iop", letter, sender)

    @precondition(lambda self: self.open)
    @rule(body=BODY, number=PERSON)
    def forget(self, body: str, number: int) -> None:
        if (body, number) not in self.gone:
            self.circle.tell(body, ForgetRegistrations(person=who(body, number), forgetting="f" * 32))
            self.votes.pop((body, number), None)
            self.gone.add((body, number))

    @precondition(lambda self: self.open and len(self.votes) > 1)
    @rule()
    def close(self) -> None:
        self.circle.close("ballot")

    @precondition(lambda self: not self.open)
    @rule(choice=st.data())
    def late(self, choice: st.DataObject) -> None:
        """A letter that was on its way when it closed."""
        letter = choice.draw(st.sampled_from([each for _, each in self.circle.said if isinstance(each, GiveAnswer)]))
        ballot = next((each for each in self.circle.nodes["iop"].all(Ballot) if each.voter == letter.pseudonym), None)
        number = (ballot.number if ballot else letter.number) + 1
        sender = ballot.body if ballot else choice.draw(BODY)
        told = said(self.circle.tell("iop", letter.model_copy(update={"number": number}), sender), AnswerTaken)
        assert [each.status for each in told] in ([], ["refused"])

    @invariant()
    def each_who_has_answered_is_counted_once(self) -> None:
        lead = self.circle.nodes["iop"]
        ballots = lead.all(Ballot)
        assert len(ballots) == len({each.pseudonym for each in ballots}) == len(self.votes)
        assert self.circle.asked("ballot").ask.answers == len(self.votes)
        assert {each.ask for each in ballots} <= {f"{EVENT}/{CLUB}/ballot"}

    @invariant()
    def what_home_keeps_tells_no_vote(self) -> None:
        kept = [each for body in BODIES for each in self.circle.nodes[body].all(Answered)]
        assert not [each for each in kept if any(name in each.model_dump_json() for name in NAMES)]

    @invariant()
    def the_outcome_is_that_of_the_votes(self) -> None:
        ask = self.circle.asked("ballot").ask
        if ask.outcome:
            alias = {who: self.circle.answered(*who, "ballot").pseudonym for who in self.votes}
            answers = {alias[who]: [vote(name)] for who, name in self.votes.items()}
            assert ask.outcome == counted(ask, answers, {alias[who]: who[0] for who in self.votes})


Asking.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestAsking = Asking.TestCase
