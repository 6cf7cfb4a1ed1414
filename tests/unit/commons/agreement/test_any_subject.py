"""An agreement on anything: a kind of subject without plan, places or end, from draft to withdrawal."""

from typing import Any

from support.shelf import KIND, SHELF, KnownChange, LedShelf, OfferedShelf, ShelfChange, ShelfTerms, text
from support.speaking import NOW, Seals

from kith_commons.agreement import lead, party, suggestions
from kith_commons.agreement.acceptance import Face, proven_parties
from kith_commons.agreement.agreement import BEHALVES, acceptances, hash_of, missing
from kith_commons.agreement.backlog import AT_LEAST, has_room, waiting_after
from kith_commons.agreement.differences import changed_for, changes
from kith_commons.agreement.faults import fault_of_first, faults_of_parties, faults_of_subject
from kith_commons.agreement.texts import Texts
from kith_contracts.agreements.messages import (
    AgreementAnswered,
    AgreementProposed,
    AgreementStatusChanged,
    AgreementWithdrawn,
    AnswerAgreement,
    WithdrawAgreement,
)
from kith_contracts.agreements.suggestions import ChangeSuggested, DeclineSuggestion, SuggestChange, TakeSuggestion
from kith_contracts.message import Letter, Message, Refusal

FREE = ShelfChange(licence="CC0")


class Shelf:
    """The lead and two parties, who hear each other's letters at once."""

    def __init__(self, **changes: Any) -> None:
        first = text("bcs", "ni", **changes)
        drafted = KIND.opened(first)
        self.led = LedShelf(terms=first, agreement=drafted, texts=Texts.first(drafted))
        self.at: dict[str, OfferedShelf] = {}
        self.known: dict[str, KnownChange] = {}

    def post(self, *letters: Letter | Message) -> None:
        """To the parties: the text, and how it stands."""
        for letter in letters:
            if not isinstance(letter, Letter):
                continue
            known, fact = self.at.get(letter.to), letter.message
            if isinstance(fact, AgreementProposed):
                after: Any = party.received(OfferedShelf, fact, known, letter.to)
            elif isinstance(fact, AgreementStatusChanged):
                assert known
                after = party.heard(known, fact)
            else:
                continue
            assert not isinstance(after, Refusal)
            self.at[letter.to] = after or self.at[letter.to]

    def tell(self, led: Any, before: LedShelf | None = None) -> None:
        """The lead's next state, and what all hear of it."""
        assert isinstance(led, LedShelf)
        self.led = led
        parted = lead.farewells(led, before) if before else ()
        self.post(*lead.proposals(led), *parted, *lead.status_letters(led))

    def accept(self, *bodies: str) -> None:
        """These bodies accept what they see, for themselves and for their networks."""
        for body in bodies:
            for behalf in BEHALVES:
                seen = self.at[body]
                answer = AnswerAgreement(subject=SHELF, hash=seen.hash, on_behalf=behalf, answer="accepted")
                said = party.answered(seen, answer, body, NOW, Seals(body).sign)
                assert not isinstance(said, Refusal)
                self.at[body], told = said
                self.hear(body, told)

    def hear(self, body: str, told: AgreementAnswered) -> None:
        after = lead.answered(self.led, told, body, NOW, Seals("iop").proves)
        assert not isinstance(after, Refusal)
        if after is not None:
            self.led = after
            self.post(*lead.status_letters(after))

    def suggest(self, body: str, change: ShelfChange) -> Any:
        """What becomes of it at the lead."""
        wanted = SuggestChange[ShelfChange](subject=SHELF, hash=self.at[body].hash, change=change, why="It is simpler.")
        told = party_says(self.at[body], wanted, body)
        id = suggestions.id_of(SHELF, change)
        after = suggestions.taken_in(KnownChange, self.led, told, body, self.known.get(id))
        if isinstance(after, suggestions.After):
            self.led, self.known[id] = after
        return after


def party_says(offered: OfferedShelf, wanted: SuggestChange[ShelfChange], body: str) -> ChangeSuggested[ShelfChange]:
    told = suggestions.suggested(offered, wanted, body)
    assert not isinstance(told, Refusal)
    return told


