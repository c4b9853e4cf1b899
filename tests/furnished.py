"""A row of each kind in a county, for tests that open every address."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from assets import actions, projects, registers
from assets import bulk as ledger_bulk
from assets.custom import actions as fields
from assets.models import Asset, LabelRun, SavedFilter
from journal import documents, jobs
from journal.imports import steps
from journal.models import Export, Job, Print
from operation import operators
from ownership import actions as titles
from ownership import prints
from tenancy.models import Appointment
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

WORKBOOK = Path(__file__).parent / "data" / "published" / "河南修武县_项目资产.xlsx"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def made(place):
    """A row of each kind in a county: {kind: arguments of its address}."""
    asset = place.asset()
    with place.scope():
        job = Job.objects.create(county_id=place.code, by=place.county_clerk, kind="probe", key="probe")
        post = Appointment.objects.get(user=place.town_clerk)
    keys = {"": [], "asset": [asset.pk], "job": [job.pk], "post": [post.pk]}
    keys |= {"person": [place.village_clerk.pk], "export": [export(place, job).pk]}
    keys |= {"print": [paper_of(place, job).pk], "labels": [labels(place, asset, job).pk]}
    keys |= brought(place) | filed(place, asset) | listed(place, asset) | noticed(place) | inventory(place)
    keys |= titled(place) | cared(place) | posted_for(place) | looked_at(place)
    return keys | agreed(place) | owed(place) | registered(place)


def brought(place):
    """A workbook that is being asked about, and one of its cells."""
    sheet = SimpleUploadedFile("修武县.xlsx", WORKBOOK.read_bytes())
    with place.scope(place.town_clerk):
        batch = steps.upload(sheet, resource="assets", by=place.county_clerk, unit=place.office)
    jobs.run(place.code, batch.job_id)
    return {"batch": [batch.pk], "cell": [batch.pk, 4, 4]}


def filed(place, asset):
    """A project, and a paper of the asset."""
    clerk, paper = place.town_clerk, SimpleUploadedFile("验收单.pdf", PDF)
    told = {"town_id": place.towns[0], "implementing_dept": place.department}
    with place.scope(clerk):
        project = projects.add_project(
            by=clerk, unit=place.town, name="示例项目", fund_year=2019, budget=100, **told
        )
        paper = documents.store(paper, by=place.county_clerk, county=place.code)
        paper = actions.attach(asset, by=place.county_clerk, document=paper, kind="acceptance")
    return {"project": [project.pk], "paper": [asset.pk, paper.pk]}


def listed(place, asset):
    """A field of the county's own, an act on many rows, and a filter that is kept."""
    clerk, rows = place.county_clerk, Asset.objects.filter(pk=asset.pk)
    with place.scope(place.town_clerk):
        field = fields.define(unit=place.office, by=clerk, label="管护人数", reporting="", kind="integer")
        bulk = ledger_bulk.stage(rows, by=clerk, county=place.code, act="assets.amend")
        kept = SavedFilter.objects.create(
            county_id=place.code, owner=clerk, unit=place.office, name="闲置", sharing="county"
        )
    return {"field": [field.pk], "bulk": [bulk.pk], "filter": [kept.pk]}


def noticed(place):
    """A notice with the picture of its beginning, and an objection."""
    notice = proved(place, posted(place), end=False)
    objection, _ = objected(place, notice)
    return {"notice": [notice.pk], "photo": [notice.pk, "start"], "objection": [objection.pk]}


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
