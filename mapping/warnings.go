package mapping

// Warnings says what writes of the mapped fields do besides, a sentence each, in the order
// of the mapping, and last what Business Central copies to other sets.
func (b *Bound) Warnings() []string {
	var sentences []string
	for i := range b.fields {
		if words := b.fields[i].Of.Warning; words != "" {
			sentences = append(sentences, words)
		}
	}
	if b.of != nil && b.of.Copied != "" {
		sentences = append(sentences, b.of.Copied)
	}
	return sentences
}
