"""One row of every county table, so that what must hold for all can be tried on all."""

from datetime import date
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from assets.models import (
    DETAILS,
    Alias,
    Asset,
    Attachment,
    Bulk,
    BulkRow,
    ColumnChoice,
    CountPost,
    CustomField,
    FundingLine,
    Household,
    HouseholdGrant,
    HouseholdLine,
    LabelRun,
    LinePhoto,
    PrinterOffset,
    Project,
    Round,
    RoundLine,
    RoundTeam,
    SavedFilter,
    Subsidy,
    Tracing,
)
from custody.models import (
    Attendance,
    Duty,
    Engagement,
    Handover,
    Patrol,
    PostAsset,
    Repair,
    SpotPhoto,
    Training,
    WelfarePost,
    WorkedMonth,
)
from journal.acts import act
from journal.models import (
    Change,
    ColumnMemory,
    CountySetting,
    Deadline,
    Digest,
    Document,
    Entry,
    Export,
    ImportBatch,
    ImportRow,
    Job,
    Notice,
    NoticeBody,
    NoticeRow,
    Objection,
    Objector,
    Print,
    Reminder,
    Seal,
)
from operation.models import (
    Agreement,
    AgreementAsset,
    Allocation,
    Amendment,
    Candidate,
    Due,
    LocalJob,
    Operator,
    Receipt,
    Sanction,
    SelfOperation,
)
from ownership.models import Reviewer, Share, Title
from tenancy.checks import walled_models
from tenancy.models import Appointment, Unit, UnitGrant

AGREED = {
    "rights_duties": "甲方交付，乙方经营",
    "mode": "lease",
    "from_on": "2020-10-01",
    "to_on": "2023-09-30",
    "benefit_mechanism": "每年付租金",
    "income_distribution": "租金归村集体",
    "risk_control": "交保证金",
    "value_preservation": "按时维修",
    "income_rule": "fixed",
    "amount": 10_000,
    "first_due_on": "2020-12-01",
}
# Written by the world itself, or by triggers in its wake.
FOUND = [Unit, Appointment, UnitGrant, Entry, Change, Seal]


def one_of_each(place):
    """{model: a row of it} of a place, for every model the wall guards."""
    asset = place.asset_in("ledger")
    with place.scope(), act("tests.furnish", "布置", by=None, county=place.code) as entry:
        entry.about(asset)
        made = {type(row): row for row in _written(place, asset)}
        made |= {model: model.objects.first() for model in walled_models() if model not in made}
    with connection.cursor() as cursor:  # what waited for the end of the transaction is looked at here
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {Asset: asset} | made


def _written(place, asset):
    kept = {"county_id": place.code}
    by = place.village_clerk
    post = Appointment.objects.filter(user=by).first()
    project = Project(unit=place.town, name="道路硬化项目", fund_year=2019, budget=1_000_000, **kept)
    document = Document(kind="pdf", name="批复.pdf", size=1, sha256="0" * 64, uploaded_by=by, **kept)
    job = Job(kind="tests.nothing", key="tests", label="无事", by=by, **kept)
    batch = ImportBatch(resource="tests", unit=place.town, by=by, document=document, job=job, **kept)
    yield from _saved(
        project,
        FundingLine(project=project, level="central", kind="special", amount=1, **kept),
        document,
        Attachment(asset=asset, document=document, kind="photo", **kept),
        Alias(asset=asset, number="旧-1", **kept),
        CustomField(
            unit=place.office, key="f1", label="管护人数", reporting="管护人数", kind="integer", **kept
        ),
        job,
        CountySetting(key="tests", value=1, valid_from="2020-09-20", source="试", set_by=by, **kept),
        ColumnMemory(unit=place.town, resource="tests", header="名称", key="name", **kept),
        Export(by=by, post=post, resource="tests", document=document, job=job, **kept),
        Print(by=by, post=post, kind="tests.card", document=document, job=job, **kept),
        *_waiting(by, asset, kept),
        batch,
        ImportRow(batch=batch, number=1, **kept),
        *(model(asset=asset, **kept) for model in DETAILS.values()),
        *_registers(place, kept | {"unit": place.village}),
        *_inventory(place, asset, document, by, kept),
        *_views(by, asset, kept),
        *_titles(place, by, asset, document, kept),
        *_notices(place, document, kept),
        *_custody(place, by, asset, document, kept | {"unit": place.village}),
        *_patrols(place, asset, document, kept | {"unit": place.village}),
        *_operation(place, by, asset, document, kept | {"unit": place.village}),
        PrinterOffset(by=by, printer="一楼", sheet="a4_3x8", **kept),
        LabelRun(by=by, post=post, document=document, job=job, **kept),
    )


