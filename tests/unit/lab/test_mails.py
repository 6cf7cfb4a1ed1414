"""The mails of the demo: kept for their owner alone, and shown so that nothing in them does anything."""

import http.client
import json
import stat
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
import pytest

from kith_lab.mails import mails
from kith_lab.servers.mail import MailCatcher
from kith_lab.servers.mail_page import MailPage
from kith_lab.servers.mailbox import FOLDER, keep, kept

NASTY = "</pre><script>alert(1)</script>\x1b[2J"


def mail(subject: str = "Your place", text: str = "Hello,") -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "events@bcs.example", "ann@mail.example"
    made.set_content(text)
    made.add_alternative(f"<p>{text}</p>", subtype="html")
    made.add_alternative("BEGIN:VCALENDAR", subtype="calendar", params={"method": "REQUEST"})
    return made.as_bytes()


def caught(data: Path, *contents: bytes) -> Path:
    folder = data / "demo" / FOLDER
    for number, content in enumerate(contents, 1):
        keep(folder, number, content)
    return folder


def answered(url: str, path: str, host: str = "") -> tuple[int, dict[str, str], str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=5)
    connection.request("GET", path, headers={"host": host or parts.netloc})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


async def test_what_the_catcher_takes_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo" / FOLDER
    async with MailCatcher(folder) as catcher:
        port = urlsplit(catcher.url).port
        for _ in range(2):
            await aiosmtplib.send(mail(), sender="a@b.example", recipients=["c@d.example"], port=port, start_tls=False)
    assert [each.number for each in kept(folder)] == [1, 2]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def test_they_are_listed_shown_and_written_as_they_were_sent(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    content = mail("Your place on 12 March")
    caught(tmp_path, content, mail("Another"))
    assert mails(data=tmp_path) == 0
    assert b"Your place on 12 March" in capfdbinary.readouterr().out
    assert mails(as_json=True, data=tmp_path) == 0
    assert [each["Subject"] for each in json.loads(capfdbinary.readouterr().out)] == [
        "Your place on 12 March",
        "Another",
    ]
    assert mails(1, data=tmp_path) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "To: ann@mail.example" in shown
    assert "--- text/calendar; method=REQUEST\nBEGIN:VCALENDAR" in shown
    assert mails(1, raw=True, data=tmp_path) == 0
    assert capfdbinary.readouterr().out == content
    assert mails(1, as_json=True, data=tmp_path) == 0
    assert len(json.loads(capfdbinary.readouterr().out)["parts"]) == 3


def test_where_there_is_none_it_says_how_to_get_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mails(data=tmp_path) == 1
    assert "`kith demo`" in capsys.readouterr().err
    assert mails(7, data=tmp_path) == 1
    assert "no mail of number 7" in capsys.readouterr().err


def test_nothing_in_a_mail_moves_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    caught(tmp_path, mail(text=NASTY))
    assert mails(1, data=tmp_path) == 0
    assert "\x1b" not in capsys.readouterr().out


async def test_the_page_shows_them_and_nothing_of_them_is_a_page(tmp_path: Path) -> None:
    folder = caught(tmp_path, mail(), mail("<b>bold</b>", NASTY))
    async with MailPage(folder) as page:
        _, _, listed = answered(page.url, "/")
        status, headers, shown = answered(page.url, "/2")
        _, raw_headers, raw = answered(page.url, "/2/raw")
    assert listed.index('href="/2"') < listed.index('href="/1"'), "the newest first"
    assert status == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown
    for text in (listed, shown):
        assert "<script" not in text
        assert "<b>" not in text
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert raw_headers["content-type"].startswith("text/plain")
    assert raw.replace("\r\n", "\n") == kept(folder)[1].content.decode().replace("\r\n", "\n")


async def test_the_page_answers_to_its_own_address_alone_and_to_nothing_else(tmp_path: Path) -> None:
    folder = caught(tmp_path, mail())
    async with MailPage(folder) as page:
        rebound, _, text = answered(page.url, "/1", host="evil.example")
        statuses = [answered(page.url, path)[0] for path in ("/3", "/../stack.json", "/1/../../x", "/a", "/1/more")]
    assert (rebound, "ann@" in text) == (421, False)
    assert statuses == [404] * 5
