"""What the import says itself, in the three languages: answers that LimeSurvey has built in, and names for new questions."""

from surveys.questionnaire.pieces import Language

Said = dict[Language, str]


def said(nb: str, nn: str, en: str) -> Said:
    return {"nb": nb, "nn": nn, "en": en}


YES, NO = said("Ja", "Ja", "Yes"), said("Nei", "Nei", "No")
UNCERTAIN = said("Usikker", "Usikker", "Uncertain")
WOMAN, MAN = said("Kvinne", "Kvinne", "Female"), said("Mann", "Mann", "Male")
INCREASE, DECREASE = said("Øker", "Aukar", "Increase"), said("Minker", "Minkar", "Decrease")
SAME = said("Uendret", "Uendra", "Same")
OTHER = said("Annet", "Anna", "Other")
WHAT_OTHER = said("Hva er det andre?", "Kva er det andre?", "What is the other?")
COMMENT = said("Kommentar", "Kommentar", "Comment")
SURVEY = said("Undersøkelse", "Undersøking", "Survey")
PART = said("Del", "Del", "Part")


def numbers(last: int) -> list[tuple[str, Said]]:
    return [(str(number), said(str(number), str(number), str(number))) for number in range(1, last + 1)]
