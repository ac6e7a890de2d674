-- Version 1: every table that analysts see. Instants are TIMESTAMP in UTC, so that a file reads the same in any client.
-- There are no keys and no indexes: loads keep rows unique by an anti-join, and a check proves it.

CREATE TABLE schema_version (version INTEGER, applied_at TIMESTAMP);
COMMENT ON TABLE schema_version IS 'Which migrations this file has been through.';
COMMENT ON COLUMN schema_version.version IS 'The number of the migration.';
COMMENT ON COLUMN schema_version.applied_at IS 'When it was applied, UTC.';

CREATE TABLE runs (
    run_id VARCHAR, flow_run_id VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, state VARCHAR, version VARCHAR,
    coder VARCHAR, feeds BIGINT, feeds_due BIGINT, feeds_unchanged BIGINT, feeds_failed BIGINT, entries BIGINT,
    entries_new BIGINT, articles BIGINT, mentions BIGINT, negotiations BIGINT, operations BIGINT, problems BIGINT
);
COMMENT ON TABLE runs IS 'One row a run of the pipeline, with what it counted.';
COMMENT ON COLUMN runs.run_id IS 'The run, as every other table names it.';
COMMENT ON COLUMN runs.flow_run_id IS 'The Prefect flow run that shows it.';
COMMENT ON COLUMN runs.started_at IS 'When it began, UTC.';
COMMENT ON COLUMN runs.ended_at IS 'When it ended, UTC; null while it goes on.';
COMMENT ON COLUMN runs.state IS 'running, completed, failed, or crashed (killed; found by the next run).';
COMMENT ON COLUMN runs.version IS 'The version of Parley.';
COMMENT ON COLUMN runs.coder IS 'The version of the coder and the hash of its dictionaries.';
COMMENT ON COLUMN runs.feeds IS 'Feeds in the catalogue.';
COMMENT ON COLUMN runs.feeds_due IS 'Feeds asked.';
COMMENT ON COLUMN runs.feeds_unchanged IS 'Feeds whose server said that nothing changed (304).';
COMMENT ON COLUMN runs.feeds_failed IS 'Feeds that could not be read.';
COMMENT ON COLUMN runs.entries IS 'Entries read.';
COMMENT ON COLUMN runs.entries_new IS 'Entries seen for the first time.';
COMMENT ON COLUMN runs.articles IS 'Articles loaded.';
COMMENT ON COLUMN runs.mentions IS 'Mentions loaded, of any kind.';
COMMENT ON COLUMN runs.negotiations IS 'Mentions of negotiations loaded.';
COMMENT ON COLUMN runs.operations IS 'Mentions of military operations loaded.';
COMMENT ON COLUMN runs.problems IS 'Problems noted.';

CREATE TABLE feeds (
    feed_id VARCHAR, url VARCHAR, current_url VARCHAR, title VARCHAR, outlet VARCHAR, country VARCHAR, language VARCHAR,
    run_id VARCHAR
);
COMMENT ON TABLE feeds IS 'Feeds followed, as the catalogue last named them.';
COMMENT ON COLUMN feeds.feed_id IS 'Hash of the address as subscribed.';
COMMENT ON COLUMN feeds.url IS 'The address as subscribed.';
COMMENT ON COLUMN feeds.current_url IS 'Where the feed is asked now, after permanent redirects.';
COMMENT ON COLUMN feeds.title IS 'The feed''s title in the catalogue; null where it has none.';
COMMENT ON COLUMN feeds.outlet IS 'The publisher.';
COMMENT ON COLUMN feeds.country IS 'The outlet''s country, ISO 3166-1 alpha-3; null where unknown.';
COMMENT ON COLUMN feeds.language IS 'The feed''s language (BCP 47); null where unknown.';
COMMENT ON COLUMN feeds.run_id IS 'The run that first saw it.';

