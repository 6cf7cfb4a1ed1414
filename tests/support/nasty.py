"""Words that a body may send and that mean something to what shows them: pages, feeds, calendars, mails, tables."""

from html.parser import HTMLParser
from typing import Final

NASTY: Final = (
    "Physics </script><script>alert(1)</script> <!--<script> & more",
    "</title></style></textarea><img src=x onerror=alert(1)>",
    "\" autofocus onfocus='alert(1)' x=`",
    "]]></content><entry><id>urn:uuid:1</id></entry>",
    "&lt;script&gt; &amp;amp; &#x0; &nbsp",
    'Day\\nEND:VEVENT\\nBEGIN:VEVENT;X="1":,;\\\\',
    "Day, with: all; that \\ means \\, something",
    "Subject: hello To: eve@example.org, ann@example.org (x) <y@z.example>",
    "=?utf-8?q?=0D=0ABcc:_eve=40example.org?=",
    "=cmd|' /C calc'!A1",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s %(x)s {0} @list @title",
    "javascript:alert(1)",
    "Ŵ" * 160,
    "\U0001f3f4" * 160,
    "x" * 66 + "Ŷ\U0001f600 " + "y" * 60,
)
"""Each of at most 160 letters: one line, as messages allow it."""


class Skeleton(HTMLParser):
    """What a browser would make of a page, without its words: each element, and the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *[name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
