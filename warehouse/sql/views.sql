-- Views for analysts, made anew whenever a file is opened for writing.

CREATE OR REPLACE VIEW coded AS
SELECT m.*, a.outlet, a.title, a.url, a.published_at, a.cluster_id,
    array_to_string(m.initiator, ', ') AS who, array_to_string(m.recipient, ', ') AS whom
FROM mentions AS m JOIN articles AS a USING (article_id);
COMMENT ON VIEW coded IS 'Mentions with the article that they stand in; who and whom are the parties in one text.';

CREATE OR REPLACE VIEW negotiations AS
SELECT date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, sentence, outlet, title,
    published_at, url, confidence, initiator, recipient, date_from, date_to, mention_id, article_id, run_id
FROM coded WHERE kind = 'negotiation';
COMMENT ON VIEW negotiations IS 'One row a mention of a negotiation, with its evidence and its article.';

CREATE OR REPLACE VIEW operations AS
SELECT date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, latitude, longitude,
    sentence, outlet, title, published_at, url, confidence, initiator, recipient, date_from, date_to, mention_id, article_id,
    run_id
FROM coded WHERE kind = 'operation';
COMMENT ON VIEW operations IS 'One row a mention of a military operation, with its evidence and its article.';

CREATE OR REPLACE VIEW daily_counts AS
SELECT published_at::DATE AS day, kind, event_type, stage, count(*) AS mentions, count(DISTINCT article_id) AS articles,
    count(DISTINCT outlet) AS outlets
FROM coded GROUP BY ALL;
COMMENT ON VIEW daily_counts IS 'Mentions by day of publication (UTC), kind, type and stage.';

CREATE OR REPLACE VIEW dyads AS
WITH doers AS (
    SELECT mention_id, article_id, kind, stage, quad, published_at, unnest(initiator) AS doer,
        CASE WHEN len(recipient) > 0 THEN recipient ELSE initiator END AS others
    FROM coded
),
pairs AS (SELECT *, unnest(others) AS other FROM doers)
SELECT date_trunc('week', published_at)::DATE AS week, doer AS initiator, other AS recipient, kind, stage, quad,
    count(DISTINCT mention_id) AS mentions, count(DISTINCT article_id) AS articles
FROM pairs WHERE doer <> other GROUP BY ALL;
COMMENT ON VIEW dyads IS 'Directed pairs of parties by week; in a mutual act each pair stands in both directions.';

CREATE OR REPLACE VIEW negotiation_timeline AS
WITH pairs AS (
    SELECT mention_id, list_sort(list_distinct(list_concat(initiator, recipient))) AS parties FROM negotiations
)
SELECT p.parties[1] AS party, p.parties[2] AS other_party, coalesce(n.date_from, n.published_at::DATE) AS day, n.stage,
    n.speaker, n.speaker_name, n.via, n.place, n.outlet, n.sentence, n.url, n.mention_id
FROM pairs AS p JOIN negotiations AS n USING (mention_id)
WHERE len(p.parties) = 2
ORDER BY ALL;
COMMENT ON VIEW negotiation_timeline IS 'What was said of the negotiations of each pair of parties, in the order of the days.';

CREATE OR REPLACE VIEW outlet_coverage AS
SELECT a.outlet, count(DISTINCT a.article_id) AS articles, count(DISTINCT m.article_id) AS articles_with_mentions,
    count(m.mention_id) FILTER (m.kind = 'negotiation') AS negotiations,
    count(m.mention_id) FILTER (m.kind = 'operation') AS operations, min(a.published_at) AS first_published_at,
    max(a.published_at) AS last_published_at
FROM articles AS a LEFT JOIN mentions AS m USING (article_id) GROUP BY a.outlet;
COMMENT ON VIEW outlet_coverage IS 'What each outlet brought.';

CREATE OR REPLACE VIEW feed_health AS
SELECT f.outlet, f.url, s.status, s.failures, s.last_error, s.last_polled_at, s.last_success_at, s.last_changed_at,
    s.next_poll_at, count(e.entry_id) AS entries, max(e.published_at) AS last_entry_at,
    count(e.entry_id) FILTER (e.state = 'pending') AS pending, count(e.entry_id) FILTER (e.state = 'failed') AS failed
FROM feeds AS f LEFT JOIN feed_state AS s USING (feed_id) LEFT JOIN entries AS e USING (feed_id) GROUP BY ALL;
COMMENT ON VIEW feed_health IS 'How each feed does.';

CREATE OR REPLACE VIEW run_history AS
SELECT run_id, started_at, round(epoch(ended_at - started_at), 1) AS seconds, state, feeds_due, feeds_failed, entries_new,
    articles, negotiations, operations, problems, version, coder
FROM runs ORDER BY started_at DESC;
COMMENT ON VIEW run_history IS 'Runs, the newest first.';
