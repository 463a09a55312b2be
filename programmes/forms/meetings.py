"""The form of a meeting: who holds it with whom, when and where, who chairs and who writes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.periods import NotAPeriod, Period
from coquang.textfields import DayField, HourField, SeenField, TextField
from programmes.models import Appointment, Body, Meeting, Person, Unit, UnitGroup
from programmes.permissions import Role
from programmes.permissions_of_meetings import units_written_for

# Earlier meetings to choose the previous one from.
EARLIER = 100


class Holder(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An appointment told by who holds it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name} – {obj.words}"


class Dated(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A meeting told by its day."""

    def label_from_instance(self, obj: Any) -> str:
        day = dates.short(obj.held_on) if obj.held_on else obj.date_text or gettext("day unknown")
        return f"{day} · {obj.title}"


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    title = TextField(label=_("Title"), max_length=limits.SENTENCE)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that holds it"), empty_label=None)
    hosts = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=_("Held by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    host_name = TextField(
        label=_("Or a working group of several bodies"),
        max_length=limits.NAME,
        required=False,
        help_text=_("Its name as it is printed, such as: Tổ công tác số 2."),
    )
    host_group = forms.ModelChoiceField(
        UnitGroup.objects.none(), label=_("The working group's units"), required=False, empty_label="–"
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Units reviewed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    held_on = DayField(label=_("Day"))
    starts_at = HourField(label=_("Begins at"), required=False)
    place = TextField(label=_("Place"), max_length=limits.NAME, required=False)
    chair = Holder(Appointment.objects.none(), label=_("Chair"), required=False, empty_label="–")
    chair_text = TextField(
        label=_("Or the chair as printed"),
        max_length=limits.CAPACITY,
        required=False,
        help_text=_("For a chair without an account: name and post."),
    )
    minute_taker = forms.ModelChoiceField(
        Person.objects.none(), label=_("Minute-taker"), required=False, empty_label="–"
    )
    figures_of = TextField(
        label=_("Figures of"),
        max_length=limits.CODE,
        required=False,
        help_text=_("The period whose figures lie before the meeting: 2022, 2023-Q1, 2023-6T."),
    )
    previous = Dated(Meeting.objects.none(), label=_("Previous meeting"), required=False, empty_label="–")
    seen = SeenField()

    def __init__(self, *args: Any, by: Person, meeting: Meeting | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _shown(meeting) if meeting else {"minute_taker": by.pk}, **kwargs})
        self.meeting, today = meeting, dates.today()
        ours = [meeting.unit] if meeting and meeting.unit else units_written_for(by)
        unit_ids = [unit.pk for unit in ours]
        seated = Appointment.objects.current(today).filter(Q(body__unit__in=unit_ids) | Q(unit__in=unit_ids))
        chairs = seated.filter(whole_subtree=False).exclude(role__in=[Role.ADMINISTER, Role.RECORD])
        writers = seated.filter(role__in=[Role.RECORD, Role.ENTER, Role.VET])
        before = Meeting.objects.visible_to(by).filter(is_cancelled=False, held_on__lte=today)
        if meeting is not None:
            before = before.exclude(pk=meeting.pk)
        earlier = list(before.values_list("pk", flat=True)[:EARLIER])
        offered: dict[str, Any] = {
            "unit": Unit.objects.filter(pk__in=unit_ids).in_vietnamese_order(),
            "hosts": Body.objects.current(today).filter(unit__in=unit_ids).order_by("unit", "pk"),
            "host_group": UnitGroup.objects.current(today).filter(units__in=by.visible_units()).distinct(),
            "units": by.visible_units().in_vietnamese_order(),
            "chair": chairs.select_related("person", "body", "unit", "group").order_by("person__name_sort", "pk"),
            "minute_taker": Person.objects.filter(pk__in=writers.values("person")).order_by("name_sort", "pk"),
            "previous": Meeting.objects.filter(pk__in=[*earlier, meeting.previous_id if meeting else None]),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_figures_of(self) -> str:
        text: str = self.cleaned_data["figures_of"]
        if not text:
            return ""
        try:
            return Period.parse(text).code
        except NotAPeriod as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi"), code="period") from refusal

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("chair") and facts.get("chair_text"):
            self.add_error("chair_text", gettext("Choose the chair or write the name, not both."))
        said = [facts.get(name) for name in ("hosts", "host_name", "host_group")]
        if not any(said) and not {"hosts", "host_name", "host_group"} & self.errors.keys():
            self.add_error("hosts", gettext("Say who holds the meeting: choose a body, or name the working group."))
        return facts

    def told(self) -> Meeting:
        """The meeting the form describes, not yet saved."""
        meeting = self.meeting = self.meeting or Meeting()
        names = set(self.fields) - {"hosts", "units", "seen"}
        for name in names:
            setattr(meeting, name, self.cleaned_data[name])
        return meeting


class ReasonForm(forms.Form):
    """One sentence that says why."""

    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)


class PaperAskForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is asked for"), choices=[])
    title = TextField(label=_("What"), max_length=limits.SENTENCE)
    asked_of = forms.ModelChoiceField(Body.objects.none(), label=_("Of"), empty_label=None)
    due_on = DayField(label=_("Due on"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        from_kinds = meeting.papers.model.Kind.choices
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = from_kinds[:2]  # type: ignore[attr-defined]
        units = [*meeting.reviewed_units.values_list("pk", flat=True), meeting.unit_id]
        bodies = Body.objects.current(dates.today()).filter(unit__in=units)
        self.fields["asked_of"].queryset = bodies.order_by("unit__name_sort", "pk")  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    number = TextField(
        label=_("Number and symbol"), max_length=limits.CODE * 2, help_text=_("As on the paper: 64-TB/VPQU.")
    )
    on = DayField(label=_("Day of the notice"))


class NoteForm(forms.Form):
    """What a leader writes for themselves."""

    text = TextField(
        label=_("Note for myself"),
        multiline=True,
        max_length=limits.PARAGRAPHS,
        required=False,
        help_text=_("Only the writer ever reads it. Emptied, it is gone."),
    )


def _shown(meeting: Meeting) -> dict[str, Any]:
    names = set(MeetingForm.base_fields) - {"hosts", "units", "seen"}
    facts = {name: getattr(meeting, name) for name in names}
    return {
        **facts,
        "hosts": list(meeting.hosts.values_list("pk", flat=True)),
        "units": list(meeting.reviewed_units.values_list("pk", flat=True)),
        "seen": meeting.version,
    }
