package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Folder is how a drop folder stands.
type Folder struct {
	Dir     string
	Waiting int             // files that are complete and wait
	Working int             // files that are being run
	Left    int             // what no pattern takes, and what is not a regular file
	Missing map[string]bool // by pattern: whether an expected file has not come
	Looked  time.Time       // when the watcher last looked
}

// register makes the metrics of the folder.
func (f Folder) register(registry *prometheus.Registry) {
	dir := valid(f.Dir)
	files := gauge(registry, "bcimport_watch_files", "Files of the drop folder that wait (incoming) or are being run (working).", []string{"dir", "stage"})
	files.WithLabelValues(dir, "incoming").Set(float64(f.Waiting))
	files.WithLabelValues(dir, "working").Set(float64(f.Working))
	left := gauge(registry, "bcimport_watch_left", "What is left in incoming: links, folders, devices, and files that match no pattern.", []string{"dir"})
	left.WithLabelValues(dir).Set(float64(f.Left))
	missing := gauge(registry, "bcimport_watch_missing", "1 if an expected file has not arrived.", []string{"dir", "pattern"})
	for pattern, is := range f.Missing {
		value := 0.0
		if is {
			value = 1
		}
		missing.WithLabelValues(dir, valid(pattern)).Set(value)
	}
	looked := gauge(registry, "bcimport_watch_looked_timestamp_seconds", "When the watcher last looked into the folder, within a minute.", []string{"dir"})
	looked.WithLabelValues(dir).Set(timestamp(f.Looked))
}
