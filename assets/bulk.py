"""Acts on many rows of a list (assets/shelves.py): looked at with every obstacle, confirmed, done, at once or by a job.

What is confirmed is what was seen: a confirmation names the digest of the rows and versions that were looked at, and
asks for another look where they are others by now. Each row carries the hash of all it said besides, and one that says
something else when its turn comes is left alone and told of.
"""

import hashlib
import json
from datetime import timedelta
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from assets import custom
from assets.models import Bulk, BulkRow
from assets.shelves import ACTS
from journal import jobs, many, sets
from journal.acts import hold_reason
from journal.transitions import Refused

State, Outcome = Bulk.State, BulkRow.Outcome
MOST = 30_000
LOOKED_AT_ONCE = 1_000  # so many are looked at while the person waits (half a second); more, by a job
AT_ONCE = 200  # so many are done while the person waits; more, by a job
CHUNK = 1_000  # rows in a transaction of a job
MOST_GROUPS, OTHERS = 40, "其他各种原因，见各项资产的页面"
KEPT = timedelta(days=30)
UNSEEN = {"seen": "", "outcome": Outcome.ABLE, "sentence": ""}  # a row nobody has looked at yet
TOO_MANY = "一次最多办理 {:,} 项，现在选中 {:,} 项。请缩小筛选范围，分几次办理。"
NOTHING = "没有可以办理的记录，请重新选择。"
SEEN_OTHER = "本次办理的内容已经更新，请看过现在的内容后再确认。"
LOOK_AGAIN = "您查看之后，所选资产有变动，已重新核对。请再看一遍后确认。"
MOVED_ON = "此次批量办理的状态是“{}”，无需重复提交。"


def act_of(bulk):
    """What is done to each row of a bulk act, and on which list (an Act of assets.shelves)."""
    return ACTS[bulk.act]


def count_token(user, query, n):
    """A signed text that says how many rows the list told this person of for a query; `told` reads it."""
    return _signer(user, query).sign(str(n))


def told(user, query, token):
    """The number in a token; raises Refused for one that was made up, or made for another query or person."""
    try:
        return int(_signer(user, query).unsign(token))
    except BadSignature as forged:
        raise Refused("所选范围已失效，请回到列表重新选择。") from forged


def _signer(user, query):
    return Signer(salt=f"assets.bulk:{user.pk}:{hashlib.sha256(query.encode()).hexdigest()}")


@transaction.atomic
def stage(rows, *, by, county, act, asked=None, query="", said=None):
    """Look at what doing an act to these rows of its list would mean. Returns the Bulk; raises Refused.

    `rows`: a queryset of what the person sees; `asked`: how many they named, where they ticked single ones.
    """
    found = _chosen(rows)
    _forget(by, county)
    bulk = Bulk(county_id=county, by=by, act=act, query=query, said=said, state=State.CHOOSING)
    bulk.missing = max(asked - len(found), 0) if asked is not None else 0
    bulk.save()
    _restage(bulk, found)
    if ACTS[act].form is None:  # else there is nothing to look at before one knows what was answered
        _start_look(bulk, by)
    return bulk


def _chosen(rows):
    """{asset id: version} of a selection, in order and by one statement; Refused for none and for too many."""
    found = dict(rows.order_by("pk").values_list("pk", "version")[: MOST + 1])
    if not found:
        raise Refused(NOTHING)
    if len(found) > MOST:
        raise Refused(TOO_MANY.format(MOST, rows.count()))
    return found


def _staged(bulk):
    """The rows of a bulk act, as a queryset."""
    rows = BulkRow.objects.filter(county_id=bulk.county_id, bulk=bulk)
    return _found(bulk, rows.values("asset_id"))


def _found(bulk, ids):
    return act_of(bulk).shelf.model.objects.filter(county_id=bulk.county_id, pk__in=ids)


@transaction.atomic
def choose(bulk, *, by, values):
    """Say what was answered to what the act asks; the rows are looked at again."""
    bulk = _locked(bulk, by, State.CHOOSING, State.CHECKED)
    _restage(bulk, _chosen(_staged(bulk)))
    bulk.values = values
    _start_look(bulk, by)
    return bulk


@transaction.atomic
def reconsider(bulk, *, by):
    """Ask once more what the act asks."""
    bulk = _locked(bulk, by, State.CHECKED)
    if act_of(bulk).form is not None:
        bulk.state = State.CHOOSING
        bulk.save()
    return bulk


