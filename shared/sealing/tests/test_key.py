import secrets
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing import Key, Unreadable, read_key
from sealing.key import decode, encode

MEMBER = UUID("6f0b0f2e-6a29-4b0a-9c5e-3a1d5d0f7c11")


@given(st.text())
def test_what_is_sealed_is_opened_as_it_was(text: str) -> None:
    key = Key(secrets.token_bytes(32))
    assert key.open("name", MEMBER, key.seal("name", MEMBER, text)) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    key = Key(secrets.token_bytes(32))
    assert len({key.seal("name", MEMBER, "Kari") for _ in range(100)}) == 100


def test_the_text_cannot_be_found_in_what_is_sealed() -> None:
    sealed = Key(secrets.token_bytes(32)).seal("name", MEMBER, "needle-in-the-haystack")
    assert "needle" not in sealed
    assert b"needle" not in decode(sealed)


def test_short_texts_are_equally_long_when_sealed() -> None:
    key = Key(secrets.token_bytes(32))
    assert len({len(key.seal("gender", MEMBER, gender)) for gender in ("man", "woman", "other", "unstated")}) == 1


def test_every_changed_bit_is_noticed() -> None:
    key = Key(secrets.token_bytes(32))
    raw = decode(key.seal("name", MEMBER, "Kari"))
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            key.open("name", MEMBER, encode(bytes(changed)))


def test_a_sealed_text_cannot_be_moved_to_another_field_or_member() -> None:
    key = Key(secrets.token_bytes(32))
    sealed = key.seal("name", MEMBER, "Kari")
    for field, context in (("email", MEMBER), ("name", uuid4()), ("nam", MEMBER), ("", MEMBER)):
        with pytest.raises(Unreadable):
            key.open(field, context, sealed)


def test_another_key_opens_nothing() -> None:
    sealed = Key(secrets.token_bytes(32)).seal("name", MEMBER, "Kari")
    with pytest.raises(Unreadable):
        Key(secrets.token_bytes(32)).open("name", MEMBER, sealed)


@pytest.mark.parametrize("rubbish", ["", "a", "====", "æøå", "AAAA", "A" * 16, "A" * 400, "\0"])
def test_rubbish_is_unreadable_and_no_fault(rubbish: str) -> None:
    with pytest.raises(Unreadable):
        Key(bytes(32)).open("name", MEMBER, rubbish)


def test_a_key_never_shows_itself() -> None:
    assert repr(Key(bytes(32))) == "Key(…)"


def test_a_key_in_the_settings_is_32_bytes_of_base64() -> None:
    assert read_key("/" * 43 + "=\n") == read_key("_" * 43 + "=")
    for wrong in ("", "AAAA", "A" * 64, "not base64!"):
        with pytest.raises(ValueError, match=r"."):
            read_key(wrong)
