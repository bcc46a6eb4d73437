"""The public messages: what is written down is what the code says, everyone can read what they hear, nothing is taken away."""

import importlib
import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

import analytics.heard
import membership.over_time.was_asked
import membership.signing_up.front_page
import notifications.heard
import surveys.heard
from eventlog import Hearing, Message
from runtime.contracts import SERVICES, files, messages_of, schema_of, shrunk

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "shared" / "contracts"
MESSAGES = {message.subject: message for service in SERVICES for message in messages_of(service)}
HEARD: dict[str, dict[str, Any]] = {
    "analytics": analytics.heard.HEARS,
    "membership": {
        "analytics.v1.result_published": membership.signing_up.front_page.ResultPublished,
        "surveys.v1.survey_published": membership.over_time.was_asked.SurveyPublished,
        "surveys.v1.invitation_issued": membership.over_time.was_asked.InvitationIssued,
    },
    "notifications": {
        "membership.v1.confirmation_requested": notifications.heard.MemberTold,
        "membership.v1.sign_up_repeated": notifications.heard.MemberTold,
        "membership.v1.member_invited": notifications.heard.MemberTold,
        "membership.v1.sign_in_requested": notifications.heard.SignInRequested,
        "membership.v1.email_change_requested": notifications.heard.MemberTold,
        "membership.v1.member_asked_to_stay": notifications.heard.MemberTold,
        "membership.v1.member_forgotten": notifications.heard.MemberTold,
        "surveys.v1.invitation_issued": notifications.heard.InvitationIssued,
        "surveys.v1.survey_published": notifications.heard.SurveyPublished,
        "surveys.v1.survey_closed": notifications.heard.SurveyClosed,
    },
    "surveys": {
        "membership.v1.member_joined": surveys.heard.MemberJoined,
        "membership.v1.member_background_changed": surveys.heard.MemberJoined,
        "membership.v1.member_paused": surveys.heard.MemberPaused,
        "membership.v1.member_resumed": surveys.heard.MemberNamed,
        "membership.v1.contact_budget_chosen": surveys.heard.ContactBudgetChosen,
        "membership.v1.member_forgotten": surveys.heard.MemberNamed,
    },
}
FORBIDDEN = {"name", "address", "email", "e_mail", "phone", "token", "link", "ip", "user_agent", "birth_year", "free_text"}


def test_the_written_contracts_are_what_the_code_says() -> None:
    there = {path.relative_to(CONTRACTS): path.read_text() for path in CONTRACTS.rglob("*.json")}
    assert there == files(), "run `make contracts`"


@pytest.mark.parametrize(("hearer", "subject"), [(h, s) for h, subjects in HEARD.items() for s in subjects])
def test_every_hearer_can_read_every_example_it_hears(hearer: str, subject: str) -> None:
    service, version, name = subject.split(".")
    example = (CONTRACTS / service / f"{name}.{version}.example.json").read_bytes()
    assert msgspec.json.decode(example, type=HEARD[hearer][subject])


def test_every_message_that_a_service_looks_for_is_in_the_table_above() -> None:
    for hearer, subjects in HEARD.items():
        source = "".join(path.read_text() for path in (ROOT / "services" / hearer / "src").rglob("*.py"))
        foreign = {s for s in MESSAGES if not s.startswith(f"{hearer}.") and f'"{s}"' in source}
        assert foreign == set(subjects) & foreign, hearer


def test_every_subject_that_a_service_announces_has_a_contract() -> None:
    for service in SERVICES:
        source = (ROOT / "services" / service / "src" / service / "published.py").read_text()
        named = {part for part in source.replace("'", '"').split('"') if part.startswith(f"{service}.v")}
        assert named == {s for s in MESSAGES if s.startswith(f"{service}.")}


@pytest.mark.parametrize("subject", MESSAGES)
def test_no_message_has_a_field_for_what_must_never_be_on_the_bus(subject: str) -> None:
    if subject == "surveys.v1.survey_published":  # the questionnaire is public text
        return
    assert not FORBIDDEN & set(_fields(schema_of(MESSAGES[subject])))


def _fields(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = list(schema.get("properties", {}))
        return own + [name for value in schema.values() for name in _fields(value)]
    return [name for item in schema for name in _fields(item)] if isinstance(schema, list) else []


@pytest.mark.parametrize("path", sorted(CONTRACTS.rglob("*.schema.json")), ids=lambda p: p.name)
def test_within_a_version_fields_are_only_added(path: Path) -> None:
    """Against every version there has been: what was said once has been promised."""
    place = str(path.relative_to(ROOT))
    for commit in _git("log", "--format=%H", "--", place).split():
        assert shrunk(json.loads(_git("show", f"{commit}:{place}")), json.loads(path.read_text())) == [], commit


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_field_that_goes_or_changes_is_noticed() -> None:
    old = {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["a", "b"]}
    assert (
        shrunk(old, {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}, "c": {}}, "required": ["a", "b"]}) == []
    )
    assert shrunk(old, {"properties": {"a": {"type": "string"}}, "required": ["a"]}) == [
        "b is gone",
        "b is no longer always there",
    ]
    assert shrunk(old, old | {"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}) == ["a is another type"]


def test_the_consumers_that_are_named_hear_streams_that_exist() -> None:
    for service in HEARD:
        for value in vars(
            importlib.import_module(f"{service}.heard" if service != "membership" else "membership.signing_up.front_page")
        ).values():
            for hearing in value if isinstance(value, tuple | list) else [value]:
                if isinstance(hearing, Hearing):
                    assert hearing.stream.lower() in SERVICES
                    assert hearing.name.startswith(f"{service}-")


def test_examples_are_messages_of_their_own_service() -> None:
    for service in SERVICES:
        for message in messages_of(service):
            assert isinstance(message, Message)
            assert message.subject.startswith(f"{service}.v1.")
