"""That something a person asked for was decided, or was answered, until they have seen it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.corrections import Correction
from indicators.models.figures import Figure
from indicators.models.remarks import Remark


class ReplyQuerySet(models.QuerySet["Reply"]):
    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)


class Reply(models.Model):
    """What came of one request: a decided correction, or the answer to a question about a row; to who asked."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    correction = models.OneToOneField(Correction, on_delete=models.CASCADE, null=True, related_name="reply")
    answer = models.OneToOneField(Remark, on_delete=models.CASCADE, null=True, related_name="reply")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    serving_rights = "keep"
    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="replies_nobody_has_seen_yet")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(correction__isnull=False, answer__isnull=True)
                | Q(correction__isnull=True, answer__isnull=False),
                name="a_reply_is_a_decision_or_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.figure_id}"
