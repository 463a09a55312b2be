"""The lists of people, of their appointments and of groups of units."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import DayColumn, FoldedSearch, List
from programmes.models import Appointment, Person, UnitGroup

CURRENT, ENDED = "hien-nay", "da-thoi"


def _to_mend(page: str) -> Any:
    """An address for rows the reader may mend (annotated may_edit), none for the rest."""
    return lambda record: reverse(page, args=[record.pk]) if record.may_edit else None


class People(List):
    full_name = tables.Column(
        _("Full name"), linkify=("programmes:person", [tables.A("pk")]), order_by=("name_sort", "pk")
    )
    username = tables.Column(_("Sign-in name"))
    posts = tables.Column(_("Posts now"), orderable=False, default="–", empty_values=(None, []))
    can_sign_in = tables.Column(_("Account"), orderable=False, empty_values=())

    class Meta(List.Meta):
        model = Person
        fields = ("full_name", "username", "posts", "can_sign_in")

    def render_posts(self, value: list[str]) -> str:
        return "; ".join(value)

    def value_posts(self, value: list[str]) -> str:
        return self.render_posts(value)

    def render_can_sign_in(self, record: Person) -> str:
        return account_words(record)


def account_words(person: Person) -> str:
    """Whether somebody can sign in as this person, and if not, why."""
    if not person.is_active:
        return str(_("closed"))
    return str(_("can sign in")) if person.has_usable_password() else str(_("not invited yet or not come yet"))


class PersonFilter(FilterSet):
    q = FoldedSearch(field_name="name_search", label=_("Name"))

    class Meta:
        model = Person
        fields = ("q",)


class Appointments(List):
    person = tables.Column(_("Full name"), accessor="person__full_name", order_by=("person__name_sort", "pk"))
    post = tables.Column(_("Post"))
    seat = tables.Column(_("Appointed to"), orderable=False)
    role = tables.Column(_("Role"))
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("No longer from"), default="–")
    deed = tables.Column(
        "", empty_values=(), orderable=False, exclude_from_export=True, linkify=_to_mend("programmes:appointment-end")
    )

    class Meta(List.Meta):
        model = Appointment
        fields = ("person", "post", "seat", "role", "valid_from", "valid_to")

    def render_seat(self, record: Appointment) -> str:
        return str(_("%s and all units below") % record.seat) if record.whole_subtree else record.seat

    def value_seat(self, record: Appointment) -> str:
        return self.render_seat(record)

    def render_deed(self, record: Any) -> str:
        return str(_("End")) if record.may_edit else ""


class AppointmentFilter(FilterSet):
    q = FoldedSearch(field_name="person__name_search", label=_("Name"))
    role = ChoiceFilter(choices=Appointment.Role.choices, label=_("Role"))
    when = ChoiceFilter(
        choices=[(CURRENT, _("in force now")), (ENDED, _("ended"))], label=_("Days"), method="held_when"
    )

    class Meta:
        model = Appointment
        fields = ("q", "role", "when")

    def held_when(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        today = dates.today()
        held = (
            Appointment.objects.current(today) if value == CURRENT else Appointment.objects.filter(valid_to__lte=today)
        )
        return rows.filter(pk__in=held.values("pk"))


class Groups(List):
    name = tables.Column(_("Name"), linkify=_to_mend("programmes:group-edit"), order_by=("name", "pk"))
    members = tables.Column(_("Units"), orderable=False)
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("No longer from"), default="–")

    class Meta(List.Meta):
        model = UnitGroup
        fields = ("name", "members", "valid_from", "valid_to")

    def render_members(self, record: UnitGroup) -> str:
        return ", ".join(unit.name for unit in record.members)  # type: ignore[attr-defined]

    def value_members(self, record: UnitGroup) -> str:
        return self.render_members(record)


class GroupFilter(FilterSet):
    q = FoldedSearch(field_name="units__name_search", label=_("Unit"))

    class Meta:
        model = UnitGroup
        fields = ("q",)
