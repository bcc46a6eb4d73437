from datetime import UTC, datetime
from uuid import UUID

import pytest

from membership.events import ImportCancelled, ImportCompleted, ImportOrdered, ImportUploaded
from membership.importing.panel_import import (
    Cancel,
    ColumnsMissing,
    Complete,
    ImportGone,
    ImportUnderWay,
    NoSuchImport,
    Order,
    PanelImport,
    Upload,
    decide,
    panel_imports,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
STAFF = UUID(int=7)
COLUMNS = {"email": 0, "birth": 1}
UPLOADED = ImportUploaded(rows=3, uploaded_by=STAFF, uploaded_at=NOW)
ORDERED = ImportOrdered(columns=COLUMNS, ordered_by=STAFF, ordered_at=NOW)
COMPLETED = ImportCompleted(invited=2, known=0, rejected={"twice": 1}, completed_at=NOW)
CANCELLED = ImportCancelled(cancelled_by=STAFF, cancelled_at=NOW)
uploaded = panel_imports.fold([UPLOADED])
ordered = panel_imports.fold([UPLOADED, ORDERED])
completed = panel_imports.fold([UPLOADED, ORDERED, COMPLETED])
cancelled = panel_imports.fold([UPLOADED, CANCELLED])


def test_a_file_is_uploaded_ordered_and_done() -> None:
    assert decide(Upload(3, STAFF), PanelImport(), NOW) == [UPLOADED]
    assert decide(Order(COLUMNS, STAFF), uploaded, NOW) == [ORDERED]
    assert decide(Complete(2, 0, {"twice": 1}), ordered, NOW) == [COMPLETED]


def test_what_is_said_twice_is_done_once() -> None:
    assert decide(Upload(3, STAFF), uploaded, NOW) == []
    assert decide(Order(COLUMNS, STAFF), ordered, NOW) == []
    assert decide(Order(COLUMNS, STAFF), completed, NOW) == []
    assert decide(Complete(2, 0, {}), completed, NOW) == []
    assert decide(Cancel(STAFF), cancelled, NOW) == []
    assert decide(Cancel(None), completed, NOW) == []


def test_an_order_must_say_where_addresses_and_years_are() -> None:
    for columns in ({}, {"email": 0}, {"birth": 0}):
        with pytest.raises(ColumnsMissing):
            decide(Order(columns, STAFF), uploaded, NOW)


def test_what_is_not_there_cannot_be_ordered() -> None:
    with pytest.raises(NoSuchImport):
        decide(Order(COLUMNS, STAFF), PanelImport(), NOW)
    with pytest.raises(ImportGone):
        decide(Order(COLUMNS, STAFF), cancelled, NOW)


def test_a_person_may_change_their_mind_before_it_is_ordered_and_time_may_run_out_after() -> None:
    assert decide(Cancel(STAFF), uploaded, NOW) == [CANCELLED]
    with pytest.raises(ImportUnderWay):
        decide(Cancel(STAFF), ordered, NOW)
    assert decide(Cancel(None), ordered, NOW) == [ImportCancelled(cancelled_by=None, cancelled_at=NOW)]
    with pytest.raises(NoSuchImport):
        decide(Cancel(None), PanelImport(), NOW)
