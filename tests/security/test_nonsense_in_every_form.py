"""Every form the portal shows, found by walking its map, refuses nonsense in Vietnamese and keeps what was typed.

Each form is first filled so that it would be taken; then one field at a time holds something else. Sampled, so that
every case is typed into some field of its kind and every field gets a dozen of them.
"""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.security.boxes import Box, refusals
from tests.security.boxes import forms as forms_of
from tests.security.every_form import ADDRESSES, ANSWERS, KINDS, OTHERS_WORDS, VIETNAMESE, Found, World, kind_of
from tests.security.seen import is_calm

Fingerprint = Callable[[], dict[str, str]]


def test_the_walk_finds_the_forms_it_is_about(world: World) -> None:
    """Guards the walk: a page that no longer opens would leave its form untried."""
    known = {found.name.partition(":")[2] or found.name for page in world.found.values() for found in page}
    assert known >= {
        *("sign-in", "join", "body-new", "body-edit", "person-new", "person-edit", "appointment-new"),
        *("appointment-end", "group-new", "group-edit", "theme-new", "theme-edit", "day-off-new", "indicator-new"),
        *("indicator-edit", "definition-new", "field-edit", "reporting-edit", "periods-lay-out", "deadline-edit"),
        *("target-new", "target-revise", "target-grid", "sheet", "sheet-paste", "paste", "figure", "report-edit"),
        *("extension-new", "sheet-reopen", "cell-door", "door-mend", "person-pin"),
        *("task", "task-new", "task-edit", "task-figures", "naming", "incoming-new"),
        *("incoming-task", "work-programme-new", "work-programme", "programme-task", "programme-amend"),
    }


def test_every_case_is_typed_into_some_field_of_its_kind(world: World) -> None:
    typed = {(kind_of(box), case.name) for _found, box, case in world.tried}
    assert typed >= {(kind, case.name) for kind, known in KINDS.items() for case in known}
    assert {case.name for _found, _box, case in world.tried} >= {case.name for case in world.others}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_filled_as_it_asks_is_taken_and_a_second_one_like_it_is_answered(
    name: str, world: World, db: None
) -> None:
    """Guards the test below: nonsense in one field is not hidden behind another field that was left empty."""
    for found in world.found.get(name, []):
        with transaction.atomic():
            answer = found.send({})
            assert answer.status_code in {200, 302}, (found.action, refusals(answer))
            again = found.send({"form_key": [str(uuid4())]})
            transaction.set_rollback(True)
        assert again.status_code in ANSWERS | {401}, found.action
        assert_told_in_vietnamese(again)


@pytest.mark.parametrize("name", ADDRESSES)
def test_nonsense_in_any_field_is_refused_in_vietnamese_and_the_rest_is_kept(
    name: str, world: World, fingerprint: Fingerprint
) -> None:
    before = fingerprint()
    for found, box, case in world.tried:
        if found.name != name:
            continue
        what = (found.action, box.name, case.name)
        with transaction.atomic():
            answer = found.send({box.name: [case.raw]})
            after = fingerprint() if answer.status_code >= 400 else before
            transaction.set_rollback(True)
        assert is_calm(answer), what
        assert answer.status_code in (ANSWERS | {401} if name in {"sign-in", "cell-door"} else ANSWERS), what
        assert after == before, what
        assert_told_in_vietnamese(answer, what)
        if answer.status_code == 422:
            assert_kept(answer, found, box, what)


def assert_told_in_vietnamese(answer: HttpResponse, what: object = "") -> None:
    if answer.status_code < 400:
        return
    text = answer.content.decode()
    assert not [words for words in OTHERS_WORDS if words in text], (what, refusals(answer))
    if answer.status_code == 422:
        told = refusals(answer)
        assert told and all(VIETNAMESE.search(sentence) for sentence in told), (what, told)


def assert_kept(answer: HttpResponse, found: Found, touched: Box, what: object) -> None:
    """All that was typed into the other fields stands in them again; a password never does."""
    shown = next(form for form in forms_of(answer) if found.form.boxes.keys() <= form.boxes.keys())
    for name, values in found.typed.items():
        # A browser gives neither a password nor a file back to the page.
        if name != touched.name and shown.boxes[name].kind not in {"hidden", "password", "file"}:
            assert shown.boxes[name].values == values, (what, name)
