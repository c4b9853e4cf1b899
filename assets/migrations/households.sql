-- As in labels.sql, but for numbers whose place is a village (assets/rules/numbers.py, tells_no_village): those given
-- before, and those of an asset that became a household's afterwards.
SET LOCAL ROLE journal_writer; -- its owner
CREATE OR REPLACE FUNCTION assets_public_household(county bigint, code text)
RETURNS TABLE (number text, category text, subtype text, state text, status text, formed_year int, town_id bigint,
               implementing_dept_id bigint, supervising_dept_id bigint, quantity numeric, measure text,
               original_value numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.number, a.category, a.subtype, a.state, a.status, a.formed_year, a.town_id, a.implementing_dept_id,
           a.supervising_dept_id, a.quantity, a.measure, a.original_value
    FROM assets_asset a WHERE a.county_id = county AND a.number = code AND a.category = 'household'
    AND substr(a.number, 10, 3) = '000' $$;
RESET ROLE;
