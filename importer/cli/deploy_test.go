package cli

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/fleet"
	"bcimport/importer/targets"
	"bcimport/importer/watch"
)

const deployFolder = "../../samples/deploy"

func deployFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deployFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What a scheduler is told to start is a command line that the program takes.
func TestDeploy_CommandLinesAreTaken(t *testing.T) {
	t.Parallel()
	for name, line := range map[string][]string{
		"bcimport-nightly.service": execStart(t, "bcimport-nightly.service"),
		"bcimport-watch.service":   execStart(t, "bcimport-watch.service"),
		"bcimport-task.xml":        strings.Fields(windowsTask(t).Arguments),
		"cronjob.yaml":             cronJob(t).Args,
		"Dockerfile":               dockerRun(t),
		"bcimport.desktop":         desktopExec(t),
		"fleet/compose.yaml":       composeWorker(t),
		"fleet/workers.yaml":       podOf(t, "fleet/workers.yaml").Args,
		"fleet/schedule.yaml":      podOf(t, "fleet/schedule.yaml").Args,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := takes(line); err != nil {
				t.Errorf("bcimport %s: %v", strings.Join(line, " "), err)
			}
		})
	}
}

// takes reports whether a command line names a command, its flags and its arguments.
func takes(line []string) error {
	root := newRoot(terminal.NewConsole(Streams{Out: io.Discard, Err: io.Discard}, false, slog.LevelInfo, flagWords{}))
	cmd, rest, err := root.Find(line)
	if err != nil {
		return err
	}
	if cmd == root {
		return errors.New("no command")
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

func TestTakes_RefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "wacht x", "check --onec x", "check"} {
		if takes(strings.Fields(line)) == nil {
			t.Errorf("takes %q", line)
		}
	}
	if err := takes([]string{"check", "x", "-m", "y"}); err != nil {
		t.Error(err)
	}
}

func execStart(t *testing.T, unit string) []string {
	line := regexp.MustCompile(`(?m)^ExecStart=/usr/bin/bcimport (.+)$`).FindStringSubmatch(deployFile(t, unit))
	if line == nil {
		t.Fatalf("%s starts no bcimport", unit)
	}
	return strings.Fields(line[1])
}

// desktopExec is what a desktop starts.
func desktopExec(t *testing.T) []string {
	line := regexp.MustCompile(`(?m)^Exec=bcimport (.+)$`).FindStringSubmatch(deployFile(t, "bcimport.desktop"))
	if line == nil {
		t.Fatal("the desktop entry starts no bcimport")
	}
	return strings.Fields(line[1])
}

// dockerRun is the command line after the image in the comment on top.
func dockerRun(t *testing.T) []string {
	line := regexp.MustCompile(`(?m)^#     bcimport (.+)$`).FindStringSubmatch(deployFile(t, "Dockerfile"))
	if line == nil {
		t.Fatal("the Dockerfile doesn't say how to run it")
	}
	return strings.Fields(line[1])
}

// The image holds nothing but the program, which is not root.
func TestDeploy_ImageIsBareAndNotRoot(t *testing.T) {
	t.Parallel()
	stage := deployFile(t, "Dockerfile")
	stage = stage[strings.LastIndex(stage, "\nFROM "):]
	for _, want := range []string{"\nFROM scratch\n", "\nUSER 65532:65532\n", "\nENTRYPOINT [\"/bcimport\"]\n"} {
		if !strings.Contains(stage, want) {
			t.Errorf("the last stage lacks %q", want)
		}
	}
	if regexp.MustCompile(`(?m)^(RUN|ADD) `).MatchString(stage) {
		t.Error("the last stage runs or fetches something")
	}
}

type task struct {
	XMLName  xml.Name  `xml:"http://schemas.microsoft.com/windows/2004/02/mit/task Task"`
	Version  string    `xml:"version,attr"`
	Start    string    `xml:"Triggers>CalendarTrigger>StartBoundary"`
	Days     int       `xml:"Triggers>CalendarTrigger>ScheduleByDay>DaysInterval"`
	Overlap  string    `xml:"Settings>MultipleInstancesPolicy"`
	RunLevel string    `xml:"Principals>Principal>RunLevel"`
	Exec     execution `xml:"Actions>Exec"`
}

type execution struct {
	Command   string
	Arguments string
}

func windowsTask(t *testing.T) execution {
	t.Helper()
	text := deployFile(t, "bcimport-task.xml")
	// schtasks takes a file without a declared encoding for what it is, if it is ASCII.
	if strings.ContainsFunc(text, func(r rune) bool { return r > 126 }) {
		t.Error("the task is not in ASCII")
	}
	var found task
	if err := xml.Unmarshal([]byte(text), &found); err != nil {
		t.Fatal(err)
	}
	if found.Version != "1.2" || found.Start == "" || found.Days != 1 || found.Overlap != "IgnoreNew" ||
		found.RunLevel != "LeastPrivilege" || !strings.HasSuffix(found.Exec.Command, `\bcimport.exe`) {
		t.Errorf("the task is %+v", found)
	}
	if !strings.Contains(text, "schtasks /Create /TN bcimport /XML bcimport-task.xml") {
		t.Error("the task doesn't say how to import it")
	}
	return found.Exec
}

// container is what is asked of the CronJob beyond being one.
type container struct {
	Args            []string
	SecurityContext struct {
		AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
		ReadOnlyRootFilesystem   bool  `yaml:"readOnlyRootFilesystem"`
	} `yaml:"securityContext"`
	Resources struct {
		Limits struct{ Memory string }
	}
}

