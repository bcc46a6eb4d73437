"""Texts with markup as plain text: what is lost on the way is named."""

import re
from html.parser import HTMLParser

import nh3

from surveys.questionnaire.judging import UNWRITTEN

BLOCKS = frozenset(
    {"blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
"""Tags that begin a new line."""

HARMLESS = frozenset({"p", "br", "div", "span"})
"""Tags that only part lines: without them the text says the same."""

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[\s/>]")
_MARKUP = re.compile(r"[<&]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        if tag == "a" and self._link.startswith(("http://", "https://")) and self._link not in "".join(self.parts[-3:]):
            self.parts.append(f" ({self._link})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(text: str) -> str:
    """The words, with a line break where the markup had one and a link's address behind it; no control characters."""
    if _MARKUP.search(text):
        clean = nh3.clean(text, tags=set(BLOCKS | {"a"}), attributes={"a": {"href"}}, link_rel=None)
        reader = _Reader()
        reader.feed(re.sub(r"\s+", " ", clean))
        reader.close()
        text = "".join(reader.parts)
    lines = (UNWRITTEN.sub("", " ".join(line.split())) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def lost_tags(text: str) -> list[str]:
    """The tags whose effect is lost, in the order they come."""
    return [tag for tag in dict.fromkeys(found.lower() for found in _TAG.findall(text)) if tag not in HARMLESS]
