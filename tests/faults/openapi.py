"""Calls drawn from an OpenAPI document: what it asks for, and the same spoilt in every place."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

Schema = Mapping[str, Any]
MOST = 80  # characters of a text, members of a list
HALF_LETTERS = st.text(st.characters(), max_size=20)  # every code point there is: NUL, controls and lone surrogates too
ODD = st.sampled_from(
    ["", "\0", "\ud800", "'", '"', "<b>", "../..", "%s", "{{7*7}}", "a" * 400, "١", "e\u0301", "\u202e", "-1", "null"]
)
TEXT = st.one_of(HALF_LETTERS, ODD)
NUMBERS = st.one_of(
    st.integers(-(10**3), 10**4),
    st.sampled_from([2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**400, float("inf"), float("nan"), 1e308, -0.0]),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=8,
)


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    document: Schema
    details: Schema

    def calls(self, known: Mapping[str, list[str]], bodies: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy["Call"]:
        """`known`: values of path parameters that exist; `bodies`: better ones than the document can tell, by schema title."""
        places = {p["name"]: p for p in self.details.get("parameters", [])}
        in_path = {n: _path_value(p["schema"], known.get(n, [])) for n, p in places.items() if p["in"] == "path"}
        in_query = {n: mostly(_value(p["schema"], self.document)) for n, p in places.items() if p["in"] == "query"}
        return st.builds(
            Call,
            st.just(self),
            st.fixed_dictionaries(in_path),
            st.fixed_dictionaries({}, optional=in_query),
            self._body(bodies),
        )

    def _body(self, bodies: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
        content = self.details.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return st.one_of(st.none(), ANYTHING)
        schema = content["schema"]
        return mostly(bodies.get(schema.get("title", ""), _value(schema, self.document)))


@dataclass(frozen=True)
class Call:
    operation: Operation
    in_path: Mapping[str, str]
    in_query: Mapping[str, Any]
    body: Any

    @property
    def target(self) -> str:
        path = self.operation.path
        for name, value in self.in_path.items():
            path = path.replace(f"{{{name}}}", _quoted(value) or "%20")
        query = "&".join(f"{name}={_quoted(str(value))}" for name, value in self.in_query.items())
        return f"{path}?{query}" if query else path

    @property
    def payload(self) -> bytes:
        return json.dumps(self.body).encode()  # NaN, Infinity and half letters written out, as a careless client does


def operations(document: Schema) -> Iterator[Operation]:
    for path, ways in document["paths"].items():
        if not path.startswith("/health/"):
            for method, details in ways.items():
                yield Operation(method.upper(), path, document, details)


def mostly(fitting: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What fits three times of four; else anything."""
    return st.integers(0, 3).flatmap(lambda n: fitting if n else ANYTHING)


def _quoted(text: str) -> str:
    return quote(text.encode(errors="surrogatepass"), safe="")


def _path_value(schema: Schema, known: list[str]) -> st.SearchStrategy[str]:
    fitting = st.uuids().map(str) if schema.get("format") == "uuid" else st.text(max_size=MOST)
    real = st.sampled_from(known) if known else fitting
    return st.integers(0, 9).flatmap(lambda n: TEXT if n == 0 else fitting if n < 3 else real)


def _value(schema: Schema, document: Schema) -> st.SearchStrategy[Any]:  # noqa: PLR0911 – one line per kind
    match schema:
        case {"$ref": reference}:
            return _value(document["components"]["schemas"][reference.rpartition("/")[2]], document)
        case {"anyOf": choices}:
            return st.one_of([_value(choice, document) for choice in choices])
        case {"const": value}:
            return st.just(value)
        case {"enum": values}:
            return st.sampled_from(values)
        case {"type": "object"}:
            return _object(schema, document)
        case {"type": "array", "items": items}:
            return st.lists(mostly(_value(items, document)), max_size=min(schema.get("maxItems", 4) + 1, 5))
        case {"type": "string"}:
            return _string(schema)
        case {"type": "integer"}:
            return st.integers(schema.get("minimum"), schema.get("maximum", schema.get("exclusiveMaximum")))
    return ANYTHING


def _object(schema: Schema, document: Schema) -> st.SearchStrategy[Any]:
    properties = schema.get("properties", {})
    if not properties:
        return st.dictionaries(TEXT, ANYTHING, max_size=4)
    values = {name: mostly(_value(inner, document)) for name, inner in properties.items()}
    required = {name: values.pop(name) for name in schema.get("required", [])}
    return st.fixed_dictionaries(required, optional=values)


def _string(schema: Schema) -> st.SearchStrategy[str]:
    match schema.get("format"):
        case "uuid":
            return st.uuids().map(str)
        case "date":
            return st.dates().map(str)
    longest = schema.get("maxLength", MOST)
    return st.one_of(
        st.text(min_size=schema.get("minLength", 0), max_size=min(longest, MOST)),
        st.from_regex(r"[a-z0-9-]{3,20}", fullmatch=True),
    )
