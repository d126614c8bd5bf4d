//go:build browser

package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// choose chooses an option of a control by its accessible name, as a person does.
func (b *tab) choose(label, value string) {
	b.Helper()
	var there bool
	b.ask(fmt.Sprintf(`(() => {
  const label = [...document.querySelectorAll("label")].find((l) => l.textContent.trim() === %q);
  const control = label && label.control;
  if (!control) return false;
  control.focus();
  if (control.type === "checkbox") control.checked = %q === "yes"; else control.value = %q;
  const done = new Promise((settled) => document.addEventListener("htmx:afterSettle", () => settled(true), {once: true}));
  control.dispatchEvent(new Event("change", {bubbles: true}));
  return done;
})()`, label, value, value), &there)
	if !there {
		b.Fatalf("no control %q", label)
	}
}

// TestColumns_FollowEachChoice: the preview and what is left to decide follow a choice, and
// what is unfolded and focused stays so.
func TestColumns_FollowEachChoice(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	site, _ := newSite(t)
	address := upload(t, site, "a.csv", "Kontaktnr.;Vorname;Nachname;Mail 1;Mail 2;Telefon\nKT000001;Ute;BERG;a@x.de;b@x.de;030 1234567\nKT000002;Jan;COHN;c@x.de;d@x.de;030 7654321\n")
	b.do(chromedp.Navigate(address + "/columns"))
	var shown struct {
		Text, Focus, Status string
		Open, Disabled      bool
		Preview             string
	}
	see := func() {
		t.Helper()
		b.ask(`({
  text: document.querySelector("main").innerText, focus: document.activeElement.name || "", status: document.getElementById("status").textContent,
  open: document.getElementById("options-lastName").open, disabled: document.querySelector(".next button").disabled,
  preview: (document.querySelector(".preview") || {innerText: ""}).innerText})`, &shown)
	}
	if see(); !shown.Disabled {
		t.Errorf("two columns are open and the import goes on:\n%s", shown.Text)
	}
	b.ask(`document.getElementById("options-lastName").open = true`, nil)
	heard := b.heard()
	for _, want := range []string{
		`combobox "Field for Telefon" described by "certain its name is phone`, `combobox "Field for Mail 2" described by "to decide `, `group "Options for Nachname"`,
	} {
		if !strings.Contains(heard, want) {
			t.Errorf("%s is not heard:\n%s", want, heard)
		}
	}
	b.choose("Field for Mail 2", "field:email")
	if see(); shown.Disabled || !shown.Open || shown.Focus != "column.4" || shown.Status == "" {
		t.Errorf("after the choice: %+v", shown)
	}
	b.choose("A capital letter for each word", "yes")
	b.ask(`document.querySelector('[name="fields.lastName.transform.title"]').checked || document.querySelector('[name="fields.firstName.transform.title"]').checked`, new(bool))
	b.choose("Field for Vorname", "-")
	b.ask(`document.getElementById("options-lastName").open`, &shown.Open)
	b.choose("A capital letter for each word", "yes") // of the last name, which is the first now
	if see(); !shown.Open {
		t.Errorf("the options are folded:\n%s", shown.Text)
	}
	for _, want := range []string{"Berg", "Cohn", "b@x.de"} {
		var there bool
		if b.ask(fmt.Sprintf(`document.querySelector(".preview").innerText.includes(%q)`, want), &there); !there {
			t.Errorf("%q is missing in the preview:\n%s", want, shown.Preview)
		}
	}
	b.do(chromedp.Reload())
	if see(); shown.Disabled {
		t.Errorf("after a reload:\n%s", shown.Text)
	}
}

// TestColumns_SayWhyAChoiceIsNotTaken: the control goes back to what holds.
func TestColumns_SayWhyAChoiceIsNotTaken(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	site, _ := newSite(t)
	address := upload(t, site, "a.csv", "Nr;Mail;Nach\nKT000001;a@x.de;Berg\n")
	open(t, address+"/mapping/open", "version: 1\nkey: {column: Nr, match: number}\nfields: &all\n  email: Mail\n", 200)
	b.do(chromedp.Navigate(address + "/columns"))
	var said string
	b.ask(`(() => {
  const control = document.getElementsByName("column.2")[0];
  control.value = "field:lastName";
  const done = new Promise((settled) => document.addEventListener("htmx:afterRequest", () => settled(), {once: true}));
  control.dispatchEvent(new Event("change", {bubbles: true}));
  return done.then(() => (document.querySelector("#mapping > .alert:has(.hint)") || {innerText: ""}).innerText + " " + control.value);
})()`, &said)
	if want := "Change it in the mapping file, and open that here -"; len(said) < len(want) || said[len(said)-len(want):] != want {
		t.Errorf("it is said %q", said)
	}
}
