"""The figures in the sentences of a notice of conclusions are named with it, and stop it when they are corrected."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coquang.records.figures import standing_of
from coquang.refusals import Refused
from programmes.actions import notices, papers
from programmes.issuers import FOR_ALL, Issuer
from programmes.models import OfficialPaper, Person, Unit
from programmes.notice_parts import Typed, proposed
from tests.indicators.test_writing_the_report import corrected
from tests.security.seen import page

SEED, TODAY = date(2023, 2, 23), date(2023, 3, 15)
FELL = "Thuế công thương nghiệp: đã in 14.500.000.000 đồng, nay là 14.600.000.000 đồng, đính chính ngày 15/3/2023"


@pytest.fixture(autouse=True)
def the_day(clock: Callable[[str], None]) -> None:
    clock("2023-03-15 09:00:00")


@pytest.fixture
def issued(co_giang: Unit) -> OfficialPaper:
    return OfficialPaper.objects.get(notice__minutes__meeting__held_on=SEED)


@pytest.fixture
def office(co_giang: Unit) -> Person:
    return Person.objects.get(username="van-phong-quan-uy")


def another(issued: OfficialPaper, by: Person, **facts: Any) -> OfficialPaper:
    """The notice of the same meeting once more, sent to be signed."""
    papers.cancel(issued, "Ban hành nhầm.", by=by)
    minutes = issued.notice.minutes
    typed = Typed("kết luận", **facts) if facts else proposed(minutes, by)
    paper = notices.draft(minutes, Issuer(issued.body, FOR_ALL), typed, by=by)
    papers.submit(paper, by=by)
    return OfficialPaper.objects.get(pk=paper.pk)


def test_the_figures_of_its_sentences_are_named_with_it_and_asked_again(issued: OfficialPaper) -> None:
    document = issued.prints.get(state=OfficialPaper.State.ISSUED).document
    assert "26755 2022 KT01" in {figure["key"] for figure in document.facts["figures"]}
    assert len(document.facts["figures"]) == 4
    assert all(one.stands for one in standing_of(document))
    corrected()
    (fallen,) = [one for one in standing_of(document) if not one.stands]
    assert (fallen.figure.key, fallen.corrected_on) == ("26755 2022 KT01", TODAY)


def test_a_notice_whose_figure_was_corrected_is_not_signed(issued: OfficialPaper, office: Person, as_: Any) -> None:
    paper = another(issued, office)
    corrected()
    with pytest.raises(Refused) as refused:
        papers.sign(paper, on=TODAY, signer_name="Chánh Văn phòng", by=office)
    assert FELL in str(refused.value)
    assert FELL in page(as_(office).get(f"/van-ban-di/{paper.pk}/")).text


def test_a_notice_that_does_not_tell_the_figure_is_not_stopped(issued: OfficialPaper, office: Person) -> None:
    paper = another(issued, office, assessment=["Thu ngân sách còn chậm."])
    assert "figures" not in paper.frozen
    corrected()
    papers.sign(paper, on=TODAY, signer_name="Chánh Văn phòng", by=office)
