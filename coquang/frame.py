"""The frame round every page: the places, where one is, which period, who one is.

A view says where it is with `here()`; the rest is the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.models import PrintedDocument

Crumb = tuple[str, str]


@dataclass(frozen=True)
class Picker:
    """A choice kept in the address: (label, address, is it the present one)."""

    label: str
    choices: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class Here:
    """Where a page is: its place among the six, the path of units, the periods to switch between."""

    place: str
    path: Sequence[Crumb] = ()
    pickers: Sequence[Picker] = ()


@dataclass(frozen=True)
class Place:
    name: str
    url: str
    is_current: bool
    count: str = ""
    needs_hand: bool = False


@dataclass
class Frame:
    demo_banner: str = ""
    places: Sequence[Place] = ()
    catalogue: Place | None = None
    path: Sequence[Crumb] = ()
    unit_name: str = ""
    periods: Sequence[Picker] = ()
    person_name: str = ""
    post: str = ""
    capacity: str = ""
    capacities: Sequence[tuple[int, str, bool]] = ()
    may_hand_over: bool = False
    papers_count: int = 0
    papers_url: str = ""
    search_url: str = ""


def here(request: HttpRequest, place: str, *, path: Sequence[Crumb] = (), pickers: Sequence[Picker] = ()) -> None:
    """Tell the frame where this page is."""
    request.here = Here(place, path, pickers)  # type: ignore[attr-defined]


def demo_banner() -> str:
    """What every page of a demonstration says about itself."""
    if settings.WORK_DATE is None:
        return ""
    language = get_language() or "vi"
    today = dates.today()
    return _(
        "Demonstration. Figures marked (*) are invented and are not the ward's. "
        "Today in the demonstration: %(day)s, %(date)s."
    ) % {"day": dates.weekday(today, language), "date": dates.short(today)}


def screen_banner() -> str:
    """The same on a screen, which also shows times the database wrote by itself."""
    said = demo_banner()
    return " ".join([said, _("History shows the machine's own clock.")]) if said else ""


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor. A page shown to nobody in particular (sign-in, errors) has only the banner."""
    person = getattr(request, "user", None)
    is_plain = getattr(request, "at_the_door", False) or getattr(request, "htmx", False)
    if person is None or not person.is_authenticated or is_plain:
        return {"frame": Frame(demo_banner=screen_banner())}
    at = getattr(request, "here", Here(""))
    names = {
        "work": (_("My work"), "indicators:work"),
        "figures": (_("Figures"), "indicators:sheets"),
        "board": (_("Follow-up"), "indicators:boards"),
        "tasks": (_("Programme"), "programmes:tasks"),
        "meetings": (_("Meetings"), "programmes:meetings"),
        "papers": (_("Papers"), "records:papers"),
    }
    acting = person.acting()
    held = person.appointments_on(dates.today())
    return {
        "frame": Frame(
            demo_banner=screen_banner(),
            places=[Place(name, reverse(url), at.place == key) for key, (name, url) in names.items()],
            catalogue=Place(_("Catalogue"), reverse("programmes:catalogue"), at.place == "catalogue"),
            path=at.path,
            periods=at.pickers,
            person_name=person.full_name,
            post=acting.post if acting else "",
            capacity=acting.words if acting else "",
            capacities=[(appointment.pk, appointment.words, appointment == acting) for appointment in held],
            may_hand_over=any(a.role in {"vet", "approve"} for a in held),
            papers_count=PrintedDocument.objects.asked_for_by(person).count(),
            papers_url=reverse("records:papers"),
            search_url=reverse("programmes:search"),
        )
    }
