"""Every form of ours, whatever is typed into it, says yes or no, and no in words of ours."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, reduce
from random import Random
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

import indicators.forms
import programmes.forms
from indicators.forms.targets import AimForm
from tests.security.every_form import FILLED, KINDS, OTHERS_WORDS, World

Post = Mapping[str, Sequence[str]]

# Finished by those who subclass it.
UNFINISHED = {AimForm}
POSTS = 1000


@cache
def texts() -> tuple[Sequence[str], ...]:
    """Three kinds of what is typed: the bad inputs of the lists, good ones, and what Hypothesis makes up."""
    made_up: list[str] = []

    @settings(max_examples=2 * POSTS, deadline=None, database=None, derandomize=True)
    # A refusal quotes what was typed; Hypothesis draws from this file's own words too.
    @given(st.text(max_size=60).filter(lambda text: not any(words in text for words in OTHERS_WORDS)))
    def make_up(text: str) -> None:
        made_up.append(text)

    make_up()
    bad = [case.text for known in KINDS.values() for case in known if len(case.raw) < 10_000]
    return bad, list(FILLED.values()), made_up


def posts(known: Sequence[str], chance: Random) -> Iterator[Post]:
    """None of the known fields, then some, each with a text or two.

    Hypothesis itself would take longer to make a post than a form takes to read it.
    """
    yield {}
    for _ in range(POSTS):
        names = chance.sample(known, chance.randint(1, len(known)))
        yield {name: [chance.choice(chance.choice(texts())) for _ in range(chance.randint(1, 2))] for name in names}


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

    def says_yes_or_no(post: Post) -> None:
        filled_in = form(MultiValueDict(post), **facts)
        assert filled_in.is_valid() == (not filled_in.errors)
        assert_in_our_words(filled_in, post)

    def does_not(post: Post) -> bool:
        try:
            says_yes_or_no(post)
        except Exception:
            # One savepoint for all: only what the database refused has to be undone.
            transaction.savepoint_rollback(before)
            return True
        return False

    for post in posts(known, Random(form.__name__)):
        if does_not(post):
            least = smallest(post, does_not)
            print(f"Typed into {form.__name__}: {least}")
            says_yes_or_no(least)


def smallest(post: Post, is_wrong: Callable[[Post], bool]) -> Post:
    """Without the fields and texts that have no part in it."""
    for name, typed in post.items():
        others = {other: texts for other, texts in post.items() if other != name}
        for fewer in (others, *({**others, name: [text]} for text in typed if len(typed) > 1)):
            if is_wrong(fewer):
                return smallest(fewer, is_wrong)
    return post


def assert_in_our_words(filled_in: forms.BaseForm, post: Post) -> None:
    typed = sorted((value for values in post.values() for value in values), key=len, reverse=True)
    for sentences in filled_in.errors.values():
        for sentence in sentences:
            # A refusal may repeat what was typed, which may be anybody's words.
            own = reduce(lambda told, value: told.replace(value, "") if value else told, typed, str(sentence))
            assert not [words for words in OTHERS_WORDS if words in own], sentence
