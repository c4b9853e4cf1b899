INSERT INTO operation_operator (county_id, unit_id, kind, name, credit_code, legal_person, phone, account, address,
    related, remark, version, created_at, updated_at)
SELECT %(county)s, u.id, 'enterprise', '示例' || (n * 7919 %% 100000) || '号农业有限公司', lpad(n::text, 18, '0'), '示例' || n,
    '', '', '', '', '', 1, now(), now()
FROM generate_series(1, 500) n, (SELECT id FROM tenancy_unit WHERE county_id = %(county)s AND kind = 'county_office') u;

INSERT INTO operation_agreement (county_id, unit_id, operator_id, state, number, paper_number, name, rights_duties, mode,
    from_on, to_on, benefit_mechanism, income_distribution, risk_control, value_preservation, income_rule, amount, every,
    first_due_on, deposit, buyback, late_fee, exit_terms, jobs_promised, wages_promised, procedure, platform_number,
    remark, edition, return_reason, end_kind, end_reason, settlement, signed_at, signed_by_id, version, created_at,
    updated_at, deposit_returned, deposit_offset, deposit_kept, deposit_reason)
SELECT %(county)s, units.ids[1 + o.at %% cardinality(units.ids)], o.id, 'in_force',
    %(county)s || 'H2018' || lpad((o.at * %(each)s + k)::text, 6, '0'), '', '示例协议' || (o.at * %(each)s + k), '示例', 'lease',
    '2018-01-01', '2030-12-31', '示例', '示例', '示例', '示例', 'fixed', 12000, 'half', '2018-01-10', 0, '', 0.5, '', 0, 0,
    'village', '', '', 1, '', '', '', '', now(), p.id, 1, now(), now(), 0, 0, 0, ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS at FROM operation_operator WHERE county_id = %(county)s) o,
    generate_series(0, %(each)s - 1) k,
    (SELECT array_agg(id ORDER BY id) AS ids FROM tenancy_unit WHERE county_id = %(county)s AND kind = 'village') units,
    (SELECT min(id) AS id FROM tenancy_user) p;

INSERT INTO operation_due (county_id, unit_id, agreement_id, operator_id, position, kind, state, from_on, to_on, due_on,
    amount, basis, paid, waive_reason, version, created_at)
SELECT %(county)s, a.unit_id, a.id, a.operator_id, n, 'income', 'open', NULL, NULL,
    (date '2018-01-10' + make_interval(months => 6 * (n - 1)))::date, 500 + (a.id * 31 + n * 17) %% 1000, '', 0, '', 1,
    now()
FROM operation_agreement a, generate_series(1, %(periods)s) n WHERE a.county_id = %(county)s;
