"""What may stand in an address: a period (2022, 2022-Q1, 2022-6T, 2022-9T) and a unit's code."""

from coquang.periods import Period


class PeriodConverter:
    regex = r"[0-9]{4}(?:-(?:Q[1-4]|6T|9T))?"

    def to_python(self, text: str) -> Period:
        return Period.parse(text)

    def to_url(self, period: Period | str) -> str:
        return period.code if isinstance(period, Period) else period


class QuarterConverter(PeriodConverter):
    regex = r"[0-9]{4}-Q[1-4]"


class CodeConverter:
    """A code of a unit or an indicator: plain letters, figures and hyphens."""

    regex = r"[0-9A-Za-z-]{1,20}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, code: str) -> str:
        return code
