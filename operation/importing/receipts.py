"""二（六）What a line of a bank's list means: whose money it is, and to whom; the oldest dues are paid first, by set.

An agreement's number or a credit code says for sure who paid; a name is held against the operators' names, and what it
only nearly says is asked.
"""

import re
from difflib import get_close_matches
from unicodedata import normalize

from django.utils import timezone

from assets.importing.registers import hear
from journal.imports import staged
from journal.imports.lines import Action
from journal.imports.resources import REGISTRY, columns_of
from operation import receiving
from operation.deadline import follow_dues
from operation.importing import paying
from operation.models import Agreement, Due, Operator, Receipt
from ownership.owners import known_as
from tenancy import persons, policy

NOBODY = "没有找到付款的经营主体，请填写协议编号或者统一社会信用代码。"
NO_NUMBER = "没有编号或合同号为“{}”的已签订协议，或者不在您的办理范围内。"
NO_CODE = "本县没有登记统一社会信用代码为“{}”的经营主体。"
NOWHERE = "经营主体“{}”在您的办理范围内没有已签订的协议，不能登记它的收款。"
NOT_THEIRS = "协议“{}”的经营主体是“{}”，与付款人“{}”不同，请核对。"
SEVERAL = "有 {} 个经营主体与付款人“{}”同名，请选择是哪一个。"
NEARLY = "没有叫“{}”的经营主体，建议按“{}”登记，请核对。"
LEADER = "付款人“{}”是经营主体“{}”的法定代表人（负责人），建议按该主体付款登记，请核对。"
OTHER_UNIT = "与经营主体“{}”签有协议的是“{}”，不是“{}”，请核对收款单位。"
WHICH_UNIT = "经营主体“{}”与几个单位签有协议，请选择是哪个单位的收款。"
SKIP = ("skip", "不是协议款，不导入")
FORMS = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司|\s|[()（）]")
MOST_NEAR = 3


