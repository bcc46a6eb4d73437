import sys
from types import TracebackType
from typing import Self

WIDTH = 30


class Progress:
    """A bar on a terminal; a line at the end where there is none."""

    def __init__(self, title: str, total: int) -> None:
        self._title = title
        self._total = max(total, 1)
        self._done = 0
        self._live = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.at(0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        sys.stderr.write("\n" if self._live else f"{self._title}: {self._done} of {self._total}\n")
        sys.stderr.flush()

    def at(self, done: int) -> None:
        self._done = done
        if not self._live:
            return
        full = WIDTH * done // self._total
        sys.stderr.write(f"\r{self._title}  [{'#' * full}{'.' * (WIDTH - full)}] {done}/{self._total} ")
        sys.stderr.flush()
