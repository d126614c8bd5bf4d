package importer_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestImports holds the arrows between packages:
// main → cli → {watch, web, news, targets, runs, journal/sqlite, metrics, sandbox}; watch → runs;
// web → runs, and what connects it → targets;
// news → {runs, targets, notify, metrics};
// watch and fleet → entries → {runs, dropfolder}; fleet → {runs, news, targets};
// targets → {businesscentral, keychain, sandbox}; runs → {pipeline, judge, source, reports}; and all
// that speaks of rows → importer → layout → mapping → {damage, phones, spelling}.
func TestImports(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{
		// Rules of a mapping need nothing but the mapping, and what is known of texts.
		"bcimport/mapping": {"bcimport/mapping/damage", "bcimport/mapping/encodings", "bcimport/mapping/entity", "bcimport/mapping/expression", "bcimport/mapping/formats", "bcimport/mapping/message", "bcimport/mapping/phones", "bcimport/mapping/phrase", "bcimport/mapping/profile", "bcimport/mapping/spelling", "bcimport/mapping/yamlnode", "bcimport/mapping/texts"},
		// Names of encodings; a misspelt one is guessed.
		"bcimport/mapping/encodings": {"bcimport/mapping/phrase", "bcimport/mapping/spelling"},
		// Texts as data, for other languages: it needs nothing of ours.
		"bcimport/mapping/phrase": {},
		// What people are told, as data and in no words: it needs nothing of ours.
		"bcimport/mapping/message": {"bcimport/mapping/entity"},
		// Computes texts from cells, and says what is wrong with an expression.
		"bcimport/mapping/expression": {"bcimport/mapping/phrase"},
		// Values and what is known of a record set, and what is wrong with a pattern of them.
		"bcimport/mapping/entity": {"bcimport/mapping/phrase"},
		// What is known of a set besides its $metadata, in the words of the description.
		"bcimport/mapping/profile": {"bcimport/mapping/entity"},
		// How a file writes values, found in them: it needs their types alone.
		"bcimport/mapping/formats": {"bcimport/mapping/entity"},
		// Judges texts, of a mapping or of anything: it needs nothing of ours.
		"bcimport/mapping/damage": {},
		// Compares numbers: it needs nothing of ours.
		"bcimport/mapping/phones": {},
		// Compares words, and says which one may be meant.
		"bcimport/mapping/spelling": {"bcimport/mapping/phrase"},
		// Walks files of settings, whatever they say; a misspelt key is guessed.
		"bcimport/mapping/yamlnode": {"bcimport/mapping/phrase", "bcimport/mapping/spelling"},
		// A mapping that is not there yet: it knows what fields there are.
		"bcimport/mapping/proposal": {"bcimport/mapping", "bcimport/mapping/entity", "bcimport/mapping/formats", "bcimport/mapping/profile", "bcimport/mapping/texts", "bcimport/mapping/yamlnode"},
		// A mapping file that a person changes: pure, it knows the text and the sets' fields.
		"bcimport/mapping/draft": {"bcimport/mapping", "bcimport/mapping/entity", "bcimport/mapping/yamlnode"},
		// The core knows the words of the mapping and no adapter, so that each can be replaced. It
		// compares values by their types, and knows the set of runs that name none.
		"bcimport/importer": {"bcimport/mapping/phrase", "bcimport/mapping", "bcimport/importer/layout", "bcimport/mapping/entity", "bcimport/mapping/profile"},
		// Takes rows to their outcomes through the core's interfaces; it knows no adapter.
		"bcimport/importer/pipeline": {"bcimport/importer", "bcimport/importer/layout", "bcimport/mapping", "bcimport/mapping/entity"},
		// Tells records from other rows by their cells and the columns that a mapping reads.
		"bcimport/importer/layout": {"bcimport/mapping"},
		// Judges files as a whole by the core's entries and contacts; the core runs without it.
		"bcimport/importer/judge": {"bcimport/mapping/texts", "bcimport/importer", "bcimport/mapping", "bcimport/mapping/entity"},
		// Adapters know the core's words and parts of their own, and no other adapter.
		"bcimport/importer/source": {"bcimport/mapping/phrase", "bcimport/mapping/texts", "bcimport/importer", "bcimport/mapping", "bcimport/mapping/encodings", "bcimport/importer/source/charset", "bcimport/importer/source/xlsx"},
		// Judges bytes and words, of tables or of anything: it needs texts as data alone.
		"bcimport/importer/source/charset": {"bcimport/mapping/phrase"},
		// Reads sheets as texts: it needs nothing of ours.
		"bcimport/importer/source/xlsx": {"bcimport/mapping/phrase"},
		"bcimport/importer/businesscentral": {
			"bcimport/importer", "bcimport/mapping", "bcimport/importer/businesscentral/limits", "bcimport/importer/businesscentral/faults",
			"bcimport/importer/businesscentral/signin", "bcimport/importer/businesscentral/odata",
			// A set as $metadata and its profile describe it.
			"bcimport/importer/businesscentral/metadata", "bcimport/importer/businesscentral/schema", "bcimport/mapping/entity", "bcimport/mapping/phrase",
			"bcimport/importer/businesscentral/batching", "bcimport/importer/businesscentral/suggest",
			"bcimport/importer/businesscentral/records", "bcimport/importer/businesscentral/companies", "bcimport/importer/businesscentral/transport",
		},
		// Makes connections and bounds requests: it needs nothing of ours.
		"bcimport/importer/businesscentral/transport": {},
		// Chooses a company, and says in the core's words why there is none.
		"bcimport/importer/businesscentral/companies": {"bcimport/importer", "bcimport/importer/businesscentral/odata"},
		// Describes a set by its $metadata and its profile, and refuses it in the core's words.
		"bcimport/importer/businesscentral/schema": {
			"bcimport/importer", "bcimport/importer/businesscentral/metadata", "bcimport/importer/businesscentral/odata",
			"bcimport/mapping/entity", "bcimport/mapping/profile",
		},
		// The JSON of records, by the types of their fields.
		"bcimport/importer/businesscentral/records": {
			"bcimport/importer", "bcimport/importer/businesscentral/faults", "bcimport/importer/businesscentral/odata", "bcimport/mapping", "bcimport/mapping/entity",
		},
		// When a request may be sent: arithmetic of numbers and times, and nothing of ours is in it.
		"bcimport/importer/businesscentral/limits": {},
		// Reads answers that are no success, for the core.
		"bcimport/importer/businesscentral/faults": {"bcimport/importer"},
		// How many records a request holds; it logs the core's faults.
		"bcimport/importer/businesscentral/batching": {"bcimport/importer"},
		// Spellings of keys: it needs nothing of ours.
		"bcimport/importer/businesscentral/suggest": {},
		// The forms of the protocol; what a server says in them is quoted in one line.
		"bcimport/importer/businesscentral/odata": {"bcimport/importer/businesscentral/faults"},
		// Reads what a service says about its sets, in the words of record sets and fields; a
		// misspelt set is guessed.
		"bcimport/importer/businesscentral/metadata": {"bcimport/mapping/phrase", "bcimport/mapping/entity", "bcimport/mapping/spelling"},
		// Gets credentials, and says in the core's words what is wrong with them.
		"bcimport/importer/businesscentral/signin": {"bcimport/importer", "bcimport/importer/businesscentral/faults"},
		// The log's words and its folding: pure, so that every store of a log shares them.
		"bcimport/importer/journal": {"bcimport/importer", "bcimport/mapping", "bcimport/mapping/entity"},
		// Holds every store against what the pipeline asks of a journal, and knows no store.
		"bcimport/importer/journal/journaltest": {"bcimport/importer", "bcimport/importer/pipeline", "bcimport/mapping", "bcimport/mapping/entity"},
		// Keeps a log's entries, and knows the words of what it keeps.
		"bcimport/importer/journal/sqlite": {"bcimport/importer", "bcimport/importer/journal", "bcimport/mapping", "bcimport/mapping/entity"},
		// Keeps a log's records in a store of objects; the file is its view.
		"bcimport/importer/journal/shipped": {"bcimport/importer", "bcimport/importer/journal/sqlite", "bcimport/importer/objects"},
		// Keeps bytes by name: it needs nothing of ours.
		"bcimport/importer/objects": {},
		// Holds stores to what objects promises.
		"bcimport/importer/objects/objectstest": {"bcimport/importer/objects"},
		// Opens stores by their addresses, and says as a problem what is wrong with one.
		"bcimport/importer/objects/stores": {"bcimport/importer", "bcimport/importer/objects"},
		// Brings files that lie elsewhere onto this disk, from stores and servers; what is wrong
		// with an address it says as a problem.
		"bcimport/importer/remote": {"bcimport/importer", "bcimport/importer/objects", "bcimport/importer/objects/stores", "bcimport/reports/atomicfile"},
		// Keeps a secret: it needs nothing of ours.
		"bcimport/importer/keychain": {},
		// Moves files and knows when: what a run is, is the edge's affair.
		"bcimport/importer/dropfolder": {},
		// Writes sheets of texts: it needs nothing of ours.
		"bcimport/importer/workbook": {},
		"bcimport/reports":           {"bcimport/mapping/texts", "bcimport/importer", "bcimport/mapping", "bcimport/reports/atomicfile", "bcimport/reports/page", "bcimport/reports/lines", "bcimport/mapping/entity"},
		// Files that appear whole: it needs nothing of ours.
		"bcimport/reports/atomicfile": {},
		// Texts that can be shown: pure, and nothing of ours is in them.
		"bcimport/reports/lines": {},
		// A page shows the core's outcomes and nothing of the other reports but their names.
		"bcimport/reports/page": {"bcimport/importer", "bcimport/mapping/entity"},
		// Tells of runs in words that it is given: it needs nothing of ours.
		"bcimport/importer/notify": {},
		// The application layer knows what reads and writes files, and no store and no service.
		"bcimport/importer/runs": {"bcimport/importer", "bcimport/importer/judge", "bcimport/importer/pipeline", "bcimport/importer/runs/forecast", "bcimport/importer/runs/input", "bcimport/importer/runs/sheets", "bcimport/importer/source", "bcimport/mapping", "bcimport/mapping/entity", "bcimport/mapping/proposal", "bcimport/reports", "bcimport/reports/atomicfile", "bcimport/reports/lines", "bcimport/mapping/profile", "bcimport/importer/runs/approval"},
		// Reads the file of a run and judges it: it knows files and rows, and nothing of runs.
		"bcimport/importer/runs/input": {
			"bcimport/importer", "bcimport/importer/judge", "bcimport/importer/layout", "bcimport/importer/pipeline", "bcimport/importer/source", "bcimport/mapping", "bcimport/mapping/entity", "bcimport/mapping/phrase", "bcimport/mapping/profile", "bcimport/mapping/proposal", "bcimport/reports/lines",
		},
		// How long rows take: arithmetic of times, by the pace of a service.
		"bcimport/importer/runs/forecast": {"bcimport/importer"},
		// What runs leave as workbooks: it needs the words of a run and who writes sheets.
		"bcimport/importer/runs/sheets": {"bcimport/importer", "bcimport/importer/source", "bcimport/importer/workbook", "bcimport/mapping", "bcimport/reports", "bcimport/reports/atomicfile", "bcimport/mapping/entity", "bcimport/importer/source/xlsx", "bcimport/mapping/profile"},
		// Work that outlives a page: it keeps the events of runs, and knows no page.
		"bcimport/importer/web/jobs": {"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/runs/forecast"},
		// Writes numbers that it is given: it needs nothing of ours.
		"bcimport/importer/metrics": {},
		// Nothing shared with the client: a mistake made in both would pass every test.
		"bcimport/importer/sandbox": {
			"bcimport/importer/sandbox/countries", "bcimport/importer/sandbox/entra", "bcimport/importer/sandbox/odata",
			"bcimport/importer/sandbox/records", "bcimport/importer/sandbox/sets", "bcimport/importer/sandbox/statefile", "bcimport/importer/sandbox/window",
		},
		// The stand-in's names of people and firms.
		"bcimport/importer/sandbox/countries": {},
		// The stand-in's sign-in, whose answers are texts and ids in the forms of its protocol.
		"bcimport/importer/sandbox/entra": {"bcimport/importer/sandbox/odata"},
		// The forms of the protocol as the stand-in serves them: it needs nothing of ours.
		"bcimport/importer/sandbox/odata": {},
		// Keeps lines in a file: it needs nothing of ours.
		"bcimport/importer/sandbox/statefile": {},
		// Counts events by a clock that it is given: it needs nothing of ours.
		"bcimport/importer/sandbox/window": {},
		// The stand-in's typed records know no set by name.
		"bcimport/importer/sandbox/records": {"bcimport/importer/sandbox/odata"},
		// The stand-in's sets, and what they hold before any write.
		"bcimport/importer/sandbox/sets": {"bcimport/importer/sandbox/odata", "bcimport/importer/sandbox/records"},
		// Makes connections: it wires the client with the keychain and the stand-in, and reads
		// who is told of runs because that stands in the same file.
		"bcimport/importer/targets": {
			"bcimport/importer", "bcimport/importer/businesscentral", "bcimport/importer/keychain", "bcimport/importer/notify", "bcimport/importer/sandbox", "bcimport/importer/yamlfile",
		},
		// Reads configuration files: its errors are problems, and its bounds those of a mapping.
		"bcimport/importer/yamlfile": {"bcimport/importer", "bcimport/mapping", "bcimport/mapping/yamlnode"},
		// Runs what falls into a folder: it knows the folder and the runs, and tells an observer.
		"bcimport/importer/watch": {
			"bcimport/importer", "bcimport/importer/entries", "bcimport/importer/runs", "bcimport/importer/dropfolder", "bcimport/importer/remote", "bcimport/importer/notify", "bcimport/importer/yamlfile", "bcimport/reports", "bcimport/reports/atomicfile", "bcimport/reports/lines",
		},
		// What files of settings say of the files of a pattern: it knows what runs take, and when
		// files are expected.
		"bcimport/importer/entries": {"bcimport/importer", "bcimport/importer/dropfolder", "bcimport/importer/runs", "bcimport/importer/yamlfile"},
		// Runs on many machines: a face over runs that keeps them in a store of objects. It knows
		// the targets of its machine and the words of stores, says as news do how runs ended, and
		// knows no cloud, no journal and no dispatcher.
		"bcimport/importer/fleet": {
			"bcimport/importer", "bcimport/importer/dropfolder", "bcimport/importer/entries", "bcimport/importer/news", "bcimport/importer/notify",
			"bcimport/importer/objects", "bcimport/importer/runs", "bcimport/importer/targets", "bcimport/importer/yamlfile", "bcimport/mapping", "bcimport/reports",
			"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/dropfolder", "bcimport/importer/remote", "bcimport/importer/notify", "bcimport/importer/yamlfile", "bcimport/reports", "bcimport/reports/atomicfile", "bcimport/reports/lines",
		},
		// How runs ended, for people and monitoring: it reads who is to be told in the target
		// file, and delivers in any edge's words.
		"bcimport/importer/news": {
			"bcimport/importer", "bcimport/importer/metrics", "bcimport/importer/notify", "bcimport/importer/runs", "bcimport/importer/targets", "bcimport/reports", "bcimport/reports/lines",
		},
		// Has runs done by workers on many machines: it knows what a run of a fleet is, and no
		// store and no service.
		"bcimport/importer/fleet/dispatch": {"bcimport/importer", "bcimport/importer/fleet"},
		// Keeps a number of runs at once by objects of the store, whoever dispatches them.
		"bcimport/importer/fleet/permits": {"bcimport/importer/fleet", "bcimport/importer/objects"},
		// Records what a worker does as traces: it looks on, too.
		"bcimport/importer/fleet/tracing": {"bcimport/importer", "bcimport/importer/fleet", "bcimport/importer/runs"},
		// Counts what a worker does: it stands beside what works, and looks on.
		"bcimport/importer/fleet/meter": {"bcimport/importer", "bcimport/importer/fleet", "bcimport/importer/fleet/dispatch", "bcimport/importer/runs"},
		// Keeps the logs of a fleet's runs as journal/shipped does: neither knows the other.
		"bcimport/importer/fleet/logs": {"bcimport/importer", "bcimport/importer/fleet", "bcimport/importer/journal/shipped", "bcimport/importer/journal/sqlite", "bcimport/importer/runs"},
		// Holds tests of a fleet as a whole, and nothing else.
		"bcimport/importer/fleet/fleettest": {},
		// The commands of a fleet: the edge that wires its worker, its store and its dispatcher.
		"bcimport/importer/cli/fleet": {
			"bcimport/importer", "bcimport/importer/cli/inputs", "bcimport/importer/cli/terminal", "bcimport/importer/fleet", "bcimport/importer/fleet/dispatch", "bcimport/importer/fleet/logs",
			"bcimport/importer/fleet/meter", "bcimport/importer/fleet/permits", "bcimport/importer/fleet/tracing", "bcimport/importer/journal/shipped", "bcimport/importer/news", "bcimport/importer/notify", "bcimport/importer/objects",
			"bcimport/importer/objects/stores", "bcimport/importer/runs", "bcimport/importer/targets", "bcimport/importer/yamlfile",
		},
		// How commands look: it shows what happened to runs, what was found out about targets
		// and what a proposed mapping takes, and begins nothing.
		"bcimport/importer/cli/terminal": {"bcimport/importer", "bcimport/importer/history", "bcimport/importer/runs", "bcimport/importer/runs/forecast", "bcimport/importer/targets", "bcimport/mapping", "bcimport/mapping/proposal", "bcimport/reports", "bcimport/reports/lines", "bcimport/mapping/entity"},
		// Verbs that read what was recorded, by run or by record, and show it.
		"bcimport/importer/cli/recorded": {"bcimport/importer", "bcimport/importer/cli/terminal", "bcimport/importer/history", "bcimport/importer/history/stored", "bcimport/importer/journal/shipped", "bcimport/importer/objects/stores", "bcimport/importer/runs", "bcimport/reports/lines"},
		// The runs of an object store for a search, by logs that it is given a reader of, and by reports.
		"bcimport/importer/history/stored": {"bcimport/mapping/texts", "bcimport/importer", "bcimport/importer/history", "bcimport/importer/objects", "bcimport/mapping", "bcimport/mapping/entity"},
		// Puts the answers of many records of runs in order: it knows the core's words alone, and
		// what opens a record it is given.
		"bcimport/importer/history": {"bcimport/importer"},
		// What of a text nobody sees: it needs nothing of ours.
		"bcimport/mapping/texts": {},
		// Which changes of a plan may be written: it needs the words of a plan and who reads reviews.
		"bcimport/importer/runs/approval": {"bcimport/importer", "bcimport/mapping/entity", "bcimport/importer/runs/sheets"},
		// The page: a face over runs. It knows what a file can be read as, and no store, no service
		// and no security: who may ask is decided before it is asked.
		"bcimport/importer/web": {"bcimport/importer/web/kept", "bcimport/mapping/phrase", "bcimport/importer", "bcimport/importer/runs", "bcimport/importer/web/imports", "bcimport/importer/web/jobs", "bcimport/importer/web/words", "bcimport/mapping/encodings", "bcimport/reports/lines", "bcimport/mapping/entity", "bcimport/reports/page", "bcimport/importer/web/words/messages", "bcimport/importer/web/progress", "bcimport/importer/web/records", "bcimport/importer/web/runfiles", "bcimport/reports", "bcimport/importer/web/table", "bcimport/importer/web/tables", "bcimport/importer/web/fill", "bcimport/importer/web/columns", "bcimport/mapping", "bcimport/mapping/draft", "bcimport/importer/web/captions"},
		// Keeps values for a while: it needs nothing of ours.
		"bcimport/importer/web/kept": {},
		// Gives the page what makes connections, in the page's words.
		"bcimport/importer/web/connections": {"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/targets", "bcimport/importer/web"},
		// Tells a browser of the events of jobs, in the words of the page.
		"bcimport/importer/web/progress": {"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/web/jobs", "bcimport/importer/web/words", "bcimport/mapping/entity"},
		// What a run has left, for a page: it knows runs and their reports, and no page.
		"bcimport/importer/web/runfiles": {"bcimport/importer", "bcimport/importer/runs", "bcimport/reports"},
		// Lets several screens read one record: it knows the store of runs alone.
		"bcimport/importer/web/records": {"bcimport/importer", "bcimport/importer/runs"},
		// Controls of a mapping that is worked on: it knows rows as they will be sent, and no file.
		"bcimport/importer/web/columns": {"bcimport/importer/web/captions", "bcimport/importer/web/words/messages", "bcimport/importer", "bcimport/importer/runs", "bcimport/mapping", "bcimport/mapping/draft", "bcimport/mapping/entity"},
		// What people call fields, in the words of the page: it knows what Business Central calls them.
		"bcimport/importer/web/captions": {"bcimport/importer", "bcimport/importer/web/words/messages", "bcimport/mapping/entity", "bcimport/mapping/profile"},
		// Keeps files and choices: it needs nothing of ours but files that appear whole.
		"bcimport/importer/web/imports": {"bcimport/reports/atomicfile"},
		// Runs the page of a folder once on a machine, behind its guard.
		"bcimport/importer/web/instance": {"bcimport/importer", "bcimport/importer/web/guard", "bcimport/reports/atomicfile"},
		// Wires the page with all that stands around it, as a program of its own.
		"bcimport/importer/web/program": {
			"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/web", "bcimport/importer/web/connections",
			"bcimport/importer/web/guard", "bcimport/importer/web/imports", "bcimport/importer/web/instance", "bcimport/importer/web/jobs",
			"bcimport/importer/web/words",
		},
		// Refuses requests that are not of the page's own user, whatever it guards, in its language.
		"bcimport/importer/web/guard": {"bcimport/importer/web/words"},
		// The words of the page by language, and numbers and times: it needs nothing of ours.
		"bcimport/importer/web/words": {},
		// Sorts and searches texts: it needs nothing of ours.
		"bcimport/importer/web/table": {},
		// Puts the rows of checks and the changes of plans into tables: it knows runs, and no page.
		"bcimport/importer/web/fill": {"bcimport/importer", "bcimport/importer/runs", "bcimport/importer/web/jobs", "bcimport/importer/web/table", "bcimport/importer/web/tables", "bcimport/mapping/entity"},
		// Keeps tables while their jobs fill them, and knows addresses of parts of them.
		"bcimport/importer/web/tables": {"bcimport/importer/web/jobs", "bcimport/importer/web/table"},
		// Words by their English texts: it needs nothing of ours.
		"bcimport/importer/web/words/messages/causes": {},
		// The core's messages about rows in other languages than its own.
		"bcimport/importer/web/words/messages": {"bcimport/importer/web/words", "bcimport/importer/web/words/messages/causes", "bcimport/importer", "bcimport/mapping", "bcimport/mapping/entity"},
		// Brings what a command line names onto this disk; messages are the terminal's.
		"bcimport/importer/cli/inputs": {"bcimport/importer", "bcimport/importer/cli/terminal", "bcimport/importer/remote", "bcimport/importer/runs", "bcimport/reports/atomicfile"},
		// Starts another program in this one's place: it needs the words of errors alone.
		"bcimport/importer/cli/handover": {"bcimport/importer"},
		// The edge wires everything.
		"bcimport/importer/cli": {"bcimport/importer/cli/fleet", "bcimport/importer/cli/handover", "bcimport/importer/objects/stores",
			"bcimport/importer/cli/recorded",
			"bcimport/importer/cli/terminal",
			"bcimport/importer/history",
			"bcimport/importer/cli/inputs", "bcimport/importer/remote",
			"bcimport/importer/news",
			"bcimport/importer/watch",
			"bcimport/importer/web/program",
			"bcimport/importer/runs",
			"bcimport/mapping", "bcimport/mapping/entity", "bcimport/mapping/proposal", "bcimport/importer", "bcimport/importer/businesscentral",
			"bcimport/importer/journal/sqlite", "bcimport/importer/metrics", "bcimport/importer/notify", "bcimport/importer/sandbox", "bcimport/importer/targets", "bcimport/importer/yamlfile", "bcimport/reports", "bcimport/reports/atomicfile", "bcimport/reports/lines",
		},
		"bcimport": {"bcimport/importer/cli"},
	}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "bcimport/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		permitted, known := allowed[words[0]]
		if !known {
			t.Errorf("package %s has no rule here; say what it may import and why", words[0])
		}
		for _, imported := range words[1:] {
			if (imported == "bcimport" || strings.HasPrefix(imported, "bcimport/")) && !slices.Contains(permitted, imported) {
				t.Errorf("%s must not import %s", words[0], imported)
			}
		}
	}
}
