package cli_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

// naive is what one writes in an hour, as a yardstick for benchmarks: every row a
// GET and, if a value differs, a PATCH, by so many workers, without journal,
// report, retry or limit. Usage: naive WORKERS FILE, connection from the environment.
func naive() {
	if err := runNaive(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runNaive(workers, file string) error {
	n, err := strconv.Atoi(workers)
	if err != nil {
		return err
	}
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return err
	}
	c := &naiveClient{root: os.Getenv("BCIMPORT_BASE_URL")}
	if err := c.signIn(); err != nil {
		return err
	}
	work := make(chan []string)
	var g errgroup.Group
	for range n {
		g.Go(func() error {
			for row := range work {
				if err := c.update(row[0], row[1]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, row := range rows[1:] {
		work <- row
	}
	close(work)
	return g.Wait()
}

type naiveClient struct{ root, token, company string }

func (c *naiveClient) signIn() error {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {os.Getenv("BCIMPORT_CLIENT_ID")},
		"client_secret": {os.Getenv("BCIMPORT_CLIENT_SECRET")}, "scope": {"https://api.businesscentral.dynamics.com/.default"},
	}
	resp, err := http.PostForm(os.Getenv("BCIMPORT_TOKEN_URL"), form)
	if err != nil {
		return err
	}
	var token struct {
		AccessToken string `json:"access_token"`
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&token); err != nil {
		return err
	}
	c.token = token.AccessToken
	var companies struct{ Value []struct{ ID string } }
	if err := c.do(http.MethodGet, c.root+"/companies", "", nil, &companies); err != nil {
		return err
	}
	c.company = companies.Value[0].ID
	return nil
}

func (c *naiveClient) update(id, title string) error {
	link := c.root + "/companies(" + c.company + ")/customerContacts(" + id + ")"
	var contact map[string]any
	if err := c.do(http.MethodGet, link, "", nil, &contact); err != nil {
		return err
	}
	if title == "" || contact["professionalTitle"] == title {
		return nil
	}
	body, err := json.Marshal(map[string]string{"professionalTitle": title})
	if err != nil {
		return err
	}
	return c.do(http.MethodPatch, link, contact["@odata.etag"].(string), body, &contact)
}

func (c *naiveClient) do(method, link, tag string, body []byte, into any) error {
	req, err := http.NewRequest(method, link, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if tag != "" {
		req.Header.Set("If-Match", tag)
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s %s", method, link, resp.Status, strings.TrimSpace(string(text)))
	}
	return json.Unmarshal(text, into)
}
