"""Who may read a printed document: whoever knows it best says; where nobody does, those who see its unit."""

from collections.abc import Callable
from typing import Any

from coquang.records.models import PrintedDocument

# True, False, or None where the rule knows nothing of the document. People are known on the floor above.
Rule = Callable[[PrintedDocument, Any], bool | None]
_rules: list[Rule] = []


def keep_rule(rule: Rule) -> None:
    _rules.append(rule)


def may_read(document: PrintedDocument, person: Any) -> bool:
    """By the rule that knows the document, else as units stood when it was issued."""
    for rule in _rules:
        if (said := rule(document, person)) is not None:
            return said
    return bool(person.visible_units(places_on=document.issued_on).filter(pk=document.unit_id).exists())
