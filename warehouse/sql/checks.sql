-- What is expected of the loaded tables. Each query counts what is against its expectation; $run is the run at hand, to
-- which row by row checks keep, so that they cost what the run loaded and not what the file holds; $now is its instant.
-- A heading names the check, error (the run fails) or warning (unusual), and what is expected.

-- check: feeds-unique | error | feed_id is unique in feeds
SELECT count(*) - count(DISTINCT feed_id) FROM feeds;

-- check: feed-state-unique | error | feed_id is unique in feed_state
SELECT count(*) - count(DISTINCT feed_id) FROM feed_state;

-- check: entries-unique | error | entry_id is unique in entries
SELECT count(*) - count(DISTINCT entry_id) FROM entries;

-- check: articles-unique | error | article_id is unique in articles
SELECT count(*) - count(DISTINCT article_id) FROM articles;

-- check: revisions-unique | error | article_id and revision are unique in article_revisions
SELECT count(*) - count(DISTINCT (article_id, revision)) FROM article_revisions
WHERE article_id IN (SELECT article_id FROM articles WHERE run_id = $run);

-- check: revision-latest | error | articles holds the highest revision of each article
SELECT count(*) FROM articles AS a LEFT JOIN (
    SELECT article_id, arg_max(text, revision) AS text FROM article_revisions
    WHERE article_id IN (SELECT article_id FROM articles WHERE run_id = $run) GROUP BY article_id
) AS r USING (article_id)
WHERE a.run_id = $run AND r.text IS DISTINCT FROM a.text;

-- check: mentions-unique | error | mention_id is unique in mentions
SELECT count(*) - count(DISTINCT mention_id) FROM mentions
WHERE article_id IN (SELECT article_id FROM mentions WHERE run_id = $run);

-- check: parties-unique | error | a party stands once in its mention
SELECT count(*) - count(DISTINCT (mention_id, role, actor_id, party_start, party_end)) FROM mention_parties
WHERE run_id = $run;

-- check: entries-have-feeds | error | each entry belongs to a feed
SELECT count(*) FROM entries ANTI JOIN feeds USING (feed_id);

-- check: entries-state | error | entries are pending, loaded, failed or skipped, and loaded ones have an article
SELECT count(*) FROM entries
WHERE state NOT IN ('pending', 'loaded', 'failed', 'skipped') OR (state = 'loaded' AND article_id IS NULL);

-- check: entries-have-articles | error | the article of each entry is there
SELECT count(*) FROM entries ANTI JOIN articles USING (article_id) WHERE article_id IS NOT NULL;

-- check: mentions-have-articles | error | the article of each mention is there
SELECT count(*) FROM mentions ANTI JOIN articles USING (article_id);

-- check: parties-have-mentions | error | the mention of each party is there
SELECT count(*) FROM mention_parties ANTI JOIN mentions USING (mention_id) WHERE run_id = $run;

-- check: parties-agree | error | each code of initiator and recipient stands for a party of that role (a group's party may have no code)
SELECT count(*) FROM (
    SELECT mention_id, 'initiator' AS role, len(initiator) AS codes FROM mentions WHERE run_id = $run
    UNION ALL SELECT mention_id, 'recipient', len(recipient) FROM mentions WHERE run_id = $run
) LEFT JOIN (
    SELECT mention_id, role, count(*) AS parties FROM mention_parties GROUP BY ALL
) USING (mention_id, role)
WHERE codes > coalesce(parties, 0);

-- check: events-have-mentions | error | each joined mention and its event are there
SELECT (SELECT count(*) FROM event_mentions ANTI JOIN mentions USING (mention_id))
    + (SELECT count(*) FROM event_mentions AS em ANTI JOIN events USING (event_id) WHERE em.run_id = $run)
    + (SELECT count(*) FROM events AS e ANTI JOIN event_mentions USING (event_id) WHERE e.run_id = $run);

-- check: one-event | error | a mention belongs to one event at most
SELECT count(*) - count(DISTINCT mention_id) FROM event_mentions;

-- check: triggers-in-place | error | the trigger stands where its offsets say
SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id)
WHERE m.run_id = $run AND m.trigger IS DISTINCT FROM substr(
    CASE m.field WHEN 'title' THEN a.title ELSE a.text END, m.trigger_start + 1, m.trigger_end - m.trigger_start);

