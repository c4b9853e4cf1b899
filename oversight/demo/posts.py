"""二（五）Made-up public-welfare posts: people at work and paid, to be approved, shown and waiting; and a vacancy."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assets.models import Asset, Household
from custody.models import Engagement
from custody.posts import actions, entering, months, rules
from custody.posts.notices import CODE
from journal.notices import draft_notice
from journal.notices.posting import post_notice
from oversight.demo.shown import picture, shown_before
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

# what the post is called, its kind, for how many, yuan, for which time, who pays, from what
POSTS = [
    ("护路员", "road", 4, 500, "month", "village", "collective"),
    ("光伏电站管理员", "solar", 2, 3000, "year", "county", "solar"),
    ("保洁员", "cleaning", 3, 400, "month", "town", "fiscal"),
    ("水电保障员", "utilities", 2, 600, "month", "village", "income"),
    ("河道管护员", "river", 1, 450, "month", "town", "fiscal"),
    ("公益设施管护员", "facility", 1, 2000, "year", "village", "solar"),
]
DUTIES = "每周巡查不少于两次，发现损坏及时报告村委会，做好记录。"
AT_WORK = 3  # of the posts people are in the first ones; then one is shown, one waits, one is vacant
APPLIED, REVIEWED, BEGUN = 150, 140, 120  # days ago
AHEAD = 200


class Deeds:
    """The making of one county's posts by the people whose work it is."""

    def __init__(self, county, units, posts):
        self.county, self.today = county, timezone.localdate()
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        self.units = {unit.region_id: unit for unit in units if unit.kind == Unit.Kind.VILLAGE}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.near = next(post.unit.parent_id for post in posts if post.role == "village_clerk")
        self.clerk, self.head = (self.hand[self.office.pk, role] for role in ("county_clerk", "county_head"))

    def fill(self):
        """Make them in one transaction; returns how many posts there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            homes = {}
            for home in Household.objects.filter(county_id=self.county).order_by("village_id", "pk"):
                homes.setdefault(self.units[home.village_id], []).append(home)
            ledger = Asset.objects.filter(county_id=self.county, state=Asset.State.LEDGER)
            kept = set(ledger.values_list("village_id", flat=True).distinct())
            inner = sorted(homes.items(), key=lambda pair: pair[0].region_id not in kept)
            first = [pair for pair in inner if pair[0].parent_id == self.near][:1]  # somebody signs in there
            villages = [*first, *(pair for pair in inner if pair not in first)][: len(POSTS)]
            made = [self._post(village, told) for (village, _), told in zip(villages, POSTS, strict=False)]
            people = [
                [self._applied(post, home, at) for at, home in enumerate(near[:2])]
                for post, (_, near) in zip(made[:-1], villages, strict=False)
            ]
            self._work([row for rows in people[:AT_WORK] for row in rows])
            self._await(self._applied(made[0], (villages[0][1][2:] or [None])[0], 2))
            self._show(people[AT_WORK])
            self._applied(made[AT_WORK + 1], None, 3)
            return len(made)

    def _town(self, row, role):
        return self.hand[row.unit.parent_id, role]

    def _post(self, village, told):
        name, kind, places, pay, per, payer, funds = told
        near = Asset.objects.filter(
            county_id=self.county, village=village.region_id, state=Asset.State.LEDGER
        )
        return entering.register_post(
            by=self.hand[village.parent_id, "town_clerk"],
            unit=village,
            assets=list(near.order_by("pk").values_list("pk", flat=True)[:3]),
            village_id=village.region_id,
            name=f"{village.name.removesuffix('村民委员会')}村{name}"[:60].replace("村村", "村"),
            kind=kind,
            duties=DUTIES,
            places=places,
            pay=Decimal(pay),
            per=per,
            payer=payer,
            funds=funds,
            from_on=self.today - timedelta(days=APPLIED),
            to_on=self.today + timedelta(days=AHEAD),
        )

    def _applied(self, post, home, at):
        """Somebody of a household asks for a post; of none where there is no household."""
        return entering.apply_for(
            post,
            by=self._town(post, "town_clerk"),
            household=home,
            name=home.householder if home else "孙某戊",
            sex="woman" if at % 2 else "man",
            born_on=date(self.today.year - 42 - 5 * at, 3 + at, 12),
            applied_on=self.today - timedelta(days=APPLIED),
        )

    def _reviewed(self, row, ago):
        return actions.review(
            row,
            by=self._town(row, "town_clerk"),
            reviewed_on=self.today - timedelta(days=ago),
            attended=32,
            in_favour=29,
            against=1,
            file=picture("评议记录（示例）", f"{self.county} {row.pk}"),
        )

    def _work(self, rows):
        """All the way into the post; the months since are worked, but for the last one paid, too."""
        rows = [self._reviewed(row, REVIEWED) for row in rows]
        shown_before(CODE, rows, unit=self.office, by=self.head, clerk=self.clerk)
        for row in rows:
            row = actions.approve(row, by=self._town(row, "town_reviewer"))
            row = actions.file(row, by=self.clerk)
            actions.take_up(
                row,
                by=self._town(row, "town_clerk"),
                from_on=self.today - timedelta(days=BEGUN),
                to_on=self.today + timedelta(days=AHEAD - 20),
                file=picture("聘用协议书（示例）", f"{self.county} {row.pk}"),
            )
        for ago in (3, 2, 1):
            self._month(ago, [row.pk for row in rows])

    def _await(self, row):
        """The notice of this one has run its days: the township's turn."""
        row = self._reviewed(row, REVIEWED)
        shown_before(CODE, [row], unit=self.office, by=self.head, clerk=self.clerk)

    def _month(self, ago, ids):
        month = rules.first_of(self.today)
        for _ in range(ago):
            month = rules.first_of(month - timedelta(days=1))
        paid_on = min(rules.last_of(month) + timedelta(days=10), self.today) if ago > 1 else None
        held = Engagement.objects.filter(pk__in=ids).select_related("unit", "post")
        for row in months.working_in(month, held):
            due = rules.due(row.post.pay, row.post.per, month, row.from_on, row.to_on)
            days = min(22, rules.days_in(month, row.from_on, row.to_on))
            by = self._town(row, "town_clerk")
            months.record(month, {row.pk: months.Line(days, due, paid_on)}, by=by, county=self.county)

    def _show(self, rows):
        """Before the people since today."""
        rows = [self._reviewed(row, REVIEWED) for row in rows]
        town = Unit.objects.get(county_id=self.county, pk=rows[0].unit.parent_id)
        clerk, reviewer = (self._town(rows[0], role) for role in ("town_clerk", "town_reviewer"))
        notice = draft_notice(CODE, rows, by=clerk, unit=town, begins_on=self.today)
        post_notice(notice, by=reviewer)
