-- Views for analysts, made anew whenever a file is opened for writing. They use no lambdas and no functions younger than
-- DuckDB 1.2, so that any client answers them.

CREATE OR REPLACE VIEW coded AS
SELECT m.*, a.outlet, a.title, a.url, a.published_at, a.cluster_id,
    array_to_string(m.initiator_names, ', ') AS who, array_to_string(m.recipient_names, ', ') AS whom,
    coalesce(m.date_from, a.published_at::DATE) AS day
FROM mentions AS m JOIN articles AS a USING (article_id);
COMMENT ON VIEW coded IS 'Every mention with the article that it stands in.';
COMMENT ON COLUMN coded.who IS 'Names of the initiators, of all parties in a mutual act.';
COMMENT ON COLUMN coded.whom IS 'Names of the recipients; empty in a mutual act.';
COMMENT ON COLUMN coded.day IS 'The first day that the text allows, else the day of publication (UTC).';

CREATE OR REPLACE VIEW negotiations AS
SELECT day, date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, sentence, outlet, title,
    published_at, url, confidence, main, initiator, recipient, date_precision, date_from, date_to, mention_id, article_id,
    run_id
FROM coded WHERE kind = 'negotiation';
COMMENT ON VIEW negotiations IS 'One row a mention of a negotiation, names resolved, its sentence and article beside it.';

CREATE OR REPLACE VIEW operations AS
SELECT day, date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, latitude, longitude,
    sentence, outlet, title, published_at, url, confidence, main, initiator, recipient, date_precision, date_from, date_to,
    mention_id, article_id, run_id
FROM coded WHERE kind = 'operation';
COMMENT ON VIEW operations IS 'One row a mention of a military operation, names resolved, its sentence and article beside it.';

CREATE OR REPLACE VIEW daily_counts AS
SELECT published_at::DATE AS day, kind, event_type, stage, count(*) AS mentions,
    count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets
FROM coded GROUP BY ALL;
COMMENT ON VIEW daily_counts IS 'Mentions by day of publication (UTC), kind, type and stage.';
COMMENT ON COLUMN daily_counts.day IS 'Day of publication, UTC; null where unknown.';
COMMENT ON COLUMN daily_counts.mentions IS 'How many mentions.';
COMMENT ON COLUMN daily_counts.articles IS 'In how many articles.';
COMMENT ON COLUMN daily_counts.outlets IS 'In articles of how many outlets.';

CREATE OR REPLACE VIEW dyads AS
WITH doers AS (
    SELECT m.article_id, m.kind, m.stage, m.quad, date_trunc('week', a.published_at)::DATE AS week,
        unnest(m.initiator) AS initiator, CASE WHEN len(m.recipient) > 0 THEN m.recipient ELSE m.initiator END AS others
    FROM mentions AS m JOIN articles AS a USING (article_id)
    WHERE len(m.initiator) + len(m.recipient) > 1
),
pairs AS (SELECT * EXCLUDE (others), unnest(others) AS recipient FROM doers),
by_article AS (
    SELECT week, initiator, recipient, kind, stage, quad, article_id, count(*) AS mentions
    FROM pairs WHERE initiator <> recipient GROUP BY ALL
)
SELECT week, initiator, recipient, kind, stage, quad, sum(mentions)::BIGINT AS mentions, count(*) AS articles
FROM by_article GROUP BY ALL;
COMMENT ON VIEW dyads IS 'Directed pairs of parties by week: who does it to whom. A mutual act stands in both directions.';
COMMENT ON COLUMN dyads.week IS 'The Monday of the week of publication, UTC.';
COMMENT ON COLUMN dyads.initiator IS 'Code of the one who does it.';
COMMENT ON COLUMN dyads.recipient IS 'Code of the one to whom it is done, or with whom.';
COMMENT ON COLUMN dyads.mentions IS 'How many mentions.';
COMMENT ON COLUMN dyads.articles IS 'In how many articles.';

CREATE OR REPLACE VIEW dyads_undirected AS
WITH told AS (
    SELECT m.article_id, m.kind, m.stage, m.quad, date_trunc('week', a.published_at)::DATE AS week,
        list_sort(list_distinct(list_concat(m.initiator, m.recipient))) AS parties
    FROM mentions AS m JOIN articles AS a USING (article_id)
    WHERE len(m.initiator) + len(m.recipient) > 1
),
firsts AS (SELECT *, unnest(parties) AS party FROM told),
pairs AS (SELECT * EXCLUDE (parties), unnest(parties) AS other_party FROM firsts),
by_article AS (
    SELECT week, party, other_party, kind, stage, quad, article_id, count(*) AS mentions
    FROM pairs WHERE party < other_party GROUP BY ALL
)
SELECT week, party, other_party, kind, stage, quad, sum(mentions)::BIGINT AS mentions, count(*) AS articles
FROM by_article GROUP BY ALL;
COMMENT ON VIEW dyads_undirected IS 'Pairs of parties by week, whoever does it: each mention counts once for each pair in it.';
COMMENT ON COLUMN dyads_undirected.week IS 'The Monday of the week of publication, UTC.';
COMMENT ON COLUMN dyads_undirected.party IS 'Code of the party that comes first in the alphabet.';
COMMENT ON COLUMN dyads_undirected.other_party IS 'Code of the other.';
COMMENT ON COLUMN dyads_undirected.mentions IS 'How many mentions.';
COMMENT ON COLUMN dyads_undirected.articles IS 'In how many articles.';

