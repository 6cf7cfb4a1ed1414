"""The mails that a demo has caught: one file for each in its folder, which nobody else may read."""

import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = "mails"
SHOWN: Final = ("Subject", "From", "To", "Reply-To", "Date", "Message-ID")


class Kept(NamedTuple):
    """A mail as it was sent, by its number from 1."""

    number: int
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def headers(self) -> dict[str, str]:
        """Those that people look at."""
        read = self.message
        return {name: str(read[name]) for name in SHOWN if name in read}

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each form of what it says, by its media type: text, HTML, and what calendars take in."""
        leaves = [part for part in self.message.walk() if not part.is_multipart()]
        return [(_type_of(part), _text_of(part)) for part in leaves]


def keep(folder: Path, number: int, content: bytes) -> None:
    """Write one down, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(folder / f"{number:06}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(content)


def kept(folder: Path) -> list[Kept]:
    """All of them, in the order in which they came."""
    return [
        Kept(int(path.stem), path.read_bytes()) for path in sorted(folder.glob("[0-9]*.eml")) if path.stem.isdigit()
    ]


def one(folder: Path, number: int) -> Kept | None:
    """The one of this number, if there is one."""
    path = folder / f"{number:06}.eml"
    return Kept(number, path.read_bytes()) if path.is_file() else None


def _type_of(part: EmailMessage) -> str:
    method = part.get_param("method")
    return f"{part.get_content_type()}; method={method}" if method else part.get_content_type()


def _text_of(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
