"""The same rendered form sent twice at the same moment, again and again: one act each, whatever the form."""

from collections import Counter

import pytest

from coquang.records.models import JournalEntry
from indicators.models import Indicator, Remark, Responsibility, Sheet
from programmes.models import Person, Unit
from tests import making
from tests.doubling import twice_at_once

SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
FORMS = (f"{SHEET}HEM/y-kien/", f"{SHEET}HEM/hoi-lai/")
ACTS = ("figure.commented", "figure.asked_back")


@pytest.mark.django_db(transaction=True)
def test_posts_doubled_at_once_are_one_act_each(
    full_quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], clerk: Person
) -> None:
    Responsibility.objects.create(
        unit=ward, indicator=indicators["HEM"], provider_post="Công chức địa chính", valid_from=making.FIRST_DAY
    )
    typed = [(address, {"text": f"Lần {number}."} | making.form_key()) for number in range(100) for address in FORMS]
    assert twice_at_once(clerk, typed) == Counter({302: 400})
    said = list(Remark.objects.values_list("kind", "text"))
    assert len(said) == len(set(said)) == 200
    assert JournalEntry.objects.filter(act__in=ACTS).count() == 200
