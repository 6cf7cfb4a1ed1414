"""The text on a network of several owners from what was typed, and what it comes to."""

from typing import Any

import pytest

from kith_console.agreements.clauses import of_network, share_of_network
from kith_console.committee.pages import served_networks
from kith_console.proposal.rows import kept_rows
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.figures import pool, turns, worth
from kith_console.shared_networks.steps import STEPS
from kith_console.shared_networks.summary import OF_STEP, rows
from kith_console.shared_networks.text import terms_of, text_of, typed_of
from kith_console.words import Names, money
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.suggestions import NetworkChange
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Fault
from kith_contracts.pages.networks import OwnNetwork
from kith_contracts.pages.shared_networks import SharedNetworkLine

CHARTER = "terms.charter."
TYPED = {
    f"{CHARTER}name": ["Parents in science"],
    f"{CHARTER}purpose": ["To meet and plan."],
    f"{CHARTER}for_you_if": ["You look after children."],
    f"{CHARTER}aims": ["A meeting each term\nA guide"],
    f"{CHARTER}findable": ["everyone"],
    f"{CHARTER}joinable": ["ask"],
    f"{CHARTER}terms.text": ["Each year we choose a committee."],
    f"{CHARTER}terms.review_by": ["2029-03-01"],
    "bodies": ["iop"],
    "size.iop": ["large"],
    "deputy.0": ["iop"],
    "terms.offices.0.role": ["Chair"],
    "terms.offices.0.body": ["bcs"],
    "writing": ["read-first"],
    "terms.duties.0.task": ["Write the newsletter"],
    "terms.duties.0.every": ["month"],
    "terms.duties.1.task": ["Write the newsletter!"],
    "terms.duties.1.every": ["year"],
    "pays.bcs": ["300"],
    "pays.iop": ["£600"],
    "terms.lines.0.what_for": ["The yearly day"],
    "terms.lines.0.pence": ["800"],
    "share.bcs.cash": ["40"],
    "share.iop.cash": ["60"],
    "terms.rule": ["unanimity"],
}


def draft(**more: Any) -> Draft:
    return Draft("d", **({"typed": dict(TYPED), "network": "parents"} | more))


def test_what_was_typed_is_a_whole_text() -> None:
    terms = NetworkTerms.model_validate(terms_of(draft(), "bcs"))

    assert terms.subject == "bcs/parents"
    assert [(each.body, each.size, each.contribution) for each in terms.parties] == [
        ("bcs", "medium", 30_000),
        ("iop", "large", 60_000),
    ]
    assert terms.charter.aims == ["A meeting each term", "A guide"]
    assert terms.deputies == ["iop"]
    assert (terms.writers, terms.moderated, terms.rule) == ("owners", True, "unanimity")
    assert [each.duty for each in terms.duties] == ["write-the-newsletter", "write-the-newsletter-2"]
    assert [(each.line, each.pence) for each in terms.lines] == [("the-yearly-day", 80_000)]


def test_what_cannot_be_read_goes_to_the_node_as_it_was_typed() -> None:
    typed = TYPED | {"pays.bcs": ["much"], "terms.notice_days": ["soon"], "terms.lines.0.pence": ["some"]}
    terms = terms_of(draft(typed=typed), "bcs")

    assert terms["parties"][0]["contribution"] == "much"
    assert terms["notice_days"] == "soon"
    assert terms["lines"][0]["pence"] == "some"
    assert text_of(draft(typed=typed), "bcs") is None


def test_of_a_new_draft_all_has_a_usual_answer_but_what_it_says_of_itself() -> None:
    terms = terms_of(Draft("d", typed={"bodies": ["iop", "rsc"]}), "bcs")

    assert [each["cash_percent"] for each in terms["parties"]] == [34, 33, 33]
    assert (terms["writers"], terms["moderated"], terms["rule"]) == ("owners", False, "lead")
    assert {"name", "purpose", "for_you_if"}.isdisjoint(terms["charter"])
    assert "text" not in terms["charter"]["terms"]


def test_an_empty_row_is_gone_and_the_others_are_numbered_as_they_are_shown() -> None:
    typed = {
        "terms.duties.0.task": [""],
        "terms.duties.0.every": ["month"],
        "terms.duties.3.task": ["Find a room"],
        "terms.duties.3.every": ["year"],
    }
    kept_rows(typed, "terms.duties.")

    assert typed == {"terms.duties.0.task": ["Find a room"], "terms.duties.0.every": ["year"]}


