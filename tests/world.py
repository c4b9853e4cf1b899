"""Two counties that look alike, here (修武县) and there (博爱县), and their city: the world every test begins in.

Built once, by the real founding and the real acts, then copied for each process (tests/database.py). Each county has
two townships of two villages, its departments, and a person in each kind of post: `here.village_clerk`,
`here.county_head`; where another of the same kind matters, also `here.other_town_reviewer`.
"""

from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone

from assets import actions
from assets.choices import Acquisition, Category, Measure, Scope, Subtype
from custody import actions as custody
from custody.handing import hand_over
from journal import actions as people
from journal.bootstrap import found
from journal.jobs import seal_all
from ownership import actions as ownership
from ownership import owners
from tenancy.models import Region, Unit, User
from tenancy.roles import ROLES
from tenancy.scope import SYSTEM, county_scope, scope
from tests import noticing

Level = Region.Level
PASSWORD = "xiu-wu-bo-ai-2020"
SINCE = date(2020, 9, 20)

HERE, THERE, CITY = 410821, 410822, 4108
# county: its name, and below it {township: its name, and below it {village: its name}}
PLACES = {
    HERE: (
        "修武县",
        {
            410821100: ("城关镇", {410821100201: "东关村民委员会", 410821100202: "刘庄村民委员会"}),
            410821101: ("七贤镇", {410821101200: "方庄村民委员会", 410821101206: "韩庄村民委员会"}),
        },
    ),
    THERE: (
        "博爱县",
        {
            410822101: ("柏山镇", {410822101200: "柏山村民委员会", 410822101208: "上屯村民委员会"}),
            410822102: ("月山镇", {410822102200: "上庄村民委员会", 410822102215: "皂角树村民委员会"}),
        },
    ),
    CITY: ("焦作市", {}),
}
# person: the unit and the role; the administrator is there from the founding
POSTS = {
    "village_clerk": ("village", "village_clerk"),
    "other_village_clerk": ("other_village", "village_clerk"),
    "town_clerk": ("town", "town_clerk"),
    "town_reviewer": ("town", "town_reviewer"),
    "other_town_reviewer": ("other_town", "town_reviewer"),
    "department_clerk": ("department", "department_clerk"),
    "department_reviewer": ("department", "department_reviewer"),
    "other_department_clerk": ("other_department", "department_clerk"),
    "county_clerk": ("office", "county_clerk"),
    "county_head": ("office", "county_head"),
    "discipline": ("discipline_office", "discipline"),
    "auditor": ("audit_office", "auditor"),
}
CITY_POSTS = {
    "reader": ("office", "city_reader"),
    "finance_reader": ("finance_office", "city_reader"),
    "discipline": ("discipline_office", "discipline"),
    "auditor": ("audit_office", "auditor"),
}
# unit: the end of its code, after the county's; those of townships and villages are their region's
UNITS = {
    "office": "",
    "department": "-transport",
    "other_department": "-agriculture",
    "finance_office": "-finance",
    "discipline_office": "-discipline",
    "audit_office": "-audit",
}
CITY_UNITS = {
    "office": "",
    "finance_office": "-finance",
    "discipline_office": "-city_discipline",
    "audit_office": "-city_audit",
}
# the hands through which an asset comes into a state
HANDS = {
    "submitted": ("submit", "village_clerk", {}),
    "verified": ("verify", "town_reviewer", {}),
    "ledger": ("enter_ledger", "county_head", {}),
    "retired": ("retire", "county_head", {"reason": "到期报废"}),
}

