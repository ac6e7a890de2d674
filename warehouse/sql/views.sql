-- Views for analysts, made anew whenever a file is opened for writing. They use no lambdas and no functions younger than
-- DuckDB 1.2, so that any client answers them.

CREATE OR REPLACE VIEW coded AS
SELECT m.*, a.outlet, a.title, a.url, a.published_at, a.cluster_id,
    array_to_string(m.initiator_names, ', ') AS who, array_to_string(m.recipient_names, ', ') AS whom,
    coalesce(m.date_from, a.published_at::DATE) AS day
FROM mentions AS m JOIN articles AS a USING (article_id);
COMMENT ON VIEW coded IS 'Every mention with the article that it stands in.';
COMMENT ON COLUMN coded.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN coded.article_id IS 'The article.';
COMMENT ON COLUMN coded.field IS 'title or text: what the offsets count in.';
COMMENT ON COLUMN coded.trigger_start IS 'Offset of the trigger in the field, in characters from 0.';
COMMENT ON COLUMN coded.trigger_end IS 'Offset behind the trigger.';
COMMENT ON COLUMN coded.trigger IS 'The words that signal the event.';
COMMENT ON COLUMN coded.sentence_start IS 'Offset of the sentence in the field.';
COMMENT ON COLUMN coded.sentence_end IS 'Offset behind the sentence.';
COMMENT ON COLUMN coded.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN coded.kind IS 'negotiation, operation or other.';
COMMENT ON COLUMN coded.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN coded.event_mode IS 'The PLOVER mode, such as multilateral or drone; null where none fits.';
COMMENT ON COLUMN coded.quad IS 'PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.';
COMMENT ON COLUMN coded.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN coded.main IS 'Whether it is what its sentence is chiefly about; true once a sentence.';
COMMENT ON COLUMN coded.initiator IS 'Codes of those who do it; of all parties in a mutual act. Empty where none is named.';
COMMENT ON COLUMN coded.recipient IS 'Codes of those to whom or against whom it is done; empty in a mutual act.';
COMMENT ON COLUMN coded.initiator_names IS 'Names of the initiators in English, in the order of their codes.';
COMMENT ON COLUMN coded.recipient_names IS 'Names of the recipients in English, in the order of their codes.';
COMMENT ON COLUMN coded.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN coded.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN coded.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN coded.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN coded.country IS 'The country of the place, ISO 3166-1 alpha-3; null where disputed or unknown.';
COMMENT ON COLUMN coded.latitude IS 'Degrees north of the place; null where unknown.';
COMMENT ON COLUMN coded.longitude IS 'Degrees east of the place; null where unknown.';
COMMENT ON COLUMN coded.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN coded.date_precision IS 'day, week, month or year; null without a date.';
COMMENT ON COLUMN coded.date_from IS 'The first day that date can mean.';
COMMENT ON COLUMN coded.date_to IS 'The last day that date can mean.';
COMMENT ON COLUMN coded.confidence IS 'high, medium or low.';
COMMENT ON COLUMN coded.rules IS 'The rules and dictionary lines that led here, in order.';
COMMENT ON COLUMN coded.coder IS 'The version of the coder and the hash of its dictionaries.';
COMMENT ON COLUMN coded.run_id IS 'The run that coded it.';
COMMENT ON COLUMN coded.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN coded.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN coded.url IS 'The address of the article.';
COMMENT ON COLUMN coded.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN coded.cluster_id IS 'The cluster of near-duplicates that the article belongs to; null for none.';
COMMENT ON COLUMN coded.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN coded.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN coded.day IS 'The first day that the text allows for it, else the day of publication (UTC); null where neither is known.';

CREATE OR REPLACE VIEW negotiations AS
SELECT day, date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, sentence, outlet, title,
    published_at, url, confidence, main, initiator, recipient, date_precision, date_from, date_to, mention_id, article_id,
    run_id
