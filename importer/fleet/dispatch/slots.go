package dispatch

import (
	"context"

	"go.temporal.io/sdk/worker"
)

// tuner gives the runs of a worker their slots.
type tuner struct {
	worker.WorkerTuner
	runs *slots
}

func newTuner(n int, permit func(context.Context) (func(), error)) (*tuner, error) {
	others, err := worker.NewFixedSizeTuner(worker.FixedSizeTunerOptions{})
	if err != nil {
		return nil, err
	}
	if permit == nil {
		permit = func(context.Context) (func(), error) { return func() {}, nil }
	}
	return &tuner{others, &slots{taken: make(chan struct{}, n), permit: permit}}, nil
}

// GetActivityTaskSlotSupplier gives slots to runs.
func (t *tuner) GetActivityTaskSlotSupplier() worker.SlotSupplier { return t.runs }

// slots are those of a worker. A slot is reserved before the dispatcher is asked for a run,
// and is one with a permit: runs wait there and not here, where nobody orders them.
type slots struct {
	taken  chan struct{} // one for each
	permit func(context.Context) (release func(), err error)
}

// ReserveSlot waits for a slot.
func (s *slots) ReserveSlot(ctx context.Context, _ worker.SlotReservationInfo) (*worker.SlotPermit, error) {
	select {
	case s.taken <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	release, err := s.permit(ctx)
	if err != nil {
		<-s.taken
		return nil, err
	}
	return &worker.SlotPermit{UserData: release}, nil
}

// TryReserveSlot gives none: runs come by polls alone.
func (s *slots) TryReserveSlot(worker.SlotReservationInfo) *worker.SlotPermit { return nil }

// MarkSlotUsed does nothing.
func (s *slots) MarkSlotUsed(worker.SlotMarkUsedInfo) {}

// ReleaseSlot gives a slot back.
func (s *slots) ReleaseSlot(info worker.SlotReleaseInfo) {
	if release, ok := info.Permit().UserData.(func()); ok {
		release()
	}
	<-s.taken
}

// MaxSlots is how many there are.
func (s *slots) MaxSlots() int { return cap(s.taken) }