CREATE OR REPLACE VIEW negotiation_pairs AS
WITH told AS (
    SELECT *, list_sort(list_distinct(list_concat(initiator, recipient))) AS parties FROM negotiations
    WHERE len(initiator) + len(recipient) > 1
),
firsts AS (SELECT *, unnest(parties) AS party FROM told),
pairs AS (SELECT *, unnest(parties) AS other_party FROM firsts)
SELECT party, other_party, day, stage, who, whom, speaker, speaker_name, via, place, outlet, sentence,
    CASE WHEN stage IN ('refused', 'denied', 'suspended') THEN 'against'
        WHEN stage IN ('proposed', 'planned', 'underway', 'completed', 'resumed') THEN 'for' END AS stance,
    event_type, date, published_at, url, title, confidence, mention_id, article_id
FROM pairs WHERE party < other_party;
COMMENT ON VIEW negotiation_pairs IS 'Mentions of negotiations under each pair of their parties; negotiation_timeline adds who contradicts whom.';
COMMENT ON COLUMN negotiation_pairs.party IS 'Code of the party that comes first in the alphabet.';
COMMENT ON COLUMN negotiation_pairs.other_party IS 'Code of the other; a mention of three parties stands under each pair.';
COMMENT ON COLUMN negotiation_pairs.stance IS 'for (proposed, planned, underway, completed, resumed) or against (refused, denied, suspended) talks; null where unspecified.';

CREATE OR REPLACE VIEW negotiation_timeline AS
WITH sides AS (
    SELECT *,
        count(*) FILTER (speaker = party AND stance = 'for') OVER near AS one_for,
        count(*) FILTER (speaker = party AND stance = 'against') OVER near AS one_against,
        count(*) FILTER (speaker = other_party AND stance = 'for') OVER near AS other_for,
        count(*) FILTER (speaker = other_party AND stance = 'against') OVER near AS other_against
    FROM negotiation_pairs WHERE stance IS NOT NULL AND (speaker = party OR speaker = other_party)
    WINDOW near AS (
        PARTITION BY party, other_party ORDER BY day
        RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND INTERVAL 7 DAY FOLLOWING
    )
)
SELECT * EXCLUDE (one_for, one_against, other_for, other_against),
    CASE
        WHEN speaker = party AND ((stance = 'for' AND other_against > 0) OR (stance = 'against' AND other_for > 0))
            THEN other_party
        WHEN speaker = other_party AND ((stance = 'for' AND one_against > 0) OR (stance = 'against' AND one_for > 0))
            THEN party
    END AS contradicted_by
FROM sides
UNION ALL
SELECT *, NULL AS contradicted_by FROM negotiation_pairs
WHERE NOT coalesce(stance IS NOT NULL AND (speaker = party OR speaker = other_party), false);
COMMENT ON VIEW negotiation_timeline IS 'What was said of the negotiations of each pair of parties, day by day: stage, speaker, outlet, sentence.';
COMMENT ON COLUMN negotiation_timeline.party IS 'Code of the party that comes first in the alphabet.';
COMMENT ON COLUMN negotiation_timeline.other_party IS 'Code of the other; a mention of three parties stands under each pair.';
COMMENT ON COLUMN negotiation_timeline.stance IS 'for (proposed, planned, underway, completed, resumed) or against (refused, denied, suspended) talks; null where unspecified.';
COMMENT ON COLUMN negotiation_timeline.contradicted_by IS 'The other side, where it is quoted with the opposite stance within 7 days; null otherwise. The view contradictions has both sentences.';

CREATE OR REPLACE VIEW contradictions AS
WITH said AS (
    SELECT *, (day - DATE '2000-01-01') // 8 AS span FROM negotiation_pairs WHERE stance IS NOT NULL
),
one AS (SELECT *, unnest([span - 1, span, span + 1]) AS near FROM said WHERE speaker = party),
other AS (SELECT * FROM said WHERE speaker = other_party)
SELECT a.party, a.other_party, a.day, a.stage, a.speaker, a.speaker_name, a.sentence, a.outlet, a.url,
    b.day AS other_day, b.stage AS other_stage, b.speaker AS other_speaker, b.speaker_name AS other_speaker_name,
    b.sentence AS other_sentence, b.outlet AS other_outlet, b.url AS other_url, a.mention_id,
    b.mention_id AS other_mention_id
FROM one AS a JOIN other AS b ON a.party = b.party AND a.other_party = b.other_party AND a.near = b.span
    AND a.stance <> b.stance AND b.day BETWEEN a.day - 7 AND a.day + 7;
