"""Any file somebody may upload, as a sheet: by its first bytes, whatever it is called."""

from membership.importing.csv_file import read_csv
from membership.importing.excel_file import read_excel
from membership.importing.sheet import OLD_EXCEL, NotTaken, Sheet, sheet_of

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(content: bytes) -> Sheet:
    """Blocks; for a thread. Raises NotTaken."""
    if content.startswith(OLE):
        raise NotTaken(OLD_EXCEL)
    return sheet_of(read_excel(content) if content.startswith(ZIP) else read_csv(content))
