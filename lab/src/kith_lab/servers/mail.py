"""A mail server that delivers nothing: it keeps every mail, for tests and the demo to look at."""

import asyncio
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from kith_cli.errors import StackError
from kith_lab.servers.mailbox import keep
from kith_lab.servers.ports import HOST, free_port


@dataclass(frozen=True)
class CaughtMail:
    """The envelope says who gets it, which the header need not."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """Parsed when it is first looked at: parsing takes longer than receiving."""
        return message_from_bytes(self.content, policy=policy.default)


class MailCatcher:
    """An SMTP server in this process's loop. With `folder` each mail is also kept there as an .eml file."""

    def __init__(self, folder: Path | None = None, port: int | None = None) -> None:
        self.mails: list[CaughtMail] = []
        self._folder = folder
        self._port = port or free_port()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self._port}"

    def sent_to(self, recipient: str) -> list[EmailMessage]:
        """The mails whose envelope names this recipient, oldest first."""
        return [mail.message for mail in self.mails if recipient in mail.recipients]

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._session, HOST, self._port)
        except OSError as error:
            raise StackError(f"The mail catcher cannot listen at {self.url}: {error.strerror}.") from error

    async def stop(self) -> None:
        """Stops taking mails; those caught stay readable."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _session(self) -> SMTP:
        return SMTP(self, hostname="localhost", enable_SMTPUTF8=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's hook
        """Keeps one mail; called by aiosmtpd, whose answer to the client it returns."""
        content = envelope.original_content or b""
        self.mails.append(CaughtMail(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        self._keep(content)
        return "250 OK"

    def _keep(self, content: bytes) -> None:
        if self._folder:
            keep(self._folder, len(self.mails), content)