COMMENT ON VIEW contradictions IS 'Where two sides say opposite things of their talks within 7 days: both sentences side by side.';
COMMENT ON COLUMN contradictions.speaker IS 'The party that comes first in the alphabet.';
COMMENT ON COLUMN contradictions.other_day IS 'The first day that the other side''s sentence allows, else its day of publication.';
COMMENT ON COLUMN contradictions.other_stage IS 'The stage according to the other side.';
COMMENT ON COLUMN contradictions.other_speaker IS 'Code of the other side.';
COMMENT ON COLUMN contradictions.other_speaker_name IS 'Who speaks for it, as written; null where nobody is named.';
COMMENT ON COLUMN contradictions.other_sentence IS 'What it says.';
COMMENT ON COLUMN contradictions.other_outlet IS 'Who published that.';
COMMENT ON COLUMN contradictions.other_url IS 'Where.';
COMMENT ON COLUMN contradictions.other_mention_id IS 'The mention of the other side.';

CREATE OR REPLACE VIEW event_reports AS
SELECT em.event_id, e.kind, e.event_type, e.first_date, e.last_date, e.clusters, m.stage, m.who, m.whom, m.place,
    m.speaker, m.speaker_name, m.via, m.outlet, m.published_at, m.title, m.sentence, m.url, em.joined_to, em.score,
    em.evidence, m.cluster_id, m.mention_id, m.article_id
FROM event_mentions AS em JOIN events AS e USING (event_id) JOIN coded AS m USING (mention_id);
COMMENT ON VIEW event_reports IS 'The mentions of each event, with what joined them to it.';

CREATE OR REPLACE VIEW outlet_coverage AS
WITH told AS (
    SELECT m.article_id, count(*) AS mentions, count(*) FILTER (m.kind = 'negotiation') AS negotiations,
        count(*) FILTER (m.kind = 'operation') AS operations
    FROM mentions AS m GROUP BY m.article_id
)
SELECT a.outlet, count(*) AS articles, count(t.article_id) AS articles_with_mentions,
    coalesce(sum(t.negotiations), 0)::BIGINT AS negotiations, coalesce(sum(t.operations), 0)::BIGINT AS operations,
    count(a.cluster_id) AS articles_shared, min(a.published_at) AS first_published_at,
    max(a.published_at) AS last_published_at
FROM articles AS a LEFT JOIN told AS t USING (article_id) GROUP BY a.outlet;
COMMENT ON VIEW outlet_coverage IS 'What each outlet brought.';
COMMENT ON COLUMN outlet_coverage.articles IS 'Articles loaded.';
COMMENT ON COLUMN outlet_coverage.articles_with_mentions IS 'Articles with a mention of any kind.';
COMMENT ON COLUMN outlet_coverage.negotiations IS 'Mentions of negotiations.';
COMMENT ON COLUMN outlet_coverage.operations IS 'Mentions of military operations.';
COMMENT ON COLUMN outlet_coverage.articles_shared IS 'Articles that are almost the same as one elsewhere, such as agency copy.';
COMMENT ON COLUMN outlet_coverage.first_published_at IS 'When the oldest of its articles was published, UTC.';
COMMENT ON COLUMN outlet_coverage.last_published_at IS 'When the newest was, UTC.';

CREATE OR REPLACE VIEW feed_health AS
SELECT f.outlet, f.url, s.status, s.failures, s.last_error, s.last_polled_at, s.last_success_at, s.last_changed_at,
    s.next_poll_at, count(e.entry_id) AS entries, max(e.published_at) AS last_entry_at,
    count(e.entry_id) FILTER (e.state = 'pending') AS pending, count(e.entry_id) FILTER (e.state = 'failed') AS failed
FROM feeds AS f LEFT JOIN feed_state AS s USING (feed_id) LEFT JOIN entries AS e USING (feed_id) GROUP BY ALL;
COMMENT ON VIEW feed_health IS 'How each feed does.';
COMMENT ON COLUMN feed_health.entries IS 'Entries seen.';
COMMENT ON COLUMN feed_health.last_entry_at IS 'When its newest entry was published, UTC.';
COMMENT ON COLUMN feed_health.pending IS 'Entries whose page is still to be fetched.';
COMMENT ON COLUMN feed_health.failed IS 'Entries whose page was given up; problems tells why.';

CREATE OR REPLACE VIEW run_history AS
SELECT run_id, started_at, round(epoch(ended_at - started_at), 1) AS seconds, state, feeds_due, feeds_failed, entries_new,
    articles, negotiations, operations, problems,
    (SELECT count(*) FROM checks AS c WHERE c.run_id = runs.run_id AND NOT c.passed) AS checks_failed, version, coder
FROM runs ORDER BY started_at DESC;
COMMENT ON VIEW run_history IS 'Runs, the newest first.';
COMMENT ON COLUMN run_history.seconds IS 'How long it took; null while it goes on.';
COMMENT ON COLUMN run_history.checks_failed IS 'Expectations that did not hold; the table checks names them.';
