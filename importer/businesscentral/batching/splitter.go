package batching

import (
	"log/slog"

	"bcimport/importer"
)

// Splitter serves the indexes of a chunk with requests for several of them. An error of
// Together or Alone ends it.
type Splitter struct {
	Batch *Adaptive
	Log   *slog.Logger
	// Fits returns how many of the indexes fit into one request, at least 1; nil means all.
	Fits func(indexes []int) int
	// Together serves several indexes with one request.
	Together func(indexes []int) (Result, importer.Fault, error)
	// Alone serves one index and reports whether it was refused.
	Alone func(index int) (refused bool, err error)
}

// Serve serves all indexes and reports whether one of them was refused.
func (s Splitter) Serve(indexes []int) (refused bool, err error) {
	for len(indexes) > 0 {
		n := s.Batch.Next(len(indexes))
		if n > 1 && s.Fits != nil {
			n = min(n, s.Fits(indexes))
		}
		send := s.group
		if n == 1 {
			send = s.Each
		}
		wasRefused, err := send(indexes[:n])
		if err != nil {
			return refused, err
		}
		refused, indexes = refused || wasRefused, indexes[n:]
	}
	return refused, nil
}

// group serves several indexes with one request. If it is refused as a whole, it is split
// until the cause is alone; if there is none, it was too large.
func (s Splitter) group(indexes []int) (refused bool, err error) {
	result, fault, err := s.Together(indexes)
	if err != nil {
		return false, err
	}
	s.Batch.record(len(indexes), result)
	if result == Malformed && !s.Batch.exhausted() {
		// A coincidence, or caused by one of the records: the second try shows.
		if result, fault, err = s.Together(indexes); err != nil {
			return false, err
		}
		s.Batch.record(len(indexes), result)
	}
	switch result {
	case Unsupported:
		s.Batch.GiveUp(s.Log, fault)
		return s.Each(indexes)
	case Malformed:
		s.stopIfExhausted(fault)
		return s.Each(indexes)
	case TooMuch:
		return s.halves(indexes, fault)
	}
	return false, nil
}

func (s Splitter) halves(indexes []int, fault importer.Fault) (refused bool, err error) {
	half := len(indexes) / 2
	first, err := s.Serve(indexes[:half])
	if err != nil {
		return first, err
	}
	second, err := s.Serve(indexes[half:])
	if err != nil || first || second {
		return true, err
	}
	s.Batch.limit(half)
	s.stopIfExhausted(fault)
	return false, nil
}

func (s Splitter) stopIfExhausted(fault importer.Fault) {
	if s.Batch.exhausted() {
		s.Batch.GiveUp(s.Log, fault)
	}
}

// Each serves every index alone and reports whether one of them was refused.
func (s Splitter) Each(indexes []int) (refused bool, err error) {
	for _, index := range indexes {
		wasRefused, err := s.Alone(index)
		if err != nil {
			return refused, err
		}
		refused = refused || wasRefused
	}
	if len(indexes) == 1 && !refused {
		s.Batch.Succeeded(1) // matters only if slow requests have shrunk the size to one
	}
	return refused, nil
}