CREATE TABLE feed_state (
    feed_id VARCHAR, status VARCHAR, etag VARCHAR, last_modified VARCHAR, last_polled_at TIMESTAMP,
    last_success_at TIMESTAMP, last_changed_at TIMESTAMP, last_full_at TIMESTAMP, next_poll_at TIMESTAMP,
    interval_s BIGINT, failures BIGINT, moved_to VARCHAR, moved_seen BIGINT, weak_validators BOOLEAN, hub VARCHAR,
    self_url VARCHAR, last_error VARCHAR, run_id VARCHAR
);
COMMENT ON TABLE feed_state IS 'What polling knows of each feed.';
COMMENT ON COLUMN feed_state.feed_id IS 'The feed.';
COMMENT ON COLUMN feed_state.status IS 'ok, failing, gone (410: a person must take it up again) or paused.';
COMMENT ON COLUMN feed_state.etag IS 'The validator that the server gave last, byte for byte; null for none.';
COMMENT ON COLUMN feed_state.last_modified IS 'The date validator that the server gave last, byte for byte; null for none.';
COMMENT ON COLUMN feed_state.last_polled_at IS 'When it was asked last, UTC; null before the first time.';
COMMENT ON COLUMN feed_state.last_success_at IS 'When it could be read last, UTC.';
COMMENT ON COLUMN feed_state.last_changed_at IS 'When it last had a new entry, UTC.';
COMMENT ON COLUMN feed_state.last_full_at IS 'When it last sent a body instead of 304, UTC.';
COMMENT ON COLUMN feed_state.next_poll_at IS 'When it is due next, UTC.';
COMMENT ON COLUMN feed_state.interval_s IS 'Seconds between polls, adapted to how often it changes.';
COMMENT ON COLUMN feed_state.failures IS 'Failures in a row.';
COMMENT ON COLUMN feed_state.moved_to IS 'Where permanent redirects point, not yet believed; null for none.';
COMMENT ON COLUMN feed_state.moved_seen IS 'Polls in a row that saw that redirect.';
COMMENT ON COLUMN feed_state.weak_validators IS 'Whether its validators were caught lying and are no longer sent.';
COMMENT ON COLUMN feed_state.hub IS 'Its WebSub hub; null for none.';
COMMENT ON COLUMN feed_state.self_url IS 'The address that it gives itself; null for none.';
COMMENT ON COLUMN feed_state.last_error IS 'The last failure; null after a success.';
COMMENT ON COLUMN feed_state.run_id IS 'The run that changed this row last.';

CREATE TABLE fetches (
    run_id VARCHAR, url VARCHAR, final_url VARCHAR, status INTEGER, outcome VARCHAR, bytes BIGINT, seconds DOUBLE,
    fetched_at TIMESTAMP
);
COMMENT ON TABLE fetches IS 'One row a request, redirects included in it.';
COMMENT ON COLUMN fetches.run_id IS 'The run that asked.';
COMMENT ON COLUMN fetches.url IS 'The address asked.';
COMMENT ON COLUMN fetches.final_url IS 'The address that answered, after redirects.';
COMMENT ON COLUMN fetches.status IS 'The HTTP status; null where no answer came.';
COMMENT ON COLUMN fetches.outcome IS 'ok, not-modified or problem.';
COMMENT ON COLUMN fetches.bytes IS 'Bytes received, before decompression.';
COMMENT ON COLUMN fetches.seconds IS 'How long it took.';
COMMENT ON COLUMN fetches.fetched_at IS 'When it was asked, UTC.';