func cronJob(t *testing.T) container {
	t.Helper()
	var job struct {
		Spec struct {
			ConcurrencyPolicy string `yaml:"concurrencyPolicy"`
			JobTemplate       struct {
				Spec struct {
					Template struct {
						Spec struct {
							SecurityContext struct {
								RunAsNonRoot bool `yaml:"runAsNonRoot"`
							} `yaml:"securityContext"`
							Containers []container
						}
					}
				}
			} `yaml:"jobTemplate"`
		}
	}
	if err := yaml.Unmarshal([]byte(deployFile(t, "cronjob.yaml")), &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.JobTemplate.Spec.Template.Spec
	if job.Spec.ConcurrencyPolicy != "Forbid" || !pod.SecurityContext.RunAsNonRoot || len(pod.Containers) != 1 {
		t.Fatalf("the job is %+v", job)
	}
	return lockedUp(t, pod.Containers[0])
}

// lockedUp holds that a container may do no more than it needs.
func lockedUp(t *testing.T, c container) container {
	t.Helper()
	escalation := c.SecurityContext.AllowPrivilegeEscalation
	if escalation == nil || *escalation || !c.SecurityContext.ReadOnlyRootFilesystem || c.Resources.Limits.Memory == "" {
		t.Errorf("the container is %+v", c)
	}
	return c
}

// podOf is the one container of a Deployment or a Job.
func podOf(t *testing.T, name string) container {
	t.Helper()
	var found struct {
		Spec struct {
			Template struct {
				Spec struct {
					SecurityContext struct {
						RunAsNonRoot bool `yaml:"runAsNonRoot"`
					} `yaml:"securityContext"`
					Containers []container
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(deployFile(t, name)), &found); err != nil {
		t.Fatal(err)
	}
	pod := found.Spec.Template.Spec
	if !pod.SecurityContext.RunAsNonRoot || len(pod.Containers) != 1 {
		t.Fatalf("the pod is %+v", pod)
	}
	return lockedUp(t, pod.Containers[0])
}

func composeWorker(t *testing.T) []string {
	t.Helper()
	var found struct {
		Services map[string]struct {
			Command  []string
			ReadOnly bool `yaml:"read_only"`
		}
	}
	if err := yaml.Unmarshal([]byte(deployFile(t, "fleet/compose.yaml")), &found); err != nil {
		t.Fatal(err)
	}
	worker := found.Services["worker"]
	if !worker.ReadOnly {
		t.Error("the worker may write to its image")
	}
	return worker.Command
}

// The example of a fleet file is one, for targets of the example beside it.
func TestDeploy_FleetFileIsRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	mapping, err := os.ReadFile(filepath.Join(deployFolder, "..", "contacts.yaml"))
	if err == nil {
		err = errors.Join(os.WriteFile(filepath.Join(folder, "contacts.yaml"), mapping, 0o600),
			os.WriteFile(filepath.Join(folder, fleet.FileName), []byte(deployFile(t, "fleet/fleet.yaml")), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := fleet.ReadFile(filepath.Join(folder, fleet.FileName), "see the help")
	if err != nil {
		t.Fatal(err)
	}
	content, err := targets.ReadFile(filepath.Join(deployFolder, "fleet", "bcimport.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range f.Targets {
		if _, known := content.Targets[name]; !known {
			t.Errorf("no target %s", name)
		}
	}
}

// The example of a target file is one.
func TestDeploy_TargetFileIsRead(t *testing.T) {
	t.Parallel()
	content, err := targets.ReadFile(filepath.Join(deployFolder, "bcimport.yaml"))
	if err != nil || content.Names() != "production" {
		t.Errorf("targets %q, %v", content.Names(), err)
	}
}

// The example of a watch file is one, for a target of the example beside it.
func TestDeploy_WatchFileIsRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	mapping, err := os.ReadFile(filepath.Join(deployFolder, "..", "contacts.yaml"))
	if err == nil {
		err = errors.Join(os.WriteFile(filepath.Join(folder, "contacts.yaml"), mapping, 0o600),
			os.WriteFile(filepath.Join(folder, watch.FileName), []byte(deployFile(t, watch.FileName)), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	w, err := watch.ReadFile(filepath.Join(folder, watch.FileName), nil, "see the help")
	if err != nil || len(w.Files) != 1 || w.Files[0].Target != "production" {
		t.Errorf("%+v, %v", w.Files, err)
	}
}

// systemd reads the units as they are meant, and calls them well locked up.
func TestDeploy_UnitsAreVerified(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("needs Debian's systemd")
	}
	program, err := os.Executable() // the one that is installed where the units are
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var units []string
	for _, name := range []string{"bcimport-nightly.service", "bcimport-watch.service", "bcimport-nightly.timer"} {
		unit := filepath.Join(folder, name)
		text := strings.ReplaceAll(deployFile(t, name), "/usr/bin/bcimport", program)
		if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		units = append(units, unit)
	}
	verify := append([]string{"verify", "--man=no", "--recursive-errors=no"}, units...)
	if out, err := exec.Command("systemd-analyze", verify...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	for _, unit := range units[:2] {
		// From 0 (nothing is exposed) to 100.
		if out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=20", unit).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", filepath.Base(unit), err, lastLine(out))
		}
	}
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return fmt.Sprint(lines[len(lines)-1])
}
