//go:build browser

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestConnection_ReadsOutWhatIsNewAndLeavesTheRest while somebody signs in: the page asks again
// and again, and whoever reads the code keeps the place.
func TestConnection_ReadsOutWhatIsNewAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	site, a, work := newAccounts(t)
	address := site.URL + "/connections/" + url.PathEscape("live & well")
	post(t, address+"/sign-in", nil, http.StatusOK)
	work.Of("sign-in live & well").Since(t.Context(), 0) // the code
	b := startBrowser(t)
	b.do(chromedp.Navigate(address))
	b.until(`window.htmx && document.getElementById("status").textContent === "Page: https://microsoft.com/devicelogin. Code: ABC<DEF"`)
	b.ask(`(() => {
  document.getElementById("cancel").focus();
  window.code = document.querySelector("#connection code");
  window.asked = 0;
  document.addEventListener("htmx:afterRequest", () => window.asked++);
})(); 0`, nil)
	b.until(`window.asked === 2`)
	var stays bool
	if b.ask(`window.code.isConnected && document.activeElement.id === "cancel"`, &stays); !stays {
		t.Error("what is as it was is replaced")
	}
	close(a.entered)
	b.until(`document.getElementById("status").textContent === "Signed in as ute@example.org." && document.activeElement.id === "content"`)
	if heard := b.heard(); !strings.Contains(heard, `RootWebArea "Connections · live & well · bcimport"`) {
		t.Errorf("the window is not called by the connection:\n%s", heard)
	}
	post(t, address+"/examine", nil, http.StatusOK)
	<-work.Of("examine live & well").Done()
	b.do(chromedp.Navigate(address))
	b.until(`document.getElementById("status").textContent === "Signed in as ute@example.org. 2 ok, 1 to do"`)
}
