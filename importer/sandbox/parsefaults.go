package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseFaults reads a list like 429=0.02,reset-after=0.01,retry-after=2s. Its
// keys are the kinds and retry-after, retry-after-form, slow-by (durations as
// time.ParseDuration reads them), seed, and everywhere, which has no value.
func ParseFaults(text string) (Faults, error) {
	f := Faults{Chance: map[FaultKind]float64{}}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		if err := f.parse(key, value); err != nil {
			return Faults{}, fmt.Errorf("faults: %s: %w", part, err)
		}
	}
	return f, f.validate()
}

func (f *Faults) parse(key, value string) (err error) {
	switch key {
	case "retry-after":
		f.RetryAfter, err = time.ParseDuration(value)
	case "retry-after-form":
		f.RetryAfterForm = value
	case "slow-by":
		f.SlowBy, err = time.ParseDuration(value)
	case "seed":
		f.Seed, err = strconv.ParseUint(value, 10, 64)
	case "everywhere":
		f.Everywhere = true
	default:
		if !slices.Contains(kinds(), FaultKind(key)) {
			return fmt.Errorf("unknown fault, known are %v", kinds())
		}
		f.Chance[FaultKind(key)], err = strconv.ParseFloat(value, 64)
	}
	return err
}

func (f Faults) validate() error {
	for _, kind := range slices.Sorted(maps.Keys(f.Chance)) {
		if !slices.Contains(kinds(), kind) {
			return fmt.Errorf("faults: unknown fault %q", kind)
		}
		if p := f.Chance[kind]; !(p >= 0 && p <= 1) {
			return fmt.Errorf("faults: %s: %v is not between 0 and 1", kind, p)
		}
	}
	for _, exclusive := range [][]FaultKind{requestKinds(), operationKinds()} {
		sum := 0.0
		for _, kind := range exclusive {
			sum += f.Chance[kind]
		}
		if sum > 1 {
			return fmt.Errorf("faults: the chances add up to %v, above 1", sum)
		}
	}
	if !slices.Contains([]string{"", "seconds", "date", "mixed"}, f.RetryAfterForm) {
		return fmt.Errorf("faults: retry-after-form %q is not seconds, date or mixed", f.RetryAfterForm)
	}
	return nil
}
