"""Two hands that send the same forms at the same moments."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from programmes.models import Person

Post = tuple[str, Mapping[str, str]]


def twice_at_once(who: Person, posts: Sequence[Post]) -> Counter[int]:
    """Each of the posts (address and fields, with the key of the form) sent twice at once; how the answers counted."""
    line = Barrier(2, timeout=60)

    def send(_hand: int) -> Counter[int]:
        window = Client()
        window.force_login(who)
        answers: Counter[int] = Counter()
        try:
            for address, fields in posts:
                line.wait()
                answers[window.post(address, fields).status_code] += 1
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(2) as hands:
        return sum(hands.map(send, range(2)), Counter())
