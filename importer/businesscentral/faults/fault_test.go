package faults

import (
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
)

func TestParseFault_EveryBodyFamily(t *testing.T) {
	t.Parallel()
	const guid = "da1a1fdb-1111-2222-3333-444455556666"
	tests := map[string]struct {
		status int
		header http.Header
		body   string
		want   importer.Fault
	}{
		"OData error": {400, nil, `{"error":{"code":"BadRequest_InvalidToken","message":"Please provide a valid token.  CorrelationId:  ` + guid + `."}}`,
			importer.Fault{Code: "BadRequest_InvalidToken", Message: "Please provide a valid token.", RequestID: guid}},
		"one blank, no dot": {409, nil, `{"error":{"code":"Internal_ServerError","message":"Try later.\r\n\r\nNow. CorrelationId: ` + guid + `"}}`,
			importer.Fault{Code: "Internal_ServerError", Message: "Try later. Now.", RequestID: guid}},
		"correlation id that is no GUID": {400, nil, `{"error":{"code":"Unknown","message":"Bad. CorrelationId:  x."}}`,
			importer.Fault{Code: "Unknown", Message: "Bad.", RequestID: "x"}},
		"header beats message": {400, http.Header{"Request-Id": {"r-1"}}, `{"error":{"code":"Unknown","message":"Bad. CorrelationId: ` + guid + `."}}`,
			importer.Fault{Code: "Unknown", Message: "Bad.", RequestID: "r-1"}},
		"other header": {500, http.Header{"Ms-Correlation-X": {"m-1"}}, ``,
			importer.Fault{Code: "http_500", Message: "500 Internal Server Error", RequestID: "m-1"}},
		"empty 404": {404, nil, ``, importer.Fault{Code: "http_404", Message: "404 Not Found"}},
		"capital Message": {404, nil, `{"Message":"No HTTP resource was found."}`,
			importer.Fault{Code: "http_404", Message: "No HTTP resource was found."}},
		"Entra": {401, nil, `{"error":"invalid_client","error_description":"AADSTS7000215: wrong.","error_codes":[7000215]}`,
			importer.Fault{Code: "invalid_client", Message: "AADSTS7000215: wrong."}},
		"HTML": {502, nil, "<HTML><HEAD><TITLE>Bad\n Gateway &amp; more</TITLE></HEAD><body>x</body></HTML>",
			importer.Fault{Code: "http_502", Message: "Bad Gateway & more"}},
		"text":              {503, nil, "go away", importer.Fault{Code: "http_503", Message: "503 Service Unavailable"}},
		"unknown status":    {599, nil, "null", importer.Fault{Code: "http_599", Message: "599"}},
		"code is a number":  {400, nil, `{"error":{"code":7,"message":"m"}}`, importer.Fault{Code: "http_400", Message: "m"}},
		"error is null":     {400, nil, `{"error":null,"message":"m"}`, importer.Fault{Code: "http_400", Message: "m"}},
		"terminal controls": {400, nil, `{"error":{"code":"C","message":"a\u001b[31m\u009bb\u2028c"}}`, importer.Fault{Code: "C", Message: "a [31m b c"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.want.HTTPStatus = tt.status
			if got := Parse(tt.status, tt.header, []byte(tt.body)); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestParseFault_HidesWhatTheServerRepeats(t *testing.T) {
	t.Parallel()
	f := Parse(400, nil, []byte(`{"error":{"code":"C","message":"you sent eyJ.secret"}}`), "eyJ.secret", "")
	if f.Message != "you sent ***" {
		t.Errorf("message %q", f.Message)
	}
}

func TestOneLine_CutsAtACharacter(t *testing.T) {
	t.Parallel()
	if got := Line(strings.Repeat("ä", 10), 5); got != "ää…" {
		t.Errorf("got %q", got)
	}
	if got := Line("a\xff\nb ", 10); got != "a? b" {
		t.Errorf("got %q", got)
	}
}
