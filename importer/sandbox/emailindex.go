package sandbox

// emailIndex finds contacts by their address. Contacts of one address are chained,
// which costs no allocation each; those without one are not in it.
type emailIndex struct {
	first map[string]int32
	next  []int32 // by contact: the next one of the address, or -1
}

func newEmailIndex(contacts []contact) *emailIndex {
	x := &emailIndex{first: make(map[string]int32, len(contacts)), next: make([]int32, len(contacts))}
	for i := range contacts {
		x.add(contacts[i].email, i)
	}
	return x
}

func (x *emailIndex) add(email string, i int) {
	x.next[i] = -1
	if email == "" {
		return
	}
	if first, found := x.first[email]; found {
		x.next[i] = first
	}
	x.first[email] = int32(i)
}

func (x *emailIndex) remove(email string, i int) {
	first, found := x.first[email]
	switch {
	case !found:
		return
	case first != int32(i):
		for at := first; at >= 0; at = x.next[at] {
			if x.next[at] == int32(i) {
				x.next[at] = x.next[i]
			}
		}
	case x.next[i] < 0:
		delete(x.first, email)
	default:
		x.first[email] = x.next[i]
	}
}

// find adds the contacts of an address to found, in no order.
func (x *emailIndex) find(email string, found []int) []int {
	at, some := x.first[email]
	for ; some && at >= 0; at = x.next[at] {
		found = append(found, int(at))
	}
	return found
}
