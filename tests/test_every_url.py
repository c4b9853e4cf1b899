"""Every address × every role × own, foreign and missing row. An address that is not in the table fails the test."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver, reverse

from assets import actions, projects, registers
from assets import bulk as ledger_bulk
from assets.custom import actions as fields
from assets.models import Asset, LabelRun, SavedFilter
from journal import actions as people
from journal import documents, jobs
from journal.imports import steps
from journal.models import Entry, Export, Job, Print
from journal.transitions import REGISTRY
from operation import operators
from ownership import actions as titles
from ownership import prints
from tenancy.models import Appointment
from tenancy.scope import SYSTEM, county_scope, scope
from tests.assets.counting import counted, line_of, opened
from tests.assets.registering import household
from tests.custody.patrolling import ordered, patrolled, scene
from tests.custody.posting import applied, engagement_in, post
from tests.custody.teaching import held
from tests.journal.test_documents import picture
from tests.noticing import objected, posted, proved
from tests.operation.agreeing import decided, drafted, operator, scan, workshop
from tests.operation.amending import proposed
from tests.operation.employing import declared
from tests.operation.employing import job as work_of
from tests.operation.paying import late_due, received
from tests.world import HERE, THERE, Place

COUNTY = frozenset(
    "village_clerk town_clerk town_reviewer department_clerk department_reviewer county_clerk county_head admin"
    " discipline auditor".split()
)
CITY = frozenset(["city.reader", "city.admin", "city.auditor"])
EVERYBODY = COUNTY | CITY
READERS = EVERYBODY - {"admin", "city.admin"}
CLERKS = frozenset(["village_clerk", "town_clerk", "department_clerk", "county_clerk"])
HANDS = CLERKS - {"department_clerk"}  # an involved department sees a village's row, and leaves it alone
JOURNALS = EVERYBODY - CLERKS - {"town_reviewer", "department_reviewer"} | {"county_clerk"}
IMPORTERS = CLERKS - {"village_clerk"}
UPLOADER = frozenset({"county_clerk"})
HOUSEHOLDS = READERS - {"city.reader"}  # people's names: a verb of their own
NEAR = HOUSEHOLDS - {"department_clerk", "department_reviewer"}  # a village's line is none of a department's
PAYERS = NEAR - {"village_clerk"} | {"city.reader"}  # a township's line without names
FIELD_KEEPERS = frozenset({"county_clerk", "admin"})


@dataclass(frozen=True)
class Page:
    """Who may open an address; others who see its row get 403, those who do not see it 404."""

    may: frozenset = EVERYBODY
    sees: frozenset = EVERYBODY
    row: str = ""
    args: tuple = ()
    done: int = 200  # what those who may get

    def answer(self, who):
        if who not in self.sees:
            return 404
        return self.done if who in self.may else 403


POSTED = 405  # the address takes only POST
TABLE = {
    "tenancy:logout": Page(done=POSTED),
    "tenancy:password": Page(),
    "tenancy:email": Page(),
    "tenancy:switch": Page(done=POSTED),
    "journal:todo": Page(),
    "journal:todo_count": Page(),
    "journal:entries": Page(JOURNALS),
    "journal:job": Page(frozenset({"county_clerk"}), frozenset({"county_clerk"}), "job"),
    "journal:roles": Page(),
    "journal:parameters": Page(COUNTY - {"admin"}),
    "journal:parameter": Page(COUNTY - {"admin"}, args=("notices.days",)),
    "journal:people": Page(frozenset({"admin", "city.admin"})),
    "journal:invite": Page(frozenset({"admin", "city.admin"})),
    "journal:appoint_known": Page(frozenset({"admin", "city.admin"})),
    "journal:person": Page(frozenset({"admin"}), COUNTY, "person"),
    "journal:appoint": Page(frozenset({"admin"}), COUNTY, "person", done=302),
    "journal:reset_password": Page(frozenset({"admin"}), COUNTY, "person"),
    "journal:set_active": Page(frozenset({"admin"}), COUNTY, "person"),
    "journal:end_post": Page(frozenset({"admin"}), COUNTY, "post"),
    "imports:upload": Page(IMPORTERS),
    "imports:template": Page(IMPORTERS),
    "imports:faults": Page(UPLOADER, UPLOADER, "batch", done=302),
    "imports:faults_file": Page(UPLOADER, UPLOADER, "batch", done=302),
    "imports:columns": Page(UPLOADER, UPLOADER, "batch"),
    "imports:point": Page(row="batch", done=POSTED),
    "imports:check": Page(UPLOADER, UPLOADER, "batch", done=302),
    "imports:progress": Page(UPLOADER, UPLOADER, "batch"),
    "imports:result": Page(UPLOADER, UPLOADER, "batch", done=302),
    "imports:cell": Page(UPLOADER, UPLOADER, "cell", done=302),
    "imports:answer": Page(row="batch", done=POSTED),
    "imports:undo": Page(UPLOADER, UPLOADER, "batch", done=302),
    "imports:recheck": Page(row="batch", done=POSTED),
    "imports:abandon": Page(row="batch", done=POSTED),
    "exports:list": Page(),
    "exports:new": Page(READERS),
    "exports:detail": Page(UPLOADER, UPLOADER, "export"),
    "exports:file": Page(UPLOADER, UPLOADER, "export", done=302),
    "deadlines:list": Page(READERS),
    "deadlines:places": Page(READERS),
    "deadlines:calendar": Page(READERS),
    "deadlines:inbox": Page(),
    "deadlines:read": Page(done=POSTED),
    "prints:list": Page(),
    "prints:detail": Page(UPLOADER, UPLOADER, "print"),
    "prints:file": Page(UPLOADER, UPLOADER, "print", done=302),
    "assets:list": Page(READERS),
    "assets:bulk_start": Page(done=POSTED),
    "assets:bulk": Page(UPLOADER, UPLOADER, "bulk"),
    "assets:bulk_choose": Page(row="bulk", done=POSTED),
    "assets:bulk_progress": Page(UPLOADER, UPLOADER, "bulk"),
    "assets:filter_new": Page(COUNTY - {"admin"}, done=302),
    "assets:filter": Page(UPLOADER, COUNTY, "filter"),
    "assets:filter_delete": Page(row="filter", done=POSTED),
    "assets:columns": Page(READERS),
    "assets:dashboard": Page(READERS),
    "assets:labels": Page(READERS),
    "assets:label_run": Page(UPLOADER, UPLOADER, "labels"),
    "assets:label_file": Page(UPLOADER, UPLOADER, "labels", done=302),
    "assets:create": Page(CLERKS),
    "assets:duplicates": Page(CLERKS),
    "assets:project_options": Page(),
    "assets:detail": Page(READERS, READERS, "asset"),
    "assets:edit": Page(HANDS, READERS, "asset"),
    "assets:alias": Page(READERS, READERS, "asset", done=302),
    "assets:attach": Page(READERS, READERS, "asset", done=302),
    "assets:file": Page(READERS, READERS, "paper"),
    "assets:detach": Page(HANDS, READERS, "paper"),
    "assets:fields": Page(FIELD_KEEPERS),
    "assets:field_create": Page(FIELD_KEEPERS),
    "assets:field": Page(FIELD_KEEPERS, COUNTY, "field"),
    "assets:field_move": Page(row="field", done=POSTED),
    "assets:field_switch": Page(FIELD_KEEPERS, COUNTY, "field"),
    "assets:projects": Page(READERS),
    "assets:unregistered": Page(READERS),
    "assets:books": Page(READERS),
    "assets:project_create": Page(CLERKS - {"village_clerk"}),
    "assets:project": Page(READERS - {"village_clerk"}, READERS - {"village_clerk"}, "project"),
    "assets:project_edit": Page(
        frozenset({"town_clerk", "county_clerk"}), READERS - {"village_clerk"}, "project"
    ),
    "assets:households": Page(HOUSEHOLDS),
    "assets:household_summary": Page(HOUSEHOLDS),
    "assets:household_create": Page(CLERKS),
    "assets:household": Page(NEAR, NEAR, "household"),
    "assets:household_edit": Page(HANDS, NEAR, "household"),
    "assets:grant_create": Page(HANDS, NEAR, "household"),
    "assets:grant_edit": Page(HANDS, NEAR, "grant"),
    "assets:grant_withdraw": Page(HANDS, NEAR, "grant"),
    "assets:subsidies": Page(READERS),
    "assets:subsidy_summary": Page(READERS),
    "assets:subsidy_create": Page(CLERKS),
    "assets:subsidy": Page(PAYERS, PAYERS, "subsidy"),
    "assets:subsidy_edit": Page(HANDS - {"village_clerk"}, PAYERS, "subsidy"),
    "assets:subsidy_withdraw": Page(HANDS - {"village_clerk"}, PAYERS, "subsidy"),
}
NOTICE_POSTERS = frozenset({"town_reviewer", "county_head"})
OBJECTION_READERS = frozenset(
    {"town_reviewer", "county_clerk", "county_head", "discipline", "auditor", "city.auditor"}
)
TABLE |= {
    "notices:list": Page(READERS),
    "notices:detail": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "notice"),
    "notices:new": Page(CLERKS),
    "notices:edit": Page(HANDS, NEAR | {"city.reader"}, "notice"),
    "notices:prove": Page(HANDS, NEAR | {"city.reader"}, "notice"),
    "notices:photo": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "photo"),
    "notices:print": Page(row="notice", done=POSTED),
    "notices:objections": Page(OBJECTION_READERS | {"department_reviewer"}),
    "notices:answer_many": Page(done=POSTED),
    "notices:objection": Page(OBJECTION_READERS, OBJECTION_READERS, "objection"),
    "ownership:list": Page(READERS),
    "ownership:untitled": Page(READERS),
    "ownership:late": Page(READERS),
    "ownership:progress": Page(READERS),
    "ownership:reviewers": Page(READERS),
    "ownership:notice": Page(done=POSTED),
    "ownership:books": Page(done=POSTED),
    "ownership:print": Page(args=("register",), done=POSTED),
    "ownership:panel": Page(READERS, READERS, "asset", done=302),
    "ownership:create": Page(HANDS, READERS, "asset"),
    "ownership:title": Page(READERS, READERS, "title"),
    "ownership:edit": Page(HANDS, READERS, "title"),
    "ownership:decision": Page(READERS, READERS, "decided"),
}
TABLE |= {
    "custody:list": Page(READERS),
    "custody:uncared": Page(READERS),
    "custody:gaps": Page(READERS),
    "custody:gap_places": Page(READERS),
    "custody:panel": Page(READERS, READERS, "asset", done=302),
    "custody:create": Page(CLERKS, READERS, "asset"),
    "custody:duty": Page(READERS, READERS, "duty"),
    "custody:edit": Page(HANDS, READERS, "duty"),
    "custody:hand_over": Page(HANDS, READERS, "duty"),
    "custody:handover": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "handover"),
    "custody:print": Page(done=POSTED),
    "custody:print_receipt": Page(row="handover", done=POSTED),
    "custody:signature": Page(NEAR, NEAR | {"city.reader"}, "signature"),
}
POST_HANDS = frozenset({"village_clerk", "town_clerk"})
TABLE |= {
    "posts:list": Page(READERS),
    "posts:create": Page(POST_HANDS),
    "posts:people": Page(HOUSEHOLDS),
    "posts:engagement": Page(NEAR, NEAR, "engagement"),
    "posts:application_edit": Page(POST_HANDS, NEAR, "engagement"),
    "posts:paper": Page(NEAR, NEAR, "minutes"),
    "posts:months": Page(HOUSEHOLDS),
    "posts:print": Page(done=POSTED),
    "posts:panel": Page(READERS, READERS, "asset", done=302),
    "posts:post": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "welfare_post"),
    "posts:edit": Page(POST_HANDS, NEAR | {"city.reader"}, "welfare_post"),
    "posts:close": Page(POST_HANDS, NEAR | {"city.reader"}, "welfare_post"),
    "posts:apply": Page(POST_HANDS, NEAR | {"city.reader"}, "welfare_post"),
}
SIGNERS = frozenset({"town_reviewer", "county_head"})
TABLE |= {
    "operation:list": Page(READERS),
    "operation:create": Page(CLERKS),
    "operation:notice": Page(done=POSTED),
    "operation:panel": Page(READERS, READERS, "asset", done=302),
    "operation:agreement": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "agreement"),
    "operation:edit": Page(HANDS, NEAR | {"city.reader"}, "agreement"),
    "operation:document": Page(NEAR, NEAR | {"city.reader"}, "agreement_minutes"),
    "operation:print": Page(row="agreement", done=POSTED),
    "operation:amend": Page(HANDS, NEAR | {"city.reader"}, "signed"),
    "operation:amendment_paper": Page(NEAR, NEAR | {"city.reader"}, "amendment_paper"),
    "operation:operators": Page(READERS),
    "operation:operator_create": Page(CLERKS),
    "operation:operator": Page(READERS, READERS, "operator"),
    "operation:operator_edit": Page(HANDS, READERS, "operator"),
    "operation:sanction": Page(frozenset({"county_head"}), READERS, "operator"),
    "operation:lift": Page(frozenset({"county_head"}), READERS, "sanction"),
    "operation:sanction_decision": Page(NEAR, READERS, "sanction"),
}
COUNTERS = CLERKS
TABLE |= {
    "operation:jobs": Page(READERS),
    "operation:job": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "local_job"),
    "operation:job_void": Page(HANDS, NEAR | {"city.reader"}, "local_job"),
    "operation:agreement_jobs": Page(NEAR | {"city.reader"}, NEAR | {"city.reader"}, "signed", done=302),
    "operation:job_create": Page(HANDS, NEAR | {"city.reader"}, "signed"),
    "operation:selfruns": Page(READERS),
    "operation:selfrun": Page(READERS, READERS, "selfrun"),
    "operation:selfrun_create": Page(HANDS, READERS, "asset"),
    "operation:checks": Page(READERS),
    "operation:check": Page(READERS, args=("nobody",)),
}
DECIDERS = frozenset({"county_clerk", "county_head"})
TABLE |= {
    "assets:rounds": Page(READERS),
    "assets:round_create": Page(frozenset({"county_clerk"})),
    "assets:round": Page(READERS, READERS, "round"),
    "assets:round_lines": Page(READERS),
    "assets:round_line": Page(READERS, READERS, "round_line"),
    "assets:line_photo": Page(READERS, READERS, "line_photo"),
    "assets:decide": Page(DECIDERS, done=302),
    "assets:round_homes": Page(HOUSEHOLDS),
    "assets:round_home": Page(HANDS, NEAR, "round_home"),
    "assets:count_sheet": Page(READERS, READERS, "round"),
    "assets:surplus": Page(COUNTERS, READERS, "round"),
    "assets:print_sheet": Page(row="round", done=POSTED),
    "assets:print_report": Page(row="round", done=POSTED),
    "assets:tracing": Page(HANDS, READERS, "old_asset"),
}
ACTS = {
    "assets.submit": HANDS,
    "assets.verify": frozenset({"town_reviewer"}),
    "assets.send_back": frozenset({"town_reviewer"}),
    "assets.enter_ledger": frozenset({"county_head"}),
    "assets.reject": frozenset({"county_head"}),
    "assets.hold": frozenset({"county_head"}),
    "assets.release": frozenset({"county_head"}),
    "assets.retire": frozenset({"county_head"}),
}
NOTICE_ACTS = {
    "journal.post_notice": NOTICE_POSTERS,
    "journal.correct_notice": NOTICE_POSTERS,
    "journal.withdraw_notice": NOTICE_POSTERS,
    "journal.take_rows_out": NOTICE_POSTERS,
    "journal.refuse_notice": NOTICE_POSTERS,
    "journal.drop_notice": HANDS,
}
ANSWERS = {"journal.answer_objection": frozenset({"town_reviewer", "county_clerk", "county_head"})}
HEAD = frozenset({"county_head"})
TITLE_ACTS = {
    "ownership.propose": HANDS,
    "ownership.review": frozenset(),  # no department is named for a road
    "ownership.send_back": frozenset(),
    "ownership.confirm": HEAD,
    "ownership.reject": HEAD,
    "ownership.issue": frozenset({"county_clerk"}),
    "ownership.hand_over": frozenset({"town_clerk", "county_clerk"}),
    "ownership.book": frozenset({"town_clerk", "county_clerk"}),
    "ownership.dispute": frozenset({"town_clerk", "county_clerk"}),
    "ownership.decide": HEAD,
    "ownership.ask_end": HANDS,
    "ownership.extinguish": HEAD,
    "ownership.refuse_end": HEAD,
}
AGREEMENT_ACTS = {
    "operation.decide": HANDS,
    "operation.send_back": SIGNERS,
    "operation.sign": SIGNERS,
    "operation.expire": SIGNERS,
    "operation.close_renewed": SIGNERS,
    "operation.dissolve": SIGNERS,
    "operation.breach": SIGNERS,
    "operation.amend": SIGNERS,
    "operation.refuse_amendment": SIGNERS,
}
NEAR_AND_CITY = NEAR | {"city.reader"}
TABLE |= {
    "operation:dues": Page(READERS),
    "operation:due": Page(NEAR_AND_CITY, NEAR_AND_CITY, "due"),
    "operation:receipts": Page(READERS),
    "operation:receive_for": Page(CLERKS),
    "operation:receive": Page(HANDS, NEAR_AND_CITY, "agreement"),
    "operation:receipt": Page(NEAR_AND_CITY, NEAR_AND_CITY, "receipt"),
    "operation:evidence": Page(NEAR, NEAR_AND_CITY, "receipt"),
    "operation:arrears": Page(READERS),
    "operation:demand": Page(done=POSTED),
}
DUE_ACTS = {
    "operation.fix": HANDS,
    "operation.unfix": HANDS,
    "operation.waive": SIGNERS,
    "operation.restore": SIGNERS,
    "operation.charge_late_fee": HANDS,
}
RECEIPT_ACTS = {"operation.void": HANDS, "operation.use_ahead": HANDS}
TABLE |= {f"journal:perform {act}": Page(may, NEAR_AND_CITY, "due", (act,)) for act, may in DUE_ACTS.items()}
TABLE |= {
    f"journal:perform {act}": Page(may, NEAR_AND_CITY, "receipt", (act,)) for act, may in RECEIPT_ACTS.items()
}
TABLE |= {
    f"journal:perform {act}": Page(may, NEAR | {"city.reader"}, "agreement", (act,))
    for act, may in AGREEMENT_ACTS.items()
}
SELF_ACTS = {
    "operation.confirm_self": SIGNERS,
    "operation.refuse_self": SIGNERS,
    "operation.withdraw_self": HANDS,
    "operation.end_self": SIGNERS,
}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "selfrun", (act,)) for act, may in SELF_ACTS.items()}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "title", (act,)) for act, may in TITLE_ACTS.items()}
POST_ACTS = {
    "custody.review": POST_HANDS,
    "custody.approve": frozenset({"town_reviewer"}),
    "custody.return_to_village": frozenset({"town_reviewer"}),
    "custody.file": frozenset({"county_clerk"}),
    "custody.take_up": POST_HANDS,
    "custody.leave": POST_HANDS,
    "custody.decline": POST_HANDS,
}
TABLE |= {f"journal:perform {act}": Page(may, NEAR, "engagement", (act,)) for act, may in POST_ACTS.items()}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "asset", (act,)) for act, may in ACTS.items()}
TABLE |= {
    f"journal:perform {act}": Page(may, NEAR | {"city.reader"}, "notice", (act,))
    for act, may in NOTICE_ACTS.items()
}
TABLE |= {
    f"journal:perform {act}": Page(may, OBJECTION_READERS, "objection", (act,))
    for act, may in ANSWERS.items()
}
CONFIRMERS = frozenset({"town_reviewer", "county_head"})
DUTY_ACTS = {
    "custody.begin": CONFIRMERS,
    "custody.send_back": CONFIRMERS,
    "custody.withdraw": HANDS,
    "custody.end": HANDS,
}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "duty", (act,)) for act, may in DUTY_ACTS.items()}
GOING = frozenset({"village_clerk", "town_clerk", "department_clerk"})
MENDING = GOING - {"department_clerk"}
JUDGES = frozenset({"town_reviewer", "county_head"})
TABLE |= {
    "patrols:list": Page(READERS),
    "patrols:due": Page(READERS),
    "patrols:places": Page(READERS),
    "patrols:walk": Page(GOING),
    "patrols:repairs": Page(READERS),
    "patrols:new": Page(GOING, READERS, "asset"),
    "patrols:panel": Page(READERS, READERS, "asset", done=302),
    "patrols:repair_new": Page(GOING, READERS, "asset"),
    "patrols:patrol": Page(READERS, READERS, "patrol"),
    "patrols:photo": Page(READERS, READERS, "patrol_photo"),
    "patrols:repair": Page(READERS, READERS, "repair"),
    "patrols:repair_edit": Page(MENDING, READERS, "repair"),
    "patrols:repair_photo": Page(READERS, READERS, "repair_photo"),
}
TEACHERS = frozenset({"department_clerk", "county_clerk"})
SUPERVISORS = frozenset({"department_clerk", "department_reviewer", "county_clerk", "county_head"})
SUPERVISORS |= {"discipline", "auditor", "city.auditor"}
TABLE |= {
    "training:list": Page(READERS),
    "training:create": Page(TEACHERS),
    "training:training": Page(READERS, READERS, "training"),
    "training:sheet": Page(SUPERVISORS, READERS, "training"),
}
TRAINING_ACTS = {"custody.void_training": TEACHERS}
PATROL_ACTS = {"custody.void": JUDGES}
REPAIR_ACTS = {
    "custody.report_repaired": MENDING,
    "custody.accept": JUDGES,
    "custody.send_back_repair": JUDGES,
    "custody.cancel_repair": JUDGES,
}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "patrol", (act,)) for act, may in PATROL_ACTS.items()}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "repair", (act,)) for act, may in REPAIR_ACTS.items()}
TABLE |= {
    f"journal:perform {act}": Page(may, READERS, "training", (act,)) for act, may in TRAINING_ACTS.items()
}
ROUND_ACTS = {"assets.close_round": frozenset({"county_head"})}
TABLE |= {f"journal:perform {act}": Page(may, READERS, "round", (act,)) for act, may in ROUND_ACTS.items()}
OPEN = {"tenancy:login", "certificate", "alive", "ready", "scan"}
OPEN |= {f"public:{name}" for name in ("index", "county", "notice", "body", "objection", "receipt")}
WORKBOOK = Path(__file__).parent / "data" / "published" / "河南修武县_项目资产.xlsx"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def world_of(django_db_setup, django_db_blocker):
    """{county: {kind: arguments of its address}}, made once: what a test of this module does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: made_in(Place(code)) for code in (HERE, THERE)}
        transaction.set_rollback(True)


