"""经营协议公示 (二（六）, 一（三）5): who is to operate what, on which terms, before it is signed."""

from journal.models import NoticeRow
from journal.notices import NoticeKind, register
from journal.notices.days import GUIDANCE, NOTICE_DAYS
from operation.guards import lines_of
from operation.models import Agreement, Operator

CODE = "operation.agreement"
COLUMNS = ("资产", "经营主体", "经营方式", "经营期限", "收益约定", "确定程序")


def shown(agreements):
    """What a notice says of agreements: by their assets, for the name that was typed may be a householder's.

    A household is called by its masked name.
    """
    lines = lines_of(agreements)
    operators = Operator.objects.in_bulk([row.operator_id for row in agreements])
    return {
        "title": f"扶贫资产经营协议公示（{len(agreements)} 份）",
        "text": [
            "下列经营性扶贫资产的经营主体已经按规定程序确定，拟签订经营协议，现予公示。对经营主体、经营期限、"
            "收益约定等有不同意见的，请在公示期内提出异议；期满无异议或异议已经答复的，按程序签订。"
        ],
        "facts": [("协议数量", f"{len(agreements)} 份")],
        "columns": COLUMNS,
        "rows": [_line(row, lines[row.pk], operators[row.operator_id]) for row in agreements],
    }


def _line(row, lines, operator):
    return [
        "、".join(f"{line.asset.name}（{line.asset.number}）" for line in lines),
        operator.shown_name,
        row.get_mode_display(),
        row.term_text,
        row.income_text,
        row.get_procedure_display(),
    ]


def candidates(user):
    """The decided agreements that a person may show and that are not shown yet."""
    live = NoticeRow.objects.filter(kind=CODE, table=Agreement._meta.db_table, is_live=True)
    rows = Agreement.objects.permitted(user, "draft_notice").filter(state=Agreement.State.DECIDED)
    return rows.exclude(pk__in=live.values("row_id")).select_related("unit")


AGREEMENT = register(
    NoticeKind(
        code=CODE,
        label="扶贫资产经营协议公示",
        asks=True,
        days=NOTICE_DAYS,
        clause="二（六）",
        source=GUIDANCE,
        render=shown,
        fields=(*COLUMNS, "协议数量"),
        per_row=True,
        candidates=candidates,
    )
)
