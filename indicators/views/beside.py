"""What stands beside a figure on its page: papers, talk, and the forms for those who may add to them."""

from collections.abc import Mapping, Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from coquang.periods import Period
from indicators import permissions
from indicators.actions.remarks import provider_of
from indicators.dashboards.explanations import beside_figure
from indicators.dashboards.remarks import Talk, talk_about
from indicators.doors import find_sheet, seen_figures
from indicators.forms.confirmations import ToldForm
from indicators.forms.evidence import Choices, LinkForm, PaperForm
from indicators.forms.remarks import AnswerForm, CommentForm, QuestionForm
from indicators.models import Evidence, Figure, FollowUp, Remark
from indicators.oversight import counted
from indicators.permissions_of_asking import directing_as
from programmes.models import Body, Person


def figure_door(person: Person, unit: str, period: Period, indicator: str) -> Figure:
    """The one door to a figure: through its sheet; what a person may not see is not there."""
    sheet = find_sheet(person, unit, period)
    figures = seen_figures(sheet).select_related("indicator") if sheet else Figure.objects.none()
    figure = figures.filter(indicator__code=indicator).first()
    if sheet is None or figure is None:
        raise Http404
    figure.sheet = sheet
    return figure


def other_rows(figure: Figure) -> Choices:
    """The sheet's other indicators, which a paper may serve as well."""
    language = get_language() or "vi"
    others = seen_figures(figure.sheet).exclude(pk=figure.pk).select_related("indicator")
    ordered = others.order_by("indicator__field__position", "indicator__position")
    return [(other.indicator.code, other.indicator.named(language)) for other in ordered]


def other_papers(figure: Figure) -> Choices:
    seen = Evidence.objects.filter(rows__figure__in=seen_figures(figure.sheet)).values("pk")
    return [(str(paper.pk), paper.title) for paper in Evidence.objects.not_behind(figure).filter(pk__in=seen)]


def answer_form(question: Remark, posted: Mapping[str, str] | None = None, *, is_told: bool) -> AnswerForm | ToldForm:
    """How a question is answered: written by those asked, or told to who enters; of a cell, as right or not."""
    if is_told and question.asked_of and question.asked_of.kind == Body.Kind.PARTY_CELL:
        return ToldForm(posted, question=question)
    return AnswerForm(posted, is_told=is_told, number=question.pk)


def answer_forms(talk: Sequence[Talk]) -> dict[int, AnswerForm | ToldForm]:
    """By question: the form for those who may answer it."""
    return {
        said.remark.pk: answer_form(said.remark, is_told=not said.may_answer)
        for said in talk
        if said.may_answer or said.may_pass_on
    }


def beside(person: Person, figure: Figure, *, with_forms: bool) -> dict[str, object]:
    """The facts of a figure's page that are not the figure's own; the strip beside a sheet has no forms."""
    talk = talk_about(figure, person)
    papers = figure.papers.select_related("evidence", "by")
    told = {"oversight": counted(figure), "may_take": permissions.may_enter(person, figure.sheet)}
    return {"papers": papers, "talk": talk, **told, **(_forms(person, figure, talk) if with_forms else {})}


def _forms(person: Person, figure: Figure, talk: Sequence[Talk]) -> dict[str, object]:
    may_enter = permissions.may_enter_rows(person, figure.sheet, [figure.indicator_id])
    papers = other_papers(figure) if may_enter else []
    may_ask = permissions.may_ask_back(person, figure.sheet)
    may_ask_above = directing_as(person, figure.sheet.unit) is not None
    where = [figure.sheet.unit.code, figure.sheet.period, figure.indicator.code]
    return {
        "may_detach": may_enter and figure.sheet.is_open,
        "paper_form": PaperForm(rows=other_rows(figure)) if may_enter else None,
        "link_form": LinkForm(papers=papers) if papers else None,
        "answer_forms": answer_forms(talk),
        "comment_form": CommentForm() if permissions.may_remark(person, figure.sheet) else None,
        "question_form": QuestionForm() if may_ask else None,
        "provider": provider_of(figure)[1] if may_ask else "",
        "explanations": beside_figure(figure, person),
        "ask_explanation_url": reverse("indicators:explanation-new", args=where) if may_ask_above else "",
        "is_followed": FollowUp.objects.filter(person=person, figure=figure).exists(),
    }
