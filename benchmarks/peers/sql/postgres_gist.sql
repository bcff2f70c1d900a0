-- PostgreSQL with PostGIS as its manual teaches: geography with a GiST index and ST_DWithin with the person's radius; the other
-- way, where each person has a radius of their own, the box of their reach with a GiST index; b-trees on the keys. Circle
-- and box are taken with a margin; the integers decide.
ALTER TABLE candidates ADD PRIMARY KEY (id), ADD COLUMN at geography(Point, 4326), ADD COLUMN metres double precision,
                       ADD COLUMN reach_box geometry(Polygon, 4326);
UPDATE candidates SET at = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography,
                      metres = 2 * asin(least(1, sqrt(reach) / 2147483648.0)) * 6371008.8 * 1.001 + 10;
UPDATE candidates SET reach_box = ST_Expand(ST_SetSRID(ST_MakePoint(lon, lat), 4326), metres / 110000 / cos(radians(lat)) * 1.05, metres / 110000);
ALTER TABLE offers ADD PRIMARY KEY (id), ADD COLUMN at geography(Point, 4326);
UPDATE offers SET at = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography;
CREATE INDEX offers_at ON offers USING gist (at);
CREATE INDEX candidates_reach ON candidates USING gist (reach_box);
CREATE INDEX practised_candidate ON practised (candidate);
ALTER TABLE items ADD PRIMARY KEY (candidate, item);
ALTER TABLE requirements ADD PRIMARY KEY (offer, item);
ALTER TABLE related ADD PRIMARY KEY (to_occupation, from_occupation);
CREATE INDEX related_from ON related (from_occupation);
VACUUM ANALYZE;

CREATE FUNCTION suggest(person integer) RETURNS TABLE(id integer, score bigint) LANGUAGE plpgsql STABLE ROWS 20 AS $$
DECLARE c candidates;
BEGIN
  SELECT * INTO c FROM candidates WHERE candidates.id = person;
  RETURN QUERY
  WITH reached AS MATERIALIZED (
    SELECT r.to_occupation AS occupation, max(r.points) AS points,
           max(CASE WHEN r.from_occupation = r.to_occupation THEN p.months ELSE 0 END) AS months
    FROM practised p JOIN related r ON r.from_occupation = p.occupation WHERE p.candidate = person GROUP BY 1),
  near AS (
    SELECT o.*, reached.points, reached.months FROM offers o JOIN reached ON reached.occupation = o.occupation
    WHERE ST_DWithin(o.at, c.at, c.metres, false)
      AND (o.x - c.x) * (o.x - c.x) + (o.y - c.y) * (o.y - c.y) + (o.z - c.z) * (o.z - c.z) <= c.reach
      AND (o.licence_mask & ~c.licence_mask) = 0)
  SELECT n.id, n.w_occ * n.points / 10000
    + n.w_comp * (coalesce((SELECT sum(q.weight) FROM requirements q JOIN items i ON i.candidate = person AND i.item = q.item WHERE q.offer = n.id), 0)
                  * 10000 / greatest(n.sum_weights, 1)) / 10000
    + n.w_exp * (least(n.months, n.asked_months) * 10000 / greatest(n.asked_months, 1)) / 10000 AS total
  FROM near n ORDER BY total DESC, n.id LIMIT 20;
END $$;

CREATE FUNCTION shortlist(job integer) RETURNS TABLE(id integer, score bigint) LANGUAGE plpgsql STABLE ROWS 20 AS $$
DECLARE o offers;
BEGIN
  SELECT * INTO o FROM offers WHERE offers.id = job;
  RETURN QUERY
  WITH near AS (
    SELECT c.id FROM candidates c
    WHERE c.reach_box && ST_SetSRID(ST_MakePoint(o.lon, o.lat), 4326)
      AND (o.x - c.x) * (o.x - c.x) + (o.y - c.y) * (o.y - c.y) + (o.z - c.z) * (o.z - c.z) <= c.reach
      AND (o.licence_mask & ~c.licence_mask) = 0),
  open AS (
    SELECT n.id, max(r.points) AS points, max(CASE WHEN r.from_occupation = o.occupation THEN p.months ELSE 0 END) AS months
    FROM near n JOIN practised p ON p.candidate = n.id
    JOIN related r ON r.to_occupation = o.occupation AND r.from_occupation = p.occupation GROUP BY n.id)
  SELECT n.id, o.w_occ * n.points / 10000
    + o.w_comp * (coalesce((SELECT sum(q.weight) FROM requirements q JOIN items i ON i.candidate = n.id AND i.item = q.item WHERE q.offer = job), 0)
                  * 10000 / greatest(o.sum_weights, 1)) / 10000
    + o.w_exp * (least(n.months, o.asked_months) * 10000 / greatest(o.asked_months, 1)) / 10000 AS total
  FROM open n ORDER BY total DESC, n.id LIMIT 20;
END $$;
