"""What became of what people asked, in the words of the page and of the day's letter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from indicators.dashboards.approving import shown
from indicators.measures import column_unit
from indicators.models import Correction, Reply
from programmes.models import Person

Decision = Correction.Decision


@dataclass(frozen=True)
class News:
    """One reply: about which row, whose and of when, and what it says."""

    reply: Reply

    @property
    def name(self) -> str:
        return self.reply.figure.indicator.named(get_language() or "vi")

    @property
    def where(self) -> str:
        sheet = self.reply.figure.sheet
        period = sheet.period.name()
        return f"{sheet.unit.name} · {period[:1].upper()}{period[1:]}"

    @property
    def says(self) -> str:
        """“Đề nghị đính chính: đồng ý, nay là 3 tuyến hẻm.”, “Trả lời: Đã nghiệm thu.”"""
        answer, correction = self.reply.answer, self.reply.correction
        if answer is not None:
            return _("Answer: %(text)s") % {"text": answer.text}
        if correction is None:  # the database holds that a reply is one of the two
            raise AssertionError("a reply is a decision or an answer")
        if correction.decision == Decision.AGREED:
            indicator = self.reply.figure.indicator
            now = shown(indicator, correction.value, correction.denominator)
            return _("Correction: agreed, the figure is now %(now)s %(unit)s.") % {
                "now": now,
                "unit": column_unit(indicator),
            }
        if correction.decision == Decision.DECLINED:
            return _("Correction: not agreed. Reason: %(reason)s") % {"reason": correction.decision_reason}
        return _("Correction: the request was taken back.")

    @property
    def page(self) -> str:
        """The name of the page on which it stands."""
        return "indicators:figure" if self.reply.answer_id else "indicators:correction"

    @property
    def who(self) -> Person | None:
        answer, correction = self.reply.answer, self.reply.correction
        return answer.by if answer else correction.decided_by if correction else None


def replies_to(people: Collection[int]) -> dict[int, list[News]]:
    """What each of some people (by key) has not seen yet, the oldest first; read at once."""
    unseen = Reply.objects.unseen().filter(person__in=people)
    found: dict[int, list[News]] = {}
    for reply in unseen.select_related(
        "figure__indicator", "figure__sheet__unit", "correction__decided_by", "answer__by"
    ):
        found.setdefault(reply.person_id, []).append(News(reply))
    return found


def still_theirs(person: Person, news: Iterable[News]) -> list[News]:
    """Those about units the person is appointed to today."""
    reach = person.reach(dates.today())
    return [each for each in news if each.reply.figure.sheet.unit_id in reach.unit_ids]


def news_for(person: Person) -> list[News]:
    return still_theirs(person, replies_to([person.pk]).get(person.pk, []))
