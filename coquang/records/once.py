"""A doubled post is one act: the key of a rendered form can be spent once."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.forms import BaseForm as Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from coquang.refusals import Refused

FIELD = "form_key"


def tried(request: HttpRequest, form: Form, act: Callable[[], object]) -> bool:
    """Do an act once; when it is refused, the form says why above its fields and keeps what was typed."""
    try:
        with transaction.atomic():
            if is_first(request):
                act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def is_first(request: HttpRequest) -> bool:
    """Spend the form's key; False when it was spent before, so that the act is already done.

    The second of two posts at once waits here for the first one's transaction. A refusal undoes the spending.
    """
    try:
        key = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        raise Refused(_("This form is incomplete. Open the page again and send once more.")) from None
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_sentform (key, by_id, at) values (%s, %s, now()) on conflict do nothing",
            [key, request.user.pk],
        )
        return bool(cursor.rowcount == 1)
