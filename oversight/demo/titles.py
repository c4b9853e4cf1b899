"""二（四）Made-up titles: certificated and handed over, before the people today, in dispute; the rest not begun."""

from django.db import transaction
from django.utils import timezone

from assets import actions as registry
from assets.models import Asset, EquityHolding
from journal import many, sets
from journal.notices import draft_notice
from journal.notices.posting import post_notice
from oversight.demo.shown import shown_before
from ownership import actions, naming, owners
from ownership.choices import Subject
from ownership.deadline import watch
from ownership.guards import EQUITY
from ownership.models import Title
from ownership.notices import CODE
from ownership.opening import Opening
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

PAPER = "修政办〔2020〕6 号（示例）"
VILLAGE = {"rule": "village", "unit": None, "basis": "benefit", "basis_note": "村民代表会议决议（示例）"}
CREDIT_CODE = "91000000MA0JD0001W"  # of no place and no body, with its right check digit
MOST = 60  # titles of a county
WAITING = 4  # of those whose notice is over, for somebody to confirm


class Deeds:
    """The making of one county's titles by the people whose work it is."""

    def __init__(self, county, units, posts):
        self.county = county
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.reviewer = next(unit for unit in units if unit.sector == Unit.Sector.AGRICULTURE)
        self.towns = [unit for unit in units if unit.kind == Unit.Kind.TOWN]
        self.clerk, self.head = (self.hand[self.office.pk, role] for role in ("county_clerk", "county_head"))

    def fill(self):
        """Make them in one transaction; returns how many titles there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            naming.name_reviewer(unit=self.reviewer, subject=Subject.EQUITY, source=PAPER, by=self.head)
            rows = Asset.objects.filter(county_id=self.county, state=Asset.State.LEDGER, hold_reason="")
            rows = rows.exclude(category="household").exclude(village=None).exclude(subtype__in=EQUITY)
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
            settled, shown, disputed = ids[:34], ids[34:52], ids[52:54]
            self._settle(settled, self._told_of_equity())
            self._show(shown)
            self._dispute(disputed)
            watch(self.county)
            return Title.objects.filter(county_id=self.county).count()

    def _open(self, assets, by):
        """The titles of these assets, proposed in one act."""
        Opening(VILLAGE).carry_out(seen(Asset, assets), by=by, county=self.county)
        return list(Title.objects.filter(county_id=self.county, asset__in=assets).order_by("pk"))

    def _do(self, step, titles, by):
        many.carry_out(step, seen(Title, [title.pk for title in titles]), by=by, county=self.county)

    def _told_of_equity(self):
        """[asset id] of one equity that is told in full, as 二（四） asks: where it went, by when and how it ends."""
        held = EquityHolding.objects.filter(county_id=self.county, asset__state=Asset.State.LEDGER)
        held = held.filter(asset__hold_reason="").exclude(asset__village=None).exclude(exit_terms="")
        if (body := held.select_related("asset").order_by("asset").first()) is None:
            return []
        registry.amend(
            body.asset,
            by=self.clerk,
            version=body.asset.version,
            reason="按受资方营业执照补充统一社会信用代码（示例）",
            detail={"credit_code": CREDIT_CODE},
        )
        return [body.asset_id]

    def _settle(self, assets, equity):
        """Shown some time ago; most are confirmed and certificated, some are handed over and in the books.

        That of the equity waits for the department that reviews it.
        """
        titles = self._open(assets, self.clerk)
        shown = titles + (self._open(equity, self.clerk) if equity else [])
        shown_before(CODE, shown, unit=self.office, by=self.head, clerk=self.clerk)
        self._do(actions.confirm, titles[:-WAITING], self.head)
        issued = titles[: len(titles) * 3 // 4]
        self._do(actions.issue, issued, self.clerk)
        for town in self.towns:
            near = [
                title for title in issued[: len(issued) * 2 // 3] if title.asset.town_id == town.region_id
            ]
            self._do(actions.hand_over, near, self.hand[town.pk, "town_clerk"])
        handed = Title.objects.filter(county_id=self.county, state=Title.State.HANDED_OVER).select_related(
            "unit"
        )
        for number, title in enumerate(handed.order_by("pk")[:8], 1):
            actions.book(title, by=self.clerk, book_number=f"SZ-{self.county}-{number:04}")

    def _show(self, assets):
        """Before the people since today: in each township by its own clerk and reviewer."""
        for town in self.towns:
            near = list(Asset.objects.filter(pk__in=assets, town=town.region_id).values_list("pk", flat=True))
            clerk, reviewer = (self.hand[town.pk, role] for role in ("town_clerk", "town_reviewer"))
            if not near:
                continue
            titles = self._open(near, clerk)
            notice = draft_notice(CODE, titles, by=clerk, unit=town, begins_on=timezone.localdate())
            post_notice(notice, by=reviewer)

    def _dispute(self, assets):
        """Two villages say that it is theirs; the county government is to decide."""
        for asset in Asset.objects.filter(pk__in=assets).select_related("unit", "town"):
            neighbour = Unit.objects.filter(parent=asset.unit.parent, kind=Unit.Kind.VILLAGE).exclude(
                pk=asset.unit_id
            )
            shares = [owners.of_unit(unit, 50) for unit in (asset.unit, neighbour.first())]
            clerk = self.hand[asset.unit.parent_id, "town_clerk"]
            title = actions.draft(asset, by=clerk, whole=100, shares=shares, basis="benefit")
            actions.dispute(
                title, by=clerk, reason="两村都认为自己出了土地，各半还是按受益户数，意见不一致。"
            )


def seen(model, ids):
    """{row id: hash of all it says} of rows, as the acts on many take them."""
    rows = model.objects.filter(pk__in=ids).annotate(seen=sets.fingerprint(model))
    return dict(rows.values_list("pk", "seen"))
