-- On how many of the last $days days before its last success each of $feeds was asked and answered.
WITH wanted AS (SELECT unnest($feeds::VARCHAR[]) AS feed_id, unnest($days::BIGINT[]) AS days)
SELECT w.feed_id, count(DISTINCT t.fetched_at::DATE) AS asked
FROM wanted AS w
    JOIN feeds AS f USING (feed_id)
    JOIN feed_state AS s USING (feed_id)
    JOIN fetches AS t ON t.url IN (f.url, f.current_url)
WHERE t.outcome <> 'problem' AND t.fetched_at > s.last_success_at - to_days(w.days::INTEGER)
GROUP BY w.feed_id;
