"""A new installation: nobody is there to let the first person in."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from programmes.models import Person, Unit
from tests import making

LONG = "bốn từ cách nhau"


def begin(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("first_administrator", *args, stdout=out, **{"unit": making.DISTRICT, **options})
    return out.getvalue()


def test_the_first_administrator_comes_in_by_their_link_and_may_appoint_others(
    client: Client, units: dict[str, Unit]
) -> None:
    link = begin("quan-tri.moi", "Quản trị mới").split()[-1]
    client.post(link, {"password": LONG, "again": LONG}, follow=True)
    assert client.login(username="quan-tri.moi", password=LONG)
    assert client.get("/danh-muc/phan-cong/moi/").status_code == 200


def test_there_is_one_first_administrator(units: dict[str, Unit]) -> None:
    begin("quan-tri.moi", "Quản trị mới")
    with pytest.raises(CommandError, match="Đã có người quản trị"):
        begin("quan-tri.hai", "Quản trị hai")
    assert not Person.objects.filter(username="quan-tri.hai").exists()


@pytest.mark.parametrize(
    ("args", "options", "told"),
    [
        (("Quản Trị", "Quản trị mới"), {}, "Tên đăng nhập: "),
        (("quan-tri", " "), {}, "Họ và tên: "),
        (("quan-tri", "Quản trị mới"), {"unit": "99999"}, "99999"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(
    units: dict[str, Unit], args: tuple[str, str], options: dict[str, str], told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        begin(*args, **options)
    assert not Person.objects.exists()
