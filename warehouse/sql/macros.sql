-- Table macros for the usual parameters.
CREATE OR REPLACE MACRO timeline(one, other) AS TABLE
    SELECT * FROM negotiation_timeline
    WHERE party = least(upper(one), upper(other)) AND other_party = greatest(upper(one), upper(other));

CREATE OR REPLACE MACRO mentions_between(first_day, last_day) AS TABLE
    SELECT * FROM coded WHERE published_at >= first_day::DATE AND published_at < last_day::DATE + INTERVAL 1 DAY;