TITLE_HANDS = {
    "proposed": ("propose", "town_clerk", {}),
    "reviewed": ("review", "department_reviewer", {}),
    "confirmed": ("confirm", "county_head", {}),
    "certificated": ("issue", "county_clerk", {}),
    "handed_over": ("hand_over", "town_clerk", {}),
    "disputed": ("dispute", "town_clerk", {"reason": "两村对四至有争议"}),
    "end asked": ("ask_end", "town_clerk", {"reason": "登记有误"}),
    "extinguished": ("extinguish", "county_head", {}),
}
# what lies before a state; a title is shown to the people between, and reviewed where a department is named
TITLE_WAYS = {
    "draft": [],
    "proposed": ["proposed"],
    "reviewed": ["proposed", "shown", "reviewed"],
    "confirmed": ["proposed", "shown", "reviewed", "confirmed"],
    "certificated": ["proposed", "shown", "reviewed", "confirmed", "certificated"],
    "handed_over": ["proposed", "shown", "reviewed", "confirmed", "certificated", "handed_over"],
    "disputed": ["disputed"],
    "extinguished": ["end asked", "extinguished"],
}

# the hands through which a duty comes into a state, and what each is told
DUTY_WAYS = {
    "draft": [],
    "in_force": ["begin"],
    "handed_over": ["begin", "hand_over"],
    "ended": ["begin", "end"],
    "withdrawn": ["withdraw"],
}
DUTY_HANDS = {"begin": "town_reviewer", "end": "village_clerk", "withdraw": "village_clerk"}


class Place:
    """A county of the world, or its city: units and people by name, its scope, and assets made by the right hands."""

    def __init__(self, code):
        self.code = code
        self.name, towns = PLACES[code]
        self.towns = list(towns)
        self.villages = [village for _, below in towns.values() for village in below]
        self.posts, ends = (CITY_POSTS, CITY_UNITS) if code == CITY else (POSTS, UNITS)
        self.units = {name: f"{code}{end}" for name, end in ends.items()}
        self.units |= zip(("town", "other_town"), map(str, self.towns), strict=False)
        self.units |= zip(("village", "other_village", "far_village"), map(str, self.villages), strict=False)

    @contextmanager
    def scope(self, user=None):
        """`with there.scope(): …` is a transaction in this county, for a person where one is given."""
        with scope(county_scope(self.code, user and user.pk)), transaction.atomic():
            yield self

    def person(self, name):
        """The person of this post, read afresh: village_clerk, town_reviewer, admin …"""
        with scope(SYSTEM), transaction.atomic():
            return User.objects.get(username=f"{self.code}.{name}")

    def unit(self, name):
        """The unit of this name: office, department, town, village …"""
        with scope(SYSTEM), transaction.atomic():
            return Unit.objects.select_related("region", "county").get(
                county_id=self.code, code=self.units[name]
            )

    def __getattr__(self, name):
        if name not in {*self.posts, *self.units, "admin"}:
            raise AttributeError(name)
        found = self.unit(name) if name in self.units else self.person(name)
        setattr(self, name, found)
        return found

    def asset(self, by=None, **fields):
        """A complete draft of the first village, entered by its clerk; `fields` go before the usual ones."""
        with self.scope():
            return actions.register(by=by or self.village_clerk, **self.usual() | fields)

    def title(self, asset=None, by=None, **fields):
        """A draft that gives an asset of the ledger to the first village; `fields` go before the usual ones."""
        asset = asset or self.asset_in("ledger")
        usual = {"whole": 1, "shares": [owners.of_unit(self.village)], "basis": "benefit"}
        with self.scope():
            return ownership.draft(asset, by=by or self.town_clerk, **usual | fields)

    def title_in(self, state, asset=None, **fields):
        """A title that went its way to this state."""
        title = self.title(asset, **fields)
        for reached in TITLE_WAYS[state]:
            if reached == "shown":
                noticing.over(self, [title], kind="ownership.title")
            elif reached != "reviewed" or title.reviewer_id:
                name, hand, data = TITLE_HANDS[reached]
                with self.scope():
                    title = getattr(ownership, name)(title, by=getattr(self, hand), **data)
                assert title.state == reached or reached == "end asked"
        return title

    def struck_off(self, title, reason="登记有误"):
        """The title after its clerk asked to strike it off and the county's head did."""
        with self.scope():
            title = ownership.ask_end(title, by=self.town_clerk, reason=reason)
            return ownership.extinguish(title, by=self.county_head)

    def confirmed(self, **fields):
        """An asset of the ledger whose title is confirmed."""
        asset = self.asset_in("ledger", **fields)
        self.title_in("confirmed", asset)
        return asset

    def duty(self, asset=None, by=None, **fields):
        """A draft by which the first village looks after an asset with a confirmed title."""
        asset = asset or self.confirmed()
        usual = {
            "kind": "care",
            "regime": "village",
            "body_name": "城关镇东关村" if self.code == HERE else "柏山镇柏山村",
            "custodian": "王守田",
            "phone": "13800001234",
            "from_on": date(2020, 10, 1),
            "fund_source": "collective",
            "fund_amount": 1200,
        }
        with self.scope():
            return custody.draft(asset, by=by or self.village_clerk, **usual | fields)

    def duty_in(self, state, asset=None, **fields):
        """A duty that went its way to this state."""
        duty = self.duty(asset, **fields)
        for step in DUTY_WAYS[state]:
            with self.scope():
                if step == "hand_over":
                    self.handed(duty)
                    duty = type(duty).objects.select_related("unit", "asset").get(pk=duty.pk)
                else:
                    told = {"end": {"on": timezone.localdate()}, "begin": {}}.get(step, {})
                    told |= {} if step == "begin" else {"reason": "人员变动"}
                    duty = getattr(custody, step)(duty, by=getattr(self, DUTY_HANDS[step]), **told)
        assert duty.state == state
        return duty

    def handed(self, *duties, by=None, **told):
        """The hand-over of these duties to another person today, signed by both."""
        usual = {"on": timezone.localdate(), "taker": "李接任", "keeper": "post"}
        usual |= {"giver_signature": noticing.photo(), "taker_signature": noticing.photo()}
        with self.scope():
            return hand_over(list(duties), by=by or self.village_clerk, **usual | told)

    def usual(self):
        """What actions.register is told of a plain road of the first village."""
        return {
            "unit": self.village,
            "name": "东关至刘庄道路",
            "category": Category.PUBLIC,
            "subtype": Subtype.ROAD,
            "scope": Scope.FISCAL,
            "formed_year": 2019,
            "acquisition": Acquisition.BUILT,
            "town_id": self.towns[0],
            "village_id": self.villages[0],
            "implementing_dept": self.department,
            "supervising_dept": self.other_department,
            "quantity": 2,
            "measure": Measure.KILOMETRE,
            "original_value": 860_000,
        }

    def asset_in(self, state, **fields):
        """An asset that went its way to this state: draft, submitted, verified, ledger or retired."""
        asset = self.asset(**fields)
        with self.scope():
            for reached, (name, hand, data) in HANDS.items():
                if asset.state == state:
                    break
                asset = getattr(actions, name)(asset, by=getattr(self, hand), **data)
                assert asset.state == reached
        return asset