def agreed() -> Shelf:
    """All three keep the shelf by one text."""
    shelf = Shelf()
    shelf.tell(lead.proposed(shelf.led))
    shelf.accept("iop", "bcs", "ni")
    return shelf


def amended(shelf: Shelf, terms: ShelfTerms) -> None:
    shelf.tell(lead.amended(shelf.led, terms), shelf.led)


def test_a_draft_is_nobodys_business_and_a_proposal_goes_to_all_parties_in_messages_of_its_own_service() -> None:
    shelf = Shelf()
    assert (shelf.led.status, lead.status_letters(shelf.led)) == ("drafted", ())
    shelf.tell(lead.proposed(shelf.led))
    letters = lead.proposals(shelf.led)
    assert [letter.to for letter in letters] == ["iop", "bcs", "ni"]
    assert {letter.message.contract.type for letter in letters} == {"org.kith.library.agreement-proposed.v1"}
    assert {offered.status for offered in shelf.at.values()} == {"proposed"}


def test_it_is_active_once_all_have_accepted_and_anyone_can_verify_that() -> None:
    shelf = agreed()
    assert {offered.status for offered in shelf.at.values()} == {shelf.led.status} == {"active"}
    face, given = Face("shelf", SHELF, KIND.face(shelf.led.terms)), acceptances(shelf.led.agreement)
    assert proven_parties(Seals("x").proves, face, shelf.led.parties, given) == ["iop", "bcs", "ni"]
    of_another_kind = face._replace(kind="event")
    assert proven_parties(Seals("x").proves, of_another_kind, shelf.led.parties, given) == []


def test_an_amendment_reopens_only_whom_it_concerns() -> None:
    shelf = agreed()
    *others, ni = text("bcs", "ni").parties
    amended(shelf, text(version=2, parties=[*others, ni.model_copy(update={"pence": 500})]))
    assert (shelf.led.status, missing(shelf.led.agreement)) == ("amended", [("ni", "body")])
    assert (shelf.at["ni"].reopened("ni"), shelf.at["bcs"].reopened("bcs")) == ({"body": 1}, {})
    (change,) = changes(KIND, text("bcs", "ni"), shelf.led.terms)
    assert (change.clause, change.old, change.new, change.concerns) == ("cost of ni", "100 pence", "500 pence", ["ni"])
    assert changed_for(KIND, text("bcs", "ni"), shelf.led.terms, "bcs", "body") == []
    shelf.accept("ni")
    assert {offered.status for offered in shelf.at.values()} == {"active"}


def test_a_suggestion_that_enough_support_goes_into_the_next_text() -> None:
    shelf = Shelf(rule="majority")
    shelf.tell(lead.proposed(shelf.led))
    id = suggestions.id_of(SHELF, FREE)
    shelf.suggest("bcs", FREE)
    decline = DeclineSuggestion(subject=SHELF, suggestion=id, reason="We have no time.")
    shelf.suggest("ni", FREE)
    assert shelf.suggest("ni", FREE) is None, "it supports it already"
    refused = suggestions.declined(shelf.led, decline, shelf.known[id])
    assert isinstance(refused, Refusal)
    assert refused.code == "backed-by-enough"
    after = suggestions.text_with(shelf.led, TakeSuggestion(subject=SHELF, suggestions=[id]), [shelf.known[id]])
    assert isinstance(after, ShelfTerms)
    assert (after.licence, after.version) == ("CC0", 2)
    told = suggestions.told(shelf.led, suggestions.taken(shelf.known[id], 2))
    assert [each.to for each in told if isinstance(each, Letter)] == ["bcs", "ni"]


def test_what_changes_nothing_is_declined_at_once_and_the_lead_may_decline_with_a_reason() -> None:
    shelf = agreed()
    same = suggestions.suggested(
        shelf.at["bcs"],
        SuggestChange[ShelfChange](
            subject=SHELF, hash=shelf.at["bcs"].hash, change=ShelfChange(licence="CC BY 4.0"), why="As it is."
        ),
        "bcs",
    )
    assert isinstance(same, Refusal)
    assert same.code == "nothing-changed"
    shelf.suggest("bcs", FREE)
    id = suggestions.id_of(SHELF, FREE)
    decline = DeclineSuggestion(subject=SHELF, suggestion=id, reason="The authors want their names.")
    after = suggestions.declined(shelf.led, decline, shelf.known[id])
    assert not isinstance(after, Refusal)
    assert (after.led.suggestions, after.known.suggestion.status) == ((), "declined")


