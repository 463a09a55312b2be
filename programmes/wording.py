"""How the papers of a meeting name people, bodies, days and deadlines. A paper that goes out is Vietnamese, always."""

from collections.abc import Iterable

from coquang import dates
from coquang.papers import BLANK_IN_A_SENTENCE as BLANK
from programmes.models import Attendance, Body, Meeting, Task

SESSION = "làm việc với "
# Posts that are many people.
MANY = ("các ", "lãnh đạo ", "đại diện ", "thành viên ", "đảng ủy ", "ban ", "ủy ban ", "những ")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """A sentence with its full stop, whatever mark it was typed with."""
    text = text.strip().rstrip(";,")
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def unended(text: str) -> str:
    return text.strip().rstrip(".;, ")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def listing(words: Iterable[str]) -> str:
    """“a, b và c”."""
    *before, last = list(words)
    return f"{', '.join(before)} và {last}" if before else last


def occasion(meeting: Meeting) -> str:
    """The meeting inside a sentence: “buổi làm việc với …” of a working session, else its title."""
    before, mark, after = meeting.title.partition(SESSION)
    if meeting.kind == Meeting.Kind.WORKING_SESSION and mark and before:
        return f"buổi làm việc với {after}"
    return lower_first(meeting.title)


def comrade(name: str, post: str) -> str:
    """“đồng chí A, Bí thư …”; a post alone is a comrade too, unless it is many people."""
    if name:
        # A name on record may be a post itself.
        has_post = post and post.split(", ")[0].casefold() not in name.casefold()
        return f"đồng chí {name}, {post}" if has_post else f"đồng chí {name}"
    if post.casefold().startswith(MANY):
        return lower_first(post) if post.casefold().startswith(("các ", "lãnh đạo ", "những ", "đại diện ")) else post
    return f"đồng chí {post}"


def seated(seat: Attendance) -> str:
    return comrade(seat.name, seat.post)


def chair_seat(meeting: Meeting) -> Attendance | None:
    return meeting.attendance.filter(capacity=Attendance.Capacity.CHAIR).first()


def chair_named(meeting: Meeting) -> tuple[str, str]:
    """The chair's name and post; a chair on record by post only has no name."""
    if meeting.chair is not None:
        return meeting.chair.person.full_name, meeting.chair.words
    seat = chair_seat(meeting)
    if seat is not None and (seat.name or seat.post):
        return seat.name, seat.post
    return "", meeting.chair_text


def chair(meeting: Meeting) -> str:
    name, post = chair_named(meeting)
    return comrade(name, post) if name or post else f"đồng chí {BLANK}"


def chair_in_short(meeting: Meeting) -> str:
    """With the last of several posts only, for a subject: “đồng chí A, Bí thư Quận ủy Quận 1”."""
    name, post = chair_named(meeting)
    return comrade(name, post.split(", ")[-1]) if name or post else "người chủ trì"


def day(meeting: Meeting) -> str:
    """The day in a sentence, or the words it was printed with, or room for the pen."""
    if meeting.held_on is None:
        return meeting.date_text or f"ngày {BLANK}"
    return f"ngày {dates.cited(meeting.held_on)}"


def hosts(meeting: Meeting) -> list[str]:
    return [meeting.host_name] if meeting.host_name else [body.name for body in meeting.hosts.all()]


def bodies(rows: Iterable[Body], text: str = "") -> list[str]:
    return [body.name for body in rows] + ([text] if text else [])


def deadline(task: Task) -> str:
    """The deadline as a column of a paper tells it."""
    if task.due_on is not None:
        return f"trước ngày {dates.cited(task.due_on)}"
    if task.deadline == Task.Deadline.STANDING:
        return "thường xuyên"
    if task.deadline == Task.Deadline.WAITING:
        condition = lower_first(unended(task.condition)) or "có điều kiện"
        return condition if condition.startswith(("chờ", "khi", "sau")) else f"khi {condition}"
    return task.deadline_words or "chưa có thời hạn"
