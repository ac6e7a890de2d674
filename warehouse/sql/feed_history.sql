-- What each feed brought, by age: how many days before its last successful poll an entry turned up. An entry turned up
-- when a run first saw it; those of the feed's first run had been there before, and turned up when they were published.
WITH opened AS (
    SELECT e.feed_id, min(r.started_at) AS first_run_at
    FROM entries AS e JOIN runs AS r USING (run_id)
    GROUP BY e.feed_id
),
turned_up AS (
    SELECT e.feed_id, s.last_success_at,
        CASE WHEN r.started_at > o.first_run_at THEN r.started_at ELSE e.published_at END AS turned_up_at
    FROM entries AS e
        JOIN runs AS r USING (run_id)
        JOIN opened AS o USING (feed_id)
        JOIN feed_state AS s USING (feed_id)
),
by_age AS (
    SELECT feed_id, greatest(0, floor(epoch(last_success_at - turned_up_at) / 86400))::BIGINT AS age, count(*) AS entries,
        max(turned_up_at) AS last_entry_at
    FROM turned_up
    WHERE turned_up_at IS NOT NULL AND last_success_at IS NOT NULL
    GROUP BY ALL
)
SELECT feed_id, list(age ORDER BY age) AS ages, list(entries ORDER BY age) AS entries,
    max(last_entry_at) AS last_entry_at
FROM by_age
GROUP BY feed_id;