def made_in(place):
    """`made`, looking from the county itself."""
    with scope(county_scope(place.code)):
        return made(place)


def made(place):
    """A row of each kind in a county: {kind: arguments of its address}."""
    asset, clerk = place.asset(), place.town_clerk
    with place.scope(clerk):
        project = projects.add_project(
            by=clerk,
            unit=place.town,
            name="示例项目",
            fund_year=2019,
            budget=100,
            town_id=place.towns[0],
            implementing_dept=place.department,
        )
        paper = documents.store(
            SimpleUploadedFile("验收单.pdf", PDF), by=place.county_clerk, county=place.code
        )
        paper = actions.attach(asset, by=place.county_clerk, document=paper, kind="acceptance")
        job = Job.objects.create(county_id=place.code, by=place.county_clerk, kind="probe", key="probe")
        sheet = SimpleUploadedFile("修武县.xlsx", WORKBOOK.read_bytes())
        batch = steps.upload(sheet, resource="assets", by=place.county_clerk, unit=place.office)
        field = fields.define(
            unit=place.office, by=place.county_clerk, label="管护人数", reporting="", kind="integer"
        )
        bulk = ledger_bulk.stage(
            Asset.objects.filter(pk=asset.pk), by=place.county_clerk, county=place.code, act="assets.amend"
        )
        kept = SavedFilter.objects.create(
            county_id=place.code, owner=place.county_clerk, unit=place.office, name="闲置", sharing="county"
        )
    jobs.run(place.code, batch.job_id)
    with place.scope(clerk):
        post = Appointment.objects.get(user=clerk)
    keys = {
        "bulk": [bulk.pk],
        "filter": [kept.pk],
        "field": [field.pk],
        "asset": [asset.pk],
        "paper": [asset.pk, paper.pk],
        "project": [project.pk],
        "job": [job.pk],
        "export": [export(place, job).pk],
        "print": [paper_of(place, job).pk],
    }
    notice = proved(place, posted(place), end=False)
    objection, _ = objected(place, notice)
    keys |= {"notice": [notice.pk], "photo": [notice.pk, "start"], "objection": [objection.pk]}
    keys |= inventory(place)
    keys |= titled(place)
    keys |= cared(place)
    keys |= posted_for(place)
    keys |= looked_at(place)
    keys |= agreed(place)
    keys |= owed(place)
    keys |= registered(place) | {"labels": [labels(place, asset, job).pk]}
    return (
        keys
        | {"person": [place.village_clerk.pk], "post": [post.pk], "": []}
        | {
            "batch": [batch.pk],
            "cell": [batch.pk, 4, 4],
        }
    )


