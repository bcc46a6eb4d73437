"""Things put in order: first what matters most."""

from collections.abc import Iterator
from typing import Any, ClassVar

from surveys.questionnaire.judging import NOTHING, Judge, Judged, Refuse, refusal
from surveys.questionnaire.kinds.asked import Form, KindFaults, control_name, first
from surveys.questionnaire.kinds.choice import Chosen
from surveys.questionnaire.kinds.scale import whole_or_typed
from surveys.questionnaire.pieces import Count, Language, in_language
from ui import mark


class Ranking(Chosen, frozen=True, kw_only=True, tag="ranking"):
    """Answered with options' ids, the first place first. `places`: how many are ranked; all when it is not said.

    On a page each option is given its place. What does not make an order comes as `{option: place}`, and is refused so.
    """

    kind = "ranking"
    seconds: ClassVar[float] = 30.0
    asks: ClassVar[str] = mark("Gi hvert svar en plass")

    places: Count | None = None

    def judge(self) -> Judge:
        refuse, known, places = refusal(self.id), frozenset(option.id for option in self.options), self.ranked()

        def judge(answer: Any) -> Judged:
            if type(answer) is dict:
                return _unordered(answer, places, refuse)
            if type(answer) is not list or not all(type(name) is str for name in answer):
                return refuse("wrong_kind")
            if not answer:
                return NOTHING
            if not known.issuperset(answer):
                return refuse("not_an_option")
            if len(set(answer)) < len(answer):
                return refuse("place_twice")
            return (answer, ()) if len(answer) == places else refuse("not_ranked", places=places)

        return judge

    def ranked(self) -> int:
        return self.places or len(self.options)

    def from_form(self, form: Form) -> Any:
        given = {option.id: whole_or_typed(first(form, control_name(self.id, option.id))) for option in self.options}
        places = {option: place for option, place in given.items() if place != ""}
        in_order = sorted(places, key=lambda option: str(places[option]).zfill(4))
        return in_order if [places[option] for option in in_order] == list(range(1, len(places) + 1)) else places

    def ticked(self, answer: Any) -> Iterator[tuple[str, str]]:
        places = answer if isinstance(answer, dict) else {name: place for place, name in enumerate(answer, start=1)}
        return ((str(option), str(place)) for option, place in places.items())

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        words = {option.id: in_language(option.text, spoken) for option in self.options}
        return [f"{place}. {words[name]}" for place, name in enumerate(answer, start=1) if name in words]

    def faults(self) -> KindFaults:
        yield from super().faults()
        if (self.places or 0) > len(self.options):
            yield "places", "places_beyond"


def _unordered(answer: dict[str, Any], places: int, refuse: Refuse) -> Judged:
    given = list(answer.values())
    twice = len(set(map(str, given))) < len(given)
    return refuse("place_twice") if twice else refuse("not_ranked", places=places)
