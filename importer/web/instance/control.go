package instance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
)

// The headers of a request of another instance. Neither side sends the secret of the note,
// so that who has come to listen at a port that an instance has left learns nothing, and
// can't answer.
const (
	onceHeader  = "X-Once"  // a text that is not used again
	proofHeader = "X-Proof" // what only who knows the secret can make of it
)

// prove makes of texts what only who knows the secret of the note can.
func (n note) prove(texts ...string) string {
	mac := hmac.New(sha256.New, []byte(n.Secret))
	mac.Write([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

// proves reports whether a proof is that of texts.
func (n note) proves(proof string, texts ...string) bool {
	return hmac.Equal([]byte(proof), []byte(n.prove(texts...)))
}

// control answers another instance: with a new start key, or when one was used.
func (i *Instance) control(w http.ResponseWriter, r *http.Request) {
	once, opened := r.Header.Get(onceHeader), r.URL.Query().Get("opened")
	known := once != "" && i.note.proves(r.Header.Get(proofHeader), "ask", once, opened)
	if r.Host != i.note.Host || r.Method != http.MethodPost || r.Header.Get("Origin") != "" || !known {
		http.NotFound(w, r)
		return
	}
	select {
	case <-i.ending:
		http.Error(w, "the page is ending", http.StatusServiceUnavailable)
		return
	default:
	}
	w.Header().Set("Cache-Control", "no-store")
	if opened != "" {
		i.Opened(r.Context(), opened)
		w.WriteHeader(http.StatusOK)
		return
	}
	key := i.Key()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer{Key: key, Proof: i.note.prove("answer", once, key)}) // an asker that has gone needs none
}
