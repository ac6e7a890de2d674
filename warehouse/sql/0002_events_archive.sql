-- Version 2: events explain themselves, copies of one report count once, and raw responses can be found again.

ALTER TABLE events ADD COLUMN initiator_names VARCHAR[];
ALTER TABLE events ADD COLUMN recipient_names VARCHAR[];
ALTER TABLE events ADD COLUMN place VARCHAR;
ALTER TABLE events ADD COLUMN clusters BIGINT;
ALTER TABLE events ADD COLUMN first_published_at TIMESTAMP;
ALTER TABLE events ADD COLUMN last_published_at TIMESTAMP;
ALTER TABLE events ADD COLUMN sentence VARCHAR;
COMMENT ON COLUMN events.initiator_names IS 'Their names in English, in the order of the codes.';
COMMENT ON COLUMN events.recipient_names IS 'Their names in English, in the order of the codes.';
COMMENT ON COLUMN events.place IS 'The place that most mentions name; null where none does.';
COMMENT ON COLUMN events.clusters IS 'Independent reports: articles that are copies of one another count once.';
COMMENT ON COLUMN events.first_published_at IS 'When the first article that tells of it was published, UTC.';
COMMENT ON COLUMN events.last_published_at IS 'When the last article that tells of it was published, UTC.';
COMMENT ON COLUMN events.sentence IS 'The sentence that tells of it first, as a label.';

ALTER TABLE event_mentions ADD COLUMN joined_to VARCHAR;
ALTER TABLE event_mentions ADD COLUMN score DOUBLE;
ALTER TABLE event_mentions ADD COLUMN evidence VARCHAR[];
ALTER TABLE event_mentions ADD COLUMN component VARCHAR;
ALTER TABLE event_mentions ADD COLUMN first_day DATE;
ALTER TABLE event_mentions ADD COLUMN last_day DATE;
COMMENT ON COLUMN event_mentions.joined_to IS 'The mention of the same event that it is most like; null for the only one.';
COMMENT ON COLUMN event_mentions.score IS 'How like they are, 0 to 1; null for the only one.';
COMMENT ON COLUMN event_mentions.evidence IS 'What joined them, such as parties:RUS+UKR, date:2025-11-12, place:Istanbul, text:0.61.';
COMMENT ON COLUMN event_mentions.first_day IS 'The first day that the article allows for the event, its publication considered; null where unknown.';
COMMENT ON COLUMN event_mentions.last_day IS 'The last such day.';
COMMENT ON COLUMN event_mentions.component IS 'The neighbourhood within which the joiner decided: the smallest mention_id of it.';

CREATE TABLE archive (
    record_id VARCHAR, entry_id VARCHAR, url VARCHAR, final_url VARCHAR, file VARCHAR, position BIGINT, size BIGINT,
    status INTEGER, content_type VARCHAR, payload_sha256 VARCHAR, fetched_at TIMESTAMP, run_id VARCHAR
);
COMMENT ON TABLE archive IS 'Where each raw response lies in the WARC files beside this database. A ledger: the same page may come again.';
COMMENT ON COLUMN archive.record_id IS 'The id of the WARC record.';
COMMENT ON COLUMN archive.entry_id IS 'The entry that led to it; null where not known.';
COMMENT ON COLUMN archive.url IS 'The address asked.';
COMMENT ON COLUMN archive.final_url IS 'The address that answered, after redirects.';
COMMENT ON COLUMN archive.file IS 'The WARC file, within the archive folder.';
COMMENT ON COLUMN archive.position IS 'Byte at which the record begins in the file.';
COMMENT ON COLUMN archive.size IS 'Bytes of the record, as compressed.';
COMMENT ON COLUMN archive.status IS 'The HTTP status.';
COMMENT ON COLUMN archive.content_type IS 'The Content-Type header; null for none.';
COMMENT ON COLUMN archive.payload_sha256 IS 'SHA-256 of the body, hexadecimal.';
COMMENT ON COLUMN archive.fetched_at IS 'When it was fetched, UTC.';
COMMENT ON COLUMN archive.run_id IS 'The run that fetched it.';

CREATE TABLE fingerprints (
    article_id VARCHAR, text_hash VARCHAR, signature BLOB, marks BLOB, words BIGINT, run_id VARCHAR
);
COMMENT ON TABLE fingerprints IS 'What is kept of each text to find its near-duplicates by.';
COMMENT ON COLUMN fingerprints.article_id IS 'The article.';
COMMENT ON COLUMN fingerprints.text_hash IS 'Hash of its words; equal for texts that differ in spacing and marks alone.';
COMMENT ON COLUMN fingerprints.signature IS '256 MinHash values of its word triples, four bytes each.';
COMMENT ON COLUMN fingerprints.marks IS 'Hashes of its names and figures, four bytes each.';
COMMENT ON COLUMN fingerprints.words IS 'How many words it has.';
COMMENT ON COLUMN fingerprints.run_id IS 'The run that took it.';

ALTER TABLE runs ADD COLUMN revised BIGINT;
COMMENT ON COLUMN runs.revised IS 'Articles whose text or title changed since they were loaded.';
