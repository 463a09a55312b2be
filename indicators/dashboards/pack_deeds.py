"""What a meeting's page is given for its pack."""

from programmes.besides import Piece
from programmes.models import Meeting, Person
from programmes.permissions_of_meetings import opens_packs


def way_to_the_pack(meeting: Meeting, person: Person) -> Piece | None:
    """The button, for those the pack serves."""
    return (
        Piece("indicators/meeting/_pack.html", {"meeting": meeting}) if opens_packs(person, meeting.unit_id) else None
    )
