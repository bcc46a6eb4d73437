"""What the last rehearsal of just this survey met. It proves nothing, but it has tried."""

from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from ui import mark

UNSEEN = mark("Ingen av %(people)s simulerte deltakere kom hit i prøvekjøringen.")
ADVICE_UNSEEN = mark("Se på betingelsene, eller slett det ingen kommer til.")
STUCK = mark("%(stuck)s av %(people)s simulerte deltakere fant ingen svar som ble godtatt.")
ADVICE_STUCK = mark("Se på kravene til svarene: kanskje kan de ikke oppfylles samtidig.")


def rehearsed(case: Case) -> Iterator[Finding]:
    found = case.rehearsed
    if found is None:
        return
    for piece in found.unseen:
        yield Finding("unseen", "look", piece, UNSEEN, ADVICE_UNSEEN, {"people": found.people})
    if found.stuck:
        yield Finding("stuck", "look", "", STUCK, ADVICE_STUCK, {"stuck": found.stuck, "people": found.people})
