"""Pages and saving against their floors (W1–W4, L1), through the whole middleware."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Figure
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome, ratio

SHEET, BOARD = f"/so-lieu/{place.WARD}/2023-Q1/", f"/theo-doi/{place.WARD}/2022-Q4/"
PEOPLE, BODIES = "/danh-muc/nguoi/", "/danh-muc/co-quan/"
FORM = "application/x-www-form-urlencoded"

# What is not the view's own: the transaction, and the three questions before every view.
AROUND = re.compile(
    r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|select set_config"
    r'|SELECT .* FROM "django_session"|SELECT .* FROM "programmes_person" WHERE "programmes_person"\."id" = \d+ LIMIT'
)


def pages() -> Iterator[Outcome]:
    """The sheet and the board of the ward, and one cell saved, as the clerk has them."""
    client = place.signed_in(place.CLERK)
    yield Outcome(goals.BOARD, ratio(opened(client, BOARD), opened(client, f"/floor/board/{place.WARD}/2022/")))
    yield Outcome(goals.SHEET, ratio(opened(client, SHEET), opened(client, f"/floor/sheet/{place.WARD}/2023/1/")))
    saving = Saving(client)
    yield Outcome(goals.SAVE, ratio(saving.one, saving.one_bare))
    yield Outcome(goals.SAVE_ALL, ratio(saving.all, saving.all_bare))
    yield Outcome(goals.BOARD_QUERIES, queries(opened(client, BOARD)))
    yield Outcome(goals.SHEET_QUERIES, queries(opened(client, SHEET)))
    yield Outcome(goals.SAVE_QUERIES, queries(saving.one))
    yield Outcome(goals.ANSWER, saving.one() / 1000)


def lists() -> Iterator[Outcome]:
    """The first page of long lists, as the administrator has it."""
    client = place.signed_in(place.ADMINISTRATOR)
    people, bodies = opened(client, PEOPLE), opened(client, BODIES)
    place.more_people(100)
    place.more_bodies(100)
    few = [queries(page) for page in (people, bodies)]
    place.more_people(9_900)
    place.more_bodies(9_900)
    many = [queries(page) for page in (people, bodies)]
    yield Outcome(goals.PEOPLE, ratio(people, opened(client, "/floor/people/")))
    yield Outcome(goals.BODIES, ratio(bodies, opened(client, "/floor/bodies/")))
    yield Outcome(goals.PEOPLE_QUERIES, many[0] - few[0])
    yield Outcome(goals.BODIES_QUERIES, many[1] - few[1])


def opened(client: Client, url: str) -> Callable[[], HttpResponseBase]:
    """The act of opening a page; what does not answer is not measured."""

    def act() -> HttpResponseBase:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer

    return act


def queries(act: Callable[[], object]) -> int:
    """The queries of the view itself, the second time it is asked."""
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(AROUND.match(query["sql"]) is None for query in captured.captured_queries)


class Saving:
    """The clerk types one cell, or all of the sheet; the floor is sent the same form and writes the same rows bare."""

    def __init__(self, client: Client) -> None:
        self.client = client
        page = client.get(SHEET).content.decode()
        form = page[page.index('id="sheet"') :]
        found = re.findall(r'<input[^>]* name="([^"]+)"[^>]*?value="([^"]*)"', form) + re.findall(
            r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form
        )
        self.typed = {name: unescape(value) for name, value in found if re.match(r"(v|d|p|q|o|was)-|csrf", name)}
        plain = Figure.objects.filter(
            sheet__unit__code=place.WARD,
            sheet__year=2023,
            sheet__quarter=1,
            indicator__measured="count",
            indicator__kind="flow",
            indicator__due_quarter__isnull=True,
            typed__isnull=True,
            value__isnull=False,
        ).exclude(indicator__in=self._parts())
        rows = list(plain.select_related("indicator").order_by("pk"))
        half = len(rows) // 2
        # Each side writes rows of its own: what the other wrote meanwhile would be a conflict, not a save.
        self.own = {figure.indicator.code: figure for figure in rows[:half]}
        self.bare = {figure.indicator.code: figure for figure in rows[half : 2 * half]}
        self.code = rows[0].indicator.code
        self.url = f"/floor/save/{rows[0].sheet_id}/"
        self.turn = 0

    def one(self) -> int:
        """One cell, as the page sends it when it is left; with how many bytes it is answered."""
        answer = self._sent(f"{SHEET}{self.code}/luu/", self._cell(self.code), 200)
        assert b'"saved"' in answer.content, answer.content
        return len(answer.content)

    def one_bare(self) -> None:
        code, figure = next(iter(self.bare.items()))
        self._sent(self.url, {**self._cell(code), "id": [str(figure.indicator_id)]})

    def all(self) -> None:
        """The whole form with every other plain count changed, in one transaction."""
        for code in self.own:
            self.typed |= self._cell(code)
        self._sent(f"{SHEET}luu/", {**self.typed, "form_key": str(uuid4())})
        # The clerk's next page shows the message and forgets it.
        self.client.cookies.pop("messages", None)

    def all_bare(self) -> None:
        changed = {name: text for code in self.bare for name, text in self._cell(code).items()}
        ids = [str(figure.indicator_id) for figure in self.bare.values()]
        self._sent(self.url, {**changed, **self.typed, "form_key": str(uuid4()), "id": ids})

    def _cell(self, code: str) -> dict[str, str]:
        self.turn += 1
        return {f"v-{code}": str(10 + self.turn), f"was-{code}": self.typed[f"was-{code}"]}

    def _sent(self, url: str, form: Mapping[str, object], status: int = 302) -> HttpResponse:
        token = {"csrfmiddlewaretoken": self.typed["csrfmiddlewaretoken"]}
        answer = self.client.post(url, urlencode({**token, **form}, doseq=True), content_type=FORM)
        assert answer.status_code == status, (url, answer.status_code)
        for code in self.own:
            if f"v-{code}" in form and not url.startswith("/floor/"):
                self.typed[f"was-{code}"] = f"{form[f'v-{code}']}|"
        return answer

    @staticmethod
    def _parts() -> set[int]:
        """Indicators that ratios follow: a change of theirs would change two figures."""
        pairs = Figure.objects.values_list("indicator__numerator", "indicator__denominator")
        return {pk for pair in pairs for pk in pair if pk is not None}
