"""What the demo prints at its end: where everything is, and what to try next."""

from typing import Final

from rich.console import Console

from kith_lab.demo.cast import EVENT, RETURNERS, SUCCESSOR
from kith_lab.demo.federation import Federation
from kith_lab.demo.story import LEAD
from kith_lab.servers.stack import Stack

RESTING: Final = '{"network": "bcs/womens-forum", "status": "resting"}'


def show(console: Console, stack: Stack, federation: Federation, mails: str, pages: dict[str, str]) -> None:
    """Where everything is that stays up, and what to try next."""
    bcs = federation[SUCCESSOR].url
    console.print("\nEverything but IOP's node stays up until you press Ctrl-C. Not for production.")
    for body, node in federation.nodes.items():
        if body != LEAD:
            console.print(f"  node {body:8} {node.url}", highlight=False)
    console.print(f"  Kafka         {stack.kafka_bootstrap}\n  MongoDB       {stack.mongo_url}", highlight=False)
    console.print(f"  mails         {mails}\n", highlight=False)
    console.print("Open in a browser, and sign in with a click as a member, a chair, an administrator or the office:")
    for body, address in pages.items():
        if body != LEAD:
            console.print(f"  {body:8} {address}", highlight=False)
    console.print("\nNext, in another terminal:")
    for line in (
        "export KITH_TOKEN=$(.venv/bin/kith token body-admin --body bcs)",
        f'curl -H "Authorization: Bearer $KITH_TOKEN" {bcs}/directory/v1/bcs/networks',
        f'curl -H "Authorization: Bearer $KITH_TOKEN" {bcs}/directory/v1/bcs/shared-networks/{RETURNERS}',
        f'curl -H "Authorization: Bearer $KITH_TOKEN" {bcs}/events/v1/bcs/agreements/{EVENT}',
        f".venv/bin/kith facts kith.shared.bcs.directory --kafka {stack.kafka_bootstrap} --keys {stack.keys}",
        f".venv/bin/kith send bcs directory set-network-status '{RESTING}' --node {bcs}",
        ".venv/bin/kith mails",
        ".venv/bin/kith status",
    ):
        console.print(f"  {line}", highlight=False, soft_wrap=True)
