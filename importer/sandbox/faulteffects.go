package sandbox

import (
	"time"
)

// faultFor returns the fault of the hook, else one by chance.
func (s *Server) faultFor(x *exchange) Fault {
	if s.config.Intercept != nil {
		if f := s.config.Intercept(x.request()); f != nil {
			return f.forExchange(x)
		}
	}
	if !x.at.ofCompany() && x.at.kind != batchTarget && !s.config.Faults.Everywhere {
		return Fault{}
	}
	fault := s.picker.pick(x, s.config.Now())
	if fault.Kind == Locked && !isWrite(x.method) || fault.Kind == OtherContact && x.at.kind == batchTarget {
		fault.Kind = ""
	}
	return fault
}

// forExchange returns a copy of a hook's fault, completed for an exchange.
func (f *Fault) forExchange(x *exchange) Fault {
	fault := *f
	fault.before = fault.before || fault.Kind == OtherUser
	fault.after = fault.after || fault.Kind == OtherUserAfter
	fault.shuffled = fault.shuffled || fault.Kind == BatchShuffled
	if x.within != nil && fault.Kind == Garbled {
		fault.Kind = InnerGarbled // what is inside cannot break the JSON around it
	}
	return fault
}

// applyFault processes a request unless its fault comes first. What takes time here
// takes it also when the client has gone: a late write still lands.
func (s *Server) applyFault(x *exchange, process func(*exchange) answer) answer {
	if a, ended := s.faultAnswer(x); ended {
		return a
	}
	if !s.pause(s.waitFor(x)) {
		return answer{delivery: lost}
	}
	return process(x)
}

// waitFor returns how long it takes from now until x is to be done. A batch takes its
// operations' time and none of its own. The time of an operation begins when that of the
// one before it was due to end, so a late timer makes no batch slower.
func (s *Server) waitFor(x *exchange) time.Duration {
	wait := s.duration(x)
	if x.snapshot() {
		return 0 // all its operations' time was taken before
	}
	if x.within == nil || wait == 0 {
		return wait
	}
	if x.within.due.IsZero() {
		x.within.due = time.Now()
	}
	x.within.due = x.within.due.Add(wait)
	return time.Until(x.within.due)
}

// duration returns how long x takes.
func (s *Server) duration(x *exchange) time.Duration {
	wait := s.config.Delay
	if x.batch != nil {
		wait = 0
	}
	if x.fault.Kind == Slow {
		wait += x.fault.Wait
	}
	return wait
}

// pause waits, and reports false where the Server closes meanwhile.
func (s *Server) pause(wait time.Duration) bool {
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.closing.Done():
		return false
	}
}

// faultAnswer returns the end of a request whose fault keeps it from being processed.
func (s *Server) faultAnswer(x *exchange) (answer, bool) {
	switch x.fault.Kind {
	case Throttled, InnerThrottled:
		return withRetryAfter(throttled(101, 100), x.fault.RetryAfter), true
	case Unavailable, BadGateway, GatewayTimeout, Timeout:
		return outageAnswer(x.fault), !x.fault.Processed && x.fault.Done == 0 && !(x.fault.partly && x.batch != nil)
	case InnerUnavailable:
		return outageAnswer(x.fault), true
	case BatchMissing:
		return answer{}, !x.fault.Processed
	case ResetBefore:
		return answer{delivery: lost}, true
	case DeadToken:
		s.signIns.Revoke(x.token)
		return *s.unauthorized(), true
	case Hang:
		ctx, cancel := s.requestContext(x.r)
		defer cancel()
		<-ctx.Done()
		return answer{delivery: lost}, true
	}
	return answer{}, false
}
