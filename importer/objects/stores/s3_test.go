//go:build fleet

package stores_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
)

// TestS3_IsAStore holds S3's client to the promises against a server of S3 on a folder.
func TestS3_IsAStore(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "nights")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hunter2hunter2")
	root := t.TempDir()
	host := s3server(t, root)
	open := func(t *testing.T) objects.Store {
		name := strings.ToLower(rand.Text())
		if err := os.Mkdir(filepath.Join(root, name), 0o755); err != nil { // which is a bucket
			t.Fatal(err)
		}
		s, err := stores.Open(t.Context(), "s3://"+name+"/a/prefix?region=us-east-1&use_path_style=true&endpoint=http://"+host)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	isStore(t, open)
	t.Run("more than a page is listed", func(t *testing.T) {
		s := open(t)
		var all sync.WaitGroup
		const objects, writers = 1203, 8 // a page has 1,000
		for w := range writers {
			all.Go(func() {
				for n := w; n < objects; n += writers {
					if err := s.Put(t.Context(), fmt.Sprintf("log/%08d", n), nil); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		next := 0
		for o, err := range s.List(t.Context(), "log/") {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("log/%08d", next); o.Name != want {
				t.Fatalf("%s comes where %s should", o.Name, want)
			}
			next++
		}
		if next != objects {
			t.Errorf("%d of %d are listed", next, objects)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// s3server starts a server whose buckets are the folders in root, and returns where it listens.
func s3server(t *testing.T, root string) string {
	t.Helper()
	binary, err := filepath.Abs("../../../bin/versitygw")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(binary); err != nil {
		t.Skip("there is no server of S3: make test-fleet builds it")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	l.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	cmd := exec.CommandContext(ctx, binary, "--access", os.Getenv("AWS_ACCESS_KEY_ID"), "--secret", os.Getenv("AWS_SECRET_ACCESS_KEY"), "--port", host, "--quiet", "posix", root)
	cmd.Env = []string{"HOME=" + t.TempDir()}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	for range 600 {
		if c, err := net.Dial("tcp", host); err == nil {
			c.Close()
			return host
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server of S3 does not listen")
	return ""
}
