-- Version 3: which articles are an agency's copy.

ALTER TABLE articles ADD COLUMN agency VARCHAR;
COMMENT ON COLUMN articles.agency IS 'The news agency that the text is signed with, such as Reuters; null where it is signed with none.';