CREATE TABLE entries (
    entry_id VARCHAR, feed_id VARCHAR, guid VARCHAR, url VARCHAR, title VARCHAR, summary VARCHAR, content VARCHAR,
    authors VARCHAR[], published_at TIMESTAMP, published_raw VARCHAR, published_method VARCHAR, updated_at TIMESTAMP,
    state VARCHAR, attempts BIGINT, article_id VARCHAR, run_id VARCHAR
);
COMMENT ON TABLE entries IS 'The entries of the feeds, remembered before their pages are fetched, so that a crash loses none.';
COMMENT ON COLUMN entries.entry_id IS 'Hash of the feed and the entry''s guid, else its link, else its content.';
COMMENT ON COLUMN entries.feed_id IS 'The feed that it came from first.';
COMMENT ON COLUMN entries.guid IS 'The id that the feed gives it, as it stands; null for none.';
COMMENT ON COLUMN entries.url IS 'The article''s address; null where the entry links nowhere.';
COMMENT ON COLUMN entries.title IS 'The title as plain text.';
COMMENT ON COLUMN entries.summary IS 'The feed''s summary; null for none.';
COMMENT ON COLUMN entries.content IS 'The feed''s own full text, HTML; null for none.';
COMMENT ON COLUMN entries.authors IS 'Names of the authors, as the feed gives them.';
COMMENT ON COLUMN entries.published_at IS 'When it was published, UTC; null where the feed gives no date that can be believed.';
COMMENT ON COLUMN entries.published_raw IS 'The date as the feed writes it.';
COMMENT ON COLUMN entries.published_method IS 'How published_raw was read.';
COMMENT ON COLUMN entries.updated_at IS 'When the feed says that it was changed, UTC; null where it does not.';
COMMENT ON COLUMN entries.state IS 'pending (to be fetched), loaded, failed (given up, see problems) or skipped.';
COMMENT ON COLUMN entries.attempts IS 'How often its page was asked for.';
COMMENT ON COLUMN entries.article_id IS 'The article that it led to; null until loaded.';
COMMENT ON COLUMN entries.run_id IS 'The run that saw it first.';

CREATE TABLE articles (
    article_id VARCHAR, url VARCHAR, canonical_url VARCHAR, outlet VARCHAR, title VARCHAR, text VARCHAR,
    authors VARCHAR[], language VARCHAR, published_at TIMESTAMP, extractor VARCHAR, flags VARCHAR[], cluster_id VARCHAR,
    text_hash VARCHAR, modified_at TIMESTAMP, origins VARCHAR[], run_id VARCHAR
);
COMMENT ON TABLE articles IS 'The extracted text of each page, its latest revision.';
COMMENT ON COLUMN articles.article_id IS 'Hash of canonical_url.';
COMMENT ON COLUMN articles.url IS 'The address as the entry gave it.';
COMMENT ON COLUMN articles.canonical_url IS 'The address without tracking parameters, after redirects.';
COMMENT ON COLUMN articles.outlet IS 'The publisher.';
COMMENT ON COLUMN articles.title IS 'The title; empty where none was found.';
COMMENT ON COLUMN articles.text IS 'The text, paragraphs parted by line ends.';
COMMENT ON COLUMN articles.authors IS 'Names of the authors; empty where none was found.';
COMMENT ON COLUMN articles.language IS 'The language (ISO 639-1); null where unknown.';
COMMENT ON COLUMN articles.published_at IS 'When it was published, UTC; null where unknown.';
COMMENT ON COLUMN articles.extractor IS 'Method and version of the extraction.';
COMMENT ON COLUMN articles.flags IS 'What is special about the page, such as paywall or live-blog.';
COMMENT ON COLUMN articles.cluster_id IS 'The cluster of near-duplicates that it belongs to; null for none.';
COMMENT ON COLUMN articles.text_hash IS 'Hash of the text.';
COMMENT ON COLUMN articles.modified_at IS 'When the page says that it was changed last, UTC; null where it does not.';
COMMENT ON COLUMN articles.origins IS 'Where each field was found, such as title:json-ld.';
COMMENT ON COLUMN articles.run_id IS 'The run that loaded this revision.';

