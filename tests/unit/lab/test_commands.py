"""Where the lab is installed, `kith` has its commands too, and says of each what it is for."""

import pytest

from kith_cli.main import app


def test_the_commands_of_the_lab_are_listed_with_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    app(["--help"], result_action="return_value")
    listed = {words[1]: words[2:] for line in capsys.readouterr().out.splitlines() if len(words := line.split()) > 3}
    for name in ("demo", "token", "issuer", "mails", "status", "stop", "reset"):
        assert len(listed[name]) > 2, name
