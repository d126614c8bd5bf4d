//go:build unix

package cli_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkRun measures the main job as whole processes: `run` of 10,000 rows,
// of which 30 % change nothing, against the sandbox in a process of its own at no
// delay, and `check` of 100,000 and of 1,000,000 rows.
func BenchmarkRun(b *testing.B) {
	program := filepath.Join(b.TempDir(), "bcimport")
	if out, err := exec.Command("go", "build", "-o", program, "bcimport").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	for _, n := range []int{10_000, 20_000} {
		b.Run(fmt.Sprintf("run/rows=%d", n), func(b *testing.B) {
			for b.Loop() {
				benchRun(b, program, n)
			}
		})
	}
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("check/rows=%d", n), func(b *testing.B) {
			for b.Loop() {
				folder := benchInput(b, n)
				u := measure(b, folder, nil, program, "check", "in.csv", "-m", "m.yaml")
				u.report(b, n)
			}
		})
	}
}

func benchRun(b *testing.B, program string, n int) {
	folder := benchInput(b, n)
	environment, stop := serveSandbox(b, program)
	defer stop()
	u := measure(b, folder, environment, program, "run", "in.csv", "-m", "m.yaml", "--out", "run", "--rate", "0", "--quiet")
	u.report(b, n)
	data, err := os.ReadFile(filepath.Join(folder, "run", "summary.json"))
	if err != nil {
		b.Fatal(err)
	}
	var summary struct {
		Rows     struct{ Total, Updated, Unchanged int }
		Requests struct{ Total int }
	}
	if err := json.Unmarshal(data, &summary); err != nil {
		b.Fatal(err)
	}
	if summary.Rows.Updated+summary.Rows.Unchanged != n {
		b.Fatalf("not every row succeeded: %+v", summary)
	}
	b.ReportMetric(float64(summary.Requests.Total)/float64(n), "requests/row")
}

// benchInput makes a file keyed by id, so that a row costs its read and its
// write and no lookup.
func benchInput(b *testing.B, n int) string {
	b.Helper()
	folder := b.TempDir()
	file, err := os.Create(filepath.Join(folder, "in.csv"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "id,Title,Phone")
	i := 0
	for id := range contactIDs(b) {
		if i == n {
			break
		}
		title := fmt.Sprintf("Title %d", i)
		if i%10 < 3 {
			title = "" // kept: changes nothing
		}
		fmt.Fprintf(w, "%s,%s,\n", id, title)
		i++
	}
	for ; i < n; i++ {
		fmt.Fprintf(w, "%08x-0000-4000-8000-000000000000,Title %d,\n", i, i)
	}
	mapping := "version: 1\nkey: {column: id}\nfields: {professionalTitle: Title, primaryPhoneNumber: Phone}\n"
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "m.yaml"), []byte(mapping), 0o600); err != nil {
		b.Fatal(err)
	}
	return folder
}

// serveSandbox starts `bcimport sandbox` and returns the variables it prints.
func serveSandbox(b *testing.B, program string) (environment []string, stop func()) {
	b.Helper()
	cmd := exec.Command(program, "sandbox", "--memory", "--no-limits", "--contacts", "30000")
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
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
	state := cmd.ProcessState
	peak := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "linux" {
		peak *= 1024
	}
	return usage{time.Since(begin), state.UserTime() + state.SystemTime(), peak}
}

func (u usage) report(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)/u.wall.Seconds(), "rows/s")
	b.ReportMetric(float64(u.cpu.Microseconds())/float64(rows), "cpu-µs/row")
	b.ReportMetric(float64(u.peak)/(1<<20), "peak-MiB")
	b.ReportMetric(0, "ns/op")
}
