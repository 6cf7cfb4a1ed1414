"""The pages as a process of their own. It shares the node's secret and database, and asks its API over HTTP."""

import sys
from typing import Final

import uvicorn
from pydantic import ValidationError

from kith_chassis import logs
from kith_chassis.http.own_issuer import OwnIssuer
from kith_chassis.mongo import connect
from kith_chassis.run import Behind
from kith_chassis.settings import Settings, in_words
from kith_console.app import ROOMS
from kith_console.console import Console, application
from kith_console.home.pages import front
from kith_console.node import Node
from kith_console.settings import ConsoleSettings

NO_NODE: Final = "KITH_CONSOLE_NODE is missing: the address of the node's HTTP API, http://127.0.0.1:8080"


def main() -> None:
    """Read the settings from the environment and serve until stopped; exit code 2 for wrong settings."""
    try:
        settings, own = Settings(), ConsoleSettings()
    except ValidationError as error:
        print(*in_words(error), sep="\n", file=sys.stderr)  # noqa: T201 - before there is a log
        sys.exit(2)
    if not own.node:
        print(NO_NODE, file=sys.stderr)  # noqa: T201
        sys.exit(2)
    logs.configure(settings.log_level)
    issuer = OwnIssuer(settings.secret_bytes, settings.audience)
    behind = Behind(settings, None, issuer, connect(settings.mongo_url.get_secret_value()))
    app = application(Console(own, behind, Node(url=own.node)), ROOMS, front)
    uvicorn.run(app, host=own.host, port=own.port, log_config=None, access_log=False, server_header=False)
