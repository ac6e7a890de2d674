-- How each feed stands: the view feed_health with the id, and whether the last completed run left it out though due.
SELECT f.feed_id, h.url, h.outlet, f.title, coalesce(h.status, 'new') AS status, coalesce(h.failures, 0) AS failures,
    h.last_error, h.last_polled_at, h.last_success_at, h.last_changed_at, h.next_poll_at,
    coalesce(h.next_poll_at < last_run.started_at AND h.last_polled_at < last_run.started_at - INTERVAL 1 DAY
        AND h.status NOT IN ('gone', 'paused'), false) AS left_out
FROM feed_health AS h
    JOIN feeds AS f ON f.url = h.url
    CROSS JOIN (SELECT max(started_at) AS started_at FROM runs WHERE state = 'completed') AS last_run
ORDER BY h.outlet, h.url;
