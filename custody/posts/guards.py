"""二（五）What stands in the way of an engagement: guards of its transitions, each a fixed number of queries."""

from collections import Counter

from django.utils import timezone

from custody.models import Engagement, WelfarePost
from custody.posts import rules
from custody.posts.choices import FIRST
from journal.parameters import declare
from journal.transitions import over_set

State = Engagement.State
SOURCE = (
    "指导意见二（五）只要求优先吸纳贫困家庭劳动力，年龄由本县规定；建议值取各地公益岗位管理办法的通行规定"
)
CLOSED = "本岗位已撤岗（{}），不能再办理录用"
FULL = "本岗位 {} 人已满，须先有人离岗或办理「不予录用」，或更正岗位人数"
PASSED_OVER = (
    "本岗位还有 {} 名符合条件的贫困（脱贫、监测等）家庭劳动力等待录用，须优先吸纳；"
    "确须录用其他人员的，请退回后重新登记评议，写明「未优先录用的理由」"
)


def _age(key, label, default):
    return declare(f"custody.{key}", label, default, 16, 80, "周岁", source=SOURCE, clause="二（五）")


AGES = {
    ("man", "least"): _age("man_from", "公益岗位男性最低年龄", 18),
    ("man", "most"): _age("man_until", "公益岗位男性最高年龄", 65),
    ("woman", "least"): _age("woman_from", "公益岗位女性最低年龄", 18),
    ("woman", "most"): _age("woman_until", "公益岗位女性最高年龄", 60),
}


def ages(county, on=None):
    """The ages that hold in a county (its code) on a day, today when None: rules.Ages."""
    told = {key: parameter.value(county, on) for key, parameter in AGES.items()}
    return rules.Ages(
        *((told[sex, "least"], told[sex, "most"]) for sex in ("man", "woman")),
    )


def _posts(rows):
    """{id: WelfarePost} of the posts of engagements of one county; one query."""
    found = WelfarePost.objects.filter(county_id=rows[0].county_id, pk__in={row.post_id for row in rows})
    return {post.pk: post for post in found}


@over_set
def post_stands(rows, by):
    """Nobody comes into a post that was given up."""
    posts = _posts(rows)
    return {
        row.pk: CLOSED.format(reason.rstrip("。"))
        for row in rows
        if (reason := posts[row.post_id].closed_reason)
    }


@over_set
def of_age(rows, by):
    """The county's age rule, as of today: whoever outgrew it since the application is told."""
    today, limits = timezone.localdate(), ages(rows[0].county_id)
    told = {row.pk: rules.age_fault(row.sex, row.born_on, today, limits) for row in rows}
    return {pk: sentence.rstrip("。") for pk, sentence in told.items() if sentence}


@over_set
def a_place_is_free(rows, by):
    """No more people than places; of the rows themselves those that come first."""
    posts, taken = _posts(rows), _taken(rows)
    told = {}
    for row in rows:
        taken[row.post_id] += 1
        if taken[row.post_id] > posts[row.post_id].places:
            told[row.pk] = FULL.format(posts[row.post_id].places)
    return told


def _taken(rows):
    """Counter {post id: how many of its places are taken}, these rows left out."""
    live = Engagement.objects.filter(county_id=rows[0].county_id, post__in={row.post_id for row in rows})
    others = live.filter(state__in=Engagement.TAKEN).exclude(pk__in=[row.pk for row in rows])
    return Counter(others.order_by().values_list("post_id", flat=True))


def hold_posts(rows):
    """Let no two take the last place of a post at once: the posts are held, and counted again. As `together` asks."""
    if not rows:
        return {}
    posts = WelfarePost.objects.filter(county_id=rows[0].county_id, pk__in={row.post_id for row in rows})
    list(posts.order_by("pk").select_for_update().values_list("pk", flat=True))
    return a_place_is_free(rows, None)


def waiting_first(county, posts, besides=()):
    """Counter {post id: how many of age, of households that come first, wait for a place in it}; one query."""
    rows = Engagement.objects.filter(county_id=county, post__in=posts, state__in=Engagement.WAITING)
    today, limits = timezone.localdate(), ages(county)
    return Counter(
        row.post_id
        for row in rows.filter(kind__in=FIRST).exclude(pk__in=besides)
        if rules.age_fault(row.sex, row.born_on, today, limits) is None
    )


@over_set
def poor_first(rows, by):
    """二（五）优先吸纳贫困家庭劳动力: another only for a written reason, while one of them waits."""
    others = [row for row in rows if not row.is_first and not row.priority_reason]
    if not others:
        return {}
    waiting = waiting_first(rows[0].county_id, {row.post_id for row in others})
    return {row.pk: PASSED_OVER.format(waiting[row.post_id]) for row in others if waiting[row.post_id]}
