"""催缴通知: letters that ask for what is late, of one agreement or of all whose dues a list lets pass."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.prints.steps import ask
from operation.filters_dues import DueFilter
from operation.models import Agreement, Due
from operation.prints_dues import demand as letter
from tenancy import policy

NOTHING = "没有逾期未收的款项，不需要催缴。"


@require_POST
def demand(request):
    """二（六）Owe letters to whoever asks; the printer makes them."""
    policy.require_anywhere(request.user, letter.verb)
    query = request.POST.get("query", "")[:2000]
    form = DueFilter(QueryDict(query), scope=request.scope, user=request.user)
    late = form.apply(Due.objects.permitted(request.user, letter.verb)).late()
    rows = Agreement.objects.permitted(request.user, letter.verb)
    rows = rows.filter(county_id=request.scope.county, pk__in=late.order_by().values("agreement"))
    back = f"{reverse('operation:arrears')}?{query}"
    if not rows.exists():
        messages.warning(request, NOTHING)
        return redirect(back)
    ordered = rows.order_by("unit__path", "operator__name", "pk")
    try:
        return redirect(ask(letter, ordered, by=request.user, county=request.scope.county))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(back)
