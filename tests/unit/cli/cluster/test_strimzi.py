"""The same desired state as resources of Strimzi."""

from pathlib import Path

import yaml

from kith_cli.cluster.state import desired
from kith_cli.cluster.strimzi import rendered
from kith_contracts.access.cluster import rights_of
from kith_contracts.consortium import BodyRegistered

SAMPLE = Path(__file__).parents[4] / "deploy" / "strimzi" / "bcs.yaml"
WANTED = desired([BodyRegistered(body="bcs", name="BCS", kind="other", version=1)])


def test_the_sample_is_what_is_rendered_today() -> None:
    comment, _, text = SAMPLE.read_text().partition("\n")
    assert comment.startswith("#")
    assert text == rendered(WANTED)


def test_every_topic_and_user_is_a_resource_with_all_its_rights() -> None:
    documents = list(yaml.safe_load_all(rendered(WANTED)))
    assert {each["apiVersion"] for each in documents} == {"kafka.strimzi.io/v1"}
    names = [(each["kind"], each["metadata"]["name"]) for each in documents]
    assert names == [
        *[("KafkaTopic", name) for name in WANTED.topics],
        ("KafkaUser", "bcs"),
        ("KafkaUser", "bcs-systems"),
    ]
    found = {
        (each["metadata"]["name"], operation.lower(), rule["resource"]["type"], rule["resource"]["name"])
        for each in documents
        if each["kind"] == "KafkaUser"
        for rule in each["spec"]["authorization"]["acls"]
        for operation in rule["operations"]
    }
    assert found == {(right.principal, right.operation, right.resource, right.name) for right in rights_of("bcs")}


def test_nothing_secret_is_rendered() -> None:
    assert "password" not in rendered(WANTED).lower()
