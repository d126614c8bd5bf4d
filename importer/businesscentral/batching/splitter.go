package batching

import (
	"log/slog"

	"bcimport/importer"
)

// Splitter is a way to serve places of a chunk in requests about several of them.
// Errors are those of do.
type Splitter struct {
	Batch *Adaptive
	Log   *slog.Logger
	// Fits is how many of the places fit into one request, from 1.
	Fits func(indexes []int) int
	// Together serves several places.
	Together func(indexes []int) (Result, importer.Fault, error)
	// Alone serves one place and reports whether it was refused.
	Alone func(index int) (refused bool, err error)
}

// Serve serves all places and reports whether one of them was refused.
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
		no, err := send(indexes[:n])
		if err != nil {
			return refused, err
		}
		refused, indexes = refused || no, indexes[n:]
	}
	return refused, nil
}

// group serves several places by one request. What is not taken as a whole is
// halved until the culprit stands alone; where there is none, it was too much.
func (s Splitter) group(indexes []int) (refused bool, err error) {
	how, fault, err := s.Together(indexes)
	if err != nil {
		return false, err
	}
	s.Batch.record(len(indexes), how)
	if how == Malformed && !s.Batch.exhausted() {
		// By accident, or because of one of the places: the second time tells.
		if how, fault, err = s.Together(indexes); err != nil {
			return false, err
		}
		s.Batch.record(len(indexes), how)
	}
	switch how {
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

// Each serves every place alone and reports whether one of them was refused.
func (s Splitter) Each(indexes []int) (refused bool, err error) {
	for _, index := range indexes {
		no, err := s.Alone(index)
		if err != nil {
			return refused, err
		}
		refused = refused || no
	}
	if len(indexes) == 1 && !refused {
		s.Batch.Succeeded(1) // counts only where time has shrunk the size to one
	}
	return refused, nil
}
