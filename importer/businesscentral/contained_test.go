package businesscentral_test

import (
	"net/http/httptest"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/businesscentral/signin"
	"bcimport/importer/sandbox"
)

// TestContainedSet_IsReadInLists: where only the company's type names the set, a hundred
// contacts take no more requests than where the set is listed as well.
func TestContainedSet_IsReadInLists(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		config sandbox.Config
		want   int // reads: one list, and one contact to compare it with
	}{
		"listed":         {sandbox.Config{}, 2},
		"contained only": {sandbox.Config{ContainedOnly: true}, 2},
		"no metadata":    {sandbox.Config{NoMetadata: true}, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.config.Anonymous, tt.config.Contacts = true, 200
			service, err := sandbox.New(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { service.Close() })
			server := httptest.NewServer(service)
			t.Cleanup(server.Close)
			client, err := businesscentral.Connect(t.Context(), businesscentral.Config{
				Root:        server.URL + "/v2.0/" + sandbox.DefaultEnvironment + "/api/v2.0",
				Credentials: signin.Credentials{Auth: signin.None}, Batch: 100,
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(client.Close)
			var ids []string
			for c := range service.Contacts() {
				if ids = append(ids, c.ID); len(ids) == 100 {
					break
				}
			}
			before := client.Requests().Reads
			answers, err := client.Read(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range answers {
				if a.Disposition != importer.Confirmed {
					t.Fatalf("answer %+v", a)
				}
			}
			if n := client.Requests().Reads - before; n != tt.want {
				t.Errorf("%d requests for 100 contacts, want %d", n, tt.want)
			}
		})
	}
}
