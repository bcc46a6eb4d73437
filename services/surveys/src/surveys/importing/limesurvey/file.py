"""A file of LimeSurvey (.lss, .lsg, .lsq) as tables of rows: XML from strangers, read with limits on everything."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # its types are a package of their own
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]  # its types are a package of their own

from surveys.importing.losses import UnusableFile

LARGEST_MB = 5
DEEPEST = 20
KINDS = frozenset({"Survey", "Group", "Question"})
TABLE, ROW, FIELD = 2, 4, 5  # document > table > rows > row > field

Row = dict[str, str]


@dataclass
class Tables:
    """Built by the parser as it goes: what lies deeper than a field is read into it."""

    kind: str = ""
    languages: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    _path: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _sorted_out: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) > DEEPEST:
            raise UnusableFile("too_deep")
        if len(self._path) == ROW and self._path[ROW - 2] == "rows":
            self.rows.setdefault(self._path[TABLE - 1], []).append({})
        if len(self._path) <= FIELD:
            self._text.clear()

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        text = "".join(self._text).strip()
        if len(self._path) == FIELD and self._path[ROW - 2] == "rows":
            self.rows[self._path[TABLE - 1]][-1][tag] = text
        elif self._path[1:] == ["LimeSurveyDocType"]:
            self.kind = text
        elif self._path[1:] == ["languages", "language"]:
            self.languages.append(text)
        self._path.pop()

    def close(self) -> "Tables":
        return self

    def of(self, table: str) -> list[Row]:
        return self.rows.get(table, [])

    def belonging(self, table: str, key: str, owner: str) -> list[Row]:
        """The rows of a table that name an owner; sorted out once, since a large file has thousands of both."""
        sorted_out = self._sorted_out.get((table, key))
        if sorted_out is None:
            sorted_out = self._sorted_out[table, key] = {}
            for row in self.of(table):
                sorted_out.setdefault(row.get(key, ""), []).append(row)
        return sorted_out.get(owner, [])


def read_tables(content: bytes) -> Tables:
    """Raises UnusableFile."""
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise UnusableFile("too_big", most=LARGEST_MB)
    parser = DefusedXMLParser(target=Tables(), forbid_dtd=True)
    try:
        parser.feed(content)
        tables = parser.close()
    except DefusedXmlException as error:
        raise UnusableFile("unsafe") from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnusableFile("not_xml") from error
    if not isinstance(tables, Tables) or tables.kind not in KINDS or not tables.of("questions"):
        raise UnusableFile("not_a_survey")
    return tables
