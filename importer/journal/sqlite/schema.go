package sqlite

// version is that of the schema below.
const version = 4

// Every table can be read with sqlite3. Times are RFC 3339 in UTC; message, changes,
// landed, seen, sets, blames, ids, fault, people and fields are JSON. place numbers the run's writes in the
// order in which they were made. edits is what an undo puts back; it is empty in any
// other run.
//
// Rows are written in about the input's order, so they are appended. An index by
// contact is not: it costs a page a row. So only the few rows that are ever asked
// for by contact are in one.
const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lookups (
	position INTEGER PRIMARY KEY,
	match    TEXT NOT NULL,
	key      TEXT NOT NULL,
	outcome  INTEGER,
	ids      TEXT,
	fault    TEXT,
	people   TEXT,
	UNIQUE (match, key)
);
CREATE TABLE intents (
	seq     INTEGER NOT NULL,
	attempt INTEGER NOT NULL,
	place   INTEGER NOT NULL,
	line    INTEGER NOT NULL,
	key     TEXT NOT NULL,
	id      TEXT NOT NULL,
	etag    TEXT NOT NULL,
	changes TEXT NOT NULL,
	at      TEXT NOT NULL,
	landed  TEXT NOT NULL,
	landed_etag TEXT NOT NULL,
	seen    TEXT,
	raw     BLOB,
	PRIMARY KEY (seq, attempt)
) WITHOUT ROWID;
CREATE TABLE outcomes (
	seq         INTEGER PRIMARY KEY,
	line        INTEGER NOT NULL,
	key         TEXT NOT NULL,
	id          TEXT NOT NULL,
	status      TEXT NOT NULL,
	http_status INTEGER NOT NULL,
	error_code  TEXT NOT NULL,
	message     TEXT NOT NULL,
	sets        TEXT NOT NULL,
	changes     TEXT NOT NULL,
	attempts    INTEGER NOT NULL,
	etag_before TEXT NOT NULL,
	etag_after  TEXT NOT NULL,
	own_move    INTEGER NOT NULL,
	finished_at TEXT NOT NULL,
	blames      TEXT,
	raw         BLOB,
	name        TEXT NOT NULL DEFAULT '',
	number      TEXT NOT NULL DEFAULT ''
);
CREATE TABLE edits (
	seq    INTEGER PRIMARY KEY,
	line   INTEGER NOT NULL,
	key    TEXT NOT NULL,
	id     TEXT NOT NULL,
	fields TEXT NOT NULL,
	pending_etag  TEXT NOT NULL,
	pending_until TEXT NOT NULL,
	name   TEXT NOT NULL DEFAULT '',
	number TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outcomes_planned ON outcomes (id) WHERE status = 'would_update';
CREATE INDEX outcomes_failed ON outcomes (id) WHERE status NOT IN ('updated', 'unchanged', 'would_update') AND id <> '' AND sets <> '[]';
`

// byContact is made when a run first asks what it did to a contact before: most
// runs never do.
const byContact = `CREATE INDEX IF NOT EXISTS outcomes_contact ON outcomes (id COLLATE NOCASE)`
