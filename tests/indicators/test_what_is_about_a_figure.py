"""What is laid about a figure has its figure, however either is written: the database sees to it, in all tables."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from indicators.models import Figure, FollowUp, Sheet
from programmes.models import Person
from tests import making

NOWHERE = 2_000_000_000


def asked(statement: str, *facts: object) -> list[tuple[str, ...]]:
    """A statement past the application."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def figure(quarter: Sheet) -> Figure:
    return quarter.figures.get(indicator__code="HO")


@pytest.fixture
def who(figure: Figure) -> Person:
    return making.person("theo-doi")


def followed(pk: int, who: Person) -> FollowUp:
    return FollowUp.objects.create(figure_id=pk, person=who, since=making.moment("2022-04-01"))


def test_every_table_about_figures_is_looked_after(db: None) -> None:
    about = {
        field.model._meta.db_table
        for model in apps.get_app_config("indicators").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Figure and model._meta.managed
    }
    assert len(about) == 10
    for event in ("insert", "update"):
        found = asked(
            "select tgrelid::regclass::text from pg_trigger where tgname = %s", f"it_has_its_figure_on_{event}"
        )
        assert {table for (table,) in found} == about
    ((source,),) = asked("select prosrc from pg_proc where proname = 'a_figure_goes_alone'")
    assert {table for table in about if f"from {table} n join former" in source} == about
    kept = asked("select conname from pg_constraint where confrelid = 'indicators_figure'::regclass")
    assert not kept, "each would be asked for every figure of every save"


def test_nothing_is_laid_about_a_figure_that_is_not_there(who: Person) -> None:
    with pytest.raises(IntegrityError, match="no such figure"), transaction.atomic():
        followed(NOWHERE, who)


def test_nothing_is_moved_to_a_figure_that_is_not_there(figure: Figure, who: Person) -> None:
    own = followed(figure.pk, who)
    with pytest.raises(IntegrityError, match="no such figure"), transaction.atomic():
        FollowUp.objects.filter(pk=own.pk).update(figure_id=NOWHERE)


def test_a_figure_goes_only_after_what_is_about_it(figure: Figure, who: Person) -> None:
    followed(figure.pk, who)
    with pytest.raises(IntegrityError, match="goes before it"), transaction.atomic():
        asked("delete from indicators_figure where id = %s", figure.pk)
    FollowUp.objects.all().delete()
    asked("delete from indicators_figure where id = %s", figure.pk)
    assert not Figure.objects.filter(pk=figure.pk).exists()


def test_both_go_in_one_statement(figure: Figure, who: Person) -> None:
    followed(figure.pk, who)
    asked(
        "with those as (delete from indicators_followup where figure_id = %s)"
        " delete from indicators_figure where id = %s",
        figure.pk,
        figure.pk,
    )
    assert not FollowUp.objects.exists()


def test_the_key_of_a_figure_does_not_change(figure: Figure) -> None:
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        asked("update indicators_figure set id = %s where id = %s", NOWHERE, figure.pk)


@pytest.mark.django_db(transaction=True)
def test_a_figure_stays_while_something_is_being_laid_about_it(figure: Figure, who: Person) -> None:
    def away() -> None:
        try:
            asked("delete from indicators_figure where id = %s", figure.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            followed(figure.pk, who)
            going = threads.submit(away)
            time.sleep(0.3)
            assert not going.done(), "it waits for what is being laid"
        with pytest.raises(IntegrityError, match="goes before it"):
            going.result()
    assert Figure.objects.filter(pk=figure.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_laid_about_a_figure_that_is_going(figure: Figure, who: Person) -> None:
    def lay() -> None:
        try:
            followed(figure.pk, who)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            asked("delete from indicators_figure where id = %s", figure.pk)
            laying = threads.submit(lay)
            time.sleep(0.3)
            assert not laying.done(), "it waits for whether the figure goes"
        with pytest.raises(IntegrityError, match="no such figure"):
            laying.result()
    assert not FollowUp.objects.exists()
