"""A person's mail address: kept by themselves or by who keeps their account, and told to nobody else."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from coquang.records.models import JournalEntry
from programmes.actions import people
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
ADDRESS = "van-phong@phuong.example"


@pytest.fixture
def administrator(ward: Unit) -> Person:
    who = making.person("quan-tri", "Quản trị")
    making.appointed(who, "administer", unit=ward)
    return who


def test_a_person_keeps_their_own_address_and_ends_the_reminders(clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    assert browser.post("/tai-khoan/", {"email": ADDRESS} | making.form_key()).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.email, clerk.wants_reminders) == (ADDRESS, False)
    assert ADDRESS in browser.get("/tai-khoan/").content.decode()


def test_an_administrator_keeps_name_and_address_together(clerk: Person, administrator: Person, as_: Browser) -> None:
    typed = {"full_name": "Cán bộ khác", "email": ADDRESS, "wants_reminders": "on"}
    as_(administrator).post(f"/danh-muc/nguoi/{clerk.pk}/sua/", typed | making.form_key())
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.email, clerk.wants_reminders) == ("Cán bộ khác", ADDRESS, True)
    assert ADDRESS in as_(administrator).get(f"/danh-muc/nguoi/{clerk.pk}/").content.decode()


def test_nobody_else_keeps_an_address(clerk: Person, vetter: Person) -> None:
    with pytest.raises(PermissionDenied):
        people.keep_mail(clerk, ADDRESS, True, by=vetter)


@pytest.mark.parametrize("wrong", ["van-phong", "van phong@phuong.example", "@phuong.example", "a@b@c", "a@b,c@d.vn"])
def test_what_is_no_address_is_refused_with_what_to_type(clerk: Person, as_: Browser, wrong: str) -> None:
    answer = as_(clerk).post("/tai-khoan/", {"email": wrong} | making.form_key())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Chưa đọc được địa chỉ thư" in page and "ten@coquan.gov.vn" in page and wrong in page
    clerk.refresh_from_db()
    assert clerk.email == ""


def test_the_journal_tells_that_an_address_changed_and_not_which(clerk: Person) -> None:
    people.keep_mail(clerk, ADDRESS, True, by=clerk)
    people.keep_mail(clerk, ADDRESS, True, by=clerk)
    entry = JournalEntry.objects.about(clerk).get(act="person.mail_kept")
    assert entry.capacity == clerk.appointments.get().words
    assert ADDRESS not in str(entry.facts)


def test_the_database_itself_refuses_two_addresses_in_one(clerk: Person, committee: Body) -> None:
    with pytest.raises(IntegrityError, match="a_mail_address_is_one_word"), transaction.atomic():
        Person.objects.filter(pk=clerk.pk).update(email="a@b.vn, c@d.vn")
