"""The loop from the work programme through the meeting to tasks: what was set, said, concluded, and done."""

import uuid

import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_rights_are_handed_over_for_a_while"),
    ]

    operations = [
        migrations.CreateModel(
            name="OversightKind",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=250, unique=True, verbose_name="name")),
                ("is_inspection", models.BooleanField(verbose_name="counts as inspection")),
                ("position", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(
                choices=[
                    ("enter", "enters figures"),
                    ("vet", "vets sheets"),
                    ("approve", "approves sheets"),
                    ("sign", "signs papers"),
                    ("read", "reads"),
                    ("record", "takes minutes"),
                    ("confirm", "confirms for a cell"),
                    ("administer", "keeps the catalogue and the rights"),
                ],
                max_length=12,
                verbose_name="role",
            ),
        ),
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("file_name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP"), ("xlsx", "Excel")],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=60, unique=True)),
                ("is_office_only", models.BooleanField(default=False)),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="IncomingDocument",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_text", models.CharField(max_length=250, verbose_name="issued by")),
                ("number", models.CharField(max_length=40, verbose_name="number and symbol")),
                ("dated", models.DateField(verbose_name="day of the document")),
                ("subject", models.CharField(max_length=1000, verbose_name="subject")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("at", models.DateTimeField()),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incoming", to="programmes.unit"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.keptfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_text", models.CharField(blank=True, max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("working_session", "working session of a superior with a ward"),
                            ("quarterly", "quarterly review"),
                            ("mid_year", "mid-year review"),
                            ("year_end", "year-end review"),
                            ("mid_term", "mid-term review"),
                            ("executive_committee", "executive committee"),
                            ("standing_committee", "standing committee"),
                            ("standing_leadership", "standing leadership's briefing"),
                            ("peoples_committee", "People's Committee's briefing"),
                            ("other", "another meeting"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=1000, verbose_name="title")),
                ("host_name", models.CharField(blank=True, max_length=250, verbose_name="name of the host")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("date_text", models.CharField(blank=True, max_length=250)),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("ended_at", models.TimeField(blank=True, null=True, verbose_name="ended at")),
                ("place", models.CharField(blank=True, max_length=250, verbose_name="place")),
                ("figures_of", models.CharField(blank=True, max_length=10, verbose_name="figures of")),
                ("chair_text", models.CharField(blank=True, max_length=452, verbose_name="chair")),
                ("minute_taker_text", models.CharField(blank=True, max_length=452, verbose_name="minute-taker")),
                ("is_cancelled", models.BooleanField(default=False)),
                ("cancel_reason", models.CharField(blank=True, max_length=1000)),
                ("notice_number", models.CharField(blank=True, max_length=40, verbose_name="number and symbol")),
                ("notice_date", models.DateField(blank=True, null=True, verbose_name="day of the notice")),
                ("notice_recorded_at", models.DateTimeField(null=True)),
                ("source_key", models.CharField(blank=True, max_length=250)),
                ("source_words", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.appointment",
                    ),
                ),
                (
                    "host_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.unitgroup",
                    ),
                ),
                (
                    "hosts",
                    models.ManyToManyField(related_name="meetings_held", to="programmes.body", verbose_name="hosts"),
                ),
                (
                    "minute_taker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_ones",
                        to="programmes.meeting",
                    ),
                ),
                (
                    "reviewed_units",
                    models.ManyToManyField(related_name="reviews", to="programmes.unit", verbose_name="reviewed units"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="programmes.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LeaderNote",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=20000)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=1000, verbose_name="title")),
                ("what", models.TextField(blank=True, max_length=20000, verbose_name="what it is")),
                ("registered_on", models.DateField(verbose_name="registered on")),
                ("at", models.DateTimeField()),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="initiatives", to="programmes.unit"
                    ),
                ),
                (
                    "recognised_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="programmes.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["-registered_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=250, verbose_name="name")),
                ("post", models.CharField(blank=True, max_length=452, verbose_name="post")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("member", "member"),
                            ("reviewed", "of the unit reviewed"),
                            ("guest", "asked to attend"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="takes part as",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("asked", "asked"), ("present", "present"), ("absent", "absent")],
                        default="asked",
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason of absence")),
                ("invited_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="programmes.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=1000, verbose_name="item")),
                ("presenter", models.CharField(blank=True, max_length=452, verbose_name="presented by")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                ("shows_figures", models.BooleanField(default=False, verbose_name="with the unit's figures")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="programmes.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="MeetingPaper",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paper", "paper of the unit"),
                            ("opinion", "written opinion"),
                            ("handed_out", "handed out"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=1000, verbose_name="title")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("received_at", models.DateTimeField(null=True)),
                ("received_from", models.CharField(blank=True, max_length=452)),
                (
                    "asked_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.keptfile",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="programmes.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("prepared", "prepared"),
                            ("asked", "comments asked"),
                            ("signed", "signed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("comments_due", models.DateField(blank=True, null=True, verbose_name="comments until")),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("signed_as", models.CharField(blank=True, max_length=452)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="programmes.meeting"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supplements",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplements_of_it",
                        to="programmes.minutes",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MinutesComment",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("text", models.TextField(max_length=20000, verbose_name="comment")),
                ("at", models.DateTimeField()),
                ("is_accepted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="programmes.minutes"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OversightProgramme",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("document_number", models.CharField(blank=True, max_length=40, verbose_name="number and symbol")),
                ("document_date", models.DateField(blank=True, null=True, verbose_name="day of the document")),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oversight_programmes",
                        to="programmes.body",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OversightLine",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[("organisation", "organisation"), ("member", "member, by post")],
                        max_length=12,
                        verbose_name="subject is a",
                    ),
                ),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("organisations", models.PositiveSmallIntegerField(default=0, verbose_name="organisations")),
                ("members", models.PositiveSmallIntegerField(default=0, verbose_name="members")),
                ("content", models.CharField(max_length=1000, verbose_name="content")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                ("is_planned", models.BooleanField(default=True, verbose_name="stands in the programme")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("moved", "moved"), ("dropped", "dropped")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("moved_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="moved to quarter")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="reason")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=1000, verbose_name="outcome: counts and documents"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.oversightkind"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="programmes.oversightprogramme",
                    ),
                ),
            ],
            options={
                "ordering": ["quarter", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=20000, verbose_name="proposal")),
                ("paper_number", models.CharField(blank=True, max_length=40, verbose_name="number of the paper")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                ("answer_due", models.DateField(blank=True, null=True, verbose_name="answer due on")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "addressed_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals_received",
                        to="programmes.body",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programmes.meeting",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalReply",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreed", "agreed"),
                            ("refused", "not agreed yet"),
                            ("forwarded", "given to another body to settle"),
                            ("considering", "being considered"),
                        ],
                        max_length=12,
                        verbose_name="answer",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="words of the answer")),
                ("forwarded_to", models.CharField(blank=True, max_length=250, verbose_name="given to")),
                ("settled_by", models.DateField(blank=True, null=True, verbose_name="to be settled by")),
                ("answered_on", models.DateField(verbose_name="answered on")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="programmes.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recognition", "recognition"),
                            ("suggestion", "suggestion"),
                            ("question", "question"),
                            ("instruction", "instruction"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="remark")),
                ("position", models.PositiveIntegerField()),
                ("said_at", models.TimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField()),
                ("no_task_reason", models.CharField(blank=True, max_length=1000)),
                ("is_struck", models.BooleanField(default=False)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.agendaitem",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="programmes.minutes"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="programmes.attendance"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sentence",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=20000, verbose_name="sentence")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "handwriting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.keptfile",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sentences", to="programmes.minutes"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.attendance"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("starts", models.PositiveIntegerField(null=True)),
                ("ends", models.PositiveIntegerField(null=True)),
                ("text", models.TextField(max_length=20000, verbose_name="conclusion")),
                ("lead_text", models.CharField(blank=True, max_length=250, verbose_name="lead body")),
                ("supporting_text", models.CharField(blank=True, max_length=1000, verbose_name="supporting bodies")),
                ("deadline_words", models.CharField(blank=True, max_length=250, verbose_name="deadline as said")),
                ("no_task_reason", models.CharField(blank=True, max_length=1000)),
                (
                    "lead_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                ("supporting_bodies", models.ManyToManyField(blank=True, related_name="+", to="programmes.body")),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conclusions", to="programmes.minutes"
                    ),
                ),
                (
                    "sentence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="programmes.sentence",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=20000, verbose_name="task")),
                ("field_code", models.CharField(blank=True, max_length=20, verbose_name="field")),
                ("expected_product", models.CharField(blank=True, max_length=1000, verbose_name="expected product")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("programme", "work programme"),
                            ("conclusion", "conclusion of a meeting"),
                            ("remark", "remark taken up"),
                            ("incoming", "incoming document"),
                            ("reply", "answered proposal"),
                            ("oral", "oral instruction"),
                        ],
                        max_length=12,
                        verbose_name="origin",
                    ),
                ),
                ("oral_from", models.CharField(blank=True, max_length=452, verbose_name="instructed by")),
                ("oral_confirmed_at", models.DateTimeField(null=True)),
                ("lead_text", models.CharField(blank=True, max_length=250)),
                ("supporting_text", models.CharField(blank=True, max_length=1000)),
                ("name_until", models.DateField(null=True)),
                ("owner_named_at", models.DateTimeField(null=True)),
                (
                    "deadline",
                    models.CharField(
                        choices=[
                            ("fixed", "a fixed day"),
                            ("working_days", "a number of working days"),
                            ("issue", "issue a document within 10 days"),
                            ("standing", "standing duty"),
                            ("waiting", "waiting for a condition"),
                        ],
                        max_length=12,
                        verbose_name="kind of deadline",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("counted_from", models.DateField(blank=True, null=True, verbose_name="counted from")),
                ("working_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="working days")),
                ("condition", models.CharField(blank=True, max_length=1000, verbose_name="condition waited for")),
                ("deadline_words", models.CharField(blank=True, max_length=250)),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("done_recorded_at", models.DateTimeField(null=True)),
                (
                    "evidence_words",
                    models.CharField(blank=True, max_length=1000, verbose_name="document that proves it"),
                ),
                (
                    "no_evidence_reason",
                    models.CharField(blank=True, max_length=1000, verbose_name="reason for no document"),
                ),
                ("is_proposed", models.BooleanField(default=False)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_reason", models.CharField(blank=True, max_length=1000)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "conclusion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.conclusion",
                    ),
                ),
                (
                    "done_recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.keptfile",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_given",
                        to="programmes.unit",
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.incomingdocument",
                    ),
                ),
                (
                    "lead_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_led",
                        to="programmes.body",
                        verbose_name="lead body",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "oral_confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.appointment",
                        verbose_name="responsible person",
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.remark",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.proposalreply",
                    ),
                ),
                (
                    "supporting_bodies",
                    models.ManyToManyField(
                        blank=True,
                        related_name="tasks_supported",
                        to="programmes.body",
                        verbose_name="supporting bodies",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programmes.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OwnerChange",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="reason")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.appointment",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.appointment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="owner_changes", to="programmes.task"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("new_due", models.DateField(verbose_name="new day")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("asked_as", models.CharField(blank=True, max_length=452)),
                ("asked_on", models.DateField()),
                ("old_due", models.DateField(null=True)),
                ("is_granted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="words of the answer")),
                ("answered_as", models.CharField(blank=True, max_length=452)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="programmes.task"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Urging",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, max_length=1000, verbose_name="words")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("urged_on", models.DateField()),
                ("answer_due", models.DateField()),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                ("answered_as", models.CharField(blank=True, max_length=452)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="urgings", to="programmes.task"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkProgramme",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("adopted", "adopted")], default="draft", max_length=10
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=40, verbose_name="number and symbol")),
                ("document_date", models.DateField(blank=True, null=True, verbose_name="day of the document")),
                ("adopted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_programmes",
                        to="programmes.body",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.workprogramme",
                    ),
                ),
                (
                    "superior_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.theme",
                        verbose_name="theme of the city",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.theme",
                        verbose_name="own theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "pk"],
            },
        ),
        migrations.AddField(
            model_name="task",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="programmes.workprogramme",
                verbose_name="programme",
            ),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("document_number", models.CharField(max_length=40, verbose_name="number and symbol")),
                ("document_date", models.DateField(verbose_name="day of the document")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("changes", models.JSONField(default=list)),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="programmes.workprogramme",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="InitiativeSpread",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="since")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spread", to="programmes.initiative"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "unit"), name="a_unit_takes_an_initiative_up_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="keptfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), ("size__lte", 10485760)),
                name="a_kept_file_is_neither_empty_nor_too_large",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptfile",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("stored_as", ""), _negated=True)),
                name="a_kept_file_has_a_title_and_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingdocument",
            constraint=models.UniqueConstraint(
                fields=("unit", "from_text", "number", "dated"), name="a_document_is_taken_in_once_by_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_on__gte", models.F("dated"))), name="a_document_is_received_after_its_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("source_key",),
                name="a_meeting_is_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__isnull", False), models.Q(("unit_text", ""), _negated=True), _connector="OR"
                ),
                name="a_meeting_is_of_a_unit_known_or_printed",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("notice_date__isnull", True), ("notice_number", ""), ("notice_recorded_at__isnull", True)
                    ),
                    models.Q(
                        models.Q(("notice_number", ""), _negated=True),
                        ("notice_date__isnull", False),
                        ("notice_recorded_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_notice_has_number_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_cancelled", False), models.Q(("cancel_reason", ""), _negated=True), _connector="OR"
                ),
                name="a_cancelled_meeting_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("previous", models.F("pk")), _negated=True), name="a_meeting_does_not_follow_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadernote",
            constraint=models.UniqueConstraint(fields=("meeting", "person"), name="one_leaders_note_a_meeting"),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="an_initiative_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("meeting", "position"), name="those_asked_stand_in_order"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("capacity", "chair")), fields=("meeting",), name="a_meeting_has_one_chair"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("post", ""), _negated=True), _connector="OR"
                ),
                name="who_is_asked_has_a_name_or_a_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "position"), name="agenda_items_stand_in_order"),
        ),
        migrations.AddConstraint(
            model_name="meetingpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_at__isnull", True),
                    models.Q(("text", ""), _negated=True),
                    ("file__isnull", False),
                    _connector="OR",
                ),
                name="a_received_paper_has_text_or_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supplements__isnull", True)),
                fields=("meeting",),
                name="a_meeting_has_one_first_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", False), ("state", "signed")),
                    models.Q(models.Q(("state", "signed"), _negated=True), ("signed_at__isnull", True)),
                    _connector="OR",
                ),
                name="only_signed_minutes_know_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("supplements__isnull", True), ("supplements__lt", models.F("pk")), _connector="OR"),
                name="a_supplement_mends_an_earlier_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("is_accepted__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("is_accepted__isnull", False)),
                    _connector="OR",
                ),
                name="an_answered_comment_is_accepted_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="oversightprogramme",
            constraint=models.UniqueConstraint(fields=("body", "year"), name="one_oversight_programme_a_year"),
        ),
        migrations.AddConstraint(
            model_name="oversightline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="an_oversight_line_has_a_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="oversightline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["moved", "dropped"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_moved_or_dropped_line_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="oversightline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "moved"), ("moved_to__gte", 1), ("moved_to__lte", 4)),
                    models.Q(models.Q(("state", "moved"), _negated=True), ("moved_to__isnull", True)),
                    _connector="OR",
                ),
                name="a_moved_line_knows_its_new_quarter",
            ),
        ),
        migrations.AddConstraint(
            model_name="oversightline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True), ("held_on__isnull", False), _connector="OR"
                ),
                name="a_held_line_knows_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_proposal_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_on__isnull", True), ("answer_due__isnull", False), _connector="OR"),
                name="a_sent_proposal_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "refused"), _negated=True), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="a_proposal_is_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "forwarded"), _negated=True),
                    models.Q(models.Q(("forwarded_to", ""), _negated=True), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_proposal_is_given_to_somebody_with_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_spoken_remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_sentence_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("minutes", "number"),
                name="conclusions_are_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_conclusion_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sentence__isnull", True),
                    ("starts__isnull", True),
                    ("ends__gt", models.F("starts")),
                    _connector="OR",
                ),
                name="a_conclusion_points_at_a_stretch_of_its_sentence",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="passing_a_task_on_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_extension_of_a_task_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_granted__isnull", True)), fields=("task",), name="one_open_extension_of_a_task"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_granted", False), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_extension_is_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="urging",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                ),
                name="an_answered_urging_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="workprogramme",
            constraint=models.UniqueConstraint(fields=("body", "year"), name="one_work_programme_a_year"),
        ),
        migrations.AddConstraint(
            model_name="workprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2099)), name="a_work_programme_has_a_real_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="workprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", True), ("state", "draft")),
                    models.Q(("adopted_at__isnull", False), ("state", "adopted")),
                    _connector="OR",
                ),
                name="an_adopted_programme_knows_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="workprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_date__isnull", True), ("document_number", "")),
                    models.Q(models.Q(("document_number", ""), _negated=True), ("document_date__isnull", False)),
                    _connector="OR",
                ),
                name="a_programmes_document_has_number_and_day",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["unit", "due_on", "id"], name="tasks_of_a_unit_by_day"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["owner"], name="tasks_by_owner"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["lead_body"], name="tasks_by_lead_body"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="a_task_says_what"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_proposed", True),
                    models.Q(("lead_body__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="a_task_has_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", True), ("done_recorded_at__isnull", True)),
                    models.Q(
                        ("done_on__isnull", False),
                        ("done_recorded_at__isnull", False),
                        models.Q(
                            models.Q(("evidence_words", ""), _negated=True),
                            ("evidence_file__isnull", False),
                            models.Q(("no_evidence_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_done_task_is_proved_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dropped_at__isnull", True), models.Q(("dropped_reason", ""), _negated=True), _connector="OR"
                ),
                name="a_dropped_task_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deadline__in", ["standing", "waiting"]), _negated=True),
                    ("due_on__isnull", True),
                    _connector="OR",
                ),
                name="a_standing_duty_has_no_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="amendments_are_counted_from_one"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), ("number__gt", 0)),
                name="an_amendment_says_why",
            ),
        ),
    ]