-- check: sentences-in-place | error | the sentence stands where its offsets say, with the trigger inside
SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id)
WHERE m.run_id = $run AND (m.trigger_start < m.sentence_start OR m.trigger_end > m.sentence_end OR m.sentence
    IS DISTINCT FROM substr(CASE m.field WHEN 'title' THEN a.title ELSE a.text END, m.sentence_start + 1,
        m.sentence_end - m.sentence_start));

-- check: parties-in-place | error | the words of each party stand where their offsets say
SELECT count(*)
FROM mention_parties AS p JOIN mentions AS m USING (mention_id) JOIN articles AS a USING (article_id)
WHERE p.run_id = $run AND p.text IS DISTINCT FROM substr(
    CASE m.field WHEN 'title' THEN a.title ELSE a.text END, p.party_start + 1, p.party_end - p.party_start);

-- check: codes-known | error | kind, type, stage, quad and confidence are of the contract
SELECT count(*) FROM mentions
WHERE run_id = $run AND NOT coalesce(
    kind IN ('negotiation', 'operation', 'other') AND field IN ('title', 'text') AND quad BETWEEN 1 AND 4
    AND event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'AID', 'CONCEDE', 'RETREAT', 'REQUEST', 'ACCUSE',
        'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT')
    AND stage IN ('proposed', 'planned', 'underway', 'completed', 'suspended', 'resumed', 'refused', 'denied',
        'unspecified')
    AND confidence IN ('high', 'medium', 'low'), false);

-- check: one-main | error | one mention a sentence is its main one
SELECT count(*) FROM (
    SELECT 1 FROM mentions WHERE run_id = $run GROUP BY article_id, field, sentence_start HAVING count(*) FILTER (main) <> 1
);

-- check: dates-in-order | error | date_from and date_to are there with date, and in order
SELECT count(*) FROM mentions
WHERE run_id = $run AND ((date IS NULL) <> (date_from IS NULL) OR (date IS NULL) <> (date_to IS NULL) OR date_from > date_to);

-- check: actors-known | warning | the parties are in the dictionary of actors
SELECT count(DISTINCT actor_id) FROM mention_parties ANTI JOIN actors USING (actor_id)
WHERE run_id = $run AND (SELECT count(*) FROM actors) > 0;

-- check: published-plausible | warning | articles were published between 1995 and two days from now
SELECT count(*) FROM articles
WHERE run_id = $run AND published_at NOT BETWEEN TIMESTAMP '1995-01-01' AND $now::TIMESTAMP + INTERVAL 2 DAY;

-- check: dates-plausible | warning | what is told lies within 100 years before and 30 years behind the article
SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id)
WHERE m.run_id = $run
    AND m.date_from NOT BETWEEN a.published_at - INTERVAL 100 YEAR AND a.published_at + INTERVAL 30 YEAR;

-- check: places-on-earth | error | latitude and longitude come together and are on Earth
SELECT count(*) FROM mentions
WHERE run_id = $run AND ((latitude IS NULL) <> (longitude IS NULL) OR abs(latitude) > 90 OR abs(longitude) > 180);

-- check: nothing-given-up | warning | most pages of a run can be read
SELECT CASE WHEN count(*) FILTER (state = 'failed') > greatest(3, 0.5 * count(*)) THEN count(*) FILTER (state = 'failed')
    ELSE 0 END
FROM entries WHERE run_id = $run AND state IN ('loaded', 'failed');

-- check: yield-normal | warning | an article has as many mentions as in the runs before, by a factor of four
WITH yields AS (
    SELECT run_id = $run AS own, sum(mentions) AS mentions, sum(articles) AS articles FROM runs
    WHERE articles > 0 AND state = 'completed' GROUP BY ALL
), own AS (
    SELECT count(*) AS articles, (SELECT count(*) FROM mentions WHERE run_id = $run) AS mentions
    FROM articles WHERE run_id = $run
)
SELECT CASE WHEN own.articles >= 50 AND before.articles >= 50 AND own.mentions / own.articles NOT BETWEEN
    before.mentions / before.articles / 4 AND before.mentions / before.articles * 4 THEN own.articles ELSE 0 END
FROM own, (SELECT sum(mentions) AS mentions, sum(articles) AS articles FROM yields WHERE NOT own) AS before;
