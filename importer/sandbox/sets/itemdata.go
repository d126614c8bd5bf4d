package sets

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// category is a kind of item: what it is called and made in.
type category struct {
	code, name string
	nouns      []string
	kinds      []string
	price      int // a usual one, in cents
}

func categories() []category {
	return []category{
		{"TISCH", "Tische", []string{"Schreibtisch", "Besprechungstisch", "Beistelltisch", "Stehtisch"}, []string{"Eiche", "Buche", "Nussbaum", "weiß"}, 34900},
		{"STUHL", "Stühle", []string{"Bürostuhl", "Besucherstuhl", "Drehstuhl", "Hocker"}, []string{"schwarz", "grau", "Leder", "Netzgewebe"}, 18900},
		{"LEUCHTE", "Leuchten", []string{"Schreibtischleuchte", "Stehleuchte", "Wandleuchte"}, []string{"LED 8 W", "LED 12 W", "Messing"}, 7990},
		{"BÜRO", "Bürobedarf", []string{"Ordner", "Kopierpapier", "Locher", "Heftgerät"}, []string{"A4", "A5", "rot", "blau"}, 349},
		{"KABEL", "Kabel", []string{"Netzwerkkabel", "Verlängerungskabel", "USB-Kabel"}, []string{"1,5 m", "3 m", "10 m"}, 1295},
		{"DESK", "Desks", []string{"Standing Desk", "Corner Desk", "Writing Desk"}, []string{"oak", "beech", "white"}, 42900},
		{"CHAIR", "Chairs", []string{"Conference Chair", "Swivel Chair", "Guest Chair"}, []string{"black", "blue", "leather"}, 19900},
		{"TOOL", "Tools", []string{"Screwdriver", "Cordless Drill", "Spirit Level"}, []string{"small", "medium", "large"}, 2450},
		{"DIENST", "Dienstleistungen", []string{"Montage", "Lieferung", "Beratung"}, []string{"je Stunde", "pauschal"}, 8900},
	}
}

// FirstItem is the number of the first item; the others follow it.
const FirstItem = 10001

// fillItems makes as many items as asked for. Of every hundred, number 10 has no
// category, 20 no price, 30 a price with five decimal places, 40 is blocked; every
// third of those kept in stock has stock, and so an entry.
func fillItems(m maker) {
	kinds := categories()
	for i := range m.Items {
		r := m.random(i)
		_, _ = r.Uint64(), r.Uint64() // the id's
		m.add(m.item(i, kinds[i%len(kinds)], i/len(kinds), r))
		if at := m.table.At(i); m.table.Value(at, "inventory") != "0" {
			at.Entries = 1
		}
	}
}

// item makes the item of a category in its round-th turn.
func (m maker) item(i int, kind category, round int, r *rand.Rand) map[string]string {
	name := kind.nouns[round%len(kind.nouns)] + " " + kind.kinds[round/len(kind.nouns)%len(kind.kinds)]
	if model := round / (len(kind.nouns) * len(kind.kinds)); model > 0 {
		name += fmt.Sprintf(" Modell %d", model+1)
	}
	price := kind.price + r.IntN(kind.price)
	values := map[string]string{
		"number": strconv.Itoa(FirstItem + i), "displayName": name, "type": "Inventory",
		"itemCategoryId": m.id("itemCategories", kind.code), "taxGroupId": m.id("taxGroups", "MWST19"),
		"baseUnitOfMeasureId":          m.id("unitsOfMeasure", "STK"),
		"generalProductPostingGroupId": m.id("generalProductPostingGroups", "HANDEL"),
		"inventoryPostingGroupId":      m.id("inventoryPostingGroups", "HANDEL"),
		"gtin":                         fmt.Sprintf("40%011d", 12345*uint64(i+1)%100000000000),
		"unitPrice":                    cents(price), "unitCost": cents(price * 6 / 10),
	}
	switch {
	case kind.code == "DIENST":
		values["type"], values["inventoryPostingGroupId"] = "Service", ""
		values["generalProductPostingGroupId"] = m.id("generalProductPostingGroups", "DIENST")
		values["baseUnitOfMeasureId"] = m.id("unitsOfMeasure", "STD")
	case kind.code == "BÜRO" && round%2 == 1:
		values["type"] = "Non_x002D_Inventory"
	case i%3 == 0:
		values["inventory"] = strconv.Itoa(1 + r.IntN(500))
	}
	applyOddity(values, i+1)
	for name, value := range values {
		if value == "" && name != "gtin" {
			delete(values, name) // and so it is empty in its type's way
		}
	}
	return values
}

func applyOddity(values map[string]string, n int) {
	switch n % 100 {
	case 10:
		values["itemCategoryId"] = ""
	case 20:
		values["unitPrice"] = "0"
	case 30:
		values["unitPrice"] = "0.12345"
	case 40:
		values["blocked"] = "true"
	}
}

// cents writes a price without needless zeros.
func cents(n int) string {
	text := fmt.Sprintf("%d.%02d", n/100, n%100)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	return text
}
