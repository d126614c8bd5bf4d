package cli_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/csv"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"bcimport/importer/cli"
	"bcimport/importer/sandbox"
)

// TestMain lets scripts run the real program, in processes of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"naive": naive, "ids": printIDs, "workbook": writeWorkbook, "visit": visit, "bcimport": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		context.AfterFunc(ctx, stop)
		os.Exit(int(cli.Main(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})))
	}})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	testdata, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, ".state"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, ".config"))
			env.Setenv("SAMPLES", samples)
			env.Setenv("TESTDATA", testdata)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"sandbox":  startSandbox,
			"page":     startPage,
			"contact":  assertContact,
			"record":   assertRecord,
			"alter":    editRecord,
			"edit":     editContact,
			"writes":   assertWrites,
			"accepted": awaitWrites,
			"bytes":    writeBytes,
			"columns":  assertColumns,
			"requests": assertRequests,
			"arrived":  awaitUpdates,
			"asked":    awaitRequests,
			"tagged":   writeTagged,
			"restored": assertRestored,
			"nowhere":  assertNowhere,
			"editcell": editCell,
			"enter":    enterCell,
			"cellof":   cellOf,
			"droprow":  dropRow,
			"offered":  offered,
			"tabled":   tabled,
			"noted":    noted,
			"asbook":   asBook,
			"merge":    mergeCells,
			"zipped":   zipped,
			"other":    otherEdits,
			"held":     held,
			"approve":  approveDevice,
			"revoke":   revokeSignIns,
			"identity": serveIdentity,
			"receiver": startReceiver,
			"received": assertReceived,
			"told":     awaitReceived,
			"metric":   assertMetric,
			"records":  assertRecords,
			"harmless": harmless,
			"steer":    steer,
			"nofolder": assertNone,
			"spelled":  writeSpelled,
			"damaged":  damageExport,
			"usual":    writeUsual,
		},
	})
}

// exits CODE PROGRAM [ARG...] runs a program and wants exactly that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// startSandbox [OPTION...] serves a stand-in for this script and points the
// environment to it. Options: faults=…, company=NAME (again for several),
// interfere=KEY:FIELD=VALUE (another user edits just before the first write to
// KEY, a contact's or SET/NUMBER), items=N, setup=SWITCH,…, set=SET (that a later nth= is
// about), nth=N,METHOD,KIND[,WAIT] (the Nth request with the method meets a fault),
// environment=NAME, user=NAME:PASSWORD, anonymous, delay=DURATION, no-batch=STATUS,
// users=N (client ids that begin with 1, 2 and so on), certificate=PEM (of an app that
// signs in with it), federated=TOKEN (of a workload), tls (its authority is written to ca.pem).
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	config := sandbox.Config{KeepWrites: true}
	var server *sandbox.Server
	encrypted, set := false, "customerContacts"
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "faults":
			faults, err := sandbox.ParseFaults(value)
			ts.Check(err)
			config.Faults = faults
		case "company":
			config.Companies = append(config.Companies, value)
		case "environment":
			config.Environment = value
		case "user":
			config.Username, config.Password, _ = strings.Cut(value, ":")
		case "no-batch":
			n, err := strconv.Atoi(value)
			ts.Check(err)
			config.NoBatch = n
		case "items", "setup", "set":
			setRecords(ts, &config, &set, name, value)
		case "users":
			n, err := strconv.Atoi(value)
			ts.Check(err)
			config.Apps = map[string]string{}
			for i := range n {
				config.Apps[fmt.Sprint(i+1)+sandbox.DefaultClientID[1:]] = sandbox.DefaultClientSecret
			}
		case "certificate":
			block, _ := pem.Decode([]byte(ts.ReadFile(value)))
			certificate, err := x509.ParseCertificate(block.Bytes)
			ts.Check(err)
			config.Certificates = map[string]*x509.Certificate{sandbox.DefaultClientID: certificate}
		case "federated":
			config.Federated = map[string]string{sandbox.DefaultClientID: value}
		case "tls":
			encrypted = true
		case "anonymous":
			config.Anonymous = true
		case "delay":
			d, err := time.ParseDuration(value)
			ts.Check(err)
			config.Delay = d
		case "nth":
			parts := strings.Split(value, ",")
			n, err := strconv.Atoi(parts[0])
			ts.Check(err)
			fault := sandbox.Fault{Kind: sandbox.FaultKind(parts[2])}
			if len(parts) > 3 {
				fault.Wait, err = time.ParseDuration(parts[3])
				ts.Check(err)
			}
			config.Intercept = sandbox.Nth(n, parts[1], set, fault)
		case "interfere":
			key, edit, _ := strings.Cut(value, ":")
			field, text, _ := strings.Cut(edit, "=")
			config.Intercept = interfere(&server, key, field, text)
		default:
			ts.Fatalf("unknown option %q", arg)
		}
	}
	server, err := sandbox.New(config)
	ts.Check(err)
	web := httptest.NewUnstartedServer(server)
	if encrypted {
		web.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that a script lets fail
		web.StartTLS()
		authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
		ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), authority, 0o600))
	} else {
		web.Start()
	}
	ts.Defer(func() { server.Close(); web.Close() })
	environment := sandbox.DefaultEnvironment
	if config.Environment != "" {
		environment = config.Environment
	}
	ts.Setenv("BCIMPORT_BASE_URL", web.URL+"/v2.0/"+environment+"/api/v2.0")
	ts.Setenv("BCIMPORT_TOKEN_URL", web.URL+"/tenant/oauth2/v2.0/token")
	ts.Setenv("BCIMPORT_CLIENT_ID", sandbox.DefaultClientID)
	ts.Setenv("BCIMPORT_CLIENT_SECRET", sandbox.DefaultClientSecret)
	ts.Setenv("TOKEN", server.Token(sandbox.DefaultClientID))
	servers.Store(ts.Getenv("WORK"), server)
}

