"""二（六）、三（四）Operators: entered, corrected, sanctioned and relieved; the only code that writes them.

One that works in several counties is entered in each; within a county it is found by its code.
"""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.rules import credit_code_fault
from journal import documents
from journal.acts import act
from journal.models import Document
from journal.transitions import Refused, locked
from operation.choices import OperatorKind
from operation.models import Operator, Sanction
from tenancy import persons, policy

VERB, SANCTIONS = "manage_operators", "sanction_operator"
# Who may read telephone, account and legal person of an operator; everybody else sees them masked.
CONTACTS = (VERB, SANCTIONS, "sign_agreement", "record_receipts", "view_households")
PAPERS = {Document.Kind.PDF, Document.Kind.JPG, Document.Kind.PNG}
CODES = "本县已登记过统一社会信用代码 {} 的经营主体“{}”，请直接选用。"
TWICE = "本县已登记过同名、同负责人的经营主体“{}”，请直接选用。"
NO_CODE = "{}须填写统一社会信用代码。"
NO_PAPERS = "合同、会议记录和收款凭证中有个人信息，您的岗位不能查看。"
TEXTS = {
    "name": (persons.ID, persons.CARD, persons.PHONE),
    "legal_person": (persons.ID, persons.CARD, persons.PHONE),
    "phone": (persons.ID, persons.CARD),
    "account": (persons.ID,),
    "address": (persons.ID, persons.CARD),
    "related": (persons.ID, persons.CARD),
    "remark": (persons.ID, persons.CARD),
}


class Stale(Refused):
    """Somebody else changed the operator since the form was opened."""


def sees_contacts(user, operator):
    """Whether a person may read telephone, account and legal person of an operator. Its unit is loaded.

    Or those of the operator of an agreement or receipt: whoever deals with that reads its papers.
    """
    return any(policy.may(user, verb, operator) for verb in CONTACTS)


def require_contacts(user, row):
    """Raise PermissionDenied for whoever may not read an operator's contacts: they stand in its papers, too."""
    if not sees_contacts(user, row):
        raise PermissionDenied(NO_PAPERS)


def name_for(user, operator):
    """The name as a person may read it: of a household in full only for whoever may read its contacts."""
    return operator.name if sees_contacts(user, operator) else operator.shown_name


def payer_for(user, receipt):
    """Who paid, as a person may read it: somebody else than the operator may be a person, whatever the operator is."""
    operator = receipt.operator
    if sees_contacts(user, operator):
        return receipt.payer
    return operator.shown_name if receipt.payer == operator.name else persons.mask_name(receipt.payer)


def register(*, by, unit, **fields):
    """二（六）Enter an operator in a unit's name. Returns the Operator. Raises PermissionDenied, Refused by field."""
    policy.require(by, VERB, unit)
    operator = Operator(county_id=unit.county_id, unit=unit, **fields)
    with act("operation.register", "登记经营主体", by=by, county=unit.county_id) as entry:
        _hold_to_rules(operator)
        _save(operator)
        entry.about(operator)
    return operator


def correct(operator, *, by, version, **fields):
    """二（六）Change what is known of an operator. Raises PermissionDenied, Stale, Refused by field."""
    with act("operation.correct", "更正经营主体", by=by, county=operator.county_id) as entry:
        row = locked(operator)
        policy.require(by, VERB, row)
        if row.version != version:
            raise Stale("您填写期间，他人已修改本经营主体。请核对后重新打开填写。")
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
        _hold_to_rules(row)
        _save(row)
        entry.about(row)
    return row


def sanction(operator, *, by, file, **fields):
    """三（四）对套取骗取、不依法履约等的经营主体予以失信惩戒: by a decision (`file`). Returns the Sanction.

    `fields`: offence, facts, decision_number, from_on, to_on (None: until it is lifted). While it holds nothing new is
    signed. Raises PermissionDenied, Refused.
    """
    with act("operation.sanction", "失信惩戒", by=by, county=operator.county_id) as entry:
        row = locked(operator)
        policy.require(by, SANCTIONS, row)
        made = Sanction(county_id=row.county_id, unit=row.unit, operator=row, imposed_by=by, **fields)
        if sentence := _sanction_fault(made):
            raise Refused(sentence)
        made.decision = documents.store(file, by=by, county=row.county_id, kinds=PAPERS)
        made.clean_fields(exclude=["county", "unit", "operator", "decision", "imposed_by"])
        made.save()
        entry.about(row, reason=made.facts)
    return made


def lift(sanction, *, by, reason):
    """三（四）Lift a sanction before its end, with the reason. Raises PermissionDenied, Refused."""
    with act("operation.lift", "解除失信惩戒", by=by, county=sanction.county_id) as entry:
        row = locked(sanction)
        policy.require(by, SANCTIONS, row)
        if row.lifted_at:
            raise Refused(f"此项惩戒已于 {timezone.localtime(row.lifted_at):%Y-%m-%d} 解除。")
        row.lifted_at, row.lifted_by, row.lift_reason = timezone.now(), by, reason
        row.clean_fields(exclude=["county", "unit", "operator", "decision", "imposed_by", "lifted_by"])
        row.save()
        entry.about(Operator.objects.get(pk=row.operator_id), reason=reason)
    return row


def _sanction_fault(made):
    if made.to_on and made.to_on < made.from_on:
        return {"to_on": "截止日期不能早于起始日期。"}
    if sentence := persons.fault("主要事实", made.facts):
        return {"facts": sentence}


def faults(operator):
    """{field: sentence} of what is wrong with an operator by itself; empty when all is well. No queries."""
    told, kind = {}, OperatorKind(operator.kind)
    for name, kinds in TEXTS.items():
        label = Operator._meta.get_field(name).verbose_name
        if sentence := persons.fault(label, getattr(operator, name), kinds):
            told[name] = sentence
    if operator.credit_code:
        if sentence := credit_code_fault(operator.credit_code):
            told["credit_code"] = sentence
    elif kind.has_credit_code:
        told["credit_code"] = NO_CODE.format(kind.label)
    return told


def _hold_to_rules(operator):
    told = faults(operator) or _known_already(operator)
    if told:
        raise Refused(told)
    operator.clean_fields(exclude=["county", "unit"])


def _known_already(operator):
    """{field: sentence} where the county has it already: by its code, or without one by its name and who leads it."""
    others = Operator.objects.filter(county_id=operator.county_id).exclude(pk=operator.pk)
    if operator.credit_code:
        known = others.filter(credit_code=operator.credit_code).first()
        return {"credit_code": CODES.format(known.credit_code, known.shown_name)} if known else {}
    same = {"name": operator.name, "legal_person": operator.legal_person, "unit": operator.unit_id}
    known = others.filter(credit_code="", **same).first()
    return {"name": TWICE.format(known.shown_name)} if known else {}


def _save(operator):
    """Write it; of two who enter one code at once the second is told."""
    try:
        with transaction.atomic():
            operator.save()
    except IntegrityError as twice:
        raise Refused({"credit_code": CODES.format(operator.credit_code, operator.shown_name)}) from twice
