"""What a thousand impatient double clicks leave behind (S1)."""

from collections import Counter
from collections.abc import Iterator

from indicators.models import Remark
from programmes.models import Person
from tests import making
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome
from tests.doubling import twice_at_once

COUNT = 1000
COMMENTS = f"/so-lieu/{place.WARD}/2023-Q1/KT01/y-kien/"


def posts() -> Iterator[Outcome]:
    """Comments, each of one rendered form sent twice at once by two hands; lost ones would count as well."""
    typed = [(COMMENTS, {"text": f"Đối chiếu lần {number}."} | making.form_key()) for number in range(COUNT)]
    answers = twice_at_once(Person.objects.get(username=place.CLERK), typed)
    kept = Counter(Remark.objects.filter(figure__indicator__code="KT01").values_list("text", flat=True))
    is_whole = answers == Counter({302: 2 * COUNT}) and all(kept[fields["text"]] for _address, fields in typed)
    yield (
        Outcome(goals.DOUBLED, float(kept.total() - len(kept)))
        if is_whole
        else Outcome(goals.DOUBLED, reason=f"posts were lost: {dict(answers)}, {len(kept)} kept")
    )
