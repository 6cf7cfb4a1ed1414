"""A system of an organisation without Kafka: it founds a network, then shows what happens, from where it left off."""

import os
from pathlib import Path

from kith_contracts.client import Client, Refused
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import CharterNetwork, NetworkPublished

BODY = os.environ["BODY"]
PLACE = Path(os.environ.get("PLACE", "crm.place"))


def main() -> None:
    with Client(os.environ["KITH_NODE_URL"], BODY, "tools", os.environ["KITH_TOKEN"]) as node:
        charter = NetworkCharter(
            name="Early birds",
            purpose="For everyone who starts before seven.",
            for_you_if="You are awake.",
            findable="everyone",
            terms=TermsOfReference(text="We meet once a month, in the morning."),
        )
        try:
            node.publish(CharterNetwork(network=f"{BODY}/early-birds", charter=charter))
        except Refused as refused:
            print(f"refused: {refused.problem.detail}", flush=True)
        after = int(PLACE.read_text()) if PLACE.exists() else 0
        for told in node.follow(after):
            if isinstance(fact := told.message, NetworkPublished):
                print(f"{fact.network}: {fact.name}", flush=True)
            PLACE.write_text(str(told.number))


if __name__ == "__main__":
    main()
