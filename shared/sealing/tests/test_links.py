from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from sealing import keyed_hash, link_token, read_link

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
MEMBER = UUID("6f0b0f2e-6a29-4b0a-9c5e-3a1d5d0f7c11")


@given(st.uuids())
def test_a_link_leads_back_to_its_id(id_: UUID) -> None:
    token = link_token(KEY, "s", id_)
    assert len(token) == 43
    assert read_link(KEY, "s", token) == id_


def test_a_link_is_always_the_same_so_that_it_need_not_be_stored() -> None:
    assert link_token(KEY, "s", MEMBER) == link_token(KEY, "s", MEMBER)


def test_a_link_for_one_purpose_is_worth_nothing_for_another() -> None:
    assert read_link(KEY, "confirm", link_token(KEY, "s", MEMBER)) is None


def test_a_link_made_with_another_key_is_not_ours() -> None:
    assert read_link(KEY, "s", link_token(OTHER_KEY, "s", MEMBER)) is None


def test_every_changed_character_is_noticed() -> None:
    token = link_token(KEY, "s", MEMBER)
    for place, character in enumerate(token):
        for other in "ABCxyz012-_":
            if other != character:
                assert read_link(KEY, "s", token[:place] + other + token[place + 1 :]) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert read_link(KEY, "s", text) is None


def test_a_proof_cannot_be_moved_to_another_id() -> None:
    mine, yours = link_token(KEY, "s", uuid4()), link_token(KEY, "s", uuid4())
    assert read_link(KEY, "s", mine[:22] + yours[22:]) is None


def test_equal_addresses_have_equal_hashes_and_only_with_the_key() -> None:
    assert keyed_hash(KEY, "kari@example.test") == keyed_hash(KEY, "kari@example.test")
    assert keyed_hash(KEY, "kari@example.test") != keyed_hash(KEY, "ola@example.test")
    assert keyed_hash(KEY, "kari@example.test") != keyed_hash(OTHER_KEY, "kari@example.test")
    assert len(keyed_hash(KEY, "")) == 32
