"""People who sign in. What they may do is said by dated appointments, read anew at each request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits, names
from programmes.models.units import Unit, UnitQuerySet

if TYPE_CHECKING:
    from programmes.models.appointments import Appointment


CONFIRM = "confirm"


@dataclass(frozen=True)
class Reach:
    """How far a person sees: the units they sit in, others by a group, and whole subtrees below some units."""

    seat_ids: frozenset[int]
    unit_ids: frozenset[int]
    subtree_ids: frozenset[int]


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, username: str, full_name: str, password: str | None = None, **facts: Any) -> "Person":
        """A person; without a password nobody can sign in as them."""
        person = self.model(username=username, full_name=full_name, **facts)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    username = models.CharField(
        _("sign-in name"),
        max_length=limits.LOGIN,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+([.-][a-z0-9]+)*\Z")],
    )
    full_name = models.CharField(_("full name"), max_length=limits.NAME)
    name_sort = models.CharField(max_length=limits.NAME * 4, db_collation="C", editable=False)
    name_search = models.CharField(max_length=limits.NAME, editable=False)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    email = models.EmailField(_("mail address"), max_length=limits.MAIL_ADDRESS, blank=True)
    wants_reminders = models.BooleanField(_("reminded by mail"), default=True)

    # The capacity chosen for this session, put here at each request; the appointments in force decide if it counts.
    chosen_appointment_id: int | None = None

    # Came in by the door of cell secretaries: whatever else they hold, in this session they only confirm.
    came_by_door: bool = False

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9]+([.-][a-z0-9]+)*$"),
                name="a_sign_in_name_is_plain_letters",
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(email__regex=r"^[^[:space:]@<>,;]+@[^[:space:]@<>,;]+$"),
                name="a_mail_address_is_one_word_with_an_at",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_sort = names.person_sort_key(self.full_name)
        self.name_search = names.search_key(self.full_name)
        super().save(*args, **kwargs)

    def appointments_on(self, day: date) -> "list[Appointment]":
        """The appointments in force on a day, own ones first, then those whose right was handed to this person.

        With body and unit; read once for this object and day.
        """
        held: dict[date, list[Appointment]] = self.__dict__.setdefault("_held", {})
        if day not in held:
            all_held = self.appointments.model.objects.held_by([self.pk], day)[self.pk]
            held[day] = [a for a in all_held if a.role == CONFIRM or not self.came_by_door]
        return held[day]

    def hold(self, day: date, appointments: "list[Appointment]") -> None:
        """Take the appointments in force on a day as read, when they were read for many people at once."""
        self.__dict__.setdefault("_held", {})[day] = appointments

    def acting(self) -> "Appointment | None":
        """The capacity the person works in now: the chosen one while it is in force, else the first held."""
        held = self.appointments_on(dates.today())
        return next((a for a in held if a.pk == self.chosen_appointment_id), held[0] if held else None)

    def visible_units(self, *, places_on: date | None = None) -> UnitQuerySet:
        """The units this person may see by today's appointments, below others as they stood on a day (today)."""
        return Unit.objects.visible_to(self, places_on=places_on)

    @property
    def sees_below(self) -> bool:
        """Whether any appointment of today reaches the units below its own."""
        return any(a.whole_subtree for a in self.appointments_on(dates.today()))

    def reach(self, on: date, *, roles: Collection[str] = ()) -> Reach:
        """How far the appointments in force on a day reach; those in some roles only, when roles are given.

        Who confirms for a cell sees its questions and nothing of the unit.
        """
        held = [a for a in self.appointments_on(on) if (a.role in roles if roles else a.role != CONFIRM)]
        return Reach(
            seat_ids=frozenset(a.seat_id for a in held if a.seat_id and not a.whole_subtree),
            unit_ids=frozenset(pk for a in held for pk in a.unit_ids),
            subtree_ids=frozenset(a.seat_id for a in held if a.seat_id and a.whole_subtree),
        )
