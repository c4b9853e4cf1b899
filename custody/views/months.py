"""出勤与补贴: the sheet of a month, written by who runs the posts and read by who may see the people in them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse

from assets.views.registers import address_of, export_url
from custody.models import Engagement, WorkedMonth
from custody.posts import months
from custody.posts.sheet import SHAPE, MonthFilter, lines_of, read_month
from custody.views.posts import VERB, import_url
from tenancy import policy

MOST = 100  # people of a sheet; of more one chooses a place
COLUMNS = [
    {"label": "姓名", "css": "name"},
    {"label": "岗位"},
    {"label": "出勤天数", "num": True},
    {"label": "应发（元）", "num": True},
    {"label": "发放日期"},
    {"label": "备注"},
]
WRONG = "有填写不对的地方，请按标红的提示更正，本次没有保存。"


def sheet(request):
    """二（五）The people whose agreement covers a month, with what they worked and were paid; saved all or nothing."""
    policy.require_anywhere(request.user, Engagement.SEEN_WITH)
    form = MonthFilter(request.GET, scope=request.scope, user=request.user)
    month = read_month(request.GET.get("month", ""))
    rows = months.working_in(month, form.apply(Engagement.objects.permitted(request.user)))
    ordered = rows.select_related("post", "unit").order_by("post__village_id", "post_id", "pk")
    people = list(ordered[: MOST + 1])
    may = request.scope.county and policy.holds(request.user, VERB)
    lines = lines_of(request.POST or None, people[:MOST], month)
    refused = _save(request, month, lines) if request.method == "POST" else []
    if refused is None:
        return redirect(request.get_full_path())
    context = _head(request, form, month, rows) | {
        "columns": COLUMNS,
        "lines": [
            {"form": line, "row": line.row, "may": may and policy.may(request.user, VERB, line.row)}
            for line in lines
        ],
        "may": may,
        "is_cut": len(people) > MOST,
        "most": MOST,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "custody/months.html", context, status=422 if refused else 200)


def _save(request, month, lines):
    """Write the lines that are filled in: [sentence] of what is wrong, None where it is written."""
    policy.require_anywhere(request.user, VERB)
    mine = [line for line in lines if policy.may(request.user, VERB, line.row)]
    asked = [line.is_valid() for line in mine]  # all are, so that all faults are told at once
    if not all(asked):
        return [WRONG]
    told = {line.row.pk: line.line for line in mine if line.line is not None}
    if not told:
        return ["没有填写任何人的出勤天数，没有可保存的内容。"]
    county = mine[0].row.county_id
    reason = request.POST.get("reason", "")[:500]
    try:
        written = months.record(month, told, by=request.user, county=county, reason=reason)
    except ValidationError as refused:
        return refused.messages
    messages.success(request, f"已保存 {written} 人的出勤与补贴。" if written else "内容没有变化。")
    return None


def _head(request, form, month, rows):
    """What the page says above the sheet."""
    address = address_of(request, "posts:months")
    before = (month.year - (month.month == 1), (month.month - 2) % 12 + 1)
    after = (month.year + (month.month == 12), month.month % 12 + 1)
    paid = Q(paid_on__isnull=False)
    worked = WorkedMonth.objects.filter(month=month, engagement__in=rows.order_by().values("pk"))
    sums = worked.order_by().aggregate(
        told=Count("pk"), due=Sum("amount", default=0), paid=Sum("amount", filter=paid, default=0)
    )
    return {
        "title": f"{month:%Y 年 %m 月}出勤与补贴",
        "sub": request.post.unit.name if request.post else "",
        "month": month.strftime(SHAPE),
        "before_url": address(month="{}-{:02}".format(*before)),
        "after_url": address(month="{}-{:02}".format(*after)),
        "filter_form": form,
        "active_count": len(form.active),
        "chips": list(form.chips(address)),
        "clear_url": address(**dict.fromkeys(form.active)),
        "count": rows.count(),
        "sums": sums,
        "import_url": import_url(request, "worked_months"),
        "export_url": export_url(request, "worked_months"),
        "people_url": reverse("posts:people"),
    }
