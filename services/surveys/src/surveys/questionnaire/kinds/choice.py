"""What all questions have that are answered by choosing: options, their order, words beside them."""

from collections.abc import Iterable, Iterator
from typing import Any

from surveys.questionnaire.kinds.asked import Asked, KindFaults, OwnWords
from surveys.questionnaire.pieces import Language, Option, Options, in_language


class Chosen(Asked, frozen=True, kw_only=True):
    options: Options = ()
    shuffle: bool = False

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def own_words(self) -> tuple[OwnWords, ...]:
        written = tuple(
            OwnWords(f"{self.id}.{option.id}", option.text, beside=option.id) for option in self.options if option.write_in
        )
        return written + super().own_words()

    def faults(self) -> KindFaults:
        yield from option_faults(self.options)
        if self.comment is not None and any(option.write_in and option.id == "comment" for option in self.options):
            yield "comment", "comment_taken"

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        return list(texts_of(self.options, answer if isinstance(answer, list) else [answer], spoken))


def option_faults(options: tuple[Option, ...]) -> Iterator[tuple[str, str]]:
    if not options:
        yield "options", "no_options"


def picture_faults(look: str, options: tuple[Option, ...]) -> Iterator[tuple[str, str]]:
    if look == "pictures":
        yield from ((f"options[{place}].picture", "no_picture") for place, option in enumerate(options) if not option.picture)


def texts_of(options: Iterable[Option], chosen: list[str], spoken: Language) -> Iterator[str]:
    """The words of what was chosen, in the order it was chosen."""
    words = {option.id: in_language(option.text, spoken) for option in options}
    return (words[name] for name in chosen if name in words)
