package profile

import "testing"

func BenchmarkFind(b *testing.B) {
	for _, set := range []string{"customerContacts", "customers", "items", "paymentMethods"} {
		b.Run(set, func(b *testing.B) {
			for b.Loop() {
				Find(set)
			}
		})
	}
}
