//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkRun measures whole processes by the operating system's own account,
// against the sandbox in a process of its own. 30 % of the rows change nothing.
// Share is the part of what the slots can carry that was carried.
func BenchmarkRun(b *testing.B) {
	p := newProgram(b)
	fast := service{flags: []string{"--no-limits"}}
	slow := service{flags: []string{"--delay", "30ms"}, delay: 30 * time.Millisecond}
	storm := service{flags: []string{"--no-limits", "--faults", "503=0.03,429=0.02,reset-before=0.02,reset-after=0.02,truncated=0.01,garbled=0.01,seed=7"}}
	for _, bench := range []struct {
		name string
		job  job
	}{
		{"nodelay/naive", job{service: fast, rows: 20_000, naive: 1}},
		{"nodelay/naive-5", job{service: fast, rows: 20_000, naive: 5}},
		{"nodelay/batch=1", job{service: fast, rows: 20_000, args: []string{"--rate", "0", "--batch", "1"}}},
		{"nodelay/default", job{service: fast, rows: 20_000, args: []string{"--rate", "0"}}},
		{"nodelay/users=4", job{service: fast, rows: 20_000, args: []string{"--rate", "0"}, users: 4}},
		{"30ms/naive", job{service: slow, rows: 3_000, naive: 1}},
		{"30ms/naive-5", job{service: slow, rows: 3_000, naive: 5}},
		{"30ms/batch=1", job{service: slow, rows: 3_000, args: []string{"--batch", "1"}}},
		{"30ms/default", job{service: slow, rows: 3_000}},
		{"30ms/users=4", job{service: slow, rows: 3_000, users: 4}},
		{"30ms/rows=2000", job{service: slow, rows: 2_000, each: 1, all: true}},
		{"30ms/rows=2100", job{service: slow, rows: 2_100, each: 1, all: true}},
		{"30ms/rows=2000/users=4", job{service: slow, rows: 2_000, each: 1, all: true, users: 4}},
		{"30ms/adjacent=10", job{service: slow, rows: 1_000, each: 10, all: true}},
		{"storm", job{service: storm, rows: 20_000, args: []string{"--rate", "0"}}},
		{"nodelay/rows=1000000", job{service: fast, rows: 1_000_000, args: []string{"--rate", "0"}}},
		{"nodelay/rows=10", job{service: fast, rows: 10, args: []string{"--rate", "0"}}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				bench.job.run(b, p)
			}
		})
	}
}

// BenchmarkCheck measures the offline pass over a large file: of different people with
// all that the samples have of each, and of few fields. times-csv is how many times longer
// it takes than encoding/csv needs for the file, read right after it.
func BenchmarkCheck(b *testing.B) {
	p := newProgram(b)
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("people/rows=%d", n), func(b *testing.B) {
			folder := people(b, n)
			for b.Loop() {
				u := measure(b, folder, nil, p.path, "check", "in.csv", "-m", "m.yaml")
				u.report(b, n)
				b.ReportMetric(u.wall.Seconds()/readCSV(b, filepath.Join(folder, "in.csv")).Seconds(), "times-csv")
			}
		})
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			folder := job{rows: n, each: 1}.input(b, p.contacts)
			for b.Loop() {
				measure(b, folder, nil, p.path, "check", "in.csv", "-m", "m.yaml").report(b, n)
			}
		})
	}
}

// readCSV is how long encoding/csv takes to read a file.
func readCSV(b *testing.B, path string) time.Duration {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	begin := time.Now()
	r := csv.NewReader(bufio.NewReader(file))
	for {
		if _, err = r.Read(); err != nil {
			break
		}
	}
	if !errors.Is(err, io.EOF) {
		b.Fatal(err)
	}
	return time.Since(begin)
}

