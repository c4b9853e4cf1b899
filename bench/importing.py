"""One round of bench/imports.py in a process of its own: `python -m bench.importing ours|floor|peer WORKBOOK`.

Prints as JSON {rows, phases: {name: seconds}, cpu: {who: seconds of processor}, memory: peak MB of this process,
reader: peak MB of its children}.
"""

import json
import os
import resource
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from import_export import fields, resources, widgets
from python_calamine import CalamineWorkbook

from assets.models import Asset, Summary
from assets.resources import AssetResource
from bench import generate
from bench.databases import owner
from bench.workbook import COLUMNS
from journal import jobs
from journal.acts import act
from journal.imports import steps
from journal.imports.checking import find
from tenancy.models import Region, Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

COUNTY = generate.median_county(20_000)
HEAD = 3  # rows of the workbook above the first of data
phases, cpu = {}, {"Python": 0, "reader": 0, "database": 0}


@contextmanager
def phase(name, server=None):
    """Time a phase, and what it takes of the processor; `server`: a psycopg connection other than Django's."""
    began, before = time.perf_counter(), _spent(server)
    yield
    phases[name] = phases.get(name, 0) + time.perf_counter() - began
    for who, seconds in _spent(server).items():
        cpu[who] += seconds - before[who]


def _spent(server):
    """{who: seconds of processor so far}; the server's process is looked up on this machine."""
    server, children = server or connection.connection, resource.getrusage(resource.RUSAGE_CHILDREN)
    told = Path(f"/proc/{server.info.backend_pid}/schedstat").read_text() if server else "0"
    reader = children.ru_utime + children.ru_stime
    return {"Python": time.process_time(), "reader": reader, "database": int(told.split()[0]) / 1e9}