def titled(place):
    """A title of a village's road, and one that the county government decided."""
    title, decided = place.title(), place.title_in("disputed")
    paper = SimpleUploadedFile("决定.pdf", PDF)
    told = {"decision_number": "修政〔2020〕12号", "decision_on": "2020-08-01", "file": paper}
    with place.scope():
        titles.decide(decided, by=place.county_head, **told)
    return {"title": [title.pk], "decided": [decided.pk]}


def cared(place):
    """A duty that waits to be confirmed, and one that was handed over."""
    duty, handed = place.duty(), place.duty_in("handed_over").handover
    return {"duty": [duty.pk], "handover": [handed.pk], "signature": [handed.pk, "giver"]}


def posted_for(place):
    """A welfare post of the village, somebody who asks for it, and somebody who was reviewed."""
    at = post(place)
    waiting, voted = applied(place, at), engagement_in(place, "reviewed", at, name="秦试二")
    return {"welfare_post": [at.pk], "engagement": [waiting.pk], "minutes": [voted.pk, "minutes"]}


def looked_at(place):
    """A look that found a damage, and its repair order with a photo of its own."""
    patrol = patrolled(place, place.asset_in("ledger", name="巡查的道路"), "damaged")
    repair = ordered(place, photos=[scene()])
    with place.scope():
        photo, before = patrol.photos.get(), repair.photos.get()
    return {
        "patrol": [patrol.pk],
        "patrol_photo": [patrol.pk, photo.pk],
        "repair": [repair.pk],
        "repair_photo": [repair.pk, before.pk],
        "training": [held(place, sheet=scene()).pk],
    }


