-- Table macros for the usual parameters: FROM timeline('RUS', 'UKR').

CREATE OR REPLACE MACRO timeline(one, other) AS TABLE
    SELECT * FROM negotiation_timeline
    WHERE party = least(upper(one), upper(other)) AND other_party = greatest(upper(one), upper(other))
    ORDER BY day, published_at, mention_id;
COMMENT ON MACRO TABLE timeline IS 'The negotiations of two parties, given by their codes in either order, day by day, with the columns of negotiation_timeline: FROM timeline(''RUS'', ''UKR'').';

CREATE OR REPLACE MACRO mentions_between(first_day, last_day) AS TABLE
    SELECT * FROM coded WHERE published_at >= first_day::DATE AND published_at < last_day::DATE + INTERVAL 1 DAY
    ORDER BY published_at, mention_id;
COMMENT ON MACRO TABLE mentions_between IS 'Mentions in articles published from one day to another, both included, with the columns of coded: FROM mentions_between(''2025-11-01'', ''2025-11-07'').';

CREATE OR REPLACE MACRO event_of(mention) AS TABLE
    SELECT * FROM event_reports WHERE event_id IN (SELECT event_id FROM event_mentions WHERE mention_id = mention)
    ORDER BY published_at, article_id, mention_id;
COMMENT ON MACRO TABLE event_of IS 'All that is told of the event of one mention, given by its mention_id, with the columns of event_reports: FROM event_of(''…mention_id…'').';