def main(runner, workbook):
    """Run one round and print what it took."""
    rows = RUNNERS[runner](Path(workbook))
    peak = {"memory": _peak(), "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024}
    print(json.dumps({"rows": rows, "phases": phases, "cpu": cpu} | peak))


def _peak():
    """MB this program has held at most; getrusage would tell of the measuring parent, whose peak a child inherits."""
    told = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM"))) // 1024


def ours(workbook):
    """The wizard's steps as a person takes them, its jobs as the worker does them."""
    with scope(SYSTEM), transaction.atomic():
        clerk = User.objects.get(username=generate.CLERK)
        office = Unit.objects.get(county_id=COUNTY, path=f"{COUNTY}/")
    with scope(county_scope(COUNTY, clerk.pk)):
        with phase("upload"):
            file = SimpleUploadedFile(workbook.name, workbook.read_bytes())
            batch = steps.upload(file, resource="assets", unit=office, by=clerk)
        with phase("read"):
            batch = _worked(batch)
        form = AssetResource.TableForm(batch.mapping["suggested"] | {"scope": "fiscal"})
        keys = [column["key"] for column in batch.columns]
        with phase("check"):
            form.is_valid()
            told = {"columns": keys, "table": form.cleaned_data, "money_unit": batch.money_unit}
            batch = _worked(steps.choose(batch, by=clerk, **told))
        assert not batch.wrong, batch.rows.filter(is_wrong=True).first().faults
        with phase("write"):
            told = {"reason": "测量", "as_proposed": True}
            batch = _worked(steps.confirm(batch, by=clerk, seen=batch.digest, **told))
    return batch.written


def _worked(batch):
    """The batch after the job it waits for."""
    jobs.run(batch.county_id, batch.job_id)
    with transaction.atomic():
        return find(batch.pk)


def floor(workbook):
    """Cells read, copied, inserted; nothing checked, no trigger, no foreign key, no journal."""
    with phase("read"):
        cells = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()[HEAD:-1]
    kinds = ", ".join(f"{name} {NUMBERS.get(name, 'text')}" for name in SAID.split())
    with owner(connection.settings_dict["NAME"]) as server, server.transaction():
        server.execute("CREATE TABLE bare (LIKE assets_asset INCLUDING ALL)")
        server.execute("INSERT INTO bare SELECT * FROM assets_asset")
        with phase("copy", server):
            server.execute(f"CREATE TEMP TABLE said ({kinds})")
            with server.cursor().copy("COPY said FROM STDIN") as copy:
                for row in cells:
                    copy.write_row(row)
        with phase("insert", server):
            server.execute(INSERT, {"county": COUNTY})
    return len(cells)


SAID = """serial name project category subtype town village address spec quantity measure year fund_year value fund
doc number implementing supervising holder acquisition status life in_use remark"""
NUMBERS = dict.fromkeys(("serial", "quantity", "year", "fund_year", "value", "life"), "numeric") | {
    "in_use": "date"
}
INSERT = """
INSERT INTO bare (id, county_id, unit_id, state, number, name, category, subtype, scope, scope_reason, formed_year,
    acquisition, donor, valuation_basis, tracing, town_id, village_id, address, holder, spec, quantity, measure,
    original_value, life_years, in_use_on, status, status_reason, remark, return_reason, hold_reason, retire_reason,
    version, created_at, updated_at)
SELECT nextval('assets_asset_id_seq'), %(county)s, 1, 'draft', '', name, 'public', 'G01', 'fiscal', fund, year, 'built',
    '', '', '', %(county)s * 1000 + 100, NULL, address, holder, spec, quantity, 'km', value * 10000, life, in_use,
    'in_use', '', remark, '', '', '', 1, now(), now()
FROM said"""


class PeerResource(resources.ModelResource):
    """The register by the library's own means: a field a column, keys found by name, saved row by row."""

    name = fields.Field("name", "资产名称")
    category = fields.Field("category", "资产类型")
    subtype = fields.Field("subtype", "资产小类")
    town = fields.Field("town", "乡镇", widgets.ForeignKeyWidget(Region, "name"))
    address = fields.Field("address", "详细位置")
    spec = fields.Field("spec", "建设内容及规模")
    quantity = fields.Field("quantity", "数量", widgets.DecimalWidget())
    formed_year = fields.Field("formed_year", "形成年度", widgets.IntegerWidget())
    original_value = fields.Field("original_value", "原值", widgets.DecimalWidget())
    scope_reason = fields.Field("scope_reason", "资金来源")
    holder = fields.Field("holder", "产权归属")
    life_years = fields.Field("life_years", "使用年限", widgets.IntegerWidget())
    in_use_on = fields.Field("in_use_on", "开始使用日期", widgets.DateWidget())
    remark = fields.Field("remark", "备注")

    def after_import(self, dataset, result, **kwargs):
        """Not the library's: it would set the sequence back, which the application may not."""

    class Meta:
        model = Asset
        fields = [
            *("id", "name", "category", "subtype", "town", "address", "spec", "quantity", "formed_year"),
            *("original_value", "scope_reason", "holder", "life_years", "in_use_on", "remark"),
        ]


def peer(workbook):
    """Read by tablib and imported by import_data, inside one act, as the register asks of every change."""
    from tablib import Dataset

    with scope(SYSTEM), transaction.atomic():
        clerk = User.objects.get(username=generate.CLERK)
        office = Unit.objects.get(county_id=COUNTY, path=f"{COUNTY}/")
    codes = {"公益性资产": "public", "经营性资产": "operating"}
    kinds = {
        "道路交通": "G01",
        "供水饮水": "G03",
        "设施农业": "J01",
        "光伏扶贫电站": "J04",
        "扶贫车间": "J05",
    }
    given = {"unit_id": office.pk, "county_id": COUNTY, "scope": "fiscal", "acquisition": "built"}
    with phase("read"):
        sheet = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()[HEAD:-1]
        rows = [[*row[:3], codes[row[3]], kinds[row[4]], *row[5:], ""] for row in sheet]
        dataset = Dataset(*rows, headers=[*COLUMNS, "id"])
    table = PeerResource()
    table.init_instance = lambda row=None: Asset(**given)
    with scope(county_scope(COUNTY, clerk.pk)), act("bench.peer", "测量", by=clerk, county=COUNTY) as entry:
        with phase("import"):
            result = table.import_data(dataset, raise_errors=True)
        entry.about(Summary.objects.first())
    return result.totals["new"]


RUNNERS = {"ours": ours, "floor": floor, "peer": peer}
if __name__ == "__main__":
    main(*sys.argv[1:])
