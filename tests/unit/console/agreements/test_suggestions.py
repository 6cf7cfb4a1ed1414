"""What a suggestion would change, from one value that was typed."""

from typing import Any

import pytest

from kith_console.agreements.suggestions import change_of, choices_of_network
from kith_contracts.directory.suggestions import NetworkChange
from kith_contracts.events.suggestions import Change


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("cost_pence", "£450", {"cost_pence": 45_000}),
        ("return_days", "10", {"return_days": 10}),
        ("branding", "Both logos.", {"branding": "Both logos."}),
        ("seats/talk", "12", {"seats": [{"part": "talk", "quotas": {"bcs": 12}}]}),
    ],
)
def test_one_value_is_a_change_of_one_clause(field: str, value: str, change: dict[str, Any]) -> None:
    assert change_of("bcs", field, value) == change
    assert Change.model_validate(change).model_dump(exclude_unset=True) == change


def test_what_is_no_number_goes_to_the_node_as_it_was_typed() -> None:
    assert change_of("bcs", "cost_pence", "a lot") == {"cost_pence": "a lot"}


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("ours/contribution", "500", {"parties": [{"body": "bcs", "contribution": 50_000}]}),
        ("ours/size", "small", {"parties": [{"body": "bcs", "size": "small"}]}),
        ("rule", "majority", {"rule": "majority"}),
        ("notice_days", "60", {"notice_days": 60}),
    ],
)
def test_of_a_network_one_changes_what_one_is_to_it(field: str, value: str, change: dict[str, Any]) -> None:
    assert change_of("bcs", field, value) == change
    assert NetworkChange.model_validate(change).model_dump(exclude_unset=True) == change


def test_all_that_may_be_chosen_is_a_change() -> None:
    values = {"ours/size": "large", "rule": "lead", "writers": "lead", "until": "2029-12-31"}
    for field, _ in choices_of_network():
        NetworkChange.model_validate(change_of("bcs", field, values.get(field, "10")))