def build():
    """Fill an empty database with the world."""
    for code in (CITY, HERE, THERE):
        place = Place(code)
        found(list(_regions(code)), username=f"{code}.admin", name=f"{place.name}管理员", password=PASSWORD)
        with place.scope():
            for name, (unit, role) in place.posts.items():
                _invite(place, name, getattr(place, unit), role)
    with scope(SYSTEM), transaction.atomic():
        User.objects.update(must_change_password=False)
    seal_all()


def _regions(code):
    name, towns = PLACES[code]
    if code == CITY:
        yield Region(code=CITY, name=name, level=Level.CITY)
        return
    yield Region(code=code, name=name, level=Level.COUNTY, parent_id=CITY)
    for town, (title, villages) in towns.items():
        yield Region(code=town, name=title, level=Level.TOWN, parent_id=code)
        for village, committee in villages.items():
            yield Region(code=village, name=committee, level=Level.VILLAGE, parent_id=town)


def _invite(place, name, unit, role):
    known_as = ("另一" if name.startswith("other_") else "") + ROLES[role].label
    people.invite(
        username=f"{place.code}.{name}",
        name=f"{place.name}{known_as}",
        unit=unit,
        role=role,
        from_on=SINCE,
        by=place.admin,
        password=PASSWORD,
    )
