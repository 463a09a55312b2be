"""The forms of an agenda item, of one who is asked to a meeting, and of who is there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import HourField, TextField
from programmes.models import AgendaItem, Appointment, Attendance, Meeting

Capacity, Presence = Attendance.Capacity, Attendance.Presence
LONGEST = 24 * 60
PRESENCES = [(Presence.ASKED, _("no word yet")), *Presence.choices[1:]]


class AgendaItemForm(forms.Form):
    title = TextField(label=_("Item"), max_length=limits.SENTENCE)
    starts_at = HourField(label=_("At"), required=False)
    minutes = forms.IntegerField(
        label=pgettext_lazy("of time", "Minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Type a whole number of minutes, such as 15."),
            "min_value": _("An item takes at least one minute."),
            "max_value": _("An item takes a day at most."),
        },
    )
    presenter = TextField(label=_("Presented by"), max_length=limits.CAPACITY, required=False)
    shows_figures = forms.BooleanField(label=_("With the unit's figures"), required=False)

    def __init__(self, *args: Any, item: AgendaItem | None = None, **kwargs: Any) -> None:
        shown = {name: getattr(item, name) for name in self.base_fields} if item else None
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.item = item

    def told(self) -> AgendaItem:
        """The item the form describes, not yet saved."""
        item = self.item or AgendaItem()
        for name, value in self.cleaned_data.items():
            setattr(item, name, value)
        return item


class Sitter(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Each person once, by the appointment in which they come, told with all posts they hold there."""

    posts: Mapping[int, str] = {}

    def offer(self, seats: QuerySet[Appointment], meeting: Meeting) -> None:
        """Somebody comes as one of the hosts before the unit that holds the meeting, and from there before others."""
        hosts = {body.pk for body in meeting.hosts.all()}
        of_one: dict[int, list[Appointment]] = {}
        for seat in seats.order_by("pk"):
            of_one.setdefault(seat.person_id, []).append(seat)
        for held in of_one.values():
            held.sort(key=lambda seat: (seat.body_id not in hosts, seat.seat_id != meeting.unit_id))
        self.posts = {held[0].pk: "; ".join(dict.fromkeys(seat.words for seat in held)) for held in of_one.values()}
        self.queryset = seats.filter(pk__in=self.posts).order_by("person__name_sort", "pk")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name} – {self.posts[obj.pk]}"


class SeatForm(forms.Form):
    who = Sitter(Appointment.objects.none(), label=_("A person of the portal"), required=False, empty_label="–")
    name = TextField(label=_("Or a guest: name"), max_length=limits.NAME, required=False)
    post = TextField(
        label=_("Post"),
        max_length=limits.CAPACITY,
        required=False,
        help_text=_("A post alone stands for whoever comes, such as: the members of the delegation."),
    )
    capacity = forms.ChoiceField(label=_("Takes part as"), choices=Capacity.choices[1:])

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_ids = [*meeting.reviewed_units.values_list("pk", flat=True), meeting.unit_id]
        held = Appointment.objects.current(meeting.held_on or dates.today()).filter(person__is_active=True)
        seats = held.filter(body__unit__in=unit_ids) | held.filter(unit__in=unit_ids)
        who: Any = self.fields["who"]
        who.offer(seats.select_related("person", "body__unit", "unit", "group"), meeting)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not facts.get("who") and not facts.get("name") and not facts.get("post"):
            self.add_error("name", gettext("Choose a person, or write the guest's name or post."))
        return facts

    def told(self) -> Attendance:
        """The seat the form describes, not yet saved."""
        facts = self.cleaned_data
        who: Appointment | None = facts["who"]
        return Attendance(
            person=who.person if who else None,
            name=who.person.full_name if who else facts["name"],
            post=who.words if who else facts["post"],
            capacity=facts["capacity"],
        )


class PresenceForm(forms.Form):
    """For everybody asked: there or not, with the reason."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(meeting.attendance.all())
        for seat in self.seats:
            self.fields[f"p-{seat.pk}"] = forms.ChoiceField(
                label=_("Presence"), choices=PRESENCES, initial=seat.presence
            )
            self.fields[f"r-{seat.pk}"] = TextField(
                label=_("Reason of absence"), max_length=limits.NAME, required=False, initial=seat.reason
            )

    @property
    def rows(self) -> list[tuple[Attendance, forms.BoundField, forms.BoundField]]:
        return [(seat, self[f"p-{seat.pk}"], self[f"r-{seat.pk}"]) for seat in self.seats]

    @property
    def marked(self) -> dict[int, tuple[str, str]]:
        facts = self.cleaned_data
        return {seat.pk: (facts[f"p-{seat.pk}"], facts[f"r-{seat.pk}"]) for seat in self.seats}
