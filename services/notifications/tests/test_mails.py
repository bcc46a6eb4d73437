"""What a mail says and can never say: every kind, three languages, text and HTML, one link to act on, no injected header."""

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.events import About, Kind
from notifications.known_surveys import KnownSurvey
from notifications.links import Links
from notifications.mails import CannotCompose, Composer, Recipient, envelope_address

from .conftest import text_of

pytestmark = pytest.mark.usefixtures("site")
COMPOSER = Composer("panel@panel.example", Links("https://panel.example", b"k" * 32))
NOW = datetime(2026, 10, 12, 14, 5, tzinfo=UTC)
ID = UUID("3a621f4c-4669-5b81-8309-550480a08c78")
HEADERS = {
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Content-Language",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
}
UNSUBSCRIBE = {"List-Unsubscribe", "List-Unsubscribe-Post"}
LINKS = {
    Kind.confirmation: "/bekreft/abc",
    Kind.member_invited: "/bekreft/abc",
    Kind.sign_in: "/min-side/inn/abc",
    Kind.email_change: "/min-side/ny-adresse/abc",
    Kind.stay: "/min-side/bli/abc",
}


def composed(
    kind: Kind,
    language: str = "nb",
    name: str = "Kari Ås",
    title: str = "Om klima",
    address: str = "kari@example.test",
    unsubscribe: str | None = None,
) -> EmailMessage:
    about = About(kind=kind, cause_id=UUID(int=1), member_id=UUID(int=2), survey_id=UUID(int=3))
    survey = KnownSurvey({"nb": title}, 5, closed=False) if kind is Kind.invitation else None
    recipient = Recipient(address, name, language, LINKS.get(kind), "482913", unsubscribe)
    mail = COMPOSER.compose(ID, about, recipient, survey, NOW)
    message = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not [defect for part in message.walk() for defect in part.defects]
    return message


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_mail_has_the_same_one_link_in_text_and_html_and_nothing_that_tracks(kind: Kind, language: str) -> None:
    message = composed(kind, language)
    plain, html = text_of(message), text_of(message, "html")
    links = set(re.findall(r'href="(https?:[^"]+)"', html))
    assert links == set(re.findall(r"https?://\S+", plain))
    assert len(links) == 1
    assert links.pop().startswith("https://panel.example/")
    assert not re.search(r"<img|<script|<link|<table|@import|url\(", html)
    assert f'<html lang="{language}">' in html
    assert message["Content-Language"] == language
    assert set(message.keys()) == HEADERS


@pytest.mark.parametrize(
    ("language", "asks"), [("nb", "spør deg: Om klima"), ("nn", "spør deg: Om klima"), ("en", "asks you: Om klima")]
)
def test_an_invitation_says_who_asks_about_what_for_how_long_and_who_sees_it(language: str, asks: str) -> None:
    message = composed(Kind.invitation, language)
    assert message["Subject"] == f"Bærum kommune {asks}"
    plain = text_of(message)
    for wanted in ("Bærum kommune", "Om klima", "5 minut", {"nb": "Hvem", "nn": "Kven", "en": "Who"}[language]):
        assert wanted in plain


@pytest.mark.parametrize("kind", [Kind.invitation, Kind.stay])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_who_wants_no_more_is_one_click_away_in_the_mail_program_and_in_the_letter(kind: Kind, language: str) -> None:
    """RFC 8058."""
    message = composed(kind, language, unsubscribe="/avmeld/abc")
    assert message["List-Unsubscribe"] == "<https://panel.example/avmeld/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(message.keys()) == HEADERS | UNSUBSCRIBE
    shown = f"https://panel.example/avmeld/abc?lang={language}"
    assert shown in text_of(message)
    assert f'href="{shown}"' in text_of(message, "html")


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.invitation, Kind.stay}))
def test_a_mail_somebody_asked_for_has_no_unsubscribe(kind: Kind) -> None:
    message = composed(kind, unsubscribe="/avmeld/abc")
    assert not UNSUBSCRIBE & set(message.keys())
    assert "avmeld" not in text_of(message) + text_of(message, "html")


def test_a_path_to_unsubscribe_cannot_become_a_header() -> None:
    message = composed(Kind.stay, unsubscribe="/avmeld/a>\r\nBcc: all@example.test")
    assert set(message.keys()) == HEADERS | UNSUBSCRIBE