def _waiting(by, asset, kept):
    day = "2020-09-20"
    due = Deadline(
        kind="tests.check", table="assets_asset", row_id=asset.pk, unit=asset.unit, due_on=day, **kept
    )
    yield due
    yield Reminder(deadline=due, user=by, step=7, sent_on=day, **kept)
    yield Digest(user=by, on=day, **kept)


def _titles(place, by, asset, document, kept):
    decided = {"decision": document, "decision_number": "修政〔2020〕12号", "decision_on": "2020-08-01"}
    decided |= {"decided_at": timezone.now(), "reviewer": place.department}
    title = Title(unit=place.village, asset=asset, name=asset.name, basis="government", **decided, **kept)
    yield title
    yield Share(title=title, kind="village", holder=place.village, name=place.village.name, parts=1, **kept)
    yield Reviewer(unit=place.department, subject="equity", source="修政办〔2020〕6号", named_by=by, **kept)


def _custody(place, by, asset, document, kept):
    signed = {"giver_signature": document, "taker_signature": document, "made_by": by}
    yield Handover(on="2020-10-01", giver="王管护", taker="李管护", **signed, **kept)
    told = {"body": place.village, "body_name": place.village.name, "custodian": "李管护"}
    begun = {"state": "in_force", "begun_at": timezone.now(), "begun_by": by}
    days = {"from_on": date(2020, 10, 1), "to_on": date(2021, 9, 30)}
    post = WelfarePost(
        village_id=place.villages[0],
        kind="road",
        name="护路员",
        pay=500,
        payer="village",
        funds="income",
        **days,
        **kept,
    )
    yield post
    yield PostAsset(post=post, asset=asset, county_id=place.code)
    said = {
        "kind": "ordinary",
        "name": "孙试",
        "sex": "man",
        "born_on": "1980-01-01",
        "applied_on": "2020-10-01",
    }
    voted = {"reviewed_on": "2020-10-02", "attended": 3, "in_favour": 3, "against": 0, "minutes": document}
    agreed = {"agreement": document, "begun_by": by, "state": "serving"}
    held = Engagement(post=post, **said, **voted, **agreed, **days, **kept)
    yield held
    yield WorkedMonth(engagement=held, month=date(2020, 11, 1), days=20, amount=500, **kept)
    yield Duty(
        asset=asset,
        regime="village",
        from_on="2020-10-01",
        fund_source="none",
        name=asset.name,
        **told,
        **begun,
        **kept,
    )


def _patrols(place, asset, document, kept):
    today, unit = timezone.localdate(), kept["unit"]
    repair = Repair(asset=asset, damage="护栏倒塌", limit_on=today, payer="town", **kept)
    yield repair
    patrol = Patrol(asset=asset, client_id=uuid4(), on=today, condition="damaged", repair=repair, **kept)
    yield patrol
    home = {"county_id": kept["county_id"]}
    first = SpotPhoto(patrol=patrol, stage="patrol", document=document, **home)
    yield first
    yield SpotPhoto(repair=repair, stage="after", document=document, twin=first, bits=0, **home)
    told = {"subject": "custody", "title": "管护员培训", "place": "县党校", "teacher": "县扶贫办"}
    training = Training(on=today, sheet=document, **told, **kept | {"unit": place.department})
    yield training
    yield Attendance(training=training, unit=unit, asked=2, came=1, **home)


