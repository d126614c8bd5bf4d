package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"bcimport/importer/businesscentral/faults"
)

// azureCLI gets tokens of the person that az login has signed in. azidentity can do that too,
// but passes az the whole environment, secrets included.
type azureCLI struct {
	tenant  string
	environ []string
}

const (
	// cliTimeout is generous: az is written in Python.
	cliTimeout   = 30 * time.Second
	maxCLIOutput = 1 << 20 // bytes
)

var plainArgument = regexp.MustCompile(`^[A-Za-z0-9._:/-]+$`)

// GetToken asks az for a token of one scope.
func (a azureCLI) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	resource := strings.TrimSuffix(strings.Join(o.Scopes, " "), "/.default")
	if !plainArgument.MatchString(resource) || a.tenant != "" && !plainArgument.MatchString(a.tenant) {
		return azcore.AccessToken{}, errors.New("the scope or the tenant has characters that the Azure CLI does not accept")
	}
	args := []string{"account", "get-access-token", "--output", "json", "--resource", resource}
	if a.tenant != "" {
		args = append(args, "--tenant", a.tenant)
	}
	answer, err := a.run(ctx, args)
	if err != nil {
		return azcore.AccessToken{}, err
	}
	var token struct {
		AccessToken string `json:"accessToken"`
		ExpiresOn   int64  `json:"expires_on"` // seconds since 1970
		Local       string `json:"expiresOn"`  // az before 2.54
	}
	if json.Unmarshal(answer, &token) != nil || token.AccessToken == "" {
		return azcore.AccessToken{}, errors.New("the Azure CLI gave no token; run az login")
	}
	ends := time.Unix(token.ExpiresOn, 0)
	if token.ExpiresOn == 0 {
		if ends, err = time.ParseInLocation("2006-01-02 15:04:05.999999", token.Local, time.Local); err != nil {
			return azcore.AccessToken{}, errors.New("the Azure CLI does not say when its token expires; install a newer version")
		}
	}
	return azcore.AccessToken{Token: token.AccessToken, ExpiresOn: ends.UTC()}, nil
}

func (a azureCLI) run(ctx context.Context, args []string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, cliTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "az", args...)
	cmd.Env, cmd.WaitDelay = a.environ, time.Second
	out, problem := &bounded{}, &bounded{}
	cmd.Stdout, cmd.Stderr = out, problem
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, azidentity.NewCredentialUnavailableError("the Azure CLI is not installed, or not in PATH")
	case err != nil && problem.Len() > 0:
		return nil, fmt.Errorf("the Azure CLI: %s", faults.Line(problem.String(), faults.MaxMessage))
	case err != nil:
		return nil, fmt.Errorf("the Azure CLI: %w", err)
	}
	return out.Bytes(), nil
}

// bounded keeps the beginning of what a program writes.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	b.Buffer.Write(p[:min(len(p), max(0, maxCLIOutput-b.Len()))])
	return len(p), nil
}
