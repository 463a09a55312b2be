from programmes.models.appointments import Appointment
from programmes.models.bodies import Body
from programmes.models.calendar import NonWorkingDay
from programmes.models.delegations import Delegation
from programmes.models.door_keys import DoorAttempt, DoorKey
from programmes.models.invitations import Invitation
from programmes.models.people import Person, Reach
from programmes.models.themes import Theme
from programmes.models.units import NATION_CODE, Place, Tree, Unit, UnitGroup

__all__ = [
    "NATION_CODE",
    "Appointment",
    "Body",
    "Delegation",
    "DoorAttempt",
    "DoorKey",
    "Invitation",
    "NonWorkingDay",
    "Person",
    "Place",
    "Reach",
    "Theme",
    "Tree",
    "Unit",
    "UnitGroup",
]
