"""Inviting a person: a link shown once, used once, and known to nobody else."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from coquang.discretion import WithoutTokens
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from programmes.actions import invitations, people
from programmes.models import Body, Invitation, Person, Unit
from tests import making

LONG = "bốn từ cách nhau"


@pytest.fixture
def admin(committee: Body) -> Person:
    who = making.person("quan-tri-phuong", "Quản trị phường")
    making.appointed(who, "administer", at=committee)
    return who


@pytest.fixture
def newcomer(admin: Person, committee: Body) -> Person:
    who = people.put_on_record("can-bo-moi", "Cán bộ mới", by=admin)
    making.appointed(who, "enter", at=committee)
    return who


def link_on(page: bytes) -> str:
    found = re.search(r"/moi/[\w-]+/", page.decode())
    assert found
    return found.group()


def typed(password: str, again: str | None = None) -> dict[str, str]:
    return {"password": password, "again": password if again is None else again}


def test_the_link_stands_on_the_page_once_and_opens_the_door_once(as_: Any, admin: Person, newcomer: Person) -> None:
    url, key = f"/danh-muc/nguoi/{newcomer.pk}/moi-dang-nhap/", making.form_key()
    shown = as_(admin).post(url, key)
    link = link_on(shown.content)
    assert "no-store" in shown["Cache-Control"]
    assert as_(admin).post(url, key).status_code == 302  # sent again: no second link, and the first still holds
    assert link not in as_(admin).get(f"/danh-muc/nguoi/{newcomer.pk}/").content.decode()

    visitor = Client()
    page = visitor.get(link)
    assert (page.status_code, newcomer.full_name in page.content.decode()) == (200, True)
    assert visitor.post(link, typed(LONG))["Location"] == "/viec-cua-toi/"
    assert visitor.get("/viec-cua-toi/").status_code == 200
    assert Client().login(username="can-bo-moi", password=LONG)
    assert Client().get(link).status_code == Client().post(link, typed(LONG)).status_code == 404
    acts = list(JournalEntry.objects.about(newcomer).order_by("pk").values_list("act", flat=True))
    assert acts == ["person.made", "person.invited", "person.joined"]


@pytest.mark.parametrize(
    ("password", "again"),
    [("ngắn quá", None), ("can-bo-moi-can-bo-moi"[:12], None), (LONG, "khác hẳn nhé bạn"), ("", None)],
)
def test_a_weak_or_mistyped_password_leaves_the_link_open(
    admin: Person, newcomer: Person, password: str, again: str | None
) -> None:
    _invitation, token = invitations.invite(newcomer, by=admin)
    assert Client().post(f"/moi/{token}/", typed(password, again)).status_code == 422
    assert not Person.objects.get(pk=newcomer.pk).has_usable_password()
    assert Client().post(f"/moi/{token}/", typed(LONG)).status_code == 302


def test_unknown_used_withdrawn_and_expired_links_read_the_same(admin: Person, newcomer: Person) -> None:
    withdrawn = invitations.invite(newcomer, by=admin)[1]
    used = invitations.invite(newcomer, by=admin)[1]
    invitations.join(used, LONG)
    late, expired = invitations.invite(newcomer, by=admin)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answers = [Client().get(f"/moi/{token}/") for token in ("khong-co", withdrawn, used, expired)]
    assert {answer.status_code for answer in answers} == {404}
    pages = [answer.content.decode() for answer in answers]
    assert len({page[page.index("<main") : page.index("</main>")] for page in pages}) == 1
    assert invitations.join(expired, LONG) is None


def test_a_newer_invitation_withdraws_the_older(admin: Person, newcomer: Person) -> None:
    older, newer = (invitations.invite(newcomer, by=admin)[1] for _time in range(2))
    assert Client().get(f"/moi/{older}/").status_code == 404
    assert Client().get(f"/moi/{newer}/").status_code == 200


def test_a_closed_account_is_neither_invited_nor_entered(admin: Person, newcomer: Person) -> None:
    _invitation, token = invitations.invite(newcomer, by=admin)
    people.close(newcomer, by=admin)
    assert Client().get(f"/moi/{token}/").status_code == 404
    assert invitations.join(token, LONG) is None
    with pytest.raises(Refused):
        invitations.invite(newcomer, by=admin)


def test_nobody_gets_hold_of_an_account_that_reaches_further_than_theirs(
    as_: Any, admin: Person, newcomer: Person, stranger: Person, units: dict[str, Unit]
) -> None:
    making.appointed(newcomer, "read", unit=units[making.DISTRICT], below=True)
    with pytest.raises(PermissionDenied):
        invitations.invite(newcomer, by=admin)
    url = "/danh-muc/nguoi/{}/moi-dang-nhap/"
    assert as_(admin).post(url.format(newcomer.pk), making.form_key()).status_code == 403
    assert as_(admin).post(url.format(stranger.pk), making.form_key()).status_code == 404
    assert as_(newcomer).post(url.format(admin.pk), making.form_key()).status_code == 403
    assert not Invitation.objects.exists()


def test_a_new_password_ends_the_sessions_of_the_old(admin: Person, clerk: Person) -> None:
    window = Client()
    window.force_login(clerk)
    _invitation, token = invitations.invite(clerk, by=admin)
    Client().post(f"/moi/{token}/", typed(LONG))
    assert window.get("/viec-cua-toi/")["Location"].startswith("/dang-nhap/")


def test_the_token_is_in_no_log_and_in_no_table(
    admin: Person, newcomer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    _invitation, token = invitations.invite(newcomer, by=admin)
    caplog.handler.addFilter(WithoutTokens())
    Client(enforce_csrf_checks=True).post(f"/moi/{token}/", typed(LONG))
    Client().post(f"/moi/{token}/", typed("ngắn"))
    Client().post(f"/moi/{token}/", typed(LONG))
    Client().get(f"/moi/{token}/")
    assert "/moi/…/" in caplog.text
    assert token not in caplog.text
    assert token not in str(list(JournalEntry.objects.values())) + str(list(Invitation.objects.values()))


def test_every_line_written_goes_through_the_filter(settings: Any) -> None:
    for handler in settings.LOGGING["handlers"].values():
        assert "without_tokens" in handler["filters"]
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/moi/abc/?x=1"), None)
    assert WithoutTokens().filter(line)
    assert line.getMessage() == "Not Found: /moi/…/?x=1"
