"""Appointments: a person, a body or unit, a role, and the days it holds. One person may hold several."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.instances import Columns, beside, read
from programmes.models.bodies import Body
from programmes.models.people import Person
from programmes.models.units import Unit, UnitGroup

# Every request asks this; composed by the ORM it took longer than a small page. One's own appointments, and those whose
# right was handed over on the day, each beside who holds it then.
APPOINTMENT, HOLDER, BODY, SEAT, UNIT, GROUP = (
    Columns(model, alias)
    for model, alias in (
        ("programmes.Appointment", "a"),
        ("programmes.Person", "p"),
        ("programmes.Body", "b"),
        ("programmes.Unit", "s"),
        ("programmes.Unit", "u"),
        ("programmes.UnitGroup", "g"),
    )
)
HELD = """
select {columns}, array(select m.unit_id from programmes_unitgroup_units m where m.unitgroup_id = a.group_id), h.by
  from (select id, person_id as by from programmes_appointment where person_id = any(%(people)s)
         union all
        select appointment_id, to_id from programmes_delegation
         where to_id = any(%(people)s) and valid_from <= %(on)s and valid_to > %(on)s and revoked_at is null) h
  join programmes_appointment a on a.id = h.id
  join programmes_person p on p.id = a.person_id
  left join programmes_body b on b.id = a.body_id
  left join programmes_unit s on s.id = b.unit_id
  left join programmes_unit u on u.id = a.unit_id
  left join programmes_unitgroup g on g.id = a.group_id
 where a.valid_from <= %(on)s and (a.valid_to is null or a.valid_to > %(on)s)
   and (b.valid_from is null or b.valid_from <= %(on)s) and (b.valid_to is null or b.valid_to > %(on)s)
   and (g.valid_from is null or g.valid_from <= %(on)s) and (g.valid_to is null or g.valid_to > %(on)s)
 order by a.person_id <> h.by, a.id
"""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date) -> Self:
        """In force on a day: neither the appointment nor its body or group has ended."""
        standing = Q()
        for what in ("", "body__", "group__"):
            begun = Q(**{f"{what}valid_from__lte": on}) | Q(**{f"{what}valid_from__isnull": True})
            not_over = Q(**{f"{what}valid_to__isnull": True}) | Q(**{f"{what}valid_to__gt": on})
            standing &= begun & not_over
        return self.filter(standing)

    def held_by(self, people: Collection[int], on: date) -> dict[int, "list[Appointment]"]:
        """What each of some people (by key) holds on a day: own ones first, then those whose right was handed to them.

        With holder, body, unit and group, in one question.
        """
        held: dict[int, list[Appointment]] = {person: [] for person in people}
        parts = (APPOINTMENT, HOLDER, BODY, SEAT, UNIT, GROUP)
        question = HELD.format(columns=", ".join(part.sql for part in parts))
        for appointment, holder, body, seat, unit, group, units, by in read(
            question, {"people": list(people), "on": on}, *parts
        ):
            if body is not None:
                beside(body, unit=seat)
            beside(appointment, person=holder, body=body, unit=unit, group=group)
            appointment.group_units, appointment.is_delegated = units, appointment.person_id != by
            held[by].append(appointment)
        return held

    def not_over(self, on: date) -> Self:
        """In force on a day or coming after it."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def seated_in(self, units: models.QuerySet[Unit]) -> Self:
        """Past, present and coming ones to the units, to their bodies, and to groups with one of the units."""
        groups = UnitGroup.units.through.objects.filter(unit__in=units)
        seated = self.alias(seated_at=Coalesce("unit_id", "body__unit_id"))
        return seated.filter(Q(seated_at__in=units) | Q(group__in=groups.values("unitgroup")))


class Appointment(models.Model):
    """In which capacity a person acts: always one body, one unit or one group, for a time."""

    class Role(models.TextChoices):
        ENTER = "enter", _("enters figures")
        VET = "vet", _("vets sheets")
        APPROVE = "approve", _("approves sheets")
        SIGN = "sign", _("signs papers")
        READ = "read", _("reads")
        RECORD = "record", _("takes minutes")
        CONFIRM = "confirm", _("confirms for a cell")
        ADMINISTER = "administer", _("keeps the catalogue and the rights")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    post = models.CharField(_("post"), max_length=limits.POST)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    whole_subtree = models.BooleanField(_("with all units below"), default=False)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    # Filled by held_by().
    group_units: list[int]
    # Whether it is held by delegation of its holder; said by Person.appointments_on().
    is_delegated: bool = False

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, unit__isnull=True, group__isnull=True)
                | Q(body__isnull=True, unit__isnull=False, group__isnull=True)
                | Q(body__isnull=True, unit__isnull=True, group__isnull=False),
                name="an_appointment_is_to_one_body_or_unit_or_group",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="an_appointment_lasts_at_least_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "body", "unit", "group", "valid_from"],
                nulls_distinct=False,
                name="one_appointment_to_a_role_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.post

    @property
    def seat_id(self) -> int | None:
        """The unit where the appointment sits: its own, or its body's."""
        return self.unit_id or (self.body.unit_id if self.body else None)

    @property
    def seat(self) -> str:
        """The name of the body, unit or group it is to."""
        return str(self.body or self.unit or self.group)

    @property
    def named(self) -> str:
        """The holder and the post, once when the name says it already."""
        name = self.person.full_name
        return name if self.post.casefold() in name.casefold() else f"{name}, {self.post}"

    @property
    def words(self) -> str:
        """The capacity as it is stated: the post and where it is held, once when the post says it already."""
        words = self.post if self.seat.casefold() in self.post.casefold() else f"{self.post}, {self.seat}"
        if not self.is_delegated:
            return words
        told = gettext("by delegation of %(person)s (%(words)s)") % {"person": self.person, "words": words}
        return told[: limits.CAPACITY]

    @property
    def unit_ids(self) -> list[int]:
        return [self.seat_id] if self.seat_id else self.group_units
