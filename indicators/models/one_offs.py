"""One-off requests (báo cáo đột xuất): a few figures that a superior asks of chosen units by an hour."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.fields import Measure
from coquang.periods import Period
from indicators.models.catalogue import Indicator
from indicators.models.figures import a_number, within_limits
from indicators.models.sheets import Sheet
from programmes.models import Unit


class OneOff(models.Model):
    """What was asked by whom, of units below `head`; indicators are asked for one period."""

    head = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="one_offs")
    title = models.CharField(_("title"), max_length=limits.NAME)
    text = models.CharField(_("text"), max_length=limits.REMARK, blank=True)
    period_code = models.CharField(max_length=limits.CODE)
    due_at = models.DateTimeField(_("due"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="a_one_off_request_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)


class OneOffQuestion(models.Model):
    """One column of the table: an indicator of the catalogue, or a question of its own with what it is measured in."""

    class Kind(models.TextChoices):
        COUNT = "count", _("whole number")
        QUANTITY = "quantity", _("number with decimals")
        MONEY = "money", _("money, in đồng")
        PERCENT = "percent", _("percentage")
        TEXT = "text", _("words, not a number")

    one_off = models.ForeignKey(OneOff, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("question"), max_length=limits.NAME, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    measure = models.CharField(_("measure"), max_length=limits.POST, blank=True)

    serving_rights = "append"

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, text="", kind="")
                | Q(indicator__isnull=True) & ~Q(text="") & ~Q(kind=""),
                name="a_question_is_an_indicator_or_asks_for_itself",
            ),
            models.UniqueConstraint(fields=["one_off", "position"], name="questions_stand_in_an_order"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.indicator_id)

    @property
    def own_measure(self) -> Measure:
        """How the numbers of a question that is no indicator are typed and written."""
        return Measure(
            name=self.measure,
            decimals=2 if self.kind in {self.Kind.QUANTITY, self.Kind.PERCENT} else 0,
            is_money=self.kind == self.Kind.MONEY,
            is_percentage=self.kind == self.Kind.PERCENT,
        )


class OneOffUnitQuerySet(models.QuerySet["OneOffUnit"]):
    def open(self) -> Self:
        """Those that have not sent their answers."""
        return self.filter(sent_at__isnull=True)


class OneOffUnit(models.Model):
    """One row of the table: a unit that was asked, and when it sent its answers.

    A unit of which all was approved already was not asked anything: its row was full from the first.
    """

    one_off = models.ForeignKey(OneOff, on_delete=models.CASCADE, related_name="asked")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="one_offs_asked")
    was_held = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=limits.SENTENCE, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    was_late = models.BooleanField(default=False)

    serving_rights = "keep"
    objects = OneOffUnitQuerySet.as_manager()

    class Meta:
        ordering = ["unit__name_sort", "pk"]
        indexes = [
            models.Index(fields=["unit"], condition=Q(sent_at__isnull=True), name="one_offs_that_wait_for_a_unit")
        ]
        constraints = [
            models.UniqueConstraint(fields=["one_off", "unit"], name="a_unit_is_asked_once"),
            models.CheckConstraint(
                condition=Q(was_late=False) | Q(sent_at__isnull=False), name="only_what_was_sent_was_late"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_off_id} {self.unit_id}"


class OneOffAnswer(models.Model):
    """One cell: what the unit typed, or what the system held when the row was sent, with the state it had then."""

    asked = models.ForeignKey(OneOffUnit, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(OneOffQuestion, on_delete=models.PROTECT, related_name="+")
    value = a_number(null=True)
    denominator = a_number(null=True)
    text = models.CharField(max_length=limits.SENTENCE, blank=True)
    state = models.CharField(max_length=10, choices=Sheet.State, blank=True)
    """Of a figure the system held; empty for one that was typed here."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "question"], name="a_unit_answers_a_question_once"),
            models.CheckConstraint(condition=within_limits("value"), name="an_answer_is_a_number_in_range"),
            models.CheckConstraint(
                condition=within_limits("denominator"), name="an_answers_denominator_is_a_number_in_range"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(text=""), name="an_answer_is_a_number_or_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.question_id}"