FROM coded WHERE kind = 'negotiation';
COMMENT ON VIEW negotiations IS 'One row a mention of a negotiation, names resolved, its sentence and article beside it.';
COMMENT ON COLUMN negotiations.day IS 'The first day that the text allows for it, else the day of publication (UTC); null where neither is known.';
COMMENT ON COLUMN negotiations.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN negotiations.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN negotiations.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN negotiations.event_mode IS 'The PLOVER mode, such as multilateral or drone; null where none fits.';
COMMENT ON COLUMN negotiations.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN negotiations.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN negotiations.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN negotiations.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN negotiations.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN negotiations.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN negotiations.country IS 'The country of the place, ISO 3166-1 alpha-3; null where disputed or unknown.';
COMMENT ON COLUMN negotiations.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN negotiations.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN negotiations.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN negotiations.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN negotiations.url IS 'The address of the article.';
COMMENT ON COLUMN negotiations.confidence IS 'high, medium or low.';
COMMENT ON COLUMN negotiations.main IS 'Whether it is what its sentence is chiefly about; true once a sentence.';
COMMENT ON COLUMN negotiations.initiator IS 'Codes of those who do it; of all parties in a mutual act. Empty where none is named.';
COMMENT ON COLUMN negotiations.recipient IS 'Codes of those to whom or against whom it is done; empty in a mutual act.';
COMMENT ON COLUMN negotiations.date_precision IS 'day, week, month or year; null without a date.';
COMMENT ON COLUMN negotiations.date_from IS 'The first day that date can mean.';
COMMENT ON COLUMN negotiations.date_to IS 'The last day that date can mean.';
COMMENT ON COLUMN negotiations.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN negotiations.article_id IS 'The article.';
COMMENT ON COLUMN negotiations.run_id IS 'The run that coded it.';

CREATE OR REPLACE VIEW operations AS
SELECT day, date, stage, event_type, event_mode, who, whom, speaker, speaker_name, via, place, country, latitude, longitude,
    sentence, outlet, title, published_at, url, confidence, main, initiator, recipient, date_precision, date_from, date_to,
    mention_id, article_id, run_id
FROM coded WHERE kind = 'operation';
COMMENT ON VIEW operations IS 'One row a mention of a military operation, names resolved, its sentence and article beside it.';
COMMENT ON COLUMN operations.day IS 'The first day that the text allows for it, else the day of publication (UTC); null where neither is known.';
COMMENT ON COLUMN operations.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN operations.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN operations.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN operations.event_mode IS 'The PLOVER mode, such as multilateral or drone; null where none fits.';
COMMENT ON COLUMN operations.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN operations.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN operations.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN operations.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN operations.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN operations.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN operations.country IS 'The country of the place, ISO 3166-1 alpha-3; null where disputed or unknown.';
COMMENT ON COLUMN operations.latitude IS 'Degrees north of the place; null where unknown.';
COMMENT ON COLUMN operations.longitude IS 'Degrees east of the place; null where unknown.';
COMMENT ON COLUMN operations.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN operations.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN operations.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN operations.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN operations.url IS 'The address of the article.';
COMMENT ON COLUMN operations.confidence IS 'high, medium or low.';
COMMENT ON COLUMN operations.main IS 'Whether it is what its sentence is chiefly about; true once a sentence.';
COMMENT ON COLUMN operations.initiator IS 'Codes of those who do it; of all parties in a mutual act. Empty where none is named.';
COMMENT ON COLUMN operations.recipient IS 'Codes of those to whom or against whom it is done; empty in a mutual act.';
COMMENT ON COLUMN operations.date_precision IS 'day, week, month or year; null without a date.';
COMMENT ON COLUMN operations.date_from IS 'The first day that date can mean.';
COMMENT ON COLUMN operations.date_to IS 'The last day that date can mean.';
COMMENT ON COLUMN operations.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN operations.article_id IS 'The article.';
COMMENT ON COLUMN operations.run_id IS 'The run that coded it.';

CREATE OR REPLACE VIEW daily_counts AS
SELECT published_at::DATE AS day, kind, event_type, stage, count(*) AS mentions,
    count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets
