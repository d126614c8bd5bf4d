//go:build fleet

package objectstest

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob"
)

// The account of the emulator, which its own documentation names.
const (
	emulated = "devstoreaccount1"
	itsKey   = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)

// Azurite starts the emulator of Azure Blob, in memory, and returns what makes an empty container
// and gives its address. The environment gets the credentials. The test is skipped where the
// emulator is not installed; root is the folder importer.
func Azurite(t *testing.T, root string) (address func(t *testing.T) string) {
	t.Helper()
	t.Setenv("AZURE_STORAGE_ACCOUNT", emulated)
	t.Setenv("AZURE_STORAGE_KEY", itsKey)
	host := azurite(t, root)
	return func(t *testing.T) string {
		t.Helper()
		name := strings.ToLower(rand.Text())
		makeContainer(t, host, name)
		return fmt.Sprintf("azblob://%s?protocol=http&domain=%s&localemu=true", name, host)
	}
}

func makeContainer(t *testing.T, host, name string) {
	t.Helper()
	key, err := azblob.NewSharedKeyCredential(emulated, itsKey)
	if err != nil {
		t.Fatal(err)
	}
	client, err := azblob.NewClientWithSharedKeyCredential("http://"+host+"/"+emulated, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateContainer(t.Context(), name, nil); err != nil {
		t.Fatal(err)
	}
}

// azurite starts the emulator and returns where it listens.
func azurite(t *testing.T, root string) string {
	t.Helper()
	main, err := filepath.Abs(root + "/fleet/testdata/azurite/node_modules/azurite/dist/src/blob/main.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(main); err != nil {
		t.Skip("azurite is not installed: run npm ci in importer/fleet/testdata/azurite")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	cmd := exec.CommandContext(ctx, "node", main, "--inMemoryPersistence", "--skipApiVersionCheck",
		"--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", "0")
	cmd.Dir = t.TempDir()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	listening := regexp.MustCompile(`listens on http://(127\.0\.0\.1:\d+)`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := listening.FindStringSubmatch(lines.Text()); found != nil {
			go func() {
				for lines.Scan() { // so that it can go on writing
				}
			}()
			return found[1]
		}
	}
	t.Fatal("azurite ended before it listened")
	return ""
}
