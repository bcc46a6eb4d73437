"""The lines of a form as groups within groups, and what a type says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from surveys.importing.losses import UnusableFile
from surveys.importing.xlsform.sheets import Line

DEEPEST = 12
_SAME = (
    (re.compile(r"select[ _]one[ _](?:external)\b"), "select_one_external"),
    (re.compile(r"select[ _](one|multiple)[ _]from[ _]file\b"), r"select_\1_from_file"),
    (re.compile(r"select[ _]one(?:[ _]from)?\b"), "select_one"),
    (re.compile(r"select[ _]all[ _]that[ _]apply(?:[ _]from)?\b|select[ _]multiple(?:[ _]from)?\b"), "select_multiple"),
    (re.compile(r"(begin|end)[ _](group|repeat)\b"), r"\1_\2"),
    (re.compile(r"(?:add )?([\w-]+) prompt\b"), r"\1"),
)


@dataclass
class Group:
    line: Line
    repeated: bool = False
    parts: list["Line | Group"] = field(default_factory=list)


def type_of(line: Line) -> tuple[str, str]:
    """`select one from sexes` is ("select_one", "sexes"); names of lists keep their letters as they are."""
    written = " ".join(line.values.get("type", "").split())
    for pattern, plain in _SAME:
        found = re.match(pattern.pattern, written, re.IGNORECASE)
        if found:
            written = found.expand(plain).lower() + written[found.end() :]
            break
    kind, _, of = written.partition(" ")
    return kind.lower(), of.strip()


def tree_of(lines: Sequence[Line]) -> list[Line | Group]:
    """Raises UnusableFile. A group that is never ended ends with the sheet; an end too many ends nothing."""
    whole: list[Line | Group] = []
    open_groups: list[Group] = []
    for line in lines:
        kind, _ = type_of(line)
        around = open_groups[-1].parts if open_groups else whole
        if kind in {"begin_group", "begin_repeat"}:
            group = Group(line, kind == "begin_repeat")
            around.append(group)
            open_groups.append(group)
            if len(open_groups) > DEEPEST:
                raise UnusableFile("too_deep")
        elif kind in {"end_group", "end_repeat"}:
            open_groups[-1:] = []
        elif kind:
            around.append(line)
    return whole
