"""二（三）What a count must say, as sentences by field: the page, the workbook and every act ask here. No queries."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from assets.choices import Scope
from assets.models import RoundLine
from assets.rules import excluded_kind, year_fault
from tenancy import persons

State = RoundLine.State
COUNTED = (State.MATCH, State.MISMATCH, State.LOSS)  # what one may find of an asset of the list
START = 2016
NOT_FOUND = "未找到实物"
TOO_EARLY = (
    "清查日期（{on}）早于本次清查的开始日期（{first}）。请核对日期；用手机登记的，请核对手机上的日期。"
)


def count_faults(line, result, *, quantity, status, address, note, on=None):
    """{field: [sentence]} of a count of a line, whose round is loaded; empty when all is well."""
    if line.state == State.SURPLUS:
        return {"result": ["盘盈不再登记清查结果，是否入账由县扶贫办处理。"]}
    found = dict(_texts({"note": note, "address": address}))
    if result not in COUNTED:
        found["result"] = ["请选择清查结果：相符、账实不符或盘亏。"]
        return found
    if quantity is not None and quantity < 0:
        found["quantity"] = ["实盘数量不能为负数。"]
    if on and on > timezone.localdate():
        found["on"] = ["清查日期不能晚于今天。"]
    if on and on < line.round.starts_on:
        found["on"] = [TOO_EARLY.format(on=on, first=line.round.starts_on)]
    rule = {State.MATCH: _match, State.MISMATCH: _mismatch, State.LOSS: _loss}[result]
    for field, sentence in rule(line, quantity, status, address, note):
        found.setdefault(field, []).append(sentence)
    return found


def _match(line, quantity, status, address, note):
    if quantity is not None and line.quantity is not None and quantity != line.quantity:
        yield "quantity", f"实盘数量与账面数量（{book_size(line)}）不同，请改选「账实不符」，或核对数量。"
    if status and status != line.status:
        yield "status", f"实际状况与账面（{line.get_status_display()}）不同，请改选「账实不符」。"
    if address and address != line.address:
        yield "address", "填写了与账面不同的位置，请改选「账实不符」，或清空此格。"


def _mismatch(line, quantity, status, address, note):
    differs = (
        (quantity is not None and quantity != line.quantity)
        or (status and status != line.status)
        or (address and address != line.address)
    )
    if not differs and not note:
        yield "note", "请写明哪里不符：数量、状况、位置至少填一项，或在说明中写清。"


def _loss(line, quantity, status, address, note):
    if quantity:
        yield "quantity", "找到了实物的，不属于盘亏，请改选「账实不符」。"
    if not note:
        yield "note", "盘亏须写明查找经过和了解到的去向。"


def surplus_faults(line):
    """{field: [sentence]} of a reported thing that the books do not know."""
    found = dict(_texts({"note": line.note, "found_address": line.found_address, "name": line.name}))
    aside = [f.name for f in line._meta.fields if f.is_relation or f.name == "serial"]
    try:
        line.clean_fields(exclude=aside)
    except ValidationError as wrong:
        found |= wrong.message_dict
    for field, sentence in _surplus(line):
        found.setdefault(field, []).append(sentence)
    return found


def _surplus(line):
    this_year = timezone.localdate().year
    if kind := excluded_kind(line.name):
        yield "name", kind.refusal
    if line.found_quantity is None or not line.measure:
        yield "found_quantity", "请填写实盘数量和计量单位。"
    if not line.note:
        yield "note", "请写明资产来源和没有入账的原因。"
    if not line.village_id and not line.town_id:
        yield "where", "请选择资产所在的村（社区）或乡镇。"
    if line.formed_year and (sentence := year_fault(line.formed_year, this_year)):
        yield "formed_year", sentence
    elif line.formed_year and (line.formed_year < START) != (line.scope == Scope.BEFORE_2016):
        yield "scope", f"形成年度为 {line.formed_year} 年，与所选纳入依据不符，请核对两者。"
    if line.scope == Scope.DONATED:
        yield "scope", "捐赠的实物资产须有捐赠人和作价，请直接在资产台账中登记。"
    if isinstance(line.counted_on, date) and line.counted_on > timezone.localdate():
        yield "on", "清查日期不能晚于今天。"
    if isinstance(line.counted_on, date) and line.counted_on < line.round.starts_on:
        yield "on", TOO_EARLY.format(on=line.counted_on, first=line.round.starts_on)


def _texts(told):
    labels = {"note": "清查说明", "address": "实际位置", "found_address": "实际位置", "name": "资产名称"}
    for field, text in told.items():
        if sentence := persons.fault(labels[field], text):
            yield field, [sentence]


def book_size(line):
    """The quantity in the books with its unit, or a dash."""
    if line.quantity is None:
        return "—"
    return f"{line.quantity.normalize():f} {line.get_measure_display()}"


def found_text(line):
    """What was found, in a few words; of a line that nobody counted what is said of it."""
    if line.state == State.UNCOUNTED:
        return line.note
    if line.state == State.LOSS:
        return "；".join(filter(None, (NOT_FOUND, line.note)))
    size = (
        ""
        if line.found_quantity is None
        else f"{line.found_quantity.normalize():f} {line.get_measure_display()}"
    )
    return "；".join(filter(None, (size, line.get_found_status_display(), line.found_address, line.note)))