FROM coded GROUP BY ALL;
COMMENT ON VIEW daily_counts IS 'Mentions by day of publication (UTC), kind, type and stage.';
COMMENT ON COLUMN daily_counts.day IS 'Day of publication, UTC; null where unknown.';
COMMENT ON COLUMN daily_counts.kind IS 'negotiation, operation or other, each counted by itself.';
COMMENT ON COLUMN daily_counts.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT, each counted by itself.';
COMMENT ON COLUMN daily_counts.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified, each counted by itself.';
COMMENT ON COLUMN daily_counts.mentions IS 'How many mentions.';
COMMENT ON COLUMN daily_counts.articles IS 'In how many articles. One can stand in several rows, so do not add these up.';
COMMENT ON COLUMN daily_counts.outlets IS 'In articles of how many outlets. One can stand in several rows, so do not add these up.';

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
COMMENT ON VIEW dyads IS 'Directed pairs of parties by week: who does it to whom. Several initiators without a recipient stand in both directions: talks, a clash, and at times a joint act.';
COMMENT ON COLUMN dyads.week IS 'The Monday of the week of publication, UTC.';
COMMENT ON COLUMN dyads.initiator IS 'Code of the one who does it.';
COMMENT ON COLUMN dyads.recipient IS 'Code of the one to whom it is done, or with whom.';
COMMENT ON COLUMN dyads.kind IS 'negotiation, operation or other, each counted by itself.';
COMMENT ON COLUMN dyads.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified, each counted by itself.';
COMMENT ON COLUMN dyads.quad IS 'PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, each counted by itself.';
COMMENT ON COLUMN dyads.mentions IS 'How many mentions.';
COMMENT ON COLUMN dyads.articles IS 'In how many articles. One can stand in several rows, so do not add these up.';

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
COMMENT ON COLUMN dyads_undirected.kind IS 'negotiation, operation or other, each counted by itself.';
COMMENT ON COLUMN dyads_undirected.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified, each counted by itself.';
COMMENT ON COLUMN dyads_undirected.quad IS 'PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, each counted by itself.';
COMMENT ON COLUMN dyads_undirected.mentions IS 'How many mentions.';
COMMENT ON COLUMN dyads_undirected.articles IS 'In how many articles. One can stand in several rows, so do not add these up.';

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
COMMENT ON COLUMN negotiation_pairs.day IS 'The first day that the text allows for it, else the day of publication (UTC); null where neither is known.';
COMMENT ON COLUMN negotiation_pairs.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN negotiation_pairs.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN negotiation_pairs.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN negotiation_pairs.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN negotiation_pairs.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN negotiation_pairs.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN negotiation_pairs.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN negotiation_pairs.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN negotiation_pairs.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN negotiation_pairs.stance IS 'for (proposed, planned, underway, completed, resumed) or against (refused, denied, suspended) talks; null where unspecified.';
COMMENT ON COLUMN negotiation_pairs.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN negotiation_pairs.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN negotiation_pairs.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN negotiation_pairs.url IS 'The address of the article.';
COMMENT ON COLUMN negotiation_pairs.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN negotiation_pairs.confidence IS 'high, medium or low.';
COMMENT ON COLUMN negotiation_pairs.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN negotiation_pairs.article_id IS 'The article.';

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
COMMENT ON COLUMN negotiation_timeline.day IS 'The first day that the text allows for it, else the day of publication (UTC); null where neither is known.';
COMMENT ON COLUMN negotiation_timeline.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN negotiation_timeline.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN negotiation_timeline.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN negotiation_timeline.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN negotiation_timeline.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN negotiation_timeline.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN negotiation_timeline.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN negotiation_timeline.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN negotiation_timeline.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN negotiation_timeline.stance IS 'for (proposed, planned, underway, completed, resumed) or against (refused, denied, suspended) talks; null where unspecified.';
COMMENT ON COLUMN negotiation_timeline.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN negotiation_timeline.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN negotiation_timeline.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN negotiation_timeline.url IS 'The address of the article.';
COMMENT ON COLUMN negotiation_timeline.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN negotiation_timeline.confidence IS 'high, medium or low.';
COMMENT ON COLUMN negotiation_timeline.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN negotiation_timeline.article_id IS 'The article.';
COMMENT ON COLUMN negotiation_timeline.contradicted_by IS 'The other side, where it is quoted with the opposite stance within 7 days; null otherwise. The view contradictions has both sentences.';

