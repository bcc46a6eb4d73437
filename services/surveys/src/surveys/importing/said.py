"""What the import says itself, in the three languages: answers other tools have built in, and names where none was given."""

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
NONE = said("Ingen av disse", "Ingen av desse", "None of these")
REFUSED = said("Ønsker ikke å svare", "Ønskjer ikkje å svare", "Prefer not to answer")
UNKNOWN = said("Vet ikke", "Veit ikkje", "Don't know")
COMMENT = said("Kommentar", "Kommentar", "Comment")
SURVEY = said("Undersøkelse", "Undersøking", "Survey")
PART = said("Del", "Del", "Part")
NOT_ALLOWED = said("Svaret er ikke gyldig her.", "Svaret er ikkje gyldig her.", "This answer is not valid here.")


def numbers(first: int, last: int, step: int = 1) -> list[tuple[str, Said]]:
    return [(str(number), said(str(number), str(number), str(number))) for number in range(first, last + 1, step)]
