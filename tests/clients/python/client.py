"""Publishes a profile and reads the networks, with a client that openapi-python-client has made."""

import json
import os

from kith_client import AuthenticatedClient
from kith_client.api.directory import directory_networks, directory_publish_profile
from kith_client.models import CommandOutcome, Problem, PublishProfile

with AuthenticatedClient(os.environ["KITH_NODE_URL"], os.environ["KITH_TOKEN"]) as client:
    profile = PublishProfile(body="bcs", name="BCS")
    done = directory_publish_profile.sync("bcs", client=client, body=profile, idempotency_key="made-in-python")
    networks = directory_networks.sync("bcs", client=client)
    refused = directory_networks.sync("nobody", client=client)
assert isinstance(done, CommandOutcome)
assert isinstance(networks, list)
assert isinstance(refused, Problem)
found = {"status": done.status, "networks": [each.network for each in networks], "refused": refused.status}
print(json.dumps(found))  # noqa: T201 - what the check reads
