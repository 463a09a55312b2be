"""The numbers printed before rows: I for a field, 1 for an indicator, 1.1 for a part of it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """1 → “I”, 14 → “XIV”; as fields and chapters are numbered."""
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def outline(rows: Iterable[tuple[int, int, int | None]]) -> list[tuple[int, str]]:
    """Rows (key, field, the key they are a part of) in order → (key, printed number), parts right below their whole.

    Numbers begin anew in each field. A part whose whole is not among the rows of its field stands on its own.
    """
    listed = list(rows)
    field_of = {key: field for key, field, _whole in listed}
    tops: dict[int, list[int]] = defaultdict(list)
    parts: dict[int, list[int]] = defaultdict(list)
    for key, field, whole in listed:
        if whole is not None and field_of.get(whole) == field:
            parts[whole].append(key)
        else:
            tops[field].append(key)

    def below(keys: Iterable[int], before: str) -> Iterator[tuple[int, str]]:
        for place, key in enumerate(keys, start=1):
            number = f"{before}{place}"
            yield key, number
            yield from below(parts[key], f"{number}.")

    return [numbered for keys in tops.values() for numbered in below(keys, "")]
