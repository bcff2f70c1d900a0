-- PostgreSQL tuned for this question: covering b-trees by (occupation, latitude), so that one index-only range a close
-- occupation holds all that decides; people stand there once for each occupation they practised.
ALTER TABLE candidates ADD PRIMARY KEY (id), ADD COLUMN degrees double precision;
UPDATE candidates SET degrees = degrees(2 * asin(least(1, sqrt(reach) / 2147483648.0))) * 1.0005 + 0.0001;
ALTER TABLE offers ADD PRIMARY KEY (id);
CREATE INDEX offers_posting ON offers (occupation, lat)
  INCLUDE (id, x, y, z, licence_mask, asked_months, w_occ, w_comp, w_exp, sum_weights);
CREATE TABLE practised_posting AS
  SELECT p.occupation, c.lat, c.id, p.months, c.x, c.y, c.z, c.reach, c.licence_mask
  FROM practised p JOIN candidates c ON c.id = p.candidate ORDER BY 1, 2, 3;
CREATE INDEX practised_posting_key ON practised_posting (occupation, lat) INCLUDE (id, months, x, y, z, reach, licence_mask);
CREATE INDEX practised_candidate ON practised (candidate) INCLUDE (occupation, months);
CREATE UNIQUE INDEX items_key ON items (candidate, item);
CREATE UNIQUE INDEX requirements_key ON requirements (offer, item) INCLUDE (weight);
CREATE UNIQUE INDEX related_to ON related (to_occupation, from_occupation) INCLUDE (points);
CREATE INDEX related_from ON related (from_occupation) INCLUDE (to_occupation, points);
CLUSTER items USING items_key;
CLUSTER requirements USING requirements_key;
CREATE TABLE bounds AS SELECT max(degrees) AS degrees FROM candidates;
VACUUM ANALYZE;

CREATE FUNCTION suggest(person integer) RETURNS TABLE(id integer, score bigint) LANGUAGE plpgsql STABLE ROWS 20
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE c candidates; held integer[];
BEGIN
  SELECT * INTO c FROM candidates WHERE candidates.id = person;
  SELECT array_agg(item) INTO held FROM items WHERE candidate = person;
  RETURN QUERY
  WITH reached AS MATERIALIZED (
    SELECT r.to_occupation AS occupation, max(r.points) AS points,
           max(CASE WHEN r.from_occupation = r.to_occupation THEN p.months ELSE 0 END) AS months
    FROM practised p JOIN related r ON r.from_occupation = p.occupation WHERE p.candidate = person GROUP BY 1)
  SELECT o.id, o.w_occ * reached.points / 10000
    + o.w_comp * (coalesce((SELECT sum(q.weight) FROM requirements q WHERE q.offer = o.id AND q.item = ANY (held)), 0)
                  * 10000 / greatest(o.sum_weights, 1)) / 10000
    + o.w_exp * (least(reached.months, o.asked_months) * 10000 / greatest(o.asked_months, 1)) / 10000 AS total
  FROM reached JOIN offers o ON o.occupation = reached.occupation AND o.lat BETWEEN c.lat - c.degrees AND c.lat + c.degrees
  WHERE (o.x - c.x) * (o.x - c.x) + (o.y - c.y) * (o.y - c.y) + (o.z - c.z) * (o.z - c.z) <= c.reach
    AND (o.licence_mask & ~c.licence_mask) = 0
  ORDER BY total DESC, o.id LIMIT 20;
END $$;

CREATE FUNCTION shortlist(job integer) RETURNS TABLE(id integer, score bigint) LANGUAGE plpgsql STABLE ROWS 20
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE o offers; furthest double precision;
BEGIN
  SELECT * INTO o FROM offers WHERE offers.id = job;
  SELECT bounds.degrees INTO furthest FROM bounds;
  RETURN QUERY
  WITH open AS MATERIALIZED (
    SELECT p.id, max(r.points) AS points, max(CASE WHEN r.from_occupation = o.occupation THEN p.months ELSE 0 END) AS months
    FROM related r JOIN practised_posting p ON p.occupation = r.from_occupation AND p.lat BETWEEN o.lat - furthest AND o.lat + furthest
    WHERE r.to_occupation = o.occupation
      AND (o.x - p.x) * (o.x - p.x) + (o.y - p.y) * (o.y - p.y) + (o.z - p.z) * (o.z - p.z) <= p.reach
      AND (o.licence_mask & ~p.licence_mask) = 0
    GROUP BY p.id)
  SELECT n.id, o.w_occ * n.points / 10000
    + o.w_comp * (coalesce((SELECT sum(q.weight) FROM items i JOIN requirements q ON q.offer = job AND q.item = i.item WHERE i.candidate = n.id), 0)
                  * 10000 / greatest(o.sum_weights, 1)) / 10000
    + o.w_exp * (least(n.months, o.asked_months) * 10000 / greatest(o.asked_months, 1)) / 10000 AS total
  FROM open n ORDER BY total DESC, n.id LIMIT 20;
END $$;
