"""How a board is looked at. It stays in the address, and every way on from a board takes it along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.dashboards.one_indicator import BY_NAME, SORTS

# The part of an address that asks for one quarter alone instead of the year so far.
ALONE = "rieng"
# The part that asks for what was sent up and is not approved yet besides.
SENT = "da-gui"
# The part that asks for the units' places among like ones instead of their percents.
RANKED = "hang"
# And the part that says in which order the units of one indicator stand.
SORT = "sap-xep"


@dataclass(frozen=True)
class Asked:
    """One quarter alone, what was sent up besides, the units by their places, the order of one indicator's units."""

    discrete: bool = False
    with_sent: bool = False
    ranked: bool = False
    sort: str = BY_NAME

    @cached_property
    def told(self) -> list[tuple[str, str]]:
        """The parts of an address, or of a form, that ask for the same; none for the usual way."""
        asked = {ALONE: self.discrete, SENT: self.with_sent, RANKED: self.ranked}
        told = [(name, "1") for name, is_asked in asked.items() if is_asked]
        return told if self.sort == BY_NAME else [*told, (SORT, self.sort)]

    @cached_property
    def ending(self) -> str:
        """The end of an address that asks for the same."""
        return f"?{urlencode(self.told)}" if self.told else ""

    @property
    def other_ending(self) -> str:
        """The same page with the other kind of figures."""
        return replace(self, with_sent=not self.with_sent).ending

    @property
    def other_cells(self) -> str:
        """The same page with its units by their places, or by percents again."""
        return replace(self, ranked=not self.ranked).ending


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what it says nothing known about falls back to the default, with a notice."""
    if any(request.GET.get(name, "0") not in {"0", "1", ""} for name in (ALONE, SENT, RANKED)):
        messages.warning(request, _("Part of the address was not understood; the page stands in its usual way."))
    elif request.GET.get(SORT, BY_NAME) not in SORTS:
        messages.warning(request, _("The units cannot be sorted that way; they stand by name."))
    return _asked(request.GET)


def posted(request: HttpRequest) -> Asked:
    """The same of a page that is to be printed."""
    return _asked(request.POST)


def _asked(told: Mapping[str, str]) -> Asked:
    discrete, with_sent, ranked = (told.get(name) == "1" for name in (ALONE, SENT, RANKED))
    sort = told.get(SORT, BY_NAME)
    return Asked(discrete, with_sent, ranked, sort if sort in SORTS else BY_NAME)