def agreed(place):
    """An agreement that is drafted, another with its minutes, an operator, and one that is sanctioned."""
    asset = workshop(place)
    draft, chosen = drafted(place, asset), decided(place, drafted(place, asset))
    told = {"offence": "breach", "facts": "拖欠租金", "decision_number": "修扶贫办〔2020〕9号"}
    barred = operator(place, name="顺达加工厂", credit_code="92410821MA40N3QL4B")
    with place.scope():
        held = operators.sanction(
            barred, by=place.county_head, from_on="2020-09-20", to_on=None, file=scan(), **told
        )
    return {
        "agreement": [draft.pk],
        "agreement_minutes": [chosen.pk, "minutes"],
        "operator": [draft.operator_id],
        "sanction": [held.pk],
        "selfrun": [declared(place).pk],
    } | worked(place)


def worked(place):
    """An agreement that is signed, and somebody's work under it."""
    row = work_of(place)
    return {"local_job": [row.pk], "signed": [row.agreement_id]}


def owed(place):
    """A due that is late, and a receipt with its evidence that pays part of it."""
    due = late_due(place)
    receipt = received(place, due.agreement, amount=8000, file=scan("回单.pdf"))
    row = proposed(place, due.agreement)
    with place.scope():
        paper = [row.pk, row.amendments.get().pk]
    return {"due": [due.pk], "receipt": [receipt.pk], "amendment_paper": paper}


