"""Which column holds what: guessed from the headings in three languages, and put right by the one who knows the file."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Field(StrEnum):
    email = "email"
    birth = "birth"
    name = "name"
    first_name = "first_name"
    last_name = "last_name"
    gender = "gender"
    area = "area"
    interests = "interests"
    language = "language"


LONGEST_NUMBER = 3  # digits: no file that is taken has a thousand columns
REQUIRED = (Field.email, Field.birth)
Columns = Mapping[Field, int]
HEADINGS = {
    Field.email: "e-post epost e-postadresse epostadresse e-mail email mail mailadresse emailaddress mailaddress",
    Field.birth: (
        "fødselsår fødeår fødselsdato fødd født fødselsdag alder år age birthyear yearofbirth birthdate dateofbirth born"
    ),
    Field.name: "navn namn name fulltnavn fulltnamn fullname navnet medlem",
    Field.first_name: "fornavn førenamn fornamn firstname givenname",
    Field.last_name: "etternavn etternamn lastname surname familyname slektsnavn",
    Field.gender: "kjønn kjonn gender sex",
    Field.area: "område bydel bosted poststed stad sted nærmiljø bustad grunnkrets area district place neighbourhood town",
    Field.interests: "interesser interesse temaer tema emner emne interests topics topic",
    Field.language: "språk målform language",
}
FIELD_OF = {re.sub(r"\W", "", word): field for field, words in HEADINGS.items() for word in words.split()}
"""`e-post` and `e-mail` stand here as their letters alone."""


def guess(heading: Sequence[str]) -> dict[Field, int]:
    """The first column of each kind."""
    found: dict[Field, int] = {}
    for number, text in enumerate(heading):
        field = FIELD_OF.get(re.sub(r"[\W_]", "", text.casefold()))
        if field is not None:
            found.setdefault(field, number)
    return found


def chosen(said: Mapping[str, str], width: int) -> dict[Field, int]:
    """From the form: what is no column of this file is no choice."""
    return {
        field: int(text)
        for field in Field
        if (text := said.get(field, "")).isdecimal() and len(text) <= LONGEST_NUMBER and int(text) < width
    }


def missing(columns: Columns) -> list[Field]:
    return [field for field in REQUIRED if field not in columns]
