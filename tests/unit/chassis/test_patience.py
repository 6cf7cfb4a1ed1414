"""What passes is waited for; what does not is raised at once."""

import pytest
import stamina
from aiokafka.errors import KafkaConnectionError

from kith_chassis.patience import Patience


class Server:
    """Away for the first calls."""

    def __init__(self, away: int) -> None:
        self.away, self.calls = away, 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.away:
            raise KafkaConnectionError("away")
        return "answer"


@pytest.fixture(autouse=True)
def no_pauses() -> object:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


async def test_it_asks_until_there_is_an_answer() -> None:
    server = Server(away=5)
    assert await Patience()(server) == "answer"
    assert server.calls == 6


async def test_a_bug_is_no_reason_to_wait() -> None:
    async def bug() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await Patience()(bug)


async def test_when_it_is_ended_the_next_failure_is_raised() -> None:
    patience = Patience()
    patience.end()
    with pytest.raises(KafkaConnectionError):
        await patience(Server(away=1))


async def test_long_waiting_is_trouble_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now, patience, troubles = 0.0, Patience(), []
    monkeypatch.setattr("time.monotonic", lambda: now)

    async def away_for_a_while() -> None:
        nonlocal now
        now += 6
        troubles.append(patience.trouble)
        if len(troubles) < 5:
            raise KafkaConnectionError("away")

    await patience(away_for_a_while)
    assert [bool(trouble) for trouble in troubles] == [False, False, False, True, True]
    assert patience.trouble == ""
