"""What a problem says (RFC 9457), without that by which it names this one request."""

from typing import Any

import httpx2


def said(answer: httpx2.Response) -> dict[str, Any]:
    """The whole content but `instance`, which is new for each request that leads nowhere."""
    problem: dict[str, Any] = answer.json()
    assert str(problem.pop("instance")).startswith("urn:uuid:")
    return problem


def codes(answer: httpx2.Response) -> set[str]:
    """The codes of all faults that it tells."""
    return {each["code"] for each in answer.json()["errors"]}
