"""Every form the portal shows, found by walking its map, and what is typed into it, good and bad."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coquang import attachments
from coquang.periods import Period
from coquang.records.models import PrintedDocument
from indicators.actions import books, double_duties, evidence, explanations, one_offs, pastes, remarks
from indicators.dashboards.one_offs import askings_of
from indicators.models import (
    Deadline,
    Definition,
    Field,
    Figure,
    Indicator,
    OneOffUnit,
    PaperApproval,
    Responsibility,
    Sheet,
    Target,
)
from programmes.actions import incoming, papers, progress, tasks, work_programmes
from programmes.holdings import holder_of
from programmes.issuers import Issuer
from programmes.models import (
    Appointment,
    Body,
    Delegation,
    Handover,
    Initiative,
    Invitation,
    Meeting,
    NonWorkingDay,
    OversightKind,
    OversightLine,
    OversightProgramme,
    Person,
    Proposal,
    ProposalReply,
    Task,
    Theme,
    Unit,
    UnitGroup,
)
from programmes.notice_parts import Typed
from tests import files, making
from tests import papers as papers_made
from tests.security import of_meetings
from tests.security.boxes import Box, Form
from tests.security.boxes import forms as forms_of
from tests.security.corpus import DATES, INTEGERS, NUMBERS, RELATIONS, TEXTS, Case, cases, shared

Fingerprint = Callable[[], dict[str, str]]

TODAY = date(2023, 3, 15)
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "giua-hai-phan"
CASES_A_FIELD, CASES_SEEN_AGAIN = 12, 1
ANSWERS = {200, 302, 400, 403, 404, 409, 422}

# What a variable of an address leads to, wherever it stands; the pks are told per address in `World.places`.
WHERE: dict[str, object] = {"unit": making.WARD, "indicator": "HEM", "period": "2022-Q2", "year": 2022}

# What is typed where a form asks for something and shows nothing; “address:field” is typed over what it shows.
FILLED = {
    "again": "bốn từ nối nhau",
    "answer": "Đang thực hiện, xong trước 31/3/2023.",
    "dated": "10/3/2023",
    "done_on": "14/3/2023",
    "new_due": "20/4/2023",
    "number": "118-CTr/ĐU",
    "received_on": "14/3/2023",
    "said_by": "Bí thư Đảng ủy phường",
    "said_on": "14/3/2023",
    "subject": "Rà soát hộ nghèo",
    "programmes:incoming-new:from_text": "Ủy ban nhân dân Quận 1",
    "programmes:task:evidence": "Kế hoạch số 121-KH/ĐU",
    "programmes:work-programme-new:year": "2025",
    "programmes:oversight-new:year": "2025",
    "code": "THU9",
    "content": "Công tác phát triển đảng viên",
    "file": files.pdf().decode("latin-1"),
    "document": "Biểu in, ký ngày 14/3/2023",
    "evidence": "Biên bản số 12.",
    "due_on": "20/3/2023",
    "due_hour": "11:00",
    "indicators:one-off-answer:note": "Đang rà soát.",
    "indicators:correction:reason": "Cộng trùng một hẻm.",
    "last_day": "17/3/2023",
    "signed_on": "14/3/2023",
    "first": "28/4/2023",
    "from_year": "2023",
    "full_name": "Cán bộ mới",
    "indicators:sheet-paste:block": "HEM\t5",
    "indicators:target-revise:value": "5",
    "informant": "Công chức địa chính",
    "key": "BAN",
    "measure_en": "households",
    "measure_vi": "hộ",
    "name": "Tổ công tác số 2",
    "name_en": "Another indicator",
    "name_vi": "Chỉ tiêu khác",
    "on": "31/12/2023",
    "password": "bốn từ nối nhau",
    "phone": "090 123 4568",
    "cell-door:phone": "0901234567",
    "cell-door:pin": "150323",
    "cell-door:card": "7kmp-3x9c",
    "position": "9",
    "post": "Phó Chánh Văn phòng",
    "reason": "Theo thông báo của Quận ủy.",
    "sign-in:password": making.PASSWORD,
    "sign-in:username": "nguoi-nhap",
    "text": "Năm chuyển đổi số",
    "until": "30/4/2023",
    "programmes:term-new:ordinal": "8",
    "programmes:term-new:valid_from": "1/6/2015",
    "programmes:term-new:valid_to": "1/6/2020",
    "programmes:register-outside:number": "77",
    "explanation": "Mất điện.",
    "sign-signer_name": "Bí thư Minh Họa",
    "back-reason": "Sửa lại.",
    "cancel-reason": "Ban hành nhầm.",
    "records:paper-word-back:file": files.word().decode("latin-1"),
    "copy-file": files.scan().decode("latin-1"),
    "programmes:proposal-new:text": "Hỗ trợ kinh phí nâng cấp hẻm.",
    "programmes:proposal:text": "Đồng ý.",
    "text_vi": "Số tuyến hẻm được nâng cấp trong kỳ.",
    "title": "Báo cáo 15/BC-UBND",
    "username": "can-bo-moi",
    "value": "5",
    **of_meetings.FILLED,
}
# A file is sent as “giay.pdf” but where only a picture is taken.
NAMED = {"programmes:handwriting": "giay.jpg"}
TICKED = {"units", "proposals", "indicators", "meetings"}

# Django's own words, in English or as its catalogue has them, which help nobody who has to mend a field.
OTHERS_WORDS = (
    *("Enter a", "This field", "Select a valid", "Ensure this", "Ensure that", "already exists", "is violated"),
    *("is not a valid", "is not one of", "Null characters", "Constraint", "value must be", "The submitted"),
    *("Trường này", "Đảm bảo", "Hãy chọn một lựa chọn hợp lệ", "số tổng thể", "Bước này", "Giá trị này"),
)
VIETNAMESE = re.compile("[ăâđêôơưạảấầậắặẹẻếềểệỉịọỏốồộớờợụủứừựỳỵàáãèéìíòóõùúý]", re.IGNORECASE)

# What is sent as “giay.pdf”.
FILES = cases(
    an_empty_file=b"",
    a_page="<!doctype html><script>alert(1)</script>",
    a_drawing="<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    a_program=b"MZ\x90\x00\x03",
    a_picture=files.picture(),
    an_animation_with_a_script="GIF89a/*",
    a_workbook=files.workbook(),
    a_workbook_with_macros=files.workbook({"xl/vbaProject.bin": b"x"}),
    a_locked_workbook=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    a_pdf_cut_off=files.pdf()[:-8],
    a_locked_pdf=files.pdf(b"trailer <</Encrypt 5 0 R>>"),
    a_pdf_with_a_script=files.pdf(b"<</S /JavaScript /JS (1)>>"),
    a_secret_pdf=files.pdf(b"<</Title (TUYET MAT)>>"),
)

KINDS: dict[str, tuple[Case, ...]] = {
    "text": (*TEXTS, *shared("text", "rich_text")),
    "number": (*NUMBERS, *shared("number")),
    "integer": (*INTEGERS, *NUMBERS, *shared("integer")),
    "date": (*DATES, *shared("date")),
    "relation": (*RELATIONS, *shared("relation")),
    "hidden": (*RELATIONS, *INTEGERS),
    "file": FILES,
}


def names(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, variables) of every address of the map."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", tuple(entry.pattern.converters)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names(entry, inner)


ADDRESSES = dict(names(get_resolver()))


def kind_of(box: Box) -> str:
    hint = box.marks.get("placeholder", "")
    mode = box.marks.get("inputmode", "")
    if box.kind in {"hidden", "file"}:
        return box.kind
    if box.options or box.kind in {"select", "checkbox", "radio"}:
        return "relation"
    if re.search("[0-9][/:]|ngày/tháng", hint):
        return "date"
    if mode == "decimal":
        return "number"
    return "integer" if mode == "numeric" or box.kind == "number" else "text"


def column_of(name: str) -> str:
    """The field a box belongs to, whatever its row: v-HEM, v-HO are “v”; moi0-text, moi1-text “moi-text”."""
    if cell := re.fullmatch(r"([a-z]{1,4})-[0-9A-Z]+", name):
        return cell[1]
    return re.sub(r"^([a-z]+)[0-9]+(?=-|$)", r"\1", name)


@dataclass
class Found:
    """A form, on the page of an address, as one person sees it, with what is typed into it so that it is taken."""

    name: str
    url: str
    client: Client
    form: Form
    typed: dict[str, list[str]]

    @property
    def action(self) -> str:
        return self.form.action or self.url

    def columns(self) -> dict[str, list[Box]]:
        """The fields that can be touched; the cells of one column of a sheet are one field of many rows."""
        columns: dict[str, list[Box]] = {}
        for name, box in self.form.boxes.items():
            if not box.is_disabled and name not in {"csrfmiddlewaretoken", "form_key"}:
                columns.setdefault(column_of(name), []).append(box)
        return columns

    def send(self, changed: Mapping[str, Sequence[str | bytes]]) -> HttpResponse:
        fields = {**self.typed, **changed}
        if "form_key" in self.typed:
            fields.setdefault("form_key", [str(uuid4())])
        jar = deepcopy(self.client.cookies)
        try:
            return cast(HttpResponse, self.client.generic("POST", self.action, *self.body(fields)))
        finally:
            self.client.cookies = jar

    def body(self, fields: Mapping[str, Sequence[str | bytes]]) -> tuple[bytes, str]:
        """What a browser makes of the fields: of a form with a file, a body of parts."""
        sent = [(name, value) for name, values in fields.items() for value in values]
        kept = {name for name, box in self.form.boxes.items() if box.kind == "file"}
        if not kept:
            return urlencode(sent).encode(), URLENCODED
        parts = b""
        for name, value in sent:
            if name in kept and value == "":
                continue  # no file was chosen
            raw = value if isinstance(value, bytes) else value.encode("latin-1" if name in kept else "utf-8")
            named = f'{name}"; filename="{NAMED.get(self.name, "giay.pdf")}' if name in kept else name
            parts += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{named}"\r\n\r\n'.encode() + raw + b"\r\n"
        return parts + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


@dataclass
class World:
    """Who looks, what the addresses lead to, what belongs to others, and what a form is made with."""

    windows: list[Client]
    places: dict[str, list[dict[str, object]]]
    others: tuple[Case, ...]
    facts: dict[str, Any]
    found: dict[str, list[Found]] = field(default_factory=dict)
    tried: list[tuple[Found, Box, Case]] = field(default_factory=list)

    def urls(self, name: str) -> Iterator[str]:
        variables = ADDRESSES[name]
        for own in self.places.get(name, [{}]):
            values = {**WHERE, **own}
            lacking = [variable for variable in variables if variable not in values]
            assert not lacking, f"Say in `places` which {lacking[0]} leads to a good page of “{name}”."
            yield reverse(name, kwargs={variable: values[variable] for variable in variables})

    def look(self) -> None:
        """Find the forms of every page, each with the first who sees it."""
        seen: set[tuple[str, frozenset[str]]] = set()
        for name in ADDRESSES:
            for url in self.urls(name):
                for client in self.windows:
                    answer = cast(HttpResponse, client.get(url))
                    if answer.status_code == 405:
                        break  # nobody opens it: it is only posted to
                    if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                        continue
                    for form in forms_of(answer):
                        key = (form.action or url, frozenset(form.boxes))
                        if key not in seen and form.can_be_typed_into:
                            seen.add(key)
                            self.found.setdefault(name, []).append(Found(name, url, client, form, filled(name, form)))

    def share_out(self) -> None:
        """To each field its dozen, taken in turn from the cases of its kind; fewer on a second page of the form."""
        turns = {kind: cycle((*known, *(self.others if kind == "relation" else ()))) for kind, known in KINDS.items()}
        known: set[tuple[frozenset[str], str]] = set()
        for found in (found for all_of_page in self.found.values() for found in all_of_page):
            for name, boxes in found.columns().items():
                rows, kind = cycle(boxes), kind_of(boxes[0])
                is_known = (frozenset(found.form.boxes), name) in known
                known.add((frozenset(found.form.boxes), name))
                for case in islice(turns[kind], CASES_SEEN_AGAIN if is_known else CASES_A_FIELD):
                    self.tried.append((found, next(rows), case))


def filled(address: str, form: Form) -> dict[str, list[str]]:
    """The form as shown, and something good where it asks for what it does not show."""
    typed = form.shown()
    for name, box in form.boxes.items():
        if f"{address}:{name}" in FILLED:
            typed[name] = [FILLED[f"{address}:{name}"]]
        elif name in TICKED and not box.values:
            typed[name] = box.options
        elif "required" not in box.marks or any(box.values):
            continue
        elif box.options:
            typed[name] = [next((option for option in box.options if option), "")]
        else:
            good = FILLED.get(name)
            assert good is not None, f"Say in FILLED what is typed into “{name}” of “{address}” so that it is taken."
            typed[name] = [good]
    return typed


def made() -> World:
    units = making.world()
    ward, indicators = units[making.WARD], making.catalogue()
    committee = making.body(ward, phone="028 3836 0000")
    making.reporting(ward, indicators)
    making.walked(making.filled(making.opened(ward, 2022, 1)), "submitted")
    sheet = making.filled(making.opened(ward, 2022, 2))
    making.walked(Sheet.objects.create(unit=units[making.SIBLING], year=2022, quarter=1), "approved")
    keeper, clerk, vetter = (making.person(login) for login in ("nguoi-giu", "nguoi-nhap", "nguoi-soat"))
    making.appointed(keeper, "administer", unit=units[making.DISTRICT], below=True)
    entering = making.appointed(clerk, "enter", at=committee)
    making.appointed(clerk, "read", unit=ward)
    making.appointed(clerk, "sign", at=committee)
    making.appointed(vetter, "vet", at=committee)
    group = UnitGroup.objects.create(name="Tổ công tác số 1", valid_from=making.FIRST_DAY)
    group.units.set([ward, units[making.SIBLING]])
    approving = making.appointed(making.person("nguoi-duyet"), "approve", at=committee)
    handed = Delegation.objects.create(
        appointment=approving, to=clerk, valid_from=TODAY, valid_to=date(2023, 3, 20), reason="Đi công tác."
    )
    vetted = making.walked(making.filled(making.opened(ward, 2023, 1)), "vetted")
    cell, secretary = making.body(ward, "CB1", Body.Kind.PARTY_CELL), making.person("bi-thu-chi-bo")
    making.appointed(secretary, "confirm", at=cell)
    making.provided(ward, indicators["HO"], cell)
    making.keyed(secretary, phone=FILLED["cell-door:phone"], pin=FILLED["cell-door:pin"], card="7KMP3X9C", by=keeper)
    asked = remarks.ask_back(
        Figure.objects.select_related("sheet", "indicator").get(sheet=sheet, indicator__code="HO"),
        "Đúng chưa?",
        by=clerk,
    )
    signed = PaperApproval.objects.create(
        sheet=vetted, document="Biểu ký ngày 1/10", signed_on=TODAY, signed_by=approving.person, recorded_by=clerk,
        recorded_at="2023-03-15T00:00:00Z",
    )  # fmt: skip
    duty = double_duties.allow(ward, 2021, "vet", reason="Ít người.", by=keeper)
    passed = Handover.objects.create(
        unit=ward, giver=vetter, receiver=clerk, reason="Đi học.", made_at="2023-03-15T00:00:00Z", made_by=vetter
    )
    earlier = making.walked(making.filled(making.opened(ward, 2022, 4)), "approved")
    begun = Deadline.objects.filter(due_at__date__lte=date(2023, 3, 31))
    begun.update(closes_on=date(2023, 3, 31))
    day_off = NonWorkingDay.objects.create(day=date(2023, 4, 29), reason="Giỗ Tổ Hùng Vương")
    theme = Theme.objects.create(unit=ward, year=2022, text="Năm dữ liệu")
    Definition.objects.create(indicator=indicators["HEM"], from_year=2021, text_vi="Số tuyến hẻm.")
    target = Target.objects.filter(unit=ward, year=2022, indicator=indicators["HEM"]).get()
    deadline = Deadline.objects.filter(period__year=2022).latest("pk")
    _beside_a_figure(clerk, committee)
    invited = making.person("nguoi-duoc-moi")
    making.appointed(invited, "read", at=committee)
    _invitation, token = Invitation.issue(invited, by=keeper)
    paper = making.paper_of(ward, by=clerk, content=b"%PDF-")
    stranger = making.person("nguoi-noi-khac")
    theirs = making.appointed(stranger, "enter", unit=units[making.FAR_WARD])
    far = units[making.FAR_WARD]
    lines = (("HEM", "3"), ("HO", "20"), ("Cây xanh", "5"), ("NGHEO", "1", "2"))
    pasted = pastes.bring(sheet, pastes.Brought(lines), by=clerk)
    work = _work(committee, clerk, vetter, approving)
    pks: dict[str, int] = {
        **dict.fromkeys(("body-edit", "body-end"), committee.pk),
        **dict.fromkeys(("person", "person-edit", "person-close", "person-open", "person-invite"), clerk.pk),
        "appointment-end": entering.pk,
        **dict.fromkeys(("group-edit", "group-end"), group.pk),
        "theme-edit": theme.pk,
        "day-off-remove": day_off.pk,
        **dict.fromkeys(("person-pin", "person-card", "person-door-close"), secretary.pk),
        "delegation-revoke": handed.pk,
        "handover-new": clerk.pk,
        **dict.fromkeys(("handover", "handover-print"), passed.pk),
    }
    rounds, round_facts = _rounds(committee, units, clerk)
    above = _asked_from_above(ward, indicators, keeper)
    official, official_facts, printed = _official(committee, clerk, vetter)
    pks_of_figures: dict[str, int] = {
        **dict.fromkeys(("target-revise", "target-main", "target-remove"), target.pk),
        **dict.fromkeys(
            ("indicator", "indicator-edit", "definition-new", "rule-new", "reporting-edit"), indicators["HEM"].pk
        ),
        "field-edit": Field.objects.get(code="KT").pk,
        **dict.fromkeys(("paste", "paste-undo"), pasted.pk),
        **dict.fromkeys(("door-question", "door-mend"), asked.pk),
        "deadline-edit": deadline.pk,
    }
    meetings = of_meetings.made(units, committee, clerk)
    book = books.order(units[making.DISTRICT], sheet.period, by=keeper)
    return World(
        windows=[_signed_in(who) for who in (clerk, keeper, vetter, secretary, None)],
        places={
            **{f"programmes:{name}": [{"pk": pk}] for name, pk in pks.items()},
            **{f"indicators:{name}": [{"pk": pk}] for name, pk in pks_of_figures.items()},
            **work.places,
            **{f"records:{name}": [{"pk": paper.pk}] for name in ("paper", "paper-download")},
            **{f"records:{name}": [{"pk": printed.pk}] for name in ("paper-word", "paper-word-back")},
            "records:code": [{"code": paper.code}],
            **{
                f"indicators:{name}": [{"pk": group.pk}]
                for name in ("board-group", "board-group-file", "board-group-print", "board-group-unknown-period")
            },
            **{f"indicators:{name}": [{"pk": 1}] for name in ("paper-download", "paper-detach", "figure-answer")},
            **{f"programmes:{name}": [told] for name, told in rounds.items()},
            "indicators:initiative-figures": [rounds["initiative-edit"]],
            **{f"indicators:{name}": [told] for name, told in above.items()},
            **{f"programmes:{name}": told for name, told in official.items()},
            "indicators:figure": [{}, {"indicator": "HO"}],
            "indicators:sheet": [{"period": "2022-Q2"}, {"period": "2022-Q1"}],
            "indicators:sheet-reopen": [{"unit": making.SIBLING, "period": "2022-Q1"}],
            "indicators:indicator-edit": [{"pk": indicators["HEM"].pk}, {"pk": indicators["HOSO"].pk}],
            "indicators:paper-confirm": [{"pk": signed.pk}],
            "indicators:paper-scan": [{"pk": signed.pk, "period": vetted.period}],
            "indicators:double-duty-end": [{"pk": duty.pk, "year": 2021}],
            "indicators:sheet-paper": [{"period": vetted.period}],
            "indicators:target-new": [{"year": 2023}],
            "indicators:correction": [{"period": earlier.period}],
            **{f"indicators:{name}": [{"pk": book.pk}] for name in ("book", "book-call-off", "book-file")},
            "join": [{"token": token}],
            **meetings.places,
        },
        others=cases(
            far_ward=str(far.pk),
            far_place=f"unit:{far.pk}",
            far_subtree=f"subtree:{units[making.CITY].pk}",
            far_person=str(stranger.pk),
            far_appointment=str(theirs.pk),
        ),
        facts={
            "by": keeper,
            "task": work.task,
            "tasks": [work.task],
            "with_owner": True,
            "indicators": [indicators["HEM"]],
            "person": invited,
            "unit": ward,
            "year": 2022,
            "held": None,
            "note": None,
            "deadline": deadline,
            "indicator": indicators["HEM"],
            "is_settled": False,
            "is_signed": True,
            "sheet": sheet,
            "rows": [("HO", "Chỉ tiêu HO"), ("QUAN", "Chỉ tiêu QUAN")],
            "papers": [("1", "Báo cáo 14")],
            "is_told": True,
            "question": asked,
            "number": 0,
            "meeting": meetings.open,
            "conclusion": meetings.conclusion,
            "issuers": [Issuer(committee, "self")],
            "usual": None,
            "proposed": Typed("kết luận của đồng chí Bí thư"),
            "units": [ward],
            "remark": None,
            "item": None,
            "figure": Figure.objects.select_related("indicator").filter(sheet=earlier).first(),
            "bodies": [committee],
            "routed": {},
            "kind": "",
            **round_facts,
            **official_facts,
            "holder": holder_of(clerk, ward),
            "askings": askings_of(OneOffUnit.objects.get()),
            "receivers": Person.objects.filter(pk=vetter.pk),
        },
    )


def _rounds(
    committee: Body, units: Mapping[str, Unit], clerk: Person
) -> tuple[dict[str, dict[str, object]], dict[str, Any]]:
    """A proposal not sent yet, one to answer and one answered, an initiative of a neighbour, a line of inspection."""
    ward, district = committee.unit, making.body(units[making.DISTRICT], "QU1", name="Quận ủy Quận 1")
    # One above asks him to answer what comes up from the neighbouring ward.
    making.appointed(clerk, "record", at=district)
    at = "2023-03-01T00:00Z"
    draft = Proposal.objects.create(unit=ward, addressed_to=district, text="Hỗ trợ kinh phí.", at=at)
    asked = Proposal.objects.create(
        unit=units[making.SIBLING], addressed_to=district, text="Bố trí.", sent_on=date(2023, 3, 1),
        answer_due=date(2023, 3, 20), at=at,
    )  # fmt: skip
    answered = Proposal.objects.create(
        unit=ward, addressed_to=district, text="Hỗ trợ.", sent_on=date(2023, 3, 1), answer_due=date(2023, 3, 20), at=at
    )
    reply = ProposalReply.objects.create(proposal=answered, kind="agreed", answered_on=date(2023, 3, 2), at=at)
    own, theirs = (
        Initiative.objects.create(unit=unit, title="Hẻm tự quản", registered_on=date(2023, 1, 16), at=at)
        for unit in (ward, units[making.SIBLING])
    )
    review = Meeting.objects.create(unit=units[making.DISTRICT], kind="quarterly", title="Sơ kết quý I")
    review.reviewed_units.set([ward, units[making.SIBLING]])
    programme = OversightProgramme.objects.create(body=committee, year=2023)
    kind = OversightKind.objects.create(name="Kiểm tra", is_inspection=True)
    line = OversightLine.objects.create(
        programme=programme, kind=kind, subject_kind="organisation", subject="Chi bộ 1", content="Sinh hoạt", quarter=1
    )
    a_line: dict[str, object] = {"pk": programme.pk, "line": line.pk}
    places: dict[str, dict[str, object]] = {
        "proposal": {"pk": asked.pk},
        "proposal-edit": {"pk": draft.pk},
        "reply-task": {"pk": answered.pk, "reply": reply.pk, "body": committee.pk},
        "initiative": {"pk": theirs.pk},
        **{f"initiative-{deed}": {"pk": own.pk} for deed in ("edit", "recognise", "take-up")},
        **{f"oversight-{what}": {"pk": programme.pk} for what in ("programme", "edit", "line-new")},
        **{f"oversight-line-{deed}": a_line for deed in ("edit", "settle")},
    }
    return places, {"proposal": asked, "initiative": theirs, "line": line}


def _asked_from_above(ward: Unit, indicators: Mapping[str, Indicator], keeper: Person) -> dict[str, dict[str, object]]:
    """A request for explanation and a one-off request that wait for the ward; who asks does so at the district."""
    period = Period(2022, "quarter", 2)
    day = date(2023, 3, 20)
    explained = explanations.ask(ward, period, indicators["HEM"], text="Vì sao?", due_on=day, by=keeper)
    head = Unit.objects.get(code=making.DISTRICT)
    one_off = one_offs.ask(
        head,
        title="Số hẻm",
        text="",
        due_at=making.moment("2023-03-20 11:00:00"),
        period=Period(2022, "quarter", 3),
        units=[ward],
        indicators=[indicators["HEM"], indicators["HOSO"]],
        free=[one_offs.Free("Khó khăn", "text"), one_offs.Free("Chiều dài", "quantity", "km")],
        by=keeper,
    )
    below: dict[str, object] = {"unit": making.DISTRICT}
    return {
        "explanation": {"pk": explained.pk},
        **dict.fromkeys(("rate", "rate-file", "urge", "one-offs", "one-off-new"), below),
        **{name: {"pk": one_off.pk} for name in ("one-off", "one-off-file", "one-off-print", "one-off-answer")},
    }


@dataclass
class Work:
    """Tasks in each state that has forms of its own, and where programmes, papers and they stand."""

    task: Task
    places: dict[str, list[dict[str, int]]]


def _work(committee: Body, clerk: Person, vetter: Person, leader: Appointment) -> Work:
    ward, owner = committee.unit, clerk.appointments.filter(role="enter").get()
    told = {"by": clerk, "said_on": date(2023, 3, 1)}
    plain, asked, done = (making.told_task(ward, owner=owner, **told) for _ in range(3))
    making.told_task(ward, **told)
    extension = progress.ask_extension(asked, new_due=date(2023, 4, 3), reason="Chờ kinh phí", by=vetter)
    urged = progress.urge(asked, text="Báo cáo tiến độ", by=leader.person)
    progress.finish(done, done_on=date(2023, 3, 14), evidence="BC 5", by=clerk)
    programme = work_programmes.draft(committee, 2022, "Chương trình công tác năm 2022", by=clerk)
    known = tasks.Work("Kết nạp đảng viên", committee, making.deadline("fixed", date(2022, 12, 15)))
    line = tasks.give(known, programme, by=clerk)
    work_programmes.adopt(programme, work_programmes.Paper("9-CTr/ĐU", date(2022, 2, 1)), by=clerk)
    changes = work_programmes.Changes([known], {}, [])
    amending = work_programmes.Paper("12-CTr/ĐU", date(2022, 6, 1))
    work_programmes.amend(programme, amending, "Theo kế hoạch của Quận ủy", changes, by=clerk)
    draft = work_programmes.copy_forward(programme, by=clerk)
    FILLED[f"programmes:programme-amend:nv{line.pk}-text"] = "Kết nạp từ 04 đảng viên"
    letter = incoming.take_in(
        ward, from_body=None, from_text="Quận ủy", number="12-CV/QU", dated=TODAY, subject="Rà soát", received_on=TODAY,
        by=clerk,
    )  # fmt: skip
    deeds = ("done", "name", "edit", "extend", "urge", "drop", "reopen", "confirm", "file")
    drafts = ("work-programme-edit", "programme-task", "programme-adopt", "programme-compare")
    return Work(
        plain,
        {
            "programmes:task": [{"pk": plain.pk}, {"pk": asked.pk}, {"pk": done.pk}],
            "indicators:task-figures": [{"pk": plain.pk}],
            **{f"programmes:task-{deed}": [{"pk": plain.pk}] for deed in deeds},
            "programmes:extension-answer": [{"pk": asked.pk, "asked": extension.pk}],
            "programmes:urging-answer": [{"pk": asked.pk, "urged": urged.pk}],
            "programmes:work-programme": [{"pk": draft.pk}, {"pk": programme.pk}],
            **{f"programmes:{name}": [{"pk": draft.pk}] for name in drafts},
            **{
                f"programmes:{name}": [{"pk": programme.pk}]
                for name in ("programme-amend", "programme-carry", "programme-print")
            },
            "programmes:amendments": [{"pk": programme.pk}],
            "programmes:amendment-print": [{"pk": programme.pk, "number": 1}],
            **{f"programmes:{name}": [{"pk": letter.pk}] for name in ("incoming", "incoming-file", "incoming-task")},
        },
    )


def _official(
    committee: Body, clerk: Person, vetter: Person
) -> tuple[dict[str, list[dict[str, object]]], dict[str, Any], PrintedDocument]:
    """A paper in each of its states, one that came from the office itself, and the term they are numbered in."""
    held = papers_made.term(committee)
    draft = papers_made.drafted(committee, by=clerk)
    submitted = papers_made.drafted(committee, by=clerk)
    papers.submit(submitted, by=vetter)
    signed = papers_made.signed(committee, clerk=clerk, vetter=vetter)
    front = making.body(committee.unit, "VP", Body.Kind.PARTY_OFFICE, name="Văn phòng Đảng ủy", symbol="VPĐU")
    issued = papers_made.issued(committee, clerk=clerk, vetter=vetter, to=[front])
    delivery = issued.deliveries.get()
    printed = papers_made.printed(issued)
    FILLED["copy-code"] = printed.code
    standing = [{"pk": one.pk} for one in (submitted, signed, issued)]
    places: dict[str, list[dict[str, object]]] = {
        "paper": [*standing],
        **{f"paper-{deed}": [{"pk": draft.pk}] for deed in ("edit", "circulate", "submit")},
        **{f"paper-{deed}": [{"pk": submitted.pk}] for deed in ("take-back", "sign")},
        "paper-issue": [{"pk": signed.pk}],
        **{f"paper-{deed}": [{"pk": issued.pk}] for deed in ("copy", "copy-download", "cancel", "correct", "reading")},
        "arrival": [{"pk": delivery.pk}],
        "term-edit": [{"pk": held.pk}],
    }
    return places, {"paper": submitted, "delivery": delivery}, printed


def _beside_a_figure(clerk: Person, committee: Body) -> None:
    """One paper behind another figure, to be linked to; a question that was put and a provider to put more to."""
    one, other = (
        Figure.objects.select_related("sheet", "indicator").get(sheet__quarter=2, indicator__code=code)
        for code in ("HEM", "HO")
    )
    Responsibility.objects.create(
        unit=committee.unit, indicator=one.indicator, provider_post="Công chức địa chính", valid_from=making.FIRST_DAY
    )
    remarks.ask_back(one, "Đã nghiệm thu chưa?", by=clerk)
    paper = attachments.examine("giay.pdf", files.pdf(b"1"))
    evidence.attach(one.sheet, paper, title="Báo cáo 14", to=[other], by=clerk)


def _signed_in(who: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if who is not None:
        client.force_login(who)
    return client
