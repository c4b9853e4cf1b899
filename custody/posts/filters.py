"""Filters of the lists of posts and of the people in them: read from the address, shown as chips."""

from datetime import timedelta

from django import forms
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assets.filters import ANY, WROTE, YES_NO, choices, of_import
from assets.filters_places import PlaceFilter, number, region
from assets.models import Household
from custody.models import Engagement
from custody.posts.choices import FIRST, Money, Payer, PostKind
from tenancy.models import Region

SOON = 90
STATES = [("vacant", "有空缺"), ("full", "已满员"), ("over", "设岗期满"), ("closed", "已撤岗")]


def taken():
    """An expression: how many places of a post are taken."""
    rows = Engagement.objects.filter(
        county_id=OuterRef("county_id"), post=OuterRef("pk"), state__in=Engagement.TAKEN
    )
    count = rows.order_by().values("post").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


class PlacedFilter(PlaceFilter):
    """What both lists can be narrowed by; a post is in a village, which is chosen of those of a township."""

    village = region("村（社区）")
    kind = forms.ChoiceField(label="岗位类别", required=False, choices=choices(PostKind))
    bulk, batch = None, number("导入批次")
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )

    VILLAGE, EXACT = "village_id", {}

    def __init__(self, data, *, scope, user):
        super().__init__(data, scope=scope, user=user)
        towns = {str(code): name for code, name in self.fields["town"].choices if code}
        self.fields["town"].choices = [ANY, *towns.items()]
        chosen = self.data.get("town")
        below = Region.objects.filter(parent_id=chosen, level=Region.Level.VILLAGE).order_by("code")
        self.fields["village"].choices = [
            ANY,
            *(below.values_list("code", "name") if chosen in towns else ()),
        ]

    def apply(self, rows):
        """The rows of a queryset that pass."""
        f = self.active
        if "county" in f:
            rows = rows.filter(county_id=f["county"])
        if "town" in f:
            first = f["town"] * 1000
            rows = rows.filter(**{f"{self.VILLAGE}__gte": first, f"{self.VILLAGE}__lt": first + 1000})
        if "village" in f:
            rows = rows.filter(**{self.VILLAGE: f["village"]})
        rows = rows.filter(**{path: f[name] for name, path in self.EXACT.items() if name in f})
        rows = self.narrowed(rows, f)
        return rows.filter(self.matching(self.words)) if self.words else rows


class PostFilter(PlacedFilter):
    """公益岗位 by place, kind, payer, and whether there is still room."""

    EXACT = {"kind": "kind", "payer": "payer", "funds": "funds"}
    payer = forms.ChoiceField(label="发放方", required=False, choices=choices(Payer))
    funds = forms.ChoiceField(label="补贴资金来源", required=False, choices=choices(Money))
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *STATES], widget=forms.HiddenInput)
    field_order = ["q", "county", "town", "village", "kind", "payer", "funds"]

    @staticmethod
    def matching(words):
        """By its name or its duties."""
        return Q(name__contains=words) | Q(duties__contains=words)

    def narrowed(self, rows, f):
        """By how a post stands today; those given up only where they are asked for."""
        if "batch" in f:
            rows = of_import(rows, f, "welfare_posts")
        if f.get("state") == "closed":
            return rows.exclude(closed_reason="")
        rows, today = rows.filter(closed_reason=""), timezone.localdate()
        if f.get("state") == "over":
            return rows.filter(to_on__lt=today)
        if "state" in f:
            rows = rows.filter(to_on__gte=today).alias(held=taken())
            has_room = Q(held__lt=F("places"))
            return rows.filter(has_room if f["state"] == "vacant" else ~has_room)
        return rows


class PeopleFilter(PlacedFilter):
    """Applicants and holders by place, post, state and the category of their household."""

    VILLAGE = "post__village_id"
    EXACT = {"kind": "post__kind", "home": "kind", "state": "state", "post": "post_id"}
    home = forms.ChoiceField(label="户类别", required=False, choices=choices(Household.Kind))
    first = forms.ChoiceField(label="优先吸纳对象", required=False, choices=YES_NO)
    soon = forms.ChoiceField(
        label="协议到期",
        required=False,
        choices=[ANY, ("soon", f"{SOON} 日内到期"), ("over", "已到期未离岗")],
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Engagement.State), widget=forms.HiddenInput
    )
    post = number("岗位编号")
    field_order = ["q", "county", "town", "village", "kind", "home", "first", "soon"]

    @staticmethod
    def matching(words):
        """By the person's name or the post's."""
        return Q(name__contains=words) | Q(post__name__contains=words)

    def narrowed(self, rows, f):
        """By whether the household comes first, and by when the agreement ends."""
        if "first" in f:
            rows = rows.filter(kind__in=FIRST) if f["first"] == "1" else rows.exclude(kind__in=FIRST)
        if "soon" in f:
            today = timezone.localdate()
            rows = rows.filter(state=Engagement.State.SERVING)
            if f["soon"] == "over":
                return rows.filter(to_on__lt=today)
            return rows.filter(to_on__gte=today, to_on__lte=today + timedelta(days=SOON))
        return rows
