-- The books of all counties at once. Run by the owner, with the wall, the triggers and the keys of the tables laid
-- aside (bench/generate.py); `share` (county, n, admin) says how many assets each county has.

CREATE TEMP TABLE place AS  -- the villages of each county, numbered
SELECT u.county_id AS county, row_number() OVER (PARTITION BY u.county_id ORDER BY r.code) AS k,
       r.code AS village, r.parent_id AS town, left(r.name, 2) || '村' AS name, u.id AS unit
FROM tenancy_unit u JOIN tenancy_region r ON r.code = u.region_id WHERE r.level = 'village';
CREATE TEMP TABLE dept AS
SELECT county_id AS county, row_number() OVER (PARTITION BY county_id ORDER BY id) AS k, id
FROM tenancy_unit WHERE kind = 'department';
CREATE TEMP TABLE county AS
SELECT s.*, (SELECT count(*) FROM place p WHERE p.county = s.county) AS villages FROM share s;

CREATE TEMP TABLE kind (k int, subtype text, measure text, scale int, words text);
INSERT INTO kind SELECT row_number() OVER (), * FROM (VALUES
    ('G01', 'km', 900, '通村道路硬化工程'), ('G03', 'place', 300, '安全饮水巩固提升工程'), ('J01', 'structure', 200, '蔬菜大棚'),
    ('G02', 'well', 40, '农田灌溉机井'), ('J05', 'm2', 800, '扶贫车间'), ('J04', 'kw', 450, '村级光伏扶贫电站'),
    ('J08', 'share', 500, '入股合作社分红项目'), ('G09', 'm2', 150, '标准化卫生室'), ('G07', 'm2', 120, '文化广场'),
    ('G01', 'km', 700, '田间生产路'), ('J10', 'm2', 650, '肉牛养殖场'), ('G10', 'm2', 400, '党群服务中心'),
    ('J02', 'mu', 250, '四大怀药种植基地'), ('D01', 'head', 20, '能繁母猪'), ('G04', 'structure', 60, '公厕'),
    ('J01', 'structure', 180, '食用菌大棚'), ('J11', 'structure', 900, '冷藏保鲜库'), ('G05', 'set', 90, '变压器及线路改造'),
    ('J03', 'm2', 1200, '石磨面粉加工厂'), ('D03', 'kw', 30, '户用光伏'), ('G06', 'm2', 1500, '小学教学楼'),
    ('J12', 'machine', 110, '联合收割机'), ('J07', 'm2', 800, '乡村旅游民宿'), ('J13', 'm2', 2000, '临街商铺'),
    ('G11', 'set', 70, '宽带网络设备')) words;
ANALYZE place, dept, county, kind;

CREATE TEMP TABLE draft AS  -- in no order of counties: real books too are written side by side
WITH drawn AS (
    SELECT s.*, g, 1 + floor(random() ^ 2 * s.villages)::bigint AS k, 1 + floor(random() ^ 1.6 * 25)::int AS b,
           random() c, random() d, random() e, random() f
    FROM county s, generate_series(1, s.n) g)
SELECT nextval(pg_get_serial_sequence('assets_asset', 'id')) AS id, x.*,
       CASE WHEN f < 0.1 THEN nextval(pg_get_serial_sequence('assets_project', 'id')) END AS project
FROM (SELECT d.county, d.admin, d.g, d.c, d.d, d.f, p.village, p.town, p.unit, k.subtype, k.measure,
             p.name || 2016 + floor(5 * d.e)::int || '年' || k.words AS name,
             CASE left(k.subtype, 1) WHEN 'G' THEN 'public' WHEN 'J' THEN 'operating' ELSE 'household' END AS category,
             2016 + floor(5 * d.e)::int AS year, round((k.scale * 1000 * (0.2 + 3 * d.d ^ 3))::numeric, 2) AS value,
             CASE WHEN d.c < 0.08 THEN 'draft' WHEN d.c < 0.15 THEN 'submitted' WHEN d.c < 0.22 THEN 'verified'
                  WHEN d.c < 0.96 THEN 'ledger' ELSE 'retired' END AS state,
             dept.id AS dept
      FROM drawn d
      JOIN place p ON p.county = d.county AND p.k = d.k
      JOIN dept ON dept.county = d.county AND dept.k = 1 + floor(9 * d.f)::bigint
      JOIN kind k ON k.k = d.b
      ORDER BY d.d) x;

ANALYZE draft;
INSERT INTO assets_project (id, county_id, unit_id, number, name, fund_year, approval_number, kind, nature, town_id, place,
                            scope_text, budget, fund_text, implementing_text, beneficiaries, linkage, version)
