"""二（六）The list of operators as a file, which imports again without a change."""

from functools import reduce
from operator import or_

from assets.exporting.registers import form_of, read_only, shown_in, told_by
from journal.exports.registry import EXPORTS, Exportable
from operation.filters import OperatorFilter
from operation.models import Operator
from operation.operators import CONTACTS

SHOWN = ["name", "kind", "credit_code", "unit", "legal_person", "phone", "address"]


def rows(user, scope, query):
    """What a person's list shows under a query, oldest first; only those whose contacts they may read."""
    found = OperatorFilter(query, scope=scope, user=user).apply(Operator.objects.permitted(user))
    read = reduce(or_, (Operator.objects.permitted(user, verb) for verb in CONTACTS))
    return found.filter(pk__in=read.values("pk")).order_by("county_id", "pk")


EXPORTS["operators"] = Exportable(
    label="经营主体",
    verb="view_households",  # operators may be people
    resource="operators",
    list_name="operation:operators",
    rows=rows,
    told=told_by(OperatorFilter),
    form=form_of(OperatorFilter),
    shown=shown_in(SHOWN),
    read_only=read_only,
)
