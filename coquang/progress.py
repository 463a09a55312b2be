"""A progress bar for commands: one line redrawn on a terminal, a line every tenth elsewhere."""

from typing import TextIO

WIDTH = 30


class Bar:
    def __init__(self, stream: TextIO, label: str, total: int) -> None:
        self.stream, self.label, self.total = stream, label, max(total, 1)
        self.done = 0
        self._shown = -1

    def advance(self, steps: int = 1) -> None:
        self.done = min(self.done + steps, self.total)
        percent = 100 * self.done // self.total
        if percent == self._shown:
            return
        if self.stream.isatty():
            filled = WIDTH * percent // 100
            end = "\n" if self.done == self.total else ""
            self.stream.write(f"\r{self.label} [{'#' * filled}{' ' * (WIDTH - filled)}] {percent:3d}%{end}")
        elif percent // 10 > self._shown // 10 or self._shown < 0:
            self.stream.write(f"{self.label} {percent}%\n")
        self.stream.flush()
        self._shown = percent
