"""The cell secretary's door: a telephone number with its PIN, or a printed card that is good once.

Neither the number nor the code of a card is kept: only a mark made of it with the portal's secret key, by which it is
known again, and the last three digits, by which the office knows which number it was.
"""

import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from programmes.models.people import Person

CARD_LASTS = timedelta(days=14)
# Without 0, 1, I, L, O and U, which are misread when typed from paper: 30⁸ codes.
CARD_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CARD_LENGTH, PIN_LENGTH, PHONE_SHOWN = 8, 6, 3


def mark_of(kind: str, text: str) -> str:
    """By which a telephone number, the code of a card or an address of the net is known again, and never read."""
    return salted_hmac(f"coquang.door.{kind}", text, algorithm="sha256").hexdigest()


def new_pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))


def new_code() -> str:
    return "".join(secrets.choice(CARD_SIGNS) for _ in range(CARD_LENGTH))


class DoorKeyQuerySet(models.QuerySet["DoorKey"]):
    def standing(self) -> Self:
        """Not revoked; a card that was used stays so for the visit it began."""
        return self.filter(revoked_at__isnull=True)

    def in_force(self) -> Self:
        """Those that open the door, or a visit."""
        return self.standing().filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()))

    def of_phone(self, phone: str) -> Self:
        return self.standing().filter(kind=DoorKey.Kind.PIN, mark=mark_of(DoorKey.Kind.PIN, phone))

    def open_cards(self) -> Self:
        return self.standing().filter(kind=DoorKey.Kind.CARD, used_at__isnull=True, expires_at__gt=timezone.now())

    def of_code(self, code: str) -> Self:
        return self.open_cards().filter(mark=mark_of(DoorKey.Kind.CARD, code))


class DoorKey(models.Model):
    """One way in for one person, made by the office and revoked by it."""

    class Kind(models.TextChoices):
        PIN = "pin"
        CARD = "card"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="door_keys")
    kind = models.CharField(max_length=4, choices=Kind)
    mark = models.CharField(max_length=64)
    secret = models.CharField(max_length=128, blank=True)
    """The PIN, hashed as passwords are; a card's code is its mark alone."""
    phone_end = models.CharField(max_length=PHONE_SHOWN, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    serving_rights = "keep"
    objects = DoorKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mark"], condition=Q(revoked_at__isnull=True), name="a_phone_or_card_opens_to_one_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="pin", revoked_at__isnull=True),
                name="a_person_has_one_phone_and_pin",
            ),
            models.CheckConstraint(
                condition=(Q(kind="pin", expires_at__isnull=True, phone_end__regex="^[0-9]{3}$") & ~Q(secret=""))
                | Q(kind="card", secret="", phone_end="", expires_at__isnull=False),
                name="a_phone_has_its_pin_and_a_card_its_end",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(kind="card", used_at__lte=F("expires_at")),
                name="a_card_is_used_before_it_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"

    @property
    def masked(self) -> str:
        """“•••• 123”."""
        return f"•••• {self.phone_end}"


class DoorAttempt(models.Model):
    """A knock that was not answered: for a day, so that nobody tries numbers one after another."""

    phone_mark = models.CharField(max_length=64, blank=True)
    address_mark = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="attempts_by_time")]

    def __str__(self) -> str:
        return str(self.at)
