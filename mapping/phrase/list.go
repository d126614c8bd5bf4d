package phrase

// Or returns words as a choice: a, b or c. They may be texts or phrases.
func Or[T any](words []T) Phrase {
	return list(words, func(first, last any) Phrase { return New("%s or %s", first, last) })
}

// And returns words as a list: a, b and c. They may be texts or phrases.
func And[T any](words []T) Phrase {
	return list(words, func(first, last any) Phrase { return New("%s and %s", first, last) })
}

func list[T any](words []T, join func(first, last any) Phrase) Phrase {
	if len(words) == 0 {
		return Phrase{}
	}
	all := New("%s", words[0])
	for i, word := range words[1:] {
		if i == len(words)-2 {
			return join(all, word)
		}
		all = New("%s, %s", all, word)
	}
	return all
}

// Commas returns words with commas between them. They may be texts or phrases.
func Commas[T any](words []T) Phrase {
	return list(words, func(first, last any) Phrase { return New("%s, %s", first, last) })
}
