"""What identity refuses.

Refused
├── NoSuchAccount        404
├── AccountIsClosed      409  nothing more happens to it
├── UnknownRole          422
├── OwnAccount           409  nobody takes away their own access by mistake, so one administrator always remains
├── OwnPasswordNeeded    422  an initial password is for one sign-in
├── WeakPassword         422
├── AlreadyEnrolled      403  replacing a second factor needs the second factor
├── NotEnrolled          403  the first sign-in is done on the pages
├── WrongSignIn          401  one answer for every way a name, a password or a code can be wrong
└── TooManyTries         429  wait; carries until when
"""

from datetime import datetime

from eventlog import Refused


class NoSuchAccount(Refused):
    code = "no_such_account"
    status = 404
    title = "Vi finner ikke denne kontoen"


class AccountIsClosed(Refused):
    code = "account_closed"
    title = "Kontoen er stengt"


class UnknownRole(Refused):
    code = "unknown_role"
    status = 422
    title = "Velg minst én rolle fra listen"


class OwnAccount(Refused):
    code = "own_account"
    title = "Du kan ikke ta fra deg selv tilgangen. Be en annen administrator om det."


class OwnPasswordNeeded(Refused):
    code = "own_password_needed"
    status = 422
    title = "Velg et eget passord. Det du fikk utlevert, gjelder bare første gang."


class WeakPassword(Refused):
    code = "weak_password"
    status = 422
    title = "Passordet må ha minst 12 tegn, og det kan ikke være lett å gjette"


class AlreadyEnrolled(Refused):
    code = "already_enrolled"
    status = 403
    title = "Kontoen har allerede en kodeapp. Logg inn med den for å bytte."


class NotEnrolled(Refused):
    code = "not_enrolled"
    status = 403
    title = "Første innlogging må gjøres i nettleseren"


class WrongSignIn(Refused):
    code = "wrong_sign_in"
    status = 401
    title = "Navnet, passordet eller koden stemmer ikke"


class TooManyTries(Refused):
    code = "too_many_tries"
    status = 429
    title = "For mange forsøk. Vent litt før du prøver igjen."

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until
