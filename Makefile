# Everything here needs only Go and make, except for the tests that say what they need.
GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
GORELEASER  := github.com/goreleaser/goreleaser/v2@v2.15.1
# The race detector needs a C compiler. Many tests wait (for backoffs, say), so more run at once than there are cores.
RACE        := $(shell command -v $${CC:-cc} >/dev/null 2>&1 && echo -race)
ODATA       := importer/businesscentral/testdata/cap
AXE         := importer/web/testdata/axe
AZURITE     := importer/fleet/testdata/azurite
TEMPORAL    := importer/fleet/testdata/temporalserver
S3SERVER    := importer/objects/stores/testdata/s3server
# How many mishaps test-fleet has; 100 take a quarter of an hour.
MISHAPS     ?= 100

.PHONY: build bcimport test test-odata test-browser test-office test-kubernetes test-fleet check demo bench soak fuzz format release vulnerabilities

# bcimport hands what needs clouds or Temporal to bcimport-fleet, which has their clients, too.
build: bcimport
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/bcimport-fleet .

bcimport:
	CGO_ENABLED=0 $(GO) build -trimpath -tags slim -o bin/bcimport .

test:
	$(GO) test $(RACE) -shuffle=on -parallel 8 -timeout 15m ./...

# The program against an independent OData server, which needs node and npm.
test-odata:
	@if command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
		$(MAKE) -s $(ODATA)/node_modules/.package-lock.json && \
		$(GO) test -count=1 -tags odata -run OData ./importer/cli; \
	else echo "test-odata is skipped: it needs npm and node 20 or later"; fi

# report.html and the page in a real browser, which needs chromium, and npm for the rules of axe-core.
test-browser:
	@if command -v npm >/dev/null 2>&1; then $(MAKE) -s $(AXE)/node_modules/.package-lock.json; fi
	@if command -v chromium >/dev/null 2>&1; then $(GO) test -count=1 -tags browser ./reports/page ./importer/web && \
		$(GO) test -count=1 -tags browser -run TestUI ./importer/cli; \
	else echo "test-browser is skipped: it needs chromium"; fi

# The round trip through a real office program: Debian's libreoffice-calc, python3-uno.
test-office:
	@if command -v soffice >/dev/null 2>&1 && /usr/bin/python3 -c 'import uno' 2>/dev/null; then \
		$(GO) test -count=1 -tags office -run Office ./importer/cli; \
	else echo "test-office is skipped: it needs LibreOffice and python3-uno"; fi

# The sample of a CronJob against Kubernetes' own types, which it downloads.
test-kubernetes:
	@if (cd importer/cli/testdata/kubernetes && $(GO) build -o /dev/null .); then \
		$(GO) test -count=1 -tags kubernetes -run Kubernetes ./importer/cli; \
	else echo "test-kubernetes is skipped: Kubernetes' types can't be had"; fi

# A fleet whose workers, Temporal and store are killed, stopped and cut off. It needs the servers of Temporal and S3,
# which it builds once (minutes), and npm for azurite.
test-fleet:
	@mkdir -p bin
	@(cd $(S3SERVER) && $(GO) build -o $(CURDIR)/bin/versitygw github.com/versity/versitygw/cmd/versitygw) || \
		echo "the test against a server of S3 is skipped: the server can't be had"
	@if ! (cd $(TEMPORAL) && $(GO) build -o $(CURDIR)/bin/temporalserver .); then \
		echo "test-fleet is skipped: Temporal's server can't be had"; \
	elif ! command -v npm >/dev/null 2>&1; then echo "test-fleet is skipped: it needs npm"; \
	else \
		$(MAKE) -s $(AZURITE)/node_modules/.package-lock.json && \
		$(GO) test -count=1 -tags fleet ./importer/objects/stores && $(GO) test -count=1 -tags fleet -run TakesBlobs ./importer/fleet && db=$$(mktemp -d) && \
		bin/temporalserver --db $$db/temporal.db $(GO) test -count=1 -tags fleet ./importer/fleet/dispatch ./importer/cli/fleet && rm -r $$db && \
		$(GO) test -count=1 -tags fleet -timeout 60m -v ./importer/fleet/fleettest -args -mishaps $(MISHAPS); \
	fi

# What npm writes last.
$(ODATA)/node_modules/.package-lock.json: $(ODATA)/package-lock.json
	cd $(ODATA) && npm ci
	@touch $@

$(AZURITE)/node_modules/.package-lock.json: $(AZURITE)/package-lock.json
	cd $(AZURITE) && npm ci
	@touch $@

$(AXE)/node_modules/.package-lock.json: $(AXE)/package-lock.json
	cd $(AXE) && npm ci
	@touch $@

check:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt -w is needed: $$unformatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet -tags odata,browser,office,kubernetes,fleet ./...
	$(GO) vet -tags slim . ./importer/cli/... ./importer/objects/stores ./importer/remote
	$(GO) run $(STATICCHECK) -tags odata,browser,office,kubernetes,fleet ./...
	$(GO) test -count=1 -run "TestImports|TestTexts" ./importer
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null .
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) build -tags slim -o /dev/null .
	CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 $(GO) build -o /dev/null .
	GOOS=windows $(GO) vet -tags odata,browser,office,kubernetes,fleet ./...
	@$(MAKE) -s vulnerabilities

# Known faults of what the program calls. A module's list is asked first, in short, whether there is a database.
vulnerabilities:
	@limit=$$(command -v timeout >/dev/null 2>&1 && echo timeout 60); \
	said=$$($$limit $(GO) run $(GOVULNCHECK) -scan module 2>&1); code=$$?; \
	case "$$code $$said" in \
	124*|*"fetching vulnerabilities"*) echo "govulncheck is skipped: its database can't be reached" ;; \
	*) $(GO) run $(GOVULNCHECK) ./... ;; \
	esac

# Archives, a package and checksums in dist/, the same bytes whoever builds this commit.
release:
	$(GO) run $(GORELEASER) release --snapshot --clean

demo: bcimport
	@sh samples/demo.sh bin/bcimport

bench:
	$(GO) test -run '^$$' -bench . -benchtime 1x ./importer/cli

# Ten minutes of random runs, stops, kills, undos and other users, held against models.
soak:
	$(GO) test -count=1 -run TestRun_HoldsItsPromises -timeout 30m ./importer/pipeline -rapid.checks=500000
	$(GO) test -count=1 -run TestCrash -v -timeout 30m ./importer/cli -args -soak 7m

fuzz:
	$(GO) test -run '^$$' -fuzz FuzzParse -fuzztime 30s ./mapping
	$(GO) test -run '^$$' -fuzz FuzzApply -fuzztime 30s ./mapping
	$(GO) test -run '^$$' -fuzz FuzzNumber -fuzztime 30s ./mapping/entity
	$(GO) test -run '^$$' -fuzz FuzzDate -fuzztime 30s ./mapping/entity
	$(GO) test -run '^$$' -fuzz FuzzEnumeration -fuzztime 30s ./mapping/entity
	$(GO) test -run '^$$' -fuzz FuzzFromJSON -fuzztime 30s ./mapping/entity
	$(GO) test -run '^$$' -fuzz FuzzYAML -fuzztime 30s ./mapping/proposal
	$(GO) test -run '^$$' -fuzz FuzzDraft -fuzztime 30s ./mapping/draft
	$(GO) test -run '^$$' -fuzz FuzzView -fuzztime 30s ./importer/journal
	$(GO) test -run '^$$' -fuzz FuzzReader -fuzztime 30s ./importer/source
	$(GO) test -run '^$$' -fuzz FuzzDetect -fuzztime 30s ./importer/source/charset
	$(GO) test -run '^$$' -fuzz FuzzWorkbook -fuzztime 30s ./importer/source
	$(GO) test -run '^$$' -fuzz FuzzArchive -fuzztime 30s ./importer/source
	$(GO) test -run '^$$' -fuzz '^FuzzDecode$$' -fuzztime 30s ./importer/businesscentral
	$(GO) test -run '^$$' -fuzz FuzzDecodeBatch -fuzztime 30s ./importer/businesscentral
	$(GO) test -run '^$$' -fuzz FuzzRecord -fuzztime 30s ./importer/businesscentral/records
	$(GO) test -run '^$$' -fuzz FuzzDecode -fuzztime 30s ./importer/businesscentral/records
	$(GO) test -run '^$$' -fuzz FuzzDescribe -fuzztime 30s ./importer/businesscentral/schema
	$(GO) test -run '^$$' -fuzz FuzzParse -fuzztime 30s ./importer/businesscentral/metadata
	$(GO) test -run '^$$' -fuzz FuzzDefinitions -fuzztime 30s ./importer/businesscentral/metadata
	$(GO) test -run '^$$' -fuzz FuzzCertificate -fuzztime 30s ./importer/businesscentral/signin
	$(GO) test -run '^$$' -fuzz FuzzClaims -fuzztime 30s ./importer/businesscentral/signin
	$(GO) test -run '^$$' -fuzz FuzzFilter -fuzztime 30s ./importer/sandbox/odata
	$(GO) test -run '^$$' -fuzz FuzzBody -fuzztime 30s ./importer/sandbox
	$(GO) test -run '^$$' -fuzz FuzzRecordBody -fuzztime 30s ./importer/sandbox
	$(GO) test -run '^$$' -fuzz FuzzCursor -fuzztime 30s ./importer/sandbox/odata
	$(GO) test -run '^$$' -fuzz FuzzBatch -fuzztime 30s ./importer/sandbox
	$(GO) test -run '^$$' -fuzz FuzzTargets -fuzztime 30s ./importer/targets
	$(GO) test -run '^$$' -fuzz FuzzWatchFile -fuzztime 30s ./importer/watch

format:
	gofmt -w .
