"""What every template may use without loading it: figures, dates, icons, and the components that wrap content.

Figures come in as they are stored (yuan, 亩, instants in UTC) and go out as text; an absent value is a dash.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()

ABSENT = "—"
WAN = Decimal(10_000)
COMMITTEES = {"村民委员会": "村", "村委会": "村", "居民委员会": "社区", "居委会": "社区"}


@register.filter
def money(yuan) -> str:
    """Yuan with two decimals and thousands separators: 1234.5 → 1,234.50."""
    return ABSENT if yuan is None or yuan == "" else f"{yuan:,.2f}"


@register.filter
def wan(yuan) -> str:
    """Yuan as 万元 with two decimals, for totals: 12345678 → 1,234.57."""
    return ABSENT if yuan is None or yuan == "" else f"{Decimal(yuan) / WAN:,.2f}"


@register.filter
def figure(number) -> str:
    """A quantity without superfluous zeros: 12.500 → 12.5, 1200.00 → 1,200."""
    if number is None or number == "":
        return ABSENT
    text = f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def area(mu) -> str:
    """An area in 亩: 3.50 → 3.5 亩."""
    return ABSENT if mu is None or mu == "" else f"{figure(mu)} 亩"


@register.filter
def day(value) -> str:
    """A civil day as tables show it: 2020-03-24. Instants are taken in local time."""
    if not value:
        return ABSENT
    return (timezone.localtime(value) if isinstance(value, datetime) else value).strftime("%Y-%m-%d")


@register.filter
def on_paper(value: date | None) -> str:
    """A civil day as paper shows it (GB/T 9704): 2020年3月24日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ABSENT


@register.filter
def instant(value: datetime | None) -> str:
    """An instant in local time to the minute: 2020-03-24 09:30."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ABSENT


@register.filter
def place(name) -> str:
    """A village as people call it, without its committee: 韩庄村民委员会 → 韩庄村. Also takes a Region or None."""
    text = str(name or "")
    for ending, kind in COMMITTEES.items():
        if text.endswith(ending):
            body = text.removesuffix(ending)
            return body if body.endswith(("村", "社区")) else body + kind
    return text or ABSENT


@register.filter
def pairs(form) -> list:
    """The visible fields of a form of filters, each in a list; `…_from` and the `…_to` of the same name in one."""
    found = []
    for field in form.visible_fields():
        start = found[-1][0].name if found else ""
        if start.endswith("_from") and field.name == f"{start.removesuffix('_from')}_to":
            found[-1].append(field)
        else:
            found.append([field])
    return found


@register.simple_tag
def icon(name: str) -> str:
    """A Tabler icon, silent for screen readers: the words beside it say what it means."""
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def row(label: str, value, unit: str = "", wide: bool = False) -> str:
    """One label and value of a `<dl class="facts">`; a unit is shown only behind a value."""
    empty = value is None or value == "" or value == ABSENT
    return format_html(
        "<div{}><dt>{}</dt><dd>{}{}</dd></div>",
        format_html(' class="{}"', "wide") if wide else "",
        label,
        ABSENT if empty else value,
        f" {unit}" if unit and not empty else "",
    )


@register.simple_block_tag
def page_header(content, title, crumbs=(), sub="", state="", state_label=""):
    """Head of a page; the content is its actions. Inputs: see `_components/page_header.html`."""
    inputs = {"title": title, "crumbs": crumbs, "sub": sub, "state": state, "state_label": state_label}
    return render_to_string("_components/page_header.html", inputs | {"actions": content})


@register.simple_block_tag
def panel(content, title, icon="", count=None, sub="", link_url="", link_label="", id="", flush=False):
    """A titled box around the content. Inputs: see `_components/panel.html`."""
    inputs = {"title": title, "icon": icon, "count": count, "sub": sub, "id": id, "flush": flush}
    inputs |= {"link_url": link_url, "link_label": link_label}
    return render_to_string("_components/panel.html", inputs | {"content": content})


@register.simple_block_tag
def table(content, columns, caption, select_all=False, kind=""):
    """A table with its head around the content's rows. Inputs: see `_components/table.html`."""
    inputs = {"columns": columns, "caption": caption, "select_all": select_all, "kind": kind}
    return render_to_string("_components/table.html", inputs | {"content": content})