def confirm(bulk, *, by, seen, rows=None, reason=""):
    """Do it: at once, or where there are many, by a job. Once; whoever comes second is told so (Refused).

    `seen`: the digest of what was looked at; `rows`: what the filter lets pass now, where all of that was meant. Raises
    Refused where either is not what it was: then it has been looked at again.
    """
    with transaction.atomic():
        bulk = _locked(bulk, by, State.CHECKED)
        if seen != bulk.digest:
            raise Refused(SEEN_OTHER)
        found = _chosen(_staged(bulk) if rows is None else rows)
        changed = _digest(bulk, found) != bulk.digest
        if changed:
            _restage(bulk, found)
            _start_look(bulk, by)
        else:
            _begin(bulk, by, reason)
    if changed:
        raise Refused(LOOK_AGAIN)
    return bulk


def _begin(bulk, by, reason):
    if not bulk.able:
        raise Refused(NOTHING)
    hold_reason(reason)
    bulk.reason, bulk.state = reason, State.RUNNING
    if bulk.able > AT_ONCE:
        _owe(bulk, by)
    bulk.save()
    if bulk.able <= AT_ONCE:
        with custom.read_once():
            _do(bulk, by, _waiting(bulk, AT_ONCE))
        _finish(bulk)


def _digest(bulk, found):
    """A hash of what is to be done, and to which rows in which version."""
    told = [bulk.pk, bulk.act, bulk.values, list(found.items())]
    return hashlib.sha256(json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def resume(bulk, *, by):
    """Go on where a job was given up after many interruptions."""
    bulk = _locked(bulk, by, State.LOOKING, State.RUNNING)
    if not bulk.job.is_over:
        raise Refused(MOVED_ON.format(bulk.get_state_display()))
    _owe(bulk, by)
    bulk.save()
    return bulk


def _owe(bulk, by):
    """The job of a bulk act in its state; one after another, each has its own key."""
    kind, label = (look, "核对") if bulk.state == State.LOOKING else (carry_out, "批量")
    bulk.job = jobs.start(
        kind,
        by=by,
        county=bulk.county_id,
        key=f"bulk-{bulk.pk}-after-{bulk.job_id or 0}",
        label=f"{label}{act_of(bulk).label}",
        bulk=bulk.pk,
    )


def _start_look(bulk, by):
    """Have every row looked at: a few now, many by a job."""
    if bulk.total > LOOKED_AT_ONCE:
        bulk.state = State.LOOKING
        _owe(bulk, by)
        bulk.save()
    else:
        with custom.read_once():
            while _look(bulk, by):
                pass


@jobs.job("assets.bulk_look", "批量核对")
def look(run, *, bulk):
    """Look at the rows of a bulk act, some a transaction; what a killed run has looked at stands."""
    _chunk_by_chunk(run, bulk, State.LOOKING, _look)
    with transaction.atomic():
        one = Bulk.objects.get(pk=bulk)
    return f"可以办理 {one.able:,} 项，不能办理 {one.total - one.able:,} 项。"


@jobs.job("assets.bulk", "批量办理")
def carry_out(run, *, bulk):
    """Do a confirmed bulk act, some rows a transaction; what a killed run has done is not done again."""
    _chunk_by_chunk(run, bulk, State.RUNNING, _do_some)
    with transaction.atomic():
        one = Bulk.objects.get(pk=bulk)
        done, refused = (_rows(one, outcome).count() for outcome in (Outcome.DONE, Outcome.REFUSED))
    return f"已办理 {done:,} 项" + (f"，{refused:,} 项未办理。" if refused else "。")


def _chunk_by_chunk(run, pk, state, some):
    """Do `some(bulk, by)`, a transaction each, while the bulk act is in a state and there is something left."""
    with custom.read_once():
        while (left := _next(run, pk, state, some)) is not None:
            with transaction.atomic():
                run.step(*left)


@transaction.atomic
def _next(run, pk, state, some):
    run.hold()
    bulk = Bulk.objects.get(pk=pk)
    return some(bulk, run.by) if bulk.state == state else None


def _do_some(bulk, by):
    """Do the next rows; returns (rows done, rows in all), or None where none is left."""
    if chunk := _waiting(bulk, CHUNK):
        _do(bulk, by, chunk)
        return bulk.able - _rows(bulk, Outcome.ABLE).count(), bulk.able
    _finish(bulk)
    return None


def groups(bulk, *outcomes):
    """[(sentence, [assets' ids])] of the rows with these outcomes, most frequent first, the rare together."""
    found = {}
    for pk, sentence in _rows(bulk, *outcomes).order_by("asset_id").values_list("asset_id", "sentence"):
        found.setdefault(sentence, []).append(pk)
    told = sorted(found.items(), key=lambda group: -len(group[1]))
    rest = [pk for _, ids in told[MOST_GROUPS:] for pk in ids]
    return told[:MOST_GROUPS] + ([(OTHERS, rest)] if rest else [])


def _restage(bulk, found):
    """Put these rows {asset id: version} in place of those staged before; nobody has looked at them yet."""
    BulkRow.objects.filter(county_id=bulk.county_id, bulk=bulk).delete()
    bulk.total = len(found)
    bulk.save()
    sets.insert(BulkRow, bulk.county_id, bulk_id=bulk.pk, asset_id=list(found), **UNSEEN)


def _look(bulk, by):
    """Look at the next rows; returns (rows looked at, rows in all), or None where none is left."""
    unseen = _rows(bulk, Outcome.ABLE).filter(seen="")
    rows = {row.asset_id: row for row in unseen.order_by("asset_id")[:CHUNK]}
    if not rows:
        _sum_up(bulk)
        return None
    looked = many.look(act_of(bulk).step(bulk), _found(bulk, rows), by)
    for asset, obstacles in looked:
        row = rows[asset.pk]
        row.seen, row.sentence = asset.seen, _joined(obstacles)
        row.outcome = Outcome.UNABLE if obstacles else Outcome.ABLE
    sets.update([rows[asset.pk] for asset, _ in looked], UNSEEN)
    unseen.filter(asset_id__in=rows.keys() - {asset.pk for asset, _ in looked}).delete()  # gone since
    return bulk.total - unseen.count(), bulk.total


def _sum_up(bulk):
    """Every row has been looked at: how many can be done, what they are worth, and which they are."""
    found, able = dict(_staged(bulk).order_by("pk").values_list("pk", "version")), _rows(bulk, Outcome.ABLE)
    bulk.missing, bulk.total = bulk.missing + bulk.total - len(found), len(found)
    bulk.able = able.count()
    held = _found(bulk, able.values("asset_id"))
    bulk.worth = held.aggregate(worth=Sum(act_of(bulk).shelf.worth, default=0))["worth"]
    bulk.digest, bulk.state = _digest(bulk, found), State.CHECKED
    bulk.save()


def _do(bulk, by, seen):
    """Do it to these rows {asset id: hash} and note what became of each, in the same transaction."""
    act = act_of(bulk)
    asks = {"reason": bulk.reason} if act.asks_reason else {}
    step = act.step(bulk)
    carry_out = getattr(step, "carry_out", None) or partial(
        many.carry_out, step
    )  # some write more than their rows
    refused = carry_out(seen, by=by, county=bulk.county_id, **asks)
    rows = BulkRow.objects.filter(county_id=bulk.county_id, bulk=bulk)
    rows.filter(asset_id__in=seen.keys() - refused.keys()).update(outcome=Outcome.DONE)
    for sentence in {_joined(sentences) for sentences in refused.values()}:
        same = [pk for pk, sentences in refused.items() if _joined(sentences) == sentence]
        rows.filter(asset_id__in=same).update(outcome=Outcome.REFUSED, sentence=sentence)


def _finish(bulk):
    Bulk.objects.filter(pk=bulk.pk).update(state=State.DONE)
    bulk.state = State.DONE


def _waiting(bulk, most):
    """{asset id: hash} of the next rows that are still to be done."""
    rows = _rows(bulk, Outcome.ABLE).order_by("asset_id").values_list("asset_id", "seen")
    return dict(rows[:most])


def _rows(bulk, *outcomes):
    return BulkRow.objects.filter(county_id=bulk.county_id, bulk=bulk, outcome__in=outcomes)


def _locked(bulk, by, *states):
    row = Bulk.objects.select_for_update(of=("self",)).get(pk=bulk.pk, by=by)
    if row.state not in states:
        raise Refused(MOVED_ON.format(row.get_state_display()))
    return row


def _forget(by, county):
    """The staged rows of what this person did long ago, or never confirmed, are no longer needed."""
    old = Bulk.objects.filter(county_id=county, by=by, created_at__lt=timezone.now() - KEPT)
    BulkRow.objects.filter(county_id=county, bulk__in=old).delete()


def expire():
    """Forget what was staged long ago, and the words of the filter it came from. In the scope of the system."""
    old = Bulk.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(state=State.RUNNING)
    BulkRow.objects.filter(bulk__in=old).delete()
    old.exclude(query="").update(query="")


def _joined(sentences):
    return "；".join(sentence.rstrip("。") for sentence in sentences)[:1000]
