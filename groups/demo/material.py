"""Example leaflets and posters, and what two contact points have ordered."""

from __future__ import annotations

from contactpoints.models import ContactPoint, User
from groups.demo.people import People
from groups.enums import MaterialKind, OrderStatus
from groups.inquiries.casework import office_of
from groups.models import Material, MaterialLine, MaterialOrder
from linkportal.kit import clock

LEAFLET, POSTER = "Dette er selvhjelp (eksempel)", "Plass til en til (eksempel)"


def load(people: People) -> None:
    """Create them: one order waits to be sent, one was sent last week."""
    leaflet = Material.objects.create(
        name=LEAFLET, kind=MaterialKind.LEAFLET, about="Åtte sider om hva en gruppe er, og hva den ikke er."
    )
    poster = Material.objects.create(
        name=POSTER, kind=MaterialKind.POSTER, about="A3, med rom for adresse og telefon.", most_at_once=20
    )
    with people.ago(10):
        sent = _order(people.porsgrunn, people.berit, {leaflet: 50})
    with people.ago(7):
        sent.status, sent.ended_on, sent.ended_by = OrderStatus.SENT, clock.today(), people.berit
        sent.save()
    with people.ago(2):
        _order(people.bakken, people.ola, {leaflet: 100, poster: 5})


def _order(place: ContactPoint, by: User, numbers: dict[Material, int]) -> MaterialOrder:
    order = MaterialOrder.objects.create(
        contact_point=place,
        office=office_of(place),
        send_to=f"{place.name}, {place.address}, {place.postal_code}",
        ordered_by=by,
    )
    MaterialLine.objects.bulk_create(
        MaterialLine(order=order, material=one, number=number) for one, number in numbers.items()
    )
    return order