def _operation(place, by, asset, document, kept):
    home = {"county_id": place.code}
    operator = Operator(kind="household", name="赵某", legal_person="赵某", **kept)
    yield operator
    told = {"facts": "逾期不付", "decision_number": "修政〔2021〕3号", "from_on": "2021-01-01"}
    yield Sanction(operator=operator, offence="breach", decision=document, imposed_by=by, **told, **kept)
    agreement = Agreement(operator=operator, name="车间租赁协议", **AGREED, **kept)
    yield agreement
    days = {"from_on": AGREED["from_on"], "to_on": AGREED["to_on"]}
    yield AgreementAsset(agreement=agreement, asset=asset, **days, **home)
    yield Candidate(agreement=agreement, name="赵某", offer="每年 1 万元", **home)
    changed = {"on": "2020-12-01", "reason": "延期", "changes": []}
    yield Amendment(agreement=agreement, edition=2, paper=document, made_by=by, **changed, **home)
    due = Due(
        agreement=agreement, operator=operator, position=1, due_on="2020-12-01", amount=1, paid=1, **kept
    )
    yield due
    came = {"received_on": "2020-12-01", "amount": 1, "payer": "赵某", "voucher": "1"}
    receipt = Receipt(operator=operator, recorded_by=by, **came, **kept)
    yield receipt
    yield Allocation(receipt=receipt, due=due, amount=1, **home)
    worked = {"category": "registered", "work": "包装", "year": 2020, "months": 6, "wages": 9000}
    yield LocalJob(agreement=agreement, worker="钱某", **worked, **kept)
    run = {"name": asset.name, "runner": "孙某", "from_on": "2024-01-01", "benefit": "公益岗位", "income": 1}
    yield SelfOperation(asset=asset, **run, **kept)


def _views(by, asset, kept):
    bulk = Bulk(by=by, act="assets.submit", **kept)
    yield SavedFilter(owner=by, unit=asset.unit, name="闲置资产", query="status=idle", **kept)
    yield ColumnChoice(owner=by, keys=["name"], **kept)
    yield bulk
    yield BulkRow(bulk=bulk, asset_id=asset.pk, seen="0" * 64, outcome="able", **kept)


def _notices(place, document, kept):
    days = {"begins_on": "2020-09-01", "ends_on": "2020-09-10"}
    days |= {
        "started_on": "2020-09-01",
        "ended_on": "2020-09-10",
        "start_photo": document,
        "end_photo": document,
    }
    notice = Notice(unit=place.village, kind="tests", title="试", sha256="0" * 64, **days, **kept)
    said = {"receipt_hash": "0" * 64, "text": "试", "text_hash": "0" * 64}
    objection = Objection(notice=notice, unit=place.village, **said, **kept)
    yield notice
    yield NoticeBody(notice=notice, body={}, sha256="0" * 64, **kept)
    yield NoticeRow(notice=notice, kind="tests", table="tests", row_id=1, position=0, **kept)
    yield objection
    yield Objector(objection=objection, name="试一", **kept)


def _inventory(place, asset, document, by, kept):
    days = {"starts_on": date(2020, 11, 1), "ends_on": date(2020, 11, 30)}
    taken = Round(unit=place.office, title="清查", categories=["public"], **days, **kept)
    copied = ("name", "category", "subtype", "scope", "formed_year", "status")
    line = RoundLine(
        round=taken,
        serial=1,
        unit=place.village,
        asset=asset,
        **{key: getattr(asset, key) for key in copied},
        **kept,
    )
    yield taken
    yield RoundTeam(round=taken, name="一组", leader="张某", **kept)
    yield line
    yield LinePhoto(line=line, document=document, **kept)
    yield CountPost(line=line, client_id=uuid4(), by=by, **kept)
    said = {
        "known": "会议记录",
        "informants": "村委会",
        "status": "in_use",
        "title": "clear",
        "title_note": "会议记录",
    }
    yield Tracing(asset=asset, traced_on=date(2020, 5, 6), **said, **kept)
    home = Household(
        unit=place.village,
        town_id=place.towns[0],
        village_id=place.villages[0],
        householder="试三",
        kind="ordinary",
        **kept,
    )
    yield home
    grant = HouseholdGrant(
        unit=place.village, household=home, name="羊", subtype="D01", amount=1, year=2019, **kept
    )
    yield grant
    yield HouseholdLine(
        round=taken,
        serial=1,
        unit=place.village,
        grant=grant,
        town_id=place.towns[0],
        village_id=place.villages[0],
        **kept,
    )


def _registers(place, kept):
    home = Household(
        town_id=place.towns[0], village_id=place.villages[0], householder="试一", kind="lifted_out", **kept
    )
    grant = {"name": "母牛", "subtype": "D01", "amount": 5000, "year": 2019}
    yield home
    yield HouseholdGrant(household=home, **grant, **kept)
    yield Subsidy(kind="interest", year=2019, name="小额信贷贴息", amount=1, **kept)


def _saved(*rows):
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.is_relation and field.name in row._state.fields_cache:
                setattr(row, field.name, getattr(row, field.name))  # the id it has got since
        row.save()
        yield row