def export(place, job):
    """A file that the county's clerk asked for."""
    clerk = place.county_clerk
    with place.scope():
        post = Appointment.objects.get(user=clerk)
        given = {"resource": "assets", "layout": "all", "format": "xlsx", "name": "台账.xlsx", "job": job}
        return Export.objects.create(county_id=place.code, by=clerk, post=post, **given)


def paper_of(place, job):
    """A document that the county's clerk had printed."""
    clerk = place.county_clerk
    with place.scope():
        post = Appointment.objects.get(user=clerk)
        given = {"kind": prints.register.name, "name": "登记表.pdf", "job": job}
        return Print.objects.create(county_id=place.code, by=clerk, post=post, **given)


def labels(place, asset, job):
    """Labels that the county's clerk asked for."""
    clerk = place.county_clerk
    with place.scope():
        post = Appointment.objects.get(user=clerk)
        given = {"sheet": "a4_3x8", "assets": [asset.pk], "job": job}
        return LabelRun.objects.create(county_id=place.code, by=clerk, post=post, **given)


def inventory(place):
    """A round with a line that was counted and photographed, a thing of a household, and an asset from before 2016."""
    home = household(place, householder="试二")
    known = place.asset_in("ledger", name="清查的道路")
    row = opened(place, towns=[place.towns[0]])
    line = counted(place, line_of(row, known), photo=picture())
    old = place.asset(formed_year=2014, scope="before_2016", tracing="村委会会议记录")
    with place.scope():
        photo, thing = line.photos.get(), row.homes.get(grant__household=home)
    return {
        "round": [row.pk],
        "round_line": [line.pk],
        "line_photo": [line.pk, photo.pk],
        "round_home": [thing.pk],
        "old_asset": [old.pk],
    }


