"""Which indicators a task is to move: the figures prove what the task claims."""

from django.db import models

from indicators.models.catalogue import Indicator
from programmes.models import Conclusion, Initiative, Task


class TaskIndicator(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="indicator_links")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="task_links")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "indicator"], name="a_task_moves_an_indicator_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.indicator_id}"


class ConclusionIndicator(models.Model):
    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="indicator_links")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "indicator"], name="a_conclusion_names_an_indicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.conclusion_id} {self.indicator_id}"


class InitiativeIndicator(models.Model):
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="indicator_links")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "indicator"], name="an_initiative_names_an_indicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.indicator_id}"
