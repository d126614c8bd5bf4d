package targets

import (
	"sync"

	"bcimport/importer/businesscentral"
)

// SharedSandbox is a stand-in for Business Central that several connections of one program
// share: two stand-ins cannot hold the same records. It is served while a connection needs it.
// It is safe for concurrent use. The zero value is ready.
type SharedSandbox struct {
	mu     sync.Mutex
	users  int
	served businesscentral.Config // how it is connected to
	stop   func()
}

// start points a connection to the stand-in, and serves it where nobody did; a nil receiver
// serves one of the connection's own.
func (s *SharedSandbox) start(config *businesscentral.Config) (stop func(), err error) {
	if s == nil {
		return startSandbox(config)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users == 0 {
		served := *config
		if s.stop, err = startSandbox(&served); err != nil {
			return nil, err
		}
		s.served = served
	}
	s.users++
	config.Root, config.Tenant, config.Environment = s.served.Root, s.served.Tenant, s.served.Environment
	config.Credentials = s.served.Credentials
	return sync.OnceFunc(s.leave), nil
}

func (s *SharedSandbox) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 {
		s.stop()
	}
}
