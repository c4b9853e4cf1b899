"""二（四）Titles of many assets proposed in one act: owners by one rule, written by set (a step of journal.many).

It stands beside transitions: the rows it looks at are assets, what it writes are their titles.
"""

from django.db import connection, transaction
from django.utils import timezone

from assets.models import Asset
from journal import many, sets
from journal.acts import acts
from journal.transitions import STALE
from ownership import owners
from ownership.guards import in_the_way, reviewers, subject_of, titled
from ownership.models import Share, Title
from ownership.owners import OwnerRule
from tenancy import policy
from tenancy.models import Unit
from tenancy.roles import VERBS

VERB = "propose_title"
GONE = "已不存在，或不在您的范围内"


class Opening:
    """Titles for assets by {rule, unit (id, of OwnerRule.UNIT), basis, basis_note}; each is born proposed."""

    name, label, model = "ownership.open", "提出确权", Asset

    def __init__(self, values):
        self.values = values

    def obstacles_of(self, assets, user):
        """{asset id: [sentence]}: why no title can be proposed for it now by this rule."""
        told = {asset.pk: [policy.NO_VERB.format(VERBS[VERB])] for asset in assets}
        mine = [asset for asset in assets if policy.may(user, VERB, asset)]
        if not mine:
            return told
        told |= in_the_way(mine)
        for pk, sentence in titled(mine).items():
            told[pk].insert(0, sentence)
        for pk, owner in self._owners(mine).items():
            told[pk] += [owner] if isinstance(owner, str) else owners.faults(1, [owner])
        return told

    @transaction.atomic
    def carry_out(self, seen, *, by, county):
        """Open titles of the assets that were seen, {asset id: hash}; returns {asset id: [sentence]} of those refused.

        An act for each, about its title; titles, shares and entries by a statement each.
        """
        rows = Asset.objects.select_for_update(of=("self",)).filter(county_id=county, pk__in=seen)
        looked = many.look(self, rows.order_by("pk"), by)
        refused = {pk: [GONE] for pk in seen.keys() - {row.pk for row, _ in looked}}
        able = []
        for asset, obstacles in looked:
            stale = [STALE] if asset.seen != seen[asset.pk] else []
            if stale or obstacles:
                refused[asset.pk] = stale + obstacles
            else:
                able.append(asset)
        if able:
            self._write(able, by, county)
        return refused

    def _owners(self, assets):
        unit = self.values.get("unit")
        units = Unit.objects.filter(county_id=assets[0].county_id).select_related("region__parent")
        unit = units.filter(pk=unit).first() if unit else None
        return owners.found(assets, OwnerRule(self.values["rule"]), unit)

    def _write(self, assets, by, county):
        found, named = self._owners(assets), reviewers(county)
        ids, parts = drawn(Title, len(assets)), drawn(Share, len(assets))
        titles = [
            Title(pk=pk, county_id=county, asset=asset, name=asset.name)
            for pk, asset in zip(ids, assets, strict=True)
        ]
        departments = [named.get(subject_of(asset)) for asset in assets]
        of = {Share._meta.db_table: dict(zip(parts, ids, strict=True))}
        with acts("ownership.propose", self.label, by=by, county=county, rows=titles, parts=of) as entries:
            for title, asset in zip(titles, assets, strict=True):
                entries[title.pk].about(title, after=Title.State.PROPOSED, seen=asset.seen)
            now = timezone.now()
            sets.insert(
                Title,
                county,
                id=ids,
                asset_id=[asset.pk for asset in assets],
                unit_id=[asset.unit_id for asset in assets],
                name=[asset.name for asset in assets],
                reviewer_id=[department and department.pk for department in departments],
                **_usual(
                    Title, basis=self.values["basis"], basis_note=self.values["basis_note"], state="proposed"
                )
                | {"proposed_at": now, "proposed_by_id": by.pk, "created_at": now, "updated_at": now},
            )
            told = [found[asset.pk] for asset in assets]
            sets.insert(
                Share,
                county,
                id=parts,
                title_id=ids,
                kind=[owner.kind for owner in told],
                holder_id=[owner.unit for owner in told],
                name=[owner.name for owner in told],
                credit_code=[owner.credit_code for owner in told],
                position=1,
                parts=1,
            )


def drawn(model, number):
    """So many ids of a table, drawn before its rows are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [pk for (pk,) in cursor]


def _usual(model, **given):
    """What the columns of a new row hold that nothing is said of, and what is given for all."""
    aside = {"id", "county_id", "name", "asset_id", "unit_id"}
    fields = [f for f in model._meta.concrete_fields if not f.null and f.attname not in aside]
    return {f.attname: f.get_default() for f in fields} | given