SELECT project, county, unit, '', name || '项目', year, '', 'industry', 'new', town, '', '', value, '', '', '', '', 1
FROM draft WHERE project IS NOT NULL;
INSERT INTO assets_fundingline (county_id, project_id, level, kind, amount, document_number)
SELECT county, project, level, 'special', round(value / 2, 2), '豫财农〔' || year || '〕31号'
FROM draft CROSS JOIN (VALUES ('central'), ('province')) levels (level) WHERE project IS NOT NULL;

INSERT INTO assets_asset (id, county_id, unit_id, state, number, name, category, subtype, scope, scope_reason, formed_year,
    acquisition, donor, valuation_basis, tracing, project_id, town_id, village_id, address, holder, implementing_dept_id,
    supervising_dept_id, spec, quantity, measure, original_value, life_years, in_use_on, status, status_reason, remark,
    return_reason, hold_reason, retire_reason, submitted_at, submitted_by_id, verified_at, verified_by_id, entered_at,
    entered_by_id, retired_at, retired_by_id, version, created_at, updated_at)
SELECT id, county, unit, state,
    CASE WHEN entered THEN village || left(subtype, 1) || year || lpad(g::text, greatest(4, length(g::text)), '0') ELSE '' END,
    name, category, subtype, 'fiscal', '', year, 'built', '', '', '', project, town, village, '村委会东侧', '', dept, dept,
    '按批复的实施方案建成并验收合格，配套设施齐全，现由村集体统一管理使用。', 1 + floor(d * 40), measure, value, 10,
    make_date(year, 10, 1), CASE WHEN f > 0.97 THEN 'idle' ELSE 'in_use' END,
    CASE WHEN f > 0.97 THEN '无人承租' ELSE '' END, '', '',
    CASE WHEN f > 0.995 THEN '巡察整改期间冻结' ELSE '' END, '', now(), admin, CASE WHEN c >= 0.15 THEN now() END,
    CASE WHEN c >= 0.15 THEN admin END, CASE WHEN entered THEN now() END, CASE WHEN entered THEN admin END,
    CASE WHEN state = 'retired' THEN now() END, CASE WHEN state = 'retired' THEN admin END, 4,
    now() - make_interval(secs => id % 8000000), now() - make_interval(secs => id % 8000000)
FROM (SELECT *, state IN ('ledger', 'retired') AS entered FROM draft) x ORDER BY id;
INSERT INTO assets_alias (county_id, asset_id, number, origin)
SELECT county_id, id, '豫F' || lpad((id * 7919 % 100000000)::text, 8, '0'), '三资平台' FROM assets_asset WHERE id % 5 = 0;

-- One asset in twenty has its whole history; the pages read one asset's at a time.
CREATE TEMP TABLE told AS
SELECT nextval(pg_get_serial_sequence('journal_entry', 'id')) AS entry, a.id, step, act, label, before, after
FROM assets_asset a CROSS JOIN (VALUES
    (1, 'register', '登记', '', 'draft'), (2, 'submit', '提交审核', 'draft', 'submitted'),
    (3, 'verify', '审核通过', 'submitted', 'verified'), (4, 'enter_ledger', '入账', 'verified', 'ledger'),
    (5, 'amend', '更正', 'ledger', 'ledger')) steps (step, act, label, before, after)
WHERE a.id % 20 = 0 AND a.state IN ('ledger', 'retired') ORDER BY a.id, step;
INSERT INTO journal_entry (id, county_id, at, tx, by_id, by_name, post, act, label, subject_type, subject_id, subject_name,
                           before, after, reason, seen)
SELECT entry, county_id, now(), pg_current_xact_id()::text::bigint, submitted_by_id, '示例人员', '县扶贫办 · 经办人',
       'assets.' || act, label, 'assets.asset', id, name, before, after, CASE step WHEN 5 THEN '按决算审计结果更正原值' ELSE '' END, ''
FROM told JOIN assets_asset a USING (id);
INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, old, new)
SELECT county_id, entry, pg_current_xact_id()::text::bigint, 'assets_asset', CASE step WHEN 1 THEN '+' ELSE '~' END, id,
       CASE WHEN step > 1 THEN to_jsonb(a) || jsonb_build_object('state', before, 'original_value', 1.00) END,
       to_jsonb(a) || jsonb_build_object('state', after)
       || CASE WHEN step < 5 THEN '{"original_value": 1.00}'::jsonb ELSE '{}' END
FROM told JOIN assets_asset a USING (id);

INSERT INTO assets_summary (county_id, town_code, category, state, n, value)
SELECT county_id, town_id, category, state, count(*), sum(original_value) FROM assets_asset GROUP BY 1, 2, 3, 4;
