"""打印花名册: the people of public-welfare posts that a list lets pass."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from custody.models import Engagement
from custody.posts import prints
from custody.posts.filters import PeopleFilter
from journal.prints.steps import ask
from tenancy import policy


@require_POST
def roster(request):
    """二（五）Owe the roster by village to whoever asks; the printer makes it. Without a state those in the posts."""
    policy.require_anywhere(request.user, Engagement.SEEN_WITH)
    query = request.POST.get("query", "")[:2000]
    form = PeopleFilter(QueryDict(query), scope=request.scope, user=request.user)
    rows = form.apply(Engagement.objects.permitted(request.user))
    if "state" not in form.active:
        rows = rows.filter(state__in=Engagement.TAKEN)
    ordered = rows.order_by("post__village_id", "post_id", "pk")
    county = request.scope.county or request.post.county_id
    try:
        return redirect(ask(prints.roster, ordered, by=request.user, county=county))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(f"{reverse('posts:people')}?{query}")