def registered(place):
    """A household of the village with a thing it got, and a subsidy of the township."""
    grant = {"name": "母牛", "subtype": "D01", "amount": 5000, "year": 2019}
    home = {"town_id": place.towns[0], "village_id": place.villages[0], "kind": "lifted_out"}
    paid = {"kind": "interest", "name": "贴息", "year": 2019, "amount": 1}
    with place.scope():
        home = registers.register_household(
            by=place.village_clerk, unit=place.village, householder="试一", grant=grant, **home
        )
        paid = registers.register_subsidy(by=place.town_clerk, unit=place.town, **paid)
        return {"household": [home.pk], "grant": [home.grants.get().pk], "subsidy": [paid.pk]}


def address(name, page, row):
    return reverse(name.split()[0], args=[*page.args, *row])


def sign_in(client, here, city, who):
    place, _, name = who.rpartition(".")
    return client.as_(getattr(city if place else here, name))


def test_every_address_is_in_the_table():
    told = {name.split()[0] for name in TABLE} | OPEN
    assert set(every_name()) == told


def test_every_transition_is_in_the_table():
    known = [
        ACTS,
        NOTICE_ACTS,
        ANSWERS,
        ROUND_ACTS,
        TITLE_ACTS,
        DUTY_ACTS,
        POST_ACTS,
        PATROL_ACTS,
        REPAIR_ACTS,
        AGREEMENT_ACTS,
        DUE_ACTS,
        RECEIPT_ACTS,
        TRAINING_ACTS,
        SELF_ACTS,
    ]
    assert set(REGISTRY) == {act for acts in known for act in acts}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_gets_what_the_table_says(world_of, here, city, client, who):
    rows = world_of[HERE]
    sign_in(client, here, city, who)
    found = {
        name: client.get(address(name, page, rows[page.row])).status_code for name, page in TABLE.items()
    }
    assert found == {name: page.answer(who) for name, page in TABLE.items()}