def test_a_network_that_there_is_keeps_its_words_and_its_offices() -> None:
    charter = NetworkCharter.model_validate(
        {
            "name": "Night shift",
            "purpose": "To talk.",
            "for_you_if": "You work at night.",
            "findable": "name-only",
            "regions": ["Wales"],
            "officers": [{"role": "Chair", "until": "2029-01-01"}],
            "terms": {"version": 3, "text": "We meet online."},
        }
    )
    known = Draft("d", typed={**typed_of(charter, "bcs"), "bodies": ["iop"]}, network="night", own=True)
    known.version, known.text = charter.terms.version, charter.terms.text
    terms = NetworkTerms.model_validate(terms_of(known, "bcs"))

    assert terms.charter.model_copy(update={"officers": charter.officers}) == charter
    assert [(each.role, each.body, str(each.until)) for each in terms.offices] == [("Chair", "bcs", "2029-01-01")]
    known.typed[f"{CHARTER}terms.text"] = ["We meet in a hall."]
    assert terms_of(known, "bcs")["charter"]["terms"]["version"] == 4


def test_turns_are_divided_by_size() -> None:
    assert turns(draft(), "bcs", 2029) == {"bcs": 4, "iop": 9}
    assert turns(draft(typed=TYPED | {"size.iop": ["huge"]}), "bcs", 2029) == {}
    assert turns(Draft("d"), "bcs", 2029) == {}


def test_the_money_is_summed_as_it_is_typed() -> None:
    assert pool(draft(), "bcs") == ("£900", "£800", "£100", "")
    assert pool(draft(typed=TYPED | {"terms.lines.0.pence": ["1,000"]}), "bcs").over == "£100"
    assert pool(draft(typed=TYPED | {"pays.bcs": ["much"]}), "bcs").paid == "£600"


def test_what_is_worth_a_look_is_said_before_it_is_sent() -> None:
    assert worth(draft(), "bcs") == []
    assert len(worth(Draft("d", typed={"pays.bcs": ["10"]}), "bcs")) == 4


@pytest.mark.parametrize(
    ("field", "step"),
    [
        ("terms.charter.purpose", "what"),
        ("terms.subject", "what"),
        ("terms.charter.regions.0", "aims"),
        ("terms.charter.findable", "joining"),
        ("terms.charter.terms.review_by", "how"),
        ("terms.parties", "owners"),
        ("terms.parties.1.body", "owners"),
        ("terms.parties.1.size", "sizes"),
        ("terms.deputies.0", "lead"),
        ("terms.offices.0.until", "offices"),
        ("terms.duties.1.weight", "duties"),
        ("terms.parties.0.contribution", "pays"),
        ("terms.lines.0.pence", "lines"),
        ("terms.parties.*.kind_percent", "shares"),
        ("terms.until", "rules"),
    ],
)
def test_a_fault_is_told_where_it_is_mended(field: str, step: str) -> None:
    found = STEPS.where(Fault(field=field, code="invalid-field", sentence="It is wrong."))

    assert found
    assert found.name == step


def test_all_that_can_be_changed_in_a_text_is_asked_for_or_known_to_be_left_to_the_api() -> None:
    fields = {about.split(".")[1] for step in STEPS for about in step.about if about.startswith("terms.")}

    assert {*NetworkChange.model_fields} - {"currency"} - fields == set()


def test_each_step_is_read_once_more() -> None:
    done, names = draft(done=[step.name for step in STEPS]), Names()

    assert {step.name for step in STEPS} == {*OF_STEP}
    said = {step.name: [row.says for row in rows(done, step, "bcs", names) if row.says] for step in STEPS}
    assert said["lead"] == ["BCS then IOP", "7 days"]
    assert said["duties"] == ["each month", "each year"]
    assert said["pays"] == ["£300 a year", "£600 a year", "£900"]
    assert all(said[step.name] for step in STEPS if step.name != "rules")


def test_who_is_asked_reads_every_clause_of_the_text() -> None:
    terms = NetworkTerms.model_validate(terms_of(draft(), "bcs"))
    said = {clause.name: clause.says for clause in of_network(terms, Names(), money)}

    assert said["Who joins"].startswith("Who asks")
    assert said["Chair"] == "filled by BCS"
    assert said["Who decides"] == "All decide on changes."
    assert said["How it works"] == "Each year we choose a committee."
    assert said["Other costs"] == "BCS 40 %, IOP 60 %."
    assert "fills the office: Chair" in share_of_network(terms, "bcs", money)


def test_a_network_that_a_sign_in_names_may_not_be_there_yet() -> None:
    charter = NetworkCharter.model_validate(terms_of(draft(), "bcs")["charter"])
    own = OwnNetwork(network="bcs/forum", charter=charter, status="active", version=1, parts=[], advice=[])
    line = {"name": "It", "version": 1, "hash": "", "answers": {}, "lead": "iop", "silent": False}
    asked = SharedNetworkLine.model_validate({**line, "subject": "bcs/parents", "status": "proposed"})
    there = SharedNetworkLine.model_validate({**line, "subject": "iop/returners", "status": "amended"})
    serves = ("iop/returners", "bcs/forum", "bcs/parents", "bcs/none")

    assert served_networks(serves, [own], [asked, there]) == [
        ("bcs/forum", "there"),
        ("bcs/none", "nowhere"),
        ("bcs/parents", "asked"),
        ("iop/returners", "there"),
    ]
