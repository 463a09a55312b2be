"""The demonstration's work: programmes of the year, tasks with what became of them, a paper that gives one.

What the district concluded and said is the article's; days, bodies, persons and deadlines of the tasks are invented
and marked. The meeting that gave them is loaded before; its conclusions and remarks are found by their keys.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from coquang import dates
from programmes.demonstration import HERE, demonstration_units, read
from programmes.models import (
    Appointment,
    Body,
    Conclusion,
    IncomingDocument,
    Person,
    Remark,
    Task,
    Theme,
    Unit,
    WorkProgramme,
)

FIRST_DAY = date(2021, 1, 1)
MORNING = time(9, 0)


@transaction.atomic
def load_work(sources: Mapping[str, Conclusion | Remark] | None = None) -> dict[str, Task]:
    """Load or complete programmes and tasks; the tasks by the keys under which their indicators are told.

    `sources` are the conclusions (K1 …) and remarks (Y-NGA-3 …) of the meeting; a task loaded before is put behind its
    own when it comes.
    """
    told, sources = read(HERE, "work.json"), sources or {}
    units = demonstration_units()
    ward, giver = units[told["unit"]], units[told["giver"]]
    _people(told["people"], ward)
    for programme in told["programmes"]:
        _programme(programme, ward)
    tasks = {}
    for row in told["tasks"]:
        source = sources.get(row["source"])
        facts = {"giver": giver, "given_on": date.fromisoformat(told["given_on"]), **_behind(source, row["source"])}
        tasks[row["key"]] = _task(row, ward, **facts)
    for row in told["incoming"]:
        _incoming(row, ward, giver)
    return tasks


def indicators_of_tasks() -> Iterable[tuple[Task, list[str]]]:
    """The loaded tasks with the codes of the indicators they are to move."""
    told = read(HERE, "work.json")
    rows = [*told["tasks"], *(task for programme in told["programmes"] for task in programme["tasks"])]
    loaded = {task.text: task for task in Task.objects.filter(is_demonstration=True)}
    return ((loaded[row["text"]], row.get("indicators", [])) for row in rows)


def _behind(source: Conclusion | Remark | None, key: str) -> dict[str, Any]:
    if key.startswith("K"):
        return {"origin": Task.Origin.CONCLUSION, "conclusion": source}
    return {"origin": Task.Origin.REMARK, "remark": source}


def _people(told: list[dict[str, str]], ward: Unit) -> None:
    """Posts that answer for tasks; nobody signs in as them."""
    for row in told:
        person = Person.objects.filter(username=row["login"]).first() or Person.objects.create_person(
            row["login"], row["name"], is_demonstration=True
        )
        Appointment.objects.get_or_create(
            person=person,
            role=row["role"],
            body=_body(row["body"], ward),
            valid_from=FIRST_DAY,
            defaults={"post": row["post"]},
        )


def _programme(told: dict[str, Any], ward: Unit) -> None:
    adopted = date.fromisoformat(told["dated"]) if told["dated"] else date(told["year"], 1, 20)
    programme, _new = WorkProgramme.objects.get_or_create(
        body=_body(told["body"], ward),
        year=told["year"],
        defaults={
            "title": told["title"],
            "state": WorkProgramme.State.ADOPTED,
            "document_number": told["number"],
            "document_date": adopted if told["number"] else None,
            "adopted_at": _at(adopted),
            "theme": Theme.objects.filter(unit=ward, year=told["year"]).first(),
            "superior_theme": Theme.objects.over(ward, told["year"]).first(),
            "is_demonstration": True,
        },
    )
    for row in told["tasks"]:
        _task(row, ward, origin=Task.Origin.PROGRAMME, programme=programme, given_on=adopted)


def _incoming(told: dict[str, Any], ward: Unit, giver: Unit) -> None:
    issuer = _body(told["from"], giver)
    paper, _new = IncomingDocument.objects.get_or_create(
        unit=ward,
        from_text=issuer.name,
        number=told["number"],
        dated=date.fromisoformat(told["dated"]),
        defaults={
            "from_body": issuer,
            "subject": told["subject"],
            "received_on": date.fromisoformat(told["received_on"]),
            "at": _at(date.fromisoformat(told["received_on"])),
            "is_demonstration": True,
        },
    )
    for row in told["tasks"]:
        _task(row, ward, origin=Task.Origin.INCOMING, incoming=paper, giver=giver, given_on=paper.dated)


def _task(row: dict[str, Any], ward: Unit, **source: Any) -> Task:
    """A task as the story has it; one that is there already only learns where it came from."""
    known = Task.objects.filter(unit=ward, text=row["text"], is_demonstration=True).first()
    if known is not None:
        for name in ("conclusion", "remark"):
            if source.get(name) and not getattr(known, f"{name}_id"):
                setattr(known, name, source[name])
                known.save(update_fields=[name])
        return known
    owner = _held_by(row["owner"], ward) if row.get("owner") else None
    given_at = _at(source["given_on"])
    task = Task.objects.create(
        unit=ward,
        text=row["text"],
        field_code=row["field"],
        lead_body=_body(row["lead"], ward),
        owner=owner,
        owner_named_at=given_at if owner else None,
        name_until=_day(row, "name_until"),
        deadline=row["deadline"],
        due_on=_day(row, "due_on"),
        counted_from=_day(row, "counted_from"),
        condition=row.get("condition", ""),
        deadline_words=row.get("words", ""),
        expected_product=row.get("product", ""),
        done_on=_day(row, "done_on"),
        done_recorded_at=_at(date.fromisoformat(row["recorded_on"])) if "recorded_on" in row else None,
        evidence_words=row.get("evidence", ""),
        made_at=given_at,
        is_demonstration=True,
        **source,
    )
    bodies = Body.objects.filter(unit__in=[ward, *filter(None, [task.giver])], key__in=row.get("supporting", []))
    task.supporting_bodies.set(bodies)
    if owner is not None:
        task.owner_changes.create(after=owner, at=given_at)
    _asked(task, row, ward)
    return task


def _asked(task: Task, row: dict[str, Any], ward: Unit) -> None:
    """The extension asked for and the urging, both without an answer."""
    if asked := row.get("extension"):
        held = _held_by(asked["by"], ward)
        task.extensions.create(
            new_due=date.fromisoformat(asked["new_due"]),
            old_due=task.due_on,
            reason=asked["reason"],
            asked_by=held.person,
            asked_as=held.words,
            asked_on=date.fromisoformat(asked["on"]),
        )
    if urged := row.get("urged"):
        held = _held_by(urged["by"], ward)
        task.urgings.create(
            text=urged["text"],
            by=held.person,
            capacity=held.words,
            urged_on=date.fromisoformat(urged["on"]),
            answer_due=date.fromisoformat(urged["answer_due"]),
        )


def _body(key: str, unit: Unit) -> Body:
    return Body.objects.get(unit=unit, key=key)


def _held_by(login: str, ward: Unit) -> Appointment:
    held = Appointment.objects.select_related("person", "body", "unit", "group")
    return held.filter(person__username=login, body__unit=ward).order_by("pk")[:1].get()


def _day(row: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if name in row else None


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING, dates.now().tzinfo)
