"""Agreements that can never open are refused, or advised against; what is over is not advised."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.readers import told
from support.events.scenes import DAY, EVENT, event, lead, opened, part, seats, terms
from support.speaking import NOW, Node

from kith_contracts.directory.charters import NetworkCharter, NetworkStatus, TermsOfReference
from kith_contracts.directory.networks import NetworkPublished, NetworkUpdated
from kith_contracts.events.agreements import AmendAgreement, DraftAgreement, EndEvent, ProposeAgreement
from kith_contracts.events.terms import EventTerms
from kith_events.agreements.advice import Known, hints

ENDS = DAY + timedelta(hours=8)


def known(node: Node, network: str, status: NetworkStatus = "active", version: int = 1) -> None:
    """The node hears of a network: of its own as home does, of others as everyone does."""
    words: dict[str, Any] = {"name": "Forum", "purpose": "To meet."}
    if network.startswith(f"{node.body}/"):
        charter = NetworkCharter(**words, for_you_if="You like to.", terms=TermsOfReference(text="v1"))
        node.hear(NetworkUpdated(network=network, charter=charter, status=status, version=version))
        return
    fact = NetworkPublished(network=network, **words, how_to_ask="Write.", status=status, version=version)
    node.hear(fact, network.partition("/")[0])


@pytest.mark.parametrize("model", [DraftAgreement, ProposeAgreement])
def test_a_party_without_a_network_could_never_say_its_yes(model: Any) -> None:
    text = terms()
    alone = [each.model_copy(update={"networks": []}) if each.body == "ni" else each for each in text.parties]
    command = model(subject=EVENT, terms=text.model_copy(update={"parties": alone}))
    assert lead().refusal(command) == ("network-missing", "terms.parties.2.networks")


@pytest.mark.parametrize("model", [DraftAgreement, ProposeAgreement])
def test_a_day_that_has_come_is_not_agreed_on(model: Any) -> None:
    command = model(subject=EVENT, terms=terms())
    assert lead().refusal(command, now=DAY) == lead().refusal(command, now=ENDS) == ("date-over", "terms.plan.starts")


def test_a_text_changes_while_the_event_goes_on_and_its_day_into_the_past_never() -> None:
    node = opened()
    node.hear(AmendAgreement(subject=EVENT, terms=terms(2, branding="In one size.")), now=DAY + timedelta(hours=1))
    sooner = terms(3, plan={}).model_copy(update={"branding": "In one size."})
    day = {"starts": NOW - timedelta(days=1)}
    sooner = sooner.model_copy(update={"plan": sooner.plan.model_copy(update=day)})
    assert node.refusal(AmendAgreement(subject=EVENT, terms=sooner)) == ("date-over", "terms.plan.starts")


async def test_who_drafts_reads_which_networks_are_not_there() -> None:
    node = lead()
    node.hear(DraftAgreement(subject=EVENT, terms=terms()))
    known(node, "iop/women-in-physics")
    known(node, "bcs/womens-forum")
    known(node, "ni/young-generation", "ended", 2)
    known(node, "ni/young-generation", "active", 1)
    (gone,) = [each for each in (await told(node, event(node))).hints if "network" in each]
    assert gone == "No network ni/young-generation can be found here: it may be hidden, or not there. Ask ni."
    known(node, "iop/women-in-physics", "ended", 2)
    assert "Your organisation has no network iop/women-in-physics" in (await told(node, event(node))).hints[0]


def returning(text: EventTerms, days: int) -> list[str]:
    networks = [name for party in text.parties for name in party.networks]
    return [each for each in hints(text, Known("iop", networks, DAY - timedelta(days=days))) if "shared from" in each]


def test_places_that_are_kept_for_nobody_any_more_are_told_while_they_are_divided() -> None:
    kept, shared = terms(return_days=14), terms(parts=[part()], seats=[seats(pool=5)], return_days=14)
    assert (len(returning(kept, 14)), len(returning(kept, 15))) == (1, 0)
    assert returning(shared, 1) == [], "there is nothing to return"


async def test_nobody_is_advised_on_what_is_over() -> None:
    node = opened()
    assert (await told(node, event(node))).hints
    node.hear(EndEvent(event=EVENT), now=ENDS)
    advice = await told(node, event(node))
    assert (advice.hints, advice.wording, advice.clashes) == ([], [], [])
