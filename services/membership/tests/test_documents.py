import re
from typing import get_args

import pytest

from membership import documents
from membership.documents import FOLDER, VERSIONS, Kind, Version
from membership.documents.rendering import escaped, html, table
from membership.events import Consent, Language, SignedUp
from membership.signing_up import consent
from ui import read_municipality

from .conftest import ROOT, Running, words

PAGE = {"accept": "text/html"}
LANGUAGES: tuple[Language, ...] = get_args(Language)
VALUES = {"municipality": escaped("Bærum kommune"), "contact": escaped("a@b.test"), "fields": table(("A", "B"), [("x", "y")])}
RELEASED = {
    ("notice", "2026-11"): {
        "nb": "5ecbc8d6c26ae998922900844735ac3faa53aac2ed1e717fa3f48af2946a56cb",
        "nn": "f41d311875027f48e8f55c8da8acd8f55d4915a41c46a4778111f88efa389e8b",
        "en": "eaad39b12b53c8b0eaaba2db17f747968a63e3561fddb3241a75041383a3fc58",
    },
    ("notice", "2026-11b"): {
        "nb": "c549dfc709adfb5cd124eb3c4113972450ae5577982187ac84314a639f3f7971",
        "nn": "cdaafae011996f0c54331c7ed44fe951e2b2ea985cfb404bcd46c800e3458faa",
        "en": "ef504d3f51c13a7610eb90ab4932b231bc409f16c7f21a2a4df8f052a33e50f8",
    },
    ("processing", "2026-11"): {
        "nb": "4ebe1f96e066cca59457b23ba9776e4f98e9e8f28b25ebe4b7cffca417163105",
        "nn": "52c56282ad4072c33eb9802836418d3c67d26138fc9016389430bb2317163127",
        "en": "b42caeb40b6320fb9dcdd15499640d8e5179948f0164c09a580347d1aa8e32d8",
    },
    ("consent", "2026-11"): {
        "nb": "fa117ae146efc867c4e6f1e0d545e454a7811d856829c6343d3e578d9aec92a6",
        "nn": "416363047d5062016bdb0c4008660379acae5387618b66f050fc4ce3225eb671",
        "en": "31de6d0dccc2f5c388af08db60814355a17c09e8418ff0291328bb2e4226df29",
    },
}
"""The words of every released version. Add a version's here when it is released, and never change one."""


def test_the_words_of_a_released_version_are_never_changed() -> None:
    """Somebody has read them and agreed. Give changed words a version of their own, and add it here."""
    hashes = {(v.kind.value, v.id): {language: v.hash(language) for language in LANGUAGES} for v in VERSIONS}
    assert hashes == RELEASED


def test_no_text_lies_beside_that_is_no_version() -> None:
    known = {f"{v.kind}/{v.id}.{language}.md" for v in VERSIONS for language in LANGUAGES}
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.md")} == known


@pytest.mark.parametrize("kind", Kind)
def test_versions_follow_each_other(kind: Kind) -> None:
    versions = documents.all_of(kind)
    assert [v.in_force for v in versions] == sorted((v.in_force for v in versions), reverse=True)
    assert len({v.id for v in versions}) == len(versions)
    assert documents.newest(kind) == versions[0] == documents.find(kind, versions[0].id)
    assert documents.find(kind, "1999-01") is None


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.kind}-{v.id}")
def test_a_document_is_built_alike_in_every_language(version: Version) -> None:
    shapes = {language: re.findall(r"<(?!/)(\w+)", html(version.text(language), VALUES)) for language in LANGUAGES}
    assert shapes["nb"] == shapes["nn"] == shapes["en"]
    names = {language: re.findall(r"\{\w+\}", version.text(language)) for language in LANGUAGES}
    assert names["nb"] == names["nn"] == names["en"]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.kind}-{v.id}")
def test_a_document_uses_nothing_but_what_is_rendered(version: Version) -> None:
    for language in LANGUAGES:
        shown = html(version.text(language), VALUES)
        assert not re.search(r"\*\*|\]\(|^#|\{|style=|&lt;", shown, re.MULTILINE), shown


def test_what_is_put_in_is_text_and_nothing_else() -> None:
    evil = '<script>alert(1)</script> **x** [y](javascript:alert(1)) | z "\\'
    shown = html("# {a}\n\n{a} [{a}](/x)\n\n{t}\n", {"a": escaped(evil), "t": table(("A", "B"), [(evil, evil)])})
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt; **x** [y](javascript:alert(1)) | z &quot;\\") == 5
    assert shown.count('| z &#34;\\"><table') == 1
    assert not re.search(r"<(script|strong|a href=\"java)", shown)
    assert shown.count("<th scope=") + shown.count("<td>") == 4


def test_a_table_is_named_by_its_heading_and_its_rows_by_their_first_cell() -> None:
    shown = html("## Hva\n\n{t}\n", {"t": table(("A", "B"), [("x", "y")])})
    assert 'aria-label="Hva"><table class="table">' in shown
    assert '<th scope="row">x</th>' in shown.replace("\n", "")
    assert '<th scope="col">A</th>' in shown.replace("\n", "")


def test_what_somebody_agreed_to_can_be_read_later() -> None:
    given = consent.given("nn")
    assert given == Consent("2026-11", RELEASED["consent", "2026-11"]["nn"], "nn", documents.newest(Kind.notice).id)
    assert documents.text_hash(documents.consent(given.version, given.language) or "") == given.text_hash
    assert documents.consent("1999-01", "nn") is None


async def test_a_sign_up_refers_to_the_words_and_the_notice(running: Running) -> None:
    await running.sign_up()
    (signed_up,) = await running.events(SignedUp)
    assert isinstance(signed_up.event, SignedUp)
    assert signed_up.event.consent == consent.given("nb")
    assert signed_up.event.consent.notice_version == "2026-11b"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_version_of_every_document_is_shown(running: Running, language: Language) -> None:
    for kind, path in (
        (Kind.notice, "/personvern"),
        (Kind.processing, "/personvern/behandling"),
        (Kind.consent, "/personvern/samtykke"),
    ):
        newest = (await running.client.get(path, params={"lang": language}, headers=PAGE)).text
        for version in documents.all_of(kind):
            shown = await running.client.get(f"{path}/{version.id}", params={"lang": language}, headers=PAGE)
            assert shown.status_code == 200
            assert words(shown.text).count("Dette er en tidligere versjon.") == (
                language == "nb" and version != documents.newest(kind)
            )
            assert version.id in newest


async def test_the_notice_says_what_is_asked_and_who_is_responsible(running: Running) -> None:
    shown = words((await running.client.get("/personvern", headers=PAGE)).text)
    here = read_municipality(ROOT / "deploy/municipality/baerum.toml")
    assert f"{here.name} har ansvaret for innbyggerpanelet" in shown
    assert here.contact in shown
    assert "Hva er du opptatt av? (valgfritt) For å spørre deg om det du bryr deg om." in shown


@pytest.mark.parametrize("path", ["/personvern/1999-01", "/personvern/samtykke/x", "/personvern/behandling/..%2f..%2fREADME"])
async def test_a_version_there_never_was_is_not_found(running: Running, path: str) -> None:
    assert (await running.client.get(path, headers=PAGE)).status_code == 404
