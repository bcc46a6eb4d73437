"""Why a mail did not go out, in words. The codes hold no address and no text from the mail server."""

from collections.abc import Mapping
from types import MappingProxyType

from ui import Texts, mark

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "no_answer": mark("E-posttjeneren fikk e-posten, men forbindelsen ble brutt før den svarte."),
        "sender_stopped": mark("Utsendingen stanset midt i denne e-posten."),
        "address_unusable": mark("Adressen kan ikke brukes til e-post."),
        "server_without_smtputf8": mark("E-posttjeneren vår tar ikke imot adresser med slike tegn."),
        "not_resolved": mark("Vi fikk ikke vite hvem e-posten skulle til."),
        "link_missing": mark("E-posten manglet lenken den skulle ha."),
        "log_unavailable": mark("Databasen svarte ikke."),
        "hung_up": mark("E-posttjeneren brøt forbindelsen."),
    }
)
GAVE_UP = mark("E-posttjeneren tok ikke imot e-posten på tre døgn (svar %(code)s).")
REFUSED = mark("E-posttjeneren avviste e-posten (svar %(code)s).")
UNKNOWN = mark("Noe gikk galt (%(code)s).")


def in_words(reason: str, say: Texts) -> str:
    if reason in WORDS:
        return say(WORDS[reason])
    if reason.startswith("smtp_"):
        code = reason.removeprefix("smtp_")
        return say(GAVE_UP if code.startswith("4") else REFUSED, code=code)
    return say(UNKNOWN, code=reason)