CREATE TABLE article_revisions (
    article_id VARCHAR, revision BIGINT, title VARCHAR, text VARCHAR, seen_at TIMESTAMP, run_id VARCHAR
);
COMMENT ON TABLE article_revisions IS 'Every text that an article had, the first one included.';
COMMENT ON COLUMN article_revisions.article_id IS 'The article.';
COMMENT ON COLUMN article_revisions.revision IS 'Counted from 1; the highest is what articles holds.';
COMMENT ON COLUMN article_revisions.title IS 'The title then.';
COMMENT ON COLUMN article_revisions.text IS 'The text then.';
COMMENT ON COLUMN article_revisions.seen_at IS 'When it was fetched, UTC.';
COMMENT ON COLUMN article_revisions.run_id IS 'The run that fetched it.';

CREATE TABLE clusters (
    cluster_id VARCHAR, size BIGINT, outlets BIGINT, first_published_at TIMESTAMP, run_id VARCHAR
);
COMMENT ON TABLE clusters IS 'Articles whose texts are almost the same, such as one agency report in many outlets.';
COMMENT ON COLUMN clusters.cluster_id IS 'The cluster.';
COMMENT ON COLUMN clusters.size IS 'How many articles it has.';
COMMENT ON COLUMN clusters.outlets IS 'How many outlets they come from.';
COMMENT ON COLUMN clusters.first_published_at IS 'When the first of them was published, UTC.';
COMMENT ON COLUMN clusters.run_id IS 'The run that changed this row last.';

CREATE TABLE mentions (
    mention_id VARCHAR, article_id VARCHAR, field VARCHAR, trigger_start BIGINT, trigger_end BIGINT, trigger VARCHAR,
    sentence_start BIGINT, sentence_end BIGINT, sentence VARCHAR, kind VARCHAR, event_type VARCHAR, event_mode VARCHAR,
    quad INTEGER, stage VARCHAR, main BOOLEAN, initiator VARCHAR[], recipient VARCHAR[],
    initiator_names VARCHAR[], recipient_names VARCHAR[], speaker VARCHAR, speaker_name VARCHAR, via VARCHAR, place VARCHAR, country VARCHAR, latitude DOUBLE, longitude DOUBLE, date VARCHAR,
    date_precision VARCHAR, date_from DATE, date_to DATE, confidence VARCHAR, rules VARCHAR[], coder VARCHAR,
    run_id VARCHAR
);
COMMENT ON TABLE mentions IS 'One row a claim in one sentence: who does or says what to whom, at which stage, according to whom.';
COMMENT ON COLUMN mentions.mention_id IS 'Hash of article, field, place of the trigger and event type: the same in every run.';
COMMENT ON COLUMN mentions.article_id IS 'The article.';
COMMENT ON COLUMN mentions.field IS 'title or text: what the offsets count in.';
COMMENT ON COLUMN mentions.trigger_start IS 'Offset of the trigger in the field, in characters from 0.';
COMMENT ON COLUMN mentions.trigger_end IS 'Offset behind the trigger.';
COMMENT ON COLUMN mentions.trigger IS 'The words that signal the event.';
COMMENT ON COLUMN mentions.sentence_start IS 'Offset of the sentence in the field.';
COMMENT ON COLUMN mentions.sentence_end IS 'Offset behind the sentence.';
COMMENT ON COLUMN mentions.sentence IS 'The sentence: the evidence.';
COMMENT ON COLUMN mentions.kind IS 'negotiation, operation or other.';
COMMENT ON COLUMN mentions.event_type IS 'The PLOVER root, such as CONSULT or ASSAULT.';
COMMENT ON COLUMN mentions.event_mode IS 'The PLOVER mode, such as multilateral or drone; null where none fits.';
COMMENT ON COLUMN mentions.quad IS 'PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.';
COMMENT ON COLUMN mentions.stage IS 'proposed, planned, underway, completed, suspended, resumed, refused, denied or unspecified.';
COMMENT ON COLUMN mentions.main IS 'Whether it is what its sentence is chiefly about; true once a sentence.';
COMMENT ON COLUMN mentions.initiator IS 'Codes of those who do it; of all parties in a mutual act. Empty where none is named.';
COMMENT ON COLUMN mentions.recipient IS 'Codes of those to whom or against whom it is done; empty in a mutual act.';
COMMENT ON COLUMN mentions.initiator_names IS 'Their names in English, in the order of the codes.';
COMMENT ON COLUMN mentions.recipient_names IS 'Their names in English, in the order of the codes.';
COMMENT ON COLUMN mentions.speaker IS 'Code of the party that the sentence ascribes it to; null where it does not.';
COMMENT ON COLUMN mentions.speaker_name IS 'The person or body as written; null where none is.';
COMMENT ON COLUMN mentions.via IS 'The news outlet that the sentence cites; null where none is.';
COMMENT ON COLUMN mentions.place IS 'The most exact place named for the event, as written; null for none.';
COMMENT ON COLUMN mentions.country IS 'That place''s country, ISO 3166-1 alpha-3; null where disputed or unknown.';
COMMENT ON COLUMN mentions.latitude IS 'Degrees north; null where unknown.';
COMMENT ON COLUMN mentions.longitude IS 'Degrees east; null where unknown.';
COMMENT ON COLUMN mentions.date IS 'When the event happens, at the precision given: 2025-11-12, 2025-11 or 2025; null where the text does not say.';
COMMENT ON COLUMN mentions.date_precision IS 'day, week, month or year; null without a date.';
COMMENT ON COLUMN mentions.date_from IS 'The first day that date can mean.';
COMMENT ON COLUMN mentions.date_to IS 'The last day that date can mean.';
COMMENT ON COLUMN mentions.confidence IS 'high, medium or low.';
COMMENT ON COLUMN mentions.rules IS 'The rules and dictionary lines that led here, in order.';
COMMENT ON COLUMN mentions.coder IS 'The version of the coder and the hash of its dictionaries.';
COMMENT ON COLUMN mentions.run_id IS 'The run that coded it.';

