"""The demonstration's meetings: the district's session with the ward as the article tells it, and three more.

Chair, speakers, remarks, the spoken sentence and the conclusions of 23/2/2023 are the article's; hours and place, which
it does not give, stay unknown. What the other meetings say is invented and marked.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from coquang import dates
from programmes import splitting
from programmes.demonstration import HERE, demonstration_units, read
from programmes.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Body,
    Conclusion,
    Meeting,
    MeetingPaper,
    Minutes,
    Person,
    Remark,
    Sentence,
    Unit,
)

EVENING = time(17, 0)
AS_TOLD = ("kind", "title", "figures_of", "chair_text", "minute_taker_text")
Sources = dict[str, Conclusion | Remark]


@transaction.atomic
def load_meetings() -> Sources:
    """Load or complete the meetings; their conclusions (K1 …) and remarks (Y-NGA-3 …) by key. A known one stays."""
    units = demonstration_units()
    sources: Sources = {}
    known: dict[str, Meeting] = {}
    for told in read(HERE, "meetings.json")["meetings"]:
        unit, day = units[told["unit"]], date.fromisoformat(told["held_on"])
        meeting = Meeting.objects.filter(unit=unit, held_on=day, is_demonstration=True).first()
        known[told["key"]] = meeting or _made(told, unit, day, units, known)
        sources |= _found(told, known[told["key"]])
    return sources


def indicators_of_conclusions(sources: Sources) -> Iterable[tuple[Conclusion, list[str]]]:
    """The loaded conclusions with the codes of the indicators they name."""
    for told in read(HERE, "meetings.json")["meetings"]:
        for row in told.get("conclusions", []):
            conclusion = sources.get(row["key"])
            if isinstance(conclusion, Conclusion):
                yield conclusion, row.get("indicators", [])


def remark_key(key: str) -> UUID:
    """The key of a remark that is told under a name."""
    return uuid5(NAMESPACE_URL, f"minh-hoa/{key}")


def _made(
    told: dict[str, Any], unit: Unit, day: date, units: Mapping[str, Unit], known: Mapping[str, Meeting]
) -> Meeting:
    notice = told.get("notice")
    meeting = Meeting.objects.create(
        unit=unit,
        held_on=day,
        **{name: told[name] for name in AS_TOLD if name in told},
        chair=_appointment(told["chair_login"], day) if "chair_login" in told else None,
        minute_taker=_person(told["minute_taker_login"]) if "minute_taker_login" in told else None,
        previous=known.get(told.get("previous", "")),
        notice_number=notice["number"] if notice else "",
        notice_date=date.fromisoformat(notice["date"]) if notice else None,
        notice_recorded_at=_evening(date.fromisoformat(notice["date"])) if notice else None,
        is_demonstration=True,
    )
    meeting.hosts.set(Body.objects.filter(unit=unit, key__in=told["hosts"]))
    meeting.reviewed_units.set([units[code] for code in told["reviewed"]])
    items = [
        AgendaItem.objects.create(meeting=meeting, position=position, **row)
        for position, row in enumerate(told["agenda"], start=1)
    ]
    seats = {row["key"]: _seat(row, meeting, place) for place, row in enumerate(told["seats"])}
    for row in told.get("papers", []):
        body = Body.objects.get(unit=units[row["unit"]], key=row["body"])
        due = date.fromisoformat(row["due_on"])
        handed = {name: row[name] for name in ("kind", "title", "text", "received_from") if name in row}
        received = _evening(date.fromisoformat(row["received_on"])) if "received_on" in row else None
        MeetingPaper.objects.create(meeting=meeting, asked_of=body, due_on=due, received_at=received, **handed)
    if "remarks" in told:
        _minutes(told, meeting, items, seats)
    return meeting


def _seat(told: dict[str, Any], meeting: Meeting, position: int) -> Attendance:
    held = meeting.held_on or dates.today()
    seat = _appointment(told["login"], held) if "login" in told else None
    return Attendance.objects.create(
        meeting=meeting,
        position=position,
        capacity=told["capacity"],
        person=seat.person if seat else None,
        name=seat.person.full_name if seat else told.get("name", ""),
        post=seat.words if seat else told.get("post", ""),
        presence=Attendance.Presence.PRESENT if held < dates.today() else Attendance.Presence.ASKED,
    )


def _minutes(told: dict[str, Any], meeting: Meeting, items: list[AgendaItem], seats: Mapping[str, Attendance]) -> None:
    signed_on, writer = date.fromisoformat(told["signed_on"]), _person(told["written_by"])
    minutes = Minutes.objects.create(meeting=meeting)
    for position, row in enumerate(told["remarks"], start=1):
        Remark.objects.create(
            minutes=minutes,
            key=remark_key(row["key"]),
            agenda_item=items[row["item"] - 1],
            speaker=seats[row["seat"]],
            kind=row["kind"],
            text=row["text"],
            position=position,
            written_by=writer,
            written_at=_evening(meeting.held_on or signed_on),
            no_task_reason=row.get("no_task", ""),
        )
    if "sentence" in told:
        _conclusions(told, minutes, next(iter(seats.values())))
    minutes.state, minutes.signed_at, minutes.signed_on = Minutes.State.SIGNED, _evening(signed_on), signed_on
    minutes.signed_as = told["signed_as"]
    minutes.save()


def _conclusions(told: dict[str, Any], minutes: Minutes, chair: Attendance) -> None:
    """The sentence once, and what a person made of the three parts proposed: four matters."""
    sentence = Sentence.objects.create(minutes=minutes, speaker=chair, text=told["sentence"], position=1)
    parts = splitting.proposed(sentence.text)
    bodies = {body.key: body for unit in minutes.meeting.reviewed_units.all() for body in unit.bodies.all()}
    for number, row in enumerate(told["conclusions"], start=1):
        part = parts[row["part"] - 1]
        made = Conclusion.objects.create(
            minutes=minutes,
            number=number,
            sentence=sentence,
            starts=part.starts,
            ends=part.ends,
            text=row["text"],
            lead_body=bodies[row["lead"]],
        )
        made.supporting_bodies.set([bodies[key] for key in row["supporting"]])


def _found(told: dict[str, Any], meeting: Meeting) -> Sources:
    keys = [row["key"] for row in told.get("remarks", [])]
    remarks = {row.key: row for row in Remark.objects.filter(minutes__meeting=meeting)}
    conclusions = {row.number: row for row in Conclusion.objects.filter(minutes__meeting=meeting)}
    numbered = enumerate(told.get("conclusions", []), start=1)
    return {
        **{key: remarks[remark_key(key)] for key in keys if remark_key(key) in remarks},
        **{row["key"]: conclusions[number] for number, row in numbered if number in conclusions},
    }


def _appointment(login: str, on: date) -> Appointment:
    held = Appointment.objects.current(on).filter(person__username=login).select_related("person", "body__unit", "unit")
    return held.order_by("pk")[0]


def _person(login: str) -> Person:
    return Person.objects.get(username=login)


def _evening(day: date) -> datetime:
    return dates.start_of(day).replace(hour=EVENING.hour)