@pytest.mark.parametrize("who", ["county_clerk", "county_head"])
def test_every_form_on_a_page_carries_its_token(world_of, here, client, who):
    rows = world_of[HERE]
    client.as_(getattr(here, who))
    for name, page in TABLE.items():
        told = b"".join(client.get(address(name, page, rows[page.row])))
        assert b'name="csrfmiddlewaretoken" value=""' not in told, name


@pytest.mark.parametrize("who", sorted(COUNTY))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_of_another_county_is_not_there(world_of, here, city, client, who, method):
    rows = world_of[THERE]
    sign_in(client, here, city, who)
    before = entries()
    found = {
        name: getattr(client, method)(address(name, page, rows[page.row])).status_code
        for name, page in TABLE.items()
        if page.row
    }
    assert set(found.values()) <= {404, POSTED} and entries() == before


@pytest.mark.parametrize("who", ["county_clerk", "admin", "city.reader"])
def test_a_row_that_never_was_is_not_there(here, city, client, who):
    sign_in(client, here, city, who)
    for name, page in TABLE.items():
        if page.row:
            gone = [2**40] * len(made_of(page.row))
            assert client.get(address(name, page, gone)).status_code in {404, POSTED}, name


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_without_the_verb_nothing_is_done(world_of, here, city, client, who):
    rows = world_of[HERE]
    sign_in(client, here, city, who)
    before = entries()
    for name, page in TABLE.items():
        if page.row and page.answer(who) in (403, 404):
            answer = client.post(address(name, page, rows[page.row]), {"reason": "试试"})
            assert answer.status_code == page.answer(who), name
    assert entries() == before