CREATE OR REPLACE VIEW contradictions AS
WITH said AS (
    SELECT *, (day - DATE '2000-01-01') // 8 AS span FROM negotiation_pairs WHERE stance IS NOT NULL
),
one AS (SELECT *, unnest([span - 1, span, span + 1]) AS near FROM said WHERE speaker = party),
other AS (SELECT * FROM said WHERE speaker = other_party)
SELECT a.party, a.other_party, a.day, a.stage, a.speaker, a.speaker_name, a.via, a.sentence, a.outlet, a.title, a.url,
    a.published_at, b.day AS other_day, b.stage AS other_stage, b.speaker AS other_speaker,
    b.speaker_name AS other_speaker_name, b.via AS other_via, b.sentence AS other_sentence, b.outlet AS other_outlet,
    b.title AS other_title, b.url AS other_url, b.published_at AS other_published_at, a.mention_id,
    b.mention_id AS other_mention_id
FROM one AS a JOIN other AS b ON a.party = b.party AND a.other_party = b.other_party AND a.near = b.span
    AND a.stance <> b.stance AND b.day BETWEEN a.day - 7 AND a.day + 7;
COMMENT ON VIEW contradictions IS 'Where two sides say opposite things of their talks within 7 days: both sentences side by side.';
COMMENT ON COLUMN contradictions.party IS 'Code of the party that comes first in the alphabet.';
COMMENT ON COLUMN contradictions.other_party IS 'Code of the other party.';
COMMENT ON COLUMN contradictions.day IS 'The first day that the sentence allows, else its day of publication.';
COMMENT ON COLUMN contradictions.stage IS 'The stage according to the one side.';
COMMENT ON COLUMN contradictions.speaker IS 'Code of the one side: the party that comes first in the alphabet.';
COMMENT ON COLUMN contradictions.speaker_name IS 'Who speaks for it, as written; null where nobody is named.';
COMMENT ON COLUMN contradictions.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN contradictions.sentence IS 'What it says.';
COMMENT ON COLUMN contradictions.outlet IS 'The outlet that published that.';
COMMENT ON COLUMN contradictions.title IS 'The title of the article that it stands in; empty where none was found.';
COMMENT ON COLUMN contradictions.url IS 'The address of the article.';
COMMENT ON COLUMN contradictions.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN contradictions.other_day IS 'The first day that the other side''s sentence allows, else its day of publication.';
COMMENT ON COLUMN contradictions.other_stage IS 'The stage according to the other side.';
COMMENT ON COLUMN contradictions.other_speaker IS 'Code of the other side.';
COMMENT ON COLUMN contradictions.other_speaker_name IS 'Who speaks for it, as written; null where nobody is named.';
COMMENT ON COLUMN contradictions.other_via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN contradictions.other_sentence IS 'What it says.';
COMMENT ON COLUMN contradictions.other_outlet IS 'The outlet that published that.';
COMMENT ON COLUMN contradictions.other_title IS 'The title of the article that it stands in; empty where none was found.';
COMMENT ON COLUMN contradictions.other_url IS 'The address of the article.';
COMMENT ON COLUMN contradictions.other_published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN contradictions.mention_id IS 'The mention of the one side.';
COMMENT ON COLUMN contradictions.other_mention_id IS 'The mention of the other side.';

CREATE OR REPLACE VIEW event_reports AS
SELECT em.event_id, e.kind, e.event_type, e.first_date, e.last_date, e.clusters, m.stage, m.who, m.whom, m.place,
    m.speaker, m.speaker_name, m.via, m.outlet, m.published_at, m.title, m.sentence, m.url, em.joined_to, em.score,
    em.evidence, m.cluster_id, m.mention_id, m.article_id