CREATE TABLE mention_parties (
    mention_id VARCHAR, role VARCHAR, actor_id VARCHAR, name VARCHAR, country VARCHAR, sector VARCHAR, text VARCHAR,
    party_start BIGINT, party_end BIGINT, run_id VARCHAR
);
COMMENT ON TABLE mention_parties IS 'The parties of mentions, one a row, each with the words that name it.';
COMMENT ON COLUMN mention_parties.mention_id IS 'The mention.';
COMMENT ON COLUMN mention_parties.role IS 'initiator or recipient.';
COMMENT ON COLUMN mention_parties.actor_id IS 'The actor in the dictionary.';
COMMENT ON COLUMN mention_parties.name IS 'The name of the actor, or of the person who acts for it; actors has the actor''s own.';
COMMENT ON COLUMN mention_parties.country IS 'The actor''s country, ISO 3166-1 alpha-3; null for none.';
COMMENT ON COLUMN mention_parties.sector IS 'What kind of office it is, such as government or military; null where it is the whole.';
COMMENT ON COLUMN mention_parties.text IS 'The words that name it.';
COMMENT ON COLUMN mention_parties.party_start IS 'Offset of these words in the mention''s field.';
COMMENT ON COLUMN mention_parties.party_end IS 'Offset behind them.';
COMMENT ON COLUMN mention_parties.run_id IS 'The run that coded it.';

CREATE TABLE actors (actor_id VARCHAR, name VARCHAR, country VARCHAR, sector VARCHAR, kind VARCHAR, run_id VARCHAR);
COMMENT ON TABLE actors IS 'The actors of the dictionary that mentions name.';
COMMENT ON COLUMN actors.actor_id IS 'ISO 3166-1 alpha-3 of a state, else the code of an organisation or armed group.';
COMMENT ON COLUMN actors.name IS 'The name in English.';
COMMENT ON COLUMN actors.country IS 'The country that it belongs to, ISO 3166-1 alpha-3; null for none.';
COMMENT ON COLUMN actors.sector IS 'Its sector; null where it is the whole.';
COMMENT ON COLUMN actors.kind IS 'state, organisation or armed-group.';
COMMENT ON COLUMN actors.run_id IS 'The run that added it.';

