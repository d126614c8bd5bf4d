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
	Fits func(places []int) int
	// Together serves several places.
	Together func(places []int) (Result, importer.Fault, error)
	// Alone serves one place and tells whether it was refused.
	Alone func(place int) (refused bool, err error)
}

// Serve serves all places and tells whether one of them was refused.
func (s Splitter) Serve(places []int) (refused bool, err error) {
	for len(places) > 0 {
		n := s.Batch.Next(len(places))
		if n > 1 && s.Fits != nil {
			n = min(n, s.Fits(places))
		}
		send := s.group
		if n == 1 {
			send = s.Each
		}
		no, err := send(places[:n])
		if err != nil {
			return refused, err
		}
		refused, places = refused || no, places[n:]
	}
	return refused, nil
}

// group serves several places by one request. What is not taken as a whole is
// halved until the culprit stands alone; where there is none, it was too much.
func (s Splitter) group(places []int) (refused bool, err error) {
	how, fault, err := s.Together(places)
	if err != nil {
		return false, err
	}
	s.Batch.record(len(places), how)
	if how == Malformed && !s.Batch.exhausted() {
		// By accident, or because of one of the places: the second time tells.
		if how, fault, err = s.Together(places); err != nil {
			return false, err
		}
		s.Batch.record(len(places), how)
	}
	switch how {
	case Unsupported:
		s.Batch.GiveUp(s.Log, fault)
		return s.Each(places)
	case Malformed:
		s.stopIfExhausted(fault)
		return s.Each(places)
	case TooMuch:
		return s.halves(places, fault)
	}
	return false, nil
}

func (s Splitter) halves(places []int, fault importer.Fault) (refused bool, err error) {
	half := len(places) / 2
	first, err := s.Serve(places[:half])
	if err != nil {
		return first, err
	}
	second, err := s.Serve(places[half:])
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

// Each serves every place alone and tells whether one of them was refused.
func (s Splitter) Each(places []int) (refused bool, err error) {
	for _, place := range places {
		no, err := s.Alone(place)
		if err != nil {
			return refused, err
		}
		refused = refused || no
	}
	if len(places) == 1 && !refused {
		s.Batch.Succeeded(1) // counts only where time has shrunk the size to one
	}
	return refused, nil
}
