"""Which acceptances count at a lead: what every reader of the published event can verify too."""

from support.events.scenes import EVENT, answered, event, opened, parties, proposed, terms
from support.speaking import NOW, Node, said, seal

from kith_commons.agreement.acceptance import Accepted
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AmendAgreement, EventPublished
from kith_contracts.events.terms import Party
from kith_events.event.public import Shown
from kith_events.handlers import HANDLERS


def test_an_acceptance_that_others_could_not_verify_does_not_count() -> None:
    said = answered(terms(), "network", by="bcs")
    assert said.proof
    unsigned = said.model_copy(update={"proof": None})
    for forged in (unsigned, answered(terms(), "network", by="ni"), answered(terms(), "body", by="bcs")):
        claimed = forged.model_copy(update={"on_behalf": "network"})
        assert proposed().refusal(claimed, "bcs") == ("not-proven", "proof")


def test_an_acceptance_to_another_plan_does_not_count() -> None:
    other = terms(plan={"summary": "Another day"})
    face = answered(other, "network", by="bcs").proof
    assert face
    given = Accepted("event", EVENT, "bcs", "network", hash_of(terms()), face.face, NOW)
    proof = face.model_copy(update={"signature": seal("bcs", given.payload)})
    said = answered(terms(), "network", by="bcs").model_copy(update={"proof": proof})
    assert proposed().refusal(said, "bcs") == ("face-differs", "proof.face")


def test_after_an_amendment_for_another_the_event_opens_again_for_everyone_with_the_old_acceptances() -> None:
    node = opened()
    ours = Party(body="iop", networks=["iop/women-in-physics"], cash_percent=60, duties=["Find the rooms"])
    amended = terms(2, parties=parties(ours))
    node.hear(AmendAgreement(subject=EVENT, terms=amended))
    assert not event(node).open
    (face,) = said(node.hear(answered(amended, "network", by="iop"), "iop"), EventPublished)
    reader = Node(HANDLERS, "ons")
    reader.hear(face, "iop")
    assert reader.state(Shown.at(EVENT)).open
    assert {given.hash for given in face.acceptances} == {hash_of(terms()), hash_of(amended)}
