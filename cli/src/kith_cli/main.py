"""`kith`: one command line for operators. Each command is loaded when it is called."""

import logging
import sys
from importlib.metadata import entry_points

from cyclopts import App

from kith_cli.exits import ended

app = App(
    name="kith",
    help="Run a node of Kith, or look into a consortium.",
    version_flags=["--version"],
)
app.command("kith_cli.node:node", name="node", help="Run all services for the bodies in KITH_BODIES.")
app.command("kith_cli.send:app", name="send", help="Send a command to a node and show its outcome.")
app.command("kith_cli.facts:facts", name="facts", help="Show what is on a topic.")
app.command("kith_cli.repair:repair", name="repair", help="Let a node go on after a log was lost.")

topics = App(name="topics", help="The topics of a consortium: a pure function of its bodies and the contracts.")
topics.command("kith_cli.topics:plan", name="plan", help="Show how the cluster differs from what it should be.")
topics.command("kith_cli.topics:apply", name="apply", help="Make the cluster as it should be.")
topics.command("kith_cli.verify:verify", name="verify", help="Try what bodies may do, and what not.")
bodies = App(name="bodies", help="The bodies of a consortium, as its office admits them.")
bodies.command("kith_cli.admission:admit", name="admit", help="Admit a body: topics, users, rights, registry.")
bodies.command("kith_cli.bodies:rotate", name="rotate", help="Give a body new passwords.")
bodies.command("kith_cli.bodies:suspend", name="suspend", help="Take all rights from a body, and tell everyone.")
bodies.command("kith_cli.bodies:remove", name="remove", help="Suspend a body, and take its users and quotas.")
bodies.command("kith_cli.bodies:list_bodies", name="list", help="Show the bodies that the registry names.")
bodies.command("kith_cli.bodies:rotate_key", name="rotate-key", help="Publish a further key of a body.")
bodies.command("kith_cli.bodies:revoke_key", name="revoke-key", help="Say that a key may be in other hands.")
parked = App(name="parked", help="What a node could not handle, and so put aside.")
parked.command("kith_cli.parking.command:list_parked", name="list", help="Show what is parked, by reason.")
parked.command("kith_cli.parking.command:show", name="show", help="Show one record in words, and what to do.")
parked.command("kith_cli.parking.command:replay", name="replay", help="Put a command again where it was.")
parked.command("kith_cli.parking.command:discard", name="discard", help="Remove one record for good.")
people = App(name="people", help="An organisation's own lists of its people.")
people.command("kith_cli.people.command:watch", name="watch", help="Take in each list that is put into a folder.")
calendar = App(name="calendar", help="Events that an organisation's own site tells in an iCalendar feed.")
calendar.command("kith_cli.calendar.command:read", name="read", help="List the events of a feed at a node.")
keys = App(name="keys", help="The keys with which a body signs what it says to others.")
keys.command("kith_cli.keys:new", name="new", help="Make a key, and print its public half.")
keys.command("kith_cli.keys:list_keys", name="list", help="Show the public halves of a keyring.")
draw = App(name="draw", help="Draws of places.")
draw.command("kith_cli.draws:verify", name="verify", help="Compute a draw again from its record.")
contracts = App(name="contracts", help="The messages as others see them: schemas, samples, AsyncAPI.")
contracts.command("kith_cli.published.command:export", name="export", help="Write schemas, samples, AsyncAPI, OpenAPI.")
contracts.command("kith_cli.published.command:check", name="check", help="Compare them with the code.")
contracts.command("kith_cli.published.reference:reference", name="reference", help="Write pages of all of it.")
conform = App(name="conform", help="Whether what another system sends and accepts is right.")
conform.command("kith_cli.conform.command:check_messages", name="messages", help="Check events in a file.")
conform.command("kith_cli.conform.command:check_sender", name="sender", help="Take what a system sends, and look.")
conform.command("kith_cli.conform.command:check_receiver", name="receiver", help="Send facts to a system's server.")
for group in (topics, bodies, parked, people, calendar, keys, draw, contracts, conform):
    app.command(group)
for more in entry_points(group="kith.commands"):  # of the lab, where it is installed
    more.load()(app)


def main() -> None:
    """Run a command. Whatever goes wrong is one line and an exit code, never a trace."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it says is for nodes, which log it as JSON
    try:
        try:
            app(sys.argv[1:])
        finally:
            sys.stdout.flush()  # a full disk shows only here
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place where it can be said
        sys.exit(ended(error))


if __name__ == "__main__":
    main()
