"""An official paper as it will be printed in each of its states: the same facts, numbered and dated when they are."""

import json
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Paper, Signature, numbered, reading_copy
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing
from programmes.models import Body, OfficialPaper
from programmes.paper_sources import Written, source_of
from programmes.paper_text import blocks_of

PAPER = "official_paper"


def composed(paper: OfficialPaper) -> Paper:
    """The paper as its words stand now, without number and day. Raises Refused when it has no text yet."""
    written = _written(paper)
    blocks = [*written.blocks, *blocks_of(paper.text)]
    if not blocks:
        raise Refused(_("This paper has no text yet."))
    today = dates.today()
    return Paper(
        kind=KINDS[paper.kind],
        rule=issuing.rule_of(paper.body, today),
        head=issuing.head_of(paper.body),
        day=today,
        is_undated=True,
        subject=paper.subject,
        blocks=blocks,
        signatures=[Signature(paper.signing_power, paper.signer_title, paper.signer_name)],
        recipients=lines(paper.recipients),
        address=lines(paper.address),
        annexes=written.annexes,
    )


def _written(paper: OfficialPaper) -> Written:
    """What the portal writes of it; of most papers nothing."""
    source = source_of(paper)
    return source.write(paper) if source else Written(())


def frozen(paper: OfficialPaper) -> dict[str, Any]:
    """The facts of a paper as it goes to be signed, with its figures and the way a text will name it."""
    with translation.override("vi"):
        figures = [figure.told() for figure in _written(paper).figures]
        sides = {"is_two_sided": True} if paper.is_two_sided else {}
        return {**composed(paper).facts(), **({"figures": figures} if figures else {}), **sides}


def draft_left_behind(paper: OfficialPaper) -> int:
    """Which draft was printed last, when the text is another since; else 0."""
    last = paper.prints.filter(state=OfficialPaper.State.DRAFT).select_related("document").first()
    if last is None or _said(last.document.facts) == _said(json.loads(json.dumps(frozen(paper)))):
        return 0
    return last.draft


def _said(facts: dict[str, Any]) -> list[Any]:
    """The words of a paper, without what the day of printing puts there."""
    return [facts["subject"], facts["blocks"], *(annex["blocks"] for annex in facts["annexes"])]


def as_draft(paper: OfficialPaper) -> Draft:
    """What is circulated: “Dự thảo lần 2” stands over it."""
    return _printed(paper, {**frozen(paper), "draft": f"Dự thảo lần {paper.drafts}"})


def as_submitted(paper: OfficialPaper) -> Draft:
    """What the signer gets: number and day are left blank at their width."""
    return _printed(paper, paper.frozen)


def as_issued(paper: OfficialPaper, number: str, day: date) -> Draft:
    return _printed(paper, numbered(paper.frozen, number=number, day=day, cited=cited(paper, number, day)))


def as_reading_copy(paper: OfficialPaper, facts: dict[str, Any]) -> Draft:
    """A print that was made, for reading aloud in a cell: the same words in large letters, with a code of its own."""
    own = {name: told for name, told in facts.items() if name not in {"code", "leads_to"}}
    return _printed(paper, reading_copy(own))


def cited(paper: OfficialPaper, number: str, day: date) -> str:
    """“Thông báo số 145-TB/QU, ngày 28/02/2023 của Quận ủy Quận 1”."""
    return Paper(
        kind=KINDS[paper.kind],
        rule=paper.frozen["rule"],
        head=issuing.head_of(paper.body),
        day=day,
        number=number,
        subject=paper.subject,
        blocks=(),
        signatures=(),
    ).cited()


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def new_paper(body: Body, kind: str) -> dict[str, str]:
    """What a new paper of a body begins with: how it signs, and who usually gets its papers."""
    signature = issuing.signed_for_all(body, on=dates.today())
    return {
        "kind": kind,
        "signing_power": signature.power,
        "signer_title": signature.title,
        "recipients": body.recipients,
    }


def _printed(paper: OfficialPaper, facts: dict[str, Any]) -> Draft:
    title = paper.title[: limits.NAME]
    kind = paper.source or PAPER
    return Draft(kind, title, paper.unit_id, paper.period, facts["language"], TEMPLATE, facts)