CREATE TABLE events (
    event_id VARCHAR, kind VARCHAR, event_type VARCHAR, initiator VARCHAR[], recipient VARCHAR[], country VARCHAR,
    first_date DATE, last_date DATE, stage VARCHAR, mentions BIGINT, articles BIGINT, outlets BIGINT, run_id VARCHAR
);
COMMENT ON TABLE events IS 'Mentions of one event, joined across sentences, articles and outlets.';
COMMENT ON COLUMN events.event_id IS 'The event.';
COMMENT ON COLUMN events.kind IS 'negotiation or operation.';
COMMENT ON COLUMN events.event_type IS 'The PLOVER root.';
COMMENT ON COLUMN events.initiator IS 'Codes of the initiators.';
COMMENT ON COLUMN events.recipient IS 'Codes of the recipients.';
COMMENT ON COLUMN events.country IS 'Where it took place, ISO 3166-1 alpha-3; null where unknown.';
COMMENT ON COLUMN events.first_date IS 'The first day that its mentions allow.';
COMMENT ON COLUMN events.last_date IS 'The last day that its mentions allow.';
COMMENT ON COLUMN events.stage IS 'The latest stage reported.';
COMMENT ON COLUMN events.mentions IS 'How many mentions it has.';
COMMENT ON COLUMN events.articles IS 'How many articles they stand in.';
COMMENT ON COLUMN events.outlets IS 'How many outlets these come from.';
COMMENT ON COLUMN events.run_id IS 'The run that changed this row last.';

CREATE TABLE event_mentions (event_id VARCHAR, mention_id VARCHAR, run_id VARCHAR);
COMMENT ON TABLE event_mentions IS 'Which mention tells of which event.';
COMMENT ON COLUMN event_mentions.event_id IS 'The event.';
COMMENT ON COLUMN event_mentions.mention_id IS 'The mention.';
COMMENT ON COLUMN event_mentions.run_id IS 'The run that joined them.';

CREATE TABLE problems (
    run_id VARCHAR, stage VARCHAR, code VARCHAR, subject VARCHAR, detail VARCHAR, noted_at TIMESTAMP
);
COMMENT ON TABLE problems IS 'Every discard and doubt, with its reason.';
COMMENT ON COLUMN problems.run_id IS 'The run that noted it.';
COMMENT ON COLUMN problems.stage IS 'catalogue, feed, entry, article, extract, code, load or check.';
COMMENT ON COLUMN problems.code IS 'The reason, such as timeout or no-text.';
COMMENT ON COLUMN problems.subject IS 'The address or id concerned.';
COMMENT ON COLUMN problems.detail IS 'What happened, in a sentence.';
COMMENT ON COLUMN problems.noted_at IS 'When, UTC.';

CREATE TABLE checks (
    run_id VARCHAR, name VARCHAR, severity VARCHAR, passed BOOLEAN, found BIGINT, detail VARCHAR, checked_at TIMESTAMP
);
COMMENT ON TABLE checks IS 'What was expected of the loaded tables, and whether it held.';
COMMENT ON COLUMN checks.run_id IS 'The run that checked.';
COMMENT ON COLUMN checks.name IS 'The expectation.';
COMMENT ON COLUMN checks.severity IS 'error (the run fails) or warning (unusual).';
COMMENT ON COLUMN checks.passed IS 'Whether it held.';
COMMENT ON COLUMN checks.found IS 'How many rows are against it.';
COMMENT ON COLUMN checks.detail IS 'What was expected.';
COMMENT ON COLUMN checks.checked_at IS 'When, UTC.';