FROM event_mentions AS em JOIN events AS e USING (event_id) JOIN coded AS m USING (mention_id);
COMMENT ON VIEW event_reports IS 'The mentions of each event, with what joined them to it.';
COMMENT ON COLUMN event_reports.event_id IS 'The event that the mention tells of.';
COMMENT ON COLUMN event_reports.kind IS 'What the event is: negotiation or operation.';
COMMENT ON COLUMN event_reports.event_type IS 'The PLOVER root of the event.';
COMMENT ON COLUMN event_reports.first_date IS 'The first day that the mentions of the event allow.';
COMMENT ON COLUMN event_reports.last_date IS 'The last day that they allow.';
COMMENT ON COLUMN event_reports.clusters IS 'Independent reports of the event: articles that are copies of one another count once.';
COMMENT ON COLUMN event_reports.stage IS 'The stage that this mention reports: proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN event_reports.who IS 'Names of the initiators as in actors, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN event_reports.whom IS 'Names of the recipients as in actors; empty in a mutual act.';
COMMENT ON COLUMN event_reports.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN event_reports.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN event_reports.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN event_reports.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN event_reports.outlet IS 'The outlet that published the article.';
COMMENT ON COLUMN event_reports.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN event_reports.title IS 'The article''s title; empty where none was found.';
COMMENT ON COLUMN event_reports.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN event_reports.url IS 'The address of the article.';
COMMENT ON COLUMN event_reports.joined_to IS 'The mention of the same event that it is most like; null for the only one.';
COMMENT ON COLUMN event_reports.score IS 'How like they are, 0 to 1; null for the only one.';
COMMENT ON COLUMN event_reports.evidence IS 'What joined them, such as parties:RUS+UKR, date:2025-11-12, place:Istanbul, text:0.61.';
COMMENT ON COLUMN event_reports.cluster_id IS 'The cluster of near-duplicates that the article belongs to; null for none.';
COMMENT ON COLUMN event_reports.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN event_reports.article_id IS 'The article.';

CREATE OR REPLACE VIEW disputed_events AS
WITH sided AS (
    SELECT em.event_id, mention_id, m.stage IN ('refused', 'denied') AS denied
    FROM event_mentions AS em JOIN events AS e USING (event_id) JOIN mentions AS m USING (mention_id)
    WHERE e.outlets > 1 AND m.stage IN ('underway', 'completed', 'resumed', 'refused', 'denied')
),
disputed AS (SELECT event_id FROM sided GROUP BY event_id HAVING bool_or(denied) AND NOT bool_and(denied)),
told AS (
    SELECT s.event_id, s.denied, c.*, coalesce(c.cluster_id, c.article_id) AS origin
    FROM sided AS s SEMI JOIN disputed USING (event_id) JOIN coded AS c USING (mention_id)
    QUALIFY row_number() OVER (
        PARTITION BY s.event_id, s.denied, c.outlet ORDER BY c.main DESC, c.published_at, mention_id
    ) = 1
)
SELECT event_id, e.kind, e.event_type, array_to_string(e.initiator_names, ', ') AS who,
    array_to_string(e.recipient_names, ', ') AS whom, e.place, e.first_date, e.last_date,
    a.stage, a.speaker, a.speaker_name, a.via, a.sentence, a.outlet, a.title, a.url, a.published_at,
    b.stage AS other_stage, b.speaker AS other_speaker, b.speaker_name AS other_speaker_name, b.via AS other_via,
    b.sentence AS other_sentence, b.outlet AS other_outlet, b.title AS other_title, b.url AS other_url,
    b.published_at AS other_published_at, a.mention_id, b.mention_id AS other_mention_id