def test_a_visitor_is_sent_to_the_door(world_of, here, client):
    rows = world_of[HERE]
    for name, page in TABLE.items():
        answer = client.get(address(name, page, rows[page.row]))
        assert answer.status_code == 302 and answer["Location"].startswith("/account/login/"), name


def test_a_fragment_sends_the_whole_page_to_the_door(here, client):
    answer = client.get(reverse("assets:list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/")


def test_a_person_without_a_post_sees_nothing(here, client):
    asset = here.asset()
    people.end_post(Appointment.objects.get(user=here.county_clerk), by=here.admin, reason="调离")
    client.as_(here.county_clerk)
    assert "没有在任的岗位" in client.get(reverse("journal:todo")).content.decode()
    assert client.get(asset.get_absolute_url()).status_code == 404
    assert client.get(reverse("assets:list")).status_code == 403


def made_of(kind):
    two = "paper photo line_photo minutes agreement_minutes amendment_paper signature patrol_photo repair_photo".split()
    pairs = dict.fromkeys(two, 2)
    return [0] * (pairs | {"cell": 3}).get(kind, 1)


def entries():
    with scope(SYSTEM):
        return Entry.objects.count()


def every_name(resolver=None, prefix=""):
    """The names of all addresses, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_name(pattern, inner)
        else:
            yield f"{prefix}{pattern.name}"