def test_a_sign_in_gives_link_and_code_says_how_long_and_what_to_do_when_it_was_not_you() -> None:
    plain, html = text_of(composed(Kind.sign_in)), text_of(composed(Kind.sign_in), "html")
    assert "https://panel.example/min-side/inn/abc?lang=nb" in plain
    for wanted in ("482913", "ti minutter", "se bort fra"):
        assert wanted in plain
        assert wanted in html
    assert "482913" not in composed(Kind.sign_in)["Subject"]  # a locked telephone shows subjects


def test_the_question_to_stay_says_what_happens_without_an_answer_and_how_to_leave() -> None:
    plain = text_of(composed(Kind.stay))
    for wanted in ("to år", "innen en måned", "sletter vi alt", "melde deg ut"):
        assert wanted in plain


@pytest.mark.parametrize("kind", LINKS)
def test_a_mail_without_the_link_it_is_about_is_not_made(kind: Kind) -> None:
    about = About(kind=kind, cause_id=UUID(int=1), member_id=UUID(int=2))
    with pytest.raises(CannotCompose):
        COMPOSER.compose(ID, about, Recipient("kari@example.test", "Kari", "nb"), None, NOW)


def test_a_confirmation_says_what_to_do_when_it_was_not_you_and_that_the_link_ends() -> None:
    plain = text_of(composed(Kind.confirmation))
    assert "https://panel.example/bekreft/abc?lang=nb" in plain
    assert "Var det ikke deg?" in plain
    assert "48 timer" in plain


def test_a_title_in_another_language_is_used_when_there_is_none_in_the_members_own() -> None:
    assert "Om klima" in composed(Kind.invitation, "en")["Subject"]


def test_a_language_we_do_not_have_becomes_the_first_we_have() -> None:
    assert composed(Kind.confirmation, "se")["Content-Language"] == "nb"


def test_names_and_titles_are_escaped_in_html_and_plain_in_text() -> None:
    message = composed(Kind.invitation, name="<b>Kari & co</b>", title="5 < 6 & 100 %")
    assert "&lt;b&gt;Kari &amp; co&lt;/b&gt;" in text_of(message, "html")
    assert "Hei, <b>Kari & co</b>" in text_of(message)
    assert message["Subject"].endswith("5 < 6 & 100 %")


@pytest.mark.parametrize("kind", Kind)
def test_who_gave_no_name_is_greeted_without_one(kind: Kind) -> None:
    message = composed(kind, name="")
    for body in (text_of(message), text_of(message, "html")):
        assert "Hei" in body
        assert "Hei," not in body


def test_neither_recipient_nor_mail_shows_itself_in_a_log() -> None:
    about = About(kind=Kind.confirmation, cause_id=UUID(int=1), member_id=UUID(int=2))
    recipient = Recipient("kari@example.test", "Kari", "nb", "/bekreft/hemmelig")
    mail = COMPOSER.compose(ID, about, recipient, None, NOW)
    for shown in (repr(recipient), str(recipient), repr(mail), repr(COMPOSER)):
        assert not re.search("(?i)kari|hemmelig|kkkk", shown)


nasty = st.text(
    alphabet=st.one_of(st.sampled_from('\r\n\t\0:;,<>@" \u2028\u0085\x0b'), st.characters(codec="utf-8")), max_size=80
)


@settings(max_examples=1_000, deadline=None)
@given(name=nasty, title=nasty, local=nasty)
def test_nothing_people_write_becomes_a_header_or_a_recipient(name: str, title: str, local: str) -> None:
    injected = "\r\nBcc: all@example.test\r\n"
    for text in (name, name + injected + title):
        message = composed(Kind.invitation, name=text, title=title + injected)
        assert set(message.keys()) == HEADERS
        assert [a.addr_spec for a in message["To"].addresses] == ["kari@example.test"]
    try:
        address = envelope_address(f"{local}@example.test")
    except CannotCompose:
        return
    message = composed(Kind.confirmation, address=address)
    assert set(message.keys()) == HEADERS
    assert len(message["To"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@b",
        "a@",
        "a@b@c",
        "a b@c.test",
        "a@c.test\r\nBcc: x@y.test",
        "<a@b.test>",
        "a,b@c.test",
        "a@b..test",
        "a@\u2028.no",
    ],
)
def test_what_is_more_or_less_than_one_mailbox_is_refused(address: str) -> None:
    with pytest.raises(CannotCompose):
        envelope_address(address)