// people makes a file of contacts, each with other values, as samples/contacts-by-id.csv
// has them.
func people(b *testing.B, rows int) (folder string) {
	b.Helper()
	folder = b.TempDir()
	file, err := os.Create(filepath.Join(folder, "in.csv"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "id,email,firstName,lastName,professionalTitle,primaryPhoneNumber")
	firsts := strings.Fields("John:john Søren:soeren Åse:aase Niels:niels Björn:bjoern Claudia:claudia Peter:peter Maria:maria Élodie:elodie Emma:emma Noah:noah Lucas:lucas")
	lasts := strings.Fields("Smith:smith Bæk:baek Møller:moeller Lehmann:lehmann Kühn:kuehn Weber:weber Richter:richter Moreau:moreau Guérin:guerin Johnson:johnson Garcia:garcia")
	titles := []string{"Senior Purchasing Manager", "Salgschef", "Indkøbschef", "Einkaufsleiter", "Geschäftsführer", "Sales Manager", "Buyer", "Directrice générale", "Accountant"}
	phones := []string{"+1 425-555-%04d", "+45 32 00 %04d", "+49 30 2312%04d", "+33 1 99 00 %04d"}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		first, firstMail, _ := strings.Cut(firsts[random.IntN(len(firsts))], ":")
		last, lastMail, _ := strings.Cut(lasts[random.IntN(len(lasts))], ":")
		fmt.Fprintf(w, "%08x-%04x-4%03x-a%03x-%012x,%s.%s%d@contoso-%d.example,%s,%s,%s,"+phones[i%len(phones)]+"\n",
			random.Uint32(), random.IntN(1<<16), random.IntN(1<<12), random.IntN(1<<12), random.Uint64()>>16,
			firstMail, lastMail, i, random.IntN(50), first, last, titles[random.IntN(len(titles))], random.IntN(10_000))
	}
	mapping := "version: 1\nkey: {column: id}\nfields: {email: email, firstName: firstName, lastName: lastName, professionalTitle: professionalTitle, primaryPhoneNumber: primaryPhoneNumber}\n"
	if err := errors.Join(w.Flush(), file.Close(), os.WriteFile(filepath.Join(folder, "m.yaml"), []byte(mapping), 0o600)); err != nil {
		b.Fatal(err)
	}
	return folder
}

// program is the program as users get it, the yardstick, and the contacts there are.
type program struct {
	path, naive string
	contacts    []string
}

func newProgram(b *testing.B) program {
	folder := b.TempDir()
	p := program{path: filepath.Join(folder, "bcimport"), naive: filepath.Join(folder, "naive")}
	build := exec.Command("go", "build", "-trimpath", "-o", p.path, "bcimport")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as make build does; with C it takes 3 MiB more
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	self, err := os.Executable()
	if err == nil {
		err = errors.Join(os.Symlink(self, p.naive), os.Symlink(self, filepath.Join(folder, "ids")))
	}
	if err != nil {
		b.Fatal(err)
	}
	ids, err := exec.Command(filepath.Join(folder, "ids")).Output()
	if err != nil {
		b.Fatal(err)
	}
	p.contacts = strings.Fields(string(ids))
	return p
}

// service is the sandbox that a job runs against.
type service struct {
	flags []string
	delay time.Duration // of an operation
}

// job is one measured run.
type job struct {
	service service
	rows    int
	each    int  // adjacent rows for each contact; 0 is one
	all     bool // every row changes something
	args    []string
	naive   int // workers of the yardstick; 0: the program
	users   int // application users; 0 is one
}

func (j job) run(b *testing.B, p program) {
	folder := j.input(b, p.contacts)
	environment, stop := j.serve(b, p.path)
	defer stop()
	if j.naive > 0 {
		measure(b, folder, environment, p.naive, fmt.Sprint(j.naive), "in.csv").report(b, j.rows)
		return
	}
	args := append([]string{"run", "in.csv", "-m", "m.yaml", "--out", "run", "--quiet", "--accept", "duplicate_keys"}, j.args...)
	if j.users > 1 {
		args = append(args, "--config", j.target(b, folder, environment), "-t", "t")
	}
	u := measure(b, folder, environment, p.path, args...)
	u.report(b, j.rows)
	data, err := os.ReadFile(filepath.Join(folder, "run", "summary.json"))
	if err != nil {
		b.Fatal(err)
	}
	var summary struct {
		Rows     struct{ Total, Updated, Unchanged int }
		Requests struct{ Total, Operations, Throttled int }
	}
	if err := json.Unmarshal(data, &summary); err != nil {
		b.Fatal(err)
	}
	if summary.Rows.Updated+summary.Rows.Unchanged != j.rows {
		b.Fatalf("not every row succeeded: %+v", summary)
	}
	b.ReportMetric(float64(summary.Requests.Total), "requests")
	b.ReportMetric(float64(summary.Requests.Total)/float64(j.rows), "requests/row")
	b.ReportMetric(float64(summary.Requests.Throttled), "throttled")
	if j.service.delay > 0 {
		carried := float64(summary.Requests.Operations) * j.service.delay.Seconds() / float64(5*max(1, j.users))
		b.ReportMetric(100*carried/u.wall.Seconds(), "%share")
	}
}