FROM told AS a JOIN told AS b USING (event_id) JOIN events AS e USING (event_id)
WHERE NOT a.denied AND b.denied AND a.outlet <> b.outlet AND a.origin <> b.origin;
COMMENT ON VIEW disputed_events IS 'Events that one outlet tells as underway, completed or resumed and another as refused or denied: both sentences side by side, one an outlet, copies of one report aside.';
COMMENT ON COLUMN disputed_events.event_id IS 'The event that both tell of.';
COMMENT ON COLUMN disputed_events.kind IS 'What the event is: negotiation or operation.';
COMMENT ON COLUMN disputed_events.event_type IS 'The PLOVER root of the event.';
COMMENT ON COLUMN disputed_events.who IS 'Names of the initiators of the event, of all parties in a mutual act; empty where none is named.';
COMMENT ON COLUMN disputed_events.whom IS 'Names of its recipients; empty in a mutual act.';
COMMENT ON COLUMN disputed_events.place IS 'Where it is said to be, as most mentions write it; null for none.';
COMMENT ON COLUMN disputed_events.first_date IS 'The first day that the mentions of the event allow.';
COMMENT ON COLUMN disputed_events.last_date IS 'The last day that they allow.';
COMMENT ON COLUMN disputed_events.stage IS 'The stage according to the outlet that tells it as a fact: underway, completed or resumed.';
COMMENT ON COLUMN disputed_events.speaker IS 'Code of the party to which its sentence ascribes that; null where it does not.';
COMMENT ON COLUMN disputed_events.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN disputed_events.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN disputed_events.sentence IS 'What it says.';
COMMENT ON COLUMN disputed_events.outlet IS 'The outlet.';
COMMENT ON COLUMN disputed_events.title IS 'The title of its article; empty where none was found.';
COMMENT ON COLUMN disputed_events.url IS 'The address of the article.';
COMMENT ON COLUMN disputed_events.published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN disputed_events.other_stage IS 'The stage according to the other outlet: refused or denied.';
COMMENT ON COLUMN disputed_events.other_speaker IS 'Code of the party to which its sentence ascribes that; null where it does not.';
COMMENT ON COLUMN disputed_events.other_speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN disputed_events.other_via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN disputed_events.other_sentence IS 'What it says.';
COMMENT ON COLUMN disputed_events.other_outlet IS 'The other outlet.';
COMMENT ON COLUMN disputed_events.other_title IS 'The title of its article; empty where none was found.';
COMMENT ON COLUMN disputed_events.other_url IS 'The address of the article.';
COMMENT ON COLUMN disputed_events.other_published_at IS 'When the article was published, UTC; null where unknown.';
COMMENT ON COLUMN disputed_events.mention_id IS 'The mention that tells it as a fact.';
COMMENT ON COLUMN disputed_events.other_mention_id IS 'The mention that says otherwise.';

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
COMMENT ON COLUMN outlet_coverage.outlet IS 'The publisher.';
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
COMMENT ON COLUMN feed_health.outlet IS 'The outlet that the feed is of.';
COMMENT ON COLUMN feed_health.url IS 'The address of the feed as subscribed.';
COMMENT ON COLUMN feed_health.status IS 'ok, failing, gone (410: a person must take it up again) or paused; null before the first poll.';
COMMENT ON COLUMN feed_health.failures IS 'Failures in a row of asking it.';
COMMENT ON COLUMN feed_health.last_error IS 'The last failure; null after a success.';
COMMENT ON COLUMN feed_health.last_polled_at IS 'When it was asked last, UTC; null before the first time.';
COMMENT ON COLUMN feed_health.last_success_at IS 'When it could be read last, UTC.';
COMMENT ON COLUMN feed_health.last_changed_at IS 'When it last had a new entry, UTC.';
COMMENT ON COLUMN feed_health.next_poll_at IS 'When it is due next, UTC.';
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
COMMENT ON COLUMN run_history.run_id IS 'The run, as the other tables name it.';
COMMENT ON COLUMN run_history.started_at IS 'When it began, UTC.';
COMMENT ON COLUMN run_history.seconds IS 'How long it took; null while it goes on.';
COMMENT ON COLUMN run_history.state IS 'running, completed, failed, or crashed (killed; found by the next run).';
COMMENT ON COLUMN run_history.feeds_due IS 'Feeds asked.';
COMMENT ON COLUMN run_history.feeds_failed IS 'Feeds that could not be read.';
COMMENT ON COLUMN run_history.entries_new IS 'Entries seen for the first time.';
COMMENT ON COLUMN run_history.articles IS 'Articles loaded.';
COMMENT ON COLUMN run_history.negotiations IS 'Mentions of negotiations loaded.';
COMMENT ON COLUMN run_history.operations IS 'Mentions of military operations loaded.';
COMMENT ON COLUMN run_history.problems IS 'Problems noted.';
COMMENT ON COLUMN run_history.checks_failed IS 'Expectations that did not hold; the table checks names them.';
COMMENT ON COLUMN run_history.version IS 'The version of Parley.';
COMMENT ON COLUMN run_history.coder IS 'The version of the coder and the hash of its dictionaries.';