def test_a_party_leaves_and_is_told_no_further_text() -> None:
    shelf = agreed()
    left = party.left(shelf.at["ni"], WithdrawAgreement(subject=SHELF, why="No time this year."), "ni")
    assert not isinstance(left, Refusal)
    shelf.at["ni"], told = left
    assert shelf.at["ni"].status == "withdrawn"
    leaving = lead.departing(shelf.led, told, "ni")
    assert leaving
    shelf.tell(lead.amended(leaving, text("bcs", version=2)), shelf.led)
    assert (shelf.led.parties, shelf.led.departed) == (("iop", "bcs"), {"ni": "No time this year."})
    assert (shelf.at["ni"].left, shelf.at["ni"].terms.version) == (True, 1)
    shelf.accept("iop", "bcs")
    assert shelf.led.status == "active"


def test_the_text_may_name_another_lead_than_its_founder() -> None:
    shelf = Shelf(lead="bcs")
    shelf.tell(lead.proposed(shelf.led))
    assert [letter.to for letter in lead.proposals(shelf.led)] == ["bcs", "iop", "ni"], "the lead comes first"
    leaving = AgreementWithdrawn(subject=SHELF)
    assert lead.departing(shelf.led, leaving, "bcs") is None, "the lead gives it up or hands it over"
    assert lead.departing(shelf.led, leaving, "iop"), "the founder may leave"
    shelf.accept("iop", "bcs", "ni")
    assert shelf.led.status == "active"
    without_lead = text("ni", lead="bcs")
    assert [each.code for each in faults_of_subject(without_lead, SHELF)] == ["lead-not-party"]


def test_when_the_lead_gives_it_up_it_is_over_for_all() -> None:
    shelf = agreed()
    shelf.tell(lead.given_up(shelf.led))
    assert {offered.status for offered in shelf.at.values()} == {"withdrawn"}
    assert isinstance(lead.given_up(shelf.led), Refusal)
    refused = shelf.at["bcs"].obstacle("bcs")
    assert refused
    assert refused.code == "agreement-over"


def test_an_acceptance_of_another_text_and_one_that_is_not_signed_do_not_count() -> None:
    shelf = Shelf()
    shelf.tell(lead.proposed(shelf.led))
    seen = shelf.at["bcs"]
    stale = AnswerAgreement(subject=SHELF, hash=hash_of(text()), on_behalf="body", answer="accepted")
    refused = party.answered(seen, stale, "bcs", NOW, Seals("bcs").sign)
    assert isinstance(refused, Refusal)
    assert refused.code == "stale-hash"
    said = party.answered(seen, stale.model_copy(update={"hash": seen.hash}), "bcs", NOW, Seals("ni").sign)
    assert not isinstance(said, Refusal)
    forged = lead.answered(shelf.led, said[1], "bcs", NOW, Seals("iop").proves)
    assert isinstance(forged, Refusal)
    assert forged.code == "not-proven"


def test_what_makes_any_text_impossible() -> None:
    strange = [each.code for each in faults_of_subject(text("bcs"), "iop/another-shelf")]
    twice = [each.code for each in faults_of_parties(text("bcs", "bcs", "rsc"), {"iop", "bcs"})]
    without_lead = text("bcs").model_copy(update={"parties": text("bcs").parties[1:]})
    assert (strange, twice) == (["subject-differs"], ["body-twice", "body-unknown"])
    assert [each.code for each in faults_of_subject(without_lead, SHELF)] == ["lead-not-party"]
    assert fault_of_first(text("bcs", version=2)) is not None
    assert fault_of_first(text("bcs")) is None


def test_what_has_no_end_waits_for_an_answer_for_a_month() -> None:
    shelf = Shelf()
    shelf.tell(lead.proposed(shelf.led))
    waiting = waiting_after({}, shelf.at["bcs"], "bcs", NOW)
    assert (waiting[SHELF].until, has_room(waiting)) == (NOW + AT_LEAST, True)
    shelf.accept("bcs")
    assert waiting_after(waiting, shelf.at["bcs"], "bcs", NOW) == {}
