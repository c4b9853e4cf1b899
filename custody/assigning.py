"""二（五）Duties for many assets drafted in one act: one term and person, bodies by place (a step of journal.many).

It stands beside transitions: the rows it looks at are assets, what it writes are drafts of duties.
"""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assets.models import Asset
from custody.actions import VERB, text_faults
from custody.bodies import Bodies
from custody.choices import Regime
from custody.guards import clashes, unready
from custody.models import Duty
from journal import many, sets
from journal.acts import acts
from journal.transitions import STALE
from ownership.opening import GONE, drawn
from tenancy import policy
from tenancy.roles import VERBS

DRAFTED = "已有待确认的同类管护责任（{}），请先处理那一项"


class Assigning:
    """Drafts for assets by the values of custody.forms_bulk.AssignForm; each names the body near its asset."""

    name, label, model = "custody.assign", "登记管护责任", Asset

    def __init__(self, values):
        values = dict(values or {})
        values["from_on"] = _day(values.get("from_on"))
        values["to_on"] = _day(values.get("to_on"))
        values["fund_amount"] = Decimal(values.get("fund_amount") or 0)
        self.values = values

    def obstacles_of(self, assets, user):
        """{asset id: [sentence]}: why no duty can be drafted for it now with these values."""
        told = {asset.pk: [] for asset in assets}
        for asset, duty in self._duties(assets):
            if isinstance(duty, str):
                told[asset.pk].append(duty)
            elif not policy.may(user, VERB, duty):
                told[asset.pk].append(policy.NO_VERB.format(VERBS[VERB]))
            else:
                told[asset.pk] += [sentence for sentence in (unready(asset), *text_faults(duty)) if sentence]
        for pk, sentence in self._others(assets).items():
            told[pk].append(sentence)
        return told

    @transaction.atomic
    def carry_out(self, seen, *, by, county):
        """Draft duties for the assets that were seen, {asset id: hash}; {asset id: [sentence]} of those refused.

        An act for each, about its duty; duties and entries by a statement each.
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

    def _duties(self, assets):
        """(asset, Duty that is not saved, or the sentence that says why there is no body for it)."""
        regime = Regime(self.values["regime"])
        bodies = Bodies(assets[0].county_id) if assets else None
        for asset in assets:
            body = bodies.near(asset, regime)
            if isinstance(body, str):
                yield asset, body
                continue
            duty = Duty(
                county_id=asset.county_id, unit=asset.unit, asset=asset, name=asset.name, **self.values
            )
            duty.body, duty.body_name = body, Bodies.called(body) if body else self.values["body_name"]
            yield asset, duty

    def _others(self, assets):
        """{asset id: sentence} of those with a duty of the kind in the same time, in force or waiting."""
        if not assets:
            return {}
        county, kind = assets[0].county_id, self.values["kind"]
        ids = [asset.pk for asset in assets]
        waiting = Duty.objects.filter(county_id=county, asset__in=ids, kind=kind, state=Duty.State.DRAFT)
        told = {row.asset_id: DRAFTED.format(row.term_text()) for row in waiting}
        term = {name: self.values[name] for name in ("kind", "from_on", "to_on")}
        meant = [Duty(pk=-pk, county_id=county, asset_id=pk, **term) for pk in ids]
        return told | {-pk: sentence for pk, sentence in clashes(meant).items()}

    def _write(self, assets, by, county):
        made = [duty for _, duty in self._duties(assets)]
        ids, now = drawn(Duty, len(made)), timezone.now()
        for pk, duty in zip(ids, made, strict=True):
            duty.pk = pk
        with acts(self.name, self.label, by=by, county=county, rows=made) as entries:
            for duty, asset in zip(made, assets, strict=True):
                entries[duty.pk].about(duty, after=Duty.State.DRAFT, seen=asset.seen)
            columns = {
                field.attname: [getattr(duty, field.attname) for duty in made]
                for field in Duty._meta.concrete_fields
                if field.attname not in ("county_id", "created_at", "updated_at")
            }
            sets.insert(Duty, county, **columns, created_at=now, updated_at=now)


def _day(value):
    """A civil day as it is kept in the bulk act's JSON."""
    return (
        type(timezone.localdate()).fromisoformat(value) if isinstance(value, str) and value else value or None
    )
