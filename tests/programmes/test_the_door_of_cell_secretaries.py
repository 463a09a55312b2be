"""A cell secretary comes in by telephone number and PIN or by a card, finds his questions, and nothing else."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.models import Sheet
from programmes.actions import door_keys
from programmes.models import Body, DoorAttempt, DoorKey, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
DOOR, QUESTIONS = "/chi-bo/", "/chi-bo/cau-hoi/"
PHONE, PIN, CARD = "0901234567", "482915", "7KMP3X9C"
OFFICE_PHONE = "028 3836 1234"


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(committee: Body) -> Body:
    """The Party committee, which can be telephoned."""
    committee.phone = OFFICE_PHONE
    committee.save(update_fields=["phone"])
    return committee


@pytest.fixture
def cell(ward: Unit) -> Body:
    return making.body(ward, "CB1", Body.Kind.PARTY_CELL, name="Chi bộ Khu phố 1")


@pytest.fixture
def keeper(office: Body) -> Person:
    """Keeps the people of the ward."""
    who = making.person("quan-tri-phuong")
    making.appointed(who, "administer", at=office)
    return who


@pytest.fixture
def secretary(cell: Body) -> Person:
    who = making.person("bi-thu-chi-bo", "Bí thư Chi bộ Khu phố 1")
    making.appointed(who, "confirm", at=cell)
    return who


@pytest.fixture
def keyed(secretary: Person, keeper: Person) -> Person:
    """The secretary with a registered telephone and a card."""
    making.keyed(secretary, phone=PHONE, pin=PIN, card=CARD, by=keeper)
    return secretary


def knock(client: Client, phone: str = PHONE, pin: str = PIN, **how: Any) -> Any:
    return client.post(DOOR, {"phone": phone, "pin": pin}, **how)


def text(answer: Any) -> str:
    return str(answer.content.decode())


# --- giving keys ----------------------------------------------------------------------------------


def test_the_office_registers_a_phone_and_hands_over_a_pin_shown_once(
    secretary: Person, keeper: Person, as_: Browser, client: Client
) -> None:
    url = f"/danh-muc/nguoi/{secretary.pk}/ma-pin/"
    form = making.form_key()
    page = text(as_(keeper).post(url, {"phone": "+84 90 123 4567", **form}))
    pin = re.search(r'door-slip-code">(\d{6})<', page)
    assert pin and OFFICE_PHONE in page and "•••• 567" in page and PHONE not in page
    assert pin[1] not in text(client.post(url, {"phone": PHONE, **form}, follow=True))
    assert pin[1] not in text(client.get(f"/danh-muc/nguoi/{secretary.pk}/"))
    client.logout()
    assert knock(client, pin=pin[1])["Location"] == QUESTIONS


def test_the_office_prints_a_card(secretary: Person, keeper: Person, as_: Browser, client: Client) -> None:
    page = text(as_(keeper).post(f"/danh-muc/nguoi/{secretary.pk}/the/", making.form_key()))
    code = re.search(r'door-slip-code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)
    assert code and "Dùng được một lần" in page
    client.logout()
    assert client.post(DOOR, {"card": code[1].lower()})["Location"] == QUESTIONS


def test_neither_number_nor_pin_nor_code_is_kept_or_told_anywhere(
    secretary: Person, keeper: Person, as_: Browser, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key, pin = door_keys.give_pin(secretary, PHONE, by=keeper)
    card, code = door_keys.give_card(secretary, by=keeper)
    knock(client, pin="000000")
    knock(client, pin=pin)
    kept = [str(list(rows)) for rows in (DoorKey.objects.values(), DoorAttempt.objects.values())]
    kept += [str(list(JournalEntry.objects.values())), caplog.text]
    client.logout()
    kept.append(text(as_(keeper).get("/danh-muc/nguoi/?_export=csv")))
    for secret in (PHONE, PHONE[1:], pin, code):
        assert not [place for place in kept if re.search(rf"(?<![0-9a-f]){secret}(?![0-9a-f])", place)]
    assert key.secret.startswith("md5$") and card.secret == ""


def test_pins_are_hashed_as_passwords_are(secretary: Person, keeper: Person, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    key, _pin = door_keys.give_pin(secretary, PHONE, by=keeper)
    assert key.secret.startswith("argon2$argon2id$")


def test_keys_are_given_only_to_who_confirms_and_by_who_keeps_their_account(
    secretary: Person, keeper: Person, clerk: Person, vetter: Person
) -> None:
    for give in (
        lambda who, by: door_keys.give_pin(who, PHONE, by=by),
        lambda who, by: door_keys.give_card(who, by=by),
    ):
        for who, by in ((clerk, keeper), (secretary, vetter), (secretary, secretary)):
            with pytest.raises(PermissionDenied):
                give(who, by)


def test_no_key_is_given_while_the_office_cannot_be_telephoned(secretary: Person, keeper: Person, office: Body) -> None:
    office.phone = ""
    office.save(update_fields=["phone"])
    with pytest.raises(Refused, match="số điện thoại của văn phòng"):
        door_keys.give_card(secretary, by=keeper)


def test_one_number_opens_to_one_person(keyed: Person, keeper: Person, cell: Body) -> None:
    other = making.person("pho-bi-thu-chi-bo")
    making.appointed(other, "confirm", at=cell)
    with pytest.raises(Refused, match="đã đăng ký cho người khác"):
        door_keys.give_pin(other, PHONE, by=keeper)
    with pytest.raises(IntegrityError, match="a_phone_or_card_opens_to_one_person"), transaction.atomic():
        making.keyed(other, phone=PHONE, pin=PIN, by=keeper)


def test_a_new_number_ends_the_one_before(keyed: Person, keeper: Person, client: Client) -> None:
    _key, pin = door_keys.give_pin(keyed, "0907654321", by=keeper)
    assert knock(client).status_code == 401
    assert knock(client, "090 765 4321", pin).status_code == 302


# --- coming in ------------------------------------------------------------------------------------


def test_the_phone_of_the_office_stands_on_every_screen_of_the_door(keyed: Person, client: Client) -> None:
    assert OFFICE_PHONE in text(client.get(DOOR))
    assert OFFICE_PHONE in text(knock(client, pin="000000"))
    knock(client)
    assert OFFICE_PHONE in text(client.get(QUESTIONS))


@pytest.mark.parametrize(("phone", "pin"), [(PHONE, "000000"), ("0909999999", PIN)])
def test_a_wrong_pin_and_an_unknown_number_are_refused_in_the_same_words(
    keyed: Person, client: Client, phone: str, pin: str
) -> None:
    answer = knock(client, phone, pin)
    assert answer.status_code == 401
    assert "Số điện thoại và mã PIN không khớp nhau." in text(answer)
    assert client.get(QUESTIONS)["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "12345", "pin": PIN}, "Nhập đủ 10 chữ số"),
        ({"phone": PHONE, "pin": "12"}, "Mã PIN có 6 chữ số"),
        ({"card": "ABC"}, "Mã thẻ có 8 chữ và số"),
    ],
)
def test_what_cannot_be_right_is_said_so_and_counts_as_no_try(
    keyed: Person, client: Client, typed: dict[str, str], sentence: str
) -> None:
    answer = client.post(DOOR, typed)
    assert answer.status_code == 422 and sentence in text(answer)
    assert not DoorAttempt.objects.exists()


def test_five_wrong_pins_close_the_number_for_a_while_even_to_the_right_one(keyed: Person, client: Client) -> None:
    for _turn in range(5):
        assert knock(client, pin="000000").status_code == 401
    answer = knock(client)
    assert answer.status_code == 429
    assert re.search(r"Thử lại sau 1[45] phút, hoặc gọi điện cho văn phòng\.", text(answer))
    assert knock(client, "0909999999").status_code == 401, "another number is not closed"
    DoorAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert knock(client).status_code == 302
    assert not DoorAttempt.objects.filter(phone_mark=DoorKey.objects.get(kind="pin").mark).exists()


def test_fifteen_wrong_pins_close_the_number_for_the_day(keyed: Person, client: Client) -> None:
    for _turn in range(15):
        DoorAttempt.objects.update(at=timezone.now() - timedelta(hours=1))
        assert knock(client, pin="000000").status_code == 401
    DoorAttempt.objects.update(at=timezone.now() - timedelta(hours=1))
    answer = knock(client)
    assert answer.status_code == 429 and "giờ, hoặc gọi điện" in text(answer)


def test_one_address_tries_twenty_times_whatever_it_tries(keyed: Person, client: Client) -> None:
    for turn in range(20):
        typed = {"card": f"2222222{'3456789ABC'[turn % 10]}"} if turn % 2 else {"phone": f"09{turn:08}", "pin": PIN}
        assert client.post(DOOR, typed).status_code == 401
    assert client.post(DOOR, {"card": CARD}).status_code == 429
    assert knock(client, REMOTE_ADDR="10.0.0.9").status_code == 302, "another address is not closed"


def test_in_production_the_proxy_says_from_where(keyed: Person, client: Client, settings: Any) -> None:
    knock(client, pin="000000", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.9")
    settings.DEMO = False
    knock(client, pin="000000", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.9", secure=True)
    marks = list(DoorAttempt.objects.values_list("address_mark", flat=True))
    assert marks == [door_keys.mark_of("address", where) for where in ("127.0.0.1", "10.0.0.9")]


def test_a_card_opens_once(keyed: Person, client: Client) -> None:
    assert client.post(DOOR, {"card": CARD}).status_code == 302
    assert client.get(QUESTIONS).status_code == 200
    client.logout()
    answer = client.post(DOOR, {"card": CARD})
    assert answer.status_code == 401 and "Thẻ không đúng, đã dùng hoặc quá hạn." in text(answer)


def test_a_card_past_its_end_opens_nothing(keyed: Person, client: Client) -> None:
    DoorKey.objects.filter(kind="card").update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(DOOR, {"card": CARD}).status_code == 401


def test_who_is_closed_or_confirms_no_more_does_not_come_in(keyed: Person, client: Client, settings: Any) -> None:
    keyed.appointments.update(valid_to=making.FIRST_DAY + timedelta(days=1))
    assert knock(client).status_code == 401
    keyed.appointments.update(valid_to=None)
    Person.objects.filter(pk=keyed.pk).update(is_active=False)
    assert knock(client).status_code == 401


def test_revoking_ends_every_key_and_the_visit_under_way(
    keyed: Person, keeper: Person, client: Client, as_: Browser
) -> None:
    knock(client)
    assert client.get(QUESTIONS).status_code == 200
    window = Client()
    window.force_login(keeper)
    assert window.post(f"/danh-muc/nguoi/{keyed.pk}/thu-loi-vao/", making.form_key()).status_code == 302
    assert client.get(QUESTIONS)["Location"] == DOOR
    assert knock(client).status_code == 401
    assert client.post(DOOR, {"card": CARD}).status_code == 401


# --- nothing else ---------------------------------------------------------------------------------


def test_who_came_by_the_door_finds_no_other_page_whatever_else_they_hold(
    keyed: Person, office: Body, quarter: Sheet, client: Client
) -> None:
    making.appointed(keyed, "enter", at=office)
    making.appointed(keyed, "administer", at=office)
    sheet = f"/so-lieu/{making.WARD}/2022-Q1/"
    knock(client)
    for page in ("/viec-cua-toi/", sheet, "/danh-muc/nguoi/", f"{sheet}HEM/", "/theo-doi/", "/van-ban/"):
        assert client.get(page)["Location"] == QUESTIONS
    for deed in (f"{sheet}luu/", f"{sheet}HEM/luu/", "/danh-muc/co-quan/moi/", "/tu-cach/", "/tai-khoan/"):
        assert client.post(deed, {"v-HEM": "5", **making.form_key()}).status_code == 404
    client.logout()
    client.force_login(keyed)
    assert client.get(sheet).status_code == 200, "with the password they work as before"


def test_who_holds_only_the_right_to_confirm_is_shown_to_the_door_with_a_password_too(
    secretary: Person, quarter: Sheet, as_: Browser
) -> None:
    window = as_(secretary)
    assert window.get("/viec-cua-toi/")["Location"] == QUESTIONS
    assert window.post(f"/so-lieu/{making.WARD}/2022-Q1/HEM/y-kien/", {"text": "Đúng"}).status_code == 404
    assert window.post("/dang-xuat/").status_code == 302


def test_the_right_to_confirm_shows_nothing_of_the_unit(secretary: Person, quarter: Sheet, ward: Unit) -> None:
    assert not Sheet.objects.visible_to(secretary).exists()
    assert not secretary.visible_units().exists()


def test_a_clerk_has_no_questions_at_the_door(clerk: Person, as_: Browser) -> None:
    assert as_(clerk).get(QUESTIONS).status_code == 404


def test_the_phone_of_an_office_is_kept_with_its_body(keeper: Person, office: Body, as_: Browser) -> None:
    page = text(as_(keeper).get("/danh-muc/co-quan/"))
    assert OFFICE_PHONE in page
    form = as_(keeper).get(f"/danh-muc/co-quan/{office.pk}/sua/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "unit"}
    typed["valid_from"] = "1/1/2021"
    url = f"/danh-muc/co-quan/{office.pk}/sua/"
    answer = as_(keeper).post(url, {**typed, "phone": "gọi cô Ba", **making.form_key()})
    assert answer.status_code == 422 and "Số điện thoại gồm chữ số" in text(answer)
    assert as_(keeper).post(url, {**typed, "phone": "028.3836.9999", **making.form_key()}).status_code == 302
    office.refresh_from_db()
    assert office.phone == "028.3836.9999"