class ReceiptChecker:
    """Checks the lines of one batch; reads the county's operators once, agreements by chunk."""

    tables = [
        (Receipt, "receipt"),
        (Due, "due"),
    ]  # dues are only paid: whoever changes one asks for another look

    def __init__(self, batch, by):
        self.batch, self.by, self.county = batch, by, batch.county_id
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        reach = policy.units(by, receiving.VERB).filter(county_id=batch.county_id)
        self.units = {unit.pk: unit for unit in reach.select_related("parent")}
        signed = Agreement.objects.filter(county_id=batch.county_id, unit__in=self.units).exclude(number="")
        self.signed = signed
        self.homes = {}
        for operator, unit in signed.order_by().values_list("operator_id", "unit_id").distinct():
            self.homes.setdefault(operator, []).append(unit)
        self._read_operators()

    def _read_operators(self):
        """{name: [Operator]} of the county, by their whole names, without their legal form, and by who leads them."""
        self.operators, self.by_code, self.names, self.plain, self.leaders = {}, {}, {}, {}, {}
        rows = Operator.objects.filter(county_id=self.county).only(
            "name", "credit_code", "legal_person", "kind"
        )
        for row in rows.order_by("pk"):
            self.operators[row.pk] = row
            if row.credit_code:
                self.by_code[row.credit_code] = row
            self.names.setdefault(row.name, []).append(row)
            self.plain.setdefault(bare(row.name), []).append(row)
            self.leaders.setdefault(row.legal_person, []).append(row)
        self.known_near = {}

    def prepare(self, lines):
        """Look up, for a chunk, the agreements that it names, by either number."""
        told = {text for line in lines if (text := line.said.get("agreement", "").strip())}
        self.agreements = {}
        if told:
            rows = self.signed.select_related("operator")
            for row in rows.filter(paper_number__in=told):
                self.agreements.setdefault(row.paper_number, []).append(row)
            for row in rows.filter(number__in=told):
                self.agreements[row.number] = [row]

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: receipt."""
        if persons.has_id_number(" ".join(line.said.values())):
            return line.bad("", "此行含有身份证号码。本系统不登记身份证号，请删去后再导入。")
        said = hear(line, self.columns)
        self._lacking(line, said)
        home = self._home(line, said)
        if home is None or line.failed:
            return
        operator, unit = home
        row = Receipt(county_id=self.county, unit_id=unit, operator_id=operator.pk, recorded_by=self.by)
        for name in ("received_on", "amount", "voucher", "remark", "account", "paid_by", "payer"):
            if name in said:
                setattr(row, name, said[name])
        row.payer = row.payer or operator.name
        for name, sentence in receiving.faults(row).items():
            line.bad(name, sentence)
        if not line.failed:
            line.staged = {"receipt": _told(row)}

    @staticmethod
    def _lacking(line, said):
        for key, label in (("received_on", "到账日期"), ("amount", "金额"), ("voucher", "凭证号")):
            if key not in said and key not in line.failed:
                line.bad(key, f"没有填{label}，请补上。")

    def _home(self, line, said):
        """(Operator, unit id) of whose money it is and to whom; None with a fault, or where it is left out."""
        if said.get("agreement"):
            return self._by_agreement(line, said)
        operator = self._by_code(line, said) if said.get("operator_code") else self._by_name(line, said)
        return operator and self._with_unit(line, operator, said.get("unit", ""))

    def _by_agreement(self, line, said):
        found = self.agreements.get(said["agreement"], [])
        if not found:
            return line.bad("agreement", NO_NUMBER.format(said["agreement"]))
        row, payer = found[0], said.get("payer", "")
        if len(found) > 1:
            options = [(str(one.pk), f"{one.name}（{one.number}）") for one in found]
            answer = line.ask(
                "agreement", "agreement", "有几份协议的合同号相同，请选择。", options, options[0][0]
            )
            row = next(one for one in found if str(one.pk) == answer)
        if payer and payer in self.names and row.operator not in self.names[payer]:
            line.odd("payer", NOT_THEIRS.format(row.number, row.operator.shown_name, payer))
        return row.operator, row.unit_id

    def _by_code(self, line, said):
        code = said["operator_code"].upper()
        return self.by_code.get(code) or line.bad("operator_code", NO_CODE.format(code))

    def _by_name(self, line, said):
        """The operator a payer's name means, or nearly means; None with a fault, or where it is left out."""
        payer = said.get("payer", "")
        if not payer:
            return line.bad("payer", NOBODY)
        exact = [one for one in self.names.get(payer, []) if one.pk in self.homes]
        if len(exact) == 1:
            return exact[0]
        if len(exact) > 1:
            return self._asked(line, exact, SEVERAL.format(len(exact), payer))
        if led := [one for one in self.leaders.get(payer, []) if one.pk in self.homes]:
            return self._asked(line, led, LEADER.format(payer, led[0].shown_name))
        if near := self._near(payer):
            return self._asked(line, near, NEARLY.format(payer, near[0].shown_name))
        if payer in self.names:
            return line.bad("payer", NOWHERE.format(payer))
        return line.bad("payer", NOBODY)

    def _near(self, payer):
        """[Operator] whose names are like a payer's: the same without the legal form, part of it, or nearly so."""
        if payer not in self.known_near:
            plain = bare(payer)
            names = [plain] if plain in self.plain else get_close_matches(plain, self.plain, MOST_NEAR, 0.75)
            found = [one for name in names for one in self.plain[name] if one.pk in self.homes]
            self.known_near[payer] = found[:MOST_NEAR]
        return self.known_near[payer]

    @staticmethod
    def _asked(line, found, sentence):
        options = [(str(one.pk), f"{one.shown_name}（{one.get_kind_display()}）") for one in found]
        answer = line.ask("payer", "payer", sentence, [*options, SKIP], options[0][0])
        if answer == SKIP[0]:
            line.action = Action.SKIP
            return None
        return next(one for one in found if str(one.pk) == answer)

    def _with_unit(self, line, operator, told):
        """The operator with the unit it pays: the one that is `told`, else its only one, else asked."""
        units = self.homes.get(operator.pk, [])
        if not units:
            return line.bad("payer", NOWHERE.format(operator.shown_name))
        named = [pk for pk in units if told in (self.units[pk].name, known_as(self.units[pk]))]
        if len(named) == 1:
            return operator, named[0]
        if len(units) == 1:
            if told:
                line.odd("unit", OTHER_UNIT.format(operator.shown_name, self.units[units[0]], told[:30]))
            return operator, units[0]
        options = [(str(pk), str(self.units[pk])) for pk in sorted(units)]
        key = "payer" if "payer" in line.places else "operator_code"
        answer = line.ask(key, "unit", WHICH_UNIT.format(operator.shown_name), options, options[0][0])
        return operator, int(answer)


def bare(name):
    """A body's name without its legal form, brackets and blanks."""
    return FORMS.sub("", normalize("NFKC", name))


def _told(row):
    names = (
        "unit_id",
        "operator_id",
        "received_on",
        "amount",
        "paid_by",
        "payer",
        "account",
        "voucher",
        "remark",
    )
    return {name: getattr(row, name) for name in (*names, "recorded_by_id")}


ONLY_SKIP = [("skip", "不再导入这一行")]
BEFORE, AGAIN = "系统中已登记过同一凭证号、日期和金额的收款", "与第 {} 行的凭证号、日期和金额相同"


def twins(batch):
    """Questions of the whole batch: receipts that are there already, and where what is paid beyond the dues goes."""
    for number, first, known in staged.ask(paying.TWINS, batch):
        told = BEFORE if known else AGAIN.format(first)
        yield number, "voucher", "twin", f"{told}，不重复登记。", ONLY_SKIP, "skip"
    yield from paying.surpluses(batch)


def lock(batch):
    """Keep the dues that may be paid as they are until the transaction ends."""
    staged.ask(paying.HELD, batch)


def write(batch):
    """Write the receipts of a checked batch and what they pay, inside an act. Returns how many."""
    paying.reckon(batch)
    written = staged.insert(
        batch,
        Receipt,
        "receipt",
        paying.NUMBERED,
        id="r.receipt_id",
        surplus="r.surplus",
        surplus_use="r.surplus_use",
    )
    staged.ask(paying.ALLOCATE, batch)
    paid = staged.ask(paying.PAY, batch)
    follow_dues(Due.objects.filter(county_id=batch.county_id, pk__in=[pk for (pk,) in paid]), by=batch.by)
    return written


def today():
    """The day lines are held against: of another day another check."""
    return timezone.localdate().isoformat()
