"""Every form of ours, whatever is typed into it, says yes or no, and no in words of ours."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import reduce
from typing import Any

import pytest
from django import forms
from django.db import DatabaseError, transaction
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indicators.forms
import programmes.forms
from indicators.forms.targets import AimForm
from tests.security.every_form import FILLED, KINDS, OTHERS_WORDS, World

# Finished by those who subclass it.
UNFINISHED = {AimForm}
MANY = settings(
    max_examples=1000, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

typed_text = st.one_of(
    st.sampled_from([case.text for known in KINDS.values() for case in known if len(case.raw) < 10_000]),
    st.sampled_from(list(FILLED.values())),
    # A refusal quotes what was typed; Hypothesis draws from this file's own words too.
    st.text(max_size=60).filter(lambda text: not any(words in text for words in OTHERS_WORDS)),
)


def form_classes(*packages: Any) -> list[type[forms.BaseForm]]:
    """Every form that a module below the packages makes itself."""
    classes = []
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for _name, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(thing, forms.BaseForm) and thing.__module__ == module.name:
                    classes.append(thing)
    return [each for each in classes if each not in UNFINISHED]


def facts_for(form: type[forms.BaseForm], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a form asks for by name beside what was typed."""
    asked = [name for name, how in inspect.signature(form.__init__).parameters.items() if how.kind is how.KEYWORD_ONLY]
    lacking = [name for name in asked if name not in facts]
    assert not lacking, f"Say in `facts` which {lacking[0]} {form.__name__} is made with."
    return {name: facts[name] for name in asked}


@pytest.mark.parametrize("form", form_classes(programmes.forms, indicators.forms), ids=lambda form: form.__name__)
def test_whatever_is_typed_into_a_form_it_says_yes_or_no(
    form: type[forms.BaseForm], unseen_world: World, db: None
) -> None:
    facts = facts_for(form, unseen_world.facts)
    known = [*form(**facts).fields, "nobody-asked"]
    before = transaction.savepoint()

    @MANY
    @given(st.dictionaries(st.sampled_from(known), st.lists(typed_text, min_size=1, max_size=2)))
    def says_yes_or_no(post: dict[str, list[str]]) -> None:
        filled_in = form(MultiValueDict(post), **facts)
        try:
            is_valid = filled_in.is_valid()
        except DatabaseError:
            # One savepoint for all: only what the database refused has to be undone.
            transaction.savepoint_rollback(before)
            raise
        assert is_valid == (not filled_in.errors)
        assert_in_our_words(filled_in, post)

    says_yes_or_no()


def assert_in_our_words(filled_in: forms.BaseForm, post: Mapping[str, list[str]]) -> None:
    typed = sorted((value for values in post.values() for value in values), key=len, reverse=True)
    for sentences in filled_in.errors.values():
        for sentence in sentences:
            # A refusal may repeat what was typed, which may be anybody's words.
            own = reduce(lambda told, value: told.replace(value, "") if value else told, typed, str(sentence))
            assert not [words for words in OTHERS_WORDS if words in own], sentence
