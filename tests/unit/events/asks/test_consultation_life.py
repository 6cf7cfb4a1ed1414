"""Random lives of a consultation between three bodies: what was not picked goes nowhere, each body's last word counts
once, and whoever is forgotten leaves a point without its words.
"""

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.events.circle import Circle, by_body, who
from support.events.consultation import BODIES, position
from support.events.practices import built_in

from kith_commons.asks.tally import counted
from kith_contracts.erasure import ForgetRegistrations
from kith_contracts.events.answers import AnswerForBody
from kith_contracts.events.asks import AskPut
from kith_contracts.events.practice import Reply

TITLES: Final = ("A crèche", "Ramps", "Fees by income")
OPTION: Final = st.sampled_from(("yes", "partly", "no"))


class Consulting(RuleBasedStateMachine):
    """Members raise points, who asks picks some; organisations answer, change their minds, and come too late."""

    @initialize(picked=st.sets(st.sampled_from(TITLES), min_size=1))
    def raised(self, picked: set[str]) -> None:
        self.circle = Circle(*BODIES)
        self.circle.start(built_in("issue"))
        for body, title in zip(BODIES, TITLES, strict=True):
            self.circle.person_answers(body, 0, "issue", Reply(question="sentence", title=title))
        self.circle.close("issue")
        self.points = {title: self.circle.entry("issue", title) for title in TITLES}
        for body in BODIES:
            for number in (0, 1):
                all_ = Reply(question="too", chosen=[*self.points.values()])
                self.circle.person_answers(body, number, "seen", all_)
        self.circle.close("seen")
        self.chosen = [self.points[title] for title in sorted(picked)]
        self.circle.decide("seen", winners=self.chosen, why="These first.")
        self.answers: dict[str, list[Reply]] = {}
        self.gone: set[str] = set()

    @property
    def open(self) -> bool:
        return self.circle.asked("consultation").ask.stage == "open"

    @rule(body=st.sampled_from(BODIES), options=st.lists(OPTION, min_size=3, max_size=3))
    def answer(self, body: str, options: list[str]) -> None:
        reply = position(self.chosen, *options[: len(self.chosen)])
        command: AnswerForBody = by_body("consultation", reply)
        if not self.open:
            assert self.circle.refusal(body, command) == ("ask-closed", "step")
            return
        self.circle.tell(body, command)
        assert self.circle.seen(body, "consultation").status == "taken"
        self.answers[body] = [reply]

    @rule(body=st.sampled_from(BODIES))
    def forget(self, body: str) -> None:
        """Who has raised the point of this body is forgotten."""
        if body not in self.gone:
            self.circle.tell(body, ForgetRegistrations(person=who(body, 0), forgetting="f" * 32))
            self.gone.add(body)

    @precondition(lambda self: self.open and self.answers)
    @rule()
    def close(self) -> None:
        self.circle.close("consultation")

    @invariant()
    def organisations_are_asked_what_was_picked_in_words_of_nobody_who_is_forgotten(self) -> None:
        if not hasattr(self, "chosen"):
            return
        words = {point: title for title, point in self.points.items()}
        gone = {self.points[title] for body, title in zip(BODIES, TITLES, strict=True) if body in self.gone}
        for body in BODIES:
            shown = {each.choice: each.title for each in self.circle.seen(body, "consultation").put.choices}
            assert set(shown) == set(self.chosen)
            assert {name for name, title in shown.items() if title == words[name]} == set(self.chosen) - gone

    @invariant()
    def the_last_word_of_each_counts_once(self) -> None:
        if hasattr(self, "answers") and (outcome := self.circle.asked("consultation").ask.outcome):
            assert outcome == counted(self.circle.asked("consultation").ask, self.answers)
            said = {(each.body, each.choice): each.why for each in outcome.reasons}
            replies = {
                (body, point): reply.why[point] for body, (reply,) in self.answers.items() for point in reply.why
            }
            assert said == replies

    def teardown(self) -> None:
        if hasattr(self, "circle"):
            stages = {each.stage for _, each in self.circle.said if isinstance(each, AskPut)}
            assert {"open", "decided"} <= stages


Consulting.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestConsulting = Consulting.TestCase
