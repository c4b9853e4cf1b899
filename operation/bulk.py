"""二（六）What may be done to many agreements at once."""

from django.http import QueryDict

from assets.shelves import Shelf
from operation.filters import AgreementFilter
from operation.models import Agreement


def _agreements(query, scope, user):
    """Everything that a query of the list of agreements lets pass now."""
    form = AgreementFilter(QueryDict(query), scope=scope, user=user)
    return form.apply(Agreement.objects.permitted(user))


AGREEMENTS = Shelf("operation:list", Agreement, "经营协议", "total", _agreements)
