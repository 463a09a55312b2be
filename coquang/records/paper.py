"""Issuing paper: freeze the exact strings that will be printed, then have them laid out."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from coquang import dates
from coquang.records.jobs import put_off
from coquang.records.models import PrintedDocument
from coquang.records.press import PRINT

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# Letters and figures that are not taken for one another when read aloud or copied by hand.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Draft:
    """A paper before it is issued: what it is, whose, and every string that will stand on it."""

    kind: str
    title: str
    unit_id: int
    period: str
    language: str
    template: str
    facts: Mapping[str, Any]


def new_code() -> str:
    """“9HD2-VK6L”: 32⁸ codes; the table refuses the one in a trillion that is taken."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def issue(draft: Draft, *, by: "AbstractBaseUser | None") -> PrintedDocument:
    """Freeze a paper and put its printing off."""
    document = freeze(draft, by=by)
    document.job = put_off(PRINT, document.pk, by=by, key=f"{PRINT}:{document.pk}")
    document.save(update_fields=["job"])
    return document


def known(draft: Draft) -> PrintedDocument | None:
    """The last paper of this kind, unit and title, when it was printed from these very facts."""
    rows = PrintedDocument.objects.filter(
        kind=draft.kind, unit=draft.unit_id, title=draft.title, period=draft.period, language=draft.language
    )
    last = rows.exclude(file="").first()
    if last is None or last.template != draft.template:
        return None
    told = {name: value for name, value in last.facts.items() if name not in {"code", "leads_to"}}
    return last if told == json.loads(json.dumps(draft.facts)) else None


def freeze(draft: Draft, *, by: "AbstractBaseUser | None") -> PrintedDocument:
    """Keep a paper's facts, to be printed by whoever asked.

    Its code stands among them, and where its square leads, for both are printed too.
    """
    code = new_code()
    leads_to = f"{settings.PORTAL_ADDRESS}{reverse('records:code', args=[code])}"
    facts = {**draft.facts, "code": code, "leads_to": leads_to}
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return PrintedDocument.objects.create(
        kind=draft.kind,
        title=draft.title,
        unit_id=draft.unit_id,
        period=draft.period,
        language=draft.language,
        template=draft.template,
        facts=facts,
        facts_sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        code=code,
        issued_on=dates.today(),
        issued_at=timezone.now().replace(microsecond=0),
        issued_by=by,  # type: ignore[misc]
    )