// approveDevice FILE waits until a program has shown a code, on its stderr that a
// script keeps in FILE, and enters that as a person does.
func approveDevice(ts *testscript.TestScript, _ bool, args []string) {
	shown := regexp.MustCompile(`enter the code (\S+)`)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		if m := shown.FindSubmatch(text); m != nil {
			if !sandboxOf(ts).ApproveDevice(string(m[1])) {
				ts.Fatalf("nobody waits for the code %s", m[1])
			}
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("after a minute no code is shown: %s", text)
		}
	}
}

// serveIdentity serves the managed identity of an Azure service to the programs that
// a script runs (managed-identity docs: IDENTITY_ENDPOINT, version 2019-08-01).
func serveIdentity(ts *testscript.TestScript, _ bool, _ []string) {
	server := sandboxOf(ts)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-IDENTITY-HEADER") != "code" || r.URL.Query().Get("resource") != "https://api.businesscentral.dynamics.com" {
			http.Error(w, `{"message":"no"}`, http.StatusBadRequest)
			return
		}
		client := cmp.Or(r.URL.Query().Get("client_id"), sandbox.DefaultClientID)
		fmt.Fprintf(w, `{"access_token":%q,"expires_on":"%d","resource":"bc","token_type":"Bearer"}`, server.Token(client), time.Now().Add(time.Hour).Unix())
	}))
	ts.Defer(web.Close)
	ts.Setenv("IDENTITY_ENDPOINT", web.URL)
	ts.Setenv("IDENTITY_HEADER", "code")
}

// revokeSignIns ends every sign-in of a person, and every token.
func revokeSignIns(ts *testscript.TestScript, _ bool, _ []string) {
	sandboxOf(ts).RevokeRefreshTokens()
	sandboxOf(ts).RevokeTokens()
}

func sandboxOf(ts *testscript.TestScript) *sandbox.Server {
	server, ok := servers.Load(ts.Getenv("WORK"))
	if !ok {
		ts.Fatalf("no sandbox in this script")
	}
	return server.(*sandbox.Server)
}

// assertContact KEY FIELD VALUE wants the sandbox to hold a value.
func assertContact(ts *testscript.TestScript, neg bool, args []string) {
	c, ok := sandboxOf(ts).Contact(args[0])
	if !ok {
		ts.Fatalf("the sandbox has no contact %s", args[0])
	}
	if got := c.Field(args[1]); (got == args[2]) == neg {
		ts.Fatalf("%s of %s is %q", args[1], args[0], got)
	}
}

// editContact KEY FIELD VALUE is another user's edit.
func editContact(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(sandboxOf(ts).Edit(args[0], args[1], args[2]))
}

// assertWrites N wants that many accepted writes of clients, none with If-Match: *.
func assertWrites(ts *testscript.TestScript, _ bool, args []string) {
	stats := sandboxOf(ts).Stats()
	if fmt.Sprint(stats.Writes) != args[0] || stats.IfMatchAny != 0 {
		ts.Fatalf("%d writes were accepted, %d came with If-Match: *", stats.Writes, stats.IfMatchAny)
	}
}

