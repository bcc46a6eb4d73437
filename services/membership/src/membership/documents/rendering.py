"""A document as HTML: a few constructs of Markdown, values put in by name, nothing else.

Headings, paragraphs, lists, tables, emphasis and links. HTML in a text is shown as it stands, and every value is escaped.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

NAME = re.compile(r"\{([a-z_]+)\}")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def html(text: str, values: Mapping[str, str]) -> Markup:
    """`values` are Markdown by themselves: make them with `escaped` or `table`."""
    return Markup(_markdown.render(NAME.sub(lambda name: values[name[1]], text)))  # noqa: S704 – HTML in the text is escaped


def escaped(value: str) -> str:
    """Plain text, whatever is in it."""
    return PUNCTUATION.sub(r"\\\1", " ".join(value.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _as_macros_do(state: StateCore) -> None:
    """Tables like those of `macros/parts.html`: named by the heading above them, each row named by its first cell."""
    heading, first, before = "", False, ""
    for token in state.tokens:
        if before == "heading_open":
            heading = "".join(part.content for part in token.children or ())
        if token.type == "table_open":
            token.meta["heading"] = heading
        elif token.type == "th_open":
            token.attrs["scope"] = "col"
        elif token.type == "td_open":
            first = before == "tr_open"
        if first and token.type in {"td_open", "td_close"}:
            token.tag = "th"
            token.attrs = {"scope": "row"} if token.type == "td_open" else {}
        before = token.type


def _table_open(_: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    label = escape(tokens[index].meta["heading"])
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="table">\n'


def _table_close(_: RendererProtocol, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType) -> str:
    return "</table></div>\n"


def _made() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis", "link", "escape"])
    markdown.core.ruler.push("as_macros_do", _as_macros_do)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    return markdown


_markdown = _made()
