package sqlite

// version is that of the schema below.
const version = 5

// log holds the run's entries, as journal.Coder writes them. The other tables are what
// is asked for without reading it: meta, JSON by name, and lookups, what the keys of the
// input brought; ids, fault and people are JSON.
//
// Small pages waste less behind the end of an entry.
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
` + logTable

const logTable = `CREATE TABLE log (place INTEGER PRIMARY KEY, entry BLOB NOT NULL);`
