"""Rooms: the pages of one noun, and at which addresses they are."""

from collections.abc import Callable
from typing import Final

from starlette.routing import Route

from kith_console.visit import Handle

Add = Callable[[Handle], Handle]
"""Adds a page to a room."""
WITH_FILE: Final = "with-file"
"""The name of routes that take a file."""


class Room:
    """Pages of one noun: open ones below an organisation, and private ones whose addresses are opaque."""

    def __init__(self) -> None:
        self.roots: list[Route] = []
        self.open: list[Route] = []
        self.private: list[Route] = []

    def root(self, path: str) -> Add:
        """A page that everyone may see, and that belongs to no organisation."""
        return _adder(self.roots, path)

    def public(self, path: str) -> Add:
        """A page that everyone may see, below `/{body}`."""
        return _adder(self.open, f"/{{body}}{path}")

    def signed_in(self, path: str, *, takes_file: bool = False) -> Add:
        """A page for who is signed in, by its inner path; whether it may be sent a file."""
        return _adder(self.private, f"/{path}", WITH_FILE if takes_file else None)


def _adder(routes: list[Route], path: str, name: str | None = None) -> Add:
    def add(handle: Handle) -> Handle:
        routes.append(Route(path, handle, methods=["GET", "POST"], name=name))
        return handle

    return add
