package sandbox

import (
	"time"
)

// faultFor asks the hook first and the dice then.
func (s *Server) faultFor(x *exchange) Fault {
	if s.config.Intercept != nil {
		if f := s.config.Intercept(x.request()); f != nil {
			return f.given(x)
		}
	}
	if x.at.kind != contactsTarget && x.at.kind != batchTarget && !s.config.Faults.Everywhere {
		return Fault{}
	}
	fault := s.dice.throw(x, s.config.Now())
	if fault.Kind == Locked && !isWrite(x.method) || fault.Kind == OtherContact && x.at.kind == batchTarget {
		fault.Kind = ""
	}
	return fault
}

// given is a copy of a hook's fault, ready to strike.
func (f *Fault) given(x *exchange) Fault {
	fault := *f
	fault.before = fault.before || fault.Kind == OtherUser
	fault.after = fault.after || fault.Kind == OtherUserAfter
	fault.shuffled = fault.shuffled || fault.Kind == BatchShuffled
	if x.within != nil && fault.Kind == Garbled {
		fault.Kind = InnerGarbled // what is inside cannot break the JSON around it
	}
	return fault
}

// struck processes a request unless its fault comes first. What takes time here
// takes it also when the client has gone: a late write still lands.
func (s *Server) struck(x *exchange, process func(*exchange) answer) answer {
	if a, ended := s.insteadOf(x); ended {
		return a
	}
	if !s.pause(s.timeFor(x)) {
		return answer{delivery: lost}
	}
	return process(x)
}

// timeFor is how long it takes from now until x is to be done. A batch takes its
// operations' time and none of its own. An operation's time begins when that of
// the one before it was to end, so that a late timer makes no batch slower.
func (s *Server) timeFor(x *exchange) time.Duration {
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

// duration is how long x takes.
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

// insteadOf returns the end of a request whose fault keeps it from being processed.
func (s *Server) insteadOf(x *exchange) (answer, bool) {
	switch x.fault.Kind {
	case Throttled, InnerThrottled:
		return withRetryAfter(throttled(101, 100), x.fault.RetryAfter), true
	case Unavailable, BadGateway, GatewayTimeout, Timeout:
		return broken(x.fault), !x.fault.Processed && x.fault.Done == 0 && !(x.fault.partly && x.batch != nil)
	case InnerUnavailable:
		return broken(x.fault), true
	case BatchMissing:
		return answer{}, !x.fault.Processed
	case ResetBefore:
		return answer{delivery: lost}, true
	case DeadToken:
		s.tokens.revoke(x.token)
		return *s.unauthorized(), true
	case Hang:
		ctx, cancel := s.whileWanted(x.r)
		defer cancel()
		<-ctx.Done()
		return answer{delivery: lost}, true
	}
	return answer{}, false
}
