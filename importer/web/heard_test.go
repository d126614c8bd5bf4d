//go:build browser

package web_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// heard is the screen as the browser tells it to a screen reader: a line for each element, with
// its role, its name, its description and its states, indented by its depth.
func (b *tab) heard() string {
	b.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.Fatal(err)
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		byID[n.NodeID] = n
	}
	var out strings.Builder
	var tell func(n *accessibility.Node, depth int, above string)
	tell = func(n *accessibility.Node, depth int, above string) {
		role, name := said(n.Role), said(n.Name)
		if shown := role != "InlineTextBox" && (role != "StaticText" || name != above) && (role != "generic" && role != "none" || name != ""); shown && !n.Ignored {
			fmt.Fprintf(&out, "%s%s %q%s\n", strings.Repeat("  ", depth), role, name, states(n))
			depth++
		}
		for _, id := range n.ChildIDs {
			if below := byID[id]; below != nil && role != "StaticText" {
				tell(below, depth, name)
			}
		}
	}
	tell(tree.Nodes[0], 0, "")
	return out.String()
}

// soundsRight holds what a screen reader is told against what axe-core's rules cannot see.
func (b *tab) soundsRight(name string) {
	b.Helper()
	for _, width := range []int{1280, 360} {
		b.look(width, "light")
		heard := b.heard()
		heads, cells := -1, 0 // of the row under way; -1: its table has no heads, 0: they are counted
		for line := range strings.Lines(heard) {
			line = strings.TrimSpace(line)
			role, said, _ := strings.Cut(line, " ")
			if strings.ContainsAny(said, "▲▼▸▾↕↑↓") {
				b.Errorf("%s, %d px: a sign is read out: %s", name, width, line)
			}
			if strings.Contains(said, "invalid=true") {
				b.Errorf("%s, %d px: nothing was entered, and this is called wrong: %s", name, width, line)
			}
			switch role {
			case "table":
				if strings.HasPrefix(said, `""`) {
					b.Errorf("%s, %d px: a table has no name", name, width)
				}
				heads, cells = 0, 0
			case "row":
				if heads > 0 && cells > 0 && cells != heads {
					b.Errorf("%s, %d px: a row has %d cells and the table %d heads:\n%s", name, width, cells, heads, heard)
					return
				}
				cells = 0
			case "columnheader":
				heads++
				if strings.HasPrefix(said, `""`) {
					b.Errorf("%s, %d px: a column has no name", name, width)
				}
			case "rowheader", "cell":
				cells++
			}
		}
	}
	b.look(1280, "light")
	var same []string // in a table, the row tells links apart
	b.ask(`[...document.querySelectorAll("main a[href]")].filter((a) => !a.closest("tr")).map((a) => [a.textContent.trim(), a.href.replace(/#.*/, "")]).
  filter(([name, to], i, all) => all.some(([n, t], j) => j < i && n === name && t !== to)).map(([name]) => name)`, &same)
	for _, link := range same {
		b.Errorf("%s: two links that lead elsewhere are called %q", name, link)
	}
}

// states are a description and those states of an element that are not as usual.
func states(n *accessibility.Node) string {
	var all strings.Builder
	if d := said(n.Description); d != "" {
		fmt.Fprintf(&all, " described by %q", d)
	}
	for _, p := range n.Properties {
		switch value := said(p.Value); p.Name {
		case "checked", "disabled", "expanded", "focused", "invalid", "level", "live", "required":
			if value != "false" && value != "" {
				fmt.Fprintf(&all, " %s=%s", p.Name, value)
			}
		}
	}
	return all.String()
}

// said is a value in words.
func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var value any
	if err := json.Unmarshal(v.Value, &value); err != nil {
		return ""
	}
	return fmt.Sprint(value)
}
