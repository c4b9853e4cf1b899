"""Every address and every transition of the site, with who may open it; tests/test_every_url.py holds them to it."""

from dataclasses import dataclass

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
ACTED = set()  # every transition there is


def perform(acts, sees, row):
    """Put in the pages of transitions, {act: who may}, of a kind of row that `sees` see."""
    ACTED.update(acts)
    TABLE.update({f"journal:perform {act}": Page(may, sees, row, (act,)) for act, may in acts.items()})


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
perform(DUE_ACTS, NEAR_AND_CITY, "due")
perform(RECEIPT_ACTS, NEAR_AND_CITY, "receipt")
perform(AGREEMENT_ACTS, NEAR_AND_CITY, "agreement")
SELF_ACTS = {
    "operation.confirm_self": SIGNERS,
    "operation.refuse_self": SIGNERS,
    "operation.withdraw_self": HANDS,
    "operation.end_self": SIGNERS,
}
perform(SELF_ACTS, READERS, "selfrun")
perform(TITLE_ACTS, READERS, "title")
POST_ACTS = {
    "custody.review": POST_HANDS,
    "custody.approve": frozenset({"town_reviewer"}),
    "custody.return_to_village": frozenset({"town_reviewer"}),
    "custody.file": frozenset({"county_clerk"}),
    "custody.take_up": POST_HANDS,
    "custody.leave": POST_HANDS,
    "custody.decline": POST_HANDS,
}
perform(POST_ACTS, NEAR, "engagement")
perform(ACTS, READERS, "asset")
perform(NOTICE_ACTS, NEAR_AND_CITY, "notice")
perform(ANSWERS, OBJECTION_READERS, "objection")
CONFIRMERS = frozenset({"town_reviewer", "county_head"})
DUTY_ACTS = {
    "custody.begin": CONFIRMERS,
    "custody.send_back": CONFIRMERS,
    "custody.withdraw": HANDS,
    "custody.end": HANDS,
}
perform(DUTY_ACTS, READERS, "duty")
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
perform(PATROL_ACTS, READERS, "patrol")
perform(REPAIR_ACTS, READERS, "repair")
perform(TRAINING_ACTS, READERS, "training")
ROUND_ACTS = {"assets.close_round": frozenset({"county_head"})}
perform(ROUND_ACTS, READERS, "round")
OPEN = {"tenancy:login", "certificate", "alive", "ready", "scan"}
OPEN |= {f"public:{name}" for name in ("index", "county", "notice", "body", "objection", "receipt")}
