"""The suites of trust: who could lie, read or count, tries it here on real servers. Their figures are evidence."""

import pytest
from support.evidence import gather


def pytest_sessionfinish(session: pytest.Session) -> None:
    gather()
