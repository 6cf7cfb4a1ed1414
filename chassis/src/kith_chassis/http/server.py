"""HTTP servers of a process: the API, and a front for people if there is one."""

from functools import partial
from typing import Any, NamedTuple

import uvicorn

from kith_chassis.http.connections import Connection, Connections, Limits


class Front(NamedTuple):
    """What one server answers, and where."""

    host: str
    port: int
    app: Any
    """An ASGI application."""


class Server(uvicorn.Server):
    """One server. The node tells it when to stop."""

    def __init__(self, front: Front, limits: Limits) -> None:
        super().__init__(
            uvicorn.Config(
                front.app,
                front.host,
                front.port,
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=3,
                timeout_keep_alive=75,
                http=partial(Connection, connections=Connections(limits)),  # type: ignore[arg-type]
                server_header=False,
                proxy_headers=False,
            )
        )

    async def answer(self) -> None:
        """Answer until told to stop; raises OSError if another program has the port."""
        try:
            await self.serve()
        except SystemExit:  # how uvicorn says that it cannot have the port, after a line in the log
            where = f"{self.config.host}:{self.config.port}"
            raise OSError(f"cannot listen on {where}: another program has it") from None

    def install_signal_handlers(self) -> None:
        """Signals are the node's business."""

    def capture_signals(self) -> Any:
        """The same, for newer versions of uvicorn."""
        from contextlib import nullcontext  # noqa: PLC0415

        return nullcontext()
