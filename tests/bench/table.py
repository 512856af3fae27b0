"""What a benchmark found, and the table in which it is printed: ours, the limit of this machine, and the verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

HEADINGS = ("what", "ours", "limit", "ratio", "target", "verdict")
MET = "met"
MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was done, in a few words.
        ours: what TruthTime needs, in `unit`.
        limit: what the bare minimum needs on this machine in the same run; None when there is none.
        unit: ms, MB, events/s and so on.
        most: the ratio that may not be passed; with `absolute` the figure itself. None: for information only.
        least: the ratio that has to be reached, where more is better.
        absolute: the target speaks of the figure and not of the ratio.
        floor: what both sides may differ by because of the measurement itself, in `unit`.
        against: what the limit is.
        lowest: the lowest of our figures, and
        lowest_limit: of the limit's, when `ours` and `limit` are medians.
    """

    what: str
    ours: float
    limit: float | None
    unit: str
    most: float | None = None
    absolute: bool = False
    floor: float = 0.0
    against: str = ""
    lowest: float | None = None
    lowest_limit: float | None = None
    least: float | None = None

    @property
    def judged(self) -> bool:
        """Whether there is a target."""
        return self.most is not None or self.least is not None

    @property
    def ratio(self) -> float | None:
        """Ours over the limit; None where there is nothing to divide by."""
        return self.ours / self.limit if self.limit else None

    @property
    def missed(self) -> bool:
        """Whether the target was missed by more than the measurement's own noise."""
        if self.least is not None:
            return self.ours < self.least * (self.limit or 0.0)
        if self.most is None:
            return False
        allowed = self.most if self.absolute else self.most * (self.limit or 0.0)
        return self.ours > allowed + self.floor

    @property
    def verdict(self) -> str:
        """met, MISSED, or a dash where there is no target."""
        if not self.judged:
            return "–"
        return MISSED if self.missed else MET

    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        target = "–" if self.most is None else f"<= {self.most:g}" + (f" {self.unit}" if self.absolute else " ×")
        target = target if self.least is None else f">= {self.least:g} ×"
        ours = figure(self.ours, self.unit) + lowest(self.lowest)
        limit = "–" if self.limit is None else figure(self.limit, self.unit) + lowest(self.lowest_limit)
        ratio = "–" if self.ratio is None else f"{self.ratio:.2f}"
        against = f" ({self.against})" if self.against else ""
        return self.what, ours, limit + against, ratio, target, self.verdict

    def json(self) -> dict[str, Any]:
        """The line for other programs."""
        names = ("what", "ours", "limit", "unit", "ratio", "most", "least", "absolute", "floor", "against", "verdict")
        return {name: getattr(self, name) for name in names}


def compared(
    what: str, ours: Sequence[float], limit: Sequence[float], unit: str, against: str, most: float | None = None
) -> Row:
    """A line from figures that were taken in turns: the medians are compared, the lowest are shown beside them."""
    return Row(
        what,
        median(ours),
        median(limit),
        unit,
        most,
        against=against,
        lowest=min(ours),
        lowest_limit=min(limit),
    )


def figure(value: float, unit: str) -> str:
    """A figure with three digits that matter."""
    if value >= 1_000:
        return f"{value:,.0f} {unit}"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 or value == 0 else 3
    return f"{value:.{digits}f} {unit}"


def lowest(value: float | None) -> str:
    """The lowest figure behind a median."""
    return "" if value is None else f" [{figure(value, '').strip()}]"


def table(rows: Sequence[Row]) -> str:
    """All lines under each other, as Markdown that can be read without a browser as well."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = [_line(line, widths) for line in lines]
    return "\n".join([text[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *text[1:]])


def summary(rows: Iterable[Row]) -> str:
    """The verdict in a sentence, with every miss named."""
    judged = [row for row in rows if row.judged]
    missed = [row for row in judged if row.missed]
    if not missed:
        return f"All {len(judged)} targets are met."
    names = "\n".join(f"  {row.what}: {row.cells()[1]}, target {row.cells()[4]} of {row.cells()[2]}" for row in missed)
    return f"{len(missed)} of {len(judged)} targets are missed:\n{names}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
