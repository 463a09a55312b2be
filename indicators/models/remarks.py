"""What is said about a figure: comments, questions to whoever provided it, and their answers. Nothing is taken back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.figures import Figure, FigureNote, a_number
from programmes.models import Body, Person


class RemarkQuerySet(models.QuerySet["Remark"]):
    def questions(self) -> Self:
        return self.filter(kind=Remark.Kind.QUESTION)

    def open(self) -> Self:
        """Questions that nobody has answered."""
        return self.questions().filter(answer__isnull=True)


class Remark(models.Model):
    """One remark on a figure. A question is put to a body, or to a post where no body is on record.

    An answer that was told, not written by those asked, says by which channel, by whom, by post, and when.
    A question to a Party cell holds the figure as it was typed, which is to be confirmed; its answer says whether that
    is right and, when it is not, what is.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        QUESTION = "question", _("question")
        ANSWER = "answer", _("answer")

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="remarks", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(_("text"), max_length=limits.REMARK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()
    asked_of = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    asked_post = models.CharField(max_length=limits.NAME, blank=True)
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answer")
    channel = models.CharField(_("channel"), max_length=10, choices=FigureNote.Channel, blank=True)
    informant = models.CharField(_("told by"), max_length=limits.POST, blank=True)
    told_at = models.DateTimeField(null=True)
    value = a_number(null=True)
    denominator = a_number(null=True)
    is_right = models.BooleanField(null=True)

    serving_rights = "append"
    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_remark_says_something"),
            models.CheckConstraint(
                condition=Q(kind="question") & ~Q(asked_post="")
                | ~Q(kind="question") & Q(asked_post="", asked_of__isnull=True),
                name="a_question_is_put_to_someone",
            ),
            models.CheckConstraint(
                condition=Q(kind="answer", answers__isnull=False) | ~Q(kind="answer") & Q(answers__isnull=True),
                name="an_answer_answers_a_question",
            ),
            models.CheckConstraint(
                condition=Q(channel="", informant="") | Q(kind="answer") & ~Q(channel="") & ~Q(informant=""),
                name="an_answer_that_was_told_says_how_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | ~Q(channel=""), name="only_what_was_told_has_its_hour"
            ),
            models.CheckConstraint(
                condition=Q(kind="question", is_right__isnull=True)
                | Q(kind="answer", is_right=False)
                | Q(value__isnull=True, denominator__isnull=True),
                name="a_figure_stands_in_a_question_or_in_what_is_not_right",
            ),
            models.CheckConstraint(
                condition=Q(is_right__isnull=True) | Q(kind="answer"), name="only_an_answer_says_right_or_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.QUESTION and not hasattr(self, "answer")


class FollowUp(models.Model):
    """That a person keeps an eye on a figure; for their own list, nobody else sees it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follow_ups")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    since = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "figure"], name="a_figure_is_followed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.figure_id}"
