"""From when to when somebody held an office: "2019-05-20..2024" as days."""

from datetime import date

EVER = (date(1900, 1, 1).toordinal(), date(2999, 12, 31).toordinal())


def days_of(span: str) -> tuple[int, int]:
    """Read "2019-05-20..2024" as the first and the last day, as ordinals."""
    start, end = (part.strip() for part in span.split(".."))
    return _day(start, last=False) if start else EVER[0], _day(end, last=True) if end else EVER[1]


def _day(text: str, *, last: bool) -> int:
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:  # noqa: PLR2004 - year, month, day
        return date(*numbers).toordinal()
    if not last:
        return date(numbers[0], numbers[1] if len(numbers) > 1 else 1, 1).toordinal()
    year, month = (numbers[0], numbers[1] + 1) if len(numbers) > 1 else (numbers[0] + 1, 1)
    return date(year + month // 13, (month - 1) % 12 + 1, 1).toordinal() - 1