// input makes a file keyed by id, so that a row costs its read and its write and
// no lookup.
func (j job) input(b *testing.B, contacts []string) string {
	b.Helper()
	folder := b.TempDir()
	file, err := os.Create(filepath.Join(folder, "in.csv"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "id,Title,Phone")
	i := 0
	each := max(1, j.each)
	line := func(id string) {
		title := fmt.Sprintf("Title %d", i)
		if i%10 < 3 && !j.all {
			title = "" // kept: changes nothing
		}
		fmt.Fprintf(w, "%s,%s,\n", id, title)
		i++
	}
	for i < j.rows {
		for _, id := range contacts {
			for range each {
				if i < j.rows {
					line(id)
				}
			}
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	mapping := "version: 1\nkey: {column: id}\nfields: {professionalTitle: Title, primaryPhoneNumber: Phone}\n"
	if err := os.WriteFile(filepath.Join(folder, "m.yaml"), []byte(mapping), 0o600); err != nil {
		b.Fatal(err)
	}
	return folder
}

// serve starts `bcimport sandbox` and returns the variables it prints.
func (j job) serve(b *testing.B, program string) (environment []string, stop func()) {
	b.Helper()
	args := append([]string{"sandbox", "--memory", "--contacts", "30000", "--users", fmt.Sprint(max(1, j.users))}, j.service.flags...)
	cmd := exec.Command(program, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for len(environment) < 4 && lines.Scan() {
		environment = append(environment, strings.TrimPrefix(lines.Text(), "export "))
	}
	return environment, func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	}
}

// target writes a target with several users and takes what it says out of the
// environment's way.
func (j job) target(b *testing.B, folder string, environment []string) string {
	var text strings.Builder
	text.WriteString("targets:\n  t:\n    apps:\n")
	for i := range j.users {
		fmt.Fprintf(&text, "      - client_id: %d1111111-1111-1111-1111-111111111111\n        client_secret: ${BCIMPORT_CLIENT_SECRET}\n", i+1)
	}
	for i, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); name == "BCIMPORT_BASE_URL" || name == "BCIMPORT_TOKEN_URL" {
			fmt.Fprintf(&text, "    %s: %s\n", strings.ToLower(strings.TrimPrefix(name, "BCIMPORT_")), value)
		} else if name == "BCIMPORT_CLIENT_ID" {
			environment[i] = "BCIMPORT_CLIENT_ID="
		}
	}
	path := filepath.Join(folder, "bcimport.yaml")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// usage is what a process took, by the operating system's own account.
type usage struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func measure(b *testing.B, folder string, environment []string, program string, args ...string) usage {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), environment...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	begin := time.Now()
	err := cmd.Start()
	if err != nil {
		b.Fatal(err)
	}
	peaks := watchPeak(cmd.Process.Pid)
	err = cmd.Wait()
	if err != nil && !(args[0] == "check" && cmd.ProcessState.ExitCode() == 3) { // its keys stand more than once
		b.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	state := cmd.ProcessState
	peak := peaks()
	if peak == 0 {
		peak = state.SysUsage().(*syscall.Rusage).Maxrss
	}
	return usage{time.Since(begin), state.UserTime() + state.SystemTime(), peak}
}

// watchPeak follows the most memory that a process has had; the function returned ends
// that. What Linux tells when a process has ended counts the one that started it, too.
func watchPeak(pid int) (peak func() int64) {
	var most int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			if _, rest, found := strings.Cut(string(status), "VmHWM:"); found {
				var kib int64
				fmt.Sscan(rest, &kib)
				most = max(most, kib<<10)
			}
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() int64 { close(stop); <-stopped; return most }
}

func (u usage) report(b *testing.B, rows int) {
	b.ReportMetric(u.wall.Seconds(), "s")
	b.ReportMetric(float64(rows)/u.wall.Seconds(), "rows/s")
	b.ReportMetric(float64(u.cpu.Microseconds())/float64(rows), "cpu-µs/row")
	b.ReportMetric(float64(u.peak)/(1<<20), "peak-MiB")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkWorkbook measures checking and running a large workbook, whose memory must
// not grow with its rows.
func BenchmarkWorkbook(b *testing.B) {
	p := newProgram(b)
	for _, n := range []int{30_000, 300_000, 1_000_000} {
		j := job{service: service{flags: []string{"--no-limits"}}, rows: n}
		folder := j.input(b, p.contacts)
		asWorkbook(b, folder)
		for _, texts := range []string{"in", "shared"} {
			b.Run(fmt.Sprintf("check/%s/rows=%d", texts, n), func(b *testing.B) {
				for b.Loop() {
					measure(b, folder, nil, p.path, "check", texts+".xlsx", "-m", "m.yaml").report(b, n)
				}
			})
			b.Run(fmt.Sprintf("run/%s/rows=%d", texts, n), func(b *testing.B) {
				environment, stop := j.serve(b, p.path)
				defer stop()
				for b.Loop() {
					os.RemoveAll(filepath.Join(folder, "run"))
					measure(b, folder, environment, p.path, "run", texts+".xlsx", "-m", "m.yaml", "--out", "run", "--quiet", "--rate", "0", "--accept", "duplicate_keys").report(b, n)
				}
			})
		}
	}
}

// asWorkbook writes in.csv as in.xlsx and shared.xlsx, in a process of its own: a child's peak of
// memory is at least its parent's.
func asWorkbook(b *testing.B, folder string) {
	b.Helper()
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, filepath.Join(folder, "workbook"))
	}
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("./workbook")
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
}
