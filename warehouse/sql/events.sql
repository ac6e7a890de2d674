-- Events counted from their mentions: $run is the run that joined them. Ties are decided by published_at, article and
-- place in the text, so that the same mentions always give the same row.
INSERT INTO events BY NAME
WITH told AS (
    SELECT em.event_id, em.first_day, em.last_day, m.*, a.outlet, a.published_at, coalesce(a.cluster_id, a.article_id) AS origin,
        (coalesce(a.published_at, TIMESTAMP '9999-01-01'), a.article_id, m.field = 'text', m.trigger_start, m.mention_id)
            AS told_order
    FROM event_mentions AS em JOIN joined_events USING (event_id) JOIN mentions AS m USING (mention_id)
    JOIN articles AS a USING (article_id)
),
parties AS (
    SELECT told.event_id, p.role, p.actor_id, count(*) AS times, coalesce(min(actors.name), min(p.name)) AS name
    FROM told JOIN mention_parties AS p USING (mention_id) LEFT JOIN actors USING (actor_id)
    GROUP BY told.event_id, p.role, p.actor_id
    QUALIFY count(*) * 3 >= max(count(*)) OVER (PARTITION BY told.event_id, p.role)
),
named AS (
    SELECT event_id,
        list(actor_id ORDER BY times DESC, actor_id) FILTER (role = 'initiator') AS initiator,
        list(name ORDER BY times DESC, actor_id) FILTER (role = 'initiator') AS initiator_names,
        list(actor_id ORDER BY times DESC, actor_id) FILTER (role = 'recipient') AS recipient,
        list(name ORDER BY times DESC, actor_id) FILTER (role = 'recipient') AS recipient_names
    FROM parties GROUP BY event_id
),
placed AS (
    SELECT event_id, place, country FROM told WHERE place IS NOT NULL GROUP BY event_id, place, country
    QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY count(*) DESC, place, country NULLS LAST) = 1
),
counted AS (
    SELECT event_id, arg_min(kind, told_order) AS kind, min(event_type) AS event_type,
        max(first_day) FILTER (first_day = last_day) AS known_day, min(first_day) AS earliest, max(last_day) AS latest,
        min(first_day) FILTER (first_day = last_day) AS first_known,
        coalesce(arg_max(stage, told_order) FILTER (stage <> 'unspecified'), 'unspecified') AS stage,
        mode(country ORDER BY country) AS country,
        count(*) AS mentions, count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets,
        count(DISTINCT origin) AS clusters, min(published_at) AS first_published_at,
        max(published_at) AS last_published_at, arg_min(sentence, (field <> 'text', told_order)) AS sentence
    FROM told GROUP BY event_id
)
SELECT c.event_id, c.kind, c.event_type, coalesce(n.initiator, []) AS initiator, coalesce(n.recipient, []) AS recipient,
    coalesce(n.initiator_names, []) AS initiator_names, coalesce(n.recipient_names, []) AS recipient_names,
    coalesce(p.country, c.country) AS country, p.place, coalesce(c.first_known, c.earliest) AS first_date,
    coalesce(c.known_day, c.latest) AS last_date, c.stage, c.mentions, c.articles, c.outlets, c.clusters,
    c.first_published_at, c.last_published_at, c.sentence, $run AS run_id
FROM counted AS c LEFT JOIN named AS n USING (event_id) LEFT JOIN placed AS p USING (event_id)
ORDER BY c.event_id;