// awaitWrites N waits until the sandbox has accepted that many writes; +N, that
// many more than by now.
func awaitWrites(ts *testscript.TestScript, _ bool, args []string) {
	awaitStat(ts, args, "accepted writes", func(s sandbox.Stats) int { return s.Writes })
}

func awaitStat(ts *testscript.TestScript, args []string, what string, count func(sandbox.Stats) int) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if strings.HasPrefix(args[0], "+") {
		want += count(sandboxOf(ts).Stats())
	}
	for deadline := time.Now().Add(time.Minute); count(sandboxOf(ts).Stats()) < want; {
		if time.Now().After(deadline) {
			ts.Fatalf("after a minute the sandbox has %d %s", count(sandboxOf(ts).Stats()), what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// awaitUpdates N waits until N updates have arrived at the sandbox, done or not.
func awaitUpdates(ts *testscript.TestScript, _ bool, args []string) {
	awaitStat(ts, args, "updates", func(s sandbox.Stats) int { return s.Patches + s.BatchedPatches })
}

// awaitRequests N waits until so many requests have arrived.
func awaitRequests(ts *testscript.TestScript, _ bool, args []string) {
	awaitStat(ts, args, "requests", func(s sandbox.Stats) int { return s.Requests })
}

// assertRequests wants N requests since the last time it was called; without N it
// only begins to count.
func assertRequests(ts *testscript.TestScript, _ bool, args []string) {
	stats := sandboxOf(ts).Stats()
	now := stats.Requests + stats.Tokens
	before, _ := requestsBefore.Swap(ts.Getenv("WORK"), now)
	if len(args) > 0 && fmt.Sprint(now-before.(int)) != args[0] {
		ts.Fatalf("%d requests arrived, want %s", now-before.(int), args[0])
	}
}

// assertNowhere TEXT wants that no accepted write ever set that text.
func assertNowhere(ts *testscript.TestScript, _ bool, args []string) {
	for _, w := range sandboxOf(ts).Writes() {
		for _, c := range w.Fields {
			if c.After == args[0] {
				ts.Fatalf("%s of %s was set to %q", c.Field, w.Number, c.After)
			}
		}
	}
}

// assertRestored wants every contact that was ever written to hold what it held first.
func assertRestored(ts *testscript.TestScript, _ bool, _ []string) {
	server := sandboxOf(ts)
	first := map[string]map[string]string{}
	for _, w := range server.Writes() {
		if first[w.ID] == nil {
			first[w.ID] = map[string]string{}
		}
		for _, c := range w.Fields {
			if _, seen := first[w.ID][c.Field]; !seen {
				first[w.ID][c.Field] = c.Before
			}
		}
	}
	for _, w := range server.Writes() {
		if w.Set != "" {
			assertRestoredRecord(ts, w, first[w.ID])
			delete(first, w.ID)
		}
	}
	for id, fields := range first {
		c, _ := server.Contact(id)
		for field, want := range fields {
			if got := c.Field(field); got != want {
				ts.Fatalf("%s of %s is %q, before the run it was %q", field, c.Number, got, want)
			}
		}
	}
}

// writeTagged FILE KEY=TITLE... writes rows with the eTags of a minute ago: those
// before the last edit of another user.
func writeTagged(ts *testscript.TestScript, _ bool, args []string) {
	server := sandboxOf(ts)
	tags := map[string]string{}
	for _, w := range server.Writes() {
		if tags[w.Number] == "" {
			tags[w.Number] = w.ETagBefore
		}
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write([]string{"No", "Title", "eTag"})
	for _, row := range args[1:] {
		key, title, _ := strings.Cut(row, "=")
		c, ok := server.Contact(key)
		if !ok {
			ts.Fatalf("the sandbox has no contact %s", key)
		}
		w.Write([]string{key, title, cmp.Or(tags[key], c.ETag)})
	}
	w.Flush()
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text.Bytes(), 0o600))
}

// writeBytes FILE TEXT writes a file from a text with Go escapes (\r\n, \xff, …).
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// assertColumns FILE LINE COLUMN=TEXT... wants cells in the report row of a line.
func assertColumns(ts *testscript.TestScript, neg bool, args []string) {
	row := reportRowOf(ts, args[0], args[1])
	for _, want := range args[2:] {
		name, text, _ := strings.Cut(want, "=")
		if got, known := row[name]; !known || got != text {
			ts.Fatalf("%s of line %s is %q, want %q", name, args[1], got, text)
		}
	}
}
